//! `bengal clean` removes what builds made, and nothing else.

use bengal_tests::site;

#[test]
fn removes_output_and_cache_but_no_foreign_file() {
    let site = site().file("content/index.md", "# Home\n").file("public/foreign.txt", "mine");
    site.build().succeeds();
    let outcome = site.run(&["clean"]).succeeds();
    assert!(outcome.stdout.contains("Removed"), "{outcome}");
    assert_eq!(outcome.files().keys().map(|path| path.as_str()).collect::<Vec<_>>(), ["foreign.txt"]);
    assert!(!site.path(".bengal").exists());
    assert!(site.path("content/index.md").exists());
}

#[test]
fn nothing_to_clean_is_no_error() {
    let site = site().file("content/index.md", "# Home\n");
    let outcome = site.run(&["clean"]).succeeds();
    assert!(outcome.stdout.contains("0 files"), "{outcome}");
}
