//! Our queries against tree-sitter's: the same HTML for the same code.

use super::super::{grammar, languages, tokens};
use super::oracle;
use camino::Utf8Path;
use proptest::prelude::*;

/// A little of many languages, to be cut and joined.
const SNIPPETS: [(&str, &str); 16] = [
    (
        "rust",
        "impl<T: Copy> Tree<T> {\n    pub fn new(x: &'a str) -> Self { println!(\"{x}\"); Self::Leaf(MAX_LEN, a::b::<u8>(1)) }\n}\n",
    ),
    (
        "python",
        "@decorated\nclass A(Base):\n    LIMIT = 3\n    def f(self, *args, x: int = 1) -> str:\n        return print(f\"{x}\") + Foo.bar\n",
    ),
    ("cpp", "template <typename T> class A : public B { int x = f<T>(1); }; // note\n#define M(x) x\n"),
    ("csharp", "namespace A { class B : C { [Test] void F(int x) { var y = x as D; } } }\n"),
    (
        "cmake",
        "function(f a b)\nlist(TRANSFORM x STRIP AT 1)\nset(A 1 CACHE STRING \"b\")\nendfunction()\nblock(SCOPE_FOR VARIABLES)\nendblock()\n",
    ),
    ("elixir", "defmodule A do\n  @doc \"text\"\n  def f(x) when x > 1, do: &(&1 + 1)\nend\n"),
    ("haskell", "main :: IO ()\nmain = print $ map f xs where f x = g . h $ x `elem` [1]\n"),
    ("kotlin", "@A class B(val x: Int) { fun f() = a.b(x) { it?.c ?: 1 } }\n"),
    ("lua", "local function f(a, ...) local x, y = {b = function() end}, 1 return a.b:c() end\n"),
    ("nix", "{ a ? 1, ... }@b: let x.y = \"${c}\"; in f x.z or [ 1 ]\n"),
    ("scala", "import a.b.C, d.{E, F}\nobject A extends B { def f(x: Int) = x match { case C(y) => y } }\n"),
    ("swift", "func f(_ a: Int, b c: String) -> Bool { return a.b(c: 1) }\n"),
    ("javascript", "const f = async (a) => { module.exports = new A(`x${a}`); b.c = function () {} };\n"),
    ("typescript", "export class A<T> implements B { private x: string = y as any; f(this: A): void {} }\n"),
    ("html", "<p class=a>b</p><script>let x = 1;</script><style>a { b: c }</style>\n"),
    ("markdown", "# A\n\n```rust\nfn f() {}\n```\n\n- *b* [c](d)\n"),
];

fn assert_same(language: &str, code: &str) {
    let Some(id) = languages::grammar(language) else { return };
    let spans = grammar::Session::default().spans(id, code).expect("ordinary code is within all bounds");
    assert_eq!(tokens::to_html(code, spans), oracle::html(id, code), "{language}: {code}");
}

#[test]
fn snippets_are_highlighted_alike() {
    for (language, code) in SNIPPETS {
        assert_same(language, code);
    }
    // Every language on the code of every other: trees of errors.
    for (language, _, _) in languages::all() {
        for (_, code) in SNIPPETS {
            assert_same(language, code);
        }
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn fenced_code_of_real_sites_is_highlighted_alike() {
    let sites = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sites");
    if !sites.is_dir() {
        println!("skipped: no sites at {sites}");
        return;
    }
    let mut folders = vec![sites];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir_utf8().expect("a folder").flatten() {
            let path = entry.into_path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension() == Some("md") {
                let text = bengal_core::fs::read_text(&bengal_core::fs::OsFileSystem, &path).unwrap_or_default();
                compare_fences(&text);
            }
        }
    }
}

fn compare_fences(text: &str) {
    let mut open: Option<(&str, String)> = None;
    for line in text.lines() {
        match (&mut open, line.trim_start().strip_prefix("```")) {
            (Some((language, code)), Some(_)) => {
                assert_same(language, code);
                open = None;
            }
            (None, Some(info)) => {
                let end = info.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(info.len());
                open = Some((&info[..end], String::new()));
            }
            (Some((_, code)), None) => {
                code.push_str(line);
                code.push('\n');
            }
            (None, None) => {}
        }
    }
}

/// A part of a snippet, by characters.
fn part(code: &str, from: usize, length: usize) -> String {
    code.chars().skip(from % code.len()).take(length).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn damaged_code_is_highlighted_alike(
        which in 0..SNIPPETS.len(),
        parts in prop::collection::vec((0usize..400, 0usize..90, 1usize..4), 1..5),
    ) {
        let (language, code) = SNIPPETS[which];
        let damaged: String = parts.iter().map(|(from, length, times)| part(code, *from, *length).repeat(*times)).collect();
        assert_same(language, &damaged);
    }
}
