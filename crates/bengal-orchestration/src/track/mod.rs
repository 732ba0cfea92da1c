//! Phase 16 for any folder of HTML, whatever made it: which page uses which file, what is missing, and what nobody uses.
//!
//! [`track`] walks a folder, reads its pages, style sheets, SVG files and web manifests in parallel, resolves every
//! reference as a browser does (<https://url.spec.whatwg.org/>), and returns a [`TrackedTree`]: plain data with the
//! findings, which answers queries. Nothing is printed, and no clock is read.
//!
//! A file is read, its references are noted, and it is dropped again: memory follows the references, not the files.

mod cache;
mod closure;
mod files;
mod findings;
mod options;
mod page_tree;
mod patterns;
mod read;
mod references;
mod resolve;
mod suggestions;
#[cfg(test)]
mod tests;
mod tree;
mod used_by;

pub use closure::PageWeight;
pub use files::{FileId, Role, TrackedFile};
pub use findings::{Findings, Missing, WrongCase};
pub use options::{TrackError, TrackObserver, TrackOptions, Untold};
pub use page_tree::{PageTree, TreeEntry};
pub use references::{ReferenceId, Target};
pub use tree::{ExternalHost, Place, TrackSummary, TrackedTree};
pub use used_by::User;

use crate::walk::unreadable;
use bengal_core::Diagnostic;
use bengal_core::fs::{FileSystem, SiteFiles};
use bengal_html::Kind;
use files::FileTable;
use rayon::prelude::*;
use read::Read;
use references::References;
use std::sync::Arc;

/// So many files are read before their references are merged: enough that threads seldom wait for each other.
const CHUNK: usize = 4096;

/// Tracks the folder that the options name.
///
/// Files that cannot be read, are not UTF-8, or are no regular files are diagnosed and counted. The result does not depend
/// on the number of threads, nor on what the cache held.
///
/// # Errors
/// When the folder cannot be opened, an option is malformed, or the cache cannot be opened or written.
pub fn track(
    fs: Arc<dyn FileSystem>,
    options: &TrackOptions,
    observer: &dyn TrackObserver,
) -> Result<TrackedTree, TrackError> {
    let patterns = patterns::Patterns::new(options)?;
    let root = &options.folder;
    let site = SiteFiles::new(fs, root).map_err(|source| TrackError::Folder { path: root.clone(), source })?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs)
        .build()
        .map_err(|error| TrackError::Threads(error.to_string()))?;
    pool.install(|| run(&site, options, &patterns, observer))
}

fn run(
    site: &SiteFiles,
    options: &TrackOptions,
    patterns: &patterns::Patterns,
    observer: &dyn TrackObserver,
) -> Result<TrackedTree, TrackError> {
    let (mut table, mut diagnostics) = files::walk(site, patterns);
    let cache = cache::Session::open(site.fs(), options)?;
    diagnostics.extend(cache.diagnostic());
    let mut counts = read::Counts::default();
    let mut references = References::default();
    let mut fresh = cache.start(&table);

    let all: Vec<FileId> = table.ids().collect();
    read_files(site, &all, &mut table, &cache, observer, |id, file, read| {
        counts.add(&read);
        diagnostics.extend(read.problem.clone());
        fresh.note(id, file, &read);
        references.push(id, &read.facts);
    });

    let mut resolver = resolve::Resolving::new(options.base_url.as_deref(), patterns)?;
    resolver.resolve_all(&table, &mut references);
    // A page may call any JSON file its manifest: these are known only now.
    let late = table.adopt_manifests(references.targets_of(Kind::Manifest));
    read_files(site, &late, &mut table, &cache, &Untold, |id, file, read| {
        counts.add(&read);
        diagnostics.extend(read.problem.clone());
        fresh.note(id, file, &read);
        references.push(id, &read.facts);
    });
    resolver.resolve_all(&table, &mut references);
    cache.save(fresh, &references, &table)?;

    bengal_core::diagnostic::sort(&mut diagnostics);
    let findings = Findings::find(&table, &mut references, patterns);
    let weights = closure::weigh_pages(&table, &references);
    Ok(TrackedTree { table, references, findings, weights, counts, diagnostics, base_url: resolver.base_url() })
}

/// Reads files in parallel and hands over what is in them, in their order.
fn read_files(
    site: &SiteFiles,
    ids: &[FileId],
    table: &mut FileTable,
    cache: &cache::Session,
    observer: &dyn TrackObserver,
    mut merge: impl FnMut(FileId, &TrackedFile, Read),
) {
    let mut done = 0;
    for chunk in ids.chunks(CHUNK) {
        let shared = &*table;
        let found: Vec<Read> = chunk.par_iter().map(|id| read::read(site, shared.get(*id), cache)).collect();
        for (id, read) in chunk.iter().zip(found) {
            table.set_bytes(*id, read.bytes);
            merge(*id, table.get(*id), read);
        }
        done += chunk.len();
        observer.files_done(done, ids.len());
    }
}

/// A diagnostic of the walk or of reading: nothing of it is fatal here.
fn as_warning(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { severity: bengal_core::Severity::Warning, ..diagnostic }
}

/// A file of the tree that cannot be read.
fn unreadable_file(path: &str, error: &std::io::Error) -> Diagnostic {
    as_warning(unreadable(path.into(), error))
}
