//! Files of one folder, read one after the other.

use super::{FileSystem, ReadInto};
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt::Debug;
use std::io;

/// A folder many of whose files are read: an operating system need not find its way there for each.
pub trait Folder: Debug {
    /// Reads the file of this name, which is no path, as [`FileSystem::read_into`] does.
    fn read_into<'b>(&self, name: &str, limit: u64, buffer: &'b mut Vec<u8>) -> io::Result<ReadInto<'b>>;
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
}
