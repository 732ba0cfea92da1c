//! File access by the operating system.
#![expect(clippy::disallowed_methods, reason = "this is the seam through which all others go")]

use super::{Entry, FileKind, FileSystem, LockGuard, Metadata};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::time::UNIX_EPOCH;

/// The operating system's files.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsFileSystem;

#[derive(Debug)]
struct OsLock {
    /// The lock belongs to the open file: closing it releases the lock.
    _file: File,
}

impl LockGuard for OsLock {}

fn kind_of(file_type: fs::FileType) -> FileKind {
    if file_type.is_file() {
        FileKind::File
    } else if file_type.is_dir() {
        FileKind::Directory
    } else if file_type.is_symlink() {
        FileKind::Symlink
    } else {
        FileKind::Other
    }
}

impl FileSystem for OsFileSystem {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        // Opening a FIFO would wait for a writer, so what it is comes first.
        let metadata = fs::metadata(path)?;
        refuse_all_but_files(&metadata)?;
        let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1));
        File::open(path)?.read_to_end(&mut content)?;
        Ok(content)
    }

    fn read_into(&self, path: &Utf8Path, limit: u64, buffer: &mut Vec<u8>) -> io::Result<u64> {
        let mut file = open_without_waiting(path)?;
        let metadata = file.metadata()?;
        refuse_all_but_files(&metadata)?;
        if metadata.len() > limit {
            buffer.clear();
            return Ok(metadata.len());
        }
        // One byte more than it should have, so that the last read finds the end. What is in the buffer is overwritten: only
        // what it grows by costs being cleared.
        buffer.resize(usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1), 0);
        let mut filled = 0;
        loop {
            match file.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if filled == buffer.len() {
                // The file grows while it is read.
                buffer.resize(filled.saturating_mul(2), 0);
            }
            if filled as u64 > limit {
                buffer.clear();
                return Ok(filled as u64);
            }
        }
        buffer.truncate(filled);
        Ok(filled as u64)
    }

    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let kind = kind_of(entry.file_type()?);
            let (name, utf8) = match entry.file_name().into_string() {
                Ok(name) => (name, true),
                Err(name) => (name.to_string_lossy().into_owned(), false),
            };
            entries.push(Entry { name, utf8, kind });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        let metadata = fs::symlink_metadata(path)?;
        let modified_ns = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .map_or(0, |since| since.as_nanos() as i128);
        let (inode, changed_ns) = identity(&metadata);
        Ok(Metadata { kind: kind_of(metadata.file_type()), len: metadata.len(), modified_ns, changed_ns, inode })
    }

    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        path.canonicalize_utf8()
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(content)
    }

    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync(&self, path: &Utf8Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        if wait {
            file.lock()?;
            return Ok(Some(Box::new(OsLock { _file: file })));
        }
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(OsLock { _file: file }))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }
}

fn refuse_all_but_files(metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    Ok(())
}

/// Opens for reading. A FIFO that has come in the place of a file does not make this wait for a writer.
#[cfg(unix)]
fn open_without_waiting(path: &Utf8Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open_without_waiting(path: &Utf8Path) -> io::Result<File> {
    File::open(path)
}

/// The number of a file, and when it last changed in any way.
#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> (u64, i128) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec()))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> (u64, i128) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// This source file: it is there wherever the tests are.
    const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/fs/os.rs");

    #[test]
    fn reading_into_memory_equals_reading() {
        let expected = OsFileSystem.read(HERE.into()).unwrap();
        // Memory that is too small, too large, and full of something else.
        for before in [vec![], vec![7; 10], vec![7; expected.len() * 3]] {
            let mut buffer = before;
            let length = OsFileSystem.read_into(HERE.into(), u64::MAX, &mut buffer).unwrap();
            assert_eq!(length, expected.len() as u64);
            assert!(buffer == expected);
        }
    }

    #[test]
    fn what_is_too_long_is_not_read() {
        let mut buffer = vec![7; 10];
        let length = OsFileSystem.read_into(HERE.into(), 100, &mut buffer).unwrap();
        assert!(length > 100 && buffer.is_empty());
    }

    #[test]
    fn folders_and_devices_are_refused() {
        let mut buffer = Vec::new();
        let folder = OsFileSystem.read_into(env!("CARGO_MANIFEST_DIR").into(), 100, &mut buffer).unwrap_err();
        assert_eq!(folder.kind(), io::ErrorKind::IsADirectory);
        if cfg!(unix) {
            let device = OsFileSystem.read_into("/dev/zero".into(), 100, &mut buffer).unwrap_err();
            assert_eq!(device.kind(), io::ErrorKind::InvalidInput);
        }
    }
}
