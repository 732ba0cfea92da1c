//! Real sites that nobody here wrote.

use bengal_tests::{TestSite, real_site, site, tree};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};

struct Built {
    _scratch: TestSite,
    report: serde_json::Value,
    files: BTreeMap<Utf8PathBuf, Vec<u8>>,
}

fn build(source: &Utf8Path) -> Built {
    let scratch = site();
    let (output, cache) = (scratch.path("out"), scratch.path("cache"));
    let outcome = scratch
        .run(&[
            "build",
            "--format",
            "json",
            "--source",
            source.as_str(),
            "--output",
            output.as_str(),
            "--cache-dir",
            cache.as_str(),
        ])
        .succeeds();
    let report = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
    Built { files: tree(&output), report, _scratch: scratch }
}

impl Built {
    fn html(&self) -> impl Iterator<Item = (&Utf8PathBuf, &str)> {
        self.files
            .iter()
            .filter(|(path, _)| path.extension() == Some("html"))
            .map(|(path, content)| (path, std::str::from_utf8(content).expect("HTML is UTF-8")))
    }

    /// Messages of the diagnostics with this code.
    fn diagnostics(&self, code: &str) -> Vec<&str> {
        let all = self.report["diagnostics"].as_array().expect("a list");
        all.iter()
            .filter(|diagnostic| diagnostic["code"] == code)
            .inspect(|diagnostic| {
                assert!(diagnostic["location"]["line"].as_u64().is_some_and(|line| line > 0), "{diagnostic}");
            })
            .filter_map(|diagnostic| diagnostic["message"].as_str())
            .collect()
    }
}

/// Markdown files that must have a page, with the output that a page has by its path alone.
fn sources(source: &Utf8Path) -> Vec<(Utf8PathBuf, Utf8PathBuf)> {
    let content = source.join("content");
    tree(&content)
        .into_iter()
        .filter(|(path, _)| path.extension() == Some("md"))
        .filter(|(path, _)| {
            path.components().all(|part| !part.as_str().starts_with('_') || part.as_str() == "_index.md")
        })
        .filter(|(_, text)| !String::from_utf8_lossy(text).lines().take(40).any(|line| line == "draft: true"))
        .map(|(path, _)| {
            let folder = path.parent().unwrap_or(Utf8Path::new(""));
            let output = match path.file_stem() {
                Some("_index" | "index") | None => folder.join("index.html"),
                Some(stem) => folder.join(stem).join("index.html"),
            };
            (path, output)
        })
        .collect()
}

/// Text of HTML outside `<pre>` and `<code>`.
fn prose(html: &str) -> String {
    let mut prose = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<pre").into_iter().chain(rest.find("<code")).min() {
        prose.push_str(&rest[..start]);
        let end_tag = if rest[start..].starts_with("<pre") { "</pre>" } else { "</code>" };
        rest = rest[start..].find(end_tag).map_or("", |end| &rest[start + end..]);
    }
    prose + rest
}

#[test]
fn bengal_docs() {
    let Some(source) = real_site("bengal-docs") else { return };
    let built = build(&source);
    let sources = sources(&source);
    assert!(sources.len() == 231, "{} sources", sources.len());
    let missing: Vec<_> = sources.iter().filter(|(_, output)| !built.files.contains_key(output)).collect();
    assert!(missing.is_empty(), "without a page: {missing:?}");
    for (path, html) in built.html() {
        let prose = prose(html);
        assert!(!prose.contains(":::{"), "{path}: a directive is left as text");
        assert!(!prose.contains(":::\n"), "{path}: the end of a directive is left as text");
    }
    assert!(built.diagnostics("unknown-directive").is_empty());
}

#[test]
fn cpp_docs() {
    let Some(source) = real_site("cpp-docs") else { return };
    let built = build(&source);
    let sources = sources(&source);
    assert!(sources.len() > 690, "{} sources", sources.len());
    let missing: Vec<_> = sources.iter().filter(|(_, output)| !built.files.contains_key(output)).collect();
    assert!(missing.is_empty(), "without a page: {missing:?}");
    assert_eq!(built.files.keys().filter(|path| matches!(path.extension(), Some("png" | "gif" | "jpg"))).count(), 334);
    let foreign = built.diagnostics("foreign-syntax");
    assert!(foreign.len() > 300, "{} foreign constructs", foreign.len());
    assert!(built.diagnostics("missing-image").is_empty(), "{:?}", built.diagnostics("missing-image"));
    let mut dangling = BTreeSet::new();
    for (path, html) in built.html() {
        for reference in bengal_html::Extractor::new().with_anchors(true).extract(html) {
            let url = reference.url.split(['#', '?']).next().unwrap_or_default();
            if url.ends_with(".md") && !url.contains("://") {
                dangling.insert(format!("{path}: {url}"));
            }
        }
    }
    let broken: BTreeSet<_> = built.diagnostics("broken-link").into_iter().map(str::to_owned).collect();
    assert_eq!(dangling.len().min(1), broken.len().min(1), "{dangling:?} {broken:?}");
}
