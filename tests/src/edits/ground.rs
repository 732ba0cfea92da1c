//! Where a site is edited and built: in memory or on disk.

use bengal_core::fs::{FileKind, FileSystem, MemoryFileSystem, OsFileSystem};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::io;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A folder for a site, with its output and cache.
#[derive(Debug)]
pub(super) enum Ground {
    /// In memory, where each change is long after the one before: stamps are trusted as soon as they may be.
    Memory(MemoryFileSystem),
    /// On disk. Gone when it is dropped.
    Disk(TempDir),
}

/// The time between two changes in memory.
const STEP_NS: u32 = 1_000_000_007;

/// How long it takes on disk until the stamp of a file is trusted.
const SETTLING: Duration = Duration::from_millis(70);

impl Ground {
    pub(super) fn memory() -> Self {
        Self::Memory(MemoryFileSystem::with_step_ns(STEP_NS))
    }

    pub(super) fn disk() -> io::Result<Self> {
        TempDir::new().map(Self::Disk)
    }

    /// The file access of builds.
    pub(super) fn files(&self) -> Arc<dyn FileSystem> {
        match self {
            Self::Memory(files) => Arc::new(files.clone()),
            Self::Disk(_) => Arc::new(OsFileSystem),
        }
    }

    /// The site's folder.
    pub(super) fn root(&self) -> Utf8PathBuf {
        match self {
            Self::Memory(_) => "/site".into(),
            Self::Disk(folder) => Utf8Path::from_path(folder.path()).unwrap_or(Utf8Path::new("/")).join("site"),
        }
    }

    pub(super) fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        let target = self.root().join(path);
        match self {
            Self::Memory(files) => files.write(target, content),
            Self::Disk(_) => {
                fs::create_dir_all(target.parent().unwrap_or(&target))?;
                fs::write(target, content)?;
            }
        }
        Ok(())
    }

    /// Writes a file whose modification time is then that of before, or one of long ago.
    pub(super) fn write_with_time(&self, path: &str, content: &[u8], keep: bool) -> io::Result<()> {
        let Self::Disk(_) = self else { return self.write(path, content) };
        let target = self.root().join(path);
        let before = fs::metadata(&target).and_then(|metadata| metadata.modified());
        self.write(path, content)?;
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let time = if keep { before.unwrap_or(long_ago) } else { long_ago };
        File::options().write(true).open(target)?.set_times(FileTimes::new().set_modified(time))
    }

    /// Removes a file and the folders that are empty then. What is not there is no error.
    pub(super) fn remove(&self, path: &str) {
        let files = self.files();
        let root = self.root();
        let target = root.join(path);
        drop(files.remove_file(&target));
        let folders = target.ancestors().skip(1).take_while(|folder| *folder != root);
        for folder in folders {
            if files.remove_dir(folder).is_err() {
                break;
            }
        }
    }

    /// All files below a folder of the site, by path relative to it.
    pub(super) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let files = self.files();
        let root = self.root().join(folder);
        let mut found = BTreeMap::new();
        let mut pending = vec![root.clone()];
        while let Some(current) = pending.pop() {
            for entry in files.read_dir(&current).unwrap_or_default() {
                let path = current.join(&entry.name);
                match entry.kind {
                    FileKind::Directory => pending.push(path),
                    _ => {
                        let relative = path.strip_prefix(&root).unwrap_or(&path).as_str().to_owned();
                        found.insert(relative, files.read(&path).unwrap_or_default());
                    }
                }
            }
        }
        found
    }

    /// Lets so much time pass that stamps are trusted, where there are any.
    pub(super) fn wait(&self) {
        if let Self::Disk(_) = self {
            sleep(SETTLING);
        }
    }
}
