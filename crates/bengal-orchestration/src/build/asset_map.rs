//! What a finished build knows of its assets: who uses which, through what, and where that is written.

use super::relink::unlinked;
use crate::output::OutputFolder;
use crate::page_weight::{BuiltPages, PageWeight, weigh_pages};
use crate::phases::p16_track_assets::map_name;
use crate::records::PageRecords;
use bengal_assets::{AssetGraph, AssetNode, Destination, PageSource, Resolver, references_in_scripts, written_at};
use bengal_cache::AssetDependencyMap;
use bengal_core::fs::SiteFiles;
use bengal_core::keyed::{KeyedMap, KeyedSet};
use bengal_core::url::encode_path;
use bengal_core::{Location, Page, Site, suggest};
use bengal_html::{Extractor, Kind};
use bengal_render::{Answers, Read, Renderer};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The assets of a built site, with everything that uses them.
#[derive(Debug)]
pub struct AssetMap {
    graph: AssetGraph,
    map: AssetDependencyMap,
    site: Site,
    files: SiteFiles,
    output: Arc<OutputFolder>,
    records: PageRecords,
    templates: PageTemplates,
    /// By logical path: the numbers of the assets that refer to it or were made from it, each once, rising.
    referrers: KeyedMap<String, Vec<usize>>,
}

/// A line of the tree of users of an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetUser {
    /// 1 for what uses the asset itself, 2 for what uses that, and so on.
    pub depth: usize,
    /// The user: a page by the path of its source, or its URL where it has none; an asset by its logical path.
    pub name: String,
    /// Whether it is a page.
    pub is_page: bool,
    /// Whether it was made from the asset above, and does not refer to it.
    pub is_made: bool,
    /// The URL as it is meant.
    pub url: String,
    /// What it is used for.
    pub kind: Kind,
    /// Where the reference is written. A template is named where the page has it from there; a file of the output folder where nothing
    /// else is known.
    pub location: Location,
    /// Whether what uses this asset is listed at an earlier line.
    pub repeated: bool,
}

/// The users of an asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssetUsers {
    /// From the asset on, each user before what uses it.
    pub users: Vec<AssetUser>,
    /// Pages that are not in the list, because there are too many that use the same asset.
    pub more_pages: usize,
}

/// The templates that each page was rendered with: paths in the site's folder, by the page's name.
#[derive(Debug, Default)]
pub(super) struct PageTemplates(BTreeMap<String, Vec<Utf8PathBuf>>);

impl PageTemplates {
    /// Of the recorded pages.
    pub(super) fn of(records: &PageRecords, answers: &Answers, renderer: &Renderer) -> Self {
        let path = |number: u32| match answers.read(&records.reads.key(number))? {
            Read::Template(name) => renderer.templates().path_of(&name),
            _ => None,
        };
        let pages = records.pages.iter();
        Self(pages.map(|(name, page)| (name.to_owned(), page.reads.iter().filter_map(path).collect())).collect())
    }
}

impl AssetMap {
    pub(super) fn new(
        graph: AssetGraph,
        map: AssetDependencyMap,
        site: Site,
        files: SiteFiles,
        output: Arc<OutputFolder>,
        records: PageRecords,
        templates: PageTemplates,
    ) -> Self {
        let mut referrers: KeyedMap<String, Vec<usize>> = KeyedMap::default();
        for (number, node) in graph.nodes.iter().enumerate() {
            let references = node.references.iter().map(|reference| &reference.logical);
            for logical in references.chain(&node.made_from) {
                let known = referrers.entry(logical.clone()).or_default();
                if known.last() != Some(&number) {
                    known.push(number);
                }
            }
        }
        Self { graph, map, site, files, output, records, templates, referrers }
    }

    /// All assets, in order of their logical paths.
    pub fn assets(&self) -> &[AssetNode] {
        &self.graph.nodes
    }

    /// The pages with the assets of each.
    pub fn pages(&self) -> &AssetDependencyMap {
        &self.map
    }

    /// Whether nothing refers to an asset, and nothing that is used was made from it.
    pub fn is_unused(&self, asset: &AssetNode) -> bool {
        let from_it = self.referrers.get(&asset.logical).into_iter().flatten();
        !asset.reached && from_it.filter_map(|number| self.graph.nodes.get(*number)).all(|made| !made.reached)
    }

    /// What each page weighs with all that it loads from the site, in the order of the site.
    ///
    /// Costs the sizes of the closures of all pages.
    pub fn weights(&self) -> Vec<PageWeight> {
        let Self { site, map, records, output, .. } = self;
        weigh_pages(BuiltPages { site, map, records, output }, &self.graph, None)
    }

    /// How many pages refer to an asset themselves, and how many assets do so or were made from it.
    pub fn direct_users(&self, logical: &str) -> (usize, usize) {
        (self.map.pages_using(logical).len(), self.referrers.get(logical).map_or(0, Vec::len))
    }

    /// The asset at a path: its logical or published path, or that of its source.
    ///
    /// # Errors
    /// Where there is none, `Err` with the nearest path that there is.
    pub fn find(&self, path: &str) -> Result<&AssetNode, Option<&str>> {
        let wanted = path.trim_start_matches("./").trim_start_matches('/');
        let is_wanted = |node: &&AssetNode| {
            let source = node.source.as_deref().map(Utf8Path::as_str);
            node.published == wanted || source == Some(wanted) || node.also.as_deref() == Some(wanted)
        };
        let found = self.graph.get(wanted).or_else(|| self.graph.nodes.iter().find(is_wanted));
        found.ok_or_else(|| {
            let paths = self.graph.nodes.iter().flat_map(|node| {
                let source = node.source.as_deref().map(Utf8Path::as_str);
                [Some(node.logical.as_str()), source].into_iter().flatten()
            });
            suggest::nearest(wanted, paths)
        })
    }

    /// Everything that uses an asset, itself or through others, down to the pages: an asset's users are listed once. At most
    /// `pages_each` pages are listed for each asset.
    ///
    /// Reads the files of the listed pages; linear in them, and in the references among assets.
    pub fn users(&self, logical: &str, pages_each: usize) -> AssetUsers {
        let mut found = AssetUsers::default();
        let mut listed: KeyedSet<&str> = KeyedSet::default();
        listed.insert(logical);
        // The next one is the last: users of an asset, one level deeper than it.
        let mut pending = self.level(logical, 1, pages_each, &mut found.more_pages);
        while let Some(mut user) = pending.pop() {
            if !user.is_page
                && let Some(node) = self.graph.get(&user.name)
            {
                user.repeated = !listed.insert(&node.logical);
                if !user.repeated {
                    pending.extend(self.level(&node.logical, user.depth + 1, pages_each, &mut found.more_pages));
                }
            }
            found.users.push(user);
        }
        found
    }

    /// What refers to an asset itself, in reverse: pages, then assets, each by name.
    fn level(&self, logical: &str, depth: usize, pages_each: usize, more_pages: &mut usize) -> Vec<AssetUser> {
        let mut users = Vec::new();
        for number in self.referrers.get(logical).into_iter().flatten() {
            let Some(node) = self.graph.nodes.get(*number) else { continue };
            let path = node.source.clone().unwrap_or_else(|| node.logical.clone().into());
            if node.made_from.as_deref() == Some(logical) {
                users.push(AssetUser {
                    depth,
                    name: node.logical.clone(),
                    is_page: false,
                    is_made: true,
                    url: format!("/{}", encode_path(logical)),
                    kind: Kind::Image,
                    location: Location::file(path.clone()),
                    repeated: false,
                });
            }
            for reference in node.references.iter().filter(|reference| reference.logical == logical) {
                let (line, column) = (reference.line, reference.column);
                let location = Location { line, column, ..Location::file(path.clone()) };
                users.push(AssetUser {
                    depth,
                    name: node.logical.clone(),
                    is_page: false,
                    is_made: false,
                    url: reference.url.clone(),
                    kind: reference.kind,
                    location,
                    repeated: false,
                });
            }
        }
        let using = self.map.pages_using(logical);
        *more_pages += using.len().saturating_sub(pages_each);
        let names: KeyedSet<&str> = using.iter().take(pages_each).map(|name| &**name).collect();
        let pages: Vec<&Page> =
            self.site.pages.iter().filter(|page| !page.shadowed && names.contains(map_name(page))).collect();
        let mut on_pages: Vec<AssetUser> =
            pages.par_iter().flat_map_iter(|page| self.on_page(page, logical, depth)).collect();
        on_pages.sort_by(|a, b| a.name.cmp(&b.name));
        users.extend(on_pages);
        users.reverse();
        users
    }

    /// The references of a page to an asset, in order of the page.
    fn on_page(&self, page: &Page, logical: &str, depth: usize) -> Vec<AssetUser> {
        let name = map_name(page);
        let record = self.records.pages.get(name);
        let Some(html) = record.and_then(|record| unlinked(page, record, &self.records.texts, &self.output)) else {
            return Vec::new();
        };
        let references = references_to(&html, &page.url, logical, &Resolver::new(&self.site.config));
        let text = |path: &Utf8Path| self.files.read_text(path).ok();
        let source = page.source.as_ref().and_then(|source| Some((&*source.path, text(&source.path)?)));
        let templates = self.templates.0.get(name).into_iter().flatten();
        let templates: Vec<(&Utf8Path, String)> =
            templates.filter_map(|path| Some((path.as_path(), text(path)?))).collect();
        let templates: Vec<(&Utf8Path, &str)> = templates.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let source = source.as_ref().map(|(path, text)| (*path, text.as_str()));
        let texts = PageSource { source, templates: &templates, output: (&page.output, &html) };
        let places = written_at(&texts, references.iter().map(|(url, span, _)| (url.as_str(), span)));
        let user = |((url, _, kind), (location, _)): (&(String, Range<usize>, Kind), (Location, bool))| AssetUser {
            depth,
            name: name.to_owned(),
            is_page: true,
            is_made: false,
            url: url.clone(),
            kind: *kind,
            location,
            repeated: false,
        };
        references.iter().zip(places).map(user).collect()
    }
}

/// The references of a finished page, before linking, to the file at a logical path: URL, bytes, use; in order.
fn references_to(html: &str, page_url: &str, logical: &str, resolver: &Resolver) -> Vec<(String, Range<usize>, Kind)> {
    let references = Extractor::new().with_anchors(true).with_base(true).extract(html);
    let base = references.iter().find(|reference| reference.kind == Kind::Base);
    let base = resolver.base_of(page_url, base.map(|reference| &*reference.url));
    let leads_there =
        |url: &str| matches!(resolver.destination(&base, url), Some(Destination::Here(path)) if path == logical);
    let marked_up = references.into_iter().filter(|reference| reference.kind != Kind::Base);
    let marked_up = marked_up.map(|reference| (reference.url.into_owned(), reference.span, reference.kind));
    let scripted = references_in_scripts(html).into_iter();
    let scripted = scripted.map(|reference| (reference.url, reference.span, reference.kind));
    let mut found: Vec<_> = marked_up.chain(scripted).filter(|(url, _, _)| leads_there(url)).collect();
    found.sort_by_key(|(_, span, _)| span.start);
    found
}
