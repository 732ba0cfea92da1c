//! Text of other files.

use super::support::TestSite;
use bengal_core::fs::{FileSystem, OsFileSystem};
use camino::Utf8Path;
use std::sync::Arc;

fn page(files: &[(&str, &str)]) -> (String, Vec<String>) {
    let body = TestSite::new(files).body("content/docs/page.md");
    let problems = body.diagnostics.iter().map(|problem| {
        let at =
            problem.location.as_ref().map(|at| format!("{}:{}:{} ", at.path, at.line, at.column)).unwrap_or_default();
        format!("{at}{}: {}", problem.code, problem.message)
    });
    (body.html, problems.collect())
}

#[test]
fn files_are_found_beside_the_page_and_in_the_content() {
    let (html, problems) = page(&[
        (
            "content/docs/page.md",
            ":::{include} near.txt\n:::\n\n:::{include} _snippets/far.md\n:start-line: 2\n:end-line: 3\n:::\n\nEnd\n",
        ),
        ("content/docs/near.txt", "Near *text*"),
        ("content/_snippets/far.md", "one\ntwo\nthree\nfour\n"),
    ]);
    assert_eq!(html, "<p>Near <em>text</em></p>\n<p>two\nthree</p>\n<p>End</p>\n");
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn places_and_links_are_those_of_the_included_file() {
    let (html, problems) = page(&[
        ("content/docs/page.md", "- item\n\n  :::{include} ../_snippets/a.md\n  :::\n"),
        ("content/_snippets/a.md", "Text\n\n:::{tip}\n[good](pic.png) [bad](none.png)\n:::\n"),
        ("content/_snippets/pic.png", ""),
    ]);
    assert!(html.starts_with("<ul>\n<li><p>item</p>\n<p>Text</p>\n<div class=\"admonition tip\">"), "{html}");
    assert!(
        html.contains("<a href=\"/_snippets/pic.png\">good</a>") && html.ends_with("</div>\n</li>\n</ul>\n"),
        "{html}"
    );
    assert_eq!(problems, ["content/_snippets/a.md:4:17 broken-link: the link `none.png` leads nowhere"]);
}

#[test]
fn what_is_open_in_an_included_file_ends_with_it() {
    let (html, problems) = page(&[
        ("content/docs/page.md", ":::{include} a.md\n:::\n\nAfter *it*\n"),
        ("content/docs/a.md", ":::{container} c\n```\ncode"),
    ]);
    assert!(html.starts_with("<div class=\"c\">\n<div class=\"code-block-wrapper\">"), "{html}");
    assert!(html.ends_with("</div>\n<p>After <em>it</em></p>\n"), "{html}");
    assert_eq!(problems, ["content/docs/a.md:1:5 unclosed-directive: directive `container` is not closed"]);
}

#[test]
fn what_cannot_be_included() {
    let big = "x".repeat(1024 * 1024 + 1);
    let (_, problems) = page(&[
        (
            "content/docs/page.md",
            ":::{include} nothing.md\n:::\n\n:::{include} ../../../etc/passwd\n:::\n\n:::{include} big.txt\n:::\n\n:::{include} a.md\n:::\n\n:::{include} near.txt\n:start-line: x\n:::\n",
        ),
        ("content/docs/near.txt", ""),
        ("content/docs/big.txt", &big),
        ("content/docs/a.md", "A\n\n:::{include} b.md\n:::\n"),
        ("content/docs/b.md", "B\n\n:::{include} a.md\n:::\n"),
    ]);
    assert_eq!(
        problems,
        [
            "content/docs/b.md:3:14 include-cycle: `a.md` includes itself",
            "content/docs/page.md:1:14 missing-include: no file `nothing.md` to include",
            "content/docs/page.md:4:14 include-outside: `../../../etc/passwd` is outside of the site",
            "content/docs/page.md:7:14 include-size: `content/docs/big.txt` is too long to include: 1048577 bytes",
            "content/docs/page.md:13:14 bad-directive-option: `start-line` must be a line number, not `x`",
        ]
    );
}

#[test]
fn includes_do_not_explode() {
    let many = ":::{include} b.md\n:::\n".repeat(100);
    let files = [
        ("content/docs/page.md", ":::{include} a.md\n:::\n"),
        ("content/docs/a.md", &many),
        ("content/docs/b.md", &many.replace("b.md", "c.md")),
        ("content/docs/c.md", &many.replace("b.md", "d.md")),
        ("content/docs/d.md", "text\n"),
    ];
    let (html, problems) = page(&files);
    assert!(html.len() < 10_000 * 100);
    assert_eq!(problems.len(), 1, "the limit is reported once: {problems:?}");
    assert!(problems[0].contains("include-size"), "{problems:?}");
}

#[test]
fn code_of_files() {
    let (html, problems) = page(&[
        (
            "content/docs/page.md",
            ":::{literalinclude} a.py\n:start-line: 2\n:end-line: 3\n:emphasize-lines: 1\n:linenos:\n:caption: The code\n:::\n\n:::{literalinclude} none.py\n:::\n",
        ),
        ("content/docs/a.py", "a = 1\nb = 2\nc = 3\nd = 4\n"),
    ]);
    assert!(html.starts_with("<figure class=\"literalinclude\"><figcaption>The code</figcaption>\n<div class=\"code-block-wrapper\" data-language=\"py\""), "{html}");
    assert!(
        html.contains("<span class=\"hll\"><span class=\"linenos\">2</span>b ") && !html.contains("d = "),
        "{html}"
    );
    assert_eq!(problems, ["content/docs/page.md:9:21 missing-include: no file `none.py` to include"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let fs: Arc<dyn FileSystem> = Arc::new(OsFileSystem);
    let root = fs.canonicalize(Utf8Path::from_path(folder.path()).unwrap()).unwrap();
    fs.create_dir_all(&root.join("content/real")).unwrap();
    fs.create_new(&root.join("content/real/a.md"), b"secret").unwrap();
    let page = ":::{include} link/a.md\n:::\n\n:::{include} a.md\n:::\n";
    fs.create_new(&root.join("content/page.md"), page.as_bytes()).unwrap();
    std::os::unix::fs::symlink("real", root.join("content/link")).unwrap();
    std::os::unix::fs::symlink("real/a.md", root.join("content/a.md")).unwrap();
    let body = TestSite::open(&root, |_| {}).body("content/page.md");
    assert_eq!(body.html, "");
    assert_eq!(
        body.diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>(),
        ["include-symlink", "include-symlink"]
    );
}

#[test]
fn in_quotations() {
    let (html, problems) = page(&[
        ("content/docs/page.md", "> [!TIP]\n> :::{include} a.md\n> :::\n> end\n\nafter\n"),
        ("content/docs/a.md", "one\n\n:::{container} c\n- two\n:::\n> :::{nope}\n> three\n"),
    ]);
    assert!(html.starts_with("<div class=\"admonition tip\">"), "{html}");
    assert!(
        html.ends_with(
            "<p>one</p>\n<div class=\"c\">\n<ul>\n<li>two</li>\n</ul>\n</div>\n<blockquote>\n<p>three</p>\n</blockquote>\n<p>end</p>\n</div>\n<p>after</p>\n"
        ),
        "{html}"
    );
    assert_eq!(
        problems,
        [
            "content/docs/a.md:6:7 unclosed-directive: directive `nope` is not closed",
            "content/docs/a.md:6:7 unknown-directive: unknown directive `nope`",
        ]
    );
}
