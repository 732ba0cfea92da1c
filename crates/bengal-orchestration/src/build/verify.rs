//! Verification: the output folder is compared with that of a build from scratch.

use super::build;
use super::prepare::{cache_folder, open_cache, output_folder, read_configuration};
use super::recorded_folder;
use crate::options::BuildOptions;
use crate::output::{OutputRecord, check_output_folder};
use crate::phase::Silent;
use crate::records::{PageRecords, Records};
use bengal_core::fs::FileSystem;
use bengal_core::{Diagnostic, Severity};
use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// How many bytes around the first difference are shown: as many before it as after.
const CONTEXT: usize = 40;

/// What came of a verification.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verification {
    /// Whether both builds were made, and made the same files with the same bytes.
    pub success: bool,
    /// Files with the same bytes.
    pub equal: usize,
    /// Files with other bytes, and files that only one build made.
    pub different: usize,
    /// The first of these, in the order of paths.
    pub difference: Option<VerifiedDifference>,
    /// Why a comparison was not possible.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file that is not what a build from scratch makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifiedDifference {
    /// Its path relative to the output folder.
    pub path: String,
    /// The first byte that differs, counted from 0; the length of the shorter file where it is the start of the other.
    pub offset: usize,
    /// The bytes around it as built, as text; `None` where the file is not there.
    pub built: Option<String>,
    /// The same as built from scratch.
    pub clean: Option<String>,
    /// The page that the file belongs to, by the path of its source or its URL.
    pub page: Option<String>,
    /// What the page read, by its record: one that is not among them may have been missed.
    pub reads: Vec<String>,
}

/// What a build left: where, which files, and what is known of the pages.
struct Built {
    root: Utf8PathBuf,
    files: OutputRecord,
    pages: PageRecords,
}

/// Builds the site from scratch, with output and records in folders made in `scratch`, and compares the files with those that the last
/// build with these options made. Files of others in the output folder are left out. Costs a build from scratch, and reads every file twice.
///
/// `scratch` should be an empty folder outside the site. Removing it is the caller's business.
pub fn verify(fs: &Arc<dyn FileSystem>, options: &BuildOptions, scratch: &Utf8Path) -> Verification {
    let mut verification = Verification::default();
    let clean_options = BuildOptions {
        output: Some(scratch.join("output")),
        cache_dir: Some(scratch.join("cache")),
        from_scratch: true,
        clean_output: false,
        ..options.clone()
    };
    let report = build(fs, &clean_options, &Silent);
    if !report.success {
        verification.diagnostics = report.diagnostics;
        let message = "cannot verify: the build from scratch failed";
        verification.diagnostics.push(Diagnostic::error("not-verified", message));
        return verification;
    }
    let problems = &mut verification.diagnostics;
    let Some((built, clean)) = left_by(fs, options, problems).zip(left_by(fs, &clean_options, problems)) else {
        return verification;
    };
    compare(&**fs, &built, &clean, &mut verification);
    verification.success = verification.different == 0;
    verification
}

/// What the last build with these options left, by its records.
fn left_by(fs: &Arc<dyn FileSystem>, options: &BuildOptions, problems: &mut Vec<Diagnostic>) -> Option<Built> {
    let mut found = Vec::new();
    let configured = read_configuration(fs, options, &mut found);
    problems.extend(found.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error));
    let (files, config) = configured?;
    let (output, cache_dir) = (output_folder(&files, options, &config), cache_folder(&files, options));
    let root =
        check_output_folder(&**fs, files.root(), &cache_dir, &options.protected, config.content_folder(), &output)
            .map_err(|diagnostic| problems.push(diagnostic))
            .ok()?;
    let cache = open_cache(fs, &cache_dir, options.no_wait, &Silent)
        .map_err(|error| problems.push(Diagnostic::error("not-verified", format!("cannot verify: {error}"))))
        .ok()?;
    let mut records = Records::load(&cache, problems)?;
    let Some(files) = records.outputs.folders.remove(&recorded_folder(&files, &root)) else {
        let message = format!("cannot verify: there are no records of a build into `{root}`");
        problems.push(Diagnostic::error("not-verified", message));
        return None;
    };
    Some(Built { root, files, pages: records.pages })
}

fn compare(fs: &dyn FileSystem, built: &Built, clean: &Built, verification: &mut Verification) {
    let paths: BTreeSet<&str> = built.files.files.keys().chain(clean.files.files.keys()).collect();
    for path in paths {
        let content = |of: &Built| match of.files.files.contains_key(path) {
            true => fs.read(&of.root.join(path)).ok(),
            false => None,
        };
        let (ours, theirs) = (content(built), content(clean));
        if ours.is_some() && ours == theirs {
            verification.equal += 1;
            continue;
        }
        verification.different += 1;
        if verification.difference.is_none() {
            verification.difference = Some(difference(path, ours.as_deref(), theirs.as_deref(), &built.pages));
        }
    }
}

fn difference(path: &str, built: Option<&[u8]>, clean: Option<&[u8]>, pages: &PageRecords) -> VerifiedDifference {
    let (ours, theirs) = (built.unwrap_or_default(), clean.unwrap_or_default());
    let offset = ours.iter().zip(theirs).take_while(|(ours, theirs)| ours == theirs).count();
    let page = pages.pages.iter().find(|(_, record)| *record.output == *path);
    let read = |number: u32| pages.reads.key(number).to_string();
    VerifiedDifference {
        path: path.to_owned(),
        offset,
        built: built.map(|bytes| around(bytes, offset)),
        clean: clean.map(|bytes| around(bytes, offset)),
        page: page.map(|(name, _)| name.to_owned()),
        reads: page.map(|(_, record)| record.reads.iter().map(read).collect()).unwrap_or_default(),
    }
}

/// The bytes around an offset as one line of text.
fn around(bytes: &[u8], offset: usize) -> String {
    let end = bytes.len().min(offset.saturating_add(CONTEXT));
    let text = bytes.get(offset.saturating_sub(CONTEXT).min(end)..end).unwrap_or_default();
    String::from_utf8_lossy(text).escape_debug().collect()
}
