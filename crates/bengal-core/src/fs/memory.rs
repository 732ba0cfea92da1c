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
    /// The time, which stands still between changes.
    now_ns: i128,
    /// How much later each change is than the one before.
    step_ns: i128,
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
        if self.files.insert(path.clone(), content).is_none() {
            self.touch_folder_of(&path);
        }
        self.modified.insert(path, self.now_ns);
    }

    fn make_directories(&mut self, path: &Utf8Path) {
        for folder in path.ancestors() {
            if !self.is_directory(folder) {
                self.directories.insert(folder.to_owned());
                self.touch_folder_of(folder);
            }
        }
    }

    /// An entry of the folder has come or gone.
    fn touch_folder_of(&mut self, path: &Utf8Path) {
        if let Some(folder) = path.parent() {
            self.modified.insert(folder.to_owned(), self.now_ns);
        }
    }

    fn tick(&mut self) {
        self.now_ns += self.step_ns.max(1);
    }
}

impl MemoryFileSystem {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty tree whose clock goes on by so many nanoseconds with each change, where it is otherwise one: with a large step, stamps are
    /// soon old enough to be trusted.
    pub fn with_step_ns(step_ns: u32) -> Self {
        let files = Self::default();
        guard(&files.tree).step_ns = step_ns.into();
        files
    }

    /// Writes a file, over an old one too, and makes the folders that it needs.
    pub fn write(&self, path: impl AsRef<Utf8Path>, content: impl AsRef<[u8]>) {
        let path = absolute(path.as_ref());
        let mut tree = guard(&self.tree);
        tree.tick();
        tree.make_directories(path.parent().unwrap_or(&path));
        tree.put(path, Arc::from(content.as_ref()));
    }

    /// A tree of its own that is like this one, clock and all.
    #[must_use]
    pub fn fork(&self) -> Self {
        let tree = guard(&self.tree);
        let copy = Tree {
            files: tree.files.clone(),
            directories: tree.directories.clone(),
            locked: BTreeSet::new(),
            now_ns: tree.now_ns,
            step_ns: tree.step_ns,
            modified: tree.modified.clone(),
        };
        Self { tree: Arc::new(Mutex::new(copy)) }
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
        if path.ancestors().any(|folder| tree.files.contains_key(folder)) {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        tree.tick();
        tree.make_directories(&path);
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
        tree.tick();
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
        tree.tick();
        tree.touch_folder_of(&from);
        tree.put(to, content);
        Ok(())
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        let path = absolute(path);
        let mut tree = guard(&self.tree);
        tree.files.remove(&path).ok_or_else(not_found)?;
        tree.tick();
        tree.touch_folder_of(&path);
        Ok(())
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        if !self.read_dir(path)?.is_empty() {
            return Err(io::Error::from(io::ErrorKind::DirectoryNotEmpty));
        }
        let path = absolute(path);
        let mut tree = guard(&self.tree);
        tree.directories.remove(&path);
        tree.tick();
        tree.touch_folder_of(&path);
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
