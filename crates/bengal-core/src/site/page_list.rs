//! Phase 12: the final list of pages.

use super::draft::{NOT_FOUND_KEY, not_found_address};
use super::{Page, PageId, PageKind, Site};

/// Adds the 404 page, where none was written (`content/404.md`). After this phase no page is added and no id changes.
pub fn complete_page_list(site: &mut Site) {
    if site.pages.iter().any(|page| page.kind == PageKind::NotFound) {
        return;
    }
    let address = not_found_address();
    let mut page = Page {
        id: PageId::new(site.pages.len() as u32),
        kind: PageKind::NotFound,
        key: NOT_FOUND_KEY.to_owned(),
        url: address.url,
        output: address.output,
        title: "Page not found".to_owned(),
        content_type: "page".into(),
        ..Page::default()
    };
    hide(&mut page);
    site.pages.push(page);
}

/// Takes a page out of every list; it is still rendered.
pub(super) fn hide(page: &mut Page) {
    page.visibility.menu = false;
    page.visibility.listings = false;
    page.visibility.sitemap = false;
    page.visibility.search = false;
    page.visibility.rss = false;
    page.visibility.robots = Some("noindex".into());
}
