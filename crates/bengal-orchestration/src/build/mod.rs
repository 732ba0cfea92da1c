//! The build: all phases in order.

mod asset_map;
mod clean;
mod model;
mod prepare;
mod relink;
mod stream;
mod unchanged;
mod verify;

pub use asset_map::{AssetMap, AssetUser, AssetUsers};
pub use clean::{CleanReport, clean};
pub use verify::{Verification, VerifiedDifference, verify};

use crate::asset_answers::SiteAssets;
use crate::changes::Changes;
use crate::explain::{Explained, Planned, explanation};
use crate::observe::ObservedFiles;
use crate::options::BuildOptions;
use crate::output::OutputFolder;
use crate::page_weight::{BuiltPages, check_budget};
use crate::phase::Outcome::Done;
use crate::phase::{Observer, Phase, Silent, Stopwatch, Timeline, milliseconds};
use crate::phases::p02_discovery::Discovered;
use crate::phases::p05_incremental_filter::{self, Today, Trust};
use crate::phases::p13_assets::{OtherOutputs, PublishedAssets};
use crate::phases::p16_link::{Linker, MissingAssets, broken_claims};
use crate::phases::{
    p01_fonts, p01_validate_templates, p02_discovery, p03_cache_metadata, p04_config_check, p13_assets,
    p15_update_pages, p16_track_assets, p17_postprocess, p18_cache_save, p19_stats, p20_health,
};
use crate::preview::Preview;
use crate::records::{AssetRecords, Belonging, PageRecords, Records, SourceRecords, mark, not_saved, unmark};
use crate::report::{BuildReport, ProblemCounts};
use crate::sources::SourceStore;
use asset_map::PageTemplates;
use bengal_assets::{Known, MANIFEST, Prepared as PreparedAssets, Resolver};
use bengal_cache::{AssetDependencyMap, Cache, Loaded};
use bengal_core::fs::{FileSystem, SiteFiles};
use bengal_core::keyed::KeyedSet;
use bengal_core::{Diagnostic, PageId, Severity, Site, diagnostic, site};
use bengal_render::{PageSources, Renderer};
use camino::{Utf8Path, Utf8PathBuf};
use prepare::Prepared;
use rustc_hash::FxHashSet;
use std::sync::Arc;
use stream::Workshop;
use unchanged::Sources;

/// Builds a site.
///
/// Never fails as such: what went wrong is in the report, which says by [`BuildReport::success`] whether the build is good. Pages with errors
/// do not keep the others from being built. Runs on `options.jobs` threads; the output does not depend on how many.
pub fn build(fs: &Arc<dyn FileSystem>, options: &BuildOptions, observer: &dyn Observer) -> BuildReport {
    build_for(Purpose::Report, fs, options, observer).0
}

/// Builds a site as [`build`] does, and says what uses which of its assets. Looks at every page, where [`build`] may see at once that it has
/// nothing to do.
///
/// `None` where the build ended before there was anything to say; the report has the reason.
pub fn build_asset_map(
    fs: &Arc<dyn FileSystem>,
    options: &BuildOptions,
    observer: &dyn Observer,
) -> (BuildReport, Option<AssetMap>) {
    build_for(Purpose::AssetMap, fs, options, observer)
}

/// What a build is for, beside the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Report,
    AssetMap,
}

fn build_for(
    purpose: Purpose,
    fs: &Arc<dyn FileSystem>,
    options: &BuildOptions,
    observer: &dyn Observer,
) -> (BuildReport, Option<AssetMap>) {
    let mut timeline = Timeline::new(observer);
    let mut report = BuildReport::default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).build();
    let map = match pool {
        Ok(pool) => pool.install(|| run(purpose, fs, options, None, &mut timeline, &mut report)),
        Err(error) => {
            report.diagnostics.push(Diagnostic::error("no-threads", format!("cannot start threads: {error}")));
            None
        }
    };
    diagnostic::sort(&mut report.diagnostics);
    // A template that is broken is broken on every page.
    report.diagnostics.dedup();
    report.problems = ProblemCounts::of(&report.diagnostics);
    report.success = report.problems.errors == 0 && !(options.strict && report.problems.warnings > 0);
    report.elapsed_ms = milliseconds(timeline.began().elapsed());
    report.phases = timeline.into_records();
    (report, map)
}

/// Does all that [`build`] does, and writes nothing: what would be written is kept in memory until the report is made.
///
/// Waits for another build as `build` does. What only writing shows, such as a full disk, does not show.
pub fn dry_run(fs: &Arc<dyn FileSystem>, options: &BuildOptions, observer: &dyn Observer) -> BuildReport {
    let preview: Arc<dyn FileSystem> = Arc::new(Preview::new(Arc::clone(fs)));
    build(&preview, options, observer)
}

/// Says of a path, URL or name in the site why it would be made again, what it depends on and what depends on it.
///
/// Runs the phases up to the plan, and writes nothing. Costs what a build costs that has nothing to render.
pub fn explain(fs: &Arc<dyn FileSystem>, options: &BuildOptions, subject: &str) -> Explained {
    let preview: Arc<dyn FileSystem> = Arc::new(Preview::new(Arc::clone(fs)));
    let mut timeline = Timeline::new(&Silent);
    let mut report = BuildReport::default();
    let mut explained = None;
    let mut look = |planned: &Planned<'_>| explained = Some(explanation(planned, subject));
    run(Purpose::Report, &preview, options, Some(&mut look), &mut timeline, &mut report);
    let mut diagnostics = report.diagnostics;
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    let explanation = match explained {
        Some(Ok(explanation)) => Some(explanation),
        Some(Err(unknown)) => {
            diagnostics.push(unknown);
            None
        }
        None => None,
    };
    Explained { explanation, diagnostics }
}

/// Looks at the plan of a build that goes no further.
type Look<'a> = &'a mut (dyn FnMut(&Planned<'_>) + Send);

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
    records.outputs.folders.insert(folder.to_owned(), intent);
    if let Err(error) = records.outputs.save(cache) {
        problems.push(not_saved(&error));
    }
    // It has done its work: at the end there is the record of what was made.
    records.outputs.folders.remove(folder);
}

/// Whether the records of pages fit this build.
fn trust(known: &PageRecords, folder: &str, map: &AssetDependencyMap, options: &BuildOptions) -> Trust {
    match known.belongs_to {
        _ if options.from_scratch => Trust::Nothing("asked for"),
        _ if known.pages.is_empty() => Trust::Nothing("no records of pages"),
        Belonging { folder: ref of, .. } if of != folder => Trust::Nothing("the records are of another output folder"),
        Belonging { assets, .. } if assets != Some(map.digest()) => {
            Trust::Nothing("the records do not fit each other: a build was interrupted")
        }
        _ => Trust::Records,
    }
}

/// All phases, in order.
fn run(
    purpose: Purpose,
    fs: &Arc<dyn FileSystem>,
    options: &BuildOptions,
    look: Option<Look<'_>>,
    timeline: &mut Timeline<'_>,
    report: &mut BuildReport,
) -> Option<AssetMap> {
    let observed = Arc::new(ObservedFiles::new(Arc::clone(fs)));
    let sources = Arc::clone(&observed) as Arc<dyn FileSystem>;
    let prepared = prepare::prepare(fs, &sources, options, timeline.observer(), &mut report.diagnostics)?;
    let Prepared { files, config, output, cache } = prepared;
    report.output.clone_from(&output);
    let folder = recorded_folder(&files, &output);
    let before = cache.as_ref().map(|cache| Sources::new(&**fs, cache, files.root(), options, &folder));
    let unchanged = before.as_ref().filter(|_| look.is_none()).and_then(|before| match purpose {
        Purpose::Report => before.unchanged(&observed, options, &output, &folder, timeline, &mut report.diagnostics),
        Purpose::AssetMap => before.forget(),
    });
    if let Some(unchanged) = unchanged {
        *report = BuildReport { output, ..unchanged };
        return None;
    }
    let problems = &mut report.diagnostics;

    // 1–3: what there is.
    let stylesheet = timeline.run(Phase::Fonts, || p01_fonts::fonts(&files, &config).into_outcome(problems));
    timeline.run(Phase::ValidateTemplates, || p01_validate_templates::validate(&files, &config, problems));
    let wanted = site::ModelOptions {
        drafts: options.drafts,
        environment: options.environment.clone().unwrap_or_else(|| "local".to_owned()),
    };
    let (known, known_assets) =
        rayon::join(|| cache.as_ref().map(SourceRecords::load), || cache.as_ref().map(AssetRecords::load));
    problems.extend(known.as_ref().and_then(Loaded::diagnostic));
    let known = known.filter(|_| !options.from_scratch).map(|loaded| loaded.value).unwrap_or_default();
    problems.extend(known_assets.as_ref().and_then(Loaded::diagnostic));
    let known_assets = known_assets.filter(|_| !options.from_scratch).map(|loaded| loaded.value).unwrap_or_default();
    let Discovered { mut site, kept, assets: mut plan, lost, model, sources: parsed } = timeline
        .run(Phase::Discovery, || p02_discovery::discover(&files, config, stylesheet, &wanted, known, problems));
    let mut records = timeline.run(Phase::CacheMetadata, || {
        let loaded = p03_cache_metadata::load(cache.as_ref(), problems);
        // What is known of sources says nothing of the output, and a large site has better use for the memory.
        if let Some(cache) = &cache
            && let Some(began) = before.as_ref().and_then(Sources::began)
            && let Some(parsed) = parsed.filter(|_| loaded.0.is_some())
            && let Err(error) = SourceRecords::save(cache, parsed, began)
        {
            problems.push(not_saved(&error));
        }
        loaded
    })?;

    // 4: whether the configuration has changed.
    let digest = p04_config_check::config_digest(&site.config);
    timeline.run(Phase::ConfigCheck, || {
        ((), p04_config_check::config_check(records.outputs.config.replace(digest), digest))
    });

    // 6–12: the site model.
    let index = model::complete(&mut site, &mut plan, timeline, problems);

    // 13: assets are named. They are written when it is known what pages use.
    let resolver = Resolver::new(&site.config);
    let site = Arc::new(site);
    let others = OtherOutputs::new(Arc::clone(&site));
    let mut publishing = Stopwatch::default();
    timeline.observer().phase_started(Phase::Assets);
    let AssetRecords { assets: known_assets, pictures: known_pictures } = known_assets;
    let mut assets = publishing.time(timeline.began(), || {
        p13_assets::prepare_assets(known_assets, &plan, &files, &site.config, &resolver, &others)
    });
    problems.append(&mut assets.diagnostics);
    let record = records.outputs.folders.remove(&folder).unwrap_or_default();
    // Without a mark, every write of the builds before has ended, and left no temporary file.
    let is_marked = cache.as_ref().is_none_or(|cache| mark(cache, &folder, problems));
    let sweeps = is_marked || record.files.is_empty();
    let output = Arc::new(OutputFolder::new(Arc::clone(fs), output, record, sweeps));
    let bytes = site.pages.iter().map(|page| page.output.as_str().len()).sum();
    output.expect(site.pages.len(), bytes);
    save_intent(cache.as_ref(), &mut records, &folder, &output, &site, &assets, problems);
    if options.clean_output {
        report.files.removed = output.remove_previous(problems);
    }

    // 5: what needs work. Only now it is known what everything that pages may have looked at has become.
    let sources = Arc::new(SourceStore::new(Arc::clone(&site), kept, files.clone()));
    let pictures = SiteAssets::new(
        plan,
        &assets,
        &files,
        &output,
        cache.as_ref().map(|cache| (fs, cache)),
        &site.config.images,
        problems,
    );
    let pictures = Arc::new(pictures.with_known_pictures(known_pictures));
    let renderer = Renderer::new(
        Arc::clone(&site),
        Arc::new(index),
        files.clone(),
        Arc::clone(&sources) as Arc<dyn PageSources>,
        Arc::clone(&pictures) as Arc<dyn bengal_render::AssetSource>,
    );
    let linker = Linker::new(&site.config, &resolver, &assets.table, &others);
    let mut known = std::mem::take(&mut records.pages);
    let trust = trust(&known, &folder, &records.assets, options);
    if matches!(trust, Trust::Nothing(_)) {
        known = PageRecords::default();
    }
    let same_model = known.belongs_to.model == Some(model);
    if !same_model {
        known.site_files.clear();
    }
    let answers = renderer.answers().with_derived(std::mem::take(&mut known.derived)).with_same_model(same_model);
    // Names are a part of the model, but for those of assets that cannot be read: after such a failure no page is on record.
    let names = known.belongs_to.names.filter(|_| same_model);
    let names = names.unwrap_or_else(|| p05_incremental_filter::names_digest(&site, &assets));
    let plan = timeline.run(Phase::IncrementalFilter, || {
        let (site, map) = (&*site, &records.assets);
        let today = Today { site, same_model, answers: &answers, map, linker: &linker, names, output: &output };
        p05_incremental_filter::plan(&mut known, trust, today)
    });

    if let Some(look) = look {
        let used = |logical: &str| records.assets.is_used(logical);
        let graph = assets.graph(used);
        let (site, map) = (&*site, &records.assets);
        look(&Planned { root: files.root(), folder: &folder, site, graph: &graph, map, known: &known, plan: &plan });
        return None;
    }

    // 14–16b: pages, in batches.
    let logical: Vec<&str> = assets.logical().collect();
    let workshop = Workshop {
        site: &site,
        renderer: &renderer,
        answers: &answers,
        sources: &sources,
        output: &output,
        map: &records.assets,
        linker,
    };
    let missing = MissingAssets::new(&files, &*sources, renderer.templates(), &logical);
    let streamed = stream::stream(workshop, missing, plan, &mut known, timeline);
    problems.extend(streamed.diagnostics);
    let belongs_to = Belonging {
        folder: folder.clone(),
        assets: None,
        linking: Some(linker.settings()),
        names: Some(names),
        model: Some(model),
    };
    records.pages = PageRecords { belongs_to, derived: answers.derived(), links: linker.addresses(), ..known };
    let losses = sources.losses();
    if !losses.is_empty() {
        // Nobody knows which pages show something of these.
        records.pages.pages.clear();
        problems.extend(losses);
    }
    let reads: Vec<_> = records.pages.reads.keys_of("asset\t").filter_map(|key| answers.read(&key)).collect();
    let asked_for = pictures.asked_for(reads.iter());
    let templates = (purpose == Purpose::AssetMap).then(|| PageTemplates::of(&records.pages, &answers, &renderer));
    drop(answers);
    drop(renderer);
    drop(sources);
    drop(others);
    debug_assert_eq!(Arc::strong_count(&site), 1, "the model is not copied");
    let mut site = Arc::unwrap_or_clone(site);
    // What reaches assets are the pages of this build, not those that have no place or could not be made.
    let failed: FxHashSet<PageId> = streamed.failed.iter().copied().collect();
    let published = site.pages.iter().filter(|page| !page.shadowed && !failed.contains(&page.id));
    let published: KeyedSet<&str> = published.map(p16_track_assets::map_name).collect();
    let dropped = records.assets.retain_pages(|page| published.contains(page));
    drop(published);
    let PublishedAssets { mut graph, published, changed_meanwhile } = publishing
        .time(timeline.began(), || p13_assets::publish_assets(&assets, &records.assets, &files, &output, problems));
    let made = pictures.finish(&records.assets, &asked_for, problems);
    let published = published + made.len();
    graph.extend(made);
    problems.extend(p13_assets::publish_manifest(&graph, &output));
    timeline.push(publishing.record(Phase::Assets, Done(p13_assets::outcome(&graph, published))));
    problems.extend(broken_claims(records.pages.pages.values(), &assets, &files));
    let known = if changed_meanwhile { Known::default() } else { assets.into_known() };
    let known = AssetRecords { assets: known, pictures: pictures.known_pictures() };
    let built = BuiltPages { site: &site, map: &records.assets, records: &records.pages, output: &output };
    problems.extend(check_budget(built, &graph));
    let (render, track, link) = streamed.phases;
    timeline.push(render);
    timeline.run(Phase::UpdatePages, || p15_update_pages::update_pages(&mut site, &streamed.failed));
    timeline.push(track);
    timeline.push(link);

    // 17–18: what belongs to no page; then, with the output in place, the records.
    // Where pages cannot be made now, nobody knows which files of earlier builds are theirs.
    let lost = lost + streamed.failed.len();
    let removed = timeline.run(Phase::Postprocess, || {
        p17_postprocess::postprocess(&site, &graph, &output, lost, &mut records.pages.site_files, problems)
    });
    report.files.removed += removed;
    // The records of a large site and saving them need memory, which the model has until here.
    let settings = site.config.site.clone();
    report.reasons = stream::reasons(&site, &streamed.reasons, &failed, &records.assets);
    let site = (purpose == Purpose::AssetMap).then_some(site);
    let now = cache.as_ref().and_then(|cache| cache.now().ok());
    let record = output.record(now);
    report.changes = Changes::between(output.previous(), &record, &settings);
    let recorded = folder.clone();
    records.outputs.folders.insert(folder, record);
    observed.report_failures(files.root(), problems);
    let looks = before.as_ref().and_then(|before| before.held_still(&observed, &mut records, problems));
    timeline.run(Phase::CacheSave, || {
        let began = before.as_ref().and_then(Sources::began);
        let known = began.map(|began| known.settled(began));
        p18_cache_save::save(cache.as_ref(), &mut records, known, dropped, problems)
    });

    // 19–21: what came of it.
    report.pages = streamed.pages;
    report.assets.published = published;
    report.assets.fingerprinted = graph.fingerprinted();
    (report.assets.unreached, report.assets.missing) = (graph.unreached(), streamed.missing);
    (report.assets.pages_tracked, report.assets.pages_changed) = (streamed.tracked, streamed.changed);
    timeline.run(Phase::Stats, || p19_stats::stats(&output, &records.assets, &mut report.files, &mut report.assets));
    timeline.run(Phase::Health, || p20_health::health(&records.assets, streamed.missing));
    if let Some((before, looks)) = before.zip(looks) {
        before.save(looks, report);
    }
    timeline.run(Phase::Finalize, || {
        let went_well = report.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
        if let Some(cache) = cache.as_ref().filter(|_| went_well) {
            // Where the mark stays, the next build looks closer.
            drop(unmark(cache, &recorded));
        }
        drop(cache);
        ((), Done("lock released".to_owned()))
    });
    let Records { assets: map, pages, .. } = records;
    templates.zip(site).map(|(templates, site)| AssetMap::new(graph, map, site, files, output, pages, templates))
}
