//! What builds leave for the next one, each table in a file of its own.
//!
//! They are saved when the output that they describe is in place, but for what sources say, which describes none. A build may be killed
//! between two of them, so each says what it fits.

mod assets;
mod diagnostics;
mod lazily;
mod numbered;
mod outputs;
mod packed;
mod pages;
mod reads;
mod sources;
mod stored_pages;
mod unfinished;

pub(crate) use assets::AssetRecords;
pub(crate) use diagnostics::StoredDiagnostic;
pub(crate) use lazily::Lazily;
pub(crate) use numbered::Texts;
pub(crate) use outputs::Outputs;
pub(crate) use packed::Rising;
pub(crate) use pages::{Belonging, Claim, LinkProblem, PageProblems, PageRecord, PageRecords, PagesInWork, SiteFiles};
pub(crate) use reads::{Asked, ReadTable};
pub(crate) use sources::{SourceRecord, SourceRecords, model_digest};
pub(crate) use unfinished::{mark, unmark};

use bengal_cache::{AssetDependencyMap, Cache, CacheError, Damage};
use bengal_core::Diagnostic;
use std::error::Error;

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
    ///
    /// `None` where the outputs cannot be read, which is an error: they may be sound, and nothing else knows which files are ours.
    pub(crate) fn load(cache: &Cache, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let (pages, (assets, outputs)) =
            rayon::join(|| PageRecords::load(cache), || (cache.load(), Outputs::load(cache)));
        if matches!(outputs.damage, Some(Damage::Unreadable(_))) {
            let message =
                format!("`{}` cannot be read, and without it nobody knows which files are ours", outputs.path);
            problems.push(
                Diagnostic::error("cache-unreadable", message)
                    .hint("make it readable, or delete it: then files of pages that are gone stay in the output"),
            );
            return None;
        }
        let damage = [assets.diagnostic(), outputs.diagnostic(), pages.diagnostic()];
        problems.extend(damage.into_iter().flatten());
        Some(Self { assets: assets.value, outputs: outputs.value, pages: pages.value })
    }

    /// Saves the records: only once the output that they describe is in place. The pages come last, because they say what the others
    /// have to be.
    pub(crate) fn save(&self, cache: &Cache) -> Result<(), CacheError> {
        self.outputs.save(cache)?;
        cache.save(&self.assets)?;
        self.pages.save(cache)
    }
}

/// The problem that records could not be saved.
pub(crate) fn not_saved(error: &CacheError) -> Diagnostic {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    Diagnostic::error("cache-not-saved", format!("{error}{cause}"))
}
