//! What pages weigh: their HTML with all that a browser loads for it from the site.

use crate::output::OutputFolder;
use crate::phases::p16_track_assets::map_name;
use crate::records::PageRecords;
use bengal_assets::{AssetGraph, AssetNode, AssetReference};
use bengal_cache::AssetDependencyMap;
use bengal_core::keyed::{KeyedMap, KeyedSet};
use bengal_core::{Diagnostic, Page, Site, byte_size};
use bengal_html::Kind;
use rayon::prelude::*;
use std::cmp::Reverse;

/// So many of the heaviest parts are named where a page exceeds its budget.
const NAMED: usize = 5;

/// A page with the bytes of all that is loaded with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageWeight {
    /// The page: the path of its source, or its URL where it has none.
    pub page: String,
    /// Its URL, without the base path.
    pub url: String,
    /// Bytes of its HTML.
    pub html: u64,
    /// Bytes of the HTML and of all files, each once. All sources of a `srcset` count; images for link previews (`meta`, JSON-LD), links and
    /// files of other hosts do not.
    pub bytes: u64,
    /// Logical path and bytes of the files that are loaded with it, the heaviest first.
    pub files: Vec<(String, u64)>,
}

/// The pages of a finished build with what they use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BuiltPages<'a> {
    pub(crate) site: &'a Site,
    pub(crate) map: &'a AssetDependencyMap,
    pub(crate) records: &'a PageRecords,
    pub(crate) output: &'a OutputFolder,
}

/// The pages that weigh more than `limit` bytes (without one: all), in the order of the site. Costs the sizes of all closures.
pub(crate) fn weigh_pages(pages: BuiltPages<'_>, graph: &AssetGraph, limit: Option<u64>) -> Vec<PageWeight> {
    let scale = Scale::new(graph);
    let texts = &pages.records.texts;
    let weigh = |page: &Page| {
        let record = pages.records.pages.get(map_name(page))?;
        let html = pages.output.size_of(&page.output)?;
        let named = pages.map.assets_of(map_name(page)).unwrap_or_default();
        let is_loaded = |path: &&str| record.unloaded.binary_search_by(|number| texts.text(*number).cmp(path)).is_err();
        let files = scale.closure(named.iter().map(|path| &**path).filter(is_loaded));
        let bytes = files.iter().fold(html, |sum, node| sum.saturating_add(node.size));
        limit.is_none_or(|limit| bytes > limit).then(|| weight(page, html, bytes, &files))
    };
    let placed: Vec<&Page> = pages.site.pages.iter().filter(|page| !page.shadowed).collect();
    placed.into_par_iter().filter_map(weigh).collect()
}

fn weight(page: &Page, html: u64, bytes: u64, files: &[&AssetNode]) -> PageWeight {
    let mut files: Vec<(String, u64)> = files.iter().map(|node| (node.logical.clone(), node.size)).collect();
    files.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    PageWeight { page: map_name(page).to_owned(), url: page.url.clone(), html, bytes, files }
}

/// A warning for each page that weighs more than `[assets.budget]` allows, with its heaviest parts.
pub(crate) fn check_budget(pages: BuiltPages<'_>, graph: &AssetGraph) -> Vec<Diagnostic> {
    let Some(budget) = pages.site.config.assets.budget.page else { return Vec::new() };
    weigh_pages(pages, graph, Some(budget)).iter().map(|weight| too_heavy(weight, budget)).collect()
}

fn too_heavy(weight: &PageWeight, budget: u64) -> Diagnostic {
    let PageWeight { page, url, html, bytes, files } = weight;
    let shown = [byte_size::shown(*bytes), byte_size::shown(budget)];
    let [weight, budget] =
        if shown[0] == shown[1] { [*bytes, budget].map(|bytes| format!("{bytes} B")) } else { shown };
    let message = format!("`{url}` weighs {weight} with all that it loads, and its budget is {budget}");
    let mut parts: Vec<(String, u64)> =
        files.iter().take(NAMED).map(|(path, bytes)| (format!("`{path}`"), *bytes)).collect();
    parts.push(("its own HTML".to_owned(), *html));
    parts.sort_by_key(|(_, bytes)| Reverse(*bytes));
    let shown: Vec<String> =
        parts.iter().take(NAMED).map(|(name, bytes)| format!("{name} ({})", byte_size::shown(*bytes))).collect();
    let problem = Diagnostic::warning("page-too-heavy", message);
    // A generated page has no file that somebody wrote.
    let problem = if page.starts_with('/') { problem } else { problem.in_file(page.as_str().into()) };
    problem.hint(format!("the heaviest parts: {}", shown.join(", ")))
}

/// Knows what each asset brings with it.
struct Scale<'a> {
    nodes: &'a [AssetNode],
    numbers: KeyedMap<&'a str, usize>,
    /// By asset: the numbers of those that it loads.
    loads: Vec<Vec<usize>>,
}

impl<'a> Scale<'a> {
    /// Linear in the assets with their references.
    fn new(graph: &'a AssetGraph) -> Self {
        let nodes = graph.nodes.as_slice();
        let numbers: KeyedMap<&str, usize> =
            nodes.iter().enumerate().map(|(number, node)| (node.logical.as_str(), number)).collect();
        let target = |reference: &AssetReference| numbers.get(reference.logical.as_str()).copied();
        let loads =
            |node: &AssetNode| node.references.iter().filter(|of| is_loaded(of.kind)).filter_map(target).collect();
        let loads = nodes.iter().map(loads).collect();
        Self { nodes, numbers, loads }
    }

    /// The assets with these logical paths and all that they load, each once.
    fn closure<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Vec<&'a AssetNode> {
        let mut pending: Vec<usize> = paths.filter_map(|path| self.numbers.get(path).copied()).collect();
        let mut seen: KeyedSet<usize> = KeyedSet::default();
        let mut files = Vec::with_capacity(pending.len());
        while let Some(number) = pending.pop() {
            if seen.insert(number) {
                files.push(&self.nodes[number]);
                pending.extend_from_slice(&self.loads[number]);
            }
        }
        files
    }
}

/// Whether a browser that loads an asset may load what it refers to so. [`Kind::Preload`] stands for a source map, which only developers load.
fn is_loaded(kind: Kind) -> bool {
    !matches!(kind, Kind::Anchor | Kind::Base | Kind::Meta | Kind::Preload)
}
