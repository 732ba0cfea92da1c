//! What builds leave for the next one, each table in a file of its own.
//!
//! They are saved when the output that they describe is in place. A build may be killed between two of them, so each says what it fits.

mod diagnostics;
mod outputs;
mod pages;
mod reads;

pub(crate) use diagnostics::StoredDiagnostic;
pub(crate) use outputs::Outputs;
pub(crate) use pages::{Belonging, Claim, LinkProblem, PageRecord, PageRecords};
pub(crate) use reads::ReadTable;

use bengal_cache::{AssetDependencyMap, Cache, CacheError};
use bengal_core::Diagnostic;

/// What earlier builds left.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// Which assets each page uses.
    pub(crate) assets: AssetDependencyMap,
    /// The files of ours in each output folder.
    pub(crate) outputs: Outputs,
    /// The pages.
    pub(crate) pages: PageRecords,
}

impl Records {
    /// Loads the records. What is damaged is empty, and named in a diagnostic.
    pub(crate) fn load(cache: &Cache, problems: &mut Vec<Diagnostic>) -> Self {
        let (assets, outputs, pages) = (cache.load(), Outputs::load(cache), PageRecords::load(cache));
        let damage = [assets.diagnostic(), outputs.diagnostic(), pages.diagnostic()];
        problems.extend(damage.into_iter().flatten());
        Self { assets: assets.value, outputs: outputs.value, pages: pages.value }
    }

    /// Saves the records: only once the output that they describe is in place. The pages come last, because they say what the others
    /// have to be.
    pub(crate) fn save(&self, cache: &Cache) -> Result<(), CacheError> {
        self.outputs.save(cache)?;
        cache.save(&self.assets)?;
        self.pages.save(cache)
    }
}
