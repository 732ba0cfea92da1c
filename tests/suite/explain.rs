//! `bengal build --explain`, `--verify`, `--dry-run` and `--changes`.

use bengal_tests::{TestSite, site, tree};
use serde_json::Value;

fn small_site() -> TestSite {
    site()
        .file("content/index.md", "# Home\n")
        .file("content/a.md", "---\ntitle: First\n---\n![cat](cat.png)\n")
        .file("content/b.md", "---\ntitle: Second\n---\nSee [[a]].\n")
        .file("content/cat.png", "not really a picture")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn urls(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().filter_map(|file| file["url"].as_str()).collect()
}

#[test]
fn every_page_that_is_made_again_has_a_reason() {
    let site = small_site();
    let first = json(&site.run(&["build", "--format", "json"]).succeeds().stdout);
    let reasons = first["reasons"].as_array().expect("a list");
    assert_eq!(reasons.len() as u64, first["pages"]["rendered"].as_u64().expect("a number"));
    assert!(reasons.iter().all(|reason| reason["action"] == "rendered" && reason["reason"] == "no records of pages"));
    site.write("content/a.md", "---\ntitle: First\n---\n![cat](cat.png) and more\n");
    let second = site.run(&["build", "--explain"]).succeeds();
    assert!(second.stdout.contains("Rendered content/a.md: its source changed"), "{second}");
    assert!(!second.stdout.contains("content/b.md:"), "{second}");
    site.write("content/cat.png", "another picture");
    let third = site.run(&["build", "--explain"]).succeeds();
    assert!(third.stdout.contains("content/a.md: "), "{third}");
    let fourth = site.run(&["build", "--format", "json"]).succeeds();
    assert_eq!(json(&fourth.stdout)["reasons"], Value::Array(Vec::new()));
}

#[test]
fn many_pages_with_one_reason_are_one_group() {
    let mut site = site().file("content/index.md", "# Home\n");
    for number in 0..9 {
        site = site.file(&format!("content/p{number}.md"), "text\n");
    }
    let some = site.run(&["build", "--explain"]).succeeds();
    assert!(
        some.stdout.contains(" pages: no records of pages") && some.stdout.contains(" more: `-v` shows all"),
        "{some}"
    );
    let all = site.run(&["build", "--explain", "--no-incremental", "-v"]).succeeds();
    assert!(all.stdout.contains("content/p8.md") && !all.stdout.contains("more:"), "{all}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let site = small_site();
    let dry = site.run(&["build", "--dry-run"]).succeeds();
    assert!(dry.stdout.contains("Would render") && dry.stdout.contains("Would finish"), "{dry}");
    assert!(!site.path("public").exists() && !site.path(".bengal").exists(), "{dry}");
    site.build().succeeds();
    site.remove("content/b.md");
    let before = tree(site.root());
    let dry = site.run(&["build", "--dry-run"]).succeeds();
    assert!(dry.stdout.contains("Would remove") && dry.stdout.contains("b/index.html"), "{dry}");
    assert_eq!(tree(site.root()), before);
}

#[test]
fn a_build_is_verified() {
    let site = small_site();
    site.build().succeeds();
    site.write("content/a.md", "---\ntitle: Changed\n---\n");
    let outcome = site.run(&["build", "--verify"]).succeeds();
    assert!(outcome.stdout.contains("Verified") && outcome.stdout.contains(" files equal"), "{outcome}");
    let report = json(&site.run(&["build", "--verify", "--format", "json"]).succeeds().stdout);
    assert_eq!(report["verification"]["success"], true);
    assert_eq!(report["verification"]["different"], 0);
    site.run(&["build", "--verify", "--dry-run"]).exits(2);
}

#[test]
fn a_folder_that_is_content_itself_is_verified_too() {
    let site = site().file("README.md", "# Notes\n").file("one.md", "# One\n");
    let outcome = site.run(&["build", "--verify"]).succeeds();
    assert!(outcome.stdout.contains("Verified"), "{outcome}");
}

#[test]
fn changed_urls_are_listed() {
    let site = small_site().file("bengal.toml", "[site]\nbaseurl = \"https://example.org/x/\"\n");
    let changes = || json(&std::fs::read_to_string(site.path("changes.json")).expect("it was written"));
    let run = || site.run(&["build", "--changes", "changes.json"]).succeeds();
    run();
    let first = changes();
    assert!(urls(&first["added"]).contains(&"https://example.org/x/a/"), "{first:#}");
    assert!(urls(&first["changed"]).is_empty() && urls(&first["removed"]).is_empty(), "{first:#}");
    site.write("content/a.md", "---\ntitle: First\n---\nOther text.\n");
    site.write("content/new.md", "# New\n");
    run();
    let second = changes();
    assert!(urls(&second["added"]).contains(&"https://example.org/x/new/"), "{second:#}");
    assert!(urls(&second["changed"]).contains(&"https://example.org/x/a/"), "{second:#}");
    site.remove("content/new.md");
    run();
    assert!(urls(&changes()["removed"]).contains(&"https://example.org/x/new/"), "{:#}", changes());
    run();
    assert_eq!(changes(), json(r#"{"added": [], "changed": [], "removed": []}"#));
}
