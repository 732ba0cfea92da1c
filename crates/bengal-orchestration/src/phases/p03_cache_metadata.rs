//! Phase 3, Cache metadata: what earlier builds left is loaded.

use crate::phase::Outcome;
use crate::records::Records;
use bengal_cache::Cache;
use bengal_core::Diagnostic;

/// Loads the records. What is damaged is empty, and named in a diagnostic.
pub(crate) fn load(cache: Option<&Cache>, problems: &mut Vec<Diagnostic>) -> (Records, Outcome) {
    let Some(cache) = cache else {
        return (Records::default(), Outcome::Skipped("there is no cache".to_owned()));
    };
    let records = Records::load(cache, problems);
    let files: usize = records.outputs.folders.values().map(|record| record.files.len()).sum();
    let outcome = Outcome::Done(format!("{} pages, {files} outputs on record", records.pages.pages.len()));
    (records, outcome)
}
