//! Phase 3, Cache metadata: what earlier builds left is loaded.

use crate::phase::Outcome;
use crate::records::Records;
use bengal_cache::Cache;
use bengal_core::Diagnostic;

/// Loads the records. What is damaged is empty, and named in a diagnostic; `None` where nothing may be built without them.
pub(crate) fn load(cache: Option<&Cache>, problems: &mut Vec<Diagnostic>) -> (Option<Records>, Outcome) {
    let Some(cache) = cache else {
        return (Some(Records::default()), Outcome::Skipped("there is no cache".to_owned()));
    };
    let Some(records) = Records::load(cache, problems) else {
        return (None, Outcome::Done("the records cannot be read".to_owned()));
    };
    let files: usize = records.outputs.folders.values().map(|record| record.files.len()).sum();
    let outcome = Outcome::Done(format!("{} pages, {files} outputs on record", records.pages.pages.len()));
    (Some(records), outcome)
}
