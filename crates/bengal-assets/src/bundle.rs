//! Imported style sheets are put into the sheet that imports them: <https://drafts.csswg.org/css-cascade-5/#at-import>.
//!
//! `@import "x.css" layer(a) supports(display: grid) screen` becomes
//! `@layer a { @supports (display: grid) { @media screen { … } } }`. All imports stand before all rules; so an import can be replaced by rules
//! only if all after it are replaced too. Those that cannot (of another host, of nothing, of a sheet that imports from elsewhere,
//! has an `@namespace`, or imports itself) stay, and those before them.

use crate::edit::{self, Edit};
use crate::extract;
use crate::role::Role;
use bengal_core::url::{encode_path, split_suffix};
use bengal_html::Kind;
use cssparser::{ParseError, Parser, Token};
use std::ops::Range;

/// Imports nested deeper stay as they are.
const DEEPEST: usize = 16;

/// What a bundle may have of bytes, as a multiple of all sheets: whoever imports a sheet twice in each of many sheets gets no explosion.
const LARGEST: u64 = 4;

/// The sheets of a site, by logical path.
pub(crate) struct Sheets<'a> {
    /// The text of a sheet, if there is one. May note what is asked for: together with [`Budget::spent`] that is what a bundle depends on.
    pub(crate) text: &'a dyn Fn(&str) -> Option<&'a str>,
    /// The logical path that a URL in a sheet leads to.
    pub(crate) resolve: &'a dyn Fn(&str, &str) -> Option<String>,
}

/// How many bytes may be put in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    left: u64,
    /// How many were put in.
    pub(crate) spent: u64,
    /// Whether there was no room for another one.
    pub(crate) is_exceeded: bool,
}

impl Budget {
    /// For a site whose sheets have so many bytes.
    pub(crate) fn of(bytes: u64) -> Self {
        Self { left: bytes.saturating_mul(LARGEST), spent: 0, is_exceeded: false }
    }

    /// Whether so many bytes have room.
    pub(crate) fn has_room_for(&self, bytes: u64) -> bool {
        bytes <= self.left
    }

    fn spend(&mut self, bytes: u64) -> Option<()> {
        let left = self.left.checked_sub(bytes);
        self.is_exceeded |= left.is_none();
        self.left = left?;
        self.spent += bytes;
        Some(())
    }
}

/// The sheet at `logical` with its imports put in; `None` where there are none to put in.
pub(crate) fn bundle(sheets: &Sheets<'_>, logical: &str, text: &str, budget: &mut Budget) -> Option<String> {
    let imports = imports(text);
    let inlined = trailing(sheets, logical, &imports, &mut vec![logical.to_owned()], budget);
    let edits: Vec<Edit> = imports[imports.len() - inlined.len()..]
        .iter()
        .zip(inlined)
        .map(|(import, rules)| Edit { span: import.rule.clone(), text: rules })
        .collect();
    (!edits.is_empty()).then(|| edit::apply(text, edits).0.into_owned())
}

/// The rules for as many of the last imports as can be replaced.
fn trailing(
    sheets: &Sheets<'_>,
    from: &str,
    imports: &[Import],
    open: &mut Vec<String>,
    budget: &mut Budget,
) -> Vec<String> {
    let mut rules = Vec::new();
    for import in imports.iter().rev() {
        match inline(sheets, from, import, open, budget) {
            Some(text) => rules.push(import.wrapped(text)),
            None => break,
        }
    }
    rules.reverse();
    rules
}

/// The text of an imported sheet with all its imports put in, its URLs written for the sheet at the root of the bundle.
fn inline(
    sheets: &Sheets<'_>,
    from: &str,
    import: &Import,
    open: &mut Vec<String>,
    budget: &mut Budget,
) -> Option<String> {
    let logical = (sheets.resolve)(from, &import.url)?;
    let text = (sheets.text)(&logical)?;
    if open.contains(&logical) || open.len() > DEEPEST || !import.is_understood || has_namespace(text) {
        return None;
    }
    budget.spend(text.len() as u64)?;
    let root = open.first().cloned().unwrap_or_default();
    let imports = imports(text);
    open.push(logical.clone());
    let rules = trailing(sheets, &logical, &imports, open, budget);
    open.pop();
    if rules.len() < imports.len() {
        return None;
    }
    let mut edits: Vec<Edit> = imports
        .iter()
        .zip(rules)
        .map(|(import, rules)| Edit { span: import.rule.clone(), text: rules })
        .chain(charset(text))
        .collect();
    for reference in extract::references(Role::StyleSheet, text)? {
        let target = (sheets.resolve)(&logical, &reference.url);
        if let Some(target) = target.filter(|_| reference.kind != Kind::CssImport && reference.must_exist) {
            let url = relative(&root, &target) + split_suffix(&reference.url).1;
            edits.extend(reference.edits(text, url)?);
        }
    }
    Some(edit::apply(text, edits).0.into_owned())
}

/// An `@import` rule.
struct Import {
    url: String,
    /// From the `@` to the semicolon.
    rule: Range<usize>,
    layer: Option<String>,
    supports: Option<String>,
    media: String,
    /// Whether nothing is in it that could not be kept.
    is_understood: bool,
}

impl Import {
    fn wrapped(&self, rules: String) -> String {
        let mut wrapped = rules;
        if !self.media.is_empty() {
            wrapped = format!("@media {} {{\n{wrapped}\n}}", self.media);
        }
        if let Some(condition) = &self.supports {
            wrapped = format!("@supports ({condition}) {{\n{wrapped}\n}}");
        }
        if let Some(name) = &self.layer {
            wrapped = format!("@layer {name} {{\n{wrapped}\n}}");
        }
        wrapped
    }
}

/// The imports of a sheet that count: those before all other rules but `@charset` and `@layer` statements.
fn imports(css: &str) -> Vec<Import> {
    let mut parser = Parser::new(css);
    let mut imports = Vec::new();
    loop {
        parser.skip_whitespace();
        let start = parser.position().byte_index();
        let Ok(Token::AtKeyword(name)) = parser.next().cloned() else { return imports };
        if name.eq_ignore_ascii_case("import") {
            match import(&mut parser, css, start) {
                Some(import) => imports.push(import),
                None => return imports,
            }
        } else if !(name.eq_ignore_ascii_case("charset") || name.eq_ignore_ascii_case("layer"))
            || !skip_statement(&mut parser)
        {
            return imports;
        }
    }
}

/// Goes past a semicolon; false where a block comes first.
fn skip_statement(parser: &mut Parser<'_>) -> bool {
    loop {
        match parser.next() {
            Ok(Token::Semicolon) => return true,
            Ok(Token::CurlyBracketBlock) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// The rest of an `@import` rule that begins at `start`.
fn import(parser: &mut Parser<'_>, css: &str, start: usize) -> Option<Import> {
    let url = match parser.next().ok()?.clone() {
        Token::QuotedString(url) | Token::UnquotedUrl(url) => url.to_string(),
        Token::Function(name) if name.eq_ignore_ascii_case("url") => parser
            .parse_nested_block(|inside| {
                inside.expect_string_cloned().map(|url| url.to_string()).map_err(ParseError::<()>::from)
            })
            .ok()?,
        _ => return None,
    };
    let mut import =
        Import { url, rule: start..css.len(), layer: None, supports: None, media: String::new(), is_understood: true };
    let mut media_from = None;
    loop {
        parser.skip_whitespace();
        let at = parser.position().byte_index();
        let Ok(token) = parser.next().cloned() else {
            import.media = media_from.map_or("", |from| &css[from..]).trim().to_owned();
            return Some(import);
        };
        match token {
            Token::Semicolon => {
                import.media = media_from.map_or("", |from| &css[from..at]).trim().to_owned();
                import.rule.end = at + 1;
                return Some(import);
            }
            Token::CurlyBracketBlock => return None,
            Token::Ident(name) if is_first(&import, media_from) && name.eq_ignore_ascii_case("layer") => {
                import.layer = Some(String::new());
            }
            Token::Function(name) if is_first(&import, media_from) && name.eq_ignore_ascii_case("layer") => {
                import.layer = Some(inside(parser, css));
            }
            Token::Function(name)
                if import.supports.is_none() && media_from.is_none() && name.eq_ignore_ascii_case("supports") =>
            {
                import.supports = Some(inside(parser, css));
            }
            Token::Function(_) => import.is_understood = false,
            _ => drop(media_from.get_or_insert(at)),
        }
    }
}

fn is_first(import: &Import, media_from: Option<usize>) -> bool {
    import.layer.is_none() && import.supports.is_none() && media_from.is_none()
}

/// The source of the block that the parser is about to enter.
fn inside(parser: &mut Parser<'_>, css: &str) -> String {
    let text = parser.parse_nested_block(|inside| -> Result<String, ParseError<()>> {
        let start = inside.position().byte_index();
        while inside.next().is_ok() {}
        Ok(css.get(start..inside.position().byte_index()).unwrap_or_default().trim().to_owned())
    });
    text.unwrap_or_default()
}

/// Whether a sheet has an `@namespace`, which counts for a whole sheet.
fn has_namespace(css: &str) -> bool {
    css.to_ascii_lowercase().contains("@namespace")
}

/// Takes a `@charset` out: it stands at the start of a file or nowhere.
fn charset(css: &str) -> Option<Edit> {
    let end = css.strip_prefix("@charset ")?.find(';')? + "@charset ".len() + 1;
    Some(Edit { span: 0..end, text: String::new() })
}

/// The relative URL that leads from one logical path to another.
fn relative(from: &str, to: &str) -> String {
    let folder: Vec<&str> = from.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    let target: Vec<&str> = to.split('/').collect();
    let common = folder.iter().zip(&target[..target.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(folder.len() - common);
    let down = encode_path(&target[common..].join("/"));
    if up.is_empty() { format!("./{down}") } else { up + &down }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::Resolver;
    use std::collections::BTreeMap;

    fn bundled(files: &[(&str, &str)]) -> Option<String> {
        let resolver = Resolver::default();
        let resolve = |from: &str, url: &str| resolver.local(&format!("/{from}"), url);
        let texts: BTreeMap<&str, &str> = files.iter().copied().collect();
        let mut budget = Budget::of(texts.values().map(|text| text.len() as u64).sum());
        let sheets = Sheets { text: &|logical| texts.get(logical).copied(), resolve: &resolve };
        bundle(&sheets, files[0].0, files[0].1, &mut budget)
    }

    #[test]
    fn imports_become_rules_with_their_conditions() {
        let css = bundled(&[
            (
                "css/style.css",
                "@charset \"utf-8\";\n@layer a, b;\n@import 'a/a.css' layer(a) supports(display: grid) screen and (min-width: 1px);\n@import url(\"b.css\") layer;\nmain {}",
            ),
            ("css/a/a.css", "@import \"../c.css\" print;\na { background: url(img/a.png?x#y) }"),
            ("css/b.css", "@charset \"utf-8\"; b {}"),
            ("css/c.css", "c { background: url(data:,x) }"),
        ]);
        insta::assert_snapshot!(css.unwrap(), @r#"
        @charset "utf-8";
        @layer a, b;
        @layer a {
        @supports (display: grid) {
        @media screen and (min-width: 1px) {
        @media print {
        c { background: url(data:,x) }
        }
        a { background: url(./a/img/a.png?x#y) }
        }
        }
        }
        @layer  {
         b {}
        }
        main {}
        "#);
    }

    #[test]
    fn imports_that_must_stay_keep_those_before_them() {
        let external = "@import 'b.css';@import '//cdn.example/x.css';@import 'c.css';a{}";
        let css = bundled(&[("a.css", external), ("b.css", "b{}"), ("c.css", "c{}")]).unwrap();
        assert_eq!(css, "@import 'b.css';@import '//cdn.example/x.css';c{}a{}");
        for other in ["@namespace svg url(x);b{}", "@import 'https://cdn.example/x.css';b{}", "@import 'a.css';b{}"] {
            assert_eq!(bundled(&[("a.css", "@import 'b.css';a{}"), ("b.css", other)]), None);
        }
        assert_eq!(
            bundled(&[("a.css", "a{} @import 'b.css';"), ("b.css", "b{}")]),
            None,
            "an import after rules is none"
        );
        assert_eq!(bundled(&[("a.css", "@import 'b.css' scope(x);"), ("b.css", "b{}")]), None);
    }

    #[test]
    fn imports_do_not_explode() {
        let names: Vec<String> = (0..40).map(|n| format!("{n}.css")).collect();
        let texts: Vec<String> = (1..=40).map(|n| format!("@import '{n}.css';@import '{n}.css';p{{}}")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
        assert_eq!(bundled(&files), None);
    }

    #[test]
    fn relative_urls() {
        assert_eq!(relative("a/b/c.css", "a/x y.png"), "../x%20y.png");
        assert_eq!(relative("c.css", "a/b.png"), "./a/b.png");
        assert_eq!(relative("a/c.css", "a/b.png"), "./b.png");
    }
}
