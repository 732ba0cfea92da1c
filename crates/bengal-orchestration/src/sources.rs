//! The text of pages: kept in memory up to a budget, read again beyond it.

use bengal_core::fs::SiteFiles;
use bengal_core::{Diagnostic, Digest, Page, PageId, Site};
use bengal_render::PageSources;
use camino::Utf8Path;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many bytes of page text stay in memory between discovery and rendering.
const KEPT_BYTES: usize = 32 << 20;

/// Texts read by discovery, by digest, as long as the budget lasts.
#[derive(Debug, Default)]
pub(crate) struct KeptTexts {
    texts: FxHashMap<Digest, Arc<str>>,
    /// The sizes of the texts that are not kept.
    sizes: FxHashMap<Digest, usize>,
    bytes: usize,
}

impl KeptTexts {
    /// Keeps a text if there is room for it.
    pub(crate) fn keep(&mut self, digest: Digest, text: Arc<str>) {
        if self.texts.contains_key(&digest) {
            return;
        }
        if self.bytes + text.len() <= KEPT_BYTES {
            self.bytes += text.len();
            self.texts.insert(digest, text);
        } else {
            self.sizes.insert(digest, text.len());
        }
    }

    /// Notes the length of a text that was not read.
    pub(crate) fn leave(&mut self, digest: Digest, len: usize) {
        self.sizes.insert(digest, len);
    }
}

/// The text of each page of a finished site model.
#[derive(Debug)]
pub(crate) struct SourceStore {
    site: Arc<Site>,
    pages: Vec<PageText>,
    files: SiteFiles,
    /// Pages whose text could not be read again, and why.
    lost: Mutex<BTreeMap<PageId, String>>,
}

#[derive(Debug, Default)]
struct PageText {
    kept: Mutex<Option<Arc<str>>>,
    size: usize,
}

impl SourceStore {
    /// The store for `site`, whose texts are in `kept` or in `files`.
    pub(crate) fn new(site: Arc<Site>, kept: KeptTexts, files: SiteFiles) -> Self {
        let KeptTexts { texts, sizes, .. } = kept;
        let page = |page: &Page| {
            let Some(source) = &page.source else { return PageText::default() };
            let kept = texts.get(&source.digest).cloned();
            let size = kept.as_ref().map(|text| text.len()).or_else(|| sizes.get(&source.digest).copied()).unwrap_or(0);
            PageText { kept: Mutex::new(kept), size }
        };
        let pages = site.pages.iter().map(page).collect();
        Self { site, pages, files, lost: Mutex::default() }
    }
}

impl SourceStore {
    /// Bytes of a page's source; 0 for a generated page.
    pub(crate) fn size(&self, page: PageId) -> usize {
        self.pages.get(page.index()).map_or(0, |text| text.size)
    }

    /// Keeps the text of a page no longer: the page is made. For another page that wants it, it is read again.
    pub(crate) fn forget(&self, page: PageId) {
        if let Some(text) = self.pages.get(page.index()) {
            *lock(&text.kept) = None;
        }
    }

    /// An error for each page whose text somebody wanted and did not get: pages that show something of it were made without.
    pub(crate) fn losses(&self) -> Vec<Diagnostic> {
        let loss = |(page, cause): (&PageId, &String)| {
            let source = self.site.pages.get(page.index())?.source.as_ref()?;
            let message = format!("cannot read `{}`: {cause}", source.path);
            Some(Diagnostic::error("unreadable-page", message).in_file(&source.path))
        };
        lock(&self.lost).iter().filter_map(loss).collect()
    }

    fn read(&self, path: &Utf8Path, digest: Digest) -> io::Result<Arc<str>> {
        let bytes = self.files.read(path)?;
        if Digest::of(&bytes) != digest {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file changed while the site was built"));
        }
        String::from_utf8(bytes)
            .map(Arc::from)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
    }
}

fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PageSources for SourceStore {
    fn text(&self, page: PageId) -> io::Result<Arc<str>> {
        if let Some(kept) = self.pages.get(page.index()).and_then(|text| lock(&text.kept).clone()) {
            return Ok(kept);
        }
        let source = self.site.pages.get(page.index()).and_then(|page| page.source.as_ref());
        let Some(source) = source else { return Ok(Arc::from("")) };
        self.read(&source.path, source.digest).inspect_err(|error| {
            lock(&self.lost).entry(page).or_insert_with(|| error.to_string());
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_core::fs::MemoryFileSystem;
    use bengal_core::site::Source;

    #[test]
    fn a_forgotten_text_is_read_again() {
        let fs = MemoryFileSystem::new();
        fs.write("/site/content/a.md", "one");
        let files = SiteFiles::new(Arc::new(fs.clone()), "/site".into()).unwrap();
        let digest = Digest::of(b"one");
        let source = Some(Source { path: "content/a.md".into(), digest, body_start: 0 });
        let site = Site { pages: vec![Page { source, ..Page::default() }], ..Site::default() };
        let mut kept = KeptTexts::default();
        kept.keep(digest, Arc::from("one"));
        let store = SourceStore::new(Arc::new(site), kept, files);
        let page = PageId::default();

        fs.write("/site/content/a.md", "two");
        assert_eq!((&*store.text(page).unwrap(), store.size(page)), ("one", 3), "what discovery read");
        store.forget(page);
        assert_eq!(store.losses(), []);
        assert!(store.text(page).is_err(), "the file is not what it was");
        let lost = store.losses();
        assert_eq!(lost.iter().map(|loss| loss.code).collect::<Vec<_>>(), ["unreadable-page"]);
        fs.write("/site/content/a.md", "one");
        assert_eq!((&*store.text(page).unwrap(), store.size(page)), ("one", 3));
    }
}
