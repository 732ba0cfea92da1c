//! The asset dependency map.

mod batch;
mod graph;
mod id_set;
mod interner;
mod json;
mod names;
mod sort;
mod stored;
mod users;

#[cfg(test)]
mod tests;

pub use batch::Batch;
pub use json::JsonError;
pub(crate) use stored::TABLE;

use graph::Graph;
use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Which assets each page uses, and which pages use each asset.
///
/// Pages and assets are named by any strings: a page by its source path or URL, an asset by its logical path. All
/// methods take `&self` and may be called from many threads at once. A reader sees a page's old set or its new one, never
/// a mixture, and each method is one atomic step but for three: [`extend`](Self::extend) is one step a batch,
/// [`retain_pages`](Self::retain_pages) asks first and removes then, and `==` looks at one map after the other. Answers
/// share their names with the map and come in the order of the names.
///
/// An entry can be *invalid*: its page is still known, but what it uses may have changed, so queries leave it out until
/// it is tracked again.
///
/// ```
/// use bengal_cache::{AssetDependencyMap, Tracked};
///
/// let map = AssetDependencyMap::new();
/// assert_eq!(map.track("content/index.md", ["css/style.css", "images/cat.png"]), Tracked::Added);
/// assert_eq!(map.track("content/about.md", ["css/style.css"]), Tracked::Added);
/// assert_eq!(map.track("content/about.md", ["css/style.css"]), Tracked::Unchanged);
/// let pages = map.pages_using("css/style.css");
/// assert_eq!(pages.iter().map(|page| &**page).collect::<Vec<_>>(), ["content/about.md", "content/index.md"]);
/// ```
#[derive(Debug, Default)]
pub struct AssetDependencyMap {
    graph: RwLock<Graph>,
}

/// What [`AssetDependencyMap::track`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Tracked {
    /// The page was not known.
    Added,
    /// The page used other assets before.
    Changed,
    /// The page had this very set already. If its entry was invalid, it is valid again.
    Unchanged,
}

/// How many pages [`AssetDependencyMap::extend`] added, changed, and found as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pages that were not known.
    pub added: usize,
    /// Pages whose set is another one now.
    pub changed: usize,
    /// Pages that had the same set already.
    pub unchanged: usize,
}

/// A page with its assets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The page's name.
    pub page: Arc<str>,
    /// The names of its assets, ascending, each once.
    pub assets: Vec<Arc<str>>,
    /// Whether queries count the entry.
    pub valid: bool,
}

/// Figures of a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Pages whose entries are valid.
    pub valid_pages: usize,
    /// Pages whose entries are not.
    pub invalid_pages: usize,
    /// Assets that valid pages use, each counted once.
    pub unique_assets: usize,
    /// Pairs of a valid page and an asset that it uses.
    pub edges: usize,
    /// Memory on the heap in bytes, as asked of the allocator.
    pub memory_bytes: usize,
}

impl Stats {
    /// Assets of a valid page, on average; 0 where there is none.
    pub fn average_assets(&self) -> f64 {
        if self.valid_pages == 0 { 0.0 } else { self.edges as f64 / self.valid_pages as f64 }
    }
}

impl AssetDependencyMap {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the assets of `page` to exactly `assets`, in any order; duplicates count once.
    ///
    /// Costs the length of the names. A set that is the same as before takes the lock only for reading.
    pub fn track<A: AsRef<str>>(&self, page: &str, assets: impl IntoIterator<Item = A>) -> Tracked {
        // The caller's iterator is run before the lock is taken: it may use the map.
        let assets: Vec<A> = assets.into_iter().collect();
        let names = || assets.iter().map(AsRef::as_ref);
        if self.read().is_current(page, names()) {
            return Tracked::Unchanged;
        }
        let page = Arc::from(page);
        let mut graph = self.write();
        let ids = graph.intern_assets(names());
        graph.track(&page, &ids)
    }

    /// Merges what threads have found, batch after batch; of two sets for one page the later counts.
    ///
    /// The lock is taken once for each batch: a reader may see some batches merged and others not, and never part of one.
    pub fn extend(&self, batches: impl IntoIterator<Item = Batch>) -> Changes {
        let mut changes = Changes::default();
        for batch in batches {
            batch.merge_into(&mut self.write(), &mut changes);
        }
        changes
    }

    /// The assets of a page; nothing where the page is not known or its entry is invalid.
    pub fn assets_of(&self, page: &str) -> Option<Vec<Arc<str>>> {
        let graph = self.read();
        let (_, entry) = graph.page(page).filter(|(_, entry)| entry.valid)?;
        Some(graph.asset_names(entry.assets.iter().copied()))
    }

    /// The pages that use an asset. Costs its answer, not the map.
    pub fn pages_using(&self, asset: &str) -> Vec<Arc<str>> {
        self.read().pages_using(asset)
    }

    /// Whether any page uses an asset. Costs nothing but the look-up.
    ///
    /// ```
    /// # use bengal_cache::{AssetDependencyMap, Tracked};
    /// let map = AssetDependencyMap::new();
    /// assert_eq!(map.track("content/a.md", ["cat.png"]), Tracked::Added);
    /// assert!(map.is_used("cat.png") && !map.is_used("dog.png"));
    /// assert!(map.invalidate("content/a.md") && !map.is_used("cat.png"));
    /// ```
    pub fn is_used(&self, asset: &str) -> bool {
        let graph = self.read();
        graph.assets.id(asset).is_some_and(|id| graph.users[id as usize].valid() > 0)
    }

    /// Every asset that some page uses.
    pub fn all_assets(&self) -> Vec<Arc<str>> {
        let graph = self.read();
        graph.asset_names(graph.used_assets())
    }

    /// The assets that at least one of some pages uses. Pages that are not known, or invalid, add none.
    pub fn assets_of_pages<P: AsRef<str>>(&self, pages: impl IntoIterator<Item = P>) -> Vec<Arc<str>> {
        let pages: Vec<P> = pages.into_iter().collect();
        let graph = self.read();
        let entries = pages.iter().filter_map(|page| graph.page(page.as_ref())).map(|(_, entry)| entry);
        let assets: BTreeSet<u32> =
            entries.filter(|entry| entry.valid).flat_map(|entry| entry.assets.iter().copied()).collect();
        graph.asset_names(assets.into_iter())
    }

    /// The map's own copy of the name of a page, to be shared; nothing where the page is not known.
    ///
    /// ```
    /// # use bengal_cache::{AssetDependencyMap, Tracked};
    /// let map = AssetDependencyMap::new();
    /// assert_eq!(map.track("content/a.md", ["cat.png"]), Tracked::Added);
    /// assert_eq!((map.name_of("content/a.md").as_deref(), map.name_of("content/b.md")), (Some("content/a.md"), None));
    /// ```
    pub fn name_of(&self, page: &str) -> Option<Arc<str>> {
        let graph = self.read();
        let (id, _) = graph.page(page)?;
        graph.pages.name(id).cloned()
    }

    /// Whether the page is known and its entry is valid.
    pub fn contains(&self, page: &str) -> bool {
        self.read().page(page).is_some_and(|(_, entry)| entry.valid)
    }

    /// Forgets a page; says whether it was known.
    pub fn remove(&self, page: &str) -> bool {
        self.write().remove(page)
    }

    /// Gives a page another name and keeps its assets. A page that had the new name is forgotten.
    ///
    /// Says whether `old` was known; if it was not, nothing changes.
    pub fn rename(&self, old: &str, new: &str) -> bool {
        self.write().rename(old, new)
    }

    /// Forgets the pages for which `keep` says no; says how many.
    ///
    /// `keep` is asked before anything is locked: a page that another thread adds in the meantime is kept.
    pub fn retain_pages(&self, mut keep: impl FnMut(&str) -> bool) -> usize {
        let leaving: Vec<Arc<str>> = self.pages().into_iter().filter(|page| !keep(page)).collect();
        let mut graph = self.write();
        leaving.iter().filter(|page| graph.remove(page)).count()
    }

    /// Makes a page's entry invalid; says whether it was valid.
    pub fn invalidate(&self, page: &str) -> bool {
        self.write().invalidate(page)
    }

    /// Makes every entry invalid; says how many were valid.
    pub fn invalidate_all(&self) -> usize {
        self.write().invalidate_all()
    }

    /// The names of all pages, those of invalid entries too.
    pub fn pages(&self) -> Vec<Arc<str>> {
        self.read().pages.sorted().into_iter().map(|(name, _)| Arc::clone(name)).collect()
    }

    /// Every entry, valid or not, as of one moment.
    pub fn entries(&self) -> Vec<Entry> {
        self.read().sorted_entries()
    }

    /// How many pages there are, those of invalid entries too.
    pub fn len(&self) -> usize {
        self.read().pages.len()
    }

    /// Whether there is no page.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Figures of the map. Costs the number of pages and assets.
    pub fn stats(&self) -> Stats {
        self.read().stats()
    }

    fn read(&self) -> RwLockReadGuard<'_, Graph> {
        self.graph.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Graph> {
        self.graph.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Graph {
    /// Whether a page is valid and has exactly these assets.
    fn is_current<'a>(&self, page: &str, assets: impl Iterator<Item = &'a str>) -> bool {
        let Some((_, entry)) = self.page(page).filter(|(_, entry)| entry.valid) else { return false };
        self.known_assets(assets).is_some_and(|assets| *assets == *entry.assets)
    }
}
