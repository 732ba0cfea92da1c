//! Sites in memory: built as a build builds them, every page rendered, every read answered.

use crate::random::Random;
use bengal_core::config::{self, ConfigRequest};
use bengal_core::fs::{MemoryFileSystem, SiteFiles};
use bengal_core::site::{ModelOptions, PageSource, SiteIndex, SiteInput, assemble, is_page_name};
use bengal_core::{Digest, PageId, Site, data, front_matter};
use bengal_render::{Answers, Derived, PageSources, ReadKey, Renderer};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// The files of a site: text by path.
pub(crate) type Files = BTreeMap<String, String>;

/// A site of these files.
pub(crate) fn files(all: &[(&str, &str)]) -> Files {
    all.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[derive(Debug)]
struct Texts(Vec<Arc<str>>);

impl PageSources for Texts {
    fn text(&self, page: PageId) -> io::Result<Arc<str>> {
        self.0.get(page.index()).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// What a build would keep of a page.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) html: Option<String>,
    pub(crate) url: String,
    pub(crate) source: Option<Digest>,
    pub(crate) reads: Vec<(ReadKey, Digest)>,
    pub(crate) problems: Vec<String>,
}

/// A site with all its pages rendered.
pub(crate) struct Built {
    pub(crate) site: Arc<Site>,
    pub(crate) renderer: Renderer,
    pub(crate) answers: Answers,
    /// By source path or URL.
    pub(crate) pages: BTreeMap<String, Record>,
}

/// The model of these files and their renderer.
pub(crate) fn model(files: &Files) -> (Arc<Site>, Renderer) {
    let memory = MemoryFileSystem::new();
    memory.write("/site/content/.keep", "");
    for (path, text) in files {
        memory.write(format!("/site/{path}"), text);
    }
    let site_files = SiteFiles::new(Arc::new(memory), "/site".into()).unwrap();
    let loaded = config::load(&site_files, &ConfigRequest::default());
    let mut input = SiteInput { data: data::load(&site_files).0, ..SiteInput::default() };
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with("content/")) {
        if is_page_name(path) {
            let parsed = front_matter::parse(text, path.as_str().into());
            let title = front_matter::title_from_body(&text[parsed.body_start..]);
            input.pages.push(PageSource { parsed, digest: Digest::of(text.as_bytes()), title });
        } else {
            input.resources.push(path.into());
        }
    }
    let (site, _) = assemble(loaded.config, input, &ModelOptions::default());
    let text = |page: &bengal_core::Page| match &page.source {
        Some(source) => files[source.path.as_str()].as_str().into(),
        None => "".into(),
    };
    let texts = Texts(site.pages.iter().map(text).collect());
    let site = Arc::new(site);
    let index = Arc::new(SiteIndex::build(&site));
    let renderer =
        Renderer::new(Arc::clone(&site), index, site_files, Arc::new(texts), Arc::new(bengal_render::NoAssets));
    (site, renderer)
}

impl Built {
    /// Builds a site. Pages are rendered in an order that `order` decides: what one of them computes for all must not be missed by
    /// the others.
    pub(crate) fn new(files: &Files, derived: Vec<Derived>, order: &mut Random) -> Self {
        let (site, renderer) = model(files);
        let answers = renderer.answers().with_derived(derived);
        let mut ids: Vec<PageId> = site.page_ids().collect();
        order.shuffle(&mut ids);
        let mut pages = BTreeMap::new();
        for id in ids {
            let page = site.page(id);
            let rendered = renderer.render(id);
            let mut reads: Vec<(ReadKey, Digest)> =
                rendered.reads.iter().map(|read| (answers.key(read), answers.digest(read))).collect();
            reads.sort();
            let record = Record {
                html: rendered.html,
                url: page.url.clone(),
                source: page.source.as_ref().map(|source| source.digest),
                reads,
                problems: rendered.diagnostics.iter().map(|problem| problem.message.clone()).collect(),
            };
            pages.insert(name_of(page), record);
        }
        Self { site, renderer, answers, pages }
    }

    /// Builds a site without an order in mind and without anything kept.
    pub(crate) fn clean(files: &Files) -> Self {
        Self::new(files, Vec::new(), &mut Random::new(1))
    }

    /// The id of a page by source path or URL.
    pub(crate) fn id(&self, name: &str) -> PageId {
        let page = self.site.pages.iter().find(|page| name_of(page) == name);
        page.unwrap_or_else(|| panic!("no page {name}: {:?}", self.pages.keys())).id
    }

    /// The reads of a page of an earlier build that have another answer here.
    pub(crate) fn changed(&self, record: &Record) -> Vec<String> {
        let differs = |(key, digest): &&(ReadKey, Digest)| self.answers.digest_of(key) != *digest;
        record.reads.iter().filter(differs).map(|(key, _)| key.to_string()).collect()
    }

    /// The pages of an earlier build that are not fresh here, with the reads that say so.
    pub(crate) fn stale(&self, before: &Self) -> BTreeMap<String, Vec<String>> {
        let stale = |(name, record): (&String, &Record)| {
            let now = self.pages.get(name)?;
            let mut why = self.changed(record);
            if now.source != record.source {
                why.push("source".to_owned());
            }
            if now.url != record.url {
                why.push("url".to_owned());
            }
            (!why.is_empty()).then(|| (name.clone(), why))
        };
        before.pages.iter().filter_map(stale).collect()
    }
}

fn name_of(page: &bengal_core::Page) -> String {
    page.source.as_ref().map_or_else(|| page.url.clone(), |source| source.path.to_string())
}
