//! Pages by a name that they have.

use super::{Page, PageId, Site};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Finds pages by one of their names: eight bytes a page, since names are kept by the pages. Whoever asks says again which name is meant.
///
/// ```
/// use bengal_core::site::PagesByName;
/// use bengal_core::{Page, PageId, Site};
///
/// let page = |id, key: &str| Page { id: PageId::new(id), key: key.into(), ..Page::default() };
/// let site = Site { pages: vec![page(0, "a"), page(1, "b"), page(2, "a")], ..Site::default() };
/// fn key(page: &Page) -> Option<&str> {
///     Some(&page.key)
/// }
/// let (by_key, others) = PagesByName::build(&site, key);
/// assert_eq!((by_key.find(&site, key, "a"), others), (Some(PageId::new(0)), vec![PageId::new(2)]));
/// ```
#[derive(Clone, Debug, Default)]
pub struct PagesByName {
    /// Hashes of names and their pages, in order; each name once.
    entries: Box<[(u32, PageId)]>,
}

impl PagesByName {
    /// All pages that have such a name. Where several share one, the first has it; the others are given back in order.
    ///
    /// Costs O(n log n), whatever the names.
    pub fn build(site: &Site, name_of: fn(&Page) -> Option<&str>) -> (Self, Vec<PageId>) {
        Self::build_of(&site.pages, name_of)
    }

    /// [`build`](Self::build) for the first pages of a site.
    pub(super) fn build_of(pages: &[Page], name_of: fn(&Page) -> Option<&str>) -> (Self, Vec<PageId>) {
        let named = || pages.iter().filter_map(|page| Some((name_of(page)?, page.id)));
        let mut entries: Vec<(u32, PageId)> = Vec::with_capacity(named().count());
        entries.extend(named().map(|(name, page)| (hash(name), page)));
        // By name where hashes are equal: anybody can make names with one hash.
        let name = |page: PageId| name_of(&pages[page.index()]);
        entries.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| name(a.1).cmp(&name(b.1))).then(a.1.cmp(&b.1)));
        let mut others = Vec::new();
        entries.dedup_by(|next, first| {
            let is_other = next.0 == first.0 && name(next.1) == name(first.1);
            others.extend(is_other.then_some(next.1));
            is_other
        });
        others.sort_unstable();
        (Self { entries: entries.into_boxed_slice() }, others)
    }

    /// The page with this name, of the kind that the table was built for.
    pub fn find(&self, site: &Site, name_of: fn(&Page) -> Option<&str>, wanted: &str) -> Option<PageId> {
        let hash = hash(wanted);
        let compare = |(other, page): &(u32, PageId)| {
            other.cmp(&hash).then_with(|| site.pages.get(page.index()).and_then(name_of).cmp(&Some(wanted)))
        };
        self.entries.binary_search_by(compare).ok().map(|at| self.entries[at].1)
    }

    /// The first page with each name, in no particular order.
    pub fn pages(&self) -> impl Iterator<Item = PageId> {
        self.entries.iter().map(|(_, page)| *page)
    }
}

/// The half that has something of every byte of the name on machines of 32 bits too.
fn hash(name: &str) -> u32 {
    FxBuildHasher.hash_one(name) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(page: &Page) -> Option<&str> {
        (!page.key.is_empty()).then_some(&*page.key)
    }

    /// So many names that some of them have the same hash.
    #[test]
    fn names_with_one_hash_are_told_apart() {
        let name = |id: u32| format!("{:?}", crate::Digest::of(&(id / 2).to_le_bytes()));
        let page = |id| Page { id: PageId::new(id), key: name(id), ..Page::default() };
        let mut site = Site { pages: (0..400_000).map(page).collect(), ..Site::default() };
        site.pages[7].key.clear();
        let (by_key, others) = PagesByName::build(&site, key);
        let mut hashes: Vec<u32> = by_key.entries.iter().map(|(hash, _)| *hash).collect();
        hashes.dedup();
        assert!(hashes.len() < by_key.entries.len(), "no two names have one hash");
        for page in site.pages.iter().filter(|page| page.id.index() != 7) {
            let first = PageId::new(page.id.index() as u32 / 2 * 2);
            assert_eq!(by_key.find(&site, key, &page.key), Some(first));
        }
        let second = |id: u32| id % 2 == 1 && id != 7;
        assert!(others.into_iter().eq((0..400_000).filter(|id| second(*id)).map(PageId::new)));
        assert_eq!((by_key.find(&site, key, ""), by_key.pages().count()), (None, 200_000));
    }
}
