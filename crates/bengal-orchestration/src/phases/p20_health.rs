//! Phase 20, Health: what the finished site refers to exists.

use crate::output::OutputFolder;
use crate::phase::Outcome;
use bengal_cache::AssetDependencyMap;
use bengal_core::{Diagnostic, suggest};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeSet;

/// Looks up every asset of the map that belongs to the site. A page whose missing images rendering has named already is not named again.
///
/// Costs the number of different assets, not that of references.
pub(crate) fn health(map: &AssetDependencyMap, output: &OutputFolder, problems: &mut Vec<Diagnostic>) -> ((), Outcome) {
    let named = problems.iter().filter(|problem| problem.code == "missing-image");
    let reported: BTreeSet<Utf8PathBuf> =
        named.filter_map(|problem| Some(problem.location.as_ref()?.path.clone())).collect();
    let assets = map.all_assets();
    let own: Vec<&str> = assets.iter().map(|asset| &**asset).filter(|asset| !asset.contains("://")).collect();
    let missing: Vec<Diagnostic> = own
        .iter()
        .filter(|asset| !exists(output, asset))
        .filter_map(|asset| missing(map, output, asset, &reported))
        .collect();
    let outcome = Outcome::Done(format!("{} assets looked up, {} missing", own.len(), missing.len()));
    problems.extend(missing);
    ((), outcome)
}

fn exists(output: &OutputFolder, asset: &str) -> bool {
    let path = Utf8Path::new(asset.trim_end_matches('/'));
    // A frame may show a page. A file never is one.
    let is_page = asset.ends_with('/') || asset.is_empty() || path.extension().is_none();
    output.contains(path.as_str()) || (is_page && output.contains(path.join("index.html").as_str()))
}

fn missing(
    map: &AssetDependencyMap,
    output: &OutputFolder,
    asset: &str,
    reported: &BTreeSet<Utf8PathBuf>,
) -> Option<Diagnostic> {
    let users = map.pages_using(asset);
    let mut others = users.iter().filter(|page| !reported.contains(Utf8Path::new(&***page)));
    let first = others.next()?;
    let message = match users.len() {
        1 => format!("`{asset}` is not published, and this page uses it"),
        2 => format!("`{asset}` is not published, and this page and another one use it"),
        more => format!("`{asset}` is not published, and this page and {} others use it", more - 1),
    };
    let folder = Utf8Path::new(asset).parent().unwrap_or(Utf8Path::new(""));
    let neighbours = output.files_in(folder);
    let near = suggest::nearest(asset, neighbours.iter().map(String::as_str));
    Some(Diagnostic::warning("missing-asset", message).in_file(Utf8Path::new(&**first)).did_you_mean(near))
}
