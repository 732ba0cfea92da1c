//! Phases 14, 16, 16b and writing, batch by batch: so memory follows the batch and not the site.

use super::relink::unlinked;
use crate::batches::Batches;
use crate::output::OutputFolder;
use crate::phase::Outcome::Done;
use crate::phase::{Phase, PhaseRecord, Stopwatch, Timeline};
use crate::phases::p05_incremental_filter::{Plan, Reason, Reasons};
use crate::phases::p14_render::render;
use crate::phases::p16_link::{Findings, LinkedPage, Linker, MissingAssets};
use crate::phases::p16_track_assets::{FinishedPage, map_name, track_assets};
use crate::records::{Asked, PageProblems, PageRecord, PageRecords, PagesInWork, ReadTable, Rising};
use crate::report::{PageAction, PageCounts, PageReason};
use crate::sources::SourceStore;
use bengal_assets::Patch;
use bengal_cache::AssetDependencyMap;
use bengal_core::{Diagnostic, HalfDigest, Page, PageId, Site};
use bengal_render::{Answers, RenderedPage, Renderer};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// What came of all pages.
#[derive(Debug)]
pub(super) struct Streamed {
    /// How many were rendered, relinked, left alone.
    pub(super) pages: PageCounts,
    /// Pages that could not be rendered or written.
    pub(super) failed: Vec<PageId>,
    /// Why pages were not left alone.
    pub(super) reasons: Reasons,
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

/// What pages are made with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Workshop<'a> {
    pub(super) site: &'a Site,
    pub(super) renderer: &'a Renderer,
    pub(super) answers: &'a Answers,
    pub(super) sources: &'a SourceStore,
    pub(super) output: &'a OutputFolder,
    pub(super) map: &'a AssetDependencyMap,
    pub(super) linker: Linker<'a>,
}

/// A page with HTML that is not linked yet.
struct Made {
    page: PageId,
    html: String,
    reads: Rising,
    diagnostics: Vec<Diagnostic>,
}

/// What came of linking and writing a page.
struct Written {
    /// The digest of its file.
    html: Result<HalfDigest, Diagnostic>,
    patches: Vec<Patch>,
    findings: Findings,
}

/// Renders, tracks, links and writes the pages of a site that need it. Afterwards `known` are the records of all pages that are good.
pub(super) fn stream(
    workshop: Workshop<'_>,
    missing: MissingAssets<'_>,
    mut plan: Plan,
    known: &mut PageRecords,
    timeline: &Timeline<'_>,
) -> Streamed {
    let Workshop { site, renderer, answers, sources, .. } = workshop;
    let to_render = plan.render.iter().filter_map(|page| known.pages.get(map_name(site.page(*page))));
    let expected = to_render.map(|record| &record.reads);
    let mut reads = ReadTable::new(answers, std::mem::take(&mut known.reads), expected);
    let to_do = plan.render.len() + plan.relink.len();
    let mut pages = PagesInWork::new(std::mem::take(&mut known.pages), to_do);
    let mut line = Line::new(workshop, missing, to_do, timeline);
    line.pages.total = site.pages.len();
    line.pages.fresh = plan.fresh.len();
    for page in &plan.fresh {
        if let Some(record) = pages.keep(map_name(site.page(*page))) {
            line.diagnostics.extend_from_slice(record.rendering_problems());
            line.missing.add(record.link_problems());
        }
    }
    let mut to_render = plan.render;
    let mut rest = plan.relink.as_slice();
    while !rest.is_empty() {
        let (batch, remaining) = rest.split_at(line.batches.next_len(rest.iter().map(|_| 0)));
        rest = remaining;
        let unlink = |page: &PageId| {
            let page = site.page(*page);
            let record = pages.previous(map_name(page));
            (page.id, record.and_then(|record| unlinked(page, record, &known.texts, workshop.output)))
        };
        let unlinked: Vec<_> = batch.par_iter().map(unlink).collect();
        let mut made = Vec::with_capacity(batch.len());
        for (page, html) in unlinked {
            match html.zip(pages.previous(map_name(site.page(page)))) {
                Some((html, record)) => {
                    let (reads, diagnostics) = (record.reads.clone(), record.rendering_problems().to_owned());
                    made.push(Made { page, html, reads, diagnostics });
                }
                // Somebody else changed the file, or removed it.
                None => {
                    plan.reasons.insert(page, Reason::Output);
                    to_render.push(page);
                }
            }
        }
        line.pages.relinked += made.len();
        line.finish(made, &reads, known, &mut pages);
    }
    to_render.sort_unstable();
    let mut rest = to_render.as_slice();
    while !rest.is_empty() {
        let (batch, remaining) = rest.split_at(line.batches.next_len(rest.iter().map(|page| sources.size(*page))));
        rest = remaining;
        let rendered = line.rendering.time(line.timeline.began(), || {
            let ready = |mut page: RenderedPage| (Asked::all(std::mem::take(&mut page.reads), answers), page);
            render(renderer, batch).into_par_iter().map(ready).collect::<Vec<_>>()
        });
        let mut made = Vec::with_capacity(batch.len());
        for (asked, RenderedPage { page, html, diagnostics, .. }) in rendered {
            match html {
                Some(html) => made.push(Made { page, html, reads: reads.numbers_of(asked), diagnostics }),
                None => {
                    line.failed.push(page);
                    line.diagnostics.extend(diagnostics);
                }
            }
        }
        line.pages.rendered += made.len();
        line.finish(made, &reads, known, &mut pages);
    }
    for page in &line.failed {
        // What an earlier build made of the page stays until the page can be made again.
        workshop.output.keep(&site.page(*page).output);
    }
    // Pages without a record may have left numbers that nobody has.
    let may_be_unused = pages.made() < to_do || pages.may_lack_something();
    known.pages = pages.finish();
    known.reads = reads.finish(&mut known.pages, may_be_unused);
    if may_be_unused {
        known.drop_unused_texts();
    }
    line.into_streamed(plan.reasons)
}

/// The pages on their way from HTML to the output folder.
struct Line<'a> {
    workshop: Workshop<'a>,
    missing: MissingAssets<'a>,
    /// URLs that linking changed, and the pages that they are on.
    links: usize,
    pages_linked: usize,
    timeline: &'a Timeline<'a>,
    batches: Batches,
    pages: PageCounts,
    to_do: usize,
    done: usize,
    failed: Vec<PageId>,
    tracked: usize,
    changed: usize,
    references: usize,
    diagnostics: Vec<Diagnostic>,
    rendering: Stopwatch,
    tracking: Stopwatch,
    linking: Stopwatch,
}

impl<'a> Line<'a> {
    fn new(workshop: Workshop<'a>, missing: MissingAssets<'a>, to_do: usize, timeline: &'a Timeline<'a>) -> Self {
        timeline.observer().phase_started(Phase::Render);
        Self {
            workshop,
            missing,
            links: 0,
            pages_linked: 0,
            timeline,
            batches: Batches::new(),
            pages: PageCounts::default(),
            to_do,
            done: 0,
            failed: Vec::new(),
            tracked: 0,
            changed: 0,
            references: 0,
            diagnostics: Vec::new(),
            rendering: Stopwatch::default(),
            tracking: Stopwatch::default(),
            linking: Stopwatch::default(),
        }
    }

    /// Tracks, links and writes a batch, and notes the records of its pages.
    fn finish(&mut self, made: Vec<Made>, reads: &ReadTable<'_>, known: &mut PageRecords, pages: &mut PagesInWork) {
        let Workshop { site, output, map, linker, .. } = self.workshop;
        let since = self.timeline.began();
        let looked_at: Vec<FinishedPage<'_>> = made.iter().map(|made| finished(site, made)).collect();
        let tracked = self.tracking.time(since, || track_assets(&looked_at, linker.resolver(), map, true));
        self.tracked += tracked.tracked;
        self.changed += tracked.changed;
        self.diagnostics.extend(tracked.diagnostics);
        self.references += tracked.references.iter().map(Vec::len).sum::<usize>();
        let missing = &self.missing;
        let written: Vec<Written> = self.linking.time(since, || {
            let write = |(made, references): (&Made, &Vec<_>)| {
                let page = site.page(made.page);
                let mut linked = linker.link(&made.html, &page.url, references);
                let (html, diagnostics) = (&made.html, &made.diagnostics);
                let describe = || LinkedPage { page, html, diagnostics, templates: reads.templates(&made.reads) };
                let findings = missing.of_page(&mut linked, describe);
                let html = output.write(&page.output, linked.html.as_bytes());
                Written { html, patches: linked.patches, findings }
            };
            made.par_iter().zip(&tracked.references).map(write).collect()
        });
        self.batches.note(made.len(), made.iter().map(|made| made.html.len()).sum());
        self.done += made.len();
        for (made, written) in made.into_iter().zip(written) {
            self.workshop.sources.forget(made.page);
            self.note(made, written, known, pages);
        }
        self.timeline.observer().pages_done(self.done, self.to_do);
    }

    /// Notes what became of a page.
    fn note(&mut self, made: Made, written: Written, known: &mut PageRecords, pages: &mut PagesInWork) {
        let page = self.workshop.site.page(made.page);
        self.diagnostics.extend_from_slice(&made.diagnostics);
        self.missing.add(&written.findings.problems);
        self.links += written.patches.len();
        self.pages_linked += usize::from(!written.patches.is_empty());
        match written.html {
            Ok(html) => {
                let Findings { problems: linking, claims, unloaded } = written.findings;
                let Some(patches) = known.record_patches(&written.patches) else { return };
                let problems = PageProblems { rendering: made.diagnostics, linking, claims };
                let record = PageRecord {
                    output: page.output.as_str().into(),
                    source: page.source.as_ref().map(|source| source.digest.half()),
                    html,
                    reads: made.reads,
                    patches,
                    problems: problems.boxed(),
                    unloaded: unloaded.iter().map(|path| known.texts.number(path)).collect(),
                };
                pages.add(shared_name(page, self.workshop.map), record);
            }
            Err(problem) => {
                self.diagnostics.push(problem);
                self.failed.push(made.page);
            }
        }
    }

    fn into_streamed(mut self, reasons: Reasons) -> Streamed {
        self.pages.failed = self.failed.len();
        let html = format!("{} pages, {:.1} MB of HTML", self.done, self.batches.bytes() as f64 / 1e6);
        let found = format!(
            "{} pages, {} changed, {} references to {} unique assets",
            self.tracked,
            self.changed,
            self.references,
            self.workshop.map.stats().unique_assets
        );
        let base = match self.workshop.site.config.site.base_path.as_str() {
            "" => String::new(),
            path => format!(", base path `{path}`"),
        };
        let linked = format!("{} URLs in {} pages{base}", self.links, self.pages_linked);
        let (missing_assets, missing) = self.missing.into_problems();
        self.diagnostics.extend(missing_assets);
        let phases = (
            self.rendering.record(Phase::Render, Done(html)),
            self.tracking.record(Phase::TrackAssets, Done(found)),
            self.linking.record(Phase::Link, Done(linked)),
        );
        Streamed {
            pages: self.pages,
            failed: self.failed,
            reasons,
            tracked: self.tracked,
            changed: self.changed,
            missing,
            diagnostics: self.diagnostics,
            phases,
        }
    }
}

/// What was done about pages, and why, in the order of the site.
pub(super) fn reasons(
    site: &Site,
    reasons: &Reasons,
    failed: &FxHashSet<PageId>,
    map: &AssetDependencyMap,
) -> Vec<PageReason> {
    let report = |page: &Page| {
        let reason = reasons.get(page)?;
        let action = match failed.contains(&page.id) {
            true => PageAction::Failed,
            false if reason.is_for_rendering() => PageAction::Rendered,
            false => PageAction::Relinked,
        };
        Some(PageReason { page: shared_name(page, map), action, reason: reason.into_text() })
    };
    let mut reported = Vec::with_capacity(reasons.count(site.pages.len()));
    reported.extend(site.pages.iter().filter_map(report));
    reported
}

/// The name of a page, which a large site has in memory once.
fn shared_name(page: &Page, map: &AssetDependencyMap) -> Arc<str> {
    map.name_of(map_name(page)).unwrap_or_else(|| map_name(page).into())
}

fn finished<'a>(site: &'a Site, made: &'a Made) -> FinishedPage<'a> {
    let page = site.page(made.page);
    FinishedPage { name: map_name(page), url: &page.url, html: &made.html }
}
