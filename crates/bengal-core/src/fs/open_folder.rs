//! A folder that the operating system keeps open.

use super::{Folder, ReadInto, os};
use camino::Utf8Path;
use rustix::fs::{Mode, OFlags, open, openat};
use rustix::io::retry_on_intr;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;

/// A folder whose files are opened by name: the kernel looks up one name for each, not a path.
#[derive(Debug)]
pub(super) struct OpenFolder {
    descriptor: OwnedFd,
}

impl OpenFolder {
    pub(super) fn new(path: &Utf8Path) -> io::Result<Self> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let descriptor = retry_on_intr(|| open(path.as_str(), flags, Mode::empty()))?;
        Ok(Self { descriptor })
    }
}

impl Folder for OpenFolder {
    fn read_into<'b>(&self, name: &str, limit: u64, buffer: &'b mut Vec<u8>) -> io::Result<ReadInto<'b>> {
        // A FIFO that has come in the place of a file must not make this wait for a writer.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let descriptor = retry_on_intr(|| openat(&self.descriptor, name, flags, Mode::empty()))?;
        os::read_into(File::from(descriptor), limit, buffer)
    }
}
