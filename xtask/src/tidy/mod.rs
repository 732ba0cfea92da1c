//! `cargo xtask tidy`: what no linter checks.

mod direction;
mod files;
mod licences;

use crate::run;

/// Runs all checks and reports everything that they find.
pub(crate) fn tidy() -> Result<(), String> {
    let metadata = run::cargo_output(&["metadata", "--format-version", "1", "--all-features"])?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&metadata).map_err(|error| format!("cargo metadata is not JSON: {error}"))?;
    let mut findings = files::check(&run::root())?;
    findings.extend(licences::check(&metadata));
    findings.extend(direction::check(&metadata));
    for finding in &findings {
        eprintln!("tidy: {finding}");
    }
    if findings.is_empty() {
        println!("tidy: file lengths, module docs, licences and crate directions are in order");
        return Ok(());
    }
    Err(format!("tidy found {} problems", findings.len()))
}
