//! The build: all phases in order.

mod clean;
mod model;
mod prepare;
mod stream;

pub use clean::{CleanReport, clean};

use crate::options::BuildOptions;
use crate::output::OutputFolder;
use crate::phase::Outcome::{Done, Skipped};
use crate::phase::{Observer, Phase, Stopwatch, Timeline, milliseconds};
use crate::phases::p02_discovery::Discovered;
use crate::phases::p03_cache_metadata::Records;
use crate::phases::p13_assets::OtherOutputs;
use crate::phases::p16_link::{Linker, MissingAssets};
use crate::phases::{
    p01_fonts, p01_validate_templates, p02_discovery, p03_cache_metadata, p04_config_check, p13_assets,
    p15_update_pages, p16_track_assets, p17_postprocess, p18_cache_save, p19_stats, p20_health,
};
use crate::report::{BuildReport, ProblemCounts};
use crate::sources::SourceStore;
use bengal_assets::{MANIFEST, Prepared as PreparedAssets, Resolver};
use bengal_cache::Cache;
use bengal_core::fs::{FileSystem, SiteFiles};
use bengal_core::{Diagnostic, Site, diagnostic, site};
use bengal_render::{PageSources, Renderer};
use camino::{Utf8Path, Utf8PathBuf};
use prepare::Prepared;
use rustc_hash::FxHashSet;
use std::sync::Arc;
use stream::Linking;

/// Builds a site.
///
/// Never fails as such: what went wrong is in the report, which says by [`BuildReport::success`] whether the build is good. Pages with errors
/// do not keep the others from being built. Runs on `options.jobs` threads; the output does not depend on how many.
pub fn build(fs: Arc<dyn FileSystem>, options: &BuildOptions, observer: &dyn Observer) -> BuildReport {
    let mut timeline = Timeline::new(observer);
    let mut report = BuildReport::default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).build();
    match pool {
        Ok(pool) => pool.install(|| run(fs, options, &mut timeline, &mut report)),
        Err(error) => {
            report.diagnostics.push(Diagnostic::error("no-threads", format!("cannot start threads: {error}")));
        }
    }
    diagnostic::sort(&mut report.diagnostics);
    // A template that is broken is broken on every page.
    report.diagnostics.dedup();
    report.problems = ProblemCounts::of(&report.diagnostics);
    report.success = report.problems.errors == 0 && !(options.strict && report.problems.warnings > 0);
    report.elapsed_ms = milliseconds(timeline.began().elapsed());
    report.phases = timeline.into_records();
    report
}

/// How a record names the output folder: relative to the site's folder where it is inside, so that a restored cache still fits.
fn recorded_folder(files: &SiteFiles, output: &Utf8Path) -> String {
    output.strip_prefix(files.root()).unwrap_or(output).as_str().to_owned()
}

/// Before anything is written: what will be ours. A build that is killed leaves no file behind that the next one does not know.
fn save_intent(
    cache: Option<&Cache>,
    records: &mut Records,
    folder: &str,
    output: &OutputFolder,
    site: &Site,
    assets: &PreparedAssets,
    problems: &mut Vec<Diagnostic>,
) {
    let pages = site.pages.iter().filter(|page| !page.shadowed).map(|page| page.output.clone());
    let planned =
        pages.chain(assets.outputs().chain([MANIFEST]).map(Utf8PathBuf::from)).chain(p17_postprocess::planned(site));
    let (Some(cache), Some(intent)) = (cache, output.intent(planned)) else { return };
    records.outputs.insert(folder.to_owned(), intent);
    if let Err(error) = p03_cache_metadata::save_outputs(cache, records.config.as_ref(), &records.outputs) {
        problems.push(Diagnostic::error("cache-not-saved", error.to_string()));
    }
}

/// All phases, in order.
fn run(fs: Arc<dyn FileSystem>, options: &BuildOptions, timeline: &mut Timeline<'_>, report: &mut BuildReport) {
    let problems = &mut report.diagnostics;
    let Some(prepared) = prepare::prepare(&fs, options, timeline.observer(), problems) else { return };
    let Prepared { files, config, output, cache } = prepared;
    report.output.clone_from(&output);

    // 1–3: what there is.
    let stylesheet = timeline.run(Phase::Fonts, || p01_fonts::fonts(&files, &config).into_outcome(problems));
    timeline.run(Phase::ValidateTemplates, || p01_validate_templates::validate(&files, &config, problems));
    let wanted = site::ModelOptions {
        drafts: options.drafts,
        environment: options.environment.clone().unwrap_or_else(|| "local".to_owned()),
    };
    let Discovered { mut site, kept, mut assets, lost } =
        timeline.run(Phase::Discovery, || p02_discovery::discover(&files, config, stylesheet, &wanted, problems));
    let mut records = timeline.run(Phase::CacheMetadata, || p03_cache_metadata::load(cache.as_ref(), problems));
    let folder = recorded_folder(&files, &output);

    // 4–5: what has changed.
    let digest = p04_config_check::config_digest(&site.config);
    timeline.run(Phase::ConfigCheck, || ((), p04_config_check::config_check(records.config.replace(digest), digest)));
    timeline.run(Phase::IncrementalFilter, || ((), Skipped("every build renders every page".to_owned())));

    // 6–12: the site model.
    let index = model::complete(&mut site, &mut assets, timeline, problems);

    // 13: assets are named. They are written when it is known what pages use.
    let resolver = Resolver::new(&site.config);
    let others = OtherOutputs::new(&site);
    let mut publishing = Stopwatch::default();
    timeline.observer().phase_started(Phase::Assets);
    let mut assets = publishing
        .time(timeline.began(), || p13_assets::prepare_assets(&assets, &files, &site.config, &resolver, &others));
    problems.append(&mut assets.diagnostics);
    let output = OutputFolder::new(fs, output, records.take_outputs(&folder));
    save_intent(cache.as_ref(), &mut records, &folder, &output, &site, &assets, problems);
    if options.clean_output {
        report.files.removed = output.remove_previous(problems);
    }

    // 14–16b: pages, in batches.
    let site = Arc::new(site);
    let sources = Arc::new(SourceStore::new(&site, kept, files.clone()));
    let renderer =
        Renderer::new(Arc::clone(&site), Arc::new(index), files.clone(), Arc::clone(&sources) as Arc<dyn PageSources>);
    let linker = Linker::new(&site.config, &resolver, &assets.table, &others);
    let logical: Vec<&str> = assets.logical().collect();
    let missing = MissingAssets::new(&files, &*sources, &logical);
    let linking = Linking { linker, missing };
    let streamed = stream::stream(&site, &renderer, &sources, &output, &records.assets, linking, timeline);
    drop(renderer);
    let mut site = Arc::unwrap_or_clone(site);
    let current = site.pages.iter().map(p16_track_assets::map_name).collect();
    records.assets.retain_pages(|page| FxHashSet::contains(&current, page));
    let (graph, published) = publishing
        .time(timeline.began(), || p13_assets::publish_assets(&assets, &records.assets, &files, &output, problems));
    timeline.push(publishing.record(Phase::Assets, Done(p13_assets::outcome(&graph, published))));
    let (render, track, link) = streamed.phases;
    problems.extend(streamed.diagnostics);
    timeline.push(render);
    timeline.run(Phase::UpdatePages, || p15_update_pages::update_pages(&mut site, &streamed.failed));
    timeline.push(track);
    timeline.push(link);

    // 17–18: what belongs to no page; then, with the output in place, the records.
    if lost > 0 {
        output.keep_all();
    }
    let removed = timeline.run(Phase::Postprocess, || p17_postprocess::postprocess(&site, &output, problems));
    report.files.removed += removed;
    records.outputs.insert(folder, output.record());
    timeline.run(Phase::CacheSave, || p18_cache_save::save(cache.as_ref(), &records, &site, problems));

    // 19–21: what came of it.
    (report.pages.total, report.pages.rendered) = (site.pages.len(), site.pages.len() - streamed.failed.len());
    report.pages.failed = streamed.failed.len();
    report.assets.published = published;
    report.assets.fingerprinted = graph.fingerprinted();
    (report.assets.unreached, report.assets.missing) = (graph.unreached(), streamed.missing);
    (report.assets.pages_tracked, report.assets.pages_changed) = (streamed.tracked, streamed.changed);
    timeline.run(Phase::Stats, || p19_stats::stats(&output, &records.assets, &mut report.files, &mut report.assets));
    timeline.run(Phase::Health, || p20_health::health(&records.assets, streamed.missing));
    timeline.run(Phase::Finalize, || {
        drop(cache);
        ((), Done("lock released".to_owned()))
    });
}
