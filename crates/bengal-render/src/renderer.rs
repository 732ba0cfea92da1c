//! From a page's id to its finished HTML.

use crate::markdown::Markdown;
use crate::template::Templates;
use crate::{Answers, AssetSource, PageSources, Read, ReadLog};
use bengal_core::fs::SiteFiles;
use bengal_core::site::SiteIndex;
use bengal_core::{Diagnostic, PageId, Site};
use std::sync::Arc;

/// A page that was rendered.
#[derive(Debug)]
pub struct RenderedPage {
    /// Which.
    pub page: PageId,
    /// The finished HTML; `None` where its template failed.
    pub html: Option<String>,
    /// What it looked at outside its own source, in the order in which it first did.
    pub reads: Vec<Read>,
    /// What was wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders the pages of one site. Cheap to share between threads; the result does not depend on which thread renders what.
#[derive(Debug)]
pub struct Renderer {
    markdown: Arc<Markdown>,
    templates: Templates,
}

impl Renderer {
    /// The renderer of a finished site model with its look-ups.
    pub fn new(
        site: Arc<Site>,
        index: Arc<SiteIndex>,
        files: SiteFiles,
        sources: Arc<dyn PageSources>,
        assets: Arc<dyn AssetSource>,
    ) -> Self {
        let markdown = Arc::new(Markdown::new(Arc::clone(&site), Arc::clone(&index), files.clone(), sources, assets));
        let templates = Templates::new(site, index, files, Arc::clone(&markdown));
        Self { markdown, templates }
    }

    /// The templates.
    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// The answers to what pages read: those of the site as it is now.
    pub fn answers(&self) -> Answers {
        Answers::new(&self.templates)
    }

    /// Renders one page.
    pub fn render(&self, page: PageId) -> RenderedPage {
        let reads = Arc::new(ReadLog::new());
        let mut body = self.markdown.render(page, &reads);
        let mut diagnostics = std::mem::take(&mut body.diagnostics);
        if let Some(problem) = self.templates.check(page) {
            reads.record(Read::Site("names.templates".to_owned()));
            diagnostics.push(problem);
        }
        let html = match self.templates.render(page, body, &reads) {
            Ok(html) => Some(html),
            Err(problems) => {
                diagnostics.extend(problems);
                None
            }
        };
        RenderedPage { page, html, reads: reads.take(), diagnostics }
    }
}
