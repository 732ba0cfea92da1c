//! What a page looks at outside its own source while it is rendered.
//!
//! A [`Read`] is a question; [`Answers`](crate::Answers) knows the digest of its answer in a site. A page is as it was when all its
//! questions have the answers that they had.

mod key;

pub use key::ReadKey;

use crate::ImageOperation;
use bengal_core::keyed::KeyedState;
use bengal_core::site::NavNode;
use bengal_core::{PageId, SectionId};
use indexmap::IndexSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One query that was asked while a page was rendered. Look-ups that found nothing count too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// What rendering itself takes from the configuration: lengths of excerpts, depth of tables of contents, taxonomies, the host.
    Settings,
    /// A field of another page, or of the page itself.
    Page(PageId, &'static str),
    /// A field or a listing of a section.
    Section(SectionId, &'static str),
    /// Whether the navigation tree below a section has at most so many entries.
    NavFits(SectionId, usize),
    /// The entries of one level of a navigation tree that are shown around one of them; its first ones where it has none such.
    NavLevel(SectionId, NavNode),
    /// A listing or a look-up of the whole site: `menus.main`, `pages`, `taxonomies.tags`.
    Site(String),
    /// A field or a listing of a term: taxonomy, slug, field.
    Term(String, String, &'static str),
    /// A configuration key, dotted. A dot or a backslash in a name has a backslash before it.
    Config(String),
    /// A part of `data/`, dotted in the same way.
    Data(String),
    /// A template by name.
    Template(String),
    /// A file of the site by path: includes, tables.
    File(String),
    /// What a path or a name that an author wrote leads to.
    Reference(Lookup, String),
    /// The anchors of a page, or (`None`) of all pages.
    Anchors(Option<PageId>),
    /// Something about an asset, by its logical path.
    Asset(String, AssetQuery),
}

/// What was asked about an asset: the questions of [`AssetSource`](crate::AssetSource).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssetQuery {
    /// Its content.
    Content,
    /// The digest of its published bytes.
    Integrity,
    /// Size and kind of a picture. The answer does not depend on its other bytes.
    Image,
    /// Path and size of a picture made from it. The answer does not depend on the bytes of either; but who does not ask again must see to it
    /// that the picture is published all the same.
    Derived(ImageOperation),
}

/// Where something that an author wrote is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lookup {
    /// Among the pages, as templates do: `get_page("docs/a")`, `url_for("docs/a.md")`.
    Page,
    /// Among pages, ids and anchors, as a cross reference does: `[[docs/a]]`, `[[id:x]]`, `[[!target]]`, `[[#heading]]`.
    Cross,
    /// Among pages, published files, assets and folders, by a path in the site's folder, as a relative link does.
    File,
    /// Among the URLs of pages.
    Url,
}

impl Read {
    /// The read of a configuration or data path one name further down.
    pub(crate) fn path_below(path: &str, name: &str) -> String {
        let mut below = String::with_capacity(path.len() + name.len() + 1);
        below.push_str(path);
        if !path.is_empty() {
            below.push('.');
        }
        for c in name.chars() {
            if matches!(c, '.' | '\\') {
                below.push('\\');
            }
            below.push(c);
        }
        below
    }
}

/// The reads of one page, collected where they happen.
#[derive(Debug, Default)]
pub struct ReadLog {
    reads: Mutex<IndexSet<Read, KeyedState>>,
}

impl ReadLog {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a read. The same read twice is one.
    pub fn record(&self, read: Read) {
        self.lock().insert(read);
    }

    /// The reads in order.
    pub fn into_reads(self) -> Vec<Read> {
        let mut reads = Vec::from_iter(self.reads.into_inner().unwrap_or_else(PoisonError::into_inner));
        reads.sort_unstable();
        reads
    }

    /// Takes the reads out, in the order in which they were first asked for.
    pub fn take(&self) -> Vec<Read> {
        Vec::from_iter(std::mem::take(&mut *self.lock()))
    }

    fn lock(&self) -> MutexGuard<'_, IndexSet<Read, KeyedState>> {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
