//! Naming assets before pages are rendered, and writing them once it is known what pages use.

use super::{AssetPlan, OtherOutputs};
use crate::output::OutputFolder;
use bengal_assets::{AssetGraph, AssetSettings, Known, MANIFEST, Prepared, Resolver, manifest, prepare_knowing};
use bengal_cache::AssetDependencyMap;
use bengal_core::fs::SiteFiles;
use bengal_core::{Config, Diagnostic};
use camino::Utf8Path;
use rayon::prelude::*;

/// Processes and names all assets, those aside that look as they did when they became `known`. Writes nothing.
pub(crate) fn prepare_assets(
    known: Known,
    plan: &AssetPlan,
    files: &SiteFiles,
    config: &Config,
    resolver: &Resolver,
    others: &OtherOutputs,
) -> Prepared {
    let exists = |path: &str| others.contains(path);
    let settings =
        AssetSettings { options: &config.assets, base_path: &config.site.base_path, resolver, exists: &exists };
    prepare_knowing(known, plan.inputs(), files, &settings)
}

/// What came of writing the assets.
#[derive(Debug)]
pub(crate) struct PublishedAssets {
    /// What refers to what.
    pub(crate) graph: AssetGraph,
    /// How many files were published.
    pub(crate) published: usize,
    /// Whether the bytes of some were not what was expected: what is known of them is worth nothing.
    pub(crate) changed_meanwhile: bool,
}

/// Writes all assets, in parallel. `map` holds the references of all pages.
pub(crate) fn publish_assets(
    prepared: &Prepared,
    map: &AssetDependencyMap,
    files: &SiteFiles,
    output: &OutputFolder,
    problems: &mut Vec<Diagnostic>,
) -> PublishedAssets {
    let graph = prepared.graph(|logical| map.is_used(logical));
    for logical in &prepared.unreadable {
        output.keep(Utf8Path::new(logical));
    }
    let publications: Vec<_> = prepared.publications(&graph).collect();
    let failed: Vec<(bool, Diagnostic)> = publications
        .par_iter()
        .filter_map(|publication| {
            let path = Utf8Path::new(publication.path);
            if output.take_over(path, &publication.digest.half()) {
                return None;
            }
            let read = publication.read(files).map_err(|problem| (true, problem));
            let written = read.and_then(|bytes| output.write(path, &bytes).map_err(|problem| (false, problem)));
            written.inspect_err(|_| output.keep(path)).err()
        })
        .collect();
    let published = publications.len() - failed.len();
    let changed_meanwhile = failed.iter().any(|(changed, _)| *changed);
    problems.extend(failed.into_iter().map(|(_, problem)| problem));
    PublishedAssets { graph, published, changed_meanwhile }
}

/// Writes the manifest, unless the site has a file of its own there. To be called when the graph is whole.
pub(crate) fn publish_manifest(graph: &AssetGraph, output: &OutputFolder) -> Option<Diagnostic> {
    if output.contains(MANIFEST) {
        return None;
    }
    output.write(Utf8Path::new(MANIFEST), &manifest(graph)).err()
}

/// What the phase did, in a line.
pub(crate) fn outcome(graph: &AssetGraph, published: usize) -> String {
    format!("{published} files, {} fingerprinted, {} unreached", graph.fingerprinted(), graph.unreached())
}
