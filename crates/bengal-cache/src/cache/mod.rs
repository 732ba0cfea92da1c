//! A cache folder: lock, tables, leftovers.

use crate::atomic::{self, Durability};
use crate::damage::Damage;
use crate::map::AssetDependencyMap;
use crate::table::{self, EncodeError, MAX_TABLE_BYTES, Table};
use bengal_core::Diagnostic;
use bengal_core::fs::{FileKind, FileSystem, LockGuard, Now, Stamp};
use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::sync::Arc;

mod folder;

/// The file whose time is that of the file system's clock.
const NOW: &str = "now";

/// A stored table of at most so many bytes is compared before it is written.
const SMALL: u64 = 1 << 20;

/// The number of the cache's layout: which files there are, and what is common to them.
pub const LAYOUT: u32 = 1;

/// What to do where another process has the cache open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenLocked {
    /// Wait until it is closed.
    #[default]
    Wait,
    /// Return [`CacheError::Locked`] at once.
    Fail,
}

/// How to open a cache.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    when_locked: WhenLocked,
    tool: String,
    durability: Durability,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            when_locked: WhenLocked::Wait,
            tool: concat!("bengal ", env!("CARGO_PKG_VERSION")).to_owned(),
            durability: Durability::Power,
        }
    }
}

impl OpenOptions {
    /// Waits for the lock; this crate's version as the tool; writes that survive a power failure.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do where another process has the cache open.
    #[must_use]
    pub fn with_when_locked(mut self, when_locked: WhenLocked) -> Self {
        self.when_locked = when_locked;
        self
    }

    /// The name and version of the tool, at most 255 bytes: tables of other tools and versions are not read.
    #[must_use]
    pub fn with_tool(mut self, tool: impl Into<String>) -> Self {
        self.tool = tool.into();
        self
    }

    /// What saved tables have to survive.
    #[must_use]
    pub fn with_durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }
}

/// Why a cache cannot be opened or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// Another process has it open, and the caller does not want to wait.
    #[error("the cache `{path}` is in use by another process")]
    Locked {
        /// The cache's folder.
        path: Utf8PathBuf,
    },
    /// The cache's place is taken by something that is not a folder; a symbolic link is not followed.
    #[error("`{path}` is not a folder")]
    NotAFolder {
        /// The place.
        path: Utf8PathBuf,
    },
    /// The folder holds files and is no cache: it has neither a `CACHEDIR.TAG` of ours nor a table. Nothing in it was touched.
    #[error("`{path}` holds files and is not a cache of Bengal")]
    NotACache {
        /// The folder.
        path: Utf8PathBuf,
    },
    /// A folder is where a file of the cache has to be. It was not touched.
    #[error("`{path}` is a folder, where the cache has a file")]
    NotAFile {
        /// The place.
        path: Utf8PathBuf,
    },
    /// A file operation failed.
    #[error("cannot {operation} `{path}`")]
    Io {
        /// What was tried, such as `write`.
        operation: &'static str,
        /// On which file or folder.
        path: Utf8PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A value cannot be stored.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

impl CacheError {
    /// What the user may do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotACache { .. } | Self::NotAFolder { .. } => {
                Some("name an empty folder, or one that does not exist yet")
            }
            Self::NotAFile { .. } => Some("move the folder away, or name another cache"),
            Self::Locked { .. } => Some("wait until the other process ends"),
            Self::Io { .. } | Self::Encode(_) => None,
        }
    }
}

/// What was read: a value, and why it is not the stored one.
#[derive(Debug)]
#[must_use]
pub struct Loaded<T> {
    /// The stored value, or the empty one where none was stored or the stored one is damaged.
    pub value: T,
    /// Why the stored value is not used.
    pub damage: Option<Damage>,
    /// The table's file.
    pub path: Utf8PathBuf,
}

impl<T> Loaded<T> {
    /// The damage as a diagnostic.
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        self.damage.as_ref().map(|damage| damage.diagnostic(&self.path))
    }
}

/// An open cache folder. Nobody else has it open; dropping it lets them.
#[derive(Debug)]
pub struct Cache {
    fs: Arc<dyn FileSystem>,
    /// The folder of the tables, inside the cache's folder.
    tables: Utf8PathBuf,
    tool: String,
    durability: Durability,
    _lock: Box<dyn LockGuard>,
}

impl Cache {
    /// Opens the cache in the folder `dir` (`.bengal` in a site), and makes what is missing: the folder, its
    /// `CACHEDIR.TAG`, the lock and the folder of this layout. Sweeps temporary files and tables of older layouts.
    ///
    /// A folder that holds anything must have the tag, or a table: in others nothing is touched.
    ///
    /// To tell a user about the wait, open with [`WhenLocked::Fail`] first, and on [`CacheError::Locked`] again with
    /// [`WhenLocked::Wait`].
    ///
    /// # Errors
    /// [`CacheError::Locked`] as chosen, [`CacheError::NotAFolder`], [`CacheError::NotACache`], [`CacheError::NotAFile`], and those of
    /// the file system.
    pub fn open(fs: Arc<dyn FileSystem>, dir: &Utf8Path, options: &OpenOptions) -> Result<Self, CacheError> {
        let tables = dir.join(format!("{}{LAYOUT}", folder::LAYOUT_PREFIX));
        folder::make(&*fs, dir)?;
        folder::check_owner(&*fs, dir, &tables)?;
        let lock = folder::lock(&*fs, dir, options.when_locked)?;
        folder::tag(&*fs, dir)?;
        folder::make(&*fs, &tables)?;
        folder::sweep(&*fs, dir, &tables)?;
        Ok(Self { fs, tables, tool: options.tool.clone(), durability: options.durability, _lock: lock })
    }

    /// The stored asset dependency map, or an empty one with the reason.
    pub fn load(&self) -> Loaded<AssetDependencyMap> {
        self.load_with(&crate::map::TABLE, |bytes| AssetDependencyMap::from_bytes(bytes, &self.tool))
    }

    /// Stores the asset dependency map. Costs the whole map.
    ///
    /// # Errors
    /// Those of the file system; the old map is then still stored, or the new one already.
    pub fn save(&self, map: &AssetDependencyMap) -> Result<(), CacheError> {
        self.write(&crate::map::TABLE, &map.to_bytes(&self.tool)?)
    }

    /// The stored value of a table, or the default one with the reason.
    pub fn load_table<T: DeserializeOwned + Default>(&self, table: &Table) -> Loaded<T> {
        self.load_with(table, |bytes| table::decode(table, &self.tool, bytes))
    }

    /// Stores the value of a table. It is written as it is serialised, and never in memory as a whole, unless what is stored is small:
    /// then a table that has not changed is not written.
    ///
    /// # Errors
    /// Those of the file system; the old value is then still stored, or the new one already.
    pub fn save_table<T: Serialize + ?Sized>(&self, table: &Table, value: &T) -> Result<(), CacheError> {
        let path = self.table_path(table);
        if self.fs.metadata(&path).is_ok_and(|stored| stored.len <= SMALL) {
            return self.write(table, &table::encode(table, &self.tool, value)?);
        }
        folder::clear_way(&*self.fs, &path)?;
        let create = |temporary: &Utf8Path| {
            self.fs.create_with(temporary, &mut |file| table::write(table, &self.tool, value, file))
        };
        atomic::replace(&*self.fs, &path, self.durability, create)
            .map_err(|error| table::not_encoded(error).map_or_else(folder::io("write", &path), CacheError::Encode))
    }

    /// Removes a stored table, if it is there.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn remove_table(&self, table: &Table) -> Result<(), CacheError> {
        let path = self.table_path(table);
        folder::clear(&*self.fs, &path)
    }

    /// The time by the clock of the file system that the cache is on. Costs the writing of a small file.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn now(&self) -> Result<Now, CacheError> {
        let path = self.tables.join(NOW);
        folder::clear_way(&*self.fs, &path)?;
        atomic::write_atomically(&*self.fs, &path, b"", Durability::Process).map_err(folder::io("write", &path))?;
        let metadata = self.fs.metadata(&path).map_err(folder::io("look at", &path))?;
        Ok(Now::from_stamp(Stamp::of_any(&metadata)))
    }

    /// The file of a table.
    pub fn table_path(&self, table: &Table) -> Utf8PathBuf {
        self.tables.join(table.file_name())
    }

    /// The path of a folder beside the tables, for what is no table. It is made by whoever uses it, and is only theirs while the cache is open.
    pub fn subfolder(&self, name: &str) -> Utf8PathBuf {
        self.tables.join(name)
    }

    fn load_with<T: Default>(&self, table: &Table, decode: impl FnOnce(&[u8]) -> Result<T, Damage>) -> Loaded<T> {
        let path = self.table_path(table);
        let value = self.read(&path).and_then(|bytes| bytes.map(|bytes| decode(&bytes)).transpose());
        match value {
            Ok(value) => Loaded { value: value.unwrap_or_default(), damage: None, path },
            Err(damage) => Loaded { value: T::default(), damage: Some(damage), path },
        }
    }

    /// The content of a file; nothing where nothing is there.
    fn read(&self, path: &Utf8Path) -> Result<Option<Vec<u8>>, Damage> {
        let metadata = match self.fs.metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Damage::Unreadable(error.kind())),
        };
        if metadata.kind != FileKind::File {
            return Err(Damage::NotAFile);
        }
        if metadata.len > MAX_TABLE_BYTES {
            return Err(Damage::TooLarge { len: metadata.len, limit: MAX_TABLE_BYTES });
        }
        self.fs.read(path).map(Some).map_err(|error| Damage::Unreadable(error.kind()))
    }

    /// Whether a file has this content already: then it is not touched.
    fn holds(&self, path: &Utf8Path, bytes: &[u8]) -> bool {
        let len = self.fs.metadata(path).ok().filter(|metadata| metadata.kind == FileKind::File).map(|file| file.len);
        len == Some(bytes.len() as u64) && self.fs.read(path).is_ok_and(|content| content == bytes)
    }

    fn write(&self, table: &Table, bytes: &[u8]) -> Result<(), CacheError> {
        let path = self.table_path(table);
        folder::clear_way(&*self.fs, &path)?;
        if self.holds(&path, bytes) {
            return Ok(());
        }
        atomic::write_atomically(&*self.fs, &path, bytes, self.durability).map_err(folder::io("write", &path))
    }
}
