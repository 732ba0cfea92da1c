//! A file system whose changes are kept in memory: what lies below is only looked at.

use bengal_core::fs::{Entry, FileKind, FileSystem, LockGuard, Metadata};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was changed at a path.
#[derive(Clone, Debug)]
enum Change {
    /// A file with this content, and a number of its own.
    File(Arc<[u8]>, u64),
    Folder,
    Removed,
}

/// Shows another file system with changes that it never gets. Holds what was written in memory.
#[derive(Debug)]
pub(crate) struct Preview {
    below: Arc<dyn FileSystem>,
    changes: Mutex<BTreeMap<Utf8PathBuf, Change>>,
    files: AtomicU64,
}

/// Stands for a lock where there is nobody to keep out: the folder is not there.
#[derive(Debug)]
struct NoLock;

impl LockGuard for NoLock {}

fn missing() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

impl Preview {
    /// Shows `below`, so far without changes.
    pub(crate) fn new(below: Arc<dyn FileSystem>) -> Self {
        Self { below, changes: Mutex::default(), files: AtomicU64::new(0) }
    }

    fn changes(&self) -> MutexGuard<'_, BTreeMap<Utf8PathBuf, Change>> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, path: &Utf8Path) -> Option<Change> {
        self.changes().get(path).cloned()
    }

    fn is_there(&self, path: &Utf8Path) -> bool {
        self.metadata(path).is_ok()
    }
}

impl FileSystem for Preview {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        match self.change(path) {
            Some(Change::File(content, _)) => Ok(content.to_vec()),
            Some(Change::Folder) => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Some(Change::Removed) => Err(missing()),
            None => self.below.read(path),
        }
    }

    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        let mut entries: BTreeMap<String, Entry> = match self.change(path) {
            Some(Change::Removed) => return Err(missing()),
            Some(Change::File(..)) => return Err(io::Error::from(io::ErrorKind::NotADirectory)),
            // A folder that is made anew where one was removed: what was in that one is gone.
            Some(Change::Folder) => BTreeMap::new(),
            None => self.below.read_dir(path)?.into_iter().map(|entry| (entry.name.clone(), entry)).collect(),
        };
        let changes = self.changes();
        let inside = changes.range(path.to_owned()..).skip_while(|(found, _)| *found == path);
        for (found, change) in inside.take_while(|(found, _)| found.starts_with(path)) {
            let Some(name) = found.file_name().filter(|_| found.parent() == Some(path)) else { continue };
            let kind = match change {
                Change::File(..) => FileKind::File,
                Change::Folder => FileKind::Directory,
                Change::Removed => {
                    entries.remove(name);
                    continue;
                }
            };
            entries.insert(name.to_owned(), Entry { name: name.to_owned(), utf8: true, kind });
        }
        Ok(entries.into_values().collect())
    }

    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        let (kind, len, inode) = match self.change(path) {
            Some(Change::File(content, number)) => (FileKind::File, content.len() as u64, number),
            Some(Change::Folder) => (FileKind::Directory, 0, 0),
            Some(Change::Removed) => return Err(missing()),
            None => return self.below.metadata(path),
        };
        Ok(Metadata { kind, len, modified_ns: 0, changed_ns: 0, inode })
    }

    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        match self.change(path) {
            Some(Change::Removed) => Err(missing()),
            Some(_) => Ok(path.to_owned()),
            None => self.below.canonicalize(path),
        }
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        for folder in path.ancestors().filter(|folder| !folder.as_str().is_empty()) {
            match self.metadata(folder).map(|metadata| metadata.kind) {
                Ok(FileKind::File | FileKind::Other) => return Err(io::Error::from(io::ErrorKind::NotADirectory)),
                Ok(_) => break,
                Err(_) => drop(self.changes().insert(folder.to_owned(), Change::Folder)),
            }
        }
        Ok(())
    }

    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()> {
        if self.is_there(path) {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists));
        }
        let number = self.files.fetch_add(1, Ordering::Relaxed) + 1;
        self.changes().insert(path.to_owned(), Change::File(content.into(), number));
        Ok(())
    }

    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        let number = self.files.fetch_add(1, Ordering::Relaxed) + 1;
        let content = self.read(from)?;
        let mut changes = self.changes();
        changes.insert(to.to_owned(), Change::File(content.into(), number));
        changes.insert(from.to_owned(), Change::Removed);
        Ok(())
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        match self.metadata(path)?.kind {
            FileKind::Directory => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            _ => {
                self.changes().insert(path.to_owned(), Change::Removed);
                Ok(())
            }
        }
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        if !self.read_dir(path)?.is_empty() {
            return Err(io::Error::from(io::ErrorKind::DirectoryNotEmpty));
        }
        self.changes().insert(path.to_owned(), Change::Removed);
        Ok(())
    }

    fn sync(&self, _path: &Utf8Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>> {
        match self.below.metadata(path) {
            Ok(_) => self.below.lock(path, wait),
            Err(_) => Ok(Some(Box::new(NoLock))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, Silent, build, dry_run};
    use bengal_core::fs::MemoryFileSystem;

    #[test]
    fn changes_show_and_do_not_get_below() {
        let memory = MemoryFileSystem::new();
        memory.write("/a/one", "1");
        memory.write("/a/two", "2");
        let before = memory.files();
        let preview = Preview::new(Arc::new(memory.clone()));
        let path = Utf8Path::new;
        let names = |folder: &str| -> Vec<String> {
            preview.read_dir(path(folder)).unwrap().into_iter().map(|entry| entry.name).collect()
        };
        preview.remove_file(path("/a/one")).unwrap();
        preview.create_dir_all(path("/a/b/c")).unwrap();
        preview.create_new(path("/a/b/new"), b"n").unwrap();
        assert!(preview.create_new(path("/a/two"), b"").is_err() && preview.remove_dir(path("/a/b")).is_err());
        preview.rename(path("/a/b/new"), path("/a/two")).unwrap();
        assert_eq!((names("/a"), names("/a/b")), (vec!["b".to_owned(), "two".to_owned()], vec!["c".to_owned()]));
        assert_eq!(preview.read(path("/a/two")).unwrap(), b"n");
        assert!(preview.read(path("/a/one")).is_err() && !preview.is_there(path("/a/b/new")));
        preview.remove_dir(path("/a/b/c")).unwrap();
        preview.remove_dir(path("/a/b")).unwrap();
        assert_eq!(names("/a"), ["two"]);
        assert_eq!(memory.files(), before);
    }

    #[test]
    fn a_dry_run_says_what_the_build_does() {
        let memory = MemoryFileSystem::new();
        memory.write("/site/content/index.md", "# Home\n");
        memory.write("/site/content/a.md", "# A\n");
        memory.write("/site/content/b.md", "# B\n");
        let fs: Arc<dyn FileSystem> = Arc::new(memory.clone());
        let options = BuildOptions { source: "/site".into(), jobs: 1, ..BuildOptions::default() };
        for step in 0..3 {
            match step {
                1 => memory.write("/site/content/a.md", "# Another\n"),
                2 => fs.remove_file(Utf8Path::new("/site/content/b.md")).unwrap(),
                _ => {}
            }
            let before = memory.files();
            let dry = dry_run(&fs, &options, &Silent);
            assert_eq!(memory.files(), before, "nothing is written");
            let real = build(&fs, &options, &Silent);
            let facts = |report: &crate::BuildReport| (report.pages, report.files, report.reasons.clone());
            assert_eq!(facts(&dry), facts(&real));
            assert_eq!(dry.changes, real.changes);
            assert!(!real.reasons.is_empty() && !real.changes.is_empty());
        }
    }
}
