//! Small sites in memory, and the real ones on disk, as the Markdown engine sees them.

use crate::asset_source::tests::MemoryAssets;
use crate::markdown::{Body, Markdown};
use crate::{PageSources, Read, ReadLog};
use bengal_core::fs::{FileSystem, MemoryFileSystem, OsFileSystem, SiteFiles};
use bengal_core::site::{Resource, SiteIndex, Source};
use bengal_core::{Digest, Page, PageId, PageKind, Section, SectionId, Site, Value, url};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

#[derive(Debug)]
struct Texts(Vec<Arc<str>>);

impl PageSources for Texts {
    fn text(&self, page: PageId) -> io::Result<Arc<str>> {
        self.0.get(page.index()).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// A site with its engine.
pub(super) struct TestSite {
    pub(super) site: Arc<Site>,
    pub(super) markdown: Markdown,
}

impl TestSite {
    /// A site of files by path: `content/a.md`, `content/a.png`, `snippets/x.md`.
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, |_| {})
    }

    /// The same, with changes to the model.
    pub(super) fn with(files: &[(&str, &str)], change: impl FnOnce(&mut Site)) -> Self {
        let memory = MemoryFileSystem::new();
        memory.write("/site/content/.keep", "");
        for (path, text) in files {
            memory.write(format!("/site/{path}"), text);
        }
        let texts = files.iter().map(|(path, text)| ((*path).into(), (*text).to_owned())).collect();
        Self::build(Arc::new(memory), Utf8Path::new("/site"), &texts, change)
    }

    /// A site on disk.
    pub(super) fn open(root: &Utf8Path, change: impl FnOnce(&mut Site)) -> Self {
        let fs: Arc<dyn FileSystem> = Arc::new(OsFileSystem);
        let mut texts = BTreeMap::new();
        let mut folders = vec![root.join("content")];
        while let Some(folder) = folders.pop() {
            for entry in fs.read_dir(&folder).unwrap() {
                let path = folder.join(&entry.name);
                if entry.kind == bengal_core::fs::FileKind::Directory {
                    if !entry.name.starts_with('_') || entry.name == "_versions" {
                        folders.push(path);
                    }
                } else if !entry.name.starts_with('.') {
                    let text = if entry.name.ends_with(".md") {
                        String::from_utf8(fs.read(&path).unwrap()).unwrap()
                    } else {
                        String::new()
                    };
                    texts.insert(path.strip_prefix(root).unwrap().to_owned(), text);
                }
            }
        }
        Self::build(fs, root, &texts, change)
    }

    fn build(
        fs: Arc<dyn FileSystem>,
        root: &Utf8Path,
        files: &BTreeMap<Utf8PathBuf, String>,
        change: impl FnOnce(&mut Site),
    ) -> Self {
        let mut site = Site::default();
        site.sections.push(Section { title: "Home".into(), url: "/".into(), ..Section::default() });
        let mut texts = Vec::new();
        for (path, text) in files {
            let Ok(inner) = path.strip_prefix("content") else { continue };
            if inner.extension() == Some("md") {
                let page = page(&mut site, path, inner, text);
                site.pages.push(page);
                texts.push(Arc::from(text.as_str()));
            } else {
                site.resources.push(Resource {
                    source: path.clone(),
                    output: inner.to_owned(),
                    url: url::encode_path(&format!("/{inner}")),
                });
            }
        }
        change(&mut site);
        let site = Arc::new(site);
        let index = Arc::new(SiteIndex::build(&site));
        let assets = Arc::new(MemoryAssets::of(files.iter().filter_map(|(path, text)| {
            let path = path.strip_prefix("content").ok()?;
            Some((path.as_str(), text.as_bytes()))
        })));
        let files = SiteFiles::new(fs, root).unwrap();
        let markdown = Markdown::new(Arc::clone(&site), index, files, Arc::new(Texts(texts)), assets);
        Self { site, markdown }
    }

    /// The body of the page of a source file.
    pub(super) fn body(&self, path: &str) -> Body {
        let page = self.site.pages.iter().find(|page| page.source.as_ref().is_some_and(|source| source.path == path));
        self.markdown.render(page.unwrap().id, &ReadLog::new())
    }

    /// What the page of a source file reads.
    pub(super) fn reads(&self, path: &str) -> Vec<Read> {
        let page = self.site.pages.iter().find(|page| page.source.as_ref().is_some_and(|source| source.path == path));
        let reads = ReadLog::new();
        self.markdown.render(page.unwrap().id, &reads);
        reads.into_reads()
    }
}

fn section(site: &mut Site, folder: &str) -> SectionId {
    if let Some(section) = site.sections.iter().find(|section| section.path == folder) {
        return section.id;
    }
    let parent = folder.rsplit_once('/').map_or(SectionId::ROOT, |(parent, _)| section(site, parent));
    let id = SectionId::new(site.sections.len() as u32);
    let title = folder.rsplit('/').next().unwrap_or_default().to_owned();
    site.sections.push(Section {
        id,
        parent: Some(parent),
        path: folder.to_owned(),
        title,
        url: format!("/{folder}/"),
        ..Section::default()
    });
    site.sections[parent.index()].sections.push(id);
    id
}

/// A page with the front matter lines `key: value` that tests need.
fn page(site: &mut Site, path: &Utf8Path, inner: &Utf8Path, text: &str) -> Page {
    let id = PageId::new(site.pages.len() as u32);
    let folder = inner.parent().map_or("", Utf8Path::as_str);
    let section = section(site, folder);
    let stem = inner.file_stem().unwrap_or_default();
    let is_index = matches!(stem, "index" | "_index");
    let key = if is_index { folder.to_owned() } else { inner.with_extension("").to_string() };
    let url = if key.is_empty() { "/".to_owned() } else { url::encode_path(&format!("/{key}/")) };
    let mut page = Page { id, section, url, title: stem.to_owned(), ..Page::default() };
    page.kind = if is_index { PageKind::Section } else { PageKind::Page };
    page.key = key;
    let mut body_start = 0;
    if let Some(rest) = text.strip_prefix("---\n")
        && let Some(end) = rest.find("\n---")
    {
        for line in rest[..end].lines() {
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim().trim_matches('"');
            match key {
                "title" => page.title = value.to_owned(),
                "description" => page.description = Some(value.to_owned()),
                "id" => page.details.reference_id = Some(value.to_owned()),
                "slug" => page.details.slug = Some(value.to_owned()),
                "icon" => page.details.icon = Some(value.to_owned()),
                _ => {}
            }
            page.params.insert(key.to_owned(), Value::from(value));
        }
        body_start = rest[end + 1..].find('\n').map_or(text.len(), |at| 4 + end + 1 + at + 1);
    }
    if is_index {
        site.sections[section.index()].index = Some(id);
        site.sections[section.index()].title = page.title.clone();
        site.sections[section.index()].description = page.description.clone();
    } else {
        site.sections[section.index()].pages.push(id);
    }
    page.source = Some(Source { path: path.to_owned(), digest: Digest::of(text.as_bytes()), body_start });
    page
}

/// The body of a single page, with a few others beside it.
pub(super) fn render(text: &str) -> Body {
    TestSite::new(&[
        ("content/page.md", text),
        ("content/docs/_index.md", "---\ntitle: Docs\n---\n"),
        (
            "content/docs/install.md",
            "---\ntitle: Install\nid: inst\ndescription: How to\n---\n## First step\n\n:::{target} there\n:::\n",
        ),
        ("content/docs/img/cat.png", ""),
        ("content/cat.png", ""),
    ])
    .body("content/page.md")
}

/// The HTML of a single page, which must have no problems.
pub(super) fn html(text: &str) -> String {
    let body = render(text);
    assert!(body.diagnostics.is_empty(), "{:#?}", body.diagnostics);
    body.html
}

/// Codes and places of the problems of a single page.
pub(super) fn problems(text: &str) -> Vec<String> {
    let show = |problem: &bengal_core::Diagnostic| match &problem.location {
        Some(at) => format!("{}:{}:{} {}: {}", at.path, at.line, at.column, problem.code, problem.message),
        None => format!("{}: {}", problem.code, problem.message),
    };
    render(text).diagnostics.iter().map(show).collect()
}
