//! Sections: the folders of the content.

use super::{NavNode, PageId};
use crate::value::Map;
use std::sync::Arc;

/// The number of a section in [`Site::sections`](super::Site::sections).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(u32);

impl SectionId {
    /// The root section.
    pub const ROOT: Self = Self(0);

    /// The `index`-th section.
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// The place in [`Site::sections`](super::Site::sections).
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A folder of the content, with its pages.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its number.
    pub id: SectionId,
    /// The section that it is in; `None` for the root.
    pub parent: Option<SectionId>,
    /// Its folder under `content/`: `docs/guide`; empty for the root.
    pub path: String,
    /// Its own page; every section has one once phase 6 is done, unless that page is excluded.
    pub index: Option<PageId>,
    /// Its pages in order, without its own page and without those that are not listed.
    pub pages: Vec<PageId>,
    /// The sections directly in it, in order, those without any page left out.
    pub sections: Vec<SectionId>,
    /// Its pages and sections interleaved, as navigation shows them; see [`Site::children`](super::Site::children).
    pub children: Vec<NavNode>,
    /// Title.
    pub title: String,
    /// Shorter title for navigation.
    pub nav_title: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Icon name.
    pub icon: Option<String>,
    /// Order among its neighbours: lower first, none last.
    pub weight: Option<i64>,
    /// Content type of its pages: `doc`, `blog`, …
    pub content_type: Arc<str>,
    /// URL of its own page.
    pub url: String,
    /// What its pages inherit: the cascade of its own page and of those above, the nearest first.
    pub cascade: Map,
}

impl Section {
    /// The title for navigation.
    pub fn nav_title(&self) -> &str {
        self.nav_title.as_deref().unwrap_or(&self.title)
    }
}
