//! Pages that nobody would write: nothing panics, nothing takes more than its share.

use super::support::render;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Renders `unit` repeated to two lengths, and says how much longer the longer one takes.
fn assert_linear(unit: &str) {
    let time = |count: usize| {
        let text = unit.repeat(count);
        (0..3)
            .map(|_| {
                let start = Instant::now();
                render(&text);
                start.elapsed()
            })
            .min()
            .unwrap_or_default()
    };
    let count = 64_000 / unit.len();
    let (short, long) = (time(count / 16), time(count));
    // Sixteen times the length: sixteen times the time, 256 if it were quadratic.
    assert!(long < short * 80 + Duration::from_millis(150), "{unit:?}: {short:?} and {long:?}");
}

#[test]
fn repetition_costs_its_length() {
    for unit in [
        "[[a",
        "[[a|b]] ",
        "{{ page.x }} ",
        "{{",
        "[!a [",
        ":::image ",
        "<a ",
        "<!--",
        "`",
        "$",
        "$$x$$\n\n",
        "> ",
        "- ",
        "#",
        ":::{note}\n",
        ":::{nope} x\n",
        ":::\n",
        "::::{tabs}\n:::{tab} a\n",
        ":::{steps}\n:::{step} a\n:::\n",
        "[a](b.md) ",
        "![",
        "# a\n",
        "a[^1]\n\n[^1]: b\n\n",
        "<div>\n:::{note}\n",
        "|a",
        "{kbd}`x`",
        ":::{include} none.md\n:::\n",
        "```\n",
        "- :::{note}\n",
        "> :::{note}\n> x\n",
        "# a\n\n[x](#a-1) [y](#nope)\n\n",
        "[a](docs/install.md#first-step) ",
        "[^nope] ",
        "> > > > > > > > > > a\n",
        "> > a\n> b\n",
        "::::{steps}\nx\n:::{step} a\n:::\n",
        "\u{e0f1}0\u{e0f2}",
    ] {
        assert_linear(unit);
    }
}

#[test]
fn an_end_far_away_is_not_looked_for_over_and_over() {
    let time = |count: usize| {
        let text = "[^a ".repeat(count) + "]";
        let start = Instant::now();
        render(&text);
        start.elapsed()
    };
    let (short, long) = (time(16_000), time(256_000));
    assert!(long < short * 80 + Duration::from_millis(150), "{short:?} and {long:?}");
}

#[test]
fn deep_nesting_is_cut() {
    let body = render(&":::{container} c\n".repeat(500));
    assert!(body.html.matches("<div").count() <= 64);
    assert!(body.diagnostics.iter().any(|problem| problem.code == "directive-nesting"));
}

#[test]
fn many_problems_are_counted() {
    let body = render(&"[[nowhere]]\n".repeat(3000));
    assert_eq!(body.diagnostics.len(), 1001);
    assert_eq!(body.diagnostics[1000].message, "2000 more problems in this page are not listed");
}

/// Whether every element that needs an end has one, in order.
fn is_balanced(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let name = tag.split([' ', '>', '\n', '/']).next().unwrap_or_default();
        if matches!(open.last(), Some(&("ol" | "ul"))) && !tag.starts_with('/') && name != "li" {
            return false;
        }
        match tag.strip_prefix('/') {
            Some(end) => {
                if open.pop() != Some(end.split('>').next().unwrap_or_default()) {
                    return false;
                }
            }
            None if matches!(name, "img" | "br" | "hr" | "input" | "path" | "col" | "source") => {}
            None if name == "a" && open.contains(&"a") => return false,
            None => open.push(name),
        }
    }
    open.is_empty()
}

/// Lines of pages: what directives and Markdown are made of, without raw HTML, whose balance is its author's.
fn line() -> impl Strategy<Value = String> {
    let content = prop_oneof![
        Just(":::"),
        Just("::::"),
        Just(":::{note}"),
        Just("::::{tab-set}"),
        Just(":::{tab-item} T"),
        Just(":::{steps}"),
        Just(":::{step} S"),
        Just(":::{/note}"),
        Just(":::{card} C"),
        Just(":link: docs/install"),
        Just(":class: x"),
        Just(":::{list-table}"),
        Just("* - a"),
        Just("  - b"),
        Just("- item"),
        Just("1. one"),
        Just("> quote"),
        Just("> :::{note}"),
        Just("> :::"),
        Just("> > :::{steps}"),
        Just("> > :::{step} S"),
        Just("text *x*"),
        Just("## Head"),
        Just("```"),
        Just("~~~ py"),
        Just(""),
        Just("[[docs/install|x]] {{ page.title }}"),
        Just("a[^1]"),
        Just("[^1]: note"),
        Just("| a | b |"),
        Just("|---|---|"),
        Just("$$x$$"),
        Just(":::{code-tabs}"),
        Just(":::{checklist} c"),
        Just("- [x] done"),
        Just(":::{unknown}"),
        Just("::: moniker"),
        Just("::: other"),
        Just(":::{figure} cat.png"),
        Just("é\u{e0f1}1\u{e0f2}"),
        Just(":::{dropdown} D"),
        Just("Term"),
        Just(": def"),
        Just("> [!NOTE]"),
        Just("![a](cat.png)"),
        Just("\t:::{tip}"),
        Just("[x [[docs/install]] `y`](docs/install.md)"),
    ];
    (0usize..7, content).prop_map(|(indent, content)| format!("{}{content}\n", " ".repeat(indent)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn html_is_balanced(lines in proptest::collection::vec(line(), 0..25)) {
        let text = lines.concat();
        let body = render(&text);
        prop_assert!(is_balanced(&body.html), "{}\n---\n{}", text, body.html);
        prop_assert!(!body.html.contains("<!--:"), "{}\n---\n{}", text, body.html);
    }

    #[test]
    fn any_text_renders(text in "(\\PC|\n|:::|\\{|\\}|\\[\\[|<|`|\t|\r\n){0,80}") {
        let body = render(&text);
        for problem in body.diagnostics {
            let at = problem.location.unwrap();
            prop_assert!(at.line >= 1 && at.column >= 1);
        }
    }
}
