//! Phase 16, Track assets: the assets of every finished page.

#[cfg(test)]
mod tests;

use bengal_assets::{Destination, Resolver, leads_to_a_page, references_in_scripts};
use bengal_cache::{AssetDependencyMap, Batch};
use bengal_core::{Diagnostic, Page};
use bengal_html::{Extractor, Kind, Reference};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// From this many pages on, extraction runs in parallel; below, starting the threads costs more than it saves.
pub const PARALLEL_FROM: usize = 5;

/// A page whose HTML is finished.
#[derive(Clone, Copy, Debug)]
pub struct FinishedPage<'a> {
    /// Its name in the map: the path of its source, or its URL where it has none.
    pub name: &'a str,
    /// Its URL in the site, percent-encoded, without the base path.
    pub url: &'a str,
    /// The HTML; a page without any is skipped.
    pub html: &'a str,
}

/// The name of a page in the map: the path of its source, or its URL where it has none.
pub(crate) fn map_name(page: &Page) -> &str {
    page.source.as_ref().map_or(page.url.as_str(), |source| source.path.as_str())
}

/// What the phase found on a batch of pages.
#[derive(Debug, Default)]
pub struct Tracking<'a> {
    /// The references of each page, in the order of the pages and of the document; anchors too where they were asked for.
    pub references: Vec<Vec<Reference<'a>>>,
    /// Pages whose assets were recorded.
    pub tracked: usize,
    /// Pages among these that were unknown, or whose set of assets is another one now.
    pub changed: usize,
    /// Whether the pages were spread over threads.
    pub parallel: bool,
    /// Pages that could not be looked at.
    pub diagnostics: Vec<Diagnostic>,
}

/// Extracts the references of each page and records the assets among them in `map`. The result does not depend on the number of threads.
///
/// `anchors` asks for the references that are no assets too: the link step needs them, and links to files of the site count as
/// assets then.
pub fn track_assets<'a>(
    pages: &[FinishedPage<'a>],
    resolver: &Resolver,
    map: &AssetDependencyMap,
    anchors: bool,
) -> Tracking<'a> {
    let extractor = Extractor::new().with_anchors(anchors).with_base(true);
    track_with(pages, resolver, map, |html| extractor.extract(html))
}

/// The phase with a given extraction, so that a failing one can be tried.
fn track_with<'a>(
    pages: &[FinishedPage<'a>],
    resolver: &Resolver,
    map: &AssetDependencyMap,
    extract: impl Fn(&'a str) -> Vec<Reference<'a>> + Sync,
) -> Tracking<'a> {
    let parallel = pages.len() >= PARALLEL_FROM;
    let look_at = |pages: &[FinishedPage<'a>]| look_at_all(pages, resolver, map, &extract);
    let portion = pages.len().div_ceil(rayon::current_num_threads()).clamp(1, PORTION);
    let found: Vec<Tracking<'a>> =
        if parallel { pages.par_chunks(portion).map(look_at).collect() } else { vec![look_at(pages)] };

    let mut tracking = Tracking { parallel, ..Tracking::default() };
    for part in found {
        tracking.references.extend(part.references);
        tracking.diagnostics.extend(part.diagnostics);
        tracking.tracked += part.tracked;
        tracking.changed += part.changed;
    }
    tracking
}

/// Pages that one thread looks at before it brings what it found into the map: while it does so, the others go on.
const PORTION: usize = 32;

fn look_at_all<'a>(
    pages: &[FinishedPage<'a>],
    resolver: &Resolver,
    map: &AssetDependencyMap,
    extract: &(impl Fn(&'a str) -> Vec<Reference<'a>> + Sync),
) -> Tracking<'a> {
    let mut tracking = Tracking::default();
    let mut batch = Batch::new();
    for page in pages {
        match look_at(page, resolver, extract) {
            Ok(Found { references, assets }) => {
                if let Some(assets) = assets {
                    batch.track(page.name, assets);
                }
                tracking.references.push(references);
            }
            Err(diagnostic) => {
                tracking.references.push(Vec::new());
                tracking.diagnostics.push(diagnostic);
            }
        }
    }
    tracking.tracked = batch.len();
    let changes = map.extend([batch]);
    tracking.changed = changes.added + changes.changed;
    tracking
}

/// What is on one page.
struct Found<'a> {
    references: Vec<Reference<'a>>,
    /// The names of its assets; `None` where it has no HTML.
    assets: Option<Vec<String>>,
}

fn look_at<'a>(
    page: &FinishedPage<'a>,
    resolver: &Resolver,
    extract: &(impl Fn(&'a str) -> Vec<Reference<'a>> + Sync),
) -> Result<Found<'a>, Diagnostic> {
    if page.html.trim_ascii().is_empty() {
        return Ok(Found { references: Vec::new(), assets: None });
    }
    // Extraction does not panic on any input that we know. Should it do so on one that we do not, one page is lost, not the build.
    let references = catch_unwind(AssertUnwindSafe(|| extract(page.html))).map_err(|_| {
        Diagnostic::error("tracking-failed", format!("the assets of `{}` could not be tracked", page.name))
            .hint("this is a defect of Bengal: please report it with the page")
    })?;
    let base = references.iter().find(|reference| reference.kind == Kind::Base);
    let base = resolver.base_of(page.url, base.map(|reference| &*reference.url));
    let name = |reference: &Reference<'_>| match reference.kind {
        Kind::Base => None,
        // A link may lead to a file of the site. Other sites are none of its assets.
        Kind::Anchor if leads_to_a_page(&reference.url) => None,
        Kind::Anchor => match resolver.destination(&base, &reference.url)? {
            Destination::Here(name) => Some(name),
            Destination::Elsewhere(_) => None,
        },
        _ => resolver.name(&base, &reference.url),
    };
    let scripted = references_in_scripts(page.html);
    let scripted = scripted.iter().filter_map(|reference| resolver.name(&base, &reference.url));
    let assets = references.iter().filter_map(name).chain(scripted).collect();
    Ok(Found { references, assets: Some(assets) })
}
