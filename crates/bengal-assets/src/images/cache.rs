//! Pictures that earlier builds have made, in a folder.

use super::derive::{Derived, Settings};
use super::memo::lock;
use super::{ImageFormat, Operation};
use bengal_cache::{Durability, atomic, write_atomically};
use bengal_core::fs::{FileKind, FileSystem};
use bengal_core::{Diagnostic, Digest};
use camino::Utf8PathBuf;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex};

/// What makes pictures. Another version may make other bytes, so it is a part of every key; a test compares it with `Cargo.lock`.
pub(super) const ENCODERS: &str = "1; image 0.25.10; fast_image_resize 6.1.0; libwebp-sys 0.9.6";

/// How every entry begins.
const MAGIC: &[u8; 8] = b"bengimg1";

/// Magic, digest of what follows, format, width, height.
const HEADER: usize = 8 + 32 + 1 + 4 + 4;

/// Files that are longer are no entries: they are not read.
const MAX_ENTRY: u64 = 1 << 30;

/// The name of an entry has so many hex digits.
const NAME: usize = 40;

/// A folder with one file for each picture: magic, BLAKE3 digest, format, size, picture. Its name is the digest of what the picture is made from
/// and how. Damage is recognised and answered by making the picture again.
///
/// Who uses the folder must be alone with it, as under the lock of [`bengal_cache::Cache`].
#[derive(Debug)]
pub struct ImageCache {
    fs: Arc<dyn FileSystem>,
    folder: Utf8PathBuf,
    used: Mutex<BTreeSet<String>>,
    problems: Mutex<Vec<Diagnostic>>,
}

/// What stands for a picture: its source, and how it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key(pub(super) Digest);

impl Key {
    pub(super) fn new(source: Digest, operation: Operation, format: ImageFormat, settings: &Settings) -> Self {
        let quality = operation.quality().unwrap_or(settings.quality);
        let mut key = blake3::Hasher::new();
        key.update(source.as_bytes());
        // No part can be mistaken for another: the digest has one length, and the others no line break.
        key.update(format!("{ENCODERS}\n{operation}\n{format}\n{quality}\n").as_bytes());
        Self(Digest::from_bytes(*key.finalize().as_bytes()))
    }

    fn name(&self) -> String {
        self.0.hex(NAME)
    }
}

impl ImageCache {
    /// The cache in a folder, which is made when there is something to keep.
    ///
    /// # Errors
    /// Those of the file system, and `NotADirectory` where something other than a folder is in its place: a symbolic link is not followed.
    pub fn open(fs: Arc<dyn FileSystem>, folder: Utf8PathBuf) -> io::Result<Self> {
        match fs.metadata(&folder) {
            Ok(metadata) if metadata.kind == FileKind::Directory => {}
            Ok(_) => return Err(io::Error::new(io::ErrorKind::NotADirectory, "something else is in its place")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(Self { fs, folder, used: Mutex::default(), problems: Mutex::default() })
    }

    /// The picture of a key, if it is there and undamaged.
    pub(super) fn get(&self, key: &Key) -> Option<Derived> {
        let name = key.name();
        let path = self.folder.join(&name);
        let metadata = self.fs.metadata(&path).ok()?;
        let is_entry = metadata.kind == FileKind::File && metadata.len <= MAX_ENTRY;
        let content = if is_entry { self.fs.read(&path).ok() } else { None };
        let derived = content.as_deref().and_then(|content| decode(key, content));
        if derived.is_none() {
            let message = format!("`{path}` is damaged and made anew");
            lock(&self.problems).push(Diagnostic::warning("damaged-cache", message).in_file(&path));
        }
        lock(&self.used).insert(name);
        derived
    }

    /// Says that a picture is still used, without reading it.
    pub(super) fn retain(&self, key: &Key) {
        lock(&self.used).insert(key.name());
    }

    /// Keeps a picture. Where that fails, later builds make it again.
    pub(super) fn put(&self, key: &Key, derived: &Derived) {
        let name = key.name();
        let path = self.folder.join(&name);
        // Every entry is checked when it is read.
        let written = self
            .fs
            .create_dir_all(&self.folder)
            .and_then(|()| write_atomically(&*self.fs, &path, &encode(key, derived), Durability::Process));
        if let Err(error) = written {
            let mut problems = lock(&self.problems);
            if !problems.iter().any(|problem| problem.code == "cache-not-saved") {
                let message = format!("cannot keep pictures for later builds: `{path}`: {error}");
                problems.push(Diagnostic::warning("cache-not-saved", message));
            }
        }
        lock(&self.used).insert(name);
    }

    /// Removes the entries that were not used, and what interrupted builds left. Returns how many entries went.
    pub fn sweep(&self) -> usize {
        drop(atomic::sweep_temporaries(&*self.fs, &self.folder));
        let used = lock(&self.used);
        let entries = self.fs.read_dir(&self.folder).unwrap_or_default();
        let unused = entries.iter().filter(|entry| {
            entry.utf8 && entry.kind == FileKind::File && is_entry_name(&entry.name) && !used.contains(&entry.name)
        });
        // What cannot be removed now is swept by a later build.
        unused.filter(|entry| self.fs.remove_file(&self.folder.join(&entry.name)).is_ok()).count()
    }

    /// What was wrong with the folder, in order of its files.
    pub(super) fn take_problems(&self) -> Vec<Diagnostic> {
        let mut problems = std::mem::take(&mut *lock(&self.problems));
        bengal_core::diagnostic::sort(&mut problems);
        problems
    }
}

/// Whether a file's name is that of an entry.
fn is_entry_name(name: &str) -> bool {
    name.len() == NAME && name.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// The digest is over the key too: an entry under another one's name is damaged.
fn digest(key: &Key, payload: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.0.as_bytes());
    hasher.update(payload);
    *hasher.finalize().as_bytes()
}

fn encode(key: &Key, derived: &Derived) -> Vec<u8> {
    let mut payload = Vec::with_capacity(9 + derived.bytes.len());
    payload.push(match derived.format {
        ImageFormat::Jpeg => 0,
        ImageFormat::Png => 1,
        ImageFormat::Webp => 2,
    });
    payload.extend_from_slice(&derived.width.to_le_bytes());
    payload.extend_from_slice(&derived.height.to_le_bytes());
    payload.extend_from_slice(&derived.bytes);
    let mut content = Vec::with_capacity(40 + payload.len());
    content.extend_from_slice(MAGIC);
    content.extend_from_slice(&digest(key, &payload));
    content.append(&mut payload);
    content
}

fn decode(key: &Key, content: &[u8]) -> Option<Derived> {
    let (header, bytes) = content.split_at_checked(HEADER)?;
    let (stored, payload) = content.strip_prefix(MAGIC)?.split_at_checked(32)?;
    if stored != digest(key, payload) {
        return None;
    }
    let format = *[ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Webp].get(usize::from(header[40]))?;
    let side = |at: usize| Some(u32::from_le_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some(Derived { bytes: bytes.to_owned(), width: side(41)?, height: side(45)?, format })
}
