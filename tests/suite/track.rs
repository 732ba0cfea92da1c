//! `bengal track` on real folders.

use bengal_tests::{TestSite, site};
use serde_json::Value;

fn tree() -> TestSite {
    site()
        .file("t/index.html", "<link rel=stylesheet href=/a.css>\n<img src=img/cta.png><img src=/IMG/cat.png>\n<script src=https://cdn.example/x.js></script>")
        .file("t/docs/index.html", "<img src=../img/cat.png>")
        .file("t/a.css", "a { background: url(img/dog.png) }")
        .file("t/img/cat.png", "1234567890")
        .file("t/img/dog.png", "12345")
        .file("t/old, unused.txt", "x")
}

fn json(outcome: &str) -> Value {
    serde_json::from_str(outcome).unwrap()
}

#[test]
fn a_summary_names_every_kind_of_finding() {
    let outcome = tree().run(&["track", "t"]).succeeds();
    for line in [
        "Tracked 2 pages (6 files",
        "Missing 1 file in 1 place",
        "Wrong case 1 path",
        "Unused 1 file, 1 B",
        "1 URL on 1 host",
    ] {
        assert!(outcome.stdout.contains(line), "{line}\n{outcome}");
    }
}

#[test]
fn missing_has_places_and_suggestions() {
    let outcome = tree().run(&["track", "t", "--missing"]).succeeds();
    assert!(outcome.stdout.contains("`img/cta.png` is missing (did you mean `img/cat.png`?)"), "{outcome}");
    assert!(outcome.stdout.contains("index.html:2:10: image img/cta.png"), "{outcome}");
    assert!(outcome.stdout.contains("`IMG/cat.png` is written `img/cat.png`"), "{outcome}");
}

#[test]
fn one_object_holds_the_lists_that_are_asked_for() {
    let outcome = tree()
        .run(&[
            "track",
            "t",
            "--format",
            "json",
            "--missing",
            "--unused",
            "--external",
            "--top",
            "1",
            "--page",
            "/",
            "--used-by",
            "img/dog.png",
        ])
        .succeeds();
    let found = json(&outcome.stdout);
    assert_eq!(found["summary"]["missing"], 1);
    assert_eq!(found["missing"][0]["path"], "img/cta.png");
    assert_eq!(found["missing"][1]["finding"], "wrong-case");
    assert_eq!(found["unused"][0]["path"], "old, unused.txt");
    assert_eq!(found["external"][0]["host"], "cdn.example");
    assert_eq!(found["top"][0]["page"], "index.html");
    assert_eq!(found["page"][1]["path"], "img/dog.png");
    assert_eq!(found["page"][1]["depth"], 2);
    assert_eq!(found["used_by"][0]["page"], "a.css");
    assert_eq!(found["used_by"][1]["via"], "a.css");
    // Files that are there have places too, where they are shown.
    let place = |row: &Value| (row["line"].as_u64(), row["column"].as_u64());
    assert_eq!(place(&found["used_by"][0]), (Some(1), Some(21)), "{found}");
}

#[test]
fn lines_and_tables() {
    let outcome = tree().run(&["track", "t", "--unused", "--format", "csv"]).succeeds();
    assert_eq!(outcome.stdout, "path,bytes\n\"old, unused.txt\",1\n");
    let outcome = tree().run(&["track", "t", "--missing", "--format", "jsonl"]).succeeds();
    assert_eq!(
        outcome.stdout.lines().map(|line| json(line)["list"].clone()).collect::<Vec<_>>(),
        ["missing", "missing"]
    );
    tree().run(&["track", "t", "--missing", "--unused", "--format", "csv"]).exits(2).says("one list");
}

#[test]
fn a_table_has_its_columns_with_rows_and_without() {
    let (full, empty) = (tree(), site().file("t/index.html", "").file("t/a.png", ""));
    for list in [&["--missing"][..], &["--unused"], &["--external"], &["--top", "3"], &["--page", "/"]] {
        let header = |site: &TestSite| {
            let outcome = site.run(&[&["track", "t", "--format", "csv"], list].concat()).succeeds();
            outcome.stdout.lines().next().map(str::to_owned)
        };
        let json = full.run(&[&["track", "t", "--format", "jsonl"], list].concat()).succeeds();
        let row: Value = serde_json::from_str(json.stdout.lines().next().unwrap()).unwrap();
        let names: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).skip(1).collect();
        assert_eq!(header(&full).unwrap(), names.join(","));
        assert_eq!(header(&empty).unwrap(), names.join(","));
    }
    let outcome = empty.run(&["track", "t", "--format", "csv", "--used-by", "a.png"]).succeeds();
    assert_eq!(outcome.stdout, "page,line,column,kind,url,via\n");
}

#[test]
fn wrong_usage_is_told_from_findings() {
    let site = tree();
    site.run(&["track", "t", "--ignore", "a["]).exits(2).says("is not a glob");
    site.run(&["track", "t", "--base-url", "ftp://x/"]).exits(2).says("absolute http or https URL");
    for format in ["json", "jsonl", "csv"] {
        let outcome = site.run(&["track", "t", "--missing", "--github", "--format", format]).exits(2).says("--github");
        assert_eq!(outcome.stdout, "");
    }
    site.run(&["track", "t", "--used-by", "docs/index.html"]).fails().says("is a page");
}

#[test]
fn a_folder_without_pages_is_no_success() {
    let site = site().file("t/notes.txt", "");
    site.run(&["track", "t"]).succeeds().says("no-pages");
    site.run(&["track", "t", "--fail-on", "missing"]).fails().says("there is no page in `t`");
}

#[test]
fn files_of_others_are_no_cache() {
    let site = tree().file("notes.txt", "mine").file("notes/cache-v0/a.txt", "mine").file("notes/lock/b.txt", "mine");
    site.run(&["track", "t", "--cache", "notes.txt"]).fails().says("is not a cache").says("help: name another file");
    site.run(&["track", "t", "--cache", "notes"])
        .fails()
        .says("is not a cache of Bengal")
        .says("help: name an empty folder");
    for (file, text) in [("notes.txt", "mine"), ("notes/cache-v0/a.txt", "mine"), ("notes/lock/b.txt", "mine")] {
        assert_eq!(std::fs::read_to_string(site.path(file)).unwrap(), text);
    }
    assert_eq!(std::fs::read_dir(site.path("notes")).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn no_name_controls_the_terminal_or_the_runner() {
    let site = site()
        .file(
            "t/index.html",
            "<img src='a%0A::error::pwned%1B[31m.png'><img src='%C2%9B.png'><script src='https://x/%E2%80%AE'></script>",
        )
        .file("t/u\n::error::pwned\u{1b}.txt", "")
        .file("t/::error::page.html", "<img src=gone.png>");
    for lists in [&["--missing", "--unused", "--external", "--top", "9", "--page", "/"][..], &[], &["--github"]] {
        let outcome = site.run(&[&["track", "t"], lists].concat()).succeeds();
        let text = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!text.chars().any(|found| found.is_control() && found != '\n'), "{text:?}");
        let commands = text.lines().filter(|line| line.trim_start().starts_with("::"));
        let ours = |line: &str| line.starts_with("::error file=") || line.starts_with("::warning file=");
        assert!(commands.into_iter().all(ours), "{text}");
    }
}

#[test]
fn findings_fail_where_they_are_told_to() {
    tree().run(&["track", "t", "--fail-on", "missing"]).fails();
    tree().run(&["track", "t", "--fail-on", "unused,case"]).fails();
    tree().run(&["track", "t", "--fail-on", "missing,unused", "--allow", "*.txt", "--allow", "img/cta.png"]).succeeds();
    tree().run(&["track", "t", "--fail-on", "everything"]).exits(2);
    tree().run(&["track", "nowhere"]).fails().says("cannot open the folder `nowhere`");
    tree().run(&["track", "t", "--page", "img/cst.png"]).fails().says("did you mean `img/cat.png`?");
}

#[test]
fn annotations_for_github() {
    let outcome = tree().run(&["track", "t", "--github"]).succeeds();
    assert!(
        outcome.stdout.contains("::error file=t/index.html,line=2,col=10,title=missing::`img/cta.png` is not there"),
        "{outcome}"
    );
    let site = site().file("t/a.html", "<img src=gone.png><img src=gone.png>").file("t/b.html", "<img src=gone.png>");
    let many = site.run(&["track", "t", "--github"]).succeeds();
    assert_eq!(many.stdout.lines().filter(|line| line.starts_with("::")).count(), 1, "{many}");
    assert!(many.stdout.contains("`gone.png` is not there (and 2 more places)"), "{many}");
    assert!(outcome.stdout.contains("::warning file=t/old%2C unused.txt,title=unused::"), "{outcome}");
}

#[test]
fn the_map_is_saved_in_the_form_of_the_original() {
    let site = tree();
    site.run(&["track", "t", "--output", "map.json"]).succeeds();
    let text = std::fs::read_to_string(site.path("map.json")).unwrap();
    let map = bengal_cache::AssetDependencyMap::from_json(&text).unwrap();
    let assets = map.assets_of("docs/index.html").unwrap();
    assert_eq!(assets.iter().map(|asset| &**asset).collect::<Vec<_>>(), ["img/cat.png"]);
    assert_eq!(map.pages_using("img/dog.png").len(), 1);
}

#[test]
fn the_second_run_reads_what_changed() {
    let site = tree();
    let run =
        || json(&site.run(&["track", "t", "--cache", "track.mpk", "--format", "json", "--missing"]).succeeds().stdout);
    let first = run();
    assert_eq!((&first["summary"]["files_from_cache"], &first["summary"]["bytes_read"] == 0), (&0.into(), false));
    site.write("t/docs/index.html", "<img src=../img/cut.png>");
    let second = run();
    assert_eq!(second["summary"]["files_from_cache"], 2);
    assert_eq!(second["missing"].as_array().unwrap().len(), 3);
}

#[test]
fn the_report_needs_nothing_else() {
    let site = tree().file("t/<b>.png", "").file("t/x.html", "<img src='</td><script>alert(1)</script>'>");
    site.run(&["track", "t", "--html", "report.html"]).succeeds();
    let report = std::fs::read_to_string(site.path("report.html")).unwrap();
    assert!(bengal_html::extract(&report).is_empty(), "it loads nothing");
    assert!(report.contains("<svg class=\"map\"") && report.contains("type=\"search\""));
    assert!(report.contains("<h2>Wrong letter case (1)") && !report.contains("<p>None."));
    assert!(report.contains("img/cta.png") && report.contains("&lt;b&gt;.png") && !report.contains("<script>alert"));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_said_and_counted() {
    use std::os::unix::fs::symlink;
    let site =
        tree().file("secret.html", "<img src=secret.png>").file("t/latin.html", b"<meta charset=latin1><p>caf\xe9");
    symlink(site.path("secret.html"), site.path("t/out.html")).unwrap();
    symlink("index.html", site.path("t/in.html")).unwrap();
    symlink(".", site.path("t/loop")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(site.path("t/fifo.html")).status().unwrap();
    assert!(made.success());
    let outcome = site.run(&["track", "t", "--format", "json", "--missing"]).succeeds();
    let found = json(&outcome.stdout);
    let codes: Vec<&str> =
        found["diagnostics"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["special-file", "not-utf8", "symlink-loop", "symlink-outside"]);
    assert_eq!(found["summary"]["not_utf8"], 1);
    assert!(!outcome.stdout.contains("secret.png"));
    assert!(outcome.stdout.contains("\"page\": \"in.html\""), "a link inside the folder is followed");
}
