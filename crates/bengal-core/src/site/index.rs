//! Look-ups of pages and files by what authors write.

use super::{PageId, Resource, Site};
use rustc_hash::FxHashMap;

/// Finds pages by source path, key, URL, slug or id, and resources by source path. Built once for a finished [`Site`].
#[derive(Clone, Debug, Default)]
pub struct SiteIndex {
    by_source: FxHashMap<String, PageId>,
    by_key: FxHashMap<String, PageId>,
    by_url: FxHashMap<String, PageId>,
    by_slug: FxHashMap<String, PageId>,
    by_reference_id: FxHashMap<String, PageId>,
    resources: FxHashMap<String, usize>,
}

impl SiteIndex {
    /// The index of a site. Where two pages share a key, slug or id, the first by source path has it.
    pub fn build(site: &Site) -> Self {
        let mut index = Self::default();
        for page in &site.pages {
            if let Some(source) = &page.source {
                index.by_source.entry(source.path.to_string()).or_insert(page.id);
            }
            index.by_key.entry(page.key.clone()).or_insert(page.id);
            index.by_url.entry(page.url.clone()).or_insert(page.id);
            if let Some(slug) = &page.slug {
                index.by_slug.entry(slug.clone()).or_insert(page.id);
            }
            if let Some(id) = &page.reference_id {
                index.by_reference_id.entry(id.clone()).or_insert(page.id);
            }
        }
        for page in site.pages.iter().filter(|page| page.source.is_some()) {
            let name = page.key.rsplit('/').next().unwrap_or_default();
            index.by_slug.entry(name.to_owned()).or_insert(page.id);
        }
        index.renew_resources(site);
        index
    }

    /// Takes the resources of the site as they are now, after [`resolve_collisions`](super::resolve_collisions) has taken some away.
    pub fn renew_resources(&mut self, site: &Site) {
        self.resources.clear();
        for (at, resource) in site.resources.iter().enumerate() {
            self.resources.entry(resource.source.to_string()).or_insert(at);
        }
    }

    /// The page of a source file, by its path in the site's folder: `content/docs/a.md`.
    pub fn page_by_source(&self, path: &str) -> Option<PageId> {
        self.by_source.get(path).copied()
    }

    /// The page with this key: `docs/a`. See [`Page::key`](super::Page::key).
    pub fn page_by_key(&self, key: &str) -> Option<PageId> {
        self.by_key.get(key).copied()
    }

    /// The page at this URL (percent-encoded, without base path): `/docs/a/`.
    pub fn page_by_url(&self, url: &str) -> Option<PageId> {
        self.by_url.get(url).copied()
    }

    /// The page with this `slug`, or else whose file has this name.
    pub fn page_by_slug(&self, slug: &str) -> Option<PageId> {
        self.by_slug.get(slug).copied()
    }

    /// The page whose front matter has this `id`.
    pub fn page_by_reference_id(&self, id: &str) -> Option<PageId> {
        self.by_reference_id.get(id).copied()
    }

    /// The published file of a source file, by its path in the site's folder: `content/docs/cat.png`.
    pub fn resource_by_source<'a>(&self, site: &'a Site, path: &str) -> Option<&'a Resource> {
        self.resources.get(path).and_then(|at| site.resources.get(*at))
    }

    /// All keys of pages, for suggestions; in no particular order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }
}
