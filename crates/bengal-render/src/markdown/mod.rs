//! The Markdown dialect: CommonMark with extensions, directives, roles, cross references, variables.
//!
//! A page goes through two passes. The block structure pass (`expand`) turns its text, with all that it includes, into one Markdown
//! document in which directives are marks and inline constructs are tokens, and remembers where each byte came from. The second
//! (`writer`) takes the events of that document one by one, and writes HTML.
//!
//! Because a page stays one document, link reference definitions and footnotes hold for all of it, inside of directives
//! and includes and out.

mod anchors;
mod directive;
mod directives;
mod expand;
mod include;
mod raw_html;
mod references;
mod report;
mod roles;
mod source;
mod syntax;
mod targets;
mod tokens;
mod variables;
mod writer;

use crate::highlight::Highlighter;
use crate::{AssetSource, PageSources, Read, ReadLog};
use anchors::AnchorIndex;
use bengal_core::fs::SiteFiles;
use bengal_core::site::SiteIndex;
use bengal_core::{Diagnostic, PageId, Site};
pub(crate) use directives::is_tagged;
use include::IncludeFiles;
pub(crate) use include::{FileState, names_of_files, state_of_file};
use report::Report;
use source::SourceText;
use std::sync::{Arc, OnceLock};
use targets::NearNames;
use writer::{Anchor, Purpose, Writer};

/// One heading in a page's table of contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TocEntry {
    /// Level, 1 to 6.
    pub level: u8,
    /// The id of the heading.
    pub id: String,
    /// Its text without markup (not escaped).
    pub text: String,
    /// The headings below it.
    pub children: Vec<TocEntry>,
}

/// The rendered body of a page, and what was found out on the way.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTML.
    pub html: String,
    /// Table of contents: headings of level 2 to `content.toc_depth`, nested; empty below `content.toc_min_headings`.
    /// Headings in tabs and cards are left out: they are not seen by everybody who reads the page.
    pub toc: Vec<TocEntry>,
    /// The first paragraphs as plain text, at most `content.excerpt_length` characters, cut between words.
    pub excerpt: String,
    /// Number of words, code left out.
    pub words: usize,
    /// Minutes to read it, at least 1 where there is any text.
    pub reading_minutes: usize,
    /// Whether the first thing in it is a heading of level 1, so that a template need not write the title again.
    pub starts_with_title: bool,
    /// Whether it has mathematics.
    pub has_math: bool,
    /// Whether it has diagrams (`mermaid` fences).
    pub has_diagrams: bool,
    /// What was wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The Markdown engine of one site. Cheap to share between threads.
#[derive(Debug)]
pub struct Markdown {
    site: Arc<Site>,
    index: Arc<SiteIndex>,
    files: SiteFiles,
    sources: Arc<dyn PageSources>,
    assets: Arc<dyn AssetSource>,
    highlighter: Highlighter,
    anchors: AnchorIndex,
    near_names: OnceLock<NearNames>,
}

impl Markdown {
    /// The engine for a finished site model.
    pub fn new(
        site: Arc<Site>,
        index: Arc<SiteIndex>,
        files: SiteFiles,
        sources: Arc<dyn PageSources>,
        assets: Arc<dyn AssetSource>,
    ) -> Self {
        let anchors = AnchorIndex::new(site.pages.len());
        let highlighter = Highlighter::new();
        Self { site, index, files, sources, assets, highlighter, anchors, near_names: OnceLock::new() }
    }

    /// The files of the site.
    pub(crate) fn files(&self) -> &SiteFiles {
        &self.files
    }

    /// Where the includes of a page are looked for.
    fn include_files<'a>(&'a self, reads: &'a ReadLog) -> IncludeFiles<'a> {
        IncludeFiles { files: &self.files, content: self.site.config.content_folder(), reads }
    }

    /// Renders the body of a page. Never fails: what is wrong is in [`Body::diagnostics`]. Linear in the length of the page
    /// with all that it includes.
    pub fn render(&self, page: PageId, reads: &ReadLog) -> Body {
        let mut writer = match self.write(page, reads, Purpose::Body) {
            Ok(Some(writer)) => writer,
            Ok(None) => return Body::default(),
            Err(problem) => return Body { diagnostics: vec![*problem], ..Body::default() },
        };
        let content = &self.site.config.content;
        let toc = writer.toc(content.toc_depth, content.toc_min_headings);
        let (excerpt, words) = writer.finish_summary();
        Body {
            html: writer.take_html(),
            toc,
            excerpt,
            words,
            reading_minutes: words.div_ceil(content.reading_speed.max(1)),
            starts_with_title: writer.starts_with_title(),
            has_math: writer.has_math,
            has_diagrams: writer.has_diagrams,
            diagnostics: std::mem::take(&mut writer.report).finish(),
        }
    }

    /// The assets, which templates ask about too.
    pub fn assets(&self) -> &dyn AssetSource {
        &*self.assets
    }

    /// The highlighter, which templates use too.
    pub fn highlighter(&self) -> &Highlighter {
        &self.highlighter
    }

    fn write<'a>(
        &'a self,
        id: PageId,
        reads: &'a ReadLog,
        purpose: Purpose,
    ) -> Result<Option<Writer<'a>>, Box<Diagnostic>> {
        let Some(page) = self.site.pages.get(id.index()) else { return Ok(None) };
        let Some(source) = &page.source else { return Ok(None) };
        let text = self.sources.text(id).map_err(|error| {
            let message = format!("cannot read `{}`: {error}", source.path);
            Box::new(Diagnostic::error("unreadable-page", message).in_file(&source.path))
        })?;
        reads.record(Read::Settings);
        reads.record(Read::Page(id, "fields"));
        let mut texts = vec![SourceText::new(source.path.clone(), text)];
        let mut report = Report::new(purpose == Purpose::Anchors);
        let expanded = expand::expand(self.include_files(reads), &mut texts, source.body_start, &mut report);
        let mut writer = Writer::new(self, page, reads, purpose, texts, report);
        writer.page(expanded);
        Ok(Some(writer))
    }

    /// The anchors of a page, in order: what it is rendered for when a reference first asks.
    fn find_anchors(&self, page: PageId) -> (Vec<Anchor>, Vec<Read>) {
        let reads = ReadLog::new();
        let anchors = match self.write(page, &reads, Purpose::Anchors) {
            Ok(Some(mut writer)) => writer.take_anchors(),
            _ => Vec::new(),
        };
        (anchors, reads.take())
    }

    /// The names of files that links are compared with.
    pub(crate) fn near_names(&self) -> &NearNames {
        self.near_names.get_or_init(|| NearNames::build(&self.site))
    }
}

#[cfg(test)]
mod tests;
