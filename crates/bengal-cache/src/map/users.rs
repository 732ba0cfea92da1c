//! Which pages use one asset.

use super::graph::PageEntry;
use super::id_set::into_set;

/// The pages that use one asset.
///
/// Taking a page out of a long list would cost the list, so edges that end stay in `pages` as leftovers until they
/// are half of it. `pages.len() - leftover` is the number of valid pages that use the asset.
#[derive(Debug, Default)]
pub(super) struct Users {
    pub(super) pages: Vec<u32>,
    leftover: u32,
    /// How many pages name the asset, invalid ones included; the asset is forgotten with the last.
    pub(super) references: u32,
}

impl Users {
    /// Room for so many pages, and so many references from pages of which not all need be valid.
    pub(super) fn with_sizes(pages: usize, references: u32) -> Self {
        Self { pages: Vec::with_capacity(pages), leftover: 0, references }
    }

    /// Ends all edges; the references stay.
    pub(super) fn forget_all(&mut self) {
        *self = Self { references: self.references, ..Self::default() };
    }

    /// How many valid pages use the asset.
    pub(super) fn valid(&self) -> usize {
        self.pages.len() - self.leftover as usize
    }

    /// Notes that one edge of `pages` has ended. The page's entry must say so already.
    pub(super) fn forget_one(&mut self, asset: u32, entries: &[PageEntry]) {
        self.leftover += 1;
        if self.leftover as usize * 2 > self.pages.len() {
            self.pages = self.live(asset, entries);
            self.leftover = 0;
        }
    }

    /// Ids of the valid pages that use the asset, each once, in no order.
    pub(super) fn live(&self, asset: u32, entries: &[PageEntry]) -> Vec<u32> {
        if self.leftover == 0 {
            return self.pages.clone();
        }
        let mut pages: Vec<u32> =
            self.pages.iter().copied().filter(|page| entries[*page as usize].uses(asset)).collect();
        // A page that used the asset before, and does again, has a leftover beside its edge.
        into_set(&mut pages);
        pages
    }
}
