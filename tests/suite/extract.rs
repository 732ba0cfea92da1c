//! `bengal extract`.

use bengal_tests::{TestSite, bengal, site};
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

fn page() -> TestSite {
    site().file("a.html", "<p>é\n<p>ß<img src='a&amp;b.png'><a href=/x>x</a>\n<style>@import 'c.css';</style>")
}

#[test]
fn text_has_place_kind_holder_and_url() {
    let outcome = page().run(&["extract", "a.html"]).succeeds();
    assert_eq!(
        outcome.stdout,
        "a.html:2:15: 21..32 image img[src] a&b.png\na.html:3:17: 67..72 css-import style c.css\n"
    );
    let outcome = page().run(&["extract", "--anchors", "a.html"]).succeeds();
    assert!(outcome.stdout.contains("a.html:2:36: 42..44 anchor a[href] /x"), "{outcome}");
}

#[test]
fn spans_are_those_of_the_file() {
    let site = page().file("bom.html", b"\xef\xbb\xbf<img src=x.png>");
    let outcome = site.run(&["extract", "--format", "json", "a.html", "bom.html"]).succeeds();
    let rows: Value = serde_json::from_str(&outcome.stdout).unwrap();
    for (row, file, written) in [(0, "a.html", "a&amp;b.png"), (1, "a.html", "c.css"), (2, "bom.html", "x.png")] {
        let bytes = std::fs::read(site.path(file)).unwrap();
        let [start, end] = [0, 1].map(|at| rows[row]["span"][at].as_u64().unwrap() as usize);
        assert_eq!(&bytes[start..end], written.as_bytes());
    }
}

#[test]
fn standard_input_is_read_without_a_file() {
    for arguments in [&["extract", "--format", "jsonl"][..], &["extract", "--format", "jsonl", "-"]] {
        let mut child =
            Command::new(bengal()).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(b"<script src=a.js></script>").unwrap();
        let output = child.wait_with_output().unwrap();
        let row: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&row["url"], &row["file"]), (&"a.js".into(), &"-".into()));
    }
}

#[test]
fn the_oracle_agrees_and_missing_files_are_errors() {
    page().run(&["extract", "--oracle", "--anchors", "a.html"]).succeeds();
    let outcome = page().run(&["extract", "gone.html", "a.html"]).fails().says("cannot read `gone.html`");
    assert_eq!(outcome.stdout.lines().count(), 2, "the others are extracted all the same");
}
