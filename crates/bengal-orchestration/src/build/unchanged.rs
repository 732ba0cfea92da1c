//! The build that has nothing to do: everything that the last one looked at looks the same, and so does everything that it wrote.

use crate::observe::{Look, Looks, Observations, ObservedFiles, Scene, is_untouched};
use crate::options::BuildOptions;
use crate::output::OutputRecord;
use crate::phase::Outcome::{Done, Skipped};
use crate::phase::{Phase, Timeline};
use crate::records::{Outputs, Records, not_saved};
use crate::report::{BuildReport, FileCounts};
use bengal_cache::Cache;
use bengal_core::fs::{FileSystem, Now};
use bengal_core::{Diagnostic, Digest, Severity};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// Codes of problems with what earlier builds or others left: the build that puts it right has said so, and later ones do not repeat it.
const OF_ONE_BUILD: [&str; 3] = ["damaged-cache", "outdated-cache", "foreign-output-replaced"];

/// What the sources looked like when the last build read them, compared with now.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    fs: &'a dyn FileSystem,
    cache: &'a Cache,
    root: &'a Utf8Path,
    request: Digest,
    /// When this build began.
    began: Option<Now>,
}

impl<'a> Sources<'a> {
    /// The sources of the site at `root` for a build into `folder`.
    pub(super) fn new(
        fs: &'a dyn FileSystem,
        cache: &'a Cache,
        root: &'a Utf8Path,
        options: &BuildOptions,
        folder: &str,
    ) -> Self {
        Self { fs, cache, root, request: request_digest(options, folder), began: cache.now().ok() }
    }

    /// When this build began, by the clock of the cache's file system.
    pub(super) fn began(&self) -> Option<Now> {
        self.began
    }

    /// The report of a build that has nothing to do, or cannot begin. Otherwise the observations of the last build are forgotten: from here on
    /// they do not hold. What still looks the same is then known to `observed`. If they are damaged, `problems` says so.
    pub(super) fn unchanged(
        &self,
        observed: &ObservedFiles,
        options: &BuildOptions,
        output: &Utf8Path,
        folder: &str,
        timeline: &mut Timeline<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<BuildReport> {
        let loaded = Observations::load(self.cache);
        problems.extend(loaded.diagnostic());
        let mut observations = loaded.value;
        if options.from_scratch {
            return self.forget();
        }
        let holds = observations.renew(self.fs, self.root) && observations.request == Some(self.request);
        // Where it is not on record what is ours, there is something to do. If the record is damaged, whoever loads it next says so.
        let record = (holds && !options.clean_output)
            .then(|| Outputs::load(self.cache).value.folders.remove(folder))
            .flatten()
            .filter(|record| is_untouched(record, self.fs, output));
        match record {
            Some(record) => {
                for phase in Phase::ALL {
                    timeline.run(phase, || ((), skipped(phase, &record, &observations)));
                }
                Some(report(observations, &record))
            }
            None => {
                observed.know(self.root, observations.looks);
                self.forget()
            }
        }
    }

    /// Forgets the observations of the last build: they end with the first change that a build makes. Where they cannot be removed, there is
    /// no build, and its report says why: a later one could take what this one leaves for the output of the build that made them.
    pub(super) fn forget(&self) -> Option<BuildReport> {
        let error = Observations::forget(self.cache).err()?;
        Some(BuildReport { diagnostics: vec![not_saved(&error)], ..BuildReport::default() })
    }

    /// Whether nothing that was read has changed since. Where something has, or could not be read, nobody knows what pages were made of:
    /// they are forgotten.
    pub(super) fn held_still(
        &self,
        observed: &ObservedFiles,
        records: &mut Records,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Looks> {
        let (mut looks, unread) = observed.take_looks(self.root);
        if observed.have_failed() {
            records.pages.pages.clear();
        }
        let scene = Scene::new(self.fs, self.root);
        let by_path = |a: &(Utf8PathBuf, Look), b: &(Utf8PathBuf, Look)| a.0.as_str().cmp(b.0.as_str());
        looks.par_sort_unstable_by(by_path);
        let changed = looks.par_iter().find_first(|(path, look)| !scene.still_shows(path, look));
        let Some((path, _)) = changed else {
            looks.extend(unread);
            // Two sorted lists, one behind the other: the stable sort merges them.
            looks.sort_by(by_path);
            return Some(looks);
        };
        records.pages.pages.clear();
        let message = format!("`{path}` changed while the site was built: the next build makes every page again");
        problems.push(Diagnostic::note("changed-meanwhile", message));
        None
    }

    /// Saves what was looked at, for the next build: if this one was good, and nothing changed so shortly before that the look of it
    /// says little.
    pub(super) fn save(&self, looks: Looks, report: &BuildReport) {
        let of_sources = |problem: &&Diagnostic| !OF_ONE_BUILD.contains(&problem.code);
        let observations = Observations {
            request: Some(self.request),
            looks,
            pages: report.pages.total,
            assets: report.assets,
            diagnostics: report.diagnostics.iter().filter(of_sources).cloned().collect(),
        };
        let has_errors = report.diagnostics.iter().any(|problem| problem.severity == Severity::Error);
        // What could not be read may be readable without looking any different.
        if !has_errors && report.pages.failed == 0 && self.began.is_some_and(|began| observations.have_settled(began)) {
            // Without them the next build has to look closer.
            drop(observations.save(self.cache));
        }
    }
}

/// What changes the result of a build beside the sources.
fn request_digest(options: &BuildOptions, folder: &str) -> Digest {
    let BuildOptions { environment, profile, config, environment_baseurl, drafts, .. } = options;
    Digest::of(format!("{:?}", (environment, profile, config, environment_baseurl, drafts, folder)).as_bytes())
}

fn skipped(phase: Phase, record: &OutputRecord, observations: &Observations) -> crate::phase::Outcome {
    match phase {
        Phase::IncrementalFilter => Done(format!(
            "nothing changed: {} sources and {} outputs look as they did",
            observations.looks.len(),
            record.files.len()
        )),
        _ => Skipped("nothing changed since the last build".to_owned()),
    }
}

fn report(observations: Observations, record: &OutputRecord) -> BuildReport {
    let bytes = record.files.values().filter_map(|file| file.stamp).map(|stamp| stamp.len()).sum();
    BuildReport {
        pages: observations.pages(),
        files: FileCounts { unchanged: record.files.len(), bytes, ..FileCounts::default() },
        assets: observations.assets,
        diagnostics: observations.diagnostics,
        ..BuildReport::default()
    }
}
