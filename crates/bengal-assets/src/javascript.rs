//! References of scripts: what a module imports, and URLs that are resolved against it.
//!
//! Scripts are parsed with tree-sitter's JavaScript grammar, whose lexer knows where a `/` begins a regular expression and where
//! a template literal ends, and which goes on after what it does not know. Only literals are found: what a script puts together
//! when it runs cannot be linked.

use arborium_tree_sitter::{Language, Node, ParseOptions, Parser, Tree};
use std::ops::{ControlFlow, Range};

/// Larger scripts are not looked into.
const LARGEST: usize = 8 << 20;

/// Tree-sitter asks after each 100 steps whether to go on; it may ask this often, and once more for each byte.
const PATIENCE: usize = 10_000;

/// A literal that is a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScriptUrl {
    /// Between the quotes.
    pub(crate) span: Range<usize>,
    /// Whether it is a module specifier: then `react` is a name for an import map and no URL.
    pub(crate) is_specifier: bool,
}

/// The URLs of a script, in order. `None` where it is too large or too intricate to be looked into. Linear.
pub(crate) fn urls(script: &str) -> Option<Vec<ScriptUrl>> {
    if !may_refer(script) {
        return Some(Vec::new());
    }
    if script.len() > LARGEST {
        return None;
    }
    let tree = parse(script)?;
    let mut urls = Vec::new();
    let mut cursor = tree.walk();
    loop {
        look_at(cursor.node(), script, &mut urls);
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                urls.sort_by_key(|url| url.span.start);
                return Some(urls);
            }
        }
    }
}

/// Whether a parse may find anything. Most scripts of sites are no modules.
fn may_refer(script: &str) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(script.as_bytes(), word).is_some();
    has(b"import") || (has(b"export") && has(b"from"))
}

fn parse(script: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&Language::from(arborium_javascript::language())).ok()?;
    let bytes = script.as_bytes();
    let mut patience = PATIENCE + bytes.len();
    let mut count = |_: &_| match patience.checked_sub(1) {
        Some(left) => {
            patience = left;
            ControlFlow::Continue(())
        }
        None => ControlFlow::Break(()),
    };
    let options = ParseOptions::new().progress_callback(&mut count);
    parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options))
}

fn look_at(node: Node<'_>, script: &str, urls: &mut Vec<ScriptUrl>) {
    let mut push = |literal: Option<Node<'_>>, is_specifier: bool| {
        if let Some(span) = literal.and_then(|literal| literal_span(literal, script)) {
            urls.push(ScriptUrl { span, is_specifier });
        }
    };
    match node.kind() {
        "import_statement" | "export_statement" => push(node.child_by_field_name("source"), true),
        "call_expression" => {
            let Some(function) = node.child_by_field_name("function") else { return };
            if function.kind() == "import" || text(function, script) == "import.meta.resolve" {
                push(argument(node, 0), true);
            }
        }
        "new_expression" => {
            let is_url = node.child_by_field_name("constructor").is_some_and(|name| text(name, script) == "URL");
            let is_own = || argument(node, 1).is_some_and(|base| text(base, script) == "import.meta.url");
            if is_url && is_own() {
                push(argument(node, 0), false);
            }
        }
        _ => {}
    }
}

/// An argument of a call, comments not counted.
fn argument<'t>(call: Node<'t>, index: usize) -> Option<Node<'t>> {
    let arguments = call.child_by_field_name("arguments")?;
    let mut cursor = arguments.walk();
    arguments.named_children(&mut cursor).filter(|child| child.kind() != "comment").nth(index)
}

/// The source of a node.
fn text<'s>(node: Node<'_>, script: &'s str) -> &'s str {
    script.get(node.byte_range()).unwrap_or_default()
}

/// What is between the quotes of a literal without escapes and substitutions.
fn literal_span(literal: Node<'_>, script: &str) -> Option<Range<usize>> {
    if !matches!(literal.kind(), "string" | "template_string") {
        return None;
    }
    let Range { start, end } = literal.byte_range();
    let inside = start + 1..end.checked_sub(1)?;
    let value = script.get(inside.clone())?;
    let is_closed = script.get(end - 1..end) == script.get(start..start + 1);
    let is_plain = !value.is_empty() && !value.contains(['\\', '\n', '\r']) && !value.contains("${");
    (is_closed && is_plain).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(script: &str) -> Vec<&str> {
        urls(script).unwrap().into_iter().map(|url| &script[url.span]).collect()
    }

    #[test]
    fn every_form() {
        let script = r#"
            import a, { b as c } from "./a.js";
            import * as d from './d.js' with { type: "json" };
            import"./side.js";
            export { e } from "./e.js"; export * as f from "./f.js";
            export default function () {} export const g = "./no.js";
            const h = await import("./h.js"); import(/* comment */ `./i.js`).then(() => {});
            const j = new URL("./j.png", import.meta.url).href, k = new Worker(new URL('k.js', import.meta.url));
            const l = import.meta.resolve("./l.js"); import react from "react";
        "#;
        let expected = [
            "./a.js",
            "./d.js",
            "./side.js",
            "./e.js",
            "./f.js",
            "./h.js",
            "./i.js",
            "./j.png",
            "k.js",
            "./l.js",
            "react",
        ];
        assert_eq!(found(script), expected);
        assert_eq!(found("import a from './a.js'\nexport{b}from'./b.js'"), ["./a.js", "./b.js"], "minified");
    }

    #[test]
    fn what_only_looks_like_a_reference() {
        for script in [
            "// import './no.js'\n/* import('./no.js') */",
            "const s = \"import './no.js'\", t = `import('./no.js')`, u = 'new URL(\"no\", import.meta.url)'",
            "const r = /import\\(\"no.js\"\\)/, x = a / b / import.meta.url.length; y = 1 /2/ 'import(\"no\")'",
            "if (x) /['\"]import('no.js')/.test(x); return_ = a++ / 2; z = '/import(\"./no.js\")'",
            "import(name); import(`./${name}.js`); import('./a' + '.js'); new URL('./x.png', document.baseURI)",
            "o.import('./no.js'); o = { import: './no.js', from: './no.js' }; class A { import() { return './no.js' } }",
            "`${`${'import(\"./no.js\")'}`}`",
            "import('./\\u0061.js'); import('')",
            "s = 'a\\'; import(\"./no.js\"); '",
        ] {
            assert!(found(script).is_empty(), "{script}: {:?}", found(script));
        }
    }

    #[test]
    fn what_follows_hard_tokens_is_found() {
        for before in [
            "const r = /[/'\"`]/g;",
            "const t = `a ${ `b ${'}'} \\`` } '`;",
            "x = a /b/ c; y = (1) / 2; z = {} / 1;",
            "function f() { return /}'/ }",
            "if (a) /'/.exec(b);",
            "/* ' */ // \"\n",
            "<!-- '\n",
            "a = b\n/c'd/.e;",
            "const { a = /'/ } = {};",
            "label: { `}` }",
            "using x = y();",
            "@dec class { #x = '\\'' ; static { } }",
            "const big = 1_000n ** 2n, o = a?.b?.[0] ?? /'/;",
        ] {
            let script = format!("{before}\nimport('./a.js');\n");
            assert_eq!(found(&script), ["./a.js"], "{before}");
        }
    }

    #[test]
    fn deep_and_long_scripts_end() {
        for part in ["(", "[", "{", "`${", "!", "a?b:", "()=>", "if(a)", "import(", "/", "'"] {
            let script = format!("import './a.js';{}", part.repeat(20_000));
            drop(urls(&script));
        }
    }

    proptest! {
        #[test]
        fn never_panics(parts in proptest::collection::vec(prop_oneof![
            Just("import"), Just(" from "), Just("'./a'"), Just("("), Just(")"), Just("`"), Just("${"), Just("}"), Just("/"),
            Just("new URL("), Just("import.meta.url"), Just("é"), Just("\""), Just("\n"), Just("export *"), Just("//"), Just("\\")
        ], 0..24)) {
            let script = parts.concat();
            for url in urls(&script).unwrap_or_default() {
                prop_assert!(script.get(url.span).is_some());
            }
        }
    }
}
