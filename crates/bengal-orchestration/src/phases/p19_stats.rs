//! Phase 19, Stats: the figures of the build.

use crate::output::OutputFolder;
use crate::phase::Outcome;
use crate::report::{AssetCounts, FileCounts};
use bengal_cache::AssetDependencyMap;

/// Counts files and assets.
pub(crate) fn stats(
    output: &OutputFolder,
    map: &AssetDependencyMap,
    files: &mut FileCounts,
    assets: &mut AssetCounts,
) -> ((), Outcome) {
    (files.written, files.unchanged, files.bytes) = output.counts();
    let stats = map.stats();
    (assets.unique, assets.edges) = (stats.unique_assets, stats.edges);
    let detail = format!(
        "{} files, {:.1} MB; {} different assets, {:.1} a page",
        files.written + files.unchanged,
        files.bytes as f64 / 1e6,
        stats.unique_assets,
        stats.average_assets()
    );
    ((), Outcome::Done(detail))
}
