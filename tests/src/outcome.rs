//! What a run of the binary left.

use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fs;
use std::process::Output;
use std::sync::Arc;
use tempfile::TempDir;

/// What was printed, the exit code, and the output folder. Every expectation that fails shows what was printed.
#[derive(Debug)]
pub struct Outcome {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code; −1 where a signal ended the run.
    pub code: i32,
    public: Utf8PathBuf,
    _folder: Arc<TempDir>,
}

impl Outcome {
    pub(crate) fn new(output: &Output, site: &Utf8Path, folder: &Arc<TempDir>) -> Self {
        Self {
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            code: output.status.code().unwrap_or(-1),
            public: site.join("public"),
            _folder: Arc::clone(folder),
        }
    }

    /// Expects exit code 0.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.exits(0)
    }

    /// Expects exit code 1.
    #[track_caller]
    pub fn fails(self) -> Self {
        self.exits(1)
    }

    /// Expects an exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Expects a text on standard error.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "standard error does not say {text:?}\n{self}");
        self
    }

    /// Expects a text not to be on standard error.
    #[track_caller]
    pub fn does_not_say(self, text: &str) -> Self {
        assert!(!self.stderr.contains(text), "standard error says {text:?}\n{self}");
        self
    }

    /// Expects a text in a file of the output.
    #[track_caller]
    pub fn has(self, path: &str, text: &str) -> Self {
        let content = self.read(path);
        assert!(content.contains(text), "{path} does not have {text:?}:\n{content}");
        self
    }

    /// Expects a text not to be in a file of the output, which exists.
    #[track_caller]
    pub fn has_not(self, path: &str, text: &str) -> Self {
        let content = self.read(path);
        assert!(!content.contains(text), "{path} has {text:?}:\n{content}");
        self
    }

    /// The path in the output of an asset with this logical path, by the manifest.
    #[track_caller]
    pub fn published(&self, logical: &str) -> String {
        let manifest: serde_json::Value =
            serde_json::from_str(&self.read("asset-manifest.json")).expect("the manifest is JSON");
        let path = manifest["assets"][logical]["path"].as_str();
        path.unwrap_or_else(|| panic!("{logical} is not in the manifest: {manifest:#}")).to_owned()
    }

    /// Expects a text in a file of the output, where `@` stands for the path of an asset.
    #[track_caller]
    pub fn has_asset(self, path: &str, text: &str, logical: &str) -> Self {
        let text = text.replace('@', &self.published(logical));
        self.has(path, &text)
    }

    /// Expects a file in the output.
    #[track_caller]
    pub fn publishes(self, path: &str) -> Self {
        assert!(self.public.join(path).is_file(), "{path} is not published\n{self}");
        self
    }

    /// Expects no file at a path of the output.
    #[track_caller]
    pub fn does_not_publish(self, path: &str) -> Self {
        assert!(!self.public.join(path).exists(), "{path} is published\n{self}");
        self
    }

    /// The text of a file of the output.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.public.join(path)).unwrap_or_else(|error| panic!("{path}: {error}\n{self}"))
    }

    /// All files of the output with their content.
    pub fn files(&self) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
        tree(&self.public)
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit code {}\n--- stdout\n{}\n--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

/// All files below a folder with their content, by path relative to it.
pub fn tree(folder: &Utf8Path) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(current) = pending.pop() {
        for entry in fs::read_dir(&current).into_iter().flatten().flatten() {
            let Ok(path) = Utf8PathBuf::from_path_buf(entry.path()) else { continue };
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                pending.push(path);
            } else if let (Ok(relative), Ok(content)) = (path.strip_prefix(folder), fs::read(&path)) {
                files.insert(relative.to_owned(), content);
            }
        }
    }
    files
}
