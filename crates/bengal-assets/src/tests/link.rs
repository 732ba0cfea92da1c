//! Linking pages.

use super::support::{assets, config};
use crate::unlink;
use bengal_html::Extractor;
use proptest::prelude::*;
use std::borrow::Cow;

#[test]
fn a_page_without_references_to_the_site_is_untouched() {
    let assets = assets(config(), &[("a.png", "a")]);
    for html in ["", "<p>Text", "<img src=data:,x><a href=#x><a href=b/><img src=https://cdn.example/a.png>"] {
        let linked = assets.link(html, "/x/");
        assert!(matches!(linked.html, Cow::Borrowed(_)) && linked.patches.is_empty(), "{html}");
        assert!(linked.missing.is_empty());
    }
}

#[test]
fn the_base_element_counts() {
    let assets = assets(config(), &[("d/a.png", "a"), ("x/a.png", "b")]);
    let (first, second) = (assets.name("d/a.png"), assets.name("x/a.png"));
    let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let own = assets.link("<base href=/d/><img src=a.png>", "/x/");
    assert_eq!(own.html, format!("<base href=/sub/d/><img src={}>", name(&first)));
    let other = assets.link("<base href=https://cdn.example/d/><img src=a.png><img src=/x/a.png>", "/x/");
    assert!(matches!(other.html, Cow::Borrowed(_)));
    let absolute = assets.link("<base href=//cdn.example/><img src=https://example.org/sub/x/a.png?q#f>", "/x/");
    assert!(absolute.html.contains(&format!("https://example.org/sub/{second}?q#f")), "{}", absolute.html);
}

#[test]
fn missing_assets_are_told_and_links_are_not() {
    let assets = assets(config(), &[("a.png", "a")]);
    let html = "<img src=/no.png><a href=/no.pdf><iframe src=/page/></iframe><iframe src=/none/></iframe>\
        <script type=application/ld+json>{\"logo\": \"gone.png\"}</script>";
    let missing: Vec<String> = assets.link(html, "/x/").missing.into_iter().map(|missing| missing.logical).collect();
    assert_eq!(missing, ["no.png", "none/", "x/gone.png"]);
}

#[test]
fn added_assets_are_linked() {
    let assets = assets(config(), &[]);
    let published = assets.prepared.table.add("img/a-300.webp", crate::Hashes::of(b"small")).published.clone();
    assert_eq!(assets.link("<img src=/img/a-300.webp>", "/").html, format!("<img src=/sub/{published}>"));
}

#[test]
fn integrity_is_put_behind_the_url() {
    let mut config = config();
    config.assets.integrity = true;
    let assets = assets(config, &[("a.js", "1"), ("a.css", "a{}")]);
    for (html, expected) in [
        ("<script src=a.js></script>", 1),
        ("<script src=a.js/>", 0),
        ("<script defer src=' a.js 'async></script>", 1),
        ("<script src=\"a.js&#32;\"></script>", 1),
        ("<link href='a.css' rel='stylesheet'>", 1),
        ("<link href=a.css rel=preload as=style>", 0),
        ("<script src=a.js INTEGRITY=x></script>", 0),
        ("<iframe srcdoc='<script src=a.js></script>'></iframe>", 0),
        ("<svg><script href=a.js></script></svg>", 0),
    ] {
        let linked = assets.link(html, "/");
        assert_eq!(linked.html.matches(" integrity=\"sha384-").count(), expected, "{}", linked.html);
        let references = Extractor::new().extract(&linked.html);
        assert!(references.iter().all(|reference| expected == 0 || reference.has_integrity), "{}", linked.html);
        assert_eq!(unlink(&linked.html, &linked.patches).as_deref(), Some(html));
    }
}

const PARTS: [&str; 24] = [
    "<img src=\"",
    "<img src=",
    "<img srcset='",
    "a.png",
    "/a.png",
    "/sub/a.png",
    "../x/a.css",
    " 1x, ",
    "https://example.org/sub/a.js",
    "\"",
    "'",
    ">",
    " ",
    "<style>@import '",
    "<p style=\"background:url(",
    ")",
    "</style>",
    "<script type=module>import '",
    "</script>",
    "é",
    "&amp;",
    "?q#f",
    "<script src=",
    "<a href=",
];

proptest! {
    #[test]
    fn linked_pages_can_be_unlinked_and_refer_to_the_same(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 0..32), integrity: bool) {
        let mut config = config();
        config.assets.integrity = integrity;
        let assets = assets(config, &[("a.png", "1"), ("x/a.css", "2{}"), ("a.js", "3"), ("x/a.png", "4")]);
        let html = parts.concat();
        let linked = assets.link(&html, "/x/");
        let unlinked = unlink(&linked.html, &linked.patches);
        prop_assert_eq!(unlinked.as_deref(), Some(&*html));
        let extractor = Extractor::new().with_anchors(true).with_base(true);
        let (before, after) = (extractor.extract(&html), extractor.extract(&linked.html));
        prop_assert_eq!(before.len(), after.len(), "{}\n{}", &html, &linked.html);
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!((before.kind, &before.element), (after.kind, &after.element));
        }
    }
}
