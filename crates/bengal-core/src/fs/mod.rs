//! The one seam for file access.
//!
//! Every crate of the engine reads and writes through [`FileSystem`], so that tests can run in memory, record what was
//! read, and make the n-th operation fail. Implementations: [`OsFileSystem`] and [`MemoryFileSystem`].

mod folder;
mod memory;
#[cfg(target_os = "linux")]
mod open_folder;
mod os;
mod path_order;
mod site_files;
mod stamp;

pub use folder::Folder;
pub use memory::MemoryFileSystem;
pub use os::OsFileSystem;
pub use path_order::compare_paths;
pub use site_files::SiteFiles;
pub use stamp::{Now, Stamp};

use camino::{Utf8Path, Utf8PathBuf};
use std::fmt::Debug;
use std::io;

/// What a directory entry is. Symbolic links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    Symlink,
    /// A FIFO, socket or device: never opened.
    Other,
}

/// One entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name, without a folder. A name that is not UTF-8 is given lossily and has `utf8: false`.
    pub name: String,
    /// Whether the name is UTF-8; an entry whose name is not cannot be opened through this seam.
    pub utf8: bool,
    /// What it is.
    pub kind: FileKind,
}

/// What is known of a file without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// What it is; a symbolic link is itself, not its target.
    pub kind: FileKind,
    /// Size in bytes.
    pub len: u64,
    /// Modification time in nanoseconds since 1970, 0 where unknown.
    pub modified_ns: i128,
    /// When content, name or permissions last changed, in nanoseconds since 1970, 0 where unknown. Unlike `modified_ns`, no program
    /// can set it back.
    pub changed_ns: i128,
    /// The number of the file on its device, 0 where unknown.
    pub inode: u64,
}

/// Held while a lock is: dropping it releases the lock.
pub trait LockGuard: Send + Sync + Debug {}

/// What [`FileSystem::read_into`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadInto<'b> {
    /// The whole content.
    Whole(&'b [u8]),
    /// The file has so many bytes, more than the limit.
    TooLong(u64),
}

/// A file that is being made: its start may be written last.
pub trait NewFile: io::Write + io::Seek {}

impl<W: io::Write + io::Seek> NewFile for W {}

/// Puts content into a new file.
pub type WriteContent<'a> = dyn FnMut(&mut dyn NewFile) -> io::Result<()> + 'a;

/// File access. Paths are the caller's: absolute, or relative to the process for [`OsFileSystem`].
pub trait FileSystem: Send + Sync + Debug {
    /// The content of a regular file as long as it was when it was opened. Follows symbolic links; refuses anything that is
    /// not a regular file.
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>>;

    /// Reads a file into memory of the caller, whose content is lost: whoever reads many files needs memory for one. A file
    /// longer than `limit` bytes is not read.
    ///
    /// As [`read`](Self::read) in everything else.
    fn read_into<'b>(&self, path: &Utf8Path, limit: u64, buffer: &'b mut Vec<u8>) -> io::Result<ReadInto<'b>> {
        *buffer = self.read(path)?;
        let length = buffer.len() as u64;
        Ok(if length > limit { ReadInto::TooLong(length) } else { ReadInto::Whole(buffer) })
    }

    /// A folder many of whose files are to be looked at or read. Nothing fails before a file is.
    fn folder<'f>(&'f self, path: &Utf8Path) -> Box<dyn Folder + 'f> {
        Box::new(folder::ByPath::new(self, path))
    }

    /// The entries of a directory, sorted by name.
    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>>;

    /// What is at `path`; does not follow a final symbolic link.
    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata>;

    /// The absolute path with all symbolic links followed; an error where nothing is there or links go in a circle.
    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf>;

    /// Makes a directory and its missing parents.
    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()>;

    /// Makes a new file with this content. Fails if anything, a dangling symbolic link too, is at `path`.
    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()>;

    /// Makes a new file with the content that `write` puts there, piece by piece: memory need not hold all of it.
    ///
    /// As [`create_new`](Self::create_new) in everything else. `write` is called once, or not at all; where it fails, part of the file may
    /// be there.
    fn create_with(&self, path: &Utf8Path, write: &mut WriteContent<'_>) -> io::Result<()> {
        let mut content = io::Cursor::new(Vec::new());
        write(&mut content)?;
        self.create_new(path, content.get_ref())
    }

    /// Moves a file over another, atomically.
    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()>;

    /// Removes a file or a symbolic link, never what a link points to.
    fn remove_file(&self, path: &Utf8Path) -> io::Result<()>;

    /// Removes an empty directory.
    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()>;

    /// Brings a file's content, or a directory's entries, to stable storage.
    fn sync(&self, path: &Utf8Path) -> io::Result<()>;

    /// Takes the exclusive advisory lock on the file at `path`, which is made if it is missing. Waits where `wait`;
    /// otherwise `None` says that somebody else holds it.
    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>>;
}

/// The content of a file as text; not UTF-8 is `InvalidData`. A byte order mark at the start is dropped.
pub fn read_text(fs: &dyn FileSystem, path: &Utf8Path) -> io::Result<String> {
    let text = String::from_utf8(fs.read(path)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
