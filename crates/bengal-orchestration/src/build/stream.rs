//! Phases 14, 16, 16b and writing, batch by batch: so memory follows the batch and not the site.

use crate::batches::Batches;
use crate::output::OutputFolder;
use crate::phase::Outcome::Done;
use crate::phase::{Phase, PhaseRecord, Stopwatch, Timeline};
use crate::phases::p14_render::render;
use crate::phases::p16_link::{Linker, MissingAssets, named_by_rendering};
use crate::phases::p16_track_assets::{FinishedPage, map_name, track_assets};
use crate::sources::SourceStore;
use bengal_assets::MissingReference;
use bengal_cache::AssetDependencyMap;
use bengal_core::{Diagnostic, PageId, Site};
use bengal_render::{RenderedPage, Renderer};
use rayon::prelude::*;

/// What came of rendering all pages.
#[derive(Debug)]
pub(super) struct Streamed {
    /// Pages that could not be rendered or written.
    pub(super) failed: Vec<PageId>,
    /// Pages whose assets were recorded.
    pub(super) tracked: usize,
    /// Of these, those whose set of assets is new.
    pub(super) changed: usize,
    /// References to assets that are not there.
    pub(super) missing: usize,
    /// What was wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The records of phases 14, 16 and 16b.
    pub(super) phases: (PhaseRecord, PhaseRecord, PhaseRecord),
}

/// What linking needs.
#[derive(Debug)]
pub(super) struct Linking<'s> {
    pub(super) linker: Linker<'s>,
    pub(super) missing: MissingAssets<'s>,
}

/// Renders, tracks, links and writes all pages of a site.
pub(super) fn stream(
    site: &Site,
    renderer: &Renderer,
    sources: &SourceStore,
    output: &OutputFolder,
    map: &AssetDependencyMap,
    linking_with: Linking<'_>,
    timeline: &Timeline<'_>,
) -> Streamed {
    let Linking { linker, mut missing } = linking_with;
    let (observer, since) = (timeline.observer(), timeline.began());
    let pages: Vec<PageId> = site.pages.iter().filter(|page| !page.shadowed).map(|page| page.id).collect();
    let (mut rendering, mut tracking, mut linking) = (Stopwatch::default(), Stopwatch::default(), Stopwatch::default());
    let mut batches = Batches::new();
    let mut references = 0;
    let mut failed = Vec::new();
    let mut diagnostics = Vec::new();
    let (mut tracked_pages, mut changed, mut relinked, mut links) = (0, 0, 0, 0);
    let mut rest = pages.as_slice();
    observer.phase_started(Phase::Render);
    while !rest.is_empty() {
        let (batch, remaining) = rest.split_at(batches.next_len(rest.iter().map(|page| sources.size(*page))));
        rest = remaining;
        let mut rendered = rendering.time(since, || render(renderer, batch));
        let named = named_by_rendering(&rendered);
        for page in &mut rendered {
            diagnostics.append(&mut page.diagnostics);
        }
        let finished: Vec<(PageId, FinishedPage<'_>)> =
            rendered.iter().filter_map(|page| finished(site, page)).collect();
        let looked_at: Vec<FinishedPage<'_>> = finished.iter().map(|(_, page)| *page).collect();
        let tracked = tracking.time(since, || track_assets(&looked_at, linker.resolver(), map, true));
        tracked_pages += tracked.tracked;
        changed += tracked.changed;
        diagnostics.extend(tracked.diagnostics);
        references += tracked.references.iter().map(Vec::len).sum::<usize>();
        let written: Vec<(PageId, Written)> = linking.time(since, || {
            let write = |((page, finished), references): (&(PageId, FinishedPage<'_>), &Vec<_>)| {
                let linked = linker.link(finished.html, finished.url, references);
                let problem = output.write(&site.page(*page).output, linked.html.as_bytes()).err();
                (*page, Written { links: linked.patches.len(), missing: linked.missing, problem })
            };
            finished.par_iter().zip(&tracked.references).map(write).collect()
        });
        let html_of = rendered.iter().filter(|page| page.html.is_some());
        let mut problems = Vec::new();
        for (rendered, (page, written)) in html_of.zip(written) {
            relinked += usize::from(written.links > 0);
            links += written.links;
            missing.add(site.page(page), rendered, &named, written.missing);
            problems.extend(written.problem.map(|problem| (page, problem)));
        }
        let unrendered = rendered.iter().filter(|page| page.html.is_none()).map(|page| page.page);
        failed.extend(unrendered.chain(problems.iter().map(|(page, _)| *page)));
        diagnostics.extend(problems.into_iter().map(|(_, problem)| problem));
        batches.note(batch.len(), finished.iter().map(|(_, page)| page.html.len()).sum());
        observer.pages_done(pages.len() - rest.len(), pages.len());
    }
    for page in &failed {
        // What an earlier build made of the page stays until the page can be made again.
        output.keep(&site.page(*page).output);
    }
    let html = format!("{} pages, {:.1} MB of HTML", pages.len() - failed.len(), batches.bytes() as f64 / 1e6);
    let found = format!("{tracked_pages} pages, {changed} changed, {references} references");
    let base = match site.config.site.base_path.as_str() {
        "" => String::new(),
        path => format!(", base path `{path}`"),
    };
    let linked = format!("{links} URLs in {relinked} pages{base}");
    let (missing_assets, missing) = missing.into_problems();
    diagnostics.extend(missing_assets);
    let phases = (
        rendering.record(Phase::Render, Done(html)),
        tracking.record(Phase::TrackAssets, Done(found)),
        linking.record(Phase::Link, Done(linked)),
    );
    Streamed { failed, tracked: tracked_pages, changed, missing, diagnostics, phases }
}

/// What came of linking and writing a page.
struct Written {
    /// Places that changed.
    links: usize,
    missing: Vec<MissingReference>,
    problem: Option<Diagnostic>,
}

fn finished<'a>(site: &'a Site, page: &'a RenderedPage) -> Option<(PageId, FinishedPage<'a>)> {
    let html = page.html.as_deref()?;
    Some((page.page, FinishedPage { name: map_name(site.page(page.page)), url: &site.page(page.page).url, html }))
}
