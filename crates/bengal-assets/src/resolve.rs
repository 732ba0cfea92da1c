//! From a URL as a page or asset writes it to the logical path of what it leads to.

use crate::target::without_base;
use bengal_core::{Config, url::decode_path};
use std::borrow::Cow;
use url::Url;

/// Stands for the site's host while URLs are resolved; `.invalid` is never a real one (RFC 2606).
const HERE: &str = "http://site.invalid";

/// Resolves references of the pages of one site.
#[derive(Clone, Debug, Default)]
pub struct Resolver {
    /// `scheme://host/base-path/` of the site itself; nothing where the base URL has no host.
    own: Vec<String>,
    /// The path of the base URL; empty, or `/path`.
    base_path: String,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A place of the site: its path, decoded, without a slash in front (`assets/css/style.css`).
    Here(String),
    /// The absolute URL of another place, without its fragment.
    Elsewhere(String),
}

/// What the references of a page are relative to.
#[derive(Debug)]
pub enum Base {
    /// The page's own URL, not parsed before it is needed.
    Page(String),
    /// Another URL, which `<base href>` names.
    Other(Box<Url>),
}

impl Resolver {
    /// The resolver for a site with this configuration.
    pub fn new(config: &Config) -> Self {
        let site = &config.site;
        let own = (!site.origin.is_empty()).then(|| format!("{}{}/", site.origin, site.base_path));
        Self { own: own.into_iter().collect(), base_path: site.base_path.clone() }
    }

    /// The resolver for finished pages that are published under `base_url`, which ends with a slash. Both `http` and
    /// `https` lead there.
    pub fn for_published(base_url: &Url) -> Self {
        let rest = base_url.as_str().split_once(':').map_or("", |(_, rest)| rest);
        Self { own: ["http", "https"].map(|scheme| format!("{scheme}:{rest}")).into(), base_path: String::new() }
    }

    /// What the references of the page at `page_url` are relative to.
    pub fn base_of(&self, page_url: &str, base_href: Option<&str>) -> Base {
        let page = || Url::parse(HERE).and_then(|here| here.join(page_url));
        match base_href.and_then(|href| page().ok()?.join(href).ok()) {
            Some(base) => Base::Other(Box::new(base)),
            None => Base::Page(page_url.to_owned()),
        }
    }

    /// The name of what `reference` leads to: for a file of the site its path, decoded, without a slash in front
    /// (`assets/css/style.css`); for anything else the absolute URL. No fragments; queries only on foreign hosts.
    /// `None` for what is no file: `data:`, fragments, other schemes without a host, and what is no URL.
    pub fn name(&self, base: &Base, reference: &str) -> Option<String> {
        match self.destination(base, reference)? {
            Destination::Here(name) | Destination::Elsewhere(name) => Some(name),
        }
    }

    /// The logical path that a reference of the file at `page_url` leads to; `None` for other places and for what is no file.
    pub fn local(&self, page_url: &str, reference: &str) -> Option<String> {
        match self.destination(&self.base_of(page_url, None), reference)? {
            Destination::Here(path) => Some(path),
            Destination::Elsewhere(_) => None,
        }
    }

    /// What `reference` leads to, with the cases of [`name`](Self::name) apart.
    pub fn destination(&self, base: &Base, reference: &str) -> Option<Destination> {
        if reference.starts_with('#') {
            return None;
        }
        // A root-relative URL may have the base path already. The URLs of pages do not.
        let rooted = match without_base(reference, &self.base_path) {
            Some(rest) if rest.starts_with('/') => Cow::Borrowed(rest),
            Some(rest) => Cow::Owned(format!("/{rest}")),
            None => Cow::Borrowed(reference),
        };
        let reference = &*rooted;
        if let Base::Page(page_url) = base {
            if is_plain_path(reference) {
                return Some(Destination::Here(reference[1..].to_owned()));
            }
            if let Some(path) = join_plain(page_url, reference) {
                return Some(Destination::Here(path));
            }
        }
        let resolved = match base {
            Base::Page(page_url) => Url::parse(HERE).ok()?.join(page_url).ok()?.join(reference),
            Base::Other(base) => base.join(reference),
        };
        let mut resolved = resolved.ok()?;
        resolved.set_fragment(None);
        if !resolved.has_host() {
            return None;
        }
        let path = if resolved.as_str().starts_with(HERE) && resolved.host_str() == Some("site.invalid") {
            resolved.path().trim_start_matches('/')
        } else {
            match self.own.iter().find_map(|own| resolved.as_str().strip_prefix(own)) {
                Some(path) => bengal_core::url::split_suffix(path).0,
                None => return Some(Destination::Elsewhere(resolved.into())),
            }
        };
        Some(Destination::Here(decode_path(path).unwrap_or_else(|| path.to_owned())))
    }
}

/// Whether resolving would only take the slash away: true for nearly every reference that a theme writes.
fn is_plain_path(reference: &str) -> bool {
    let bytes = reference.as_bytes();
    bytes.first() == Some(&b'/')
        && bytes.get(1).is_some_and(|byte| *byte != b'/')
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.'))
        && !reference.contains("/.")
}

/// The path that a relative reference to a file leads to, from a page; `None` where either is not plain enough to tell without a URL
/// parser. <https://url.spec.whatwg.org/#path-state>
fn join_plain(page_url: &str, reference: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
    let (folder, _) = page_url.strip_prefix('/')?.rsplit_once('/').unwrap_or(("", ""));
    let file = reference.rsplit('/').next()?;
    let is_plain_page = !page_url.starts_with("//") && !page_url.contains("/.");
    let leads_to_file = is_plain_page && !matches!(file, "" | "." | "..") && !reference.starts_with('/');
    if !leads_to_file || !reference.bytes().chain(folder.bytes()).all(is_plain) {
        return None;
    }
    let mut path: Vec<&str> = if folder.is_empty() { Vec::new() } else { folder.split('/').collect() };
    if path.iter().any(|part| matches!(*part, "" | "." | "..")) {
        return None;
    }
    for part in reference.split('/') {
        match part {
            "." => {}
            ".." => drop(path.pop()),
            // A parser keeps empty parts; a path does not need them.
            "" => return None,
            part => path.push(part),
        }
    }
    Some(path.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn joining_plain_paths_agrees_with_the_standard(page in "/([a-c.]{0,3}/){0,3}[a-c.]{0,3}", reference in "([a-c.]{0,3}/){0,4}[a-c.]{1,3}") {
            if let Some(path) = join_plain(&page, &reference) {
                let page = Url::parse(HERE).unwrap().join(&page).unwrap();
                let url = page.join(&reference).unwrap();
                prop_assert_eq!(url.path(), format!("/{path}"));
            }
        }
    }

    fn name(reference: &str) -> Option<String> {
        let mut config = Config::default();
        config.site.origin = "https://example.org".into();
        config.site.base_path = "/sub".into();
        let resolver = Resolver::new(&config);
        resolver.name(&resolver.base_of("/docs/a/", None), reference)
    }

    #[test]
    fn names_of_files_of_the_site() {
        for (reference, expected) in [
            ("/assets/a.css", "assets/a.css"),
            ("b.png", "docs/a/b.png"),
            ("../b.png?v=1#x", "docs/b.png"),
            ("/../../b.png", "b.png"),
            ("/a/./b/../c.png", "a/c.png"),
            ("/a%20b.png", "a b.png"),
            ("../x/./y.png", "docs/x/y.png"),
            ("../../../y.png", "y.png"),
            ("/sub/z.png", "z.png"),
            ("/sub", ""),
            ("/subway.png", "subway.png"),
            ("https://example.org/sub/x.png?y", "x.png"),
        ] {
            assert_eq!(name(reference).as_deref(), Some(expected), "{reference}");
        }
    }

    #[test]
    fn names_of_others() {
        assert_eq!(name("//cdn.example/x.js#f").as_deref(), Some("http://cdn.example/x.js"));
        assert_eq!(name("https://example.org/other/x.png").as_deref(), Some("https://example.org/other/x.png"));
        for nothing in ["data:image/png;base64,AA", "#top", "mailto:a@example.org", "http://[bad"] {
            assert_eq!(name(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn published_pages_know_their_own_address_in_both_schemes() {
        let resolver = Resolver::for_published(&Url::parse("https://example.org/docs/").unwrap());
        let base = resolver.base_of("https://example.org/docs/a/b.html", Some(""));
        let here = |path: &str| Some(Destination::Here(path.to_owned()));
        assert_eq!(resolver.destination(&base, "x.png"), here("a/x.png"));
        assert_eq!(resolver.destination(&base, "/docs/x.png"), here("x.png"));
        assert_eq!(resolver.destination(&base, "http://example.org/docs/x.png"), here("x.png"));
        let elsewhere = "https://example.org/x.png";
        assert_eq!(resolver.destination(&base, "/x.png"), Some(Destination::Elsewhere(elsewhere.to_owned())));
    }

    #[test]
    fn a_base_element_counts() {
        let resolver = Resolver::default();
        let base = resolver.base_of("/docs/a/", Some("../img/"));
        assert_eq!(resolver.name(&base, "x.png").as_deref(), Some("docs/img/x.png"));
        let base = resolver.base_of("/docs/a/", Some("https://cdn.example/y/"));
        assert_eq!(resolver.name(&base, "/x.png").as_deref(), Some("https://cdn.example/x.png"));
    }

    #[test]
    fn the_short_cut_agrees_with_the_standard() {
        let resolver = Resolver::default();
        let page = resolver.base_of("/docs/a/", None);
        let long_way = Base::Other(Box::new(Url::parse("http://site.invalid/docs/a/").unwrap()));
        for reference in ["/a.b/c-d_e.css", "/x", "/a//b", "/a/b/", "/a..b/c"] {
            assert!(is_plain_path(reference), "{reference}");
            assert_eq!(resolver.name(&page, reference), resolver.name(&long_way, reference), "{reference}");
        }
    }
}
