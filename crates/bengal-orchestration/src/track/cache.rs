//! What earlier runs read, so that this one reads only what changed.

use super::files::{FileId, FileTable, Role, TrackedFile};
use super::options::{TrackError, TrackOptions};
use super::portion::Portion;
use super::read::Read;
use super::references::References;
use bengal_cache::{Cache, Damage, Durability, OpenOptions, Table, table, write_atomically};
use bengal_core::fs::{FileKind, FileSystem, Metadata};
use bengal_core::{Diagnostic, Digest};
use bengal_html::Kind;
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::io;
use std::sync::Arc;

const TABLE: Table = Table { name: "track", schema: 1 };
const TOOL: &str = concat!("bengal ", env!("CARGO_PKG_VERSION"));

/// A file modified later than this before a run may change again without another modification time.
const RACY_NS: i64 = 2_000_000_000;

/// What a file looked like when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    len: u64,
    modified_ns: i64,
    inode: u64,
    #[serde(with = "serde_bytes")]
    digest: [u8; 32],
}

impl Stamp {
    pub(super) fn new(metadata: &Metadata, content: &[u8]) -> Self {
        let digest = *Digest::of(content).as_bytes();
        Self { len: metadata.len, modified_ns: modified(metadata), inode: metadata.inode, digest }
    }
}

fn modified(metadata: &Metadata) -> i64 {
    i64::try_from(metadata.modified_ns).unwrap_or(i64::MAX)
}

/// The table as it is stored.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    started_ns: i64,
    texts: Vec<String>,
    files: Vec<StoredFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredFile {
    path: String,
    role: u8,
    not_utf8: bool,
    stamp: Stamp,
    base: Option<u32>,
    /// Text, line, column, kind.
    mentions: Vec<(u32, u32, u32, u8)>,
}

enum Store {
    File(Utf8PathBuf, Arc<dyn FileSystem>),
    Folder(Cache),
}

/// The cache of one run.
pub(super) struct Session {
    store: Option<Store>,
    known: Stored,
    by_path: FxHashMap<String, usize>,
    diagnostic: Option<Diagnostic>,
    started_ns: i64,
}

/// What this run has read.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    /// By file.
    files: Vec<Option<(String, u8, bool, Stamp)>>,
}

impl Session {
    /// Opens the cache that the options name, and waits for who has it open.
    pub(super) fn open(fs: &Arc<dyn FileSystem>, options: &TrackOptions) -> Result<Self, TrackError> {
        let mut session = Self {
            store: None,
            known: Stored::default(),
            by_path: FxHashMap::default(),
            diagnostic: None,
            started_ns: options.started_ns,
        };
        let Some(path) = &options.cache else { return Ok(session) };
        let is_folder = path.as_str().ends_with('/')
            || fs.metadata(path).is_ok_and(|metadata| metadata.kind == FileKind::Directory);
        if is_folder {
            let cache = Cache::open(Arc::clone(fs), path, &OpenOptions::new().with_tool(TOOL))?;
            let loaded = cache.load_table(&TABLE);
            session.diagnostic = loaded.diagnostic();
            session.known = loaded.value;
            session.store = Some(Store::Folder(cache));
        } else {
            match load(&**fs, path) {
                Ok(known) => session.known = known,
                Err(damage) => session.diagnostic = Some(damage.diagnostic(path)),
            }
            session.store = Some(Store::File(path.clone(), Arc::clone(fs)));
        }
        if !session.known.is_consistent() {
            let damage = Damage::Inconsistent("a reference to what is not there");
            session.diagnostic = Some(damage.diagnostic(path));
            session.known = Stored::default();
        }
        session.by_path = session.known.files.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
        Ok(session)
    }

    pub(super) fn is_on(&self) -> bool {
        self.store.is_some()
    }

    /// Why the stored cache is not used.
    pub(super) fn diagnostic(&self) -> Option<Diagnostic> {
        self.diagnostic.clone()
    }

    /// What is known of a file that certainly did not change.
    pub(super) fn unchanged(&self, file: &TrackedFile, metadata: &Metadata, portion: &mut Portion) -> Option<Read> {
        let known = self.find(file)?;
        let stamp = &known.stamp;
        let same = stamp.len == metadata.len
            && stamp.modified_ns == modified(metadata)
            && stamp.inode == metadata.inode
            && stamp.modified_ns != 0
            && stamp.modified_ns < self.known.started_ns.saturating_sub(RACY_NS);
        same.then(|| self.recall(known, stamp.clone(), portion))
    }

    /// What is known of a file with this content.
    pub(super) fn same_content(&self, file: &TrackedFile, stamp: &Stamp, portion: &mut Portion) -> Option<Read> {
        let known = self.find(file)?;
        (known.stamp.digest == stamp.digest).then(|| self.recall(known, stamp.clone(), portion))
    }

    fn find(&self, file: &TrackedFile) -> Option<&StoredFile> {
        let known = self.known.files.get(*self.by_path.get(&*file.path)?)?;
        (known.role == role_code(file.role)).then_some(known)
    }

    fn recall(&self, known: &StoredFile, stamp: Stamp, portion: &mut Portion) -> Read {
        let text = |id: u32| self.known.texts.get(id as usize).map_or("", String::as_str);
        for (url, line, column, kind) in &known.mentions {
            if let Some(kind) = Kind::ALL.get(usize::from(*kind)) {
                portion.push(text(*url), *line, *column, *kind);
            }
        }
        if let Some(base) = known.base {
            portion.set_base(text(base));
        }
        Read { not_utf8: known.not_utf8, from_cache: true, stamp: Some(stamp), ..Read::default() }
    }

    /// Begins the record of this run.
    pub(super) fn start(&self, table: &FileTable) -> Fresh {
        Fresh { files: vec![None; if self.is_on() { table.len() } else { 0 }] }
    }

    /// Stores what this run has read.
    pub(super) fn save(&self, fresh: Fresh, references: &References, table: &FileTable) -> Result<(), TrackError> {
        let Some(store) = &self.store else { return Ok(()) };
        let kind_code = |kind: Kind| Kind::ALL.iter().position(|known| *known == kind).unwrap_or(0) as u8;
        let files = table.ids().zip(fresh.files).filter_map(|(id, noted)| {
            let (path, role, not_utf8, stamp) = noted?;
            let mentions = references.of(id).iter();
            Some(StoredFile {
                path,
                role,
                not_utf8,
                stamp,
                base: references.base_of(id).map(|base| base.0),
                mentions: mentions
                    .map(|found| (found.url.0, found.line, found.column, kind_code(found.kind)))
                    .collect(),
            })
        });
        let texts = references.texts().map(str::to_owned).collect();
        let stored = Stored { started_ns: self.started_ns, files: files.collect(), texts };
        match store {
            Store::Folder(cache) => cache.save_table(&TABLE, &stored)?,
            Store::File(path, fs) => {
                let encoded = table::encode(&TABLE, TOOL, &stored).map_err(bengal_cache::CacheError::from)?;
                write_atomically(&**fs, path, &encoded, Durability::Process)
                    .map_err(|source| TrackError::CacheFile { path: path.clone(), source })?;
            }
        }
        Ok(())
    }
}

impl Stored {
    fn is_consistent(&self) -> bool {
        let is_text = |id: u32| (id as usize) < self.texts.len();
        self.files.iter().all(|file| {
            file.base.is_none_or(is_text)
                && file.mentions.iter().all(|(url, .., kind)| is_text(*url) && usize::from(*kind) < Kind::ALL.len())
        })
    }
}

impl Fresh {
    pub(super) fn note(&mut self, id: FileId, file: &TrackedFile, read: &Read) {
        if let (Some(slot), Some(stamp)) = (self.files.get_mut(id.index()), &read.stamp) {
            *slot = Some((file.path.as_ref().to_owned(), role_code(file.role), read.not_utf8, stamp.clone()));
        }
    }
}

fn role_code(role: Role) -> u8 {
    match role {
        Role::Page => 0,
        Role::StyleSheet => 1,
        Role::Svg => 2,
        Role::Manifest => 3,
        Role::Other => 4,
    }
}

fn load(fs: &dyn FileSystem, path: &Utf8Path) -> Result<Stored, Damage> {
    let metadata = match fs.metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Stored::default()),
        Err(error) => return Err(Damage::Unreadable(error.kind())),
    };
    if metadata.kind != FileKind::File {
        return Err(Damage::NotAFile);
    }
    if metadata.len > table::MAX_TABLE_BYTES {
        return Err(Damage::TooLarge { len: metadata.len, limit: table::MAX_TABLE_BYTES });
    }
    let bytes = fs.read(path).map_err(|error| Damage::Unreadable(error.kind()))?;
    table::decode(&TABLE, TOOL, &bytes)
}
