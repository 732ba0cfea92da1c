//! Files that fail when they are told to.

use bengal_core::fs::{Entry, FileSystem, LockGuard, MemoryFileSystem, Metadata};
use camino::{Utf8Path, Utf8PathBuf};
use std::io::{self, ErrorKind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    Never,
    /// The n-th operation.
    Once(usize, ErrorKind),
    /// The n-th operation and all after it.
    From(usize, ErrorKind),
    /// Nothing is changed from the n-th change on, as if the process had been killed; a file that is written at that moment ends in its
    /// middle.
    Killed(usize),
    /// None, but somebody edits a source just before the n-th operation that reads.
    Edited(usize, Edit),
}

/// What somebody else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) path: &'static str,
    /// The new text of the file; `None` removes it.
    pub(crate) text: Option<&'static str>,
}

impl Edit {
    pub(crate) fn apply(self, fs: &MemoryFileSystem) {
        match self.text {
            Some(text) => fs.write(self.path, text),
            None => fs.remove_file(self.path.into()).unwrap(),
        }
    }
}

/// A tree in memory with a fault.
#[derive(Debug)]
pub(crate) struct Faulty {
    inner: MemoryFileSystem,
    fault: Fault,
    operations: AtomicUsize,
    changes: AtomicUsize,
    /// The first operation that failed by the fault.
    failed: OnceLock<String>,
}

impl Faulty {
    pub(crate) fn new(inner: &MemoryFileSystem, fault: Fault) -> Self {
        let (operations, changes) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { inner: inner.clone(), fault, operations, changes, failed: OnceLock::new() }
    }

    /// How many operations there were.
    pub(crate) fn operations(&self) -> usize {
        self.operations.load(Ordering::SeqCst)
    }

    /// How many of them change something.
    pub(crate) fn changes(&self) -> usize {
        self.changes.load(Ordering::SeqCst)
    }

    /// The first operation that failed by the fault, in words.
    pub(crate) fn failed(&self) -> &str {
        self.failed.get().map_or("nothing", String::as_str)
    }

    fn read_only(&self, name: &str, path: &Utf8Path) -> io::Result<()> {
        let number = self.operations.fetch_add(1, Ordering::SeqCst);
        match self.fault {
            Fault::Once(at, kind) if number == at => Err(self.note(name, path, kind.into())),
            Fault::From(at, kind) if number >= at => Err(self.note(name, path, kind.into())),
            Fault::Edited(at, edit) if number == at => {
                edit.apply(&self.inner);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn note(&self, name: &str, path: &Utf8Path, error: io::Error) -> io::Error {
        self.failed.get_or_init(|| format!("{name} {path}"));
        error
    }

    fn change(&self, name: &str, path: &Utf8Path) -> io::Result<()> {
        let number = self.changes.fetch_add(1, Ordering::SeqCst);
        match self.fault {
            Fault::Killed(at) if number >= at => Err(self.note(name, path, io::Error::other("killed"))),
            _ => self.read_only(name, path),
        }
    }

    /// Whether a file that is written now is cut short: the process ends, or the disk is full.
    fn is_torn(&self) -> bool {
        let (changes, operations) = (self.changes(), self.operations());
        match self.fault {
            Fault::Killed(at) => changes == at + 1,
            Fault::Once(at, ErrorKind::StorageFull) | Fault::From(at, ErrorKind::StorageFull) => operations == at + 1,
            _ => false,
        }
    }
}

impl FileSystem for Faulty {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.read_only("read", path)?;
        self.inner.read(path)
    }
    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.read_only("read_dir", path)?;
        self.inner.read_dir(path)
    }
    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        self.read_only("metadata", path)?;
        self.inner.metadata(path)
    }
    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.read_only("canonicalize", path)?;
        self.inner.canonicalize(path)
    }
    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        self.change("create_dir_all", path)?;
        self.inner.create_dir_all(path)
    }
    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()> {
        self.change("create_new", path).or_else(|error| {
            if self.is_torn() {
                self.inner.create_new(path, &content[..content.len() / 2])?;
            }
            Err(error)
        })?;
        self.inner.create_new(path, content)
    }
    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.change("rename", from)?;
        self.inner.rename(from, to)
    }
    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.change("remove_file", path)?;
        self.inner.remove_file(path)
    }
    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        self.change("remove_dir", path)?;
        self.inner.remove_dir(path)
    }
    fn sync(&self, path: &Utf8Path) -> io::Result<()> {
        self.read_only("sync", path)?;
        self.inner.sync(path)
    }
    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>> {
        self.read_only("lock", path)?;
        self.inner.lock(path, wait)
    }
}
