//! Phase 18, Cache save: records for the next build, once the output that they describe is in place.

use crate::phase::Outcome;
use crate::records::{Records, SourceRecord, SourceRecords, not_saved};
use bengal_cache::Cache;
use bengal_core::Diagnostic;
use bengal_core::fs::Now;

/// Saves all records, and what the sources of pages say, which were looked at after the build `began`. `dropped` is how many pages left the
/// map of assets.
pub(crate) fn save(
    cache: Option<&Cache>,
    records: &mut Records,
    (began, sources): (Option<Now>, Vec<(String, SourceRecord)>),
    dropped: usize,
    problems: &mut Vec<Diagnostic>,
) -> ((), Outcome) {
    records.pages.belongs_to.assets = Some(records.assets.digest());
    let Some(cache) = cache else { return ((), Outcome::Skipped("there is no cache".to_owned())) };
    let saved = began.map_or(Ok(()), |began| SourceRecords::save(cache, sources, began));
    if let Err(error) = saved.and_then(|()| records.save(cache)) {
        problems.push(not_saved(&error));
    }
    ((), Outcome::Done(format!("{} pages, {dropped} dropped", records.assets.len())))
}
