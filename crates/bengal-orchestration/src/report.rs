//! The result of a build.

use crate::changes::Changes;
use crate::phase::PhaseRecord;
use bengal_core::{Diagnostic, Severity};
use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
use std::sync::Arc;

/// What a build did and found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BuildReport {
    /// Whether the build is good: no error, and under `strict` no warning.
    pub success: bool,
    /// The output folder; empty where the build ended before it was known.
    pub output: Utf8PathBuf,
    /// Pages.
    pub pages: PageCounts,
    /// Files in the output folder.
    pub files: FileCounts,
    /// Assets.
    pub assets: AssetCounts,
    /// The pages that needed work, in the order of the site, each with the reason. Empty where nothing had to be done.
    pub reasons: Vec<PageReason>,
    /// Files that differ from those of the build before. Not part of the serialised report: see [`Changes::to_json`].
    #[serde(skip)]
    pub changes: Changes,
    /// Errors and warnings, counted.
    pub problems: ProblemCounts,
    /// Wall time in milliseconds.
    pub elapsed_ms: f64,
    /// The phases in order.
    pub phases: Vec<PhaseRecord>,
    /// Everything that was found wrong, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why a page needed work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PageReason {
    /// The path of its source relative to the site's folder; its URL where it has no source.
    #[serde(serialize_with = "text")]
    pub page: Arc<str>,
    /// What was done.
    pub action: PageAction,
    /// Why, in a few words that stand after a colon.
    pub reason: Cow<'static, str>,
}

fn text<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

/// What a build did about a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageAction {
    /// It was rendered.
    Rendered,
    /// It got new addresses of assets, without being rendered.
    Relinked,
    /// It could not be made.
    Failed,
}

/// Pages of a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageCounts {
    /// All pages of the site.
    pub total: usize,
    /// Those rendered by this build.
    pub rendered: usize,
    /// Those that only got new addresses of assets.
    pub relinked: usize,
    /// Those that were good already.
    pub fresh: usize,
    /// Those that could not be rendered.
    pub failed: usize,
}

/// Files of the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileCounts {
    /// New or changed.
    pub written: usize,
    /// The same bytes as before: not touched.
    pub unchanged: usize,
    /// Made by an earlier build, and no longer part of the site.
    pub removed: usize,
    /// Bytes of all files of the site.
    pub bytes: u64,
}

/// Assets of a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetCounts {
    /// Files published by phase 13.
    pub published: usize,
    /// Assets with a fingerprint in their names.
    pub fingerprinted: usize,
    /// Assets that no page and no other asset refers to.
    pub unreached: usize,
    /// References of pages to assets that are not there.
    pub missing: usize,
    /// Pages whose assets phase 16 recorded.
    pub pages_tracked: usize,
    /// Of these, the pages whose set of assets is not the recorded one.
    pub pages_changed: usize,
    /// Different assets that pages use.
    pub unique: usize,
    /// References from pages to assets, each asset counted once a page.
    pub edges: usize,
}

/// Problems by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProblemCounts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl ProblemCounts {
    /// Counts a list.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}
