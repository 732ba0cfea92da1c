//! What relative links lead to: pages by their source file, published files, folders.

use super::Markdown;
use crate::{Lookup, Read, ReadLog};
use bengal_core::site::SiteIndex;
use bengal_core::{Page, PageId, Site, suggest, url};
use std::collections::BTreeMap;

/// What a link was found to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Its URL in the site, percent-encoded, query and fragment included.
    Url(String),
    /// Nothing.
    Missing {
        /// A file that may be meant, as it would be written in place of the last part of the link.
        suggestion: Option<String>,
        /// Whether the suggestion differs in the case of letters only.
        wrong_case: bool,
    },
}

/// Files by folder, for suggestions: made when a link is first broken.
#[derive(Debug, Default)]
pub(crate) struct NearNames {
    by_folder: BTreeMap<String, Vec<String>>,
}

impl NearNames {
    pub(super) fn build(site: &Site) -> Self {
        let sources = site.pages.iter().filter_map(|page| page.source.as_ref()).map(|source| source.path.as_str());
        let resources = site.resources.iter().map(|resource| resource.source.as_str());
        let mut by_folder: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in sources.chain(resources) {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            by_folder.entry(folder.to_owned()).or_default().push(name.to_owned());
        }
        for names in by_folder.values_mut() {
            names.sort();
        }
        Self { by_folder }
    }

    /// All names with their folders, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.by_folder.iter().map(|(folder, names)| (folder.as_str(), names.as_slice()))
    }

    /// The name in the path's folder that is nearest to the path's own, and whether only the case of letters differs.
    fn nearest(&self, path: &str) -> Option<(String, bool)> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let names = match self.by_folder.get(folder) {
            Some(names) => names,
            None => {
                // The folder itself may be written in the wrong case.
                let other = self.by_folder.keys().find(|known| known.eq_ignore_ascii_case(folder))?;
                let found = self.by_folder.get(other)?.iter().find(|known| known.eq_ignore_ascii_case(name))?;
                return Some((format!("{other}/{found}"), true));
            }
        };
        if let Some(same) = names.iter().find(|known| known.eq_ignore_ascii_case(name)) {
            return Some((same.clone(), true));
        }
        suggest::nearest(name, names.iter().map(String::as_str)).map(|name| (name.to_owned(), false))
    }
}

/// Finds what a relative link means: from each folder of sources in turn, else from the page's own URL.
pub(super) fn find(
    markdown: &Markdown,
    page: &Page,
    reads: &ReadLog,
    folders: &[String],
    dest: &str,
    may_suggest: impl FnOnce() -> bool,
) -> Found {
    let (path, suffix) = url::split_suffix(dest);
    // Authors on Windows write `\\`, which no file name of a site has.
    let decoded = url::decode_path(path).unwrap_or_else(|| path.to_owned()).replace('\\', "/");
    let mut first = None;
    for folder in folders {
        let Some(file) = url::join(folder, &decoded) else { continue };
        reads.record(Read::Reference(Lookup::File, file.clone()));
        if let Some(found) = by_file(markdown, reads, &file) {
            return Found::Url(found + suffix);
        }
        first.get_or_insert(file);
    }
    // Written for the URL that the page has: `../other/` from `/docs/page/`.
    if let Some(path) = url::join(&page.url, &decoded) {
        let with_slash = format!("/{}/", url::encode_path(&path)).replace("//", "/");
        reads.record(Read::Reference(Lookup::Url, with_slash.clone()));
        let found = markdown
            .index
            .page_by_url(&markdown.site, &with_slash)
            .or_else(|| markdown.index.page_by_url(&markdown.site, with_slash.trim_end_matches('/')));
        if let Some(id) = found {
            return Found::Url(read_url(&markdown.site, reads, id) + suffix);
        }
    }
    let near = first.filter(|_| may_suggest()).and_then(|file| {
        reads.record(Read::Site("names.files".to_owned()));
        markdown.near_names().nearest(&file)
    });
    let (suggestion, wrong_case) = match near {
        Some((name, wrong_case)) => (Some(name), wrong_case),
        None => (None, false),
    };
    Found::Missing { suggestion, wrong_case }
}

/// What a path in the site's folder leads to.
#[derive(Debug, Default)]
pub(crate) struct FileTarget {
    /// The URL of a published file or an asset.
    pub(crate) url: Option<String>,
    /// A page.
    pub(crate) page: Option<PageId>,
}

impl FileTarget {
    fn of_page(page: Option<PageId>) -> Self {
        Self { url: None, page }
    }

    fn of_url(url: String) -> Self {
        Self { url: Some(url), page: None }
    }
}

/// The URL of a file or folder of the site, by its path in the site's folder.
fn by_file(markdown: &Markdown, reads: &ReadLog, file: &str) -> Option<String> {
    let target = markdown.file_target(file);
    target.url.or_else(|| target.page.map(|id| read_url(&markdown.site, reads, id)))
}

impl Markdown {
    /// What a path in the site's folder leads to: a page by its source, a published file, an asset, a page by its key.
    pub(crate) fn file_target(&self, file: &str) -> FileTarget {
        let (site, index) = (&*self.site, &*self.index);
        if let Some(id) = index.page_by_source(site, file) {
            return FileTarget::of_page(Some(id));
        }
        if let Some(resource) = index.resource_by_source(site, file) {
            return FileTarget::of_url(resource.url.clone());
        }
        // The site's own `assets/` and `static/` are published under names of their own.
        if let Some(asset) = file.strip_prefix("assets/").filter(|_| self.files.is_file(file)) {
            return FileTarget::of_url(format!("/assets/{}", url::encode_path(asset)));
        }
        if let Some(path) = file.strip_prefix("static/").filter(|_| self.files.is_file(file)) {
            return FileTarget::of_url(format!("/{}", url::encode_path(path)));
        }
        FileTarget::of_page(folder_or_key(site, index, file))
    }
}

/// A page without its extension, or the page of a folder.
fn folder_or_key(site: &Site, index: &SiteIndex, file: &str) -> Option<PageId> {
    let key = match site.config.content_folder() {
        "" => file,
        content if file == content => "",
        content => file.strip_prefix(content)?.strip_prefix('/')?,
    };
    index.page_by_key(site, key)
}

fn read_url(site: &Site, reads: &ReadLog, id: PageId) -> String {
    reads.record(Read::Page(id, "url"));
    site.page(id).url.clone()
}
