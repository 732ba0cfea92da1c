//! Directives: their shapes, their nesting, and what is said of wrong ones.

use super::support::{TestSite, html, problems, render};
use bengal_core::Value;

/// The HTML without the pictures in it.
fn bare(text: &str) -> String {
    let html = html(text);
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some(at) = rest.find("<svg") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once("</svg>").map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[test]
fn admonitions() {
    assert_eq!(
        bare(":::{note} A *title*\n:class: big\n\nBody\n:::\n"),
        "<div class=\"admonition note big\"><p class=\"admonition-title\"><span class=\"admonition-icon-wrapper\"></span>\
         <span class=\"admonition-title-text\">A <em>title</em></span></p>\n<p>Body</p>\n</div>\n"
    );
    assert!(bare(":::{seealso}\nx\n:::\n").contains("<span class=\"admonition-title-text\">See also</span>"));
    assert!(
        bare(":::{tip} T\n:collapsible:\n:open: false\n\nx\n:::\n")
            .starts_with("<details class=\"admonition tip\"><summary")
    );
}

#[test]
fn nesting_by_colons_by_order_and_by_name() {
    let inside = "<div class=\"b\">\n<p>x</p>\n</div>\n</div>\n<p>after</p>\n";
    for text in [
        "::::{container} a\n:::{container} b\nx\n:::\n::::\nafter\n",
        ":::{container} a\n:::{container} b\nx\n:::\n:::\nafter\n",
        ":::{container} a\n:::{container} b\nx\n:::{/container}\n:::{/container}\nafter\n",
        "::::{container} a\n    :::{container} b\n    x\n    :::\n::::\nafter\n",
    ] {
        assert_eq!(html(text), format!("<div class=\"a\">\n{inside}"), "{text}");
    }
    assert_eq!(
        problems(":::{note}\n:::{container} b\nx\n:::{/note}\n"),
        Vec::<String>::new(),
        "a named closer closes what is inside"
    );
}

#[test]
fn lists_go_on_around_directives() {
    let text = "1. one\n\n   :::{container} c\n   inside\n   :::\n\n2. two\n";
    assert_eq!(
        html(text),
        "<ol>\n<li><p>one</p>\n<div class=\"c\">\n<p>inside</p>\n</div>\n</li>\n<li><p>two</p>\n</li>\n</ol>\n"
    );
    // A tight list stays tight.
    assert_eq!(
        html("- a\n  :::{container} c\n  b\n  :::\n- d\n"),
        "<ul>\n<li>a<div class=\"c\">\n<p>b</p>\n</div>\n</li>\n<li>d</li>\n</ul>\n"
    );
    // A closer that is indented less than its opener still leaves the list whole.
    assert_eq!(
        html("- a\n\n  :::{container} c\n  b\n:::\n"),
        "<ul>\n<li><p>a</p>\n<div class=\"c\">\n<p>b</p>\n</div>\n</li>\n</ul>\n"
    );
    // And one that is indented more does not swallow the list.
    assert_eq!(html(":::{container} c\n- a\n  :::\n"), "<div class=\"c\">\n<ul>\n<li>a</li>\n</ul>\n</div>\n");
    assert_eq!(
        html("- :::{container} c\n  b\n  :::\n"),
        "<ul>\n<li><div class=\"c\">\n<p>b</p>\n</div>\n</li>\n</ul>\n"
    );
}

#[test]
fn tabs() {
    let html = bare(
        "::::{tab-set}\n:sync: os\n\n:::{tab-item} Mac\n:icon: star\nm\n:::\n:::{tab-item} Win\n:selected:\n:badge: new\nw\n:::\n::::\n",
    );
    let id = html.split('"').nth(3).unwrap();
    assert!(id.starts_with("tabs-") && id.len() == 17, "{html}");
    assert_eq!(
        html,
        format!(
            "<div class=\"tabs\" id=\"{id}\" data-bengal=\"tabs\" data-sync=\"os\">\n<ul class=\"tab-nav\">\n\
             <li><a href=\"#{id}-0\" data-tab-target=\"{id}-0\" data-sync-value=\"Mac\"><span class=\"tab-icon\" data-icon=\"star\"></span>Mac</a></li>\n\
             <li class=\"active\"><a href=\"#{id}-1\" data-tab-target=\"{id}-1\" data-sync-value=\"Win\">Win <span class=\"tab-badge\">new</span></a></li>\n\
             </ul>\n<div class=\"tab-content\">\n<div class=\"tab-pane\" id=\"{id}-0\">\n<p>m</p>\n</div>\n\
             <div class=\"tab-pane active\" id=\"{id}-1\">\n<p>w</p>\n</div>\n</div>\n</div>\n"
        )
    );
    let twice = bare(":::{tabs}\n:::{tab} A\nx\n:::\n:::\n\n:::{tabs}\n:::{tab} A\nx\n:::\n:::\n");
    assert_eq!(twice.matches("data-bengal=\"tabs\"").count(), 2);
    assert!(twice.contains("-1\" data-bengal"), "equal sets have different ids: {twice}");
}

#[test]
fn code_tabs() {
    let fences = html(":::{code-tabs}\n\n```python\na\n```\n\n```js title=\"b.js\"\nb\n```\n:::\n");
    assert!(
        fences.contains("data-sync-value=\"python\">Python</a>") && fences.contains("data-sync-value=\"js\">b.js</a>"),
        "{fences}"
    );
    let headings = html(":::{code-tabs}\n### Python (main.py)\n```python\na\n```\n### Go\n```go\nb\n```\n:::\n");
    assert_eq!(headings.matches("class=\"tab-pane").count(), 2, "{headings}");
    assert!(headings.contains(">Python (main.py)</a>") && !headings.contains("<h3"), "{headings}");
}

#[test]
fn steps() {
    let html = html(
        "## Do\n\n::::{steps}\n:::{step} First one\n:optional:\n:duration: 5 min\n:description: *Why*\n\nBody\n:::\n:::{step} Second\nx\n:::\n::::\n",
    );
    let steps = &html[html.find("<div class=\"steps\"").unwrap()..];
    assert_eq!(
        steps,
        "<div class=\"steps\">\n<ol>\n<li id=\"first-one\" class=\"step-optional\"><a class=\"step-marker\" href=\"#first-one\" aria-label=\"Step 1\">1</a>\n\
         <h3 class=\"step-title\">First one</h3>\n<div class=\"step-metadata\"><span class=\"step-badge step-badge-optional\">Optional</span>\
         <span class=\"step-duration\">5 min</span></div>\n<p class=\"step-description\"><em>Why</em></p>\n<p>Body</p>\n</li>\n\
         <li id=\"second\"><a class=\"step-marker\" href=\"#second\" aria-label=\"Step 2\">2</a>\n<h3 class=\"step-title\">Second</h3>\n<p>x</p>\n</li>\n</ol>\n</div>\n"
    );
    assert_eq!(
        self::html(":::{steps}\n1. a\n2. b\n:::\n"),
        "<div class=\"steps\">\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n</div>\n"
    );
}

#[test]
fn text_between_parts() {
    let text = "::::{steps}\n\nIntro\n\n:::{step} A\na\n:::\n\nOutside [x](gone.md)\n\n:::{note} N\nn\n:::\n:::{step} B\nb\n:::\n:::{step} C\nc\n:::\n- end\n::::\n";
    let body = render(text);
    let lists: Vec<&str> = body.html.split("<ol").skip(1).collect();
    assert_eq!(lists.len(), 2, "{}", body.html);
    assert!(body.html.starts_with("<div class=\"steps\">\n<p>Intro</p>\n<ol>\n<li id=\"a\">"), "{}", body.html);
    assert!(lists[0].contains("</li>\n</ol>\n<p>Outside "), "{}", body.html);
    assert!(lists[1].starts_with(" start=\"2\">\n<li id=\"b\">"), "{}", body.html);
    assert!(body.html.ends_with("</li>\n</ol>\n<ul>\n<li>end</li>\n</ul>\n</div>\n"), "{}", body.html);
    assert_eq!(
        problems(text),
        [
            "content/page.md:3:1 directive-stray-content: text directly in `steps` belongs to no `step`",
            "content/page.md:9:1 directive-stray-content: text directly in `steps` belongs to no `step`",
            "content/page.md:9:9 broken-link: the link `gone.md` leads nowhere",
            "content/page.md:20:1 directive-stray-content: text directly in `steps` belongs to no `step`",
        ]
    );
    let in_list = html("::::{steps}\n- :::{step} A\n  a\n  :::\n::::\n");
    assert!(
        !in_list.contains("<ol>\n<ul>") && in_list.contains("<li><div class=\"steps\">\n<ol>\n<li id=\"a\">"),
        "{in_list}"
    );
    assert_eq!(
        problems("::::{tab-set}\n:::{tab-item} A\na\n:::\nlost\n::::\n"),
        ["content/page.md:5:1 directive-stray-content: text directly in `tab-set` belongs to no `tab-item`"]
    );
}

#[test]
fn cards() {
    let html = bare(
        "::::{cards}\n:columns: 2\n\n:::{card} Install\n:icon: star\n:link: docs/install\n:badge: New\n\nText\n+++\nFoot\n:::\n:::{card} More\n:link: https://example.org/\n[a](/x/)\n:::\n::::\n",
    );
    assert_eq!(
        html,
        "<div class=\"card-grid\" data-columns=\"2\" data-gap=\"medium\" data-style=\"default\" data-variant=\"navigation\" data-layout=\"default\">\n\
         <a class=\"card\" href=\"/docs/install/\">\n<div class=\"card-header\"><span class=\"card-icon\" data-icon=\"star\"></span>\
         <span class=\"card-title\">Install</span><span class=\"card-badge\">New</span></div>\n\
         <div class=\"card-content has-prose-content\"><p>Text</p></div>\n<div class=\"card-footer\">Foot</div>\n</a>\n\
         <div class=\"card\">\n<div class=\"card-header\"><a class=\"card-title\" href=\"https://example.org/\" rel=\"noopener noreferrer\" target=\"_blank\" data-external=\"true\">More</a></div>\n\
         <div class=\"card-content has-prose-content\"><p><a href=\"/x/\">a</a></p></div>\n</div>\n</div>\n"
    );
    assert_eq!(
        problems(":::{cards}\n:::{card} X\n:link: docs/instal\n:::\n:::\n"),
        ["content/page.md:3:8 broken-link: the link `docs/instal` leads nowhere"]
    );
}

#[test]
fn lists_of_pages() {
    let files = [
        ("content/docs/_index.md", "---\ntitle: Docs\n---\n:::{child-cards}\n:fields: title, description\n:::\n"),
        (
            "content/docs/a.md",
            "---\ntitle: A\ndescription: About a\n---\n:::{siblings}\n:::\n\n:::{breadcrumbs}\n:::\n",
        ),
        ("content/docs/b.md", "---\ntitle: B\n---\n"),
        ("content/docs/sub/_index.md", "---\ntitle: Sub\n---\n"),
    ];
    let site = TestSite::new(&files);
    let cards = site.body("content/docs/_index.md").html;
    for part in [
        "href=\"/docs/sub/\"",
        "href=\"/docs/a/\"",
        "<div class=\"card-description\">About a</div>",
        "href=\"/docs/b/\"",
    ] {
        assert!(cards.contains(part), "{part} in {cards}");
    }
    let page = site.body("content/docs/a.md").html;
    assert!(page.contains("<ul class=\"siblings-list\">\n<li><a href=\"/docs/b/\">B</a></li>\n</ul>"), "{page}");
    assert!(
        page.contains("<a href=\"/docs/\">Docs</a>") && page.contains("<span aria-current=\"page\">A</span>"),
        "{page}"
    );
}

#[test]
fn tables() {
    assert_eq!(
        html(":::{list-table}\n:header-rows: 1\n:widths: 1 3\n\n* - Name\n  - What\n* - `x`\n  - - a\n    - b\n:::\n"),
        "<div class=\"table-wrapper\"><table class=\"bengal-list-table\">\n<colgroup><col style=\"width: 25%\"><col style=\"width: 75%\"></colgroup>\n\
         <thead>\n<tr><th scope=\"col\">Name</th><th scope=\"col\">What</th></tr>\n</thead>\n<tbody>\n\
         <tr><td data-label=\"Name\"><code>x</code></td><td data-label=\"What\"><ul>\n<li>a</li>\n<li>b</li>\n</ul></td></tr>\n</tbody>\n</table></div>\n"
    );
    let files = [
        ("content/page.md", ":::{data-table} data/people.csv\n:columns: age\n:::\n"),
        ("data/people.csv", "name,age\n<A>,3\n"),
    ];
    let html = TestSite::new(&files).body("content/page.md").html;
    assert!(
        html.contains("<th scope=\"col\">age</th>")
            && html.contains("<td data-label=\"age\">3</td>")
            && !html.contains("A&gt;"),
        "{html}"
    );
}

#[test]
fn glossaries() {
    let term = |name: &str, tag: &str| {
        let entries =
            [("term", Value::from(name)), ("definition", "See `x`".into()), ("tags", Value::List(vec![tag.into()]))];
        Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let page = [("content/page.md", ":::{glossary}\n:tags: core\n:sorted: true\n:::\n")];
    let html = TestSite::with(&page, |site| {
        let terms = Value::List(vec![term("Zebra", "core"), term("Ape", "core"), term("Other", "x")]);
        let data = [("terms".to_owned(), terms)].into_iter().collect();
        site.data.insert("glossary".into(), Value::Map(data));
    })
    .body("content/page.md")
    .html;
    assert_eq!(
        html,
        "<dl class=\"bengal-glossary\">\n<dt>Ape</dt>\n<dd>See <code>x</code></dd>\n<dt>Zebra</dt>\n<dd>See <code>x</code></dd>\n</dl>\n"
    );
    assert_eq!(
        problems(":::{glossary}\n:::\n"),
        ["content/page.md:1:5 missing-data: there is no glossary `data/glossary`"]
    );
}

#[test]
fn small_ones() {
    let cases = [
        (":::{target} there\n:::\n", "<span class=\"target-anchor\" id=\"there\"></span>\n"),
        (":::{rubric} Notes\n:::\n", "<div class=\"rubric\" role=\"heading\" aria-level=\"5\">Notes</div>\n"),
        (":::{badge} New\n:class: badge-primary\n:::\n", "<span class=\"badge badge-primary\">New</span>\n"),
        (
            ":::{example-label} Basic\n:::\n",
            "<p class=\"example-label\" role=\"heading\" aria-level=\"6\"><span class=\"example-label-prefix\">Example:</span> Basic</p>\n",
        ),
        (
            ":::{button} /go/\n:color: success\nGo\n:::\n",
            "<p class=\"button-line\"><a class=\"button button-success\" href=\"/go/\"><span class=\"button-text\">Go</span></a></p>\n",
        ),
        (
            ":::{since} 0.2\n:::\n",
            "<p><span class=\"version-badge version-badge-since\"><span>New in 0.2</span></span></p>\n",
        ),
        (
            ":::{figure} cat.png\n:alt: A cat\n:width: 300px\n\nThe *cat*\n:::\n",
            "<figure class=\"figure\"><img src=\"/cat.png\" alt=\"A cat\" loading=\"lazy\" width=\"300\"><figcaption><p>The <em>cat</em></p></figcaption></figure>\n",
        ),
        (
            ":::{dropdown} More\n:open:\n:description: d\n\nx\n:::\n",
            "<details class=\"dropdown\" open>\n<summary><span class=\"dropdown-header\"><span class=\"dropdown-title\">More</span>\
             <span class=\"dropdown-description\">d</span></span></summary>\n<div class=\"dropdown-content has-prose-content\">\n<p>x</p>\n</div>\n</details>\n",
        ),
        (
            ":::{checklist} Do\n:show-progress:\n- [x] a\n- [ ] b\n:::\n",
            "<div class=\"checklist checklist-has-tasks\">\n<div class=\"checklist-header\"><p class=\"checklist-title\">Do</p>\
             <div class=\"checklist-progress\"><div class=\"checklist-progress-bar\" style=\"width: 50%\"></div>\
             <span class=\"checklist-progress-text\">1/2 complete</span></div></div>\n<div class=\"checklist-content\">\n<ul>\n\
             <li class=\"task-list-item\"><input class=\"task-list-item-checkbox\" type=\"checkbox\" disabled checked> a</li>\n\
             <li class=\"task-list-item\"><input class=\"task-list-item-checkbox\" type=\"checkbox\" disabled> b</li>\n</ul>\n</div>\n</div>\n",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(bare(text), expected, "{text}");
    }
}

#[test]
fn embeds_take_only_ids() {
    let html = html(":::{youtube} dQw4w9WgXcQ\n:title: A <video>\n:start: 30\n:::\n");
    assert!(
        html.contains("src=\"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=30\" title=\"A &lt;video&gt;\""),
        "{html}"
    );
    let evil = render(":::{youtube} <script>alert(1)</script>\n:::\n\n:::{codepen} a/../b\n:::\n");
    assert_eq!(evil.html, "");
    assert_eq!(evil.diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["bad-embed", "bad-embed"]);
    for name in ["vimeo", "tiktok", "spotify", "soundcloud", "codepen", "codesandbox", "stackblitz", "asciinema"] {
        assert!(self::html(&format!(":::{{{name}}} abc123\n:::\n")).contains("<iframe src=\"https://"), "{name}");
    }
    assert!(!self::html(":::{gist} user/abc123\n:::\n").contains("<script"));
}

#[test]
fn unknown_names_are_errors_and_bodies_stay() {
    let body = render("Text\n\n:::{wraning} Title\n:klass: x\n\nThe **body**\n:::\n");
    assert_eq!(body.html, "<p>Text</p>\n<p>The <strong>body</strong></p>\n");
    let problem = &body.diagnostics[0];
    assert_eq!((problem.code, problem.severity), ("unknown-directive", bengal_core::Severity::Error));
    assert_eq!(problem.hints, ["did you mean `warning`?"]);
    assert_eq!(body.diagnostics.len(), 1);
    assert_eq!(
        problems(":::{note}\n:clas: x\n:::\n"),
        ["content/page.md:2:2 unknown-directive-option: directive `note` has no option `clas`"]
    );
    assert_eq!(
        problems(":::{step} X\n:::\n"),
        ["content/page.md:1:5 directive-outside: directive `step` stands outside of `steps`"]
    );
}

#[test]
fn ends_that_do_not_fit() {
    assert_eq!(
        problems(":::\n\n::::{note}\n:::\n\n:::{/tip}\n"),
        [
            "content/page.md:1:1 stray-directive-end: no directive is open that this line could close",
            "content/page.md:3:6 unclosed-directive: directive `note` is not closed",
            "content/page.md:4:1 stray-directive-end: 3 colons do not close `note`, which opens with 4",
            "content/page.md:6:1 stray-directive-end: no directive `tip` is open",
        ]
    );
}

#[test]
fn directives_in_quotations() {
    let note = |body: &str| bare(&format!(":::{{note}} T\n{body}:::\n"));
    let cases = [
        ("> :::{note} T\n> x\n> :::\n", format!("<blockquote>\n{}</blockquote>\n", note("x\n"))),
        (
            "> before\n>\n>   :::{note} T\n>   - x\n>\n>   y\n>   :::\n> after\nlazy\n",
            format!("<blockquote>\n<p>before</p>\n{}<p>after\nlazy</p>\n</blockquote>\n", note("- x\n\ny\n")),
        ),
        (
            "1. a\n\n   > > :::{note} T\n   > > x\n   > > :::\n\n2. b\n",
            format!(
                "<ol>\n<li><p>a</p>\n<blockquote>\n<blockquote>\n{}</blockquote>\n</blockquote>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n",
                note("x\n")
            ),
        ),
        (
            "   :::{container} c\n   > :::{note} T\n   > x\n   > :::\n   :::\n",
            format!("<div class=\"c\">\n<blockquote>\n{}</blockquote>\n</div>\n", note("x\n")),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(bare(text), expected, "{text}");
    }
    // What is indented less than the list item is a quotation of its own.
    assert!(html("- a\n\n  > b\n\n> c\n").ends_with("</ul>\n<blockquote>\n<p>c</p>\n</blockquote>\n"));
    assert!(html("- a\n\n  > b\n> c\n").ends_with("</ul>\n<blockquote>\n<p>c</p>\n</blockquote>\n"));
    // A directive in a quotation ends with it, and can not end one around it.
    assert_eq!(
        problems("> :::{note}\n> [x](gone.md)\n\ny\n"),
        [
            "content/page.md:1:7 unclosed-directive: directive `note` is not closed",
            "content/page.md:2:3 broken-link: the link `gone.md` leads nowhere"
        ]
    );
    let body = render(":::{note}\n> :::\n> x\n\n:::\n");
    assert_eq!(body.diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["stray-directive-end"]);
    assert_eq!(html("> ```text\n> :::{note}\n> ```\n").matches(":::{note}").count(), 1);
}

#[test]
fn directives_in_text() {
    assert_eq!(
        problems("see :::{note}\n\n\\:::{note} and `:::{note}`\n"),
        ["content/page.md:1:1 directive-in-text: a directive does not start here, and is shown as text"]
    );
}

#[test]
fn other_dialects() {
    let body = render(
        "::: moniker range=\">=2\"\nInside\n::: moniker-end\n\n:::image source=\"a.png\" alt-text=\"A *b*\":::\n\n> [!INCLUDE [name](../x.md)] and [!code-cpp[Code#1](y.cpp)]\n\n::: warning\nText\n:::\n\n:::row:::\nx\n:::row-end:::\n",
    );
    assert_eq!(
        body.html,
        "<p>Inside</p>\n<p>A *b*</p>\n<blockquote>\n<p>name and Code#1</p>\n</blockquote>\n<p>Text</p>\n<p>x</p>\n"
    );
    assert!(body.diagnostics.iter().all(|problem| problem.code == "foreign-syntax"), "{:#?}", body.diagnostics);
    let places: Vec<_> = body
        .diagnostics
        .iter()
        .filter_map(|problem| problem.location.as_ref())
        .map(|at| (at.line, at.column))
        .collect();
    assert_eq!(places, [(1, 1), (3, 1), (5, 1), (7, 3), (7, 34), (9, 1), (13, 1), (15, 1)]);
}

#[test]
fn names_have_no_case_and_those_of_other_tools_are_explained() {
    assert!(bare(":::{NOTE}\nx\n:::{/Note}\n").starts_with("<div class=\"admonition note\">"));
    let hint = |name: &str| {
        let body = render(&format!(":::{{{name}}} python\nx\n:::\n"));
        assert_eq!(body.diagnostics[0].code, "unknown-directive");
        body.diagnostics[0].hints.join(" ")
    };
    assert!(hint("admonition").contains("`:::{note} Title`"));
    assert!(hint("code-block").contains("fence") && hint("Code-Block").contains("fence"));
    assert!(hint("image").contains(":::{figure} path"));
}

#[test]
fn what_a_directive_cannot_do_without() {
    let body = render(":::{button}\nGo\n:::\n");
    assert!(!body.html.contains("href") && body.diagnostics[0].code == "missing-link", "{}", body.html);
    let body = render(":::{figure}\n:::\n");
    assert_eq!((body.html.as_str(), body.diagnostics[0].code), ("", "missing-image"));
    assert_eq!(
        problems(":::{figure} cat.png\n:width: 50%\"\n:::\n"),
        ["content/page.md:2:9 bad-directive-option: `width` can not be `50%\"`"]
    );
}
