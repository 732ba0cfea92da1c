//! The table of page records.
//!
//! What there is most of, reads and what pages have of them, is stored as packed bytes: it is read by copying and checking, not item by item.

use super::diagnostics::StoredDiagnostic;
use super::lazily::Lazily;
use super::numbered::Texts;
use super::packed::{Patches, Rising};
use super::pages::{Belonging, Claim, LinkProblem, PageProblems, PageRecord, PageRecords};
use super::reads::{ReadParts, Reads};
use bengal_cache::{Cache, CacheError, Loaded, Table};
use bengal_core::{Diagnostic, Digest, HalfDigest};
use bengal_render::{Derived, ReadKey};
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf, Bytes};
use std::borrow::Cow;
use std::sync::Arc;

/// A change of what is stored is a new schema number.
const TABLE: Table = Table { name: "pages", schema: 4 };

/// The table as it is read; [`store`] writes it.
#[derive(Debug, Default, Deserialize)]
struct Stored {
    folder: String,
    assets: Option<ByteArray<32>>,
    linking: Option<ByteArray<32>>,
    names: Option<ByteArray<32>>,
    model: Option<ByteArray<32>>,
    /// What reads are made of, each once.
    parts: Vec<Box<str>>,
    /// Of each read [`READ_BYTES`]: the numbers of its two parts, the least significant of their four bytes first, and the half digest
    /// of its answer. So many reads in a piece that nobody needs all of them as bytes at once.
    reads: Vec<ByteBuf>,
    derived: Vec<StoredDerived<'static>>,
    links: Vec<(String, String)>,
    /// What patches put back, and names of assets, each once.
    texts: Vec<Box<str>>,
    site_files: Vec<(String, ByteArray<16>)>,
    pages: Vec<StoredPage>,
}

type Text<'a> = Cow<'a, str>;

const READ_BYTES: usize = 24;

/// So many reads are stored in one piece.
const READS_IN_PIECE: usize = 1024;

#[derive(Debug, Serialize, Deserialize)]
struct StoredDerived<'a> {
    of: Text<'a>,
    source: ByteArray<32>,
    inputs: Vec<(Text<'a>, ByteArray<32>)>,
    answers: Vec<ByteArray<32>>,
}

/// A page as it is read; [`stored_page`] writes it.
#[derive(Debug, Deserialize)]
struct StoredPage {
    name: Box<str>,
    output: Box<str>,
    source: Option<ByteArray<16>>,
    html: ByteArray<16>,
    /// Packed as [`Rising`].
    reads: ByteBuf,
    /// Packed as [`Patches`].
    patches: ByteBuf,
    /// Numbers of texts.
    unloaded: Vec<u32>,
    problems: Option<StoredProblems>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredProblems {
    rendering: Vec<StoredDiagnostic>,
    linking: Vec<(Option<String>, StoredDiagnostic)>,
    claims: Vec<StoredClaim>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredClaim {
    logical: String,
    integrity: String,
    is_shared: bool,
    diagnostic: StoredDiagnostic,
}

impl PageRecords {
    /// The stored records, or none with the reason.
    pub(super) fn load(cache: &Cache) -> Loaded<Self> {
        let Loaded { value, damage, path } = cache.load_table::<Stored>(&TABLE);
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

fn half(digest: &HalfDigest) -> ByteArray<16> {
    ByteArray::new(*digest.as_bytes())
}

fn half_digest(bytes: ByteArray<16>) -> HalfDigest {
    HalfDigest::from_bytes(bytes.into_array())
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
    let Reads { texts, parts, answers } = &records.reads;
    let pieces = parts.chunks(READS_IN_PIECE).zip(answers.chunks(READS_IN_PIECE));
    let belongs_to = &records.belongs_to;
    (
        belongs_to.folder.as_str(),
        belongs_to.assets.as_ref().map(bytes),
        belongs_to.linking.as_ref().map(bytes),
        belongs_to.names.as_ref().map(bytes),
        belongs_to.model.as_ref().map(bytes),
        texts.as_slice(),
        Lazily(pieces.map(stored_reads)),
        Lazily(records.derived.iter().map(derived)),
        Lazily(records.links.iter()),
        &*records.texts,
        Lazily(records.site_files.iter().map(|(path, digest)| (path, half(digest)))),
        Lazily(records.pages.iter().map(stored_page)),
    )
}

fn stored_reads((parts, answers): (&[ReadParts], &[HalfDigest])) -> ByteBuf {
    let mut bytes = Vec::with_capacity(parts.len() * READ_BYTES);
    for ((question, about), answer) in parts.iter().zip(answers) {
        bytes.extend(question.to_le_bytes());
        bytes.extend(about.to_le_bytes());
        bytes.extend(answer.as_bytes());
    }
    ByteBuf::from(bytes)
}

fn stored_page<'a>((name, page): (&'a str, &'a PageRecord)) -> impl Serialize + 'a {
    (
        name,
        &page.output,
        page.source.as_ref().map(half),
        half(&page.html),
        Bytes::new(page.reads.as_stored()),
        Bytes::new(page.patches.as_stored()),
        &page.unloaded,
        page.problems.as_deref().map(stored_problems),
    )
}

fn stored_problems(PageProblems { rendering, linking, claims }: &PageProblems) -> StoredProblems {
    let problem = |problem: &LinkProblem| (problem.shared.clone(), StoredDiagnostic::from(&problem.diagnostic));
    let claim = |Claim { logical, integrity, is_shared, diagnostic }: &Claim| StoredClaim {
        logical: logical.clone(),
        integrity: integrity.clone(),
        is_shared: *is_shared,
        diagnostic: StoredDiagnostic::from(diagnostic),
    };
    StoredProblems {
        rendering: rendering.iter().map(StoredDiagnostic::from).collect(),
        linking: linking.iter().map(problem).collect(),
        claims: claims.iter().map(claim).collect(),
    }
}

/// The records, without the pages that point to what is not there: their table was made by another program.
fn restore(stored: Stored) -> PageRecords {
    fn pair((key, bytes): (Text<'_>, ByteArray<32>)) -> (ReadKey, Digest) {
        (ReadKey::from_stored(key.into_owned()), digest(bytes))
    }
    let derived = |derived: StoredDerived<'_>| Derived {
        of: ReadKey::from_stored(derived.of.into_owned()),
        source: digest(derived.source),
        inputs: derived.inputs.into_iter().map(pair).collect(),
        answers: derived.answers.into_iter().map(digest).collect(),
    };
    let reads = restore_reads(stored.parts, &stored.reads).unwrap_or_default();
    let (reads_known, texts_known) = (reads.len(), stored.texts.len());
    let page = |page: StoredPage| restore_page(page, reads_known, texts_known);
    PageRecords {
        belongs_to: Belonging {
            folder: stored.folder,
            assets: stored.assets.map(digest),
            linking: stored.linking.map(digest),
            names: stored.names.map(digest),
            model: stored.model.map(digest),
        },
        reads,
        derived: stored.derived.into_iter().map(derived).collect(),
        texts: Texts::from_stored(stored.texts),
        site_files: stored.site_files.into_iter().map(|(path, bytes)| (path, half_digest(bytes))).collect(),
        links: stored.links.into_iter().collect(),
        pages: stored.pages.into_iter().filter_map(page).collect(),
    }
}

/// The reads; `None` where these bytes are none, or name texts that are not there.
fn restore_reads(texts: Vec<Box<str>>, pieces: &[ByteBuf]) -> Option<Reads> {
    let len = pieces.iter().map(|piece| piece.len() / READ_BYTES).sum();
    let (mut parts, mut answers) = (Vec::with_capacity(len), Vec::with_capacity(len));
    let known = |part: [u8; 4]| Some(u32::from_le_bytes(part)).filter(|part| (*part as usize) < texts.len());
    for piece in pieces {
        let (reads, []) = piece.as_chunks::<READ_BYTES>() else { return None };
        for read in reads {
            let (question, rest) = read.split_first_chunk()?;
            let (about, answer) = rest.split_first_chunk()?;
            parts.push((known(*question)?, known(*about)?));
            answers.push(HalfDigest::from_bytes(*answer.first_chunk()?));
        }
    }
    Some(Reads { texts, parts, answers })
}

fn restore_page(stored: StoredPage, reads_known: usize, texts_known: usize) -> Option<(Arc<str>, PageRecord)> {
    let knows_texts = stored.unloaded.iter().all(|number| (*number as usize) < texts_known);
    let problems = match stored.problems {
        Some(problems) => restore_problems(problems)?.boxed(),
        None => None,
    };
    let record = PageRecord {
        output: stored.output,
        source: stored.source.map(half_digest),
        html: half_digest(stored.html),
        reads: Rising::from_stored(stored.reads.into_vec().into(), reads_known)?,
        patches: Patches::from_stored(stored.patches.into_vec().into(), texts_known)?,
        unloaded: stored.unloaded.into(),
        problems,
    };
    knows_texts.then(|| (stored.name.into(), record))
}

fn restore_problems(StoredProblems { rendering, linking, claims }: StoredProblems) -> Option<PageProblems> {
    let rendering: Option<Vec<Diagnostic>> = rendering.into_iter().map(StoredDiagnostic::restore).collect();
    let problem = |(shared, stored): (Option<String>, StoredDiagnostic)| {
        Some(LinkProblem { shared, diagnostic: stored.restore()? })
    };
    let linking: Option<Vec<_>> = linking.into_iter().map(problem).collect();
    let claim = |StoredClaim { logical, integrity, is_shared, diagnostic }: StoredClaim| {
        Some(Claim { logical, integrity, is_shared, diagnostic: diagnostic.restore()? })
    };
    let claims: Option<Vec<_>> = claims.into_iter().map(claim).collect();
    Some(PageProblems { rendering: rendering?, linking: linking?, claims: claims? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_assets::Patch;
    use bengal_cache::table;

    fn records() -> PageRecords {
        let key = |text: &str| ReadKey::from_stored(text);
        let mut records = PageRecords::default();
        let patch = |range, original: &str| Patch { range, original: original.into() };
        let patches = records.record_patches(&[patch(3..5, "/x"), patch(9..12, "/y"), patch(12..13, "/x")]).unwrap();
        let unloaded = records.texts.number("a.pdf");
        let problems = PageProblems {
            rendering: vec![Diagnostic::note("a-note", "x")],
            linking: vec![LinkProblem {
                shared: Some("a.png".into()),
                diagnostic: Diagnostic::warning("missing-asset", "y"),
            }],
            claims: vec![Claim {
                logical: "a.js".into(),
                integrity: "sha384-x".into(),
                is_shared: false,
                diagnostic: Diagnostic::warning("integrity-mismatch", "z"),
            }],
        };
        let page = PageRecord {
            output: "a/index.html".into(),
            source: Some(HalfDigest::from_bytes([2; 16])),
            html: HalfDigest::from_bytes([3; 16]),
            reads: Rising::of([0, 1]),
            patches,
            unloaded: [unloaded].into(),
            problems: problems.boxed(),
        };
        let generated = PageRecord {
            output: "b/index.html".into(),
            source: None,
            html: HalfDigest::from_bytes([3; 16]),
            reads: Rising::of([1]),
            patches: Patches::default(),
            unloaded: [].into(),
            problems: None,
        };
        PageRecords {
            belongs_to: Belonging {
                folder: "public".into(),
                assets: Some(Digest::from_bytes([9; 32])),
                linking: Some(Digest::from_bytes([8; 32])),
                names: Some(Digest::from_bytes([7; 32])),
                model: Some(Digest::from_bytes([1; 32])),
            },
            reads: Reads {
                texts: ["", "settings", "page\ttitle\t", "x"].map(Into::into).into(),
                parts: vec![(0, 1), (2, 3)],
                answers: vec![HalfDigest::from_bytes([4; 16]), HalfDigest::from_bytes([5; 16])],
            },
            derived: vec![Derived {
                of: key("x"),
                source: Digest::from_bytes([6; 32]),
                inputs: vec![(key("settings"), Digest::from_bytes([4; 32]))],
                answers: vec![Digest::from_bytes([5; 32])],
            }],
            links: [("assets/a.css".into(), "/assets/a.0123456789ab.css".into())].into(),
            site_files: [("sitemap.xml".into(), HalfDigest::from_bytes([7; 16]))].into(),
            pages: [("content/a.md".into(), page), ("/b/".into(), generated)].into_iter().collect(),
            ..records
        }
    }

    /// Whoever changes what is stored changes these bytes: then the table needs another schema number, and this test another digest.
    #[test]
    fn the_stored_form_is_that_of_its_schema() {
        let bytes = table::encode(&TABLE, "bengal test", &store(&records())).unwrap();
        assert_eq!((TABLE.schema, Digest::of(&bytes).hex(12).as_str()), (4, "0ead7c146135"));
        let read = restore(table::decode(&TABLE, "bengal test", &bytes).unwrap());
        assert_eq!(
            (read.pages, read.reads, read.derived, read.site_files),
            (records().pages, records().reads, records().derived, records().site_files)
        );
        assert_eq!(
            (&*read.texts, read.links, read.belongs_to),
            (&*records().texts, records().links, records().belongs_to)
        );
    }

    #[test]
    fn no_pages_come_back_as_none() {
        let stored = rmp_serde::to_vec(&store(&PageRecords::default())).unwrap();
        let read = restore(rmp_serde::from_slice(&stored).unwrap());
        assert_eq!((read.pages, read.reads, read.links), Default::default());
        assert_eq!((read.derived, read.texts.len(), read.belongs_to), Default::default());
    }

    fn stored() -> Stored {
        rmp_serde::from_slice(&rmp_serde::to_vec(&store(&records())).unwrap()).unwrap()
    }

    #[test]
    fn a_page_that_points_nowhere_is_dropped() {
        for break_it in [
            |page: &mut StoredPage| page.reads = ByteBuf::from([0, 1]),
            |page: &mut StoredPage| page.reads = ByteBuf::from([0x80]),
            |page: &mut StoredPage| page.patches = ByteBuf::from([0, 1, 3]),
            |page: &mut StoredPage| page.patches = ByteBuf::from([0, 1]),
            |page: &mut StoredPage| page.unloaded[0] = u32::MAX,
        ] {
            let mut stored = stored();
            break_it(stored.pages.iter_mut().find(|page| &*page.name == "content/a.md").unwrap());
            assert_eq!(restore(stored).pages.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["/b/"]);
        }
    }

    #[test]
    fn reads_of_texts_that_are_not_there_are_dropped_with_their_pages() {
        for break_it in [
            |stored: &mut Stored| stored.reads[0][0] = 4,
            |stored: &mut Stored| stored.reads[0][7] = 1,
            |stored: &mut Stored| stored.reads[0].truncate(47),
            |stored: &mut Stored| stored.reads.push(ByteBuf::from([0; 4])),
        ] {
            let mut stored = stored();
            break_it(&mut stored);
            let read = restore(stored);
            assert_eq!((read.reads, read.pages), Default::default());
        }
    }
}
