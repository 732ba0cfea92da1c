//! `bengal build`.

use super::site_options;
use crate::args::{BuildArguments, Format};
use crate::terminal::diagnostics::{self, Show};
use crate::terminal::progress::Progress;
use crate::terminal::{self, count};
use anyhow::Context;
use bengal_core::fs::{FileSystem, OsFileSystem};
use bengal_orchestration::{BuildOptions, BuildReport, timings};
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
    let report = bengal_orchestration::build(&fs, &options, &progress);
    progress.finish();
    if let Some(path) = &arguments.timings {
        write_chart(path, &report)?;
    }
    match arguments.format {
        Format::Json => {
            let mut json = serde_json::to_string_pretty(&report)?;
            json.push('\n');
            io::stdout().write_all(json.as_bytes())?;
        }
        Format::Human => {
            diagnostics::print(&report.diagnostics, show(arguments))?;
            summary(&report, arguments.quiet)?;
        }
    }
    Ok(if report.success { ExitCode::SUCCESS } else { ExitCode::from(1) })
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
fn write_chart(path: &camino::Utf8Path, report: &BuildReport) -> anyhow::Result<()> {
    std::fs::write(path, timings::chart(report)).with_context(|| format!("cannot write `{path}`"))
}

fn summary(report: &BuildReport, quiet: bool) -> io::Result<()> {
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
    if quiet {
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
    terminal::result("Finished", &text)
}
