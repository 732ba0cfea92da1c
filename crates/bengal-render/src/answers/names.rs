//! Names of pages that mean the same page in every build.

use bengal_core::{PageId, Site};
use rustc_hash::FxHashMap;

/// Pages by name. A page is called by its source file, a generated one by its URL; should two have one URL, the second one has a number
/// behind it.
#[derive(Debug, Default)]
pub(super) struct PageNames {
    by_name: FxHashMap<String, PageId>,
    /// The names of pages whose usual name is another's.
    numbered: FxHashMap<PageId, String>,
}

fn usual_name(site: &Site, id: PageId) -> &str {
    site.pages
        .get(id.index())
        .map_or("", |page| page.source.as_ref().map_or(page.url.as_str(), |source| source.path.as_str()))
}

impl PageNames {
    pub(super) fn new(site: &Site) -> Self {
        let mut names = Self::default();
        let mut next: FxHashMap<&str, usize> = FxHashMap::default();
        for id in site.page_ids() {
            let usual = usual_name(site, id);
            let number = next.entry(usual).or_insert(0);
            *number += 1;
            if *number == 1 {
                names.by_name.insert(usual.to_owned(), id);
            } else {
                // `?` is in no URL of a page, and a name with it is the second of its URL.
                let name = format!("{usual}?{number}");
                names.by_name.insert(name.clone(), id);
                names.numbered.insert(id, name);
            }
        }
        names
    }

    pub(super) fn name<'a>(&'a self, site: &'a Site, id: PageId) -> &'a str {
        match self.numbered.is_empty() {
            true => usual_name(site, id),
            false => self.numbered.get(&id).map_or_else(|| usual_name(site, id), String::as_str),
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<PageId> {
        self.by_name.get(name).copied()
    }
}
