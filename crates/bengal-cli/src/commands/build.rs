//! `bengal build`.

mod reasons;
mod verify;

use super::site_options;
use crate::args::{BuildArguments, Format};
use crate::terminal::diagnostics::{self, Show};
use crate::terminal::progress::Progress;
use crate::terminal::{self, count};
use anyhow::Context;
use bengal_core::fs::{FileSystem, OsFileSystem};
use bengal_orchestration::{BuildOptions, BuildReport, Verification, timings};
use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) fn run(arguments: &BuildArguments) -> anyhow::Result<ExitCode> {
    let options = BuildOptions {
        drafts: arguments.drafts,
        strict: arguments.strict,
        clean_output: arguments.clean_output,
        jobs: arguments.jobs.map_or(0, usize::from),
        from_scratch: arguments.no_incremental,
        no_wait: arguments.no_wait,
        ..site_options(&arguments.site)
    };
    let human = arguments.format == Format::Human && !arguments.quiet;
    let progress = Progress::new(human, arguments.verbose);
    let fs: Arc<dyn FileSystem> = Arc::new(OsFileSystem);
    let report = match arguments.dry_run {
        true => bengal_orchestration::dry_run(&fs, &options, &progress),
        false => bengal_orchestration::build(&fs, &options, &progress),
    };
    progress.finish();
    if let Some(path) = &arguments.changes {
        write(path, &report.changes.to_json()?)?;
    }
    if let Some(path) = &arguments.timings {
        write(path, &timings::chart(&report))?;
    }
    match arguments.format {
        Format::Json => {
            let verification = verification(arguments, &fs, &options, &report)?;
            let verified = is_verified(verification.as_ref());
            let mut json = serde_json::to_string_pretty(&Whole { report: &report, verification })?;
            json.push('\n');
            io::stdout().write_all(json.as_bytes())?;
            Ok(exit_code(report.success && verified))
        }
        Format::Human => {
            diagnostics::print(&report.diagnostics, show(arguments))?;
            if arguments.explain || (arguments.dry_run && !arguments.quiet) {
                reasons::print(&report, arguments.dry_run, arguments.verbose)?;
            }
            summary(&report, arguments)?;
            let verification = verification(arguments, &fs, &options, &report)?;
            if let Some(verification) = &verification {
                verify::print(verification, arguments.quiet)?;
            }
            Ok(exit_code(report.success && is_verified(verification.as_ref())))
        }
    }
}

/// The report with what `--verify` found.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    report: &'a BuildReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    verification: Option<Verification>,
}

/// Compares with a build from scratch, if that is asked for and the build is good.
fn verification(
    arguments: &BuildArguments,
    fs: &Arc<dyn FileSystem>,
    options: &BuildOptions,
    report: &BuildReport,
) -> anyhow::Result<Option<Verification>> {
    match arguments.verify && report.success {
        true => verify::run(fs, options).map(Some),
        false => Ok(None),
    }
}

fn is_verified(verification: Option<&Verification>) -> bool {
    verification.is_none_or(|verification| verification.success)
}

fn exit_code(success: bool) -> ExitCode {
    if success { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn show(arguments: &BuildArguments) -> Show {
    match (arguments.quiet, arguments.verbose) {
        (true, _) => Show::Errors,
        (_, true) => Show::All,
        _ => Show::SomeOfEach,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file that the user names on the command line, outside the engine's reach"
)]
fn write(path: &camino::Utf8Path, content: &str) -> anyhow::Result<()> {
    std::fs::write(path, content).with_context(|| format!("cannot write `{path}`"))
}

fn summary(report: &BuildReport, arguments: &BuildArguments) -> io::Result<()> {
    let mut problems = Vec::new();
    if report.problems.errors > 0 {
        problems.push(count(report.problems.errors, "error"));
    }
    if report.problems.warnings > 0 {
        problems.push(count(report.problems.warnings, "warning"));
    }
    if !report.success {
        let mut message = format!("the build failed: {}", problems.join(", "));
        if report.pages.failed > 0 {
            message.push_str(&format!("; {} not written", count(report.pages.failed, "page")));
        }
        terminal::error(&message);
        return Ok(());
    }
    if arguments.quiet {
        return Ok(());
    }
    let mut text = format!(
        "{}, {} in {}: {} written, {} unchanged, {} removed → {}",
        count(report.pages.total, "page"),
        count(report.assets.published, "asset"),
        terminal::seconds(report.elapsed_ms),
        report.files.written,
        report.files.unchanged,
        report.files.removed,
        terminal::display_path(&report.output),
    );
    if !problems.is_empty() {
        text.push_str(&format!(" ({})", problems.join(", ")));
    }
    terminal::result(if arguments.dry_run { "Would finish" } else { "Finished" }, &text)
}
