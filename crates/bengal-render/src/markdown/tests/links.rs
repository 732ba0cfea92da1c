//! Links, images, references.

use super::support::{TestSite, html, problems, render};

#[test]
fn relative_links_count_from_the_file() {
    let cases = [
        ("[a](docs/install.md)", "<a href=\"/docs/install/\">a</a>"),
        ("[a](./docs/install.md?q=1#first-step)", "<a href=\"/docs/install/?q=1#first-step\">a</a>"),
        ("[a](docs/_index.md)", "<a href=\"/docs/\">a</a>"),
        ("[a](docs/)", "<a href=\"/docs/\">a</a>"),
        ("[a](docs\\install.md)", "<a href=\"/docs/install/\">a</a>"),
        ("[a](docs/img/cat.png)", "<a href=\"/docs/img/cat.png\">a</a>"),
        ("[a](/docs/install.md)", "<a href=\"/docs/install/\">a</a>"),
        ("[a](#here)\n\n## Here\n", "<a href=\"#here\">a</a>"),
        (
            "![a *b*](docs/img/cat.png \"T\")",
            "<img src=\"/docs/img/cat.png\" alt=\"a b\" title=\"T\" loading=\"lazy\">",
        ),
        ("<img src=\"cat.png\" alt='x'>", "<img src=\"/cat.png\" alt='x'>"),
        ("<a href=docs/install.md>x</a>", "<a href=\"/docs/install/\">x</a>"),
        (
            "[a](https://example.org/ü?a=b&c)",
            "<a href=\"https://example.org/%C3%BC?a=b&amp;c\" rel=\"noopener noreferrer\" target=\"_blank\" data-external=\"true\">a</a>",
        ),
        ("[a](mailto:a@b.c)", "<a href=\"mailto:a@b.c\">a</a>"),
        ("![](https://example.org/a.png)", "<img src=\"https://example.org/a.png\" alt=\"\" loading=\"lazy\">"),
    ];
    for (text, expected) in cases {
        assert!(html(text).contains(expected), "{text}: {}", html(text));
    }
}

#[test]
fn links_from_pages_of_folders() {
    let files = [
        ("content/a/index.md", "[x](sub/pic.png) [y](../b.md) [z](../b/)\n"),
        ("content/a/sub/pic.png", ""),
        ("content/b.md", ""),
    ];
    let body = TestSite::new(&files).body("content/a/index.md");
    assert_eq!(body.html, "<p><a href=\"/a/sub/pic.png\">x</a> <a href=\"/b/\">y</a> <a href=\"/b/\">z</a></p>\n");
    assert!(body.diagnostics.is_empty());
}

#[test]
fn links_to_nothing_are_reported_where_they_are() {
    assert_eq!(
        problems("Text [a](docs/instal.md)\n![b](Cat.png)\n<p>\n<img src=\"docs/img/none.png\">\n</p>\n"),
        [
            "content/page.md:1:6 broken-link: the link `docs/instal.md` leads nowhere",
            "content/page.md:2:1 missing-image: there is no file `Cat.png`",
            "content/page.md:4:11 missing-image: there is no file `docs/img/none.png`",
        ]
    );
    let hints: Vec<_> =
        render("[a](docs/instal.md) ![b](Cat.png)").diagnostics.into_iter().flat_map(|problem| problem.hints).collect();
    assert_eq!(hints, ["did you mean `install.md`?", "upper and lower case matter: the file is called `cat.png`"]);
}

#[test]
fn references() {
    let cases = [
        ("[[docs/install]]", "<a href=\"/docs/install/\">Install</a>"),
        ("[[docs/install.md|the *guide*]]", "<a href=\"/docs/install/\">the <em>guide</em></a>"),
        ("[[docs/_index]]", "<a href=\"/docs/\">Docs</a>"),
        ("[[install|x]]", "<a href=\"/docs/install/\">x</a>"),
        ("[[id:inst]]", "<a href=\"/docs/install/\">Install</a>"),
        ("[[docs/install#first-step]]", "<a href=\"/docs/install/#first-step\">First step</a>"),
        ("[[#First Step]]", "<a href=\"/docs/install/#first-step\">First step</a>"),
        ("[[!there|go]]", "<a href=\"/docs/install/#there\">go</a>"),
        ("[[docs/install|two\nlines]]", "<a href=\"/docs/install/\">two lines</a>"),
        ("## Own\n\n[[#own]]", "<a href=\"#own\">Own</a>"),
        ("[see [[docs/install]] now](/x/)", "<a href=\"/x/\">see Install now</a>"),
        ("[[latest:docs/install]]", "<a href=\"/docs/install/\">Install</a>"),
    ];
    for (text, expected) in cases {
        assert!(html(text).contains(expected), "{text}: {}", html(text));
    }
}

#[test]
fn references_to_nothing() {
    let body = render("See [[docs/instal|it]].");
    assert_eq!(
        body.html,
        "<p>See <span class=\"broken-ref\" data-ref=\"docs/instal\" title=\"no page `docs/instal`\">[it]</span>.</p>\n"
    );
    assert_eq!(body.diagnostics[0].hints[0], "did you mean `docs/install`?");
    assert_eq!(
        problems("[[docs/install#first]] [[!nowhere]] [[#Nothing]] [[id:x]] [[v2:docs/install]] [[ext:nop:x]]"),
        [
            "content/page.md:1:1 broken-reference: page `docs/install` has no anchor `first`",
            "content/page.md:1:24 broken-reference: no page has a target `nowhere`",
            "content/page.md:1:37 broken-reference: no page has a heading or target `Nothing`",
            "content/page.md:1:50 broken-reference: no page has the id `x`",
            "content/page.md:1:59 broken-reference: `v2` is no version of this site",
            "content/page.md:1:79 broken-reference: no external project `nop` is configured",
        ]
    );
}

#[test]
fn external_references() {
    let files = [("content/page.md", "[[ext:python:pathlib.Path]] [[ext:kida:|Kida]]\n")];
    let body = TestSite::with(&files, |site| {
        let refs = &mut site.config.external_refs;
        refs.insert("python".into(), "https://docs.python.org/3/library/{module}.html#{name}".into());
        refs.insert("kida".into(), "https://example.org/kida/{target}".into());
    })
    .body("content/page.md");
    assert!(
        body.html.contains("<a href=\"https://docs.python.org/3/library/pathlib.html#pathlib.Path\" rel="),
        "{}",
        body.html
    );
    assert!(body.html.contains("<a href=\"https://example.org/kida/\" rel="), "{}", body.html);
    assert!(body.diagnostics.is_empty());
}

#[test]
fn an_id_that_references_find_is_the_one_on_the_page() {
    // The heading's text comes from another page; its id must come out the same when only anchors are looked for.
    let files = [
        ("content/a.md", "## See [[b]]\n\n:::{include} /snippets/s.md\n:::\n"),
        ("content/b.md", "---\ntitle: Bee\n---\n[[a#see-bee]] [[a#from-a-snippet]] [[a#see-bee-1]]\n"),
        ("snippets/s.md", "## From a snippet\n\n## See Bee\n"),
    ];
    let site = TestSite::new(&files);
    let body = site.body("content/b.md");
    assert!(body.diagnostics.is_empty(), "{:#?}", body.diagnostics);
    assert!(site.body("content/a.md").html.contains("id=\"see-bee-1\""));
}

#[test]
fn anchors_of_links() {
    let fine = "[a](#one) [b](#top) [c](#) [d](#raw) [e](#there) [f](docs/install.md#first-step) [g](docs/install.md#there) \
                [h](/docs/install/#first-step) [i](/elsewhere/#x) [j](docs/install.md#:~:text=x) [k](page.md#%6fne) [l](#fn-1)[^1]\n\n\
                ## One\n\n<a name=\"raw\"></a>\n\n:::{target} there\n:::\n\n[^1]: n\n";
    assert_eq!(problems(&fine.replace(" [l](#fn-1)", "")), Vec::<String>::new());
    assert_eq!(
        problems(
            "[a](#won)\n[b](docs/install.md#firststep) [c](/docs/install/?q#x)\n<a href=\"#gone\">d</a>\n\n## One\n"
        ),
        [
            "content/page.md:1:1 broken-anchor: this page has no anchor `won`",
            "content/page.md:2:1 broken-anchor: `content/docs/install.md` has no anchor `firststep`",
            "content/page.md:2:32 broken-anchor: `content/docs/install.md` has no anchor `x`",
            "content/page.md:3:10 broken-anchor: this page has no anchor `gone`",
        ]
    );
    for directive in
        ["::::{cards}\n:::{card} C\n:link: docs/install#nope\n:::\n::::\n", ":::{button} docs/install#nope\nGo\n:::\n"]
    {
        let problems = problems(directive);
        assert!(problems.len() == 1 && problems[0].contains("broken-anchor"), "{problems:?}");
    }
    assert_eq!(render("[b](docs/install.md#firststep)").diagnostics[0].hints, ["did you mean `#first-step`?"]);
}
