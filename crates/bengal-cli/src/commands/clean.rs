//! `bengal clean`.

use super::site_options;
use crate::args::CleanArguments;
use crate::terminal;
use bengal_core::Severity;
use bengal_core::fs::{FileSystem, OsFileSystem};
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) fn run(arguments: &CleanArguments) -> anyhow::Result<ExitCode> {
    let fs: Arc<dyn FileSystem> = Arc::new(OsFileSystem);
    let report = bengal_orchestration::clean(&fs, &site_options(&arguments.site));
    terminal::diagnostics::print(&report.diagnostics, terminal::diagnostics::Show::All)?;
    if report.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Ok(ExitCode::from(1));
    }
    let files = terminal::count(report.files, "file");
    terminal::result("Removed", &format!("{files} in {}", terminal::display_path(&report.output)))?;
    Ok(ExitCode::SUCCESS)
}
