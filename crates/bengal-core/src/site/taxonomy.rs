//! Taxonomies and their terms.

use super::PageId;

/// A way of grouping pages, such as tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomy {
    /// Plural name: `tags`.
    pub name: String,
    /// Name of one term: `tag`.
    pub singular: String,
    /// Its own page, the list of terms.
    pub page: Option<PageId>,
    /// The terms by slug.
    pub terms: Vec<Term>,
}

/// One term with its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The name, in the spelling of the first page (by source path) that has it.
    pub name: String,
    /// The last part of its URL.
    pub slug: String,
    /// Its page (the first, where its list is cut into pages).
    pub page: Option<PageId>,
    /// The pages that have it: newest first, then by title, then by source path.
    pub pages: Vec<PageId>,
}
