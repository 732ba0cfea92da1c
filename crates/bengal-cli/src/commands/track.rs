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
use crate::terminal::{self, plain};
use anyhow::{Context, bail};
use bengal_core::fs::OsFileSystem;
use bengal_orchestration::track::{FileId, Role, TrackOptions, TrackSummary, TrackedTree, track};
use camino::Utf8Path;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The exit code of wrong usage, which is clap's too.
const WRONG_USAGE: u8 = 2;

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
    if let Some(conflict) = conflict(arguments) {
        terminal::error(conflict);
        return Ok(ExitCode::from(WRONG_USAGE));
    }
    let human = arguments.format == TableFormat::Human;
    let options = TrackOptions {
        folder: arguments.folder.clone(),
        base_url: arguments.base_url.clone(),
        ignore: arguments.ignore.clone(),
        allow: arguments.allow.clone(),
        jobs: arguments.jobs.map_or(0, usize::from),
        cache: arguments.cache.clone(),
        no_wait: arguments.no_wait,
        places_of_found: arguments.used_by.is_some() || arguments.page.is_some(),
    };
    let started = Instant::now();
    let progress = ReadingProgress::new(human);
    let tree = track(Arc::new(OsFileSystem), &options, &progress);
    progress.finish();
    let tree = match tree {
        Ok(tree) => tree,
        Err(error) => {
            let is_wrong_usage = error.is_wrong_usage();
            let hint = error.hint().map(|hint| format!("\n  = help: {hint}")).unwrap_or_default();
            let message = format!("{:#}", anyhow::Error::from(error));
            terminal::error(&format!("{}{hint}", plain(&message)));
            return Ok(ExitCode::from(if is_wrong_usage { WRONG_USAGE } else { 1 }));
        }
    };
    let elapsed = started.elapsed();

    diagnostics::print(tree.diagnostics(), if arguments.verbose { Show::All } else { Show::SomeOfEach })?;
    let views = views(arguments, &tree)?;
    let summary = tree.summary();
    let tracked = Tracked { tree: &tree, folder: &arguments.folder, summary, elapsed, verbose: arguments.verbose };
    if let Some(path) = &arguments.output {
        write(path, &tree.map().to_json(&environment::date_of_output(environment::now()).to_string()))?;
    }
    if let Some(path) = &arguments.html {
        write(path, &report::page(&tracked))?;
    }
    match print(&tracked, &views, arguments) {
        // Whoever reads the list has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other?,
    }
    // A folder without pages is a wrong one, and has no findings.
    let is_empty = summary.pages == 0 && !arguments.fail_on.is_empty();
    let fails = is_empty
        || arguments.fail_on.iter().any(|kind| match kind {
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
            anyhow::anyhow!("there is no file `{}` in `{}`{}", plain(path), arguments.folder, plain(&hint))
        })
    };
    let asset = |path: &String| {
        let id = file(path)?;
        if tree.file(id).role == Role::Page {
            let path = plain(&tree.file(id).path);
            bail!("`{path}` is a page: who links to pages is not tracked, but `--used-by` names the users of assets");
        }
        Ok(id)
    };
    let used_by = arguments.used_by.as_ref().map(asset).transpose()?;
    let page = arguments.page.as_ref().map(file).transpose()?;
    Ok([
        arguments.missing.then_some(View::Missing),
        arguments.unused.then_some(View::Unused),
        used_by.map(View::UsedBy),
        page.map(View::Page),
        arguments.external.then_some(View::External),
        arguments.top.map(View::Top),
    ]
    .into_iter()
    .flatten()
    .collect())
}

/// Options that exclude each other.
fn conflict(arguments: &TrackArguments) -> Option<&'static str> {
    let lists = [
        arguments.missing,
        arguments.unused,
        arguments.used_by.is_some(),
        arguments.page.is_some(),
        arguments.external,
        arguments.top.is_some(),
    ];
    if arguments.github && arguments.format != TableFormat::Human {
        return Some(
            "`--github` prints annotations, which are no part of `--format json`, `jsonl` or `csv`: use one of both",
        );
    }
    if arguments.format == TableFormat::Csv && lists.into_iter().filter(|list| *list).count() > 1 {
        return Some("`--format csv` prints one list: their columns differ");
    }
    None
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file that the user names on the command line, outside the engine's reach"
)]
fn write(path: &Utf8Path, content: &str) -> anyhow::Result<()> {
    std::fs::write(path, content).with_context(|| format!("cannot write `{path}`"))
}
