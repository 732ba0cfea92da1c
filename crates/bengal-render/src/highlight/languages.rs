//! The languages that have a grammar, and the names by which fences call them.

use super::grammar::Grammar;
use arborium::tree_sitter::Language;
use std::sync::OnceLock;

/// The place of a language in [`LANGUAGES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct GrammarId(u16);

/// A language: its name, other names, and what its grammar is made of.
struct Entry {
    name: &'static str,
    aliases: &'static [&'static str],
    source: fn() -> Source,
}

/// The parse tables of a language and the text of its queries.
pub(super) struct Source {
    pub(super) language: Language,
    pub(super) highlights: &'static str,
    pub(super) injections: &'static str,
}

macro_rules! languages {
    ($($name:literal $module:ident $aliases:expr;)*) => {
        const LANGUAGES: &[Entry] = &[$(Entry {
            name: $name,
            aliases: &$aliases,
            source: || Source {
                language: arborium::$module::language().into(),
                highlights: &arborium::$module::HIGHLIGHTS_QUERY,
                injections: &arborium::$module::INJECTIONS_QUERY,
            },
        }),*];
    };
}

languages! {
    "bash" lang_bash ["sh", "shell", "zsh", "console", "shell-session", "shellscript", "terminal"];
    "batch" lang_batch ["bat", "cmd", "dos", "batchfile"];
    "c" lang_c ["h"];
    "csharp" lang_c_sharp ["c#", "cs", "c-sharp"];
    "cmake" lang_cmake [];
    "cpp" lang_cpp ["c++", "cc", "cxx", "hpp", "hxx", "cplusplus", "cpp.hint"];
    "css" lang_css [];
    "diff" lang_diff ["patch", "udiff"];
    "dockerfile" lang_dockerfile ["docker", "containerfile"];
    "dot" lang_dot ["graphviz", "gv"];
    "elixir" lang_elixir ["ex", "exs"];
    "go" lang_go ["golang"];
    "graphql" lang_graphql ["gql"];
    "haskell" lang_haskell ["hs"];
    "hcl" lang_hcl ["terraform", "tf"];
    "html" lang_html ["htm", "xhtml", "html5", "vue", "svelte"];
    "ini" lang_ini ["cfg", "conf", "properties", "editorconfig", "desktop"];
    "java" lang_java [];
    "javascript" lang_javascript ["js", "mjs", "cjs", "jsx", "node"];
    "jinja2" lang_jinja2 ["jinja", "j2", "kida", "django", "twig", "nunjucks", "liquid", "html+jinja", "jinja-html", "go-html-template"];
    "json" lang_json ["jsonc", "json5", "geojson", "webmanifest"];
    "kotlin" lang_kotlin ["kt", "kts"];
    "lua" lang_lua [];
    "make" lang_make ["makefile", "mk", "mak", "nmake"];
    "markdown" lang_markdown ["md", "mdx", "myst"];
    "nix" lang_nix [];
    "php" lang_php [];
    "powershell" lang_powershell ["ps1", "pwsh", "posh", "ps"];
    "python" lang_python ["py", "python3", "py3", "pyi", "pycon"];
    "r" lang_r ["rscript"];
    "ruby" lang_ruby ["rb"];
    "rust" lang_rust ["rs"];
    "scala" lang_scala ["sc"];
    "scss" lang_scss ["sass"];
    "sql" lang_sql ["mysql", "postgres", "postgresql", "psql", "sqlite"];
    "swift" lang_swift [];
    "toml" lang_toml [];
    "tsx" lang_tsx [];
    "typescript" lang_typescript ["ts", "mts", "cts"];
    "x86asm" lang_x86asm ["asm", "nasm", "masm", "assembly"];
    "xml" lang_xml ["svg", "xaml", "xsd", "xslt", "xsl", "rss", "atom", "plist", "msbuild", "vcxproj"];
    "yaml" lang_yaml ["yml"];
    "zig" lang_zig [];
}

/// Each grammar is compiled once a process, when a page first asks for it. It never changes then.
static COMPILED: [OnceLock<Option<Grammar>>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];

/// The language that a fence means, by its name or an alias, in any case.
pub(super) fn grammar(name: &str) -> Option<GrammarId> {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    let at = LANGUAGES.iter().position(|entry| is(entry.name) || entry.aliases.iter().any(|alias| is(alias)))?;
    u16::try_from(at).ok().map(GrammarId)
}

/// The canonical name of a language that has a grammar: `py` and `Python` are `python`.
///
/// ```
/// use bengal_render::highlight::canonical_language;
/// assert_eq!(canonical_language("yml"), Some("yaml"));
/// assert_eq!(canonical_language("tree"), None);
/// ```
pub fn canonical(name: &str) -> Option<&'static str> {
    grammar(name).and_then(|id| LANGUAGES.get(usize::from(id.0))).map(|entry| entry.name)
}

/// The compiled grammar; `None` where it cannot be compiled, which a test says of none.
pub(super) fn compiled(id: GrammarId) -> Option<&'static Grammar> {
    let at = usize::from(id.0);
    let entry = LANGUAGES.get(at)?;
    COMPILED.get(at)?.get_or_init(|| Grammar::compile((entry.source)()).ok()).as_ref()
}

#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static str, GrammarId, Source)> {
    LANGUAGES.iter().enumerate().map(|(at, entry)| (entry.name, GrammarId(at as u16), (entry.source)()))
}
