//! What earlier runs read, so that this one reads only what changed.

use super::files::{FileId, FileTable, Role, TrackedFile};
use super::options::{TrackError, TrackObserver, TrackOptions};
use super::portion::Portion;
use super::read::Read;
use super::references::References;
use bengal_cache::{
    Cache, CacheError, Damage, Durability, OpenOptions, Table, WhenLocked, atomic, table, write_atomically,
};
use bengal_core::fs::{FileKind, FileSystem, Metadata, Now, Stamp};
use bengal_core::keyed::KeyedMap;
use bengal_core::{Diagnostic, Digest};
use bengal_html::Kind;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use std::io;
use std::sync::Arc;

const TABLE: Table = Table { name: "track", schema: 2 };
const TOOL: &str = concat!("bengal ", env!("CARGO_PKG_VERSION"));

/// What a file looked like when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Nothing where the file had changed so recently that another content may have the same stamp.
    stamp: Option<Stamp>,
    #[serde(with = "serde_bytes")]
    digest: [u8; 32],
}

/// The table as it is stored.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    texts: Vec<String>,
    files: Vec<StoredFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredFile {
    path: String,
    role: u8,
    not_utf8: bool,
    seen: Seen,
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
    by_path: KeyedMap<String, usize>,
    diagnostic: Option<Diagnostic>,
    /// Before the first file was looked at.
    opened: Option<Now>,
}

/// What this run has read.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    /// By file.
    files: Vec<Option<(String, u8, bool, Seen)>>,
}

impl Session {
    /// Opens the cache that the options name, and waits for who has it open unless they say otherwise.
    pub(super) fn open(
        fs: &Arc<dyn FileSystem>,
        options: &TrackOptions,
        observer: &dyn TrackObserver,
    ) -> Result<Self, TrackError> {
        let mut session = Self {
            store: None,
            known: Stored::default(),
            by_path: KeyedMap::default(),
            diagnostic: None,
            opened: None,
        };
        let Some(given) = &options.cache else { return Ok(session) };
        // A link is the user's to set: what it leads to is the cache, and the link stays.
        let path = &fs.canonicalize(given).unwrap_or_else(|_| given.clone());
        let is_folder = given.as_str().ends_with('/')
            || fs.metadata(path).is_ok_and(|metadata| metadata.kind == FileKind::Directory);
        if is_folder {
            let cache = open_folder(fs, path, options.no_wait, observer)?;
            session.opened = Some(cache.now()?);
            let loaded = cache.load_table(&TABLE);
            session.diagnostic = loaded.diagnostic();
            session.known = loaded.value;
            session.store = Some(Store::Folder(cache));
        } else {
            match load(&**fs, path) {
                Ok(known) => session.known = known,
                Err(damage) if !is_ours(&damage) => {
                    return Err(TrackError::ForeignCache { path: path.clone(), reason: damage });
                }
                Err(damage) => session.diagnostic = Some(damage.diagnostic(path)),
            }
            let unwritable = |source| TrackError::CacheFile { path: path.clone(), source };
            session.opened = Some(atomic::now(&**fs, path).map_err(unwritable)?);
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
        let same = known.seen.stamp == Some(Stamp::of_any(metadata));
        same.then(|| self.recall(known, known.seen.clone(), portion))
    }

    /// What to remember of a file that looked like this before its content was read.
    pub(super) fn seen(&self, metadata: &Metadata, content: &[u8]) -> Seen {
        let stamp = Stamp::of_any(metadata);
        let has_settled = self.opened.is_some_and(|opened| opened.has_settled(&stamp));
        Seen { stamp: has_settled.then_some(stamp), digest: *Digest::of(content).as_bytes() }
    }

    /// What is known of a file with this content.
    pub(super) fn same_content(&self, file: &TrackedFile, seen: &Seen, portion: &mut Portion) -> Option<Read> {
        let known = self.find(file)?;
        (known.seen.digest == seen.digest).then(|| self.recall(known, seen.clone(), portion))
    }

    fn find(&self, file: &TrackedFile) -> Option<&StoredFile> {
        let known = self.known.files.get(*self.by_path.get(&*file.path)?)?;
        (known.role == role_code(file.role)).then_some(known)
    }

    fn recall(&self, known: &StoredFile, seen: Seen, portion: &mut Portion) -> Read {
        let text = |id: u32| self.known.texts.get(id as usize).map_or("", String::as_str);
        for (url, line, column, kind) in &known.mentions {
            if let Some(kind) = Kind::ALL.get(usize::from(*kind)) {
                portion.push(text(*url), *line, *column, *kind);
            }
        }
        if let Some(base) = known.base {
            portion.set_base(text(base));
        }
        Read { not_utf8: known.not_utf8, from_cache: true, seen: Some(seen), ..Read::default() }
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
            let (path, role, not_utf8, seen) = noted?;
            let mentions = references.of(id).iter();
            Some(StoredFile {
                path,
                role,
                not_utf8,
                seen,
                base: references.base_of(id).map(|base| base.0),
                mentions: mentions
                    .map(|found| (found.url.0, found.line, found.column, kind_code(found.kind)))
                    .collect(),
            })
        });
        let texts = references.texts().map(str::to_owned).collect();
        let stored = Stored { files: files.collect(), texts };
        match store {
            Store::Folder(cache) => cache.save_table(&TABLE, &stored)?,
            Store::File(path, fs) => {
                let encoded = table::encode(&TABLE, TOOL, &stored).map_err(bengal_cache::CacheError::from)?;
                write_atomically(&**fs, path, &encoded, Durability::Process)
                    .map_err(|source| TrackError::CacheFile { path: path.clone(), source })?;
                // What cannot be removed now may be the next time.
                _ = atomic::sweep_abandoned(&**fs, path);
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
        if let (Some(slot), Some(seen)) = (self.files.get_mut(id.index()), &read.seen) {
            *slot = Some((file.path.as_ref().to_owned(), role_code(file.role), read.not_utf8, seen.clone()));
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

fn open_folder(
    fs: &Arc<dyn FileSystem>,
    path: &Utf8Path,
    no_wait: bool,
    observer: &dyn TrackObserver,
) -> Result<Cache, CacheError> {
    let options = OpenOptions::new().with_tool(TOOL).with_durability(Durability::Process);
    match Cache::open(Arc::clone(fs), path, &options.clone().with_when_locked(WhenLocked::Fail)) {
        Err(CacheError::Locked { .. }) if !no_wait => {
            observer.waiting_for_lock();
            Cache::open(Arc::clone(fs), path, &options)
        }
        result => result,
    }
}

/// Whether a file with this damage is one of ours, and may be replaced.
fn is_ours(damage: &Damage) -> bool {
    !matches!(
        damage,
        Damage::NotATable
            | Damage::NotAFile
            | Damage::OtherTable { .. }
            | Damage::TooLarge { .. }
            | Damage::Unreadable(_)
    )
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
    // A power failure may leave nothing of it; nothing is lost by replacing that.
    if metadata.len == 0 {
        return Ok(Stored::default());
    }
    let bytes = fs.read(path).map_err(|error| Damage::Unreadable(error.kind()))?;
    table::decode(&TABLE, TOOL, &bytes)
}
