//! What template values share: the site, and what one page's rendering knows and records.

use super::bodies::Bodies;
use super::nav::NavTrees;
use super::nav_menu::NavMenus;
use super::terms::TermIndex;
use super::value::to_template;
use crate::markdown::{Body, Markdown};
use crate::{Read, ReadLog};
use bengal_core::site::SiteIndex;
use bengal_core::{Config, PageId, SectionId, Site};
use minijinja::Value;
use std::cell::RefCell;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// What all pages' templates share. Everything that is computed from the site is computed once, on first use.
pub(crate) struct Shared {
    pub(crate) site: Arc<Site>,
    pub(crate) index: Arc<SiteIndex>,
    pub(crate) markdown: Arc<Markdown>,
    pub(crate) bodies: Bodies,
    pub(crate) nav: NavTrees,
    pub(crate) menus: NavMenus,
    pub(crate) terms: TermIndex,
    has_feed: OnceLock<bool>,
    data: OnceLock<Value>,
    config: OnceLock<Value>,
    params: OnceLock<Value>,
    listed: OnceLock<Arc<[PageId]>>,
    regular: OnceLock<Arc<[PageId]>>,
    sections: OnceLock<bengal_core::keyed::KeyedMap<String, SectionId>>,
}

impl Shared {
    pub(crate) fn new(site: Arc<Site>, index: Arc<SiteIndex>, markdown: Arc<Markdown>) -> Self {
        Self {
            terms: TermIndex::build(&site),
            nav: NavTrees::new(&site),
            site,
            index,
            markdown,
            bodies: Bodies::default(),
            menus: NavMenus::default(),
            has_feed: OnceLock::new(),
            data: OnceLock::new(),
            config: OnceLock::new(),
            params: OnceLock::new(),
            listed: OnceLock::new(),
            regular: OnceLock::new(),
            sections: OnceLock::new(),
        }
    }

    /// Whether the site has a feed.
    pub(crate) fn has_feed(&self) -> bool {
        *self.has_feed.get_or_init(|| self.site.has_feed())
    }

    pub(crate) fn config(&self) -> &Config {
        &self.site.config
    }

    /// `data/` as a template value, converted once a site.
    pub(crate) fn data_tree(&self) -> &Value {
        self.data.get_or_init(|| to_template(&bengal_core::Value::Map(self.site.data.clone())))
    }

    /// The merged configuration as a template value.
    pub(crate) fn config_tree(&self) -> &Value {
        self.config.get_or_init(|| to_template(&self.config().raw))
    }

    /// `params` of the configuration as a template value.
    pub(crate) fn params_tree(&self) -> &Value {
        self.params.get_or_init(|| to_template(&bengal_core::Value::Map(self.config().params.clone())))
    }

    /// The pages that may be listed, in the order of the site.
    pub(crate) fn listed_pages(&self) -> &Arc<[PageId]> {
        self.listed.get_or_init(|| {
            self.site
                .pages
                .iter()
                .filter(|page| page.visibility.listings && !page.is_generated() && !page.shadowed)
                .map(|page| page.id)
                .collect()
        })
    }

    /// Those of [`listed_pages`](Self::listed_pages) that are ordinary pages.
    pub(crate) fn regular_pages(&self) -> &Arc<[PageId]> {
        self.regular.get_or_init(|| {
            let kind = bengal_core::PageKind::Page;
            self.listed_pages().iter().copied().filter(|id| self.site.page(*id).kind == kind).collect()
        })
    }

    /// The section of a folder under `content/`.
    pub(crate) fn section_by_path(&self, path: &str) -> Option<SectionId> {
        self.sections
            .get_or_init(|| self.site.sections.iter().map(|section| (section.path.clone(), section.id)).collect())
            .get(path)
            .copied()
    }
}

/// The rendering of one page: what its template may look at, and where it is recorded.
pub(super) struct Scope {
    pub(super) shared: Arc<Shared>,
    pub(super) reads: Arc<ReadLog>,
    pub(super) page: PageId,
    pub(super) body: Body,
    /// The HTML of the body, moved out of `body`.
    pub(super) content: Value,
    parts: OnceLock<[Value; 2]>,
}

impl Scope {
    pub(super) fn new(shared: Arc<Shared>, reads: Arc<ReadLog>, page: PageId, mut body: Body) -> Self {
        let content = Value::from_safe_string(std::mem::take(&mut body.html));
        reads.record(Read::Settings);
        reads.record(Read::Page(page, "fields"));
        Self { shared, reads, page, body, content, parts: OnceLock::new() }
    }

    pub(super) fn site(&self) -> &Site {
        &self.shared.site
    }

    pub(super) fn current(&self) -> &bengal_core::Page {
        self.site().page(self.page)
    }

    /// The body's own title, if it begins with one, and what stands behind it. Cut here and not in templates: it is no work of theirs.
    pub(super) fn content_parts(&self) -> &[Value; 2] {
        const END: &str = "</h1>";
        self.parts.get_or_init(|| {
            let html = self.content.as_str().unwrap_or_default();
            let end = html.find(END).filter(|_| self.body.starts_with_title).map_or(0, |at| at + END.len());
            let (title, rest) = html.split_at(end);
            [title, rest].map(|part| Value::from_safe_string(part.to_owned()))
        })
    }

    pub(super) fn record(&self, read: Read) {
        self.reads.record(read);
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scope({:?})", self.page)
    }
}

thread_local! {
    /// The renderings in progress on this thread, innermost last.
    ///
    /// minijinja resolves a template's name through a callback that is given nothing but names, and calls the loader once
    /// a template and not once a page. So which page uses which template can only be known from the thread that renders it.
    static CURRENT: RefCell<Vec<Arc<Scope>>> = const { RefCell::new(Vec::new()) };
}

/// Runs `render` with `scope` as this thread's current rendering, also where it panics.
pub(super) fn enter<R>(scope: &Arc<Scope>, render: impl FnOnce() -> R) -> R {
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            CURRENT.with_borrow_mut(Vec::pop);
        }
    }
    CURRENT.with_borrow_mut(|scopes| scopes.push(Arc::clone(scope)));
    let _leave = Leave;
    render()
}

/// This thread's current rendering.
pub(super) fn current() -> Option<Arc<Scope>> {
    CURRENT.with_borrow(|scopes| scopes.last().cloned())
}
