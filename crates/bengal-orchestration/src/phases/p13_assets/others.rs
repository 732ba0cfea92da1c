//! What is published besides assets.

use crate::phases::p17_postprocess;
use bengal_core::keyed::KeyedSet;
use bengal_core::site::PagesByName;
use bengal_core::{Page, Site};
use camino::Utf8Path;
use std::sync::Arc;

/// The paths in the output folder of pages and of what phase 17 makes.
#[derive(Debug, Default)]
pub(crate) struct OtherOutputs {
    site: Arc<Site>,
    pages: PagesByName,
    made: KeyedSet<String>,
}

/// The output of a page that is written.
fn output(page: &Page) -> Option<&str> {
    (!page.shadowed).then_some(page.output.as_str())
}

impl OtherOutputs {
    /// Of a finished site model.
    pub(crate) fn new(site: Arc<Site>) -> Self {
        let made = p17_postprocess::planned(&site).map(camino::Utf8PathBuf::into_string).collect();
        Self { pages: PagesByName::build(&site, output).0, made, site }
    }

    /// Whether something is at a logical path, or (it is a folder) its `index.html`.
    pub(crate) fn contains(&self, logical: &str) -> bool {
        let path = Utf8Path::new(logical.trim_end_matches('/'));
        let may_be_folder = logical.ends_with('/') || logical.is_empty() || path.extension().is_none();
        self.holds(path.as_str()) || (may_be_folder && self.holds(path.join("index.html").as_str()))
    }

    fn holds(&self, path: &str) -> bool {
        self.made.contains(path) || self.pages.find(&self.site, output, path).is_some()
    }
}
