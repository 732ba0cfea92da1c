//! A change does the work that it asks for and no other, as the JSON report tells.

use bengal_tests::{Outcome, TestSite, site, tree};
use camino::Utf8PathBuf;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What a build did: pages rendered, pages relinked, files written.
type Work = (u64, u64, u64);

/// Builds, and says what that took. The same files from nothing must be the same bytes.
#[track_caller]
fn work(site: &TestSite) -> (Work, Outcome) {
    let outcome = site.run(&["build", "--format", "json"]).succeeds();
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
    let number = |of: &str, what: &str| report[of][what].as_u64().expect("a number");
    let clean = ["build", "--output", "../clean", "--cache-dir", "../clean-cache", "--no-incremental"];
    site.run(&clean).succeeds();
    let clean = tree(&site.root().parent().expect("the site is in a folder").join("clean"));
    assert!(outcome.files() == clean, "an incremental build is not a clean one");
    ((number("pages", "rendered"), number("pages", "relinked"), number("files", "written")), outcome)
}

/// The paths of files that are new or have other bytes, without the manifest.
fn changed(before: &BTreeMap<Utf8PathBuf, Vec<u8>>, after: &Outcome) -> BTreeSet<String> {
    let files = after.files().into_iter();
    let changed = files.filter(|(path, content)| before.get(path) != Some(content));
    changed.map(|(path, _)| path.into_string()).filter(|path| path != "asset-manifest.json").collect()
}

fn pictures() -> TestSite {
    site()
        .file("templates/page.html", "<link rel=stylesheet href=/assets/main.css>{{ content | safe }}")
        .file("templates/plain.html", "{{ content | safe }}")
        .file("templates/list.html", "list")
        .file("content/a.md", "# A\n\n<img src=/assets/cat.png>\n")
        .file("content/b.md", "# B\n\n<img src=/assets/cat.png>\n")
        .file("content/c.md", "# C\n")
        .file("content/d.md", "---\ntemplate: plain.html\n---\n# D\n")
        .file("assets/main.css", "@import 'part.css';")
        .file("assets/part.css", "@font-face { font-family: f; src: url(f.woff2) }")
        .file("assets/f.woff2", "font")
        .file("assets/cat.png", "cat")
}

#[test]
fn a_second_build_has_nothing_to_do() {
    let site = pictures();
    let ((rendered, relinked, _), outcome) = work(&site);
    assert_eq!((rendered, relinked), (6, 0));
    assert!(!outcome.stdout.contains("changed-meanwhile"), "{outcome}");
    assert_eq!(work(&site).0, (0, 0, 0));
}

#[test]
fn a_font_relinks_the_sheets_and_their_pages() {
    let site = pictures();
    let before = work(&site).1.files();
    site.write("assets/f.woff2", "another font");
    let (done, after) = work(&site);
    // Three pages, two sheets, the font and the manifest.
    assert_eq!(done, (0, 3, 7));
    let mut expected: BTreeSet<String> = ["a", "b", "c"].map(|page| format!("{page}/index.html")).into();
    expected.extend(["assets/f.woff2", "assets/main.css", "assets/part.css"].map(|asset| after.published(asset)));
    assert_eq!(changed(&before, &after), expected);
}

#[test]
fn an_image_relinks_the_pages_that_show_it() {
    let site = pictures();
    let before = work(&site).1.files();
    site.write("assets/cat.png", "another cat");
    let (done, after) = work(&site);
    assert_eq!(done, (0, 2, 4));
    let expected = ["a/index.html", "b/index.html", &after.published("assets/cat.png")].map(str::to_owned);
    assert_eq!(changed(&before, &after), expected.into());
}

#[test]
fn a_file_that_nobody_uses_touches_no_page() {
    let site = pictures();
    let before = work(&site).1.files();
    site.write("assets/new.png", "new");
    let (done, after) = work(&site);
    assert_eq!(done, (0, 0, 2));
    assert_eq!(changed(&before, &after), ["assets/new.png".to_owned()].into());
}

#[test]
fn a_title_is_new_wherever_it_is_shown() {
    let site = site()
        .file("content/docs/_index.md", "---\ntitle: Docs\n---\n")
        .file("content/docs/a.md", "---\ntitle: Alpha\nweight: 1\n---\ntext a\n")
        .file("content/docs/b.md", "---\ntitle: Beta\nweight: 2\n---\ntext b\n")
        .file("content/docs/c.md", "---\ntitle: Gamma\nweight: 3\n---\ntext c\n")
        .file("content/other.md", "---\ntitle: Other\ntemplate: plain.html\n---\ntext\n")
        .file("templates/plain.html", "{{ content | safe }}");
    work(&site).1.has("docs/a/index.html", "Beta").has("docs/c/index.html", "Beta").has("docs/index.html", "Beta");
    site.write("content/docs/b.md", "---\ntitle: Delta\nweight: 2\n---\ntext b\n");
    let (done, after) = work(&site);
    for page in ["docs/a/index.html", "docs/b/index.html", "docs/c/index.html", "docs/index.html"] {
        let text = after.read(page);
        assert!(text.contains("Delta") && !text.contains("Beta"), "{page}: {text}");
    }
    assert!((4..6).contains(&done.0), "a page that shows no other is not rendered: {done:?}");
}

/// What is known of sources is stored anew only when enough of it is stale.
#[test]
fn of_many_pages_few_are_read_again() {
    let page = |number: usize| format!("content/{number:03}.md");
    let site = (0..600).fold(
        site().file("templates/page.html", "{{ content }}").file("templates/list.html", "list"),
        |site, number| site.file(&page(number), format!("---\ntitle: Page {number}\n---\nText.\n")),
    );
    let rendered = || {
        let outcome = site.run(&["build", "--format", "json"]).succeeds();
        let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
        report["pages"]["rendered"].as_u64().expect("a number")
    };
    let known = || fs::read(site.path(".bengal/cache-v1/sources.mpk")).unwrap();
    assert_eq!((rendered(), rendered()), (601, 0));
    let before = known();
    let original = fs::read(site.path(&page(7))).unwrap();
    site.append(&page(7), "More.\n");
    assert_eq!(rendered(), 1);
    site.append(&page(8), "More.\n");
    assert_eq!(rendered(), 1);
    assert!(known() == before, "two of 600 are read again");
    site.write(&page(7), original);
    assert_eq!(rendered(), 1);
    site.remove(&page(8));
    site.rename(&page(9), "content/new.md");
    assert_eq!(rendered(), 3, "the new page, and two that show the menu");
    assert!(known() != before, "now it is more than one in 256");
    site.append("content/new.md", "More.\n");
    site.run(&["build", "--verify"]).succeeds();
    assert_eq!(rendered(), 0);
}
