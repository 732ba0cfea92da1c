//! Answers that cost the parsing of pages, and what they were computed from.

use super::encoding::Encoding;
use super::model::{is_of_bodies, is_of_model};
use super::references::is_anchor;
use super::{Answers, Read};
use crate::markdown::{Body, TocEntry};
use crate::template::{Field, shortened};
use crate::{Lookup, ReadKey};
use bengal_core::keyed::KeyedMap;
use bengal_core::{Digest, PageId};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// An answer with what it was computed from, to be kept between builds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The read that it answers: anchors of a page, the content of a page (which stands for all fields that come from its text), a cross
    /// reference to an anchor.
    pub of: ReadKey,
    /// The digest of the page's source; [`Digest::of`] nothing where there is none.
    pub source: Digest,
    /// What was read beside that source, each with its answer, in order.
    pub inputs: Vec<(ReadKey, Digest)>,
    /// The digests of the answers: one, or for the content of a page one for each field.
    pub answers: Vec<Digest>,
}

/// Something that was asked for in this build: what it was computed from, by reads of this site.
#[derive(Debug)]
struct Computed {
    source: Digest,
    inputs: Inputs,
    answers: Vec<Digest>,
}

#[derive(Debug)]
enum Inputs {
    /// Computed in this build.
    Reads(Vec<Read>),
    /// Taken over.
    Stored(Vec<(ReadKey, Digest)>),
}

/// Of each page one answer. Nothing as long as nobody asks: many sites have no use for any.
type OfPages = OnceLock<Box<[OnceLock<Arc<Computed>>]>>;

/// Derived answers, each computed at most once.
#[derive(Debug)]
pub(super) struct DerivedAnswers {
    stored: KeyedMap<Read, Derived>,
    pages: usize,
    anchors: OfPages,
    bodies: OfPages,
    named: Mutex<KeyedMap<String, Arc<OnceLock<Arc<Computed>>>>>,
}

/// The fields that come from a page's text, in the order in which their digests are stored. The description that is made from the text
/// stands for `meta_description`.
const BODY_FIELDS: [Field; 9] = [
    Field::Content,
    Field::Toc,
    Field::Excerpt,
    Field::MetaDescription,
    Field::WordCount,
    Field::ReadingTime,
    Field::StartsWithTitle,
    Field::HasMath,
    Field::HasDiagrams,
];

impl DerivedAnswers {
    pub(super) fn new(pages: usize) -> Self {
        Self {
            stored: KeyedMap::default(),
            pages,
            anchors: OnceLock::new(),
            bodies: OnceLock::new(),
            named: Mutex::default(),
        }
    }

    /// The place for the answer of one page.
    fn cell<'a>(&self, answers: &'a OfPages, page: PageId) -> Option<&'a OnceLock<Arc<Computed>>> {
        answers.get_or_init(|| (0..self.pages).map(|_| OnceLock::new()).collect()).get(page.index())
    }

    pub(super) fn take_over(&mut self, read: Read, derived: Derived) {
        self.stored.insert(read, derived);
    }

    /// Those that were asked for, by key.
    pub(super) fn used(&self, answers: &Answers) -> Vec<Derived> {
        let ids = || answers.site().page_ids();
        let stored = |(read, computed): (Read, Option<Arc<Computed>>)| Some(answers.to_store(&read, &*computed?));
        // In this order: what one kind is computed from is asked for here, and may be of a kind that comes later.
        let bodies =
            ids().zip(self.bodies.get().into_iter().flatten()).map(|(id, cell)| (content_of(id), cell.get().cloned()));
        let mut all: Vec<Derived> = bodies.filter_map(stored).collect();
        all.extend(self.named_so_far().into_iter().filter_map(stored));
        let anchors = ids()
            .zip(self.anchors.get().into_iter().flatten())
            .map(|(id, cell)| (Read::Anchors(Some(id)), cell.get().cloned()));
        all.extend(anchors.filter_map(stored));
        all.sort_unstable_by(|a, b| a.of.cmp(&b.of));
        all
    }

    fn named_so_far(&self) -> Vec<(Read, Option<Arc<Computed>>)> {
        let named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = named.iter().map(|(text, cell)| (anchor_read(text), cell.get().cloned())).collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

/// How far up a read stands: answers are computed from those of reads further down only. So stored answers that name themselves, which only
/// damage could bring about, are never asked for.
fn rank(read: &Read) -> u8 {
    match read {
        Read::Anchors(Some(_)) => 1,
        Read::Anchors(None) => 2,
        Read::Reference(Lookup::Cross, text) if is_anchor(text) => 3,
        Read::Page(_, name) | Read::Section(_, name) | Read::Term(_, _, name) if is_of_bodies(name) => 4,
        Read::Site(name) if is_of_bodies(name) => 4,
        _ => 0,
    }
}

fn content_of(page: PageId) -> Read {
    Read::Page(page, Field::Content.name())
}

fn anchor_read(text: &str) -> Read {
    Read::Reference(Lookup::Cross, text.to_owned())
}

impl Answers {
    fn to_store(&self, read: &Read, computed: &Computed) -> Derived {
        let inputs = match &computed.inputs {
            Inputs::Stored(inputs) => inputs.clone(),
            Inputs::Reads(reads) => reads.iter().map(|read| (self.key(read), self.digest(read))).collect(),
        };
        Derived { of: self.key(read), source: computed.source, inputs, answers: computed.answers.clone() }
    }

    /// The anchors of a page.
    pub(super) fn anchors(&self, page: PageId) -> Digest {
        let Some(cell) = self.derived.cell(&self.derived.anchors, page) else { return Self::absent() };
        let read = Read::Anchors(Some(page));
        self.derive(cell, &read, self.source_of(page), 1, || {
            let anchors = self.shared.markdown.page_anchors(page);
            let mut out = Encoding::default();
            let mut reads = Vec::new();
            if let Some(anchors) = anchors {
                out.count(anchors.iter().len());
                for (id, text, target) in anchors.iter() {
                    out.text(id);
                    out.text(text);
                    out.flag(target);
                }
                reads = anchors.reads().to_vec();
            }
            (vec![out.digest()], reads)
        })
    }

    /// A field that comes from a page's text.
    pub(super) fn body(&self, page: PageId, field: Field) -> Digest {
        let Some(cell) = self.derived.cell(&self.derived.bodies, page) else { return Self::absent() };
        let read = content_of(page);
        let field = if field == Field::TocItems { Field::Toc } else { field };
        let at = BODY_FIELDS.iter().position(|known| *known == field).unwrap_or(0);
        self.derive_all(cell, &read, self.source_of(page), BODY_FIELDS.len(), || {
            let other = self.shared.bodies.get(&self.shared.markdown, page);
            let limit = self.site().config.content.summary_length;
            (BODY_FIELDS.iter().map(|field| body_field(&other.body, *field, limit)).collect(), other.reads.clone())
        })
        .answers
        .get(at)
        .copied()
        .unwrap_or_else(Self::absent)
    }

    /// The anchor that a cross reference to any page's anchors finds.
    pub(super) fn anchor_named(&self, text: &str) -> Digest {
        let cell = {
            let mut named = self.derived.named.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(named.entry(text.to_owned()).or_default())
        };
        self.derive(&cell, &anchor_read(text), Digest::of(b""), 1, || {
            let mut out = Encoding::default();
            out.optional(self.shared.markdown.anchor_target(text), |out, (page, id, text)| {
                out.text(self.page_name(page));
                out.text(id);
                out.text(text);
            });
            (vec![out.digest()], vec![Read::Anchors(None)])
        })
    }

    fn derive(
        &self,
        cell: &OnceLock<Arc<Computed>>,
        read: &Read,
        source: Digest,
        count: usize,
        compute: impl FnOnce() -> (Vec<Digest>, Vec<Read>),
    ) -> Digest {
        self.derive_all(cell, read, source, count, compute).answers.first().copied().unwrap_or_else(Self::absent)
    }

    /// What is stored, if it still holds, else what is computed now.
    fn derive_all<'a>(
        &self,
        cell: &'a OnceLock<Arc<Computed>>,
        read: &Read,
        source: Digest,
        count: usize,
        compute: impl FnOnce() -> (Vec<Digest>, Vec<Read>),
    ) -> &'a Computed {
        cell.get_or_init(|| {
            let stored = self.derived.stored.get(read).filter(|stored| {
                let fits = stored.source == source && stored.answers.len() == count;
                let holds = |(key, digest): &(ReadKey, Digest)| {
                    if self.same_model && is_of_model(key.as_str()) {
                        return true;
                    }
                    let input = self.read(key);
                    input.as_ref().is_none_or(|input| rank(input) < rank(read))
                        && input.map_or_else(Self::absent, |input| self.digest(&input)) == *digest
                };
                fits && stored.inputs.iter().all(holds)
            });
            Arc::new(match stored {
                Some(stored) => {
                    Computed { source, inputs: Inputs::Stored(stored.inputs.clone()), answers: stored.answers.clone() }
                }
                None => {
                    let (answers, reads) = compute();
                    Computed { source, inputs: Inputs::Reads(reads), answers }
                }
            })
        })
    }

    /// The digest of a page's source.
    fn source_of(&self, page: PageId) -> Digest {
        let source = self.site().pages.get(page.index()).and_then(|page| page.source.as_ref());
        source.map_or_else(|| Digest::of(b""), |source| source.digest)
    }
}

fn body_field(body: &Body, field: Field, summary_length: usize) -> Digest {
    let mut out = Encoding::default();
    match field {
        Field::Toc => write_toc(&body.toc, &mut out),
        Field::Excerpt => out.text(&body.excerpt),
        Field::MetaDescription => out.text(&shortened(&body.excerpt, summary_length, "…")),
        Field::WordCount => out.count(body.words),
        Field::ReadingTime => out.count(body.reading_minutes),
        Field::StartsWithTitle => out.flag(body.starts_with_title),
        Field::HasMath => out.flag(body.has_math),
        Field::HasDiagrams => out.flag(body.has_diagrams),
        _ => out.text(&body.html),
    }
    out.digest()
}

/// Headings have six levels, so this is at most six calls deep.
fn write_toc(entries: &[TocEntry], out: &mut Encoding) {
    out.count(entries.len());
    for entry in entries {
        out.byte(entry.level);
        out.text(&entry.id);
        out.text(&entry.text);
        write_toc(&entry.children, out);
    }
}
