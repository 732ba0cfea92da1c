//! What earlier builds know of each page: what it was made of, and what was made.

use super::diagnostics::StoredDiagnostic;
use super::lazily::Lazily;
use super::numbered::Texts;
use bengal_assets::Patch;
use bengal_cache::{Cache, CacheError, Loaded, Table};
use bengal_core::{Diagnostic, Digest};
use bengal_render::{Derived, ReadKey};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter;
use std::sync::Arc;

/// A change of what is stored is a new schema number.
const TABLE: Table = Table { name: "pages", schema: 2 };

/// The pages of one output folder, and the answers that they were made with.
#[derive(Debug, Default)]
pub(crate) struct PageRecords {
    /// The output folder that they are in, and the digest of the map of assets that was saved with them. Records of a build that was
    /// killed between two tables do not fit each other, and are not used.
    pub(crate) belongs_to: Belonging,
    /// Every question that any page asked, with the answer that all pages were made with.
    pub(crate) reads: Vec<(ReadKey, Digest)>,
    /// Answers that are expensive, with what they were computed from.
    pub(crate) derived: Vec<Derived>,
    /// What patches put back, and the names of assets that pages do not load.
    pub(crate) texts: Texts,
    /// The published URL of each logical path, as pages were linked.
    pub(crate) links: BTreeMap<String, String>,
    /// The pages by name. Boxed, since a map filled in order is half empty.
    pub(crate) pages: BTreeMap<String, Box<PageRecord>>,
}

/// What page records fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Belonging {
    /// The name of the output folder.
    pub(crate) folder: String,
    /// The digest of the map of assets.
    pub(crate) assets: Option<Digest>,
    /// The digest of what linking takes from the configuration.
    pub(crate) linking: Option<Digest>,
    /// The digest of all names that hints may suggest.
    pub(crate) names: Option<Digest>,
    /// The digest of what the site's model was made of when the answers were computed.
    pub(crate) model: Option<Digest>,
}

/// Something that linking found wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkProblem {
    /// The asset in question, where only the output shows the reference: then it is a template's, and many pages have it.
    pub(crate) shared: Option<String>,
    pub(crate) diagnostic: Diagnostic,
}

/// What a page says of the content of an asset in an `integrity` attribute. Whether it is true is known when the asset is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The asset.
    pub(crate) logical: String,
    /// The value of the attribute.
    pub(crate) integrity: String,
    /// Whether only the output shows the reference: then it is a template's, and many pages have it.
    pub(crate) is_shared: bool,
    /// What is to be said where it is not true.
    pub(crate) diagnostic: Diagnostic,
}

/// What is known of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageRecord {
    /// Its file, relative to the output folder.
    pub(crate) output: String,
    /// The digest of its source; `None` for generated pages.
    pub(crate) source: Option<Digest>,
    /// The digest of its file.
    pub(crate) html: Digest,
    /// What it read: indices into [`PageRecords::reads`], rising.
    pub(crate) reads: Box<[u32]>,
    /// Where linking put other bytes than rendering had. Rising.
    pub(crate) patches: Box<[PatchRecord]>,
    /// What rendering found wrong with it.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What linking found wrong with it.
    pub(crate) link_problems: Vec<LinkProblem>,
    /// What it says of the content of its assets.
    pub(crate) claims: Vec<Claim>,
    /// Logical paths of assets that a browser does not load with it: numbers of [`PageRecords::texts`], in the order of these texts.
    pub(crate) unloaded: Box<[u32]>,
}

/// A [`Patch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PatchRecord {
    start: u32,
    len: u32,
    /// What stood there before: a number of [`PageRecords::texts`].
    original: u32,
}

/// The table as it is read; [`store`] writes it.
#[derive(Debug, Default, Deserialize)]
struct Stored<'a> {
    folder: Text<'a>,
    assets: Option<ByteArray<32>>,
    linking: Option<ByteArray<32>>,
    names: Option<ByteArray<32>>,
    model: Option<ByteArray<32>>,
    reads: Vec<(Text<'a>, ByteArray<32>)>,
    derived: Vec<StoredDerived<'a>>,
    links: Vec<(Text<'a>, Text<'a>)>,
    /// What patches put back, and names of assets, each once.
    texts: Vec<Text<'a>>,
    pages: Vec<StoredPage<'a>>,
}

type Text<'a> = Cow<'a, str>;

#[derive(Debug, Serialize, Deserialize)]
struct StoredDerived<'a> {
    of: Text<'a>,
    source: ByteArray<32>,
    inputs: Vec<(Text<'a>, ByteArray<32>)>,
    answers: Vec<ByteArray<32>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredPage<'a> {
    name: Text<'a>,
    output: Text<'a>,
    source: Option<ByteArray<32>>,
    html: ByteArray<32>,
    /// The first number, then the distance of each to the one before it.
    reads: Vec<u32>,
    /// The distance from the end of the one before, the length, and the number of the text.
    patches: Vec<(u32, u32, u32)>,
    diagnostics: Vec<StoredDiagnostic>,
    link_problems: Vec<(Option<String>, StoredDiagnostic)>,
    claims: Vec<StoredClaim>,
    /// Numbers of texts.
    unloaded: Vec<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredClaim {
    logical: String,
    integrity: String,
    is_shared: bool,
    diagnostic: StoredDiagnostic,
}

impl From<&Claim> for StoredClaim {
    fn from(claim: &Claim) -> Self {
        let Claim { logical, integrity, is_shared, diagnostic } = claim;
        let (logical, integrity) = (logical.clone(), integrity.clone());
        Self { logical, integrity, is_shared: *is_shared, diagnostic: StoredDiagnostic::from(diagnostic) }
    }
}

impl StoredClaim {
    fn restore(self) -> Option<Claim> {
        let Self { logical, integrity, is_shared, diagnostic } = self;
        Some(Claim { logical, integrity, is_shared, diagnostic: diagnostic.restore()? })
    }
}

impl PatchRecord {
    /// The patch of this record.
    pub(crate) fn restore(self, texts: &Texts) -> Patch {
        let start = self.start as usize;
        Patch { range: start..start + self.len as usize, original: texts.text(self.original).to_owned() }
    }
}

impl PageRecords {
    /// The record of a patch; `None` behind the 4 GiB that records know. A page without a record is made in every build.
    pub(crate) fn record_patch(&mut self, Patch { range, original }: &Patch) -> Option<PatchRecord> {
        let (start, end) = (u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?);
        Some(PatchRecord { start, len: end.checked_sub(start)?, original: self.texts.number(original) })
    }

    /// The stored records, or none with the reason.
    pub(super) fn load(cache: &Cache) -> Loaded<Self> {
        let Loaded { value, damage, path } = cache.load_table::<Stored<'static>>(&TABLE);
        Loaded { value: restore(value), damage, path }
    }

    /// Stores the records.
    pub(crate) fn save(&self, cache: &Cache) -> Result<(), CacheError> {
        cache.save_table(&TABLE, &store(self))
    }
}

fn bytes(digest: &Digest) -> ByteArray<32> {
    ByteArray::new(*digest.as_bytes())
}

fn digest(bytes: ByteArray<32>) -> Digest {
    Digest::from_bytes(bytes.into_array())
}

fn stored_problem(problem: &LinkProblem) -> (Option<String>, StoredDiagnostic) {
    (problem.shared.clone(), StoredDiagnostic::from(&problem.diagnostic))
}

/// The records as they are stored, page by page. Says what [`Stored`] says.
fn store(records: &PageRecords) -> impl Serialize {
    fn pair((key, digest): &(ReadKey, Digest)) -> (Text<'_>, ByteArray<32>) {
        (key.as_str().into(), bytes(digest))
    }
    fn derived(derived: &Derived) -> StoredDerived<'_> {
        StoredDerived {
            of: derived.of.as_str().into(),
            source: bytes(&derived.source),
            inputs: derived.inputs.iter().map(pair).collect(),
            answers: derived.answers.iter().map(bytes).collect(),
        }
    }
    let mut used = vec![false; records.texts.len()];
    for page in records.pages.values() {
        let originals = page.patches.iter().map(|patch| patch.original);
        originals.chain(page.unloaded.iter().copied()).for_each(|number| used[number as usize] = true);
    }
    let (texts, numbers) = records.texts.used(&used);
    let pages = records.pages.iter().map(|(name, page)| (name, &**page)).zip(iter::repeat(Arc::<[u32]>::from(numbers)));
    let belongs_to = &records.belongs_to;
    (
        belongs_to.folder.as_str(),
        belongs_to.assets.as_ref().map(bytes),
        belongs_to.linking.as_ref().map(bytes),
        belongs_to.names.as_ref().map(bytes),
        belongs_to.model.as_ref().map(bytes),
        Lazily(records.reads.iter().map(pair)),
        Lazily(records.derived.iter().map(derived)),
        Lazily(records.links.iter()),
        texts,
        Lazily(pages.map(stored_page)),
    )
}

/// A page, where the texts have these numbers.
fn stored_page<'a>(((name, page), numbers): ((&'a String, &'a PageRecord), Arc<[u32]>)) -> StoredPage<'a> {
    let mut end = 0;
    let patch = |PatchRecord { start, len, original }: &PatchRecord| {
        let gap = start - std::mem::replace(&mut end, start + len);
        (gap, *len, numbers[*original as usize])
    };
    let mut before = 0;
    let distance = |read: &u32| read - std::mem::replace(&mut before, *read);
    StoredPage {
        name: name.into(),
        output: (&page.output).into(),
        source: page.source.as_ref().map(bytes),
        html: bytes(&page.html),
        reads: page.reads.iter().map(distance).collect(),
        patches: page.patches.iter().map(patch).collect(),
        diagnostics: page.diagnostics.iter().map(StoredDiagnostic::from).collect(),
        link_problems: page.link_problems.iter().map(stored_problem).collect(),
        claims: page.claims.iter().map(StoredClaim::from).collect(),
        unloaded: page.unloaded.iter().map(|number| numbers[*number as usize]).collect(),
    }
}

/// The records, without the pages that point to what is not there: their table was made by another program.
fn restore(stored: Stored<'_>) -> PageRecords {
    fn pair((key, bytes): (Text<'_>, ByteArray<32>)) -> (ReadKey, Digest) {
        (ReadKey::from_stored(key.into_owned()), digest(bytes))
    }
    let derived = |derived: StoredDerived<'_>| Derived {
        of: ReadKey::from_stored(derived.of.into_owned()),
        source: digest(derived.source),
        inputs: derived.inputs.into_iter().map(pair).collect(),
        answers: derived.answers.into_iter().map(digest).collect(),
    };
    let (reads, texts) = (stored.reads.len(), stored.texts.len());
    let page = |page: StoredPage<'_>| restore_page(page, reads, texts);
    PageRecords {
        belongs_to: Belonging {
            folder: stored.folder.into_owned(),
            assets: stored.assets.map(digest),
            linking: stored.linking.map(digest),
            names: stored.names.map(digest),
            model: stored.model.map(digest),
        },
        pages: stored.pages.into_iter().filter_map(page).collect(),
        reads: stored.reads.into_iter().map(pair).collect(),
        derived: stored.derived.into_iter().map(derived).collect(),
        texts: Texts::from_stored(stored.texts.into_iter().map(|text| text.into_owned().into()).collect()),
        links: stored.links.into_iter().map(|(logical, url)| (logical.into_owned(), url.into_owned())).collect(),
    }
}

fn restore_page(stored: StoredPage<'_>, reads_known: usize, texts_known: usize) -> Option<(String, Box<PageRecord>)> {
    let mut number = 0_u32;
    let mut reads = Vec::with_capacity(stored.reads.len());
    for distance in stored.reads {
        number = number.checked_add(distance).filter(|number| (*number as usize) < reads_known)?;
        reads.push(number);
    }
    let known_text = |number: u32| ((number as usize) < texts_known).then_some(number);
    let mut end = 0_u32;
    let mut patches = Vec::with_capacity(stored.patches.len());
    for (gap, len, text) in stored.patches {
        let start = end.checked_add(gap)?;
        end = start.checked_add(len)?;
        patches.push(PatchRecord { start, len, original: known_text(text)? });
    }
    let restored = |stored: Vec<StoredDiagnostic>| -> Option<Vec<Diagnostic>> {
        stored.into_iter().map(StoredDiagnostic::restore).collect()
    };
    let problem = |(shared, stored): (Option<String>, StoredDiagnostic)| {
        Some(LinkProblem { shared, diagnostic: stored.restore()? })
    };
    let problems: Option<Vec<_>> = stored.link_problems.into_iter().map(problem).collect();
    let claims: Option<Vec<_>> = stored.claims.into_iter().map(StoredClaim::restore).collect();
    let unloaded: Option<Box<[u32]>> = stored.unloaded.into_iter().map(known_text).collect();
    let record = PageRecord {
        output: stored.output.into_owned(),
        source: stored.source.map(digest),
        html: digest(stored.html),
        reads: reads.into(),
        patches: patches.into(),
        diagnostics: restored(stored.diagnostics)?,
        link_problems: problems?,
        claims: claims?,
        unloaded: unloaded?,
    };
    Some((stored.name.into_owned(), Box::new(record)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_cache::table;

    fn records() -> PageRecords {
        let key = |text: &str| ReadKey::from_stored(text);
        let mut records = PageRecords::default();
        let patches = [(3..5, "/x"), (9..12, "/y"), (12..13, "/x")]
            .map(|(range, original)| records.record_patch(&Patch { range, original: original.into() }).unwrap());
        let page = PageRecord {
            output: "a/index.html".into(),
            source: Some(Digest::from_bytes([2; 32])),
            html: Digest::from_bytes([3; 32]),
            reads: [0, 1].into(),
            patches: patches.into(),
            diagnostics: vec![Diagnostic::note("a-note", "x")],
            link_problems: vec![LinkProblem {
                shared: Some("a.png".into()),
                diagnostic: Diagnostic::warning("missing-asset", "y"),
            }],
            claims: vec![Claim {
                logical: "a.js".into(),
                integrity: "sha384-x".into(),
                is_shared: false,
                diagnostic: Diagnostic::warning("integrity-mismatch", "z"),
            }],
            unloaded: [records.texts.number("a.pdf")].into(),
        };
        PageRecords {
            belongs_to: Belonging {
                folder: "public".into(),
                assets: Some(Digest::from_bytes([9; 32])),
                linking: Some(Digest::from_bytes([8; 32])),
                names: Some(Digest::from_bytes([7; 32])),
                model: Some(Digest::from_bytes([1; 32])),
            },
            reads: vec![(key("settings"), Digest::from_bytes([4; 32])), (key("x"), Digest::from_bytes([5; 32]))],
            derived: vec![Derived {
                of: key("x"),
                source: Digest::from_bytes([6; 32]),
                inputs: vec![(key("settings"), Digest::from_bytes([4; 32]))],
                answers: vec![Digest::from_bytes([5; 32])],
            }],
            links: [("assets/a.css".into(), "/assets/a.0123456789ab.css".into())].into(),
            pages: [("content/a.md".into(), Box::new(page))].into(),
            ..records
        }
    }

    /// Whoever changes what is stored changes these bytes: then the table needs another schema number, and this test another digest.
    #[test]
    fn the_stored_form_is_that_of_its_schema() {
        let bytes = table::encode(&TABLE, "bengal test", &store(&records())).unwrap();
        assert_eq!((TABLE.schema, Digest::of(&bytes).hex(12).as_str()), (2, "e8f68c0e17ee"));
        let read = restore(table::decode(&TABLE, "bengal test", &bytes).unwrap());
        assert_eq!((read.pages, read.reads, read.derived), (records().pages, records().reads, records().derived));
        assert_eq!((read.links, read.belongs_to), (records().links, records().belongs_to));
    }

    #[test]
    fn no_pages_come_back_as_none() {
        let stored = rmp_serde::to_vec(&store(&PageRecords::default())).unwrap();
        let read = restore(rmp_serde::from_slice(&stored).unwrap());
        assert_eq!((read.pages, read.reads, read.links), Default::default());
        assert_eq!((read.derived, read.texts.len(), read.belongs_to), Default::default());
    }

    #[test]
    fn a_page_that_points_nowhere_is_dropped() {
        for break_it in [
            |page: &mut StoredPage<'_>| page.reads = vec![0, 2],
            |page: &mut StoredPage<'_>| page.reads = vec![1, u32::MAX],
            |page: &mut StoredPage<'_>| page.patches[0].2 = 3,
            |page: &mut StoredPage<'_>| page.patches[1].0 = u32::MAX,
            |page: &mut StoredPage<'_>| page.unloaded[0] = u32::MAX,
        ] {
            let records = records();
            let mut stored: Stored<'_> = rmp_serde::from_slice(&rmp_serde::to_vec(&store(&records)).unwrap()).unwrap();
            break_it(&mut stored.pages[0]);
            assert_eq!(restore(stored).pages, BTreeMap::new());
        }
    }
}
