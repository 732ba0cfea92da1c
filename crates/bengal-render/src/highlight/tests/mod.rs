mod differential;
mod oracle;

use super::*;
use proptest::prelude::*;

fn html(language: &str, code: &str) -> String {
    Highlighter::new().highlight(language, code).to_string()
}

#[test]
fn every_grammar_compiles() {
    for (name, _, source) in languages::all() {
        if let Err(error) = grammar::Grammar::compile(source) {
            panic!("{name}: {error}");
        }
    }
}

#[test]
fn tokens_have_classes() {
    insta::assert_snapshot!(html("rs", "fn main() { let x = \"a<b\"; }"), @r#"<span class="hl-k">fn </span><span class="hl-f">main</span>() { <span class="hl-k">let</span> x = <span class="hl-s">"a&lt;b"</span>; }"#);
    insta::assert_snapshot!(html("Python", "# note\ndef f(x):\n    return 1 + x"), @r#"
    <span class="hl-c"># note</span>
    <span class="hl-k">def </span><span class="hl-f">f</span>(x):
        <span class="hl-k">return </span><span class="hl-n">1 </span><span class="hl-o">+ </span>x
    "#);
}

#[test]
fn embedded_languages_are_highlighted() {
    assert!(html("html", "<style>a { color: red }</style>").contains("hl-pr"));
}

#[test]
fn unknown_languages_are_plain() {
    assert_eq!(html("no-such-language", "a < b"), "a &lt; b");
}

#[test]
fn no_element_is_open_at_a_line_end() {
    for line in html("c", "/* a\n b\n c */ int x;\n").lines() {
        assert_eq!(line.matches("<span").count(), line.matches("</span>").count(), "{line}");
    }
}

#[test]
fn too_long_is_plain() {
    let code = format!("let x = {};", "1".repeat(MAX_LINE_BYTES));
    assert!(!html("rust", &code).contains("<span"));
    assert!(!html("rust", &"let x = 1;\n".repeat(30_000)).contains("<span"));
}

#[test]
fn hostile_code_ends() {
    for language in ["python", "cpp", "yaml", "jinja2", "javascript", "html"] {
        let code = "{[(<{% ".repeat(700);
        assert!(html(language, &code).len() >= code.len());
    }
}

#[test]
fn queries_on_hostile_trees_end() {
    for (language, piece) in [
        ("haskell", "a = b\n"),
        ("haskell", "((((((((\n"),
        ("cmake", "list(a\n"),
        ("xml", "<a b='c'\n"),
        ("kotlin", "@a\n"),
        ("nix", "a: a\n"),
        ("nix", "\"${#\n#\n"),
        ("scala", "import a.b,\n"),
    ] {
        let code = piece.repeat(4_000);
        assert!(html(language, &code).len() >= code.len());
    }
}

/// Patterns that one node may match in many ways: the work on each is bounded, and nothing is lost.
#[test]
fn long_lists_of_one_kind_are_highlighted() {
    let list = |start: &str, piece: &str, count: usize, end: &str| [start, &piece.repeat(count), end].concat();
    for (language, code, token) in [
        ("kotlin", list("val x = \"", "${a}", 3_000, "\"\n"), "val"),
        ("kotlin", list("val x = \"", "$a", 6_000, "\"\n"), "val"),
        ("csharp", list("class A { int[] x = {\n", "a,-b,\n", 12_000, "}; }\n"), "class"),
        ("nix", list("let x = \"${", "#\n", 5_000, "a}\"; in x\n"), "let"),
    ] {
        let html = html(language, &code);
        assert!(html.contains(&format!("<span class=\"hl-k\">{token}")), "{language}: {}", &html[..80]);
    }
}

fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_text_stays(code in "(fn |let |\\{|\\}|\"|'|é|\\\\|/\\*|\\*/|<b>|\n|[a-z ]){0,40}", which in 0usize..4) {
        let language = ["rust", "html", "markdown", "php"][which];
        prop_assert_eq!(text_of(&html(language, &code)), code);
    }
}
