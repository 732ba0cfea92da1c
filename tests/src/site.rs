//! A site in a temporary folder.

use crate::{Outcome, bengal};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

/// A site that is gone when it and all outcomes of its builds are dropped.
#[derive(Debug)]
pub struct TestSite {
    folder: Arc<TempDir>,
    root: Utf8PathBuf,
}

/// An empty site.
pub fn site() -> TestSite {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let root = Utf8PathBuf::from_path_buf(folder.path().join("site")).expect("the temporary folder has a UTF-8 name");
    fs::create_dir(&root).expect("a folder can be made");
    TestSite { folder: Arc::new(folder), root }
}

impl TestSite {
    /// The site's folder. The folder that it is in is empty otherwise and may be used too.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// The path of a file of the site.
    pub fn path(&self, path: &str) -> Utf8PathBuf {
        self.root.join(path)
    }

    /// Writes a file.
    #[must_use]
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Writes a file.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }

    /// Replaces a text, which the file has, by another one.
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).expect("the file is a text");
        assert!(text.contains(from), "{path} has no {from:?}: {text}");
        self.write(path, text.replace(from, to));
    }

    /// Puts a text at the end of a file.
    pub fn append(&self, path: &str, text: &str) {
        let before = fs::read_to_string(self.path(path)).expect("the file is a text");
        self.write(path, before + text);
    }

    /// Gives a file another path.
    pub fn rename(&self, from: &str, to: &str) {
        let target = self.path(to);
        fs::create_dir_all(target.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::rename(self.path(from), target).expect("the file can be renamed");
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("the file can be removed");
    }

    /// Builds the site into `public/`.
    pub fn build(&self) -> Outcome {
        self.run(&["build"])
    }

    /// Runs the binary in the site's folder, without any of the variables that it looks at.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, &[])
    }

    /// As [`run`](Self::run), with these variables.
    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Outcome {
        let mut command = self.command(bengal());
        self.outcome(command.args(arguments).envs(environment.iter().copied()))
    }

    /// Runs a script of the shell in the site's folder, where `$bengal` is the binary.
    pub fn shell(&self, script: &str) -> Outcome {
        let mut command = self.command(Path::new("/bin/sh"));
        self.outcome(command.args(["-c", script]).env("bengal", bengal()))
    }

    /// Starts the binary in the site's folder.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(bengal());
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs")
    }

    /// What a run that was started came to.
    pub fn wait_for(&self, child: Child) -> Outcome {
        Outcome::new(&child.wait_with_output().expect("the binary ends"), &self.root, &self.folder)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        let home = self.root.parent().expect("the site is in a folder").join("home");
        command.current_dir(&self.root).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("HOME", home);
        command.stdin(Stdio::null());
        command
    }

    fn outcome(&self, command: &mut Command) -> Outcome {
        Outcome::new(&command.output().expect("the binary runs"), &self.root, &self.folder)
    }
}
