//! Phase 15, Update site pages: pages that could not be rendered leave what comes after.

use crate::phase::Outcome;
use bengal_core::{PageId, Site};

/// Takes pages without output out of the sitemap and the feed: neither may name what is not there.
pub(crate) fn update_pages(site: &mut Site, failed: &[PageId]) -> ((), Outcome) {
    if failed.is_empty() {
        return ((), Outcome::Skipped("every page was rendered".to_owned()));
    }
    for page in failed {
        let visibility = &mut site.pages[page.index()].visibility;
        visibility.sitemap = false;
        visibility.rss = false;
    }
    ((), Outcome::Done(format!("{} pages without output", failed.len())))
}
