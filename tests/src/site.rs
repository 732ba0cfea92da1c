//! A site in a temporary folder.

use crate::{Outcome, bengal};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;
use std::process::{Command, Stdio};
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
        let output = Command::new(bengal())
            .args(arguments)
            .current_dir(&self.root)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.root.parent().expect("the site is in a folder").join("home"))
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .output()
            .expect("the binary runs");
        Outcome::new(&output, &self.root, &self.folder)
    }
}
