//! Making the folders of the output folder, each once.

use bengal_cache::atomic::sweep_temporaries;
use bengal_core::HalfDigest;
use bengal_core::fs::{FileKind, FileSystem};
use camino::Utf8Path;
use rustc_hash::FxHashMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where a folder comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It was there.
    Found,
    /// This build made it: nothing is in it that an earlier one put there.
    Made,
}

type Part = FxHashMap<HalfDigest, Origin>;

/// Folders that are known to be real folders, by the digests of their paths, since there may be one for each page. They are in parts, each
/// behind a lock of its own, so that threads seldom wait for each other.
#[derive(Debug)]
pub(super) struct Directories {
    known: [Mutex<Part>; 32],
    sweeps: bool,
}

impl Directories {
    /// `sweeps` says whether a build that did not end well may have left temporary files.
    pub(super) fn new(sweeps: bool) -> Self {
        Self { known: std::array::from_fn(|_| Mutex::default()), sweeps }
    }

    /// Makes `folder` and those above it up to `root`, and says where `folder` comes from. Enters only real folders, and sweeps what an
    /// earlier build left in them. A file in the way is removed where `is_stale` says that it is an earlier build's.
    pub(super) fn make(
        &self,
        fs: &dyn FileSystem,
        root: &Utf8Path,
        folder: &Utf8Path,
        is_stale: impl Fn(&Utf8Path) -> bool,
    ) -> io::Result<Origin> {
        let inside = folder.ancestors().take_while(|ancestor| ancestor.starts_with(root));
        let mut unknown = Vec::new();
        let mut origin = Origin::Found;
        for folder in inside {
            let key = key(folder);
            match self.part(key).get(&key) {
                Some(known) if unknown.is_empty() => return Ok(*known),
                Some(_) => break,
                None => unknown.push((folder, key)),
            }
        }
        for (folder, key) in unknown.into_iter().rev() {
            // Held until the folder is known: it is swept before anybody writes into it, never while.
            let mut part = self.part(key);
            origin = match part.get(&key) {
                Some(origin) => *origin,
                None => self.enter(fs, folder, &is_stale)?,
            };
            part.insert(key, origin);
        }
        Ok(origin)
    }

    /// Makes a folder ready whose parent is.
    fn enter(
        &self,
        fs: &dyn FileSystem,
        folder: &Utf8Path,
        is_stale: impl Fn(&Utf8Path) -> bool,
    ) -> io::Result<Origin> {
        match fs.metadata(folder).map(|metadata| metadata.kind) {
            Ok(FileKind::Directory) if self.sweeps => {
                sweep_temporaries(fs, folder)?;
                Ok(Origin::Found)
            }
            Ok(FileKind::Directory) => Ok(Origin::Found),
            Ok(FileKind::Symlink) => {
                let message = format!("`{folder}` is a symbolic link, which is never written through");
                Err(io::Error::other(message))
            }
            Ok(_) if is_stale(folder) => {
                fs.remove_file(folder)?;
                fs.create_dir_all(folder)?;
                Ok(Origin::Made)
            }
            Ok(_) => {
                let message = format!("`{folder}` is a file that this tool did not make; remove it if it may go");
                Err(io::Error::other(message))
            }
            Err(_) => {
                fs.create_dir_all(folder)?;
                Ok(Origin::Made)
            }
        }
    }

    /// Whether folders are swept when they are entered.
    pub(super) fn sweeps(&self) -> bool {
        self.sweeps
    }

    /// Forgets a folder that was removed.
    pub(super) fn forget(&self, folder: &Utf8Path) {
        let key = key(folder);
        self.part(key).remove(&key);
    }

    fn part(&self, key: HalfDigest) -> MutexGuard<'_, Part> {
        let part = usize::from(key.as_bytes()[0]) % self.known.len();
        self.known[part].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(folder: &Utf8Path) -> HalfDigest {
    HalfDigest::of(folder.as_str().as_bytes())
}
