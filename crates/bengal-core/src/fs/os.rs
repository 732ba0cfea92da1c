//! File access by the operating system.
#![expect(clippy::disallowed_methods, reason = "this is the seam through which all others go")]

#[cfg(target_os = "linux")]
use super::Folder;
#[cfg(target_os = "linux")]
use super::folder::ByPath;
#[cfg(target_os = "linux")]
use super::open_folder::{OpenFolder, entries};
use super::{Entry, FileKind, FileSystem, LockGuard, Metadata, ReadInto, WriteContent};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::time::UNIX_EPOCH;

/// So many bytes of a file that is written piece by piece are put together.
const WRITE_BUFFER: usize = 128 << 10;

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
        let mut file = open_without_waiting(path)?;
        let len = length_of(&file)?;
        let mut content = Vec::new();
        let filled = fill(&mut file, len, &mut content)?;
        content.truncate(filled);
        Ok(content)
    }

    fn read_into<'b>(&self, path: &Utf8Path, limit: u64, buffer: &'b mut Vec<u8>) -> io::Result<ReadInto<'b>> {
        read_into(open_without_waiting(path)?, limit, buffer)
    }

    #[cfg(target_os = "linux")]
    fn folder<'f>(&'f self, path: &Utf8Path) -> Box<dyn Folder + 'f> {
        match OpenFolder::new(path) {
            Ok(folder) => Box::new(folder),
            // Each file says what is wrong.
            Err(_) => Box::new(ByPath::new(self, path)),
        }
    }

    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        let mut entries = entries(path)?;
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
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

    fn create_with(&self, path: &Utf8Path, write: &mut WriteContent<'_>) -> io::Result<()> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let mut buffered = BufWriter::with_capacity(WRITE_BUFFER, file);
        write(&mut buffered)?;
        buffered.flush()
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

#[cfg(not(target_os = "linux"))]
fn entries(path: &Utf8Path) -> io::Result<Vec<Entry>> {
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
    Ok(entries)
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

/// The length of an open file, which must be a regular one.
fn length_of(file: &File) -> io::Result<u64> {
    let metadata = file.metadata()?;
    refuse_all_but_files(&metadata)?;
    Ok(metadata.len())
}

/// Reads an open file: see [`FileSystem::read_into`].
pub(super) fn read_into(mut file: File, limit: u64, buffer: &mut Vec<u8>) -> io::Result<ReadInto<'_>> {
    let len = length_of(&file)?;
    if len > limit {
        return Ok(ReadInto::TooLong(len));
    }
    let filled = fill(&mut file, len, buffer)?;
    Ok(if filled as u64 > limit { ReadInto::TooLong(filled as u64) } else { ReadInto::Whole(&buffer[..filled]) })
}

/// Files of this size are read in several calls into memory that nobody clears before.
const LARGE: usize = 1 << 20;

/// Reads what a file of `len` bytes holds into the front of a buffer, which only ever grows: bytes that it has already cost
/// no clearing. Gives how many bytes there are.
fn fill(file: &mut File, len: u64, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let len = usize::try_from(len).map_err(|_| io::ErrorKind::OutOfMemory)?;
    if buffer.len() < len {
        // Growing would copy what is lost anyway.
        *buffer = Vec::new();
        if len >= LARGE {
            *buffer = Vec::with_capacity(len.checked_next_power_of_two().unwrap_or(len));
            return file.take(len as u64).read_to_end(buffer);
        }
        *buffer = vec![0; len];
    }
    let mut filled = 0;
    while filled < len {
        match file.read(&mut buffer[filled..len]) {
            Ok(0) => return Ok(filled),
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    if len == 0 {
        // Files of `/proc` and its like do not know their length.
        buffer.clear();
        return file.read_to_end(buffer);
    }
    Ok(filled)
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
            let read = OsFileSystem.read_into(HERE.into(), u64::MAX, &mut buffer).unwrap();
            assert!(read == ReadInto::Whole(&expected));
        }
    }

    #[test]
    fn large_files_are_read_whole() {
        let here = std::env::current_exe().unwrap();
        let here: &Utf8Path = here.as_path().try_into().unwrap();
        let expected = fs::read(here).unwrap();
        assert!(expected.len() > LARGE);
        let mut buffer = vec![7; 10];
        for _ in 0..2 {
            let read = OsFileSystem.read_into(here, u64::MAX, &mut buffer).unwrap();
            assert!(read == ReadInto::Whole(&expected));
        }
        assert!(OsFileSystem.read(here).unwrap() == expected);
    }

    #[test]
    fn what_is_too_long_is_not_read() {
        let mut buffer = vec![7; 10];
        let read = OsFileSystem.read_into(HERE.into(), 100, &mut buffer).unwrap();
        assert!(matches!(read, ReadInto::TooLong(length) if length > 100));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_that_does_not_know_its_length_is_read() {
        assert!(OsFileSystem.read("/proc/self/status".into()).unwrap().starts_with(b"Name:"));
        let mut buffer = vec![7; 10];
        let read = OsFileSystem.read_into("/proc/self/status".into(), u64::MAX, &mut buffer).unwrap();
        assert!(matches!(read, ReadInto::Whole(content) if content.starts_with(b"Name:")));
    }

    #[test]
    fn reading_in_a_folder_equals_reading_by_path() {
        let files = OsFileSystem;
        let here: &Utf8Path = HERE.into();
        let mut buffer = vec![7; 10];
        let folder = files.folder(here.parent().unwrap());
        let read = folder.read_into("os.rs", u64::MAX, &mut buffer).unwrap();
        assert!(read == ReadInto::Whole(&files.read(here).unwrap()));
        assert!(matches!(folder.read_into("os.rs", 10, &mut buffer).unwrap(), ReadInto::TooLong(_)));
        let of_folder = |path: &str| files.folder(path.into()).read_into("src", 100, &mut Vec::new()).unwrap_err();
        assert_eq!(of_folder(env!("CARGO_MANIFEST_DIR")).kind(), io::ErrorKind::IsADirectory);
        assert_eq!(of_folder(concat!(env!("CARGO_MANIFEST_DIR"), "/gone")).kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn looking_in_a_folder_equals_looking_by_path() {
        let root: &Utf8Path = env!("CARGO_MANIFEST_DIR").into();
        let folder = OsFileSystem.folder(root);
        for path in ["", "src", "src/fs/os.rs", "src/fs/gone", "src/fs/os.rs/below", "/", HERE] {
            let found = folder.metadata(path.into()).map_err(|error| error.kind());
            let expected = OsFileSystem.metadata(&root.join(path)).map_err(|error| error.kind());
            assert_eq!(found, expected, "{path}");
        }
        if cfg!(target_os = "linux") {
            let processes = OsFileSystem.folder("/proc/self".into());
            let link = processes.metadata("exe".into()).unwrap();
            assert_eq!(link.kind, FileKind::Symlink);
        }
    }

    #[test]
    fn a_folder_is_told_as_the_standard_library_tells_it() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        let found: Vec<(String, FileKind)> =
            OsFileSystem.read_dir(path.into()).unwrap().into_iter().map(|entry| (entry.name, entry.kind)).collect();
        let mut expected: Vec<(String, FileKind)> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().into_string().unwrap(), kind_of(entry.file_type().unwrap())))
            .collect();
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        assert!(found.iter().any(|(_, kind)| *kind == FileKind::Directory));
        assert_eq!(found, expected);
        assert_eq!(OsFileSystem.read_dir(HERE.into()).unwrap_err().kind(), io::ErrorKind::NotADirectory);
        assert_eq!(OsFileSystem.read_dir("/gone/and/never/there".into()).unwrap_err().kind(), io::ErrorKind::NotFound);
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
