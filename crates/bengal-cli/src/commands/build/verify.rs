//! `bengal build --verify`.

use crate::terminal::{self, DIM};
use anyhow::{Context, anyhow};
use bengal_core::fs::FileSystem;
use bengal_orchestration::{BuildOptions, Verification, VerifiedDifference};
use camino::Utf8Path;
use std::io::{self, Write};
use std::sync::Arc;

/// Builds from scratch in a temporary folder, which is gone afterwards, and compares.
pub(super) fn run(fs: &Arc<dyn FileSystem>, options: &BuildOptions) -> anyhow::Result<Verification> {
    let folder =
        tempfile::Builder::new().prefix("bengal-verify-").tempdir().context("cannot make a temporary folder")?;
    let path = Utf8Path::from_path(folder.path()).ok_or_else(|| anyhow!("the temporary folder has no UTF-8 name"))?;
    Ok(bengal_orchestration::verify(fs, options, path))
}

/// Prints what came of it.
pub(super) fn print(verification: &Verification, quiet: bool) -> io::Result<()> {
    terminal::diagnostics::print(&verification.diagnostics, terminal::diagnostics::Show::Errors)?;
    if let Some(difference) = &verification.difference {
        print_difference(difference, verification.different)?;
    }
    match verification.success && !quiet {
        true => terminal::result("Verified", &format!("{} files equal", verification.equal)),
        false => Ok(()),
    }
}

fn print_difference(difference: &VerifiedDifference, different: usize) -> io::Result<()> {
    let VerifiedDifference { path, offset, built, clean, page, reads } = difference;
    terminal::error(&format!(
        "{different} of the files differ from those of a build from scratch; the first is `{path}`"
    ));
    let mut out = anstream::stderr();
    match (built, clean) {
        (Some(built), Some(clean)) => {
            writeln!(out, "  at byte {offset}\n    built:        {built}\n    from scratch: {clean}")?;
        }
        (Some(_), None) => writeln!(out, "  a build from scratch does not make it")?,
        _ => writeln!(out, "  only a build from scratch makes it")?,
    }
    if let Some(page) = page {
        writeln!(out, "  {page} was made with these reads on record, and one is missing:")?;
        for read in reads {
            writeln!(out, "    {DIM}{read}{DIM:#}")?;
        }
    }
    Ok(())
}
