//! The rule table, a second time, over the elements of a document.

use std::collections::BTreeSet;

use html5ever::{LocalName, Namespace, ns};

use super::{Mention, collect, css, srcset};
use crate::extractor::Options;
use crate::reference::Kind;

/// An element of a document.
pub(super) struct Element<'d> {
    pub(super) namespace: &'d Namespace,
    pub(super) name: &'d LocalName,
    pub(super) attributes: &'d [(String, String)],
    /// The text directly in it.
    pub(super) text: &'d str,
}

impl Element<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }
}

/// Elements with an attribute that is one URL: HTML, and nothing else to look at.
const URLS: &[(&[&str], &str, Kind)] = &[
    (&["img"], "src", Kind::Image),
    (&["source", "audio", "video", "track"], "src", Kind::Media),
    (&["script"], "src", Kind::Script),
    (&["iframe", "frame"], "src", Kind::Frame),
    (&["embed"], "src", Kind::Embed),
    (&["object"], "data", Kind::Embed),
    (&["video"], "poster", Kind::Image),
    (&["body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"], "background", Kind::Image),
];

const LINKS: &[(&str, Kind)] = &[
    ("stylesheet", Kind::Stylesheet),
    ("icon", Kind::Icon),
    ("apple-touch-icon", Kind::Icon),
    ("apple-touch-icon-precomposed", Kind::Icon),
    ("apple-touch-startup-image", Kind::Icon),
    ("mask-icon", Kind::Icon),
    ("manifest", Kind::Manifest),
    ("preload", Kind::Preload),
    ("modulepreload", Kind::Preload),
    ("prefetch", Kind::Preload),
    ("image_src", Kind::Image),
];

const PREVIEWS: [&str; 12] = [
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "og:video",
    "og:video:url",
    "og:video:secure_url",
    "og:audio",
    "og:audio:url",
    "og:audio:secure_url",
    "twitter:image",
    "twitter:image:url",
    "twitter:image:secure_url",
];

const SPACE: [char; 5] = [' ', '\t', '\n', '\x0c', '\r'];

pub(super) fn mentions(element: &Element<'_>, options: Options, found: &mut BTreeSet<Mention>) {
    let mut put = |attribute: Option<&'static str>, kind: Kind, url: &str| {
        let url = url.trim_matches(SPACE);
        if !url.is_empty() {
            let element = displayed(element.name);
            found.insert(Mention { kind, element, attribute, url: url.to_owned() });
        }
    };
    for (kind, url) in element.attribute("style").into_iter().flat_map(|style| css::references(style, false)) {
        put(Some("style"), kind, &url);
    }
    let is_html = *element.namespace == ns!(html);
    let is_svg = *element.namespace == ns!(svg);
    let name = &**element.name;
    if name == "style" && (is_html || is_svg) {
        for (kind, url) in css::references(element.text, true) {
            put(None, kind, &url);
        }
    }
    if is_svg {
        let kind = match name {
            "image" | "use" | "feImage" => Some(Kind::Image),
            "script" => Some(Kind::Script),
            "a" if options.anchors => Some(Kind::Anchor),
            _ => None,
        };
        for attribute in ["href", "xlink:href"] {
            if let (Some(kind), Some(url)) = (kind, element.attribute(attribute)) {
                put(Some(attribute), kind, url);
            }
        }
    }
    if !is_html {
        return;
    }
    for (names, attribute, kind) in URLS {
        if let (true, Some(url)) = (names.contains(&name), element.attribute(attribute)) {
            put(Some(attribute), *kind, url);
        }
    }
    if matches!(name, "img" | "source") {
        for url in element.attribute("srcset").into_iter().flat_map(srcset::urls) {
            put(Some("srcset"), Kind::Image, &url);
        }
    }
    let href = element.attribute("href").unwrap_or_default();
    match name {
        "a" | "area" if options.anchors => put(Some("href"), Kind::Anchor, href),
        "base" if options.base => put(Some("href"), Kind::Base, href),
        "input" if element.attribute("type").is_some_and(|value| value.eq_ignore_ascii_case("image")) => {
            put(Some("src"), Kind::Image, element.attribute("src").unwrap_or_default());
        }
        "meta" if !options.without_meta => {
            let is_preview = ["property", "name"].iter().any(|attribute| {
                let value = element.attribute(attribute).unwrap_or_default().to_ascii_lowercase();
                PREVIEWS.contains(&&*value)
            });
            if is_preview {
                put(Some("content"), Kind::Meta, element.attribute("content").unwrap_or_default());
            }
        }
        "link" => {
            let rel = element.attribute("rel").unwrap_or_default().to_ascii_lowercase();
            let relations: Vec<&str> = rel.split(SPACE).collect();
            if let Some((_, kind)) = LINKS.iter().find(|(relation, _)| relations.contains(relation)) {
                let is_font = element.attribute("as").is_some_and(|value| value.eq_ignore_ascii_case("font"));
                let kind = if is_font && *kind == Kind::Preload { Kind::Font } else { *kind };
                put(Some("href"), kind, href);
                for url in element.attribute("imagesrcset").into_iter().flat_map(srcset::urls) {
                    put(Some("imagesrcset"), Kind::Image, &url);
                }
            } else if options.anchors {
                put(Some("href"), Kind::Anchor, href);
            }
        }
        "iframe" => {
            let nested = options.for_nested_document().filter(|_| !options.without_srcdoc);
            if let (Some(nested), Some(document)) = (nested, element.attribute("srcdoc")) {
                collect(document, nested.options(), found);
            }
        }
        _ => {}
    }
}

fn displayed(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    lower[..lower.floor_char_boundary(64)].to_owned()
}
