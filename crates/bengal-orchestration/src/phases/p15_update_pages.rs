//! Phase 15, Update site pages: pages that could not be rendered leave what comes after.

use bengal_core::{PageId, Site};

/// Takes pages without output out of the sitemap and the feed: neither may name what is not there.
pub(crate) fn update_pages(site: &mut Site, failed: &[PageId]) {
    for page in failed {
        let visibility = &mut site.pages[page.index()].visibility;
        visibility.sitemap = false;
        visibility.rss = false;
    }
}
