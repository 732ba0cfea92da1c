//! Phase 18, Cache save: records for the next build, once the output that they describe is in place.

use crate::phase::Outcome;
use crate::records::{AssetRecords, Records, not_saved};
use bengal_cache::Cache;
use bengal_core::Diagnostic;

/// Saves all records, and what is known of assets. `dropped` is how many pages left the map of assets.
pub(crate) fn save(
    cache: Option<&Cache>,
    records: &mut Records,
    known: Option<AssetRecords>,
    dropped: usize,
    problems: &mut Vec<Diagnostic>,
) -> ((), Outcome) {
    records.pages.belongs_to.assets = Some(records.assets.digest());
    let Some(cache) = cache else { return ((), Outcome::Skipped("there is no cache".to_owned())) };
    if let Err(error) = known.map_or(Ok(()), |known| known.save(cache)).and_then(|()| records.save(cache)) {
        problems.push(not_saved(&error));
    }
    ((), Outcome::Done(format!("{} pages, {dropped} dropped", records.assets.len())))
}
