//! Files of one folder, looked at or read one after the other.

use super::{FileSystem, Metadata, ReadInto};
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt::Debug;
use std::io;

/// A folder many of whose files are looked at or read: an operating system need not find its way there for each.
pub trait Folder: Debug + Send + Sync {
    /// Reads the file of this name, which is no path, as [`FileSystem::read_into`] does.
    fn read_into<'b>(&self, name: &str, limit: u64, buffer: &'b mut Vec<u8>) -> io::Result<ReadInto<'b>>;

    /// What is at a path, relative to the folder or absolute, as [`FileSystem::metadata`] tells it.
    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata>;
}

/// A folder that is its path.
#[derive(Debug)]
pub(super) struct ByPath<'f, F: ?Sized> {
    fs: &'f F,
    path: Utf8PathBuf,
}

impl<'f, F: FileSystem + ?Sized> ByPath<'f, F> {
    pub(super) fn new(fs: &'f F, path: &Utf8Path) -> Self {
        Self { fs, path: path.to_owned() }
    }
}

impl<F: FileSystem + ?Sized> Folder for ByPath<'_, F> {
    fn read_into<'b>(&self, name: &str, limit: u64, buffer: &'b mut Vec<u8>) -> io::Result<ReadInto<'b>> {
        self.fs.read_into(&self.path.join(name), limit, buffer)
    }

    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        self.fs.metadata(&self.path.join(path))
    }
}
