//! File access in memory, for tests and for builds that leave nothing behind.

use super::{Entry, FileKind, FileSystem, LockGuard, Metadata};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A tree of files in memory. Clones share the tree. Has no symbolic links; every path counts from `/`.
#[derive(Clone, Debug, Default)]
pub struct MemoryFileSystem {
    tree: Arc<Mutex<Tree>>,
}

#[derive(Debug, Default)]
struct Tree {
    files: BTreeMap<Utf8PathBuf, Arc<[u8]>>,
    directories: BTreeSet<Utf8PathBuf>,
    locked: BTreeSet<Utf8PathBuf>,
    writes: i128,
    modified: BTreeMap<Utf8PathBuf, i128>,
}

#[derive(Debug)]
struct MemoryLock {
    tree: Arc<Mutex<Tree>>,
    path: Utf8PathBuf,
}

impl LockGuard for MemoryLock {}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        guard(&self.tree).locked.remove(&self.path);
    }
}

fn guard(tree: &Mutex<Tree>) -> MutexGuard<'_, Tree> {
    tree.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The path from `/`, with `.` and `..` resolved.
fn absolute(path: &Utf8Path) -> Utf8PathBuf {
    let mut result = Utf8PathBuf::from("/");
    for part in path.components() {
        match part {
            camino::Utf8Component::Normal(name) => result.push(name),
            camino::Utf8Component::ParentDir => drop(result.pop()),
            _ => {}
        }
    }
    result
}

fn not_found() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

impl Tree {
    fn is_directory(&self, path: &Utf8Path) -> bool {
        path == "/" || self.directories.contains(path)
    }

    fn put(&mut self, path: Utf8PathBuf, content: Arc<[u8]>) {
        self.writes += 1;
        self.modified.insert(path.clone(), self.writes);
        self.files.insert(path, content);
    }
}

impl MemoryFileSystem {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a file, over an old one too, and makes the folders that it needs.
    pub fn write(&self, path: impl AsRef<Utf8Path>, content: impl AsRef<[u8]>) {
        let path = absolute(path.as_ref());
        let mut tree = guard(&self.tree);
        for folder in path.ancestors().skip(1) {
            tree.directories.insert(folder.to_owned());
        }
        tree.put(path, Arc::from(content.as_ref()));
    }

    /// Every file with its content, by path.
    pub fn files(&self) -> BTreeMap<Utf8PathBuf, Arc<[u8]>> {
        guard(&self.tree).files.clone()
    }
}

impl FileSystem for MemoryFileSystem {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        let path = absolute(path);
        let tree = guard(&self.tree);
        match tree.files.get(&path) {
            Some(content) => Ok(content.to_vec()),
            None if tree.is_directory(&path) => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            None => Err(not_found()),
        }
    }

    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        let path = absolute(path);
        let tree = guard(&self.tree);
        if !tree.is_directory(&path) {
            return Err(not_found());
        }
        let child = |entry: &Utf8PathBuf, kind| {
            (entry.parent() == Some(&path)).then(|| Entry {
                name: entry.file_name().unwrap_or_default().to_owned(),
                utf8: true,
                kind,
            })
        };
        let mut entries: Vec<Entry> = tree
            .files
            .keys()
            .filter_map(|file| child(file, FileKind::File))
            .chain(tree.directories.iter().filter_map(|folder| child(folder, FileKind::Directory)))
            .collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        let path = absolute(path);
        let tree = guard(&self.tree);
        let modified_ns = tree.modified.get(&path).copied().unwrap_or(0);
        match tree.files.get(&path) {
            Some(content) => Ok(Metadata {
                kind: FileKind::File,
                len: content.len() as u64,
                modified_ns,
                changed_ns: modified_ns,
                inode: 0,
            }),
            None if tree.is_directory(&path) => {
                Ok(Metadata { kind: FileKind::Directory, len: 0, modified_ns, changed_ns: modified_ns, inode: 0 })
            }
            None => Err(not_found()),
        }
    }

    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.metadata(path).map(|_| absolute(path))
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        let path = absolute(path);
        let mut tree = guard(&self.tree);
        for folder in path.ancestors() {
            if tree.files.contains_key(folder) {
                return Err(io::Error::from(io::ErrorKind::NotADirectory));
            }
            tree.directories.insert(folder.to_owned());
        }
        Ok(())
    }

    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()> {
        let path = absolute(path);
        let mut tree = guard(&self.tree);
        if tree.files.contains_key(&path) || tree.is_directory(&path) {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists));
        }
        if !path.parent().is_some_and(|folder| tree.is_directory(folder)) {
            return Err(not_found());
        }
        tree.put(path, Arc::from(content));
        Ok(())
    }

    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        let (from, to) = (absolute(from), absolute(to));
        let mut tree = guard(&self.tree);
        if tree.is_directory(&to) {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let content = tree.files.remove(&from).ok_or_else(not_found)?;
        tree.put(to, content);
        Ok(())
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        guard(&self.tree).files.remove(&absolute(path)).map(drop).ok_or_else(not_found)
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        if !self.read_dir(path)?.is_empty() {
            return Err(io::Error::from(io::ErrorKind::DirectoryNotEmpty));
        }
        guard(&self.tree).directories.remove(&absolute(path));
        Ok(())
    }

    fn sync(&self, path: &Utf8Path) -> io::Result<()> {
        self.metadata(path).map(drop)
    }

    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>> {
        let path = absolute(path);
        loop {
            if guard(&self.tree).locked.insert(path.clone()) {
                return Ok(Some(Box::new(MemoryLock { tree: Arc::clone(&self.tree), path })));
            }
            if !wait {
                return Ok(None);
            }
            std::thread::yield_now();
        }
    }
}
