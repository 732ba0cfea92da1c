//! Phase 18, Cache save: records for the next build, once the output that they describe is in place.

use crate::phase::Outcome;
use crate::records::{AssetRecords, Records, SourceRecord, SourceRecords, not_saved};
use bengal_cache::{Cache, CacheError};
use bengal_core::Diagnostic;
use bengal_core::fs::Now;

/// What is known of the sources of a build, which were looked at after it began.
#[derive(Debug)]
pub(crate) struct Sources {
    /// When the build began; without that, nothing is known.
    pub(crate) began: Option<Now>,
    /// What the sources of pages say.
    pub(crate) pages: Vec<(String, SourceRecord)>,
    /// What is known of assets.
    pub(crate) assets: AssetRecords,
}

impl Sources {
    fn save(self, cache: &Cache) -> Result<(), CacheError> {
        let Self { began: Some(began), pages, assets: AssetRecords { assets, pictures } } = self else { return Ok(()) };
        SourceRecords::save(cache, pages, began)?;
        AssetRecords { assets: assets.settled(began), pictures }.save(cache)
    }
}

/// Saves all records, and what is known of the sources. `dropped` is how many pages left the map of assets.
pub(crate) fn save(
    cache: Option<&Cache>,
    records: &mut Records,
    sources: Sources,
    dropped: usize,
    problems: &mut Vec<Diagnostic>,
) -> ((), Outcome) {
    records.pages.belongs_to.assets = Some(records.assets.digest());
    let Some(cache) = cache else { return ((), Outcome::Skipped("there is no cache".to_owned())) };
    if let Err(error) = sources.save(cache).and_then(|()| records.save(cache)) {
        problems.push(not_saved(&error));
    }
    ((), Outcome::Done(format!("{} pages, {dropped} dropped", records.assets.len())))
}
