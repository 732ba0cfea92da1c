//! A folder that the operating system keeps open.

use super::{Entry, FileKind, Folder, Metadata, ReadInto, os};
use camino::Utf8Path;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, Stat, open, openat, statat};
use rustix::io::retry_on_intr;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;

/// So many bytes of names are asked for at once.
const NAMES: usize = 32 << 10;

/// Few folders have more entries. Memory of one size is given again and again; growing would ask for one size after the other.
const ENTRIES: usize = 4096;

/// What is in a folder, in any order.
pub(super) fn entries(path: &Utf8Path) -> io::Result<Vec<Entry>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = retry_on_intr(|| open(path.as_str(), flags, Mode::empty()))?;
    let mut memory = Vec::with_capacity(NAMES);
    let mut found = RawDir::new(&folder, memory.spare_capacity_mut());
    let mut entries = Vec::with_capacity(ENTRIES);
    while let Some(entry) = found.next() {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        let file_type = match entry.file_type() {
            // Not every file system tells.
            FileType::Unknown => {
                let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
                FileType::from_raw_mode(stat.st_mode)
            }
            known => known,
        };
        let kind = kind_of(file_type);
        let utf8 = name.to_str().is_ok();
        entries.push(Entry { name: name.to_string_lossy().into_owned(), utf8, kind });
    }
    Ok(entries)
}

fn kind_of(file_type: FileType) -> FileKind {
    match file_type {
        FileType::RegularFile => FileKind::File,
        FileType::Directory => FileKind::Directory,
        FileType::Symlink => FileKind::Symlink,
        _ => FileKind::Other,
    }
}

/// Says what the standard library's metadata of the file says.
#[expect(clippy::unnecessary_cast, reason = "the types of the fields differ from one machine to another")]
fn metadata_of(stat: &Stat) -> Metadata {
    let nanoseconds = |seconds: i64, rest: u64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    Metadata {
        kind: kind_of(FileType::from_raw_mode(stat.st_mode)),
        len: stat.st_size as u64,
        modified_ns: nanoseconds(stat.st_mtime as i64, stat.st_mtime_nsec as u64).max(0),
        changed_ns: nanoseconds(stat.st_ctime as i64, stat.st_ctime_nsec as u64),
        inode: stat.st_ino as u64,
    }
}

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

    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        // The folder itself has a name for the kernel.
        let path = if path.as_str().is_empty() { "." } else { path.as_str() };
        let stat = retry_on_intr(|| statat(&self.descriptor, path, AtFlags::SYMLINK_NOFOLLOW))?;
        Ok(metadata_of(&stat))
    }
}
