//! The anchors of all pages: found when a reference first asks for them.

use super::Markdown;
use super::writer::Anchor;
use crate::Read;
use bengal_core::PageId;
use bengal_core::keyed::KeyedMap;
use std::sync::OnceLock;

/// What a reference to an anchor may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnchorSearch {
    /// `[[!name]]`: targets only.
    Target,
    /// `[[#name]]`: targets first, then ids and texts of headings.
    Any,
}

impl AnchorSearch {
    /// Whether an anchor is meant by `name`, without regard to case.
    pub(super) fn fits(self, anchor: &Anchor, name: &str) -> bool {
        match self {
            Self::Target => anchor.target && anchor.id.eq_ignore_ascii_case(name),
            Self::Any => anchor.id.eq_ignore_ascii_case(name) || anchor.text.to_lowercase() == name.to_lowercase(),
        }
    }
}

/// The anchors of a page.
#[derive(Debug, Default)]
pub(crate) struct PageAnchors {
    list: Vec<Anchor>,
    /// What the page looked at for them, in order.
    reads: Vec<Read>,
    /// The first with each id.
    by_id: KeyedMap<String, usize>,
}

impl PageAnchors {
    fn new(list: Vec<Anchor>, reads: Vec<Read>) -> Self {
        let mut by_id = KeyedMap::default();
        for (at, anchor) in list.iter().enumerate() {
            by_id.entry(anchor.id.clone()).or_insert(at);
        }
        Self { list, reads, by_id }
    }

    /// Id, text and whether it is a target, in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str, bool)> {
        self.list.iter().map(|anchor| (anchor.id.as_str(), anchor.text.as_str(), anchor.target))
    }

    /// What the page looked at for them beside its own text, in order.
    pub(crate) fn reads(&self) -> &[Read] {
        &self.reads
    }
}

/// Anchors by page, each page's found at most once.
#[derive(Debug, Default)]
pub(super) struct AnchorIndex {
    /// Of most pages nobody asks.
    pages: Vec<OnceLock<Box<PageAnchors>>>,
    all: OnceLock<AllAnchors>,
}

/// Places of anchors: page and number in it. The first page by id has a name that several have.
#[derive(Debug, Default)]
struct AllAnchors {
    targets: KeyedMap<String, (PageId, usize)>,
    headings: KeyedMap<String, (PageId, usize)>,
}

impl AnchorIndex {
    pub(super) fn new(pages: usize) -> Self {
        Self { pages: (0..pages).map(|_| OnceLock::new()).collect(), all: OnceLock::new() }
    }
}

impl Markdown {
    /// The anchors of a page in order.
    pub(super) fn anchors_of(&self, page: PageId) -> &[Anchor] {
        self.page_anchors(page).map_or(&[], |anchors| &anchors.list)
    }

    /// The anchor of a page with exactly this id.
    pub(super) fn anchor_by_id(&self, page: PageId, id: &str) -> Option<&Anchor> {
        let anchors = self.page_anchors(page)?;
        anchors.list.get(*anchors.by_id.get(id)?)
    }

    /// The anchors of a page and what they depend on; `None` where there is no such page.
    pub(crate) fn page_anchors(&self, page: PageId) -> Option<&PageAnchors> {
        let anchors = self.anchors.pages.get(page.index())?;
        Some(anchors.get_or_init(|| {
            let (list, reads) = self.find_anchors(page);
            Box::new(PageAnchors::new(list, reads))
        }))
    }

    /// The first anchor of any page with this name. Looks through all pages once.
    pub(super) fn find_anchor(&self, name: &str, search: AnchorSearch) -> Option<(PageId, &Anchor)> {
        let all = self.anchors.all.get_or_init(|| self.all_anchors());
        let name = name.to_lowercase();
        let target = all.targets.get(&name);
        let (page, at) = match search {
            AnchorSearch::Target => target?,
            AnchorSearch::Any => target.or_else(|| all.headings.get(&name))?,
        };
        self.anchors_of(*page).get(*at).map(|anchor| (*page, anchor))
    }

    fn all_anchors(&self) -> AllAnchors {
        let mut all = AllAnchors::default();
        for page in self.site.page_ids() {
            for (at, anchor) in self.anchors_of(page).iter().enumerate() {
                if anchor.target {
                    all.targets.entry(anchor.id.to_lowercase()).or_insert((page, at));
                } else {
                    all.headings.entry(anchor.id.to_lowercase()).or_insert((page, at));
                    all.headings.entry(anchor.text.to_lowercase()).or_insert((page, at));
                }
            }
        }
        all
    }
}
