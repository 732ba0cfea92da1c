//! The Markdown itself: blocks, code, mathematics, headings, footnotes, roles, variables.

use super::support::{TestSite, html, problems, render};
use bengal_core::Value;

#[test]
fn paragraphs_and_breaks() {
    assert_eq!(html("a *b* **c** ~~d~~\ne  \nf"), "<p>a <em>b</em> <strong>c</strong> <del>d</del>\ne<br>\nf</p>\n");
}

#[test]
fn headings_have_ids_and_permalinks() {
    let link = |id: &str| format!("<a class=\"headerlink\" href=\"#{id}\" aria-label=\"Link to this section\">#</a>");
    assert_eq!(
        html("## A `b` c\n\n## A b c\n\n### Own {#own .big}\n"),
        format!(
            "<h2 id=\"a-b-c\">A <code>b</code> c{}</h2>\n<h2 id=\"a-b-c-1\">A b c{}</h2>\n<h3 id=\"own\" class=\"big\">Own{}</h3>\n",
            link("a-b-c"),
            link("a-b-c-1"),
            link("own")
        )
    );
}

#[test]
fn the_table_of_contents_has_what_is_in_the_flow() {
    let body = render(
        "# Title\n\n## One\n\n:::{note}\n### In a note\n:::\n\n:::{tab-set}\n:::{tab-item} T\n## In a tab\n:::\n:::\n\n#### Four\n\n##### Five\n",
    );
    let shape: Vec<_> = body.toc.iter().map(|entry| (entry.text.as_str(), entry.children.len())).collect();
    assert_eq!(shape, [("One", 1)]);
    assert_eq!(body.toc[0].children[0].children[0].text, "Four");
    assert!(body.starts_with_title);
    assert!(render("## Only one\n").toc.is_empty());
}

#[test]
fn code_has_its_wrapper() {
    assert_eq!(
        html("```no-such\na <b>\n```\n"),
        "<div class=\"code-block-wrapper\" data-language=\"no-such\"><div class=\"code-block-body\"><pre tabindex=\"0\">\
         <code class=\"language-no-such\">a &lt;b&gt;\n</code></pre></div></div>\n"
    );
    let titled = html("```py title=\"a.py\" {1}\nx = 1\n```\n");
    assert!(titled.contains("<span class=\"code-block-title\">a.py</span>"), "{titled}");
    assert!(titled.contains("<span class=\"hll\">x "), "{titled}");
}

#[test]
fn nothing_in_code_is_replaced() {
    let text = "`[[docs/install]]` `{{ page.title }}`\n\n```\n[[docs/install]] {{ page.title }}\n:::{note}\n```\n\n    [[x]]\n    :::{note}\n";
    let html = html(text);
    assert!(html.contains("<code>[[docs/install]]</code> <code>{{ page.title }}</code>"), "{html}");
    assert!(html.contains("[[docs/install]] {{ page.title }}\n:::{note}"), "{html}");
    assert!(html.contains("[[x]]\n:::{note}"), "{html}");
}

#[test]
fn diagrams_and_mathematics() {
    let body = render("```mermaid\na --> b\n```\n\n$x<y$ costs $5 and $6\n\n$$\na & b\n$$\n");
    assert!(body.has_diagrams && body.has_math);
    assert!(body.html.contains("<pre class=\"mermaid\">a --&gt; b</pre>"));
    assert!(body.html.contains("<span class=\"math math-inline\">x&lt;y</span> costs $5 and $6</p>"), "{}", body.html);
    assert!(body.html.ends_with("<div class=\"math math-display\">a &amp; b</div>\n"), "{}", body.html);
    assert!(!render("$5 and $6, or $HOME/$USER").has_math);
}

#[test]
fn lists_of_tasks() {
    assert_eq!(
        html("- [x] a\n- [ ] b\n- c\n"),
        "<ul>\n<li class=\"task-list-item\"><input class=\"task-list-item-checkbox\" type=\"checkbox\" disabled checked> a</li>\n\
         <li class=\"task-list-item\"><input class=\"task-list-item-checkbox\" type=\"checkbox\" disabled> b</li>\n<li>c</li>\n</ul>\n"
    );
}

#[test]
fn tables_keep_references_whole() {
    let html = html("| a | b |\n|:--|--:|\n| [[docs/install|In]] | x |\n");
    assert!(html.contains("<th style=\"text-align: left\">a</th><th style=\"text-align: right\">b</th>"), "{html}");
    assert!(html.contains("<td style=\"text-align: left\"><a href=\"/docs/install/\">In</a></td>"), "{html}");
}

#[test]
fn definition_lists_and_alerts() {
    assert!(html("Term\n: Meaning\n").contains("<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"));
    let alert = html("> [!Note]\n> Text\n");
    assert!(alert.starts_with("<div class=\"admonition note\"><p class=\"admonition-title\">"), "{alert}");
    assert!(alert.ends_with("<p>Text</p>\n</div>\n"), "{alert}");
}

#[test]
fn footnotes_and_link_definitions_hold_for_the_whole_page() {
    let html = html(":::{note}\nSee [it][there] and[^n], again[^n].\n:::\n\n[there]: /x/\n\n[^n]: The *note*.\n");
    assert!(html.contains("<a href=\"/x/\">it</a>"), "{html}");
    assert!(html.contains("<sup class=\"footnote-ref\" id=\"fnref-1-2\"><a href=\"#fn-1\">1</a></sup>"), "{html}");
    assert!(
        html.contains("<li id=\"fn-1\"><p>The <em>note</em>. <a class=\"footnote-backref\" href=\"#fnref-1\""),
        "{html}"
    );
}

#[test]
fn roles() {
    let html = html(
        "{kbd}`Ctrl+C` {abbr}`HTML (Hypertext)` H{sub}`2`O {sup}`2` {math}`x^2` {bdg-primary}`New` {ref}`Go <docs/install>`",
    );
    for part in [
        "<kbd>Ctrl</kbd>+<kbd>C</kbd>",
        "<abbr title=\"Hypertext\">HTML</abbr>",
        "H<sub>2</sub>O",
        "<span class=\"math math-inline\">x^2</span>",
        "<span class=\"badge badge-primary\">New</span>",
        "<a href=\"/docs/install/\">Go</a>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(self::html("{icon}`check:24:big`").contains("<svg class=\"icon icon-check big\" width=\"24\""));
    assert_eq!(
        problems("{kbdd}`x` and {icon}`no-such-name` {icon}`no-such-name`"),
        [
            "content/page.md:1:1 unknown-role: unknown role `kbdd`",
            "content/page.md:1:15 unknown-icon: there is no icon `no-such-name`",
        ]
    );
}

#[test]
fn variables() {
    let files = [(
        "content/page.md",
        "---\ntitle: A <b> title\nversion: 1.2\nmy_key: x_y_z\n---\n{{ page.title }} {{page.metadata.version}} {{ page.my_key }} {{ site.data.a.b }} {{ params.p }} {{/* page.x */}} {{ page.none }} <i title=\"{{ page.title }}\">i</i> [l](/{{ page.version }}/)\n",
    )];
    let body = TestSite::with(&files, |site| {
        site.data.insert("a".into(), Value::Map([("b".to_owned(), Value::Int(7))].into_iter().collect()));
        site.config.params.insert("p".into(), "q".into());
    })
    .body("content/page.md");
    assert_eq!(
        body.html,
        "<p>A &lt;b&gt; title 1.2 x_y_z 7 q {{ page.x }} {{ page.none }} <i title=\"A &lt;b&gt; title\">i</i> <a href=\"/1.2/\">l</a></p>\n"
    );
    let codes: Vec<_> = body.diagnostics.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["unknown-variable"]);
    assert_eq!(
        problems("{{ page.title | upper }}"),
        ["content/page.md:1:1 unsupported-expression: `page.title | upper` is not a dotted name"]
    );
}

#[test]
fn summaries() {
    let body = render(
        "# T\n\nFirst *paragraph* with `code`.\n\n:::{note}\nNot this\n:::\n\nSecond.\n\n```\nnot counted\n```\n",
    );
    assert_eq!(body.excerpt, "First paragraph with code. Second.");
    assert_eq!(body.words, 7);
    assert_eq!(body.reading_minutes, 1);
    assert_eq!(render("").reading_minutes, 0);
    assert_eq!(render("One.\n\n:::{excerpt-break}\n:::\n\nTwo.\n").excerpt, "One.");
}

#[test]
fn footnotes_that_are_not_defined() {
    assert_eq!(
        problems("a[^nope] *b[^1]* `[^code]` \\[^escaped] [^link](/x/)\n\n[^1]: c\n"),
        ["content/page.md:1:2 missing-footnote: no footnote `nope` is defined"]
    );
}

#[test]
fn every_reference_to_a_footnote_has_its_way_back() {
    let html = html("a[^n] b[^n]\n\n[^n]: c\n");
    for target in ["fnref-1", "fnref-1-2"] {
        assert!(html.contains(&format!("id=\"{target}\"")) && html.contains(&format!("href=\"#{target}\"")), "{html}");
    }
}

#[test]
fn the_role_ref_finds_targets_and_headings() {
    let html = html("{ref}`tgt` {ref}`words <tgt>` {ref}`there` {ref}`install`\n\n:::{target} tgt\n:::\n");
    assert!(html.contains("<a href=\"#tgt\">tgt</a> <a href=\"#tgt\">words</a>"), "{html}");
    assert!(html.contains("href=\"/docs/install/#there\"") && html.contains("href=\"/docs/install/\""), "{html}");
}

#[test]
fn headings_without_text_are_not_in_the_table_of_contents() {
    let body = render("## One\n\n##\n\n## Two\n");
    assert_eq!(body.toc.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
}

#[test]
fn the_character_nul_is_replaced() {
    let body = render("## A\0\n\n## B\n\nx\0y `c\0`\n\n```rust\nd\0\n```\n\n<p title=\"\0\">\n");
    assert!(body.html.contains("x\u{fffd}y <code>c\u{fffd}</code>"), "{}", body.html);
    assert!(!body.html.contains('\0') && !body.excerpt.contains('\0') && body.toc[0].text == "A\u{fffd}");
}
