//! Output depends on the sources and on nothing else.

use bengal_tests::{Outcome, TestSite, real_site, site, tree};
use camino::Utf8Path;

fn build(source: &Utf8Path, scratch: &TestSite, name: &str, jobs: &str, environment: &[(&str, &str)]) -> Outcome {
    let output = scratch.path(name);
    let cache = scratch.path(&format!("{name}-cache"));
    let arguments = [
        "build",
        "--source",
        source.as_str(),
        "--output",
        output.as_str(),
        "--cache-dir",
        cache.as_str(),
        "--jobs",
        jobs,
    ];
    scratch.run_with(&arguments, environment)
}

fn two_builds_are_equal(source: &Utf8Path) {
    let scratch = site();
    build(source, &scratch, "one", "1", &[("TZ", "Pacific/Kiritimati"), ("LANG", "C")]).succeeds();
    build(source, &scratch, "two", "2", &[("TZ", "America/New_York"), ("LANG", "tr_TR.UTF-8"), ("USER", "x")])
        .succeeds();
    let (one, two) = (tree(&scratch.path("one")), tree(&scratch.path("two")));
    assert!(one.len() > 5, "only {} files", one.len());
    assert!(one.keys().eq(two.keys()), "not the same files");
    for (path, content) in &one {
        assert!(content == &two[path], "{path} differs");
    }
}

#[test]
fn threads_time_zone_locale_and_folder_do_not_count() {
    let small = site()
        .file("bengal.toml", "[site]\ntitle = \"T\"\nbaseurl = \"https://example.org\"\n")
        .file("content/index.md", "# Home\n");
    for n in 0..40 {
        small.write(
            &format!("content/s{}/p{n}.md", n % 4),
            format!(
                "---\ntitle: P{n}\ndate: 2026-01-{:02}\ntags: [t{}, t{}, İ]\n---\n\n```rust\nfn f{n}() {{}}\n```\n",
                n % 28 + 1,
                n % 5,
                n % 3
            ),
        );
    }
    two_builds_are_equal(small.root());
}

#[test]
fn bengal_docs_twice() {
    if let Some(source) = real_site("bengal-docs") {
        two_builds_are_equal(&source);
    }
}

#[test]
fn cpp_docs_twice() {
    if let Some(source) = real_site("cpp-docs") {
        two_builds_are_equal(&source);
    }
}
