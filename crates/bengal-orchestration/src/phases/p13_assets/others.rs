//! What is published besides assets.

use crate::phases::p17_postprocess;
use bengal_core::Site;
use camino::Utf8Path;
use rustc_hash::FxHashSet;

/// The paths in the output folder of pages and of what phase 17 makes.
#[derive(Debug, Default)]
pub(crate) struct OtherOutputs {
    paths: FxHashSet<String>,
}

impl OtherOutputs {
    /// Of a finished site model.
    pub(crate) fn new(site: &Site) -> Self {
        let pages = site.pages.iter().filter(|page| !page.shadowed).map(|page| page.output.clone());
        Self { paths: pages.chain(p17_postprocess::planned(site)).map(camino::Utf8PathBuf::into_string).collect() }
    }

    /// Whether something is at a logical path, or (it is a folder) its `index.html`.
    pub(crate) fn contains(&self, logical: &str) -> bool {
        let path = Utf8Path::new(logical.trim_end_matches('/'));
        let may_be_folder = logical.ends_with('/') || logical.is_empty() || path.extension().is_none();
        self.paths.contains(path.as_str()) || (may_be_folder && self.paths.contains(path.join("index.html").as_str()))
    }
}
