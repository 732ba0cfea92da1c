//! Preparing assets.

use super::support::{assets, config};
use bengal_core::Digest;
use proptest::prelude::*;

#[test]
fn names_tell_the_published_bytes() {
    let assets =
        assets(config(), &[("c/a.css", "@import 'b.css';"), ("c/b.css", "p { src: url(/f.woff) }"), ("f.woff", "f")]);
    for (path, text) in assets.published(&["c/a.css"]) {
        assert!(path.contains(&Digest::of(text.as_bytes()).hex(12)), "{path}: {text}");
    }
    let texts: Vec<String> = assets.published(&["c/a.css"]).into_iter().map(|(_, text)| text).collect();
    let name = |logical: &str| assets.name(logical);
    assert!(texts[0].contains(name("c/b.css").strip_prefix("c/").unwrap()), "{texts:?}");
    assert!(texts[1].contains(&format!("/sub/{}", name("f.woff"))), "{texts:?}");
}

#[test]
fn what_nothing_reaches_keeps_its_name() {
    let assets = assets(
        config(),
        &[
            ("a.css", "p{}"),
            ("b.js", "import './c.js'"),
            ("c.js", "1"),
            ("d/x.html", "<img src=e.png>"),
            ("d/e.png", "e"),
        ],
    );
    let graph = assets.prepared.graph(|_| false);
    let reached: Vec<&str> = graph.nodes.iter().filter(|node| node.reached).map(|node| node.logical.as_str()).collect();
    assert_eq!(reached, ["c.js", "d/e.png"]);
    assert_eq!((graph.fingerprinted(), graph.unreached()), (2, 3));
    assert_eq!(graph.get("a.css").unwrap().published, "a.css");
    let reference = &graph.get("b.js").unwrap().references[0];
    assert_eq!((reference.logical.as_str(), reference.line, reference.column), ("c.js", 1, 9));
}

#[test]
fn verbatim_files_keep_their_bytes_and_what_they_name_is_there() {
    let assets = assets(config(), &[("!v.css", "p { src: url( a.png ) }"), ("a.png", "a")]);
    let published = assets.published(&["v.css", "a.png"]);
    let paths: Vec<&str> = published.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, [assets.name("a.png").as_str(), "a.png", "v.css"]);
    assert_eq!(published[2].1, "p { src: url( a.png ) }");
}

#[test]
fn names_that_are_taken_are_not_given_twice() {
    let name = format!("a.{}.png", Digest::of(b"a").hex(12));
    let assets = assets(config(), &[("a.png", "a"), (&name, "another")]);
    assert_eq!(assets.name("a.png"), "a.png");
}

#[test]
fn circles_have_names_of_all_their_bytes() {
    let files = |c: &'static str| {
        vec![("a.css", "@import 'b.css';"), ("b.css", "@import 'a.css';@import 'c.css';"), ("c.css", c)]
    };
    let (one, two) = (assets(config(), &files("p{color:red}")), assets(config(), &files("q{color:red}")));
    assert_eq!(one.codes(), ["import-cycle"]);
    for logical in ["a.css", "b.css", "c.css"] {
        assert_ne!(one.name(logical), two.name(logical), "{logical}");
    }
    assert_ne!(one.name("a.css"), one.name("b.css").replace('b', "a"));
    assert!(one.published(&[]).iter().any(|(_, text)| text.contains(&one.name("a.css"))));
}

#[test]
fn what_a_sheet_misses_is_told_with_its_place() {
    let assets = assets(
        config(),
        &[("a.css", "\np { background: url(no.png), url(#x), url(https://x/y.png) }\n/*# sourceMappingURL=a.map */")],
    );
    assert_eq!(assets.codes(), ["missing-asset"]);
    let place = assets.prepared.diagnostics[0].location.clone().unwrap();
    assert_eq!((place.line, place.column, place.width), (2, 21, 6));
}

#[test]
fn the_manifest_has_no_clock_and_is_sorted() {
    let assets = assets(config(), &[("b.txt", ""), ("a.txt", "")]);
    let manifest = crate::manifest(&assets.prepared.graph(|_| false));
    let digest = Digest::of(b"").to_string();
    insta::assert_snapshot!(String::from_utf8(manifest).unwrap().replace(&digest, "DIGEST"), @r#"
    {
      "version": 1,
      "assets": {
        "a.txt": {
          "path": "a.txt",
          "size": 0,
          "blake3": "DIGEST",
          "integrity": "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
        },
        "b.txt": {
          "path": "b.txt",
          "size": 0,
          "blake3": "DIGEST",
          "integrity": "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
        }
      }
    }
    "#);
}

proptest! {
    #[test]
    fn every_name_in_a_published_sheet_is_published(edges in proptest::collection::vec((0usize..5, 0usize..5, any::<bool>()), 0..12), bundle: bool) {
        let mut texts = vec![String::new(); 5];
        for (from, to, import) in edges {
            match import {
                true => texts[from].insert_str(0, &format!("@import 's{to}.css';")),
                false => texts[from] += &format!("p{to} {{ src: url(s{to}.css) }}"),
            }
        }
        let names: Vec<String> = (0..5).map(|n| format!("s{n}.css")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
        let mut config = config();
        config.assets.bundle = bundle;
        let assets = assets(config, &files);
        let published = assets.published(&["s0.css"]);
        for (path, text) in &published {
            for reference in bengal_html::css::references(text) {
                let file = reference.url.trim_start_matches("./");
                prop_assert!(published.iter().any(|(path, _)| path == file), "{} refers to {}, which is not there", path, file);
            }
        }
    }
}
