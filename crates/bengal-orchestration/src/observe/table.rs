//! The table of what the last build looked at, and of what it reported.

use super::{Look, Looks, Scene};
use crate::output::OutputRecord;
use crate::records::{Lazily, StoredDiagnostic};
use crate::report::{AssetCounts, PageCounts};
use bengal_cache::{Cache, CacheError, Loaded, Table};
use bengal_core::fs::{FileSystem, Now, Stamp};
use bengal_core::{Diagnostic, Digest};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;

/// A change of what is stored is a new schema number.
const TABLE: Table = Table { name: "observations", schema: 2 };

/// What the last build looked at, and what came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observations {
    /// The digest of what was asked for.
    pub(crate) request: Option<Digest>,
    /// What it looked at: paths relative to the site's folder where they are in it.
    pub(crate) looks: Looks,
    /// What it said of pages.
    pub(crate) pages: usize,
    /// What it said of assets.
    pub(crate) assets: AssetCounts,
    /// What it found wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The table as it is read; [`store`] writes it.
#[derive(Debug, Default, Deserialize)]
struct Stored {
    request: Option<ByteArray<32>>,
    looks: Vec<(String, StoredLook)>,
    pages: usize,
    assets: AssetCounts,
    diagnostics: Vec<StoredDiagnostic>,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredLook {
    Absent,
    File(Stamp),
    Stamped(Stamp),
    Folder,
    LeadsTo(String),
    LeadsNowhere,
}

fn restore(stored: Stored) -> Observations {
    let look = |(path, look)| {
        let look = match look {
            StoredLook::Absent => Look::Absent,
            StoredLook::File(stamp) => Look::File(stamp),
            StoredLook::Stamped(stamp) => Look::Stamped(stamp),
            StoredLook::Folder => Look::Folder,
            StoredLook::LeadsTo(target) => Look::LeadsTo(target.into()),
            StoredLook::LeadsNowhere => Look::LeadsNowhere,
        };
        (Utf8PathBuf::from(path), look)
    };
    let diagnostics: Option<Vec<_>> = stored.diagnostics.into_iter().map(StoredDiagnostic::restore).collect();
    Observations {
        request: stored.request.filter(|_| diagnostics.is_some()).map(|bytes| Digest::from_bytes(bytes.into_array())),
        looks: stored.looks.into_iter().map(look).collect(),
        pages: stored.pages,
        assets: stored.assets,
        diagnostics: diagnostics.unwrap_or_default(),
    }
}

/// The observations as they are stored, look by look. Says what [`Stored`] says.
fn store(observations: &Observations) -> impl Serialize {
    let Observations { request, looks, pages, assets, diagnostics } = observations;
    (
        request.as_ref().map(|digest| ByteArray::<32>::new(*digest.as_bytes())),
        Lazily(looks.iter().map(stored_look)),
        *pages,
        *assets,
        Lazily(diagnostics.iter().map(StoredDiagnostic::from)),
    )
}

fn stored_look((path, look): &(Utf8PathBuf, Look)) -> (&str, StoredLook) {
    let look = match look {
        Look::Absent => StoredLook::Absent,
        Look::File(stamp) => StoredLook::File(*stamp),
        Look::Stamped(stamp) => StoredLook::Stamped(*stamp),
        Look::Folder => StoredLook::Folder,
        Look::LeadsTo(target) => StoredLook::LeadsTo(target.as_str().to_owned()),
        Look::LeadsNowhere => StoredLook::LeadsNowhere,
    };
    (path.as_str(), look)
}

impl Observations {
    /// The stored observations, or none with the reason.
    pub(crate) fn load(cache: &Cache) -> Loaded<Self> {
        let Loaded { value, damage, path } = cache.load_table::<Stored>(&TABLE);
        Loaded { value: restore(value), damage, path }
    }

    /// Removes the stored observations: they end with the first change that a build makes.
    pub(crate) fn forget(cache: &Cache) -> Result<(), CacheError> {
        cache.remove_table(&TABLE)
    }

    /// Stores the observations.
    pub(crate) fn save(&self, cache: &Cache) -> Result<(), CacheError> {
        cache.save_table(&TABLE, &store(self))
    }

    /// Leaves the looks of what still looks the same. Whether that is all of it.
    pub(crate) fn renew(&mut self, fs: &dyn FileSystem, root: &Utf8Path) -> bool {
        let scene = Scene::new(fs, root);
        let still: Vec<bool> = self.looks.par_iter().map(|(path, look)| scene.still_shows(path, look)).collect();
        let all = still.iter().all(|still| *still);
        if !all {
            let mut still = still.into_iter();
            self.looks.retain(|_| still.next() == Some(true));
        }
        all
    }

    /// Whether nothing of it changed so shortly before `now`, when the build began, that it could change again without looking
    /// different.
    pub(crate) fn have_settled(&self, now: Now) -> bool {
        self.looks.iter().all(|(_, look)| match look {
            Look::File(stamp) | Look::Stamped(stamp) => now.has_settled(stamp),
            _ => true,
        })
    }

    /// What a build reports that has nothing to do.
    pub(crate) fn pages(&self) -> PageCounts {
        PageCounts { total: self.pages, fresh: self.pages, ..PageCounts::default() }
    }
}

/// Whether every file of the output looks as it did when it was written.
pub(crate) fn is_untouched(record: &OutputRecord, fs: &dyn FileSystem, root: &Utf8Path) -> bool {
    let folder = fs.folder(root);
    let found = |path: &str| folder.metadata(path.into()).ok().as_ref().and_then(Stamp::of);
    record.files.par_iter().all(|(path, file)| file.stamp.is_some_and(|stamp| found(path) == Some(stamp)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_cache::table;
    use bengal_core::fs::MemoryFileSystem;

    fn observations() -> Observations {
        let fs = MemoryFileSystem::new();
        fs.create_new("/a".into(), b"x").unwrap();
        let looks = [
            ("a", Look::File(Stamp::at(&fs, "/a".into()).unwrap())),
            ("a2", Look::Stamped(Stamp::at(&fs, "/a".into()).unwrap())),
            ("b", Look::Absent),
            ("c", Look::Folder),
            ("d", Look::LeadsTo("/e".into())),
            ("f", Look::LeadsNowhere),
        ];
        Observations {
            request: Some(Digest::from_bytes([1; 32])),
            looks: looks.map(|(path, look)| (path.into(), look)).into(),
            pages: 7,
            assets: AssetCounts { published: 3, ..AssetCounts::default() },
            diagnostics: vec![Diagnostic::note("a-note", "x")],
        }
    }

    /// Whoever changes what is stored changes these bytes: then the table needs another schema number, and this test another digest.
    #[test]
    fn the_stored_form_is_that_of_its_schema() {
        let bytes = table::encode(&TABLE, "bengal test", &store(&observations())).unwrap();
        assert_eq!((TABLE.schema, Digest::of(&bytes).hex(12).as_str()), (2, "06e84c585e24"));
    }

    #[test]
    fn what_is_stored_comes_back() {
        for stored in [observations(), Observations::default()] {
            let bytes = table::encode(&TABLE, "bengal test", &store(&stored)).unwrap();
            let read = restore(table::decode(&TABLE, "bengal test", &bytes).unwrap());
            assert_eq!((read.request, read.looks), (stored.request, stored.looks));
            assert_eq!((read.pages, read.assets, read.diagnostics), (stored.pages, stored.assets, stored.diagnostics));
        }
    }
}
