//! The build: all phases in order.

mod clean;
mod prepare;
mod stream;

pub use clean::{CleanReport, clean};

use crate::options::BuildOptions;
use crate::output::OutputFolder;
use crate::phase::Outcome::{Done, Skipped};
use crate::phase::{Observer, Phase, Timeline, milliseconds};
use crate::phases::{
    p01_fonts, p02_discovery, p03_cache_metadata, p04_config_check, p13_assets, p15_update_pages, p17_postprocess,
    p20_health,
};
use crate::report::{AssetCounts, BuildReport, FileCounts, PageCounts, ProblemCounts};
use crate::sources::SourceStore;
use bengal_core::fs::FileSystem;
use bengal_core::{Diagnostic, Severity, Site, diagnostic, site};
use bengal_render::Renderer;
use prepare::Prepared;
use std::sync::Arc;

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
        Err(error) => report.diagnostics.push(Diagnostic::error("no-threads", format!("cannot start threads: {error}"))),
    }
    report.problems = ProblemCounts::of(&report.diagnostics);
    diagnostic::sort(&mut report.diagnostics);
    report.success = report.problems.errors == 0 && !(options.strict && report.problems.warnings > 0);
    report.elapsed_ms = milliseconds(timeline.elapsed());
    report.phases = timeline.into_records();
    report
}

/// How a record names the output folder: relative to the site's folder where it is inside, so that a restored cache still fits.
fn recorded_folder(files: &SiteFiles, output: &Utf8Path) -> String {
    output.strip_prefix(files.root()).unwrap_or(output).as_str().to_owned()
}

/// All phases, in order.
fn run(fs: Arc<dyn FileSystem>, options: &BuildOptions, timeline: &mut Timeline<'_>, report: &mut BuildReport) {
    let mut problems = Vec::new();
    let Some(Prepared { files, config, content_dir, output, cache }) =
        prepare::prepare(&fs, options, timeline.observer(), &mut problems)
    else {
        report.diagnostics = problems;
        return;
    };
    report.output.clone_from(&output);

    // 1–3: what there is.
    let fonts = timeline.run(Phase::Fonts, || {
        let fonts = p01_fonts::fonts(&files, &config);
        let outcome = fonts.outcome();
        (fonts, outcome)
    });
    problems.extend(fonts.diagnostics);
    problems.extend(timeline.run(Phase::ValidateTemplates, || p01_validate_templates::validate(&files, &config)));
    let assemble = site::AssembleOptions {
        content_dir: content_dir.clone(),
        drafts: options.drafts,
        environment: options.environment.clone().unwrap_or_else(|| "local".to_owned()),
    };
    let generated = fonts.stylesheet.into_iter().collect();
    let discovered = timeline.run(Phase::Discovery, || {
        let discovered = p02_discovery::discover(&files, config, &content_dir, generated, &assemble);
        let outcome = discovered.outcome();
        (discovered, outcome)
    });
    problems.extend(discovered.diagnostics);
    let mut site = discovered.site;
    let mut records = timeline.run(Phase::CacheMetadata, || p03_cache_metadata::load(cache.as_ref(), &mut problems));

    // 4–5: what has changed.
    let digest = p04_config_check::config_digest(&site.config);
    timeline.run(Phase::ConfigCheck, || ((), p04_config_check::config_check(records.config, digest)));
    timeline.run(Phase::IncrementalFilter, || ((), Skipped("every build renders every page".to_owned())));

    // 6–12: the site model.
    problems.extend(model::complete(&mut site, timeline));

    // 13: assets.
    if records.output_folder != recorded_folder(&files, &output) {
        records.outputs = OutputRecord::default();
    }
    let output = OutputFolder::new(fs, output, std::mem::take(&mut records.outputs));
    if options.clean_output {
        report.files.removed += output.remove_previous(&mut problems);
    }
    let published = timeline.run(Phase::Assets, || {
        let (published, diagnostics) = p13_assets::publish_assets(&discovered.assets, &files, &output);
        problems.extend(diagnostics);
        (published, Done(count(published, "file")))
    });

    // 14–16b: pages.
    let site = Arc::new(site);
    let sources = Arc::new(SourceStore::new(&site, discovered.kept, files.clone()));
    let renderer = Renderer::new(Arc::clone(&site), files.clone(), sources);
    let streamed = stream::stream(&site, &renderer, &output, &records.assets, timeline);
    drop(renderer);
    problems.extend(streamed.diagnostics);
    let mut site = Arc::unwrap_or_clone(site);
    let [render, track, link] = streamed.phases;
    timeline.push(render);
    timeline.run(Phase::UpdatePages, || ((), p15_update_pages::update_pages(&mut site, &streamed.failed)));
    timeline.push(track);
    timeline.push(link);

    // 17–21: what belongs to no page, and records.
    let made = timeline.run(Phase::Postprocess, || {
        let made = p17_postprocess::postprocess(&site, &output);
        let outcome = made.outcome();
        (made, outcome)
    });
    problems.extend(made.diagnostics);
    let dropped = stream::forget_other_pages(&site, &records.assets);
    records.outputs = output.record();
    records.output_folder = recorded_folder(&files, output.root());
    records.config = Some(digest);
    timeline.run(Phase::CacheSave, || ((), p18_cache_save::save(cache.as_ref(), &records, dropped, &mut problems)));
    timeline.run(Phase::Stats, || {
        let (written, unchanged, bytes) = output.counts();
        let stats = records.assets.stats();
        report.pages = PageCounts {
            total: site.pages.len(),
            rendered: streamed.rendered,
            fresh: 0,
            failed: streamed.failed.len(),
        };
        report.files = FileCounts { written, unchanged, removed: report.files.removed + made.removed, bytes };
        report.assets = AssetCounts {
            published,
            pages_tracked: streamed.tracked,
            pages_changed: streamed.changed,
            unique: stats.unique_assets,
            edges: stats.edges,
        };
        ((), Done(format!("{} assets on {} pages, {} uses", stats.unique_assets, stats.valid_pages, stats.edges)))
    });
    problems.extend(timeline.run(Phase::Health, || p20_health::health(&records.assets, &output, &problems)));
    timeline.run(Phase::Finalize, || {
        drop(cache);
        report.diagnostics = problems;
        ((), Done("locks released".to_owned()))
    });
}
