//! Files that look as they did in the last build: how they look was found out when this build began. It is asked again of those only that are
//! read.

use super::{Look, Looks};
use bengal_core::fs::{FileKind, Metadata, Stamp};
use bengal_core::keyed::KeyedState;
use camino::{Utf8Path, Utf8PathBuf};
use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU8, Ordering};

/// How far this build went with a file.
const UNASKED: u8 = 0;
const LOOKED_AT: u8 = 1;
const READ: u8 = 2;

/// Regular files with their stamps, by path.
#[derive(Debug)]
pub(super) struct KnownFiles {
    /// The site's folder.
    root: Utf8PathBuf,
    files: Vec<KnownFile>,
    /// The numbers of files, by the hashes of their paths.
    numbers: HashTable<u32>,
    hasher: KeyedState,
}

#[derive(Debug)]
struct KnownFile {
    /// Relative to the site's folder.
    path: Utf8PathBuf,
    stamp: Stamp,
    went: AtomicU8,
}

impl KnownFiles {
    /// The regular files among some looks, which are of this moment. Paths are relative to `root`; files outside it are left out.
    pub(super) fn new(root: &Utf8Path, looks: Looks) -> Self {
        let hasher = KeyedState::default();
        let file = |(path, look): (Utf8PathBuf, Look)| match look {
            Look::File(stamp) if path.is_relative() => Some(KnownFile { path, stamp, went: AtomicU8::new(UNASKED) }),
            _ => None,
        };
        let files: Vec<KnownFile> = looks.into_iter().filter_map(file).collect();
        let mut numbers = HashTable::with_capacity(files.len());
        for (number, file) in (0_u32..).zip(&files) {
            let hash = |number: &u32| hasher.hash_one(files[*number as usize].path.as_str());
            numbers.insert_unique(hasher.hash_one(file.path.as_str()), number, hash);
        }
        Self { root: root.to_owned(), files, numbers, hasher }
    }

    fn file(&self, path: &Utf8Path) -> Option<&KnownFile> {
        let below = path.as_str().strip_prefix(self.root.as_str().trim_end_matches('/'))?;
        let path = below.strip_prefix('/')?;
        let number =
            self.numbers.find(self.hasher.hash_one(path), |number| self.files[*number as usize].path == path)?;
        self.files.get(*number as usize)
    }

    /// What is at an absolute path, if that is a known file.
    pub(super) fn metadata(&self, path: &Utf8Path) -> Option<Metadata> {
        let file = self.file(path)?;
        file.went.fetch_max(LOOKED_AT, Ordering::Relaxed);
        Some(file.stamp.metadata(FileKind::File))
    }

    /// Notes that a file is read. Whether it is a known one.
    pub(super) fn note_read(&self, path: &Utf8Path) -> bool {
        self.file(path).map(|file| file.went.fetch_max(READ, Ordering::Relaxed)).is_some()
    }

    /// The files that this build asked for: those that it read, and those that it only looked at.
    pub(super) fn into_looks(self) -> (Looks, Looks) {
        let mut looks = (Vec::new(), Vec::with_capacity(self.files.len()));
        for KnownFile { path, stamp, went } in self.files {
            match went.into_inner() {
                UNASKED => {}
                LOOKED_AT => looks.1.push((path, Look::File(stamp))),
                _ => looks.0.push((path, Look::File(stamp))),
            }
        }
        looks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_core::fs::{FileSystem, MemoryFileSystem};

    #[test]
    fn files_are_known_by_their_absolute_paths() {
        let fs = MemoryFileSystem::new();
        for path in ["/site/a", "/site/b/c", "/site/d", "/other"] {
            fs.write(path, "x");
        }
        let look = |path: &str| Look::File(Stamp::at(&fs, path.into()).unwrap());
        let looks: Looks = [
            ("a", look("/site/a")),
            ("b", Look::Folder),
            ("b/c", look("/site/b/c")),
            ("d", look("/site/d")),
            ("gone", Look::Absent),
            ("/other", look("/other")),
        ]
        .map(|(path, look)| (path.into(), look))
        .into();
        let known = KnownFiles::new("/site".into(), looks);
        assert_eq!(known.metadata("/site/a".into()), fs.metadata("/site/a".into()).ok());
        for unknown in ["/site/b", "/site/gone", "/other", "/site/x", "/sit", "/sitea", "/siteb/c", "a", ""] {
            assert_eq!(known.metadata(unknown.into()), None, "{unknown}");
        }
        assert!(known.note_read("/site/b/c".into()) && !known.note_read("/site/gone".into()));
        known.metadata("/site/b/c".into()).unwrap();
        let paths = |looks: Looks| looks.into_iter().map(|(path, _)| path).collect::<Vec<_>>();
        let (read, looked_at) = known.into_looks();
        assert_eq!((paths(read), paths(looked_at)), (vec!["b/c".into()], vec!["a".into()]));
    }
}
