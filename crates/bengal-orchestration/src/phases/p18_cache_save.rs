//! Phase 18, Cache save: records for the next build, once the output that they describe is in place.

use crate::phase::Outcome;
use crate::records::Records;
use bengal_cache::Cache;
use bengal_core::Diagnostic;
use std::error::Error;

/// Saves all records. `dropped` is how many pages left the map of assets.
pub(crate) fn save(
    cache: Option<&Cache>,
    records: &mut Records,
    dropped: usize,
    problems: &mut Vec<Diagnostic>,
) -> ((), Outcome) {
    records.pages.belongs_to.assets = Some(records.assets.digest());
    let Some(cache) = cache else { return ((), Outcome::Skipped("there is no cache".to_owned())) };
    if let Err(error) = records.save(cache) {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        problems.push(Diagnostic::error("cache-not-saved", format!("{error}{cause}")));
    }
    ((), Outcome::Done(format!("{} pages, {dropped} dropped", records.assets.len())))
}
