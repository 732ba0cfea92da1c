//! What is done with one page, in instructions: they hardly change on a busy machine, so a small regression shows.
//!
//! Each stage runs in a process of its own below callgrind, once for a few pages and once for more; the difference is what the pages
//! cost, without start-up and preparations.

use crate::sites::{Peer, Recipe};
use bengal_assets::{AssetInput, AssetSettings, LinkContext, LinkTable, Resolver, link_page, prepare};
use bengal_core::fs::{MemoryFileSystem, SiteFiles};
use bengal_core::site::{NavNode, Section, SiteIndex, Source};
use bengal_core::{Digest, Page, PageId, PageKind, SectionId, Site};
use bengal_html::Extractor;
use bengal_render::markdown::{Body, Markdown};
use bengal_render::template::Templates;
use bengal_render::{NoAssets, PageSources, ReadLog, Renderer};
use std::borrow::Cow;
use std::hint::black_box;
use std::io;
use std::sync::Arc;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Markdown to HTML, code highlighted.
    Markdown,
    /// A body into the default theme.
    Template,
    /// The references in a finished page.
    Extraction,
    /// The names of published files into a finished page whose references are known.
    Link,
}

/// All stages, in the order of a build.
pub const STAGES: [Stage; 4] = [Stage::Markdown, Stage::Template, Stage::Extraction, Stage::Link];

/// So many pages are prepared in each process, and so many are run in the shorter and in the longer one.
pub const PAGES: (usize, usize, usize) = (48, 8, 48);

impl Stage {
    /// As the snapshot has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Template => "template",
            Self::Extraction => "extraction",
            Self::Link => "link",
        }
    }

    /// The stage of that name.
    pub fn named(name: &str) -> Option<Self> {
        STAGES.into_iter().find(|stage| stage.name() == name)
    }

    /// Runs it for so many pages, after the same preparations for any number.
    ///
    /// # Errors
    /// None that memory knows.
    pub fn run(self, pages: usize) -> io::Result<()> {
        let bench = Bench::new(self == Self::Markdown)?;
        match self {
            Self::Markdown => {
                let markdown = bench.markdown();
                for page in bench.pages().take(pages) {
                    black_box(markdown.render(page, &ReadLog::new()));
                }
            }
            Self::Template => {
                let markdown = Arc::new(bench.markdown());
                let templates =
                    Templates::new(Arc::clone(&bench.site), Arc::clone(&bench.index), bench.files.clone(), markdown);
                // The first page loads the templates.
                for page in bench.pages().take(pages) {
                    let body = Body { html: bench.texts.join("\n"), words: 700, ..Body::default() };
                    black_box(templates.render(page, body, &Arc::new(ReadLog::new())).is_ok());
                }
            }
            Self::Extraction => {
                let rendered = bench.rendered();
                for (_, html) in rendered.iter().take(pages) {
                    black_box(extractor().extract(html));
                }
            }
            Self::Link => {
                let (rendered, table) = (bench.rendered(), bench.table()?);
                let references: Vec<_> = rendered.iter().map(|(_, html)| extractor().extract(html)).collect();
                let resolver = Resolver::default();
                let context = LinkContext {
                    resolver: &resolver,
                    table: &table,
                    base_path: "",
                    integrity: false,
                    exists: &|_| false,
                };
                for ((url, html), references) in rendered.iter().zip(&references).take(pages) {
                    black_box(link_page(html, url, references, &context));
                }
            }
        }
        Ok(())
    }
}

fn extractor() -> Extractor {
    Extractor::new().with_anchors(true).with_base(true)
}

/// A site of generated pages, in memory.
struct Bench {
    site: Arc<Site>,
    index: Arc<SiteIndex>,
    files: SiteFiles,
    /// Of the pages, without front matter.
    texts: Arc<[String]>,
}

#[derive(Debug)]
struct Texts(Arc<[String]>);

impl PageSources for Texts {
    fn text(&self, page: PageId) -> io::Result<Arc<str>> {
        Ok(self.0.get(page.index()).map_or("", String::as_str).into())
    }
}

impl Bench {
    fn new(highlight: bool) -> io::Result<Self> {
        let recipe = Recipe { highlight, ..Recipe::new(Peer::BengalDocs, PAGES.0) };
        let sources = recipe.pages();
        let fs = MemoryFileSystem::new();
        fs.write("/site/content/_index.md", "");
        let files = SiteFiles::new(Arc::new(fs), "/site".into())?;
        let mut site = Site::default();
        site.config.site.title = "Pages".to_owned();
        let section = SectionId::new(0);
        for (number, (path, text)) in sources.iter().enumerate() {
            let key = path.trim_start_matches("content/").trim_end_matches(".md");
            site.pages.push(Page {
                id: PageId::new(number as u32),
                kind: PageKind::Page,
                key: key.to_owned(),
                output: format!("{key}/index.html").into(),
                url: format!("/{key}/"),
                title: format!("Page {number}"),
                content_type: "doc".into(),
                section,
                source: Some(Source { path: path.as_str().into(), digest: Digest::of(text.as_bytes()), body_start: 0 }),
                ..Page::default()
            });
        }
        let pages: Vec<PageId> = site.pages.iter().map(|page| page.id).collect();
        site.sections.push(Section {
            id: section,
            title: "Pages".to_owned(),
            url: "/".to_owned(),
            content_type: "doc".into(),
            children: pages.iter().copied().map(NavNode::Page).collect(),
            pages,
            ..Section::default()
        });
        let index = Arc::new(SiteIndex::build(&site));
        let texts = sources.into_iter().map(|(_, text)| text).collect();
        Ok(Self { site: Arc::new(site), index, files, texts })
    }

    fn pages(&self) -> impl Iterator<Item = PageId> {
        self.site.pages.iter().map(|page| page.id)
    }

    fn markdown(&self) -> Markdown {
        let texts = Arc::new(Texts(Arc::clone(&self.texts)));
        Markdown::new(Arc::clone(&self.site), Arc::clone(&self.index), self.files.clone(), texts, Arc::new(NoAssets))
    }

    /// URL and HTML of each page.
    fn rendered(&self) -> Vec<(String, String)> {
        let texts = Arc::new(Texts(Arc::clone(&self.texts)));
        let (site, index) = (Arc::clone(&self.site), Arc::clone(&self.index));
        let renderer = Renderer::new(site, index, self.files.clone(), texts, Arc::new(NoAssets));
        let html = |page: &Page| renderer.render(page.id).html.unwrap_or_default();
        self.site.pages.iter().map(|page| (page.url.clone(), html(page))).collect()
    }

    /// What the pictures of the pages are published as.
    fn table(&self) -> io::Result<Arc<LinkTable>> {
        let inputs = crate::sites::image_names().map(|name| AssetInput {
            logical: format!("assets/images/{name}"),
            source: bengal_assets::AssetSource::Embedded(Cow::Owned(name.into_bytes())),
            verbatim: false,
        });
        let (resolver, exists) = (Resolver::default(), |_: &str| false);
        let options = &self.site.config.assets;
        let settings = AssetSettings { options, base_path: "", resolver: &resolver, exists: &exists };
        Ok(prepare(inputs.collect(), &self.files, &settings).table)
    }
}
