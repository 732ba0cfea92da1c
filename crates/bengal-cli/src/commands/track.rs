//! `bengal track`.

mod github;
mod human;
mod report;
mod rows;
mod tables;
mod treemap;

use crate::args::{FindingKind, TableFormat, TrackArguments};
use crate::environment;
use crate::terminal::diagnostics::{self, Show};
use crate::terminal::progress::ReadingProgress;
use anyhow::{Context, bail};
use bengal_core::fs::OsFileSystem;
use bengal_orchestration::track::{FileId, TrackOptions, TrackSummary, TrackedTree, track};
use camino::Utf8Path;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What is shown of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Missing,
    Unused,
    UsedBy(FileId),
    Page(FileId),
    External,
    Top(usize),
}

/// A tree with what the command line knows besides.
struct Tracked<'a> {
    tree: &'a TrackedTree,
    folder: &'a Utf8Path,
    summary: TrackSummary,
    elapsed: Duration,
    verbose: bool,
}

pub(crate) fn run(arguments: &TrackArguments) -> anyhow::Result<ExitCode> {
    let human = arguments.format == TableFormat::Human;
    let now = environment::now();
    let options = TrackOptions {
        folder: arguments.folder.clone(),
        base_url: arguments.base_url.clone(),
        ignore: arguments.ignore.clone(),
        allow: arguments.allow.clone(),
        jobs: arguments.jobs.map_or(0, usize::from),
        cache: arguments.cache.clone(),
        started_ns: i64::try_from(now.as_nanosecond()).unwrap_or(i64::MAX),
    };
    let started = Instant::now();
    let progress = ReadingProgress::new(human);
    let tree = track(Arc::new(OsFileSystem), &options, &progress);
    progress.finish();
    let tree = tree?;
    let elapsed = started.elapsed();

    diagnostics::print(tree.diagnostics(), if arguments.verbose { Show::All } else { Show::SomeOfEach })?;
    let views = views(arguments, &tree)?;
    let summary = tree.summary();
    let tracked = Tracked { tree: &tree, folder: &arguments.folder, summary, elapsed, verbose: arguments.verbose };
    if let Some(path) = &arguments.output {
        write(path, &tree.map().to_json(&environment::date_of_output(now).to_string()))?;
    }
    if let Some(path) = &arguments.html {
        write(path, &report::page(&tracked))?;
    }
    match print(&tracked, &views, arguments) {
        // Whoever reads the list has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other?,
    }
    let fails = arguments.fail_on.iter().any(|kind| match kind {
        FindingKind::Missing => summary.missing > 0,
        FindingKind::Unused => summary.unused > 0,
        FindingKind::Case => summary.wrong_case > 0,
    });
    Ok(if fails { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn print(tracked: &Tracked<'_>, views: &[View], arguments: &TrackArguments) -> io::Result<()> {
    if arguments.github {
        github::print(tracked)?;
    }
    match arguments.format {
        TableFormat::Human => human::print(tracked, views),
        TableFormat::Json => tables::json(tracked, views),
        TableFormat::Jsonl => tables::jsonl(tracked, views),
        TableFormat::Csv => tables::csv(tracked, views),
    }
}

/// The lists that are asked for, in the order of `--help`.
fn views(arguments: &TrackArguments, tree: &TrackedTree) -> anyhow::Result<Vec<View>> {
    let file = |path: &String| {
        tree.find(path).map_err(|near| {
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            anyhow::anyhow!("there is no file `{path}` in `{}`{hint}", arguments.folder)
        })
    };
    let used_by = arguments.used_by.as_ref().map(file).transpose()?;
    let page = arguments.page.as_ref().map(file).transpose()?;
    let views: Vec<View> = [
        arguments.missing.then_some(View::Missing),
        arguments.unused.then_some(View::Unused),
        used_by.map(View::UsedBy),
        page.map(View::Page),
        arguments.external.then_some(View::External),
        arguments.top.map(View::Top),
    ]
    .into_iter()
    .flatten()
    .collect();
    if arguments.format == TableFormat::Csv && views.len() > 1 {
        bail!("`--format csv` prints one list: their columns differ");
    }
    Ok(views)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file that the user names on the command line, outside the engine's reach"
)]
fn write(path: &Utf8Path, content: &str) -> anyhow::Result<()> {
    std::fs::write(path, content).with_context(|| format!("cannot write `{path}`"))
}
