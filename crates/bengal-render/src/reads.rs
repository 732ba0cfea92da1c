//! What a page looks at outside its own source while it is rendered.

use crate::ImageOperation;
use bengal_core::{PageId, SectionId};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// One query that was asked while a page was rendered. Look-ups that found nothing count too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// A field of another page, or of the page itself.
    Page(PageId, &'static str),
    /// A field or a listing of a section.
    Section(SectionId, &'static str),
    /// A field or a listing of the whole site: `menus.main`, `pages`, `taxonomies.tags`.
    Site(String),
    /// A configuration key, dotted.
    Config(String),
    /// A part of `data/`, dotted.
    Data(String),
    /// A template by name, and where it was found (`None`: nowhere).
    Template(String, Option<String>),
    /// A file of the site by path: includes, data of directives.
    File(String),
    /// A cross reference as written, or the path in the site's folder of what a relative link leads to.
    Reference(String),
    /// The anchors of another page, or (`None`) of all pages.
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

/// The reads of one page, collected where they happen.
#[derive(Debug, Default)]
pub struct ReadLog {
    reads: Mutex<BTreeSet<Read>>,
}

impl ReadLog {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a read. The same read twice is one.
    pub fn record(&self, read: Read) {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).insert(read);
    }

    /// The reads in order.
    pub fn into_reads(self) -> Vec<Read> {
        self.reads.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
    }

    /// Takes the reads out, in order.
    pub fn take(&self) -> Vec<Read> {
        std::mem::take(&mut *self.reads.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect()
    }
}
