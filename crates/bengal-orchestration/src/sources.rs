//! The text of pages: kept in memory up to a budget, read again beyond it.

use bengal_core::fs::SiteFiles;
use bengal_core::{Digest, Page, PageId, Site};
use bengal_render::PageSources;
use camino::Utf8PathBuf;
use rustc_hash::FxHashMap;
use std::io;
use std::sync::Arc;

/// How many bytes of page text stay in memory between discovery and rendering.
const KEPT_BYTES: usize = 32 << 20;

/// Texts read by discovery, by source path, as long as the budget lasts.
#[derive(Debug, Default)]
pub(crate) struct KeptTexts {
    texts: FxHashMap<Utf8PathBuf, Arc<str>>,
    /// The sizes of the texts that are not kept.
    sizes: FxHashMap<Utf8PathBuf, usize>,
    bytes: usize,
}

impl KeptTexts {
    /// Keeps a text if there is room for it.
    pub(crate) fn keep(&mut self, path: &Utf8PathBuf, text: Arc<str>) {
        if self.bytes + text.len() <= KEPT_BYTES {
            self.bytes += text.len();
            self.texts.insert(path.clone(), text);
        } else {
            self.sizes.insert(path.clone(), text.len());
        }
    }

    /// Notes the length of a text that was not read.
    pub(crate) fn leave(&mut self, path: &Utf8PathBuf, len: usize) {
        self.sizes.insert(path.clone(), len);
    }
}

/// The text of each page of a finished site model.
#[derive(Debug)]
pub(crate) struct SourceStore {
    site: Arc<Site>,
    pages: Vec<PageText>,
    files: SiteFiles,
}

#[derive(Debug, Default)]
struct PageText {
    kept: Option<Arc<str>>,
    size: usize,
}

impl SourceStore {
    /// The store for `site`, whose texts are in `kept` or in `files`.
    pub(crate) fn new(site: Arc<Site>, kept: KeptTexts, files: SiteFiles) -> Self {
        let KeptTexts { mut texts, mut sizes, .. } = kept;
        let page = |page: &Page| {
            let Some(source) = &page.source else { return PageText::default() };
            let kept = texts.remove(&source.path);
            let size = kept.as_ref().map(|text| text.len()).or_else(|| sizes.remove(&source.path)).unwrap_or(0);
            PageText { kept, size }
        };
        let pages = site.pages.iter().map(page).collect();
        Self { site, pages, files }
    }
}

impl SourceStore {
    /// Bytes of a page's source; 0 for a generated page.
    pub(crate) fn size(&self, page: PageId) -> usize {
        self.pages.get(page.index()).map_or(0, |text| text.size)
    }
}

impl PageSources for SourceStore {
    fn text(&self, page: PageId) -> io::Result<Arc<str>> {
        if let Some(kept) = self.pages.get(page.index()).and_then(|text| text.kept.as_ref()) {
            return Ok(Arc::clone(kept));
        }
        let page = self.site.pages.get(page.index());
        let Some(source) = page.and_then(|page| page.source.as_ref()) else { return Ok(Arc::from("")) };
        let bytes = self.files.read(&source.path)?;
        if Digest::of(&bytes) != source.digest {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file changed while the site was built"));
        }
        String::from_utf8(bytes)
            .map(Arc::from)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
    }
}
