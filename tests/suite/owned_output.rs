//! The output folder: foreign files stay, stale ones of ours go, unchanged ones are not touched.

use bengal_tests::{TestSite, site};
use std::fs;
use std::os::unix::fs::symlink;

fn two_pages() -> TestSite {
    site().file("content/index.md", "# Home\n").file("content/a/b.md", "# B\n")
}

fn counts(site: &TestSite) -> (u64, u64, u64) {
    let outcome = site.run(&["build", "--format", "json"]).succeeds();
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
    let count = |name: &str| report["files"][name].as_u64().expect("a count");
    (count("written"), count("unchanged"), count("removed"))
}

#[test]
fn a_second_build_writes_nothing() {
    let site = two_pages();
    let (written, unchanged, removed) = counts(&site);
    assert!(written > 5 && unchanged == 0 && removed == 0);
    let modified = || fs::metadata(site.path("public/index.html")).unwrap().modified().unwrap();
    let before = modified();
    assert_eq!(counts(&site), (0, written, 0));
    assert_eq!(modified(), before);
}

#[test]
fn a_page_that_goes_takes_its_file_and_its_empty_folder_with_it() {
    let site = two_pages();
    site.build().succeeds().publishes("a/b/index.html");
    site.write("public/foreign/x.txt", "mine");
    site.write("public/a/y.txt", "mine");
    site.remove("content/a/b.md");
    site.write("content/c.md", "# C\n");
    let outcome = site.build().succeeds();
    outcome.does_not_publish("a/b").does_not_publish("a/index.html").publishes("a/y.txt").publishes("foreign/x.txt");
}

#[test]
fn what_others_alter_or_delete_is_made_again() {
    let site = two_pages();
    let before = site.build().succeeds().files();
    site.write("public/index.html", "altered");
    site.remove("public/a/b/index.html");
    assert_eq!(site.build().succeeds().files(), before);
}

#[test]
fn nothing_is_written_through_a_symbolic_link_in_the_output() {
    let site = two_pages();
    site.write("outside/file", "precious");
    fs::create_dir_all(site.path("public")).unwrap();
    symlink(site.path("outside/file"), site.path("public/index.html")).unwrap();
    symlink(site.path("outside"), site.path("public/a")).unwrap();
    site.build().fails().says("symbolic link");
    assert_eq!(fs::read_to_string(site.path("outside/file")).unwrap(), "precious");
    assert_eq!(fs::read_dir(site.path("outside")).unwrap().count(), 1);
    assert!(fs::symlink_metadata(site.path("public/index.html")).unwrap().is_file(), "the link is replaced");
}

#[test]
fn two_output_folders_are_each_known() {
    let site = two_pages();
    site.build().succeeds();
    site.run(&["build", "--output", "other"]).succeeds();
    site.remove("content/a/b.md");
    site.write("content/c.md", "# C\n");
    site.build().succeeds().does_not_publish("a");
    site.run(&["clean"]).succeeds();
    assert!(!site.path("public").exists());
    assert!(site.path("other/a/b/index.html").exists());
    site.run(&["clean", "--output", "other"]).succeeds();
    assert!(!site.path("other").exists() && !site.path(".bengal").exists());
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let site = site().file("content/index.md", "# Home\n").file("content/foo", "a file");
    site.build().succeeds().has("foo", "a file");
    site.remove("content/foo");
    site.write("content/foo/index.md", "# Foo\n");
    site.build().succeeds().has("foo/index.html", "Foo");
    site.remove("content/foo/index.md");
    fs::remove_dir(site.path("content/foo")).unwrap();
    site.write("content/foo", "a file again");
    site.build().succeeds().has("foo", "a file again");
}

#[test]
fn a_foreign_file_in_the_place_of_a_page_is_replaced_with_a_warning() {
    let site = two_pages();
    site.write("public/index.html", "precious");
    site.build().succeeds().says("warning[foreign-output-replaced]").says("`index.html`");
    site.build().succeeds().does_not_say("foreign-output-replaced");
    site.run(&["clean"]).succeeds();
    assert!(site.path("public/index.html").exists(), "what was somebody else's is never removed");
    assert!(!site.path("public/a").exists());
}

#[test]
fn three_builds_of_one_tree_end_alike() {
    let site = two_pages()
        .file("content/assets/css/code.css.md", "# A page in the way\n")
        .file("content/robots.txt.md", "# Robots\n");
    let first = site.build();
    for _ in 0..2 {
        let next = site.build();
        assert_eq!((next.code, next.files()), (first.code, first.files()), "{first}{next}");
    }
}

#[test]
fn what_an_earlier_build_made_of_a_page_stays_while_the_page_is_broken() {
    let site = two_pages();
    let before = site.build().succeeds().files();
    site.write("content/a/b.md", "---\ntitle: [\n---\n");
    let outcome = site.build().fails();
    outcome.publishes("a/b/index.html");
    site.write("content/a/b.md", "# B\n");
    assert_eq!(site.build().succeeds().files(), before);
}

#[test]
fn a_damaged_record_is_said_and_the_build_after_next_is_quiet_again() {
    let site = two_pages();
    let before = site.build().succeeds().files();
    let records = site.path(".bengal/cache-v1/outputs.mpk");
    let mut bytes = fs::read(&records).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&records, bytes).unwrap();
    assert_eq!(site.build().succeeds().says("damaged-cache").files(), before);
    site.build().succeeds().does_not_say("damaged-cache");
}

#[test]
fn clean_output_removes_ours_only() {
    let site = two_pages();
    site.build().succeeds();
    site.write("public/foreign.txt", "mine");
    site.run(&["build", "--clean-output"]).succeeds().publishes("foreign.txt").publishes("index.html");
}

#[test]
fn another_output_folder_is_not_cleaned_by_the_record_of_the_first() {
    let site = two_pages();
    site.build().succeeds();
    let other = site.root().parent().unwrap().join("other");
    fs::create_dir_all(other.join("a/b")).unwrap();
    fs::write(other.join("a/b/index.html"), "not ours").unwrap();
    site.remove("content/a/b.md");
    site.run(&["build", "--output", other.as_str()]).succeeds();
    assert_eq!(fs::read_to_string(other.join("a/b/index.html")).unwrap(), "not ours");
}
