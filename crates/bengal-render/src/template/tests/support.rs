use crate::asset_source::tests::MemoryAssets;
use crate::markdown::{Body, Markdown, TocEntry};
use crate::template::Templates;
use crate::{PageSources, Read, ReadLog};
use bengal_core::fs::{FileSystem, MemoryFileSystem, SiteFiles};
use bengal_core::site::{Menu, MenuItem, NavNode, Pager, Section, SiteIndex, Source, Taxonomy, Term};
use bengal_core::{Date, Diagnostic, Digest, Page, PageId, PageKind, SectionId, Site, Value};
use camino::Utf8Path;
use std::io;
use std::sync::Arc;

#[derive(Debug)]
struct NoSources;

impl PageSources for NoSources {
    fn text(&self, _page: PageId) -> io::Result<Arc<str>> {
        Ok("".into())
    }
}

/// A site with a home page, a section `docs` with a section `docs/guide` in it, a blog, tags, and a page for each kind.
pub(super) struct TestSite {
    pub(super) site: Site,
    fs: MemoryFileSystem,
    assets: MemoryAssets,
}

pub(super) const HOME: PageId = PageId::new(0);
pub(super) const DOCS: PageId = PageId::new(1);
pub(super) const INTRO: PageId = PageId::new(2);
pub(super) const GUIDE: PageId = PageId::new(3);
pub(super) const INSTALL: PageId = PageId::new(4);
pub(super) const UPGRADE: PageId = PageId::new(5);
pub(super) const BLOG: PageId = PageId::new(6);
pub(super) const POST: PageId = PageId::new(7);
pub(super) const TAGS: PageId = PageId::new(8);
pub(super) const TAG: PageId = PageId::new(9);
pub(super) const NOT_FOUND: PageId = PageId::new(10);

fn page(id: PageId, kind: PageKind, key: &str, title: &str, section: u32) -> Page {
    let url = if key.is_empty() { "/".to_owned() } else { format!("/{key}/") };
    let file = match kind {
        PageKind::Home | PageKind::Section => format!("content/{key}/_index.md").replace("//", "/"),
        _ => format!("content/{key}.md"),
    };
    let is_written = matches!(kind, PageKind::Home | PageKind::Section | PageKind::Page);
    Page {
        id,
        kind,
        key: key.to_owned(),
        output: format!("{key}/index.html").trim_start_matches('/').into(),
        url,
        title: title.to_owned(),
        content_type: "doc".into(),
        section: SectionId::new(section),
        source: is_written.then(|| Source { path: file.into(), digest: Digest::of(b""), body_start: 0 }),
        ..Page::default()
    }
}

fn section(id: u32, parent: Option<u32>, path: &str, title: &str, index: PageId) -> Section {
    Section {
        id: SectionId::new(id),
        parent: parent.map(SectionId::new),
        path: path.to_owned(),
        title: title.to_owned(),
        url: if path.is_empty() { "/".to_owned() } else { format!("/{path}/") },
        index: Some(index),
        content_type: if path == "blog" { "blog".into() } else { "doc".into() },
        ..Section::default()
    }
}

impl TestSite {
    pub(super) fn new() -> Self {
        let mut site = Site::default();
        site.config.site.title = "Testing & Co".to_owned();
        site.config.site.origin = "https://example.org".to_owned();
        site.config.site.base_path = "/base".to_owned();
        site.pages = vec![
            page(HOME, PageKind::Home, "", "Home", 0),
            page(DOCS, PageKind::Section, "docs", "Docs", 1),
            page(INTRO, PageKind::Page, "docs/intro", "Intro <1>", 1),
            page(GUIDE, PageKind::Section, "docs/guide", "Guide", 2),
            page(INSTALL, PageKind::Page, "docs/guide/install", "Install", 2),
            page(UPGRADE, PageKind::Page, "docs/guide/upgrade", "Upgrade", 2),
            page(BLOG, PageKind::Section, "blog", "Blog", 3),
            page(POST, PageKind::Page, "blog/first", "First post", 3),
            page(TAGS, PageKind::Taxonomy, "tags", "Tags", 0),
            page(TAG, PageKind::Term, "tags/setup", "Setup", 0),
            page(NOT_FOUND, PageKind::NotFound, "404", "Not found", 0),
        ];
        site.sections = vec![
            section(0, None, "", "Home", HOME),
            section(1, Some(0), "docs", "Docs", DOCS),
            section(2, Some(1), "docs/guide", "Guide", GUIDE),
            section(3, Some(0), "blog", "Blog", BLOG),
        ];
        site.sections[0].sections = vec![SectionId::new(1), SectionId::new(3)];
        site.sections[1].pages = vec![INTRO];
        site.sections[1].sections = vec![SectionId::new(2)];
        site.sections[2].pages = vec![INSTALL, UPGRADE];
        site.sections[3].pages = vec![POST];
        site.sections[1].children = vec![NavNode::Page(INTRO), NavNode::Section(SectionId::new(2))];
        site.sections[2].children = vec![NavNode::Page(INSTALL), NavNode::Page(UPGRADE)];
        site.sections[3].children = vec![NavNode::Page(POST)];
        for id in [BLOG, POST] {
            site.pages[id.index()].content_type = "blog".into();
        }
        let list =
            [(DOCS, vec![INTRO]), (GUIDE, vec![INSTALL, UPGRADE]), (BLOG, vec![POST]), (TAG, vec![INSTALL, POST])];
        for (id, pages) in list {
            site.pages[id.index()].details.list = pages;
        }
        site.pages[INSTALL.index()].next_in_section = Some(UPGRADE);
        site.pages[UPGRADE.index()].prev_in_section = Some(INSTALL);
        let related = |page| if page == INTRO { vec![INSTALL, UPGRADE] } else { Vec::new() };
        site.related = site.page_ids().map(related).collect();
        site.pages[INSTALL.index()].description = Some("How to \"install\"".to_owned());
        site.pages[POST.index()].date = Date::parse("2026-03-01");
        site.pages[TAGS.index()].details.taxonomy = Some((0, None));
        site.pages[TAG.index()].details.taxonomy = Some((0, Some(0)));
        for id in [INSTALL, POST] {
            site.pages[id.index()].terms = [("tags".into(), ["setup".into()].into())].into();
        }
        site.taxonomies = vec![Taxonomy {
            name: "tags".into(),
            singular: "tag".into(),
            page: Some(TAGS),
            terms: vec![Term {
                name: "Setup".into(),
                slug: "setup".into(),
                page: Some(TAG),
                pages: vec![INSTALL, POST],
            }],
        }];
        let item = |name: &str, page: PageId, section: u32| MenuItem {
            name: name.into(),
            url: format!("/{}/", name.to_lowercase()),
            page: Some(page),
            section: Some(SectionId::new(section)),
            ..MenuItem::default()
        };
        site.menus.insert("main".into(), Menu { items: vec![item("Docs", DOCS, 1), item("Blog", BLOG, 3)] });
        Self { site, fs: MemoryFileSystem::default(), assets: MemoryAssets::default() }
    }

    /// With a file in the site's folder.
    pub(super) fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    pub(super) fn bytes(self, path: &str, content: &[u8]) -> Self {
        let path = Utf8Path::new("/site").join(path);
        self.fs.create_dir_all(path.parent().unwrap()).unwrap();
        self.fs.create_new(&path, content).unwrap();
        self
    }

    /// With an asset at a logical path.
    pub(super) fn asset(mut self, path: &str, content: &[u8]) -> Self {
        self.assets.add(path, content);
        self
    }

    /// With one template for all ordinary pages.
    pub(super) fn page_template(self, text: &str) -> Self {
        self.file("templates/page.html", text)
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Site)) -> Self {
        change(&mut self.site);
        self
    }

    pub(super) fn param(self, page: PageId, key: &str, value: Value) -> Self {
        self.with(|site| site.pages[page.index()].params.insert(key.to_owned(), value))
    }

    /// As if a section's list were the `number`-th of `total` pages.
    pub(super) fn pager(self, page: PageId, number: usize, total: usize) -> Self {
        let urls: Vec<String> = (1..=total).map(|number| format!("/page/{number}/")).collect();
        let pager = Pager { number, total, urls: urls.into(), items: total * 10 };
        self.with(|site| site.pages[page.index()].details.pager = Some(pager))
    }

    pub(super) fn templates(self) -> Templates {
        self.fs.create_dir_all("/site".into()).unwrap();
        let files = SiteFiles::new(Arc::new(self.fs.clone()), "/site".into()).unwrap();
        self.templates_in(files)
    }

    /// With the files of another folder.
    pub(super) fn templates_in(self, files: SiteFiles) -> Templates {
        let site = Arc::new(self.site);
        let index = Arc::new(SiteIndex::build(&site));
        let assets = Arc::new(self.assets);
        let markdown = Markdown::new(Arc::clone(&site), Arc::clone(&index), files.clone(), Arc::new(NoSources), assets);
        Templates::new(site, index, files, Arc::new(markdown))
    }

    /// A page's HTML and what it read.
    pub(super) fn render(self, page: PageId) -> (Result<String, Vec<Diagnostic>>, Vec<Read>) {
        let reads = Arc::new(ReadLog::new());
        let html = self.templates().render(page, body(), &reads);
        (html, sorted(reads.take()))
    }

    /// What a template gives for the page `docs/guide/install`.
    pub(super) fn print(self, template: &str) -> String {
        self.page_template(template).render(INSTALL).0.unwrap_or_else(|problems| format!("{problems:#?}"))
    }

    /// What is wrong with a template for the page `docs/guide/install`.
    pub(super) fn problem(self, template: &str) -> Diagnostic {
        self.page_template(template).render(INSTALL).0.unwrap_err().remove(0)
    }
}

/// A body with two headings.
pub(super) fn body() -> Body {
    let entry = |level, id: &str, text: &str, children| TocEntry { level, id: id.into(), text: text.into(), children };
    Body {
        html: "<h2 id=\"a\">A &amp; B</h2>\n<p>Some <em>text</em>.</p>".into(),
        toc: vec![entry(2, "a", "A & B", vec![entry(3, "c", "C", Vec::new())])],
        excerpt: "Some text.".into(),
        words: 2,
        reading_minutes: 1,
        ..Body::default()
    }
}

pub(super) fn sorted(mut reads: Vec<Read>) -> Vec<Read> {
    reads.sort_unstable();
    reads
}
