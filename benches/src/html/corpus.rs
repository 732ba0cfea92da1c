//! The pages to measure on: the documentation that comes with the Rust toolchain.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads its corpus itself")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// Pages in memory.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The pages, in the order of their paths.
    pub pages: Vec<String>,
}

impl Corpus {
    /// The total length in bytes.
    pub fn bytes(&self) -> usize {
        self.pages.iter().map(String::len).sum()
    }
}

/// Where the documentation is; `None` when the toolchain has none.
pub fn rustdoc_folder() -> Option<PathBuf> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().ok()?;
    let sysroot = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let folder = sysroot.join("share/doc/rust/html");
    // Every toolchain manager can leave the component out of one toolchain and have it in another.
    let others = sysroot.parent()?.read_dir().ok()?.flatten().map(|entry| entry.path().join("share/doc/rust/html"));
    std::iter::once(folder).chain(others).find(|folder| folder.is_dir())
}

/// Every `step`th page below `folder` that is valid UTF-8.
///
/// # Errors
///
/// When a folder or a file cannot be read.
pub fn read(folder: &Path, step: usize) -> io::Result<Corpus> {
    let mut paths = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                pending.push(entry.path());
            } else if entry.path().extension().is_some_and(|extension| extension == "html") {
                paths.push(entry.path());
            }
        }
    }
    paths.sort();
    let mut corpus = Corpus::default();
    for path in paths.iter().step_by(step) {
        if let Ok(page) = String::from_utf8(fs::read(path)?) {
            corpus.pages.push(page);
        }
    }
    Ok(corpus)
}
