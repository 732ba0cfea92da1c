//! A walk that looks at every file of a tree and reads none: the least that has to be done to know that nothing changed.

use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::PathBuf;

/// What a walk saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Tree {
    fn with(self, other: Self) -> Self {
        Self { files: self.files + other.files, bytes: self.bytes + other.bytes }
    }
}

/// Looks at everything below the folders, `read_dir` and the metadata of each entry: level by level, the folders of each by all
/// threads of the pool.
///
/// # Errors
/// When a folder cannot be read.
pub fn walk(mut folders: Vec<PathBuf>) -> io::Result<Tree> {
    let mut tree = Tree::default();
    while !folders.is_empty() {
        let seen: Vec<(Tree, Vec<PathBuf>)> = folders.par_iter().map(folder).collect::<io::Result<_>>()?;
        folders = Vec::new();
        for (part, inner) in seen {
            tree = tree.with(part);
            folders.extend(inner);
        }
    }
    Ok(tree)
}

fn folder(path: &PathBuf) -> io::Result<(Tree, Vec<PathBuf>)> {
    let (mut tree, mut inner) = (Tree::default(), Vec::new());
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            inner.push(entry.path());
        } else {
            tree = tree.with(Tree { files: 1, bytes: metadata.len() });
        }
    }
    Ok((tree, inner))
}
