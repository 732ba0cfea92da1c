//! What is known of a page, an asset or another source: why it would be made again, and what depends on what.

use crate::phases::p05_incremental_filter::Plan;
use crate::phases::p16_track_assets::map_name;
use crate::records::{PageRecords, Rising};
use bengal_assets::AssetGraph;
use bengal_cache::AssetDependencyMap;
use bengal_core::{Diagnostic, Page, PageId, Site, suggest};
use bengal_render::ReadKey;
use camino::Utf8Path;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An answer of [`explain`](crate::explain).
#[derive(Clone, Debug, Default)]
pub struct Explained {
    /// What is known; `None` where the site cannot be built or has nothing of that name, which the diagnostics say.
    pub explanation: Option<Explanation>,
    /// Errors.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is known of something in a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Its name: the path of its source, or the URL of a page without source.
    pub subject: String,
    /// What it is.
    pub kind: SubjectKind,
    /// Where a page or an asset is published, relative to the output folder.
    pub output: Option<String>,
    /// What the next build does about it; `None` for all but pages.
    pub state: Option<PageState>,
    /// Why.
    pub reason: Option<String>,
    /// What it depends on by the records of the last build, by group.
    pub depends_on: BTreeMap<String, Vec<Dependency>>,
    /// What depends on it, by group.
    pub needed_by: BTreeMap<String, Vec<Dependency>>,
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A page.
    Page,
    /// A file that is published as an asset.
    Asset,
    /// A template.
    Template,
    /// A data file.
    Data,
    /// Another file that pages read.
    File,
}

/// What the next build does about a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageState {
    /// Nothing.
    Fresh,
    /// It is rendered.
    Render,
    /// It gets new addresses of assets.
    Relink,
}

/// One end of a dependency.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dependency {
    /// What is read, or who reads.
    pub name: String,
    /// Whether it has changed since the last build.
    pub changed: bool,
    /// For who reads: what is read.
    pub reads: Vec<String>,
}

/// A site at the point where it is known what a build would do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planned<'a> {
    pub(crate) root: &'a Utf8Path,
    /// The output folder as records name it.
    pub(crate) folder: &'a str,
    pub(crate) site: &'a Site,
    pub(crate) graph: &'a AssetGraph,
    pub(crate) map: &'a AssetDependencyMap,
    pub(crate) known: &'a PageRecords,
    pub(crate) plan: &'a Plan,
}

/// What is known of what `text` names; linear in the records.
pub(crate) fn explanation(planned: &Planned<'_>, text: &str) -> Result<Explanation, Diagnostic> {
    let name = planned.plain(text);
    if let Some(page) = planned.page(name) {
        return Ok(planned.explain_page(page));
    }
    if let Some(explanation) = planned.explain_asset(name) {
        return Ok(explanation);
    }
    planned.explain_source(name).ok_or_else(|| {
        let diagnostic = Diagnostic::error("unknown-path", format!("`{text}` is nothing that this site has"));
        match suggest::nearest(name, planned.names().iter().map(String::as_str)) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic
                .hint("name a source, a URL, a file of the output folder, an asset, a template or a data file"),
        }
    })
}

impl Planned<'_> {
    /// A name without the folders that it may stand with.
    fn plain<'t>(&self, text: &'t str) -> &'t str {
        let site = &self.site.config.site;
        let text = text.strip_prefix(self.root.as_str()).map_or(text, |text| text.trim_start_matches('/'));
        let text = text.strip_prefix(site.origin.as_str()).unwrap_or(text);
        text.strip_prefix("./").unwrap_or(text)
    }

    fn in_output<'t>(&self, name: &'t str) -> &'t str {
        name.strip_prefix(self.folder).and_then(|rest| rest.strip_prefix('/')).unwrap_or(name)
    }

    fn page(&self, name: &str) -> Option<&Page> {
        let output = self.in_output(name);
        let base = self.site.config.site.base_path.as_str();
        let url = format!("/{}", name.strip_prefix(base).unwrap_or(name).trim_matches('/'));
        let mut pages = self.site.pages.iter().filter(|page| !page.shadowed);
        pages.find(|page| {
            let path = page.url.trim_end_matches('/');
            map_name(page) == name || page.output == output || path == url.trim_end_matches('/')
        })
    }

    fn state(&self, page: PageId) -> (PageState, Option<String>) {
        match self.plan.reasons.get(self.site.page(page)) {
            None => (PageState::Fresh, None),
            Some(reason) if reason.is_for_rendering() => (PageState::Render, Some(reason.into_text().into())),
            Some(reason) => (PageState::Relink, Some(reason.into_text().into())),
        }
    }

    fn explain_page(&self, page: &Page) -> Explanation {
        let name = map_name(page);
        let (state, reason) = self.state(page.id);
        let mut depends_on: BTreeMap<String, Vec<Dependency>> = BTreeMap::new();
        for number in self.known.pages.get(name).iter().flat_map(|record| record.reads.iter()) {
            let key = self.known.reads.key(number);
            let changed = self.plan.changed.contains(&number);
            let dependency = Dependency { name: key.to_string(), changed, reads: Vec::new() };
            depends_on.entry(group(&key).to_owned()).or_default().push(dependency);
        }
        let assets = self.map.assets_of(name).unwrap_or_default();
        let asset = |asset: &std::sync::Arc<str>| Dependency { name: asset.to_string(), ..Dependency::default() };
        if !assets.is_empty() {
            depends_on.insert("assets".to_owned(), assets.iter().map(asset).collect());
        }
        depends_on.values_mut().for_each(|list| list.sort());
        Explanation {
            subject: name.to_owned(),
            kind: SubjectKind::Page,
            output: Some(page.output.as_str().to_owned()),
            state: Some(state),
            reason,
            depends_on,
            needed_by: one_group("pages that read it", self.readers(|parts| self.is_about(parts, page), name)),
        }
    }

    /// Whether a read is about a page: by name, or of a list that has it.
    fn is_about(&self, parts: &[&str], page: &Page) -> bool {
        let section = self.site.sections.get(page.section.index());
        match *parts {
            ["page" | "anchors", .., name] | ["nav-level", .., name] => name == map_name(page),
            ["section", field, path] => section.is_some_and(|section| section.path == path) && field.contains("pages"),
            ["site", field] => field.starts_with("pages") || field.starts_with("regular_pages"),
            ["term", _, taxonomy, slug] => {
                let mut taxonomies = self.site.taxonomies.iter().filter(|found| found.name == taxonomy);
                taxonomies
                    .any(|found| found.terms.iter().any(|term| term.slug == slug && term.pages.contains(&page.id)))
            }
            _ => false,
        }
    }

    fn explain_asset(&self, name: &str) -> Option<Explanation> {
        let output = self.in_output(name).trim_start_matches('/');
        let node = self.graph.nodes.iter().find(|node| {
            node.logical == output || node.published == output || node.source.as_deref() == Some(Utf8Path::new(name))
        })?;
        let logical = node.logical.as_str();
        let named = |name: &str| Dependency { name: name.to_owned(), ..Dependency::default() };
        let below: BTreeSet<&str> = node.references.iter().map(|reference| reference.logical.as_str()).collect();
        let above = self.graph.nodes.iter().filter(|other| other.references.iter().any(|to| to.logical == logical));
        let mut needed_by = one_group("assets that refer to it", above.map(|other| named(&other.logical)).collect());
        let users = self.map.pages_using(logical);
        needed_by.extend(one_group("pages that refer to it", users.iter().map(|page| named(page)).collect()));
        let readers = self.readers(|parts| matches!(parts, ["asset", _, path] if *path == logical), "");
        needed_by.extend(one_group("pages that look into it", readers));
        Some(Explanation {
            subject: node.source.as_ref().map_or(logical, |source| source.as_str()).to_owned(),
            kind: SubjectKind::Asset,
            output: Some(node.published.clone()),
            state: None,
            reason: None,
            depends_on: one_group("assets", below.into_iter().map(named).collect()),
            needed_by,
        })
    }

    /// A template, a data file, or another file that some page reads.
    fn explain_source(&self, name: &str) -> Option<Explanation> {
        let template = name.split_once("templates/").map_or(name, |(_, rest)| rest);
        let data = name.strip_prefix("data/").map(|path| match path.rsplit_once('.') {
            Some((stem, _)) => stem.replace('/', "."),
            None => path.replace('/', "."),
        });
        let reads_data = |key: &str| match &data {
            Some(file) => {
                key.is_empty()
                    || key == file
                    || key.strip_prefix(file.as_str()).is_some_and(|rest| rest.starts_with('.'))
            }
            None => false,
        };
        let of_template = self.readers(|parts| matches!(parts, ["template", found] if *found == template), "");
        let of_data = self.readers(|parts| matches!(parts, ["data", key] if reads_data(key)), "");
        let of_file = self.readers(|parts| matches!(parts, ["file", path] if *path == name), "");
        let candidates =
            [(SubjectKind::Template, of_template), (SubjectKind::Data, of_data), (SubjectKind::File, of_file)];
        let (kind, readers) = candidates.into_iter().find(|(_, readers)| !readers.is_empty())?;
        Some(Explanation {
            subject: name.to_owned(),
            kind,
            output: None,
            state: None,
            reason: None,
            depends_on: BTreeMap::new(),
            needed_by: one_group("pages that read it", readers),
        })
    }

    /// The pages with a read that fits, but for one, each with these reads.
    fn readers(&self, fits: impl Fn(&[&str]) -> bool, except: &str) -> Vec<Dependency> {
        let mut fitting: FxHashMap<u32, ReadKey> = FxHashMap::default();
        for (number, key) in (0_u32..).zip(self.known.reads.keys()) {
            let parts = key.parts();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            if fits(&parts) {
                fitting.insert(number, key);
            }
        }
        let reader = |name: &str, reads: &Rising| {
            let mut what: Vec<&ReadKey> = reads.iter().filter_map(|number| fitting.get(&number)).collect();
            what.sort();
            let mut fitting_reads = reads.iter().filter(|number| fitting.contains_key(number));
            let changed = fitting_reads.any(|number| self.plan.changed.contains(&number));
            let reads = what.iter().map(ToString::to_string).collect();
            (!what.is_empty()).then(|| Dependency { name: name.to_owned(), changed, reads })
        };
        let others = self.known.pages.iter().filter(|(name, _)| *name != except);
        others.filter_map(|(name, record)| reader(name, &record.reads)).collect()
    }

    /// Everything that can be asked for.
    fn names(&self) -> BTreeSet<String> {
        let pages = self.site.pages.iter().flat_map(|page| [map_name(page), page.url.as_str(), page.output.as_str()]);
        let mut names: BTreeSet<String> = pages.map(str::to_owned).collect();
        names.extend(self.graph.nodes.iter().map(|node| node.logical.clone()));
        let read = |key: ReadKey| match key.parts().as_slice() {
            [kind, name] if kind == "template" || kind == "file" => Some(name.clone()),
            _ => None,
        };
        names.extend(self.known.reads.keys().filter_map(read));
        names
    }
}

fn one_group(title: &str, list: Vec<Dependency>) -> BTreeMap<String, Vec<Dependency>> {
    match list.is_empty() {
        true => BTreeMap::new(),
        false => [(title.to_owned(), list)].into(),
    }
}

/// The group that a read is shown in.
fn group(key: &ReadKey) -> &'static str {
    match key.as_str().split('\t').next().unwrap_or_default() {
        "template" => "templates",
        "page" | "anchors" | "reference" => "pages",
        "settings" | "config" => "configuration",
        "data" => "data",
        "file" => "files",
        "asset" => "assets that it looks into",
        _ => "lists and navigation",
    }
}
