//! Phase 18, Cache save: records for the next build, once the output that they describe is in place.

use super::p16_track_assets::map_name;
use crate::phase::Outcome;
use crate::records::Records;
use bengal_cache::Cache;
use bengal_core::{Diagnostic, PageId, Site};
use rustc_hash::FxHashSet;
use std::error::Error;

/// Drops the pages that are no longer part of the site, and those that could not be made, from the map, and saves all records.
pub(crate) fn save(
    cache: Option<&Cache>,
    records: &mut Records,
    site: &Site,
    failed: &[PageId],
    problems: &mut Vec<Diagnostic>,
) -> ((), Outcome) {
    let published = site.pages.iter().filter(|page| !page.shadowed);
    let mut pages: FxHashSet<&str> = published.map(map_name).collect();
    for page in failed {
        pages.remove(map_name(site.page(*page)));
    }
    let dropped = records.assets.retain_pages(|page| pages.contains(page));
    records.pages.belongs_to.assets = Some(records.assets.digest());
    let Some(cache) = cache else { return ((), Outcome::Skipped("there is no cache".to_owned())) };
    if let Err(error) = records.save(cache) {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        problems.push(Diagnostic::error("cache-not-saved", format!("{error}{cause}")));
    }
    ((), Outcome::Done(format!("{} pages, {dropped} dropped", records.assets.len())))
}
