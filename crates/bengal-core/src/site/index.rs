//! Look-ups of pages and files by what authors write.

use super::{Page, PageId, PagesByName, Resource, Site};
use crate::keyed::KeyedMap;
use std::sync::OnceLock;

/// Finds pages by source path, key, URL, slug or id, and resources by source path. Made for a finished [`Site`], and asked
/// together with it: names are kept by the pages, here are only their hashes, of each kind of name once somebody asks by it.
#[derive(Clone, Debug, Default)]
pub struct SiteIndex {
    /// So many pages are in it, the first of the site.
    pages: usize,
    by_source: OnceLock<PagesByName>,
    by_key: OnceLock<PagesByName>,
    by_url: OnceLock<PagesByName>,
    by_slug: OnceLock<PagesByName>,
    by_file_name: OnceLock<PagesByName>,
    by_reference_id: OnceLock<PagesByName>,
    resources: KeyedMap<String, usize>,
}

impl SiteIndex {
    /// The index of the pages that a site has now. Where two pages share a key, slug or id, the first by source path has it.
    pub fn build(site: &Site) -> Self {
        let mut index = Self { pages: site.pages.len(), ..Self::default() };
        index.renew_resources(site);
        index
    }

    /// How many pages are in it.
    pub fn len(&self) -> usize {
        self.pages
    }

    /// Whether no page is in it.
    pub fn is_empty(&self) -> bool {
        self.pages == 0
    }

    fn by_name<'a>(
        &self,
        cell: &'a OnceLock<PagesByName>,
        site: &Site,
        name_of: fn(&Page) -> Option<&str>,
    ) -> &'a PagesByName {
        cell.get_or_init(|| PagesByName::build_of(&site.pages[..self.pages.min(site.pages.len())], name_of).0)
    }

    /// Takes the resources of the site as they are now, after [`resolve_collisions`](super::resolve_collisions) has taken some away.
    pub fn renew_resources(&mut self, site: &Site) {
        self.resources.clear();
        for (at, resource) in site.resources.iter().enumerate() {
            self.resources.entry(resource.source.to_string()).or_insert(at);
        }
    }

    /// The page of a source file, by its path in the site's folder: `content/docs/a.md`.
    pub fn page_by_source(&self, site: &Site, path: &str) -> Option<PageId> {
        self.by_name(&self.by_source, site, source_path).find(site, source_path, path)
    }

    /// The page with this key: `docs/a`. See [`Page::key`].
    pub fn page_by_key(&self, site: &Site, wanted: &str) -> Option<PageId> {
        self.by_name(&self.by_key, site, key).find(site, key, wanted)
    }

    /// The page at this URL (percent-encoded, without base path): `/docs/a/`.
    pub fn page_by_url(&self, site: &Site, wanted: &str) -> Option<PageId> {
        self.by_name(&self.by_url, site, url).find(site, url, wanted)
    }

    /// The page with this `slug`, or else whose file has this name.
    pub fn page_by_slug(&self, site: &Site, wanted: &str) -> Option<PageId> {
        self.by_name(&self.by_slug, site, slug)
            .find(site, slug, wanted)
            .or_else(|| self.by_name(&self.by_file_name, site, file_name).find(site, file_name, wanted))
    }

    /// The page whose front matter has this `id`.
    pub fn page_by_reference_id(&self, site: &Site, id: &str) -> Option<PageId> {
        self.by_name(&self.by_reference_id, site, reference_id).find(site, reference_id, id)
    }

    /// The published file of a source file, by its path in the site's folder: `content/docs/cat.png`.
    pub fn resource_by_source<'a>(&self, site: &'a Site, path: &str) -> Option<&'a Resource> {
        self.resources.get(path).and_then(|at| site.resources.get(*at))
    }

    /// All keys of pages, for suggestions; in no particular order.
    pub fn keys<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = &'a str> {
        self.by_name(&self.by_key, site, key).pages().filter_map(|id| key(site.page(id)))
    }
}

fn source_path(page: &Page) -> Option<&str> {
    page.source.as_ref().map(|source| source.path.as_str())
}

#[expect(clippy::unnecessary_wraps, reason = "other names are optional")]
fn key(page: &Page) -> Option<&str> {
    Some(&page.key)
}

#[expect(clippy::unnecessary_wraps, reason = "other names are optional")]
fn url(page: &Page) -> Option<&str> {
    Some(&page.url)
}

fn slug(page: &Page) -> Option<&str> {
    page.details.slug.as_deref()
}

fn file_name(page: &Page) -> Option<&str> {
    page.source.as_ref().and_then(|_| page.key.rsplit('/').next())
}

fn reference_id(page: &Page) -> Option<&str> {
    page.details.reference_id.as_deref()
}
