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
mod gathered;
mod options;
mod page_tree;
mod patterns;
mod portion;
mod read;
mod references;
mod resolve;
mod suggestions;
#[cfg(test)]
mod tests;
mod texts;
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
use gathered::{Gathered, InOrder};
use portion::Portion;
use read::{Read, Reader};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many files that follow each other are one worker's at a time: most are of one folder, and share their URLs.
const PORTION: usize = 128;

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
    if table.pages().next().is_none() {
        let message = format!("there is no page in `{}`", options.folder);
        let hint = "pages are `.html`, `.htm`, `.xhtml` and `.xht` files; name the folder that is published";
        diagnostics.push(Diagnostic::warning("no-pages", message).hint(hint));
    }
    let cache = cache::Session::open(site.fs(), options, observer)?;
    diagnostics.extend(cache.diagnostic());
    let mut gathered = Gathered::new(table.len(), cache.start(&table), diagnostics);

    let resolving = resolve::Resolving::new(options.base_url.as_deref(), patterns)?;
    let workers = Workers { site, cache: &cache, resolving: &resolving, places_of_found: options.places_of_found };
    let all: Vec<FileId> = table.ids().collect();
    workers.read(&all, &table, &mut gathered, observer);
    // A page may call any JSON file its manifest: these are known only now.
    let late = table.adopt_manifests(gathered.references.targets_of(Kind::Manifest));
    workers.read(&late, &table, &mut gathered, &Untold);
    let Gathered { mut references, sizes, counts, fresh, mut diagnostics } = gathered;
    table.set_sizes(sizes);
    cache.save(fresh, &references, &table)?;

    bengal_core::diagnostic::sort(&mut diagnostics);
    let findings = Findings::find(&table, &mut references, patterns);
    let weights = closure::weigh_pages(&table, &references);
    Ok(TrackedTree { table, references, findings, weights, counts, diagnostics, base_url: resolving.base_url() })
}

/// What all workers share.
struct Workers<'w> {
    site: &'w SiteFiles,
    cache: &'w cache::Session,
    resolving: &'w resolve::Resolving<'w>,
    places_of_found: bool,
}

impl Workers<'_> {
    /// Reads files in parallel, and gathers what is in them in their order.
    fn read(&self, ids: &[FileId], table: &FileTable, gathered: &mut Gathered, observer: &dyn TrackObserver) {
        let next = AtomicUsize::new(0);
        // Portions that are to be filled again: their memory is.
        let spare = Mutex::new(Vec::new());
        let mut done = 0;
        let in_order = Mutex::new(InOrder::new(|files: &[FileId], (reads, mut portion): (Vec<Read>, Portion)| {
            gathered.add(table, files, reads, &portion);
            portion.clear();
            lock(&spare).push(portion);
            done += files.len();
            observer.files_done(done, ids.len());
        }));
        rayon::broadcast(|_| {
            let mut reader = Reader::new(self.site);
            let mut folder = resolve::FolderCache::new();
            while let number = next.fetch_add(1, Ordering::Relaxed)
                && let Some(files) = ids.chunks(PORTION).nth(number)
            {
                let mut portion = lock(&spare).pop().unwrap_or_else(Portion::new);
                folder.clear();
                let one = |id: &FileId| self.file(*id, table, &mut reader, &mut folder, &mut portion);
                let reads = files.iter().map(one).collect();
                lock(&in_order).put(number, files, (reads, portion));
            }
        });
    }

    fn file(
        &self,
        id: FileId,
        table: &FileTable,
        reader: &mut Reader<'_>,
        folder: &mut resolve::FolderCache,
        portion: &mut Portion,
    ) -> Read {
        let (read, text) = reader.read(table.get(id), self.cache, portion);
        let file = portion.end(id);
        self.resolving.resolve(file, portion, folder, table);
        // A run with another base URL may track what this one does not, and be asked for what this one is not.
        let keeps_all = self.cache.is_on();
        if !keeps_all {
            portion.retain_in_last_file(|reference| reference.target != Target::Untracked);
        }
        if let Some(text) = text {
            let places_all = keeps_all || self.places_of_found;
            portion.place_last_file(&text, |reference| places_all || reference.target.file().is_none());
        }
        read
    }
}

/// What a worker that panicked leaves is not used: the panic goes on where all workers end.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A diagnostic of the walk or of reading: nothing of it is fatal here.
fn as_warning(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { severity: bengal_core::Severity::Warning, ..diagnostic }
}

/// A file of the tree that cannot be read.
fn unreadable_file(path: &str, error: &std::io::Error) -> Diagnostic {
    as_warning(unreadable(path.into(), error))
}
