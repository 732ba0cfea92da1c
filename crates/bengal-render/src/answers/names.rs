//! Names of pages that mean the same page in every build.

use bengal_core::keyed::KeyedMap;
use bengal_core::site::PagesByName;
use bengal_core::{Page, PageId, Site};

/// Pages by name. A page is called by its source file, a generated one by its URL; should two have one URL, the second one has a number
/// behind it.
#[derive(Debug, Default)]
pub(super) struct PageNames {
    by_usual_name: PagesByName,
    /// The names of pages whose usual name is another's.
    numbered: KeyedMap<PageId, String>,
    by_numbered_name: KeyedMap<String, PageId>,
}

fn usual_name(page: &Page) -> &str {
    page.source.as_ref().map_or(&page.url, |source| source.path.as_str())
}

#[expect(clippy::unnecessary_wraps, reason = "other names of pages are optional")]
fn name_of(page: &Page) -> Option<&str> {
    Some(usual_name(page))
}

impl PageNames {
    pub(super) fn new(site: &Site) -> Self {
        let (by_usual_name, others) = PagesByName::build(site, name_of);
        let mut names = Self { by_usual_name, ..Self::default() };
        let mut numbers: KeyedMap<&str, usize> = KeyedMap::default();
        for id in others {
            let usual = usual_name(site.page(id));
            let number = numbers.entry(usual).or_insert(1);
            *number += 1;
            // `?` is in no URL of a page, and a name with it is the second of its URL.
            let name = format!("{usual}?{number}");
            names.by_numbered_name.insert(name.clone(), id);
            names.numbered.insert(id, name);
        }
        names
    }

    pub(super) fn name<'a>(&'a self, site: &'a Site, id: PageId) -> &'a str {
        let usual = || site.pages.get(id.index()).map_or("", usual_name);
        match self.numbered.is_empty() {
            true => usual(),
            false => self.numbered.get(&id).map_or_else(usual, String::as_str),
        }
    }

    pub(super) fn find(&self, site: &Site, name: &str) -> Option<PageId> {
        let numbered = self.by_numbered_name.get(name).copied();
        numbered.or_else(|| self.by_usual_name.find(site, name_of, name))
    }
}
