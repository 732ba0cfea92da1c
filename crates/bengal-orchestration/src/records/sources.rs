//! The table of what the sources of pages say: one that looks as it did is neither read nor parsed again.

use bengal_cache::{Cache, CacheError, Loaded, Table};
use bengal_core::front_matter::{KeyPlace, ParsedSource};
use bengal_core::fs::{Now, Stamp};
use bengal_core::keyed::KeyedMap;
use bengal_core::site::PageSource;
use bengal_core::{Digest, PackedMap};
use camino::Utf8Path;
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf};

/// A change of what is stored is a new schema number.
const TABLE: Table = Table { name: "sources", schema: 2 };

/// What is known of the sources of pages, by path.
#[derive(Debug, Default)]
pub(crate) struct SourceRecords {
    sources: KeyedMap<String, SourceRecord>,
}

/// What is known of a source. It stays encoded: most of the time it is only handed on to the next build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceRecord {
    stamp: Stamp,
    encoded: ByteBuf,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    sources: Vec<StoredSource>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredSource {
    path: String,
    stamp: Stamp,
    encoded: ByteBuf,
}

/// Of a [`PageSource`] everything but its path; and its [`model_digest`].
#[derive(Debug, Serialize, Deserialize)]
struct Encoded {
    digest: ByteArray<32>,
    model: ByteArray<32>,
    body_start: usize,
    title: Option<String>,
    map: PackedMap,
    /// Line and column of each key.
    keys: Vec<(u32, u32)>,
}

/// The digest of what a source gives to the site's model: its place, its front matter, and the title that its body gives. The rest of the
/// body has no part in it.
pub(crate) fn model_digest(page: &PageSource) -> Digest {
    // Maps in the order in which they are written: templates can see it.
    Digest::of(&rmp_serde::to_vec(&(page.parsed.path.as_str(), &page.title, &page.parsed.map)).unwrap_or_default())
}

impl SourceRecord {
    /// The record of a source that had this stamp before it was read. `None` where it has to be read each time: something is wrong with
    /// it, and diagnostics show its text.
    pub(crate) fn new(stamp: Stamp, page: &PageSource, model: Digest) -> Option<Self> {
        let ParsedSource { map, body_start, keys, broken, diagnostics, .. } = &page.parsed;
        if *broken || !diagnostics.is_empty() {
            return None;
        }
        let stored = Encoded {
            digest: ByteArray::new(*page.digest.as_bytes()),
            model: ByteArray::new(*model.as_bytes()),
            body_start: *body_start,
            title: page.title.clone(),
            map: map.clone(),
            keys: keys.iter().map(|place| (place.line, place.column)).collect(),
        };
        let mut encoded = rmp_serde::to_vec(&stored).ok()?;
        encoded.shrink_to_fit();
        Some(Self { stamp, encoded: ByteBuf::from(encoded) })
    }

    /// The source at a path, if it still has the stamp of this record, with its [`model_digest`].
    pub(crate) fn page(&self, path: &Utf8Path, stamp: &Stamp) -> Option<(PageSource, Digest)> {
        if self.stamp != *stamp {
            return None;
        }
        let Encoded { digest, model, body_start, title, map, keys } = rmp_serde::from_slice(&self.encoded).ok()?;
        let parsed = ParsedSource {
            path: path.to_owned(),
            map,
            body_start,
            keys: keys.into_iter().map(|(line, column)| KeyPlace { line, column }).collect(),
            ..ParsedSource::default()
        };
        let page = PageSource { parsed, digest: Digest::from_bytes(digest.into_array()), title };
        Some((page, Digest::from_bytes(model.into_array())))
    }
}

impl SourceRecords {
    /// The stored records, or none with the reason.
    pub(crate) fn load(cache: &Cache) -> Loaded<Self> {
        let Loaded { value, damage, path } = cache.load_table::<Stored>(&TABLE);
        let source = |StoredSource { path, stamp, encoded }: StoredSource| (path, SourceRecord { stamp, encoded });
        let sources = value.sources.into_iter().map(source).collect();
        Loaded { value: Self { sources }, damage, path }
    }

    /// What is known of the source at a path.
    pub(crate) fn get(&self, path: &Utf8Path) -> Option<&SourceRecord> {
        self.sources.get(path.as_str())
    }

    /// How many sources are known.
    pub(crate) fn len(&self) -> usize {
        self.sources.len()
    }

    /// Takes what is known of the source at a path.
    pub(crate) fn take(&mut self, path: &Utf8Path) -> Option<SourceRecord> {
        self.sources.remove(path.as_str())
    }

    /// Stores the records of sources, in the order of their paths. Those whose stamps cannot be trusted yet are left out: `began` is when
    /// the build began, before any of them was looked at.
    pub(crate) fn save(cache: &Cache, sources: Vec<(String, SourceRecord)>, began: Now) -> Result<(), CacheError> {
        let trusted = sources.into_iter().filter(|(_, record)| began.has_settled(&record.stamp));
        let stored =
            |(path, SourceRecord { stamp, encoded }): (String, SourceRecord)| StoredSource { path, stamp, encoded };
        cache.save_table(&TABLE, &Stored { sources: trusted.map(stored).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_core::front_matter;
    use bengal_core::fs::{FileSystem, MemoryFileSystem};
    use proptest::prelude::*;

    fn stamp() -> Stamp {
        let fs = MemoryFileSystem::new();
        fs.create_new("/a".into(), b"x").unwrap();
        Stamp::at(&fs, "/a".into()).unwrap()
    }

    fn source(text: &str) -> PageSource {
        let parsed = front_matter::parse(text, "content/a.md".into());
        let title = front_matter::title_from_body(&text[parsed.body_start..]);
        PageSource { parsed, digest: Digest::of(text.as_bytes()), title }
    }

    fn shown(page: &PageSource) -> String {
        format!("{page:?}")
    }

    proptest! {
        #[test]
        fn a_source_comes_back(
            lines in prop::collection::vec("[a-c_]{1,3}: ([-0-9.e]{1,6}|[a-z é]{0,6}|\\[1, x, 2\\.0\\]|\\{k: 1, d: 2020-01-02\\}|true|~)", 0..6),
            heading in "(# [a-z]{1,5}\n)?",
        ) {
            let text = format!("---\n{}\n---\n{heading}text", lines.join("\n"));
            let page = source(&text);
            if let Some(record) = SourceRecord::new(stamp(), &page, model_digest(&page)) {
                let (back, model) = record.page("content/a.md".into(), &record.stamp).unwrap();
                prop_assert_eq!(shown(&back), shown(&page));
                prop_assert_eq!(model, model_digest(&back));
            } else {
                prop_assert!(page.parsed.broken || !page.parsed.diagnostics.is_empty());
            }
        }
    }

    fn record(page: &PageSource) -> Option<SourceRecord> {
        SourceRecord::new(stamp(), page, model_digest(page))
    }

    #[test]
    fn the_body_is_no_part_of_the_model() {
        let digest = |text| model_digest(&source(text));
        assert_eq!(digest("---\ntitle: A\n---\nx"), digest("---\ntitle: A\n---\ny z"));
        assert_ne!(digest("---\ntitle: A\n---\nx"), digest("---\ntitle: B\n---\nx"));
        assert_ne!(digest("# A\n"), digest("# B\n"));
        assert_ne!(digest("---\nx: {a: 1, b: 2}\n---\n"), digest("---\nx: {b: 2, a: 1}\n---\n"));
    }

    #[test]
    fn a_source_that_looks_different_or_is_not_sound_is_read() {
        let known = record(&source("---\ntitle: A\n---\n")).unwrap();
        let fs = MemoryFileSystem::new();
        fs.create_new("/a".into(), b"other").unwrap();
        let other = Stamp::at(&fs, "/a".into()).unwrap();
        assert!(known.page("content/a.md".into(), &other).is_none());
        let damaged = SourceRecord { encoded: ByteBuf::from(vec![0x93, 1]), ..known.clone() };
        assert!(damaged.page("content/a.md".into(), &known.stamp).is_none());
        let wrong = source("---\ntitle: [\n---\n");
        assert!(record(&wrong).is_none());
    }

    /// Whoever changes what is stored, here or in the packed form of maps, changes these bytes: then the table needs another schema number,
    /// and this test another digest.
    #[test]
    fn the_stored_form_is_that_of_its_schema() {
        let text =
            "---\na: ~\nb: [true, false, -3, 9007199254740993]\nc: 0.5\nd: {e: x, f: {g: []}}\ntitle: é\n---\n# T\n";
        let known = record(&source(text)).unwrap();
        assert_eq!((TABLE.schema, Digest::of(&known.encoded).hex(12).as_str()), (2, "e7d4ec1a43a4"));
    }
}
