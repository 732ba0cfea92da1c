//! URLs. What is in the site is root-relative and without the base path, which the link step adds.

use super::super::objects::{MenuItemObject, PageObject, SectionObject, TermObject};
use super::super::scope::Shared;
use super::scope;
use crate::{Lookup, Read};
use bengal_core::suggest::nearest;
use bengal_core::url::{encode_path, is_external, split_suffix};
use bengal_core::{Config, PageId};
use minijinja::{Environment, Error, ErrorKind, Value};
use std::sync::Arc;

pub(super) fn register(environment: &mut Environment<'_>, shared: &Arc<Shared>) {
    let of = |shared: &Arc<Shared>| {
        let shared = Arc::clone(shared);
        move |target: &Value| {
            if let Ok(scope) = scope() {
                scope.record(Read::Config("site.baseurl".into()));
            }
            Ok::<_, Error>(absolute(shared.config(), &url_of(target)?))
        }
    };
    environment.add_filter("absolute_url", of(shared));
    environment.add_function("absolute_url", of(shared));
    environment.add_filter("relurl", url_of);
    environment.add_function("relurl", url_of);
    environment.add_function("url_for", url_of);
    environment.add_filter("asset_url", asset_url);
    environment.add_function("asset_url", asset_url);
}

/// A URL of the site with scheme, host and base path; where the configuration has no host, as it is. Others are left alone.
pub(crate) fn absolute(config: &Config, url: &str) -> String {
    let site = &config.site;
    if site.origin.is_empty() || is_external(url) || !url.starts_with('/') {
        return url.to_owned();
    }
    format!("{}{}{url}", site.origin, site.base_path)
}

/// The logical URL of an asset: `css/style.css` → `/assets/css/style.css`. One that is a URL already stays.
fn asset_url(path: &str) -> String {
    if path.starts_with('/') || is_external(path) {
        return path.to_owned();
    }
    let (path, suffix) = split_suffix(path);
    format!("/assets/{}{suffix}", encode_path(path.trim_start_matches("assets/")))
}

/// The URL of a page, section, term, menu entry, or of what a path names: a source file (`docs/a.md`), a key (`docs/a`), or else the
/// path itself from the root.
fn url_of(target: &Value) -> Result<String, Error> {
    if let Some(page) = target.downcast_object_ref::<PageObject>() {
        return Ok(page.url());
    }
    if let Some(section) = target.downcast_object_ref::<SectionObject>() {
        return Ok(section.url());
    }
    if let Some(term) = target.downcast_object_ref::<TermObject>() {
        return Ok(term.url());
    }
    if let Some(item) = target.downcast_object_ref::<MenuItemObject>() {
        return Ok(item.url());
    }
    match target.as_str() {
        Some(path) => url_of_path(path),
        None if target.is_undefined() || target.is_none() => Ok(String::new()),
        None => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("expected a page, a section or a path, not {}", target.kind()),
        )),
    }
}

fn url_of_path(written: &str) -> Result<String, Error> {
    if is_external(written) || written.starts_with('#') || written.is_empty() {
        return Ok(written.to_owned());
    }
    let scope = scope()?;
    let (path, suffix) = split_suffix(written);
    scope.record(Read::Reference(Lookup::Page, path.to_owned()));
    if let Some(page) = find_page(&scope.shared, path) {
        scope.record(Read::Page(page, "url"));
        return Ok(format!("{}{suffix}", scope.site().page(page).url));
    }
    if path.ends_with(".md") || path.ends_with(".markdown") {
        let key = path.trim_start_matches('/').trim_end_matches(".markdown").trim_end_matches(".md");
        return Err(unknown_page(&scope.shared, path, key));
    }
    Ok(format!("/{}{suffix}", path.trim_start_matches('/')))
}

/// The page that a path names: by source file (with or without the content folder), by key, by URL.
pub(crate) fn find_page(shared: &Shared, path: &str) -> Option<PageId> {
    let (site, index) = (&*shared.site, &shared.index);
    let key = path.trim_matches('/');
    index
        .page_by_source(site, key)
        .or_else(|| index.page_by_source(site, &format!("{}/{key}", site.config.content_folder())))
        .or_else(|| index.page_by_key(site, key))
        .or_else(|| index.page_by_url(site, path))
        .or_else(|| index.page_by_url(site, &format!("/{key}/")))
}

/// That there is no page by a path.
fn unknown_page(shared: &Shared, path: &str, key: &str) -> Error {
    let mut keys: Vec<&str> = shared.index.keys(&shared.site).collect();
    keys.sort_unstable();
    let hint = nearest(key, keys).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Error::new(ErrorKind::InvalidOperation, format!("there is no page `{path}`{hint}"))
}
