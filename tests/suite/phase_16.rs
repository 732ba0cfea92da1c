//! Phase 16, Track assets, as the whole program does it.

use bengal_cache::{Cache, OpenOptions};
use bengal_core::fs::OsFileSystem;
use bengal_html::{Extractor, oracle};
use bengal_tests::{real_site, site};
use std::collections::BTreeSet;
use std::sync::Arc;

#[test]
fn the_map_names_the_assets_of_each_page() {
    let site = site()
        .file("bengal.toml", "[site]\nbaseurl = \"https://example.org/sub\"\n")
        .file("templates/page.html", "<link rel=stylesheet href=\"/assets/a.css\">{{ content }}")
        .file("content/index.md", "# Home\n")
        .file("content/docs/a.md", "![x](x.png) ![y](https://cdn.example/y.png) <video poster='../p.jpg'></video>\n")
        .file("content/docs/x.png", "png")
        .file("content/docs/plain.md", "Text.\n");
    site.build().succeeds();
    let cache = Cache::open(Arc::new(OsFileSystem), &site.path(".bengal"), &OpenOptions::new()).unwrap();
    let map = cache.load().value;
    let assets = |page: &str| map.assets_of(page).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(assets("content/docs/a.md"), ["assets/a.css", "docs/p.jpg", "docs/x.png", "https://cdn.example/y.png"]);
    assert_eq!(assets("content/docs/plain.md"), ["assets/a.css"]);
    let users = map.pages_using("assets/a.css");
    assert_eq!(users.iter().map(|page| &**page).collect::<Vec<_>>(), ["content/docs/a.md", "content/docs/plain.md"]);
}

#[test]
fn pages_that_go_leave_the_map() {
    let site = site().file("content/a.md", "# A\n").file("content/b.md", "# B\n");
    site.build().succeeds();
    site.remove("content/b.md");
    site.build().succeeds();
    let cache = Cache::open(Arc::new(OsFileSystem), &site.path(".bengal"), &OpenOptions::new()).unwrap();
    let map = cache.load().value;
    assert!(map.contains("content/a.md") && !map.contains("content/b.md"));
}

#[test]
fn a_missing_asset_is_named_with_the_page_that_uses_it() {
    site()
        .file("content/a.md", "# A\n\n<img src=\"/img/none.png\">\n")
        .build()
        .succeeds()
        .says("missing-asset")
        .says("img/none.png")
        .says("content/a.md");
}

#[test]
fn the_oracle_finds_the_same_assets_on_a_real_site() {
    let Some(source) = real_site("bengal-docs") else { return };
    let scratch = site();
    let output = scratch.path("public");
    let cache = scratch.path("cache");
    scratch
        .run(&["build", "--source", source.as_str(), "--output", output.as_str(), "--cache-dir", cache.as_str()])
        .succeeds();
    let map = Cache::open(Arc::new(OsFileSystem), &cache, &OpenOptions::new()).unwrap().load().value;
    let mut found = BTreeSet::new();
    let mut pages = 0;
    for (path, content) in bengal_tests::tree(&output) {
        if path.extension() == Some("html") && path != "404.html" {
            pages += 1;
            let html = String::from_utf8(content).unwrap();
            for mention in oracle::mentions(&html, Extractor::new()) {
                if let Some(name) = mention.url.strip_prefix("/assets/") {
                    found.insert(format!("assets/{name}"));
                }
            }
        }
    }
    let recorded: BTreeSet<String> =
        map.all_assets().iter().map(ToString::to_string).filter(|asset| asset.starts_with("assets/")).collect();
    assert!(pages > 260, "{pages} pages");
    assert_eq!(recorded, found);
}
