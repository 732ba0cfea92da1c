//! Globs over logical paths.

use bengal_core::Diagnostic;
use globset::{Glob, GlobSet, GlobSetBuilder};

/// Compiles the globs of the option `key`. A malformed one is reported and left out.
pub(crate) fn compile(key: &str, globs: &[String], diagnostics: &mut Vec<Diagnostic>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        match Glob::new(glob.trim_start_matches('/')) {
            Ok(compiled) => drop(builder.add(compiled)),
            Err(error) => diagnostics.push(malformed(key, glob, error.kind())),
        }
    }
    builder.build().unwrap_or_else(|error| {
        diagnostics.push(malformed(key, "*", error.kind()));
        GlobSet::empty()
    })
}

fn malformed(key: &str, glob: &str, problem: &globset::ErrorKind) -> Diagnostic {
    Diagnostic::error("config-glob", format!("`{key}` has a malformed glob `{}`: {problem}", glob.escape_debug()))
        .hint("for example `*.pdf`, `assets/downloads/**`, `feed.{xml,json}`")
}
