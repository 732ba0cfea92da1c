//! The references of an asset, whatever kind of text it is.

use crate::edit::Edit;
use crate::javascript;
use crate::json_ld;
use crate::json_strings;
use crate::role::Role;
use crate::scripts;
use bengal_html::{Extractor, Kind, Reference, Replacement, Syntax, css};
use memchr::memmem;
use std::ops::Range;

/// How a URL is written at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// In HTML, SVG or CSS.
    Markup(Syntax),
    /// In a JSON string.
    Json,
    /// As it is: in a comment, or a literal of a script.
    Bare,
}

/// A URL in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReference {
    /// The URL as it is meant.
    pub url: String,
    /// The bytes that write it.
    pub span: Range<usize>,
    /// What it is used for.
    pub kind: Kind,
    pub(crate) writing: Writing,
    /// What else writes it, where markup interrupts it, and goes when it is replaced.
    rest: Box<[Range<usize>]>,
    /// Whether it counts as missing where it leads nowhere.
    pub(crate) must_exist: bool,
}

impl FileReference {
    fn markup(reference: Reference<'_>) -> Self {
        Self {
            url: reference.url.into_owned(),
            span: reference.span,
            kind: reference.kind,
            writing: Writing::Markup(reference.syntax),
            rest: reference.rest,
            must_exist: !matches!(reference.kind, Kind::Anchor | Kind::Base),
        }
    }

    fn bare(url: &str, span: Range<usize>, kind: Kind) -> Self {
        let (url, writing) = (url.to_owned(), Writing::Bare);
        Self { url, span, kind, writing, rest: Box::default(), must_exist: true }
    }

    fn json(url: String, span: Range<usize>, kind: Kind) -> Self {
        Self { url, span, kind, writing: Writing::Json, rest: Box::default(), must_exist: true }
    }

    /// The same in a text that begins so many bytes earlier.
    fn moved(mut self, by: usize) -> Self {
        for span in std::iter::once(&mut self.span).chain(&mut self.rest) {
            *span = span.start + by..span.end + by;
        }
        self
    }

    /// What has to be done for another URL to stand in the place; `None` where it cannot.
    pub(crate) fn edits(&self, source: &str, url: String) -> Option<Vec<Edit>> {
        let span = self.span.clone();
        let text = match self.writing {
            Writing::Markup(syntax) => {
                let replacement = Replacement { span: span.clone(), rest: Box::default(), syntax, url: url.into() };
                bengal_html::written(source, &replacement).ok()?
            }
            Writing::Json => json_escaped(&url),
            Writing::Bare => url,
        };
        Some(Edit::replacing(span, &self.rest, text).collect())
    }
}

/// The inside of a JSON string, in which no `<` begins a tag or a comment of HTML.
pub(crate) fn json_escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].replace('<', "\\u003c")
}

/// The references of a file, in order of their places. `None` where the file cannot be looked into.
pub(crate) fn references(role: Role, text: &str) -> Option<Vec<FileReference>> {
    let mut found = match role {
        Role::StyleSheet => css::references(text).into_iter().map(FileReference::markup).collect(),
        Role::Script => script(text)?,
        Role::Svg => markup(text),
        Role::Manifest => manifest(text),
        Role::Document => markup(text),
        Role::Opaque => Vec::new(),
    };
    if let Role::StyleSheet | Role::Script = role {
        found.extend(source_map(text));
    }
    found.retain(|reference| !reference.url.is_empty());
    found.sort_by_key(|reference| reference.span.start);
    // In an SVG both `href` and `xlink:href` count; nothing is found twice at one place.
    found.dedup_by(|a, b| a.span == b.span);
    Some(found)
}

fn script(text: &str) -> Option<Vec<FileReference>> {
    let urls = javascript::urls(text)?.into_iter().filter(|url| !url.is_specifier || is_url(&text[url.span.clone()]));
    Some(urls.map(|url| FileReference::bare(&text[url.span.clone()], url.span, Kind::Script)).collect())
}

/// Whether a module specifier is a URL, and no name for an import map:
/// <https://html.spec.whatwg.org/multipage/webappapis.html#resolving-a-url-like-module-specifier>
fn is_url(specifier: &str) -> bool {
    specifier.starts_with(['/', '.']) || specifier.contains("://")
}

/// The references in the scripts of a page: images in JSON-LD, what inline modules import, and what import maps lead to.
/// In order of their places. Linear in the page.
pub fn references_in_scripts(html: &str) -> Vec<FileReference> {
    let mut found = Vec::new();
    for element in scripts::scripts(html).into_iter().filter(|script| !script.text.is_empty()) {
        let text = element.text.clone();
        if element.is_of_type(html, json_ld::TYPE) {
            json_ld::images_in(html, text, |url, span| found.push(FileReference::json(url, span, Kind::Meta)));
        } else if element.is_of_type(html, "module") {
            let references = script(&html[text.clone()]).unwrap_or_default();
            found.extend(references.into_iter().map(|reference| reference.moved(text.start)));
        } else if element.is_of_type(html, "importmap") {
            json_strings::visit(&html[text.clone()], |string| {
                if string.keys.first().is_some_and(|key| key == "imports" || key == "scopes") && is_url(&string.value) {
                    found.push(FileReference::json(string.value, string.span, Kind::Script).moved(text.start));
                }
            });
        }
    }
    found.retain(|reference| !reference.url.is_empty());
    found.sort_by_key(|reference| reference.span.start);
    found
}

fn markup(text: &str) -> Vec<FileReference> {
    let extractor = Extractor::new().with_anchors(true).with_base(true);
    let mut found: Vec<FileReference> = extractor.extract(text).into_iter().map(FileReference::markup).collect();
    found.extend(style_sheet_instructions(text));
    found.extend(references_in_scripts(text));
    found
}

/// <https://www.w3.org/TR/appmanifest/#manifest-image-resources>
fn manifest(text: &str) -> Vec<FileReference> {
    let mut found = Vec::new();
    json_strings::visit(text, |string| {
        let keys: Vec<&str> = string.keys.iter().take(4).map(String::as_str).collect();
        let kind = match *keys.as_slice() {
            ["icons", "src"] | ["shortcuts", "icons", "src"] => Kind::Icon,
            ["screenshots", "src"] => Kind::Image,
            _ => return,
        };
        found.push(FileReference::json(string.value, string.span, kind));
    });
    found
}

/// `href` of `<?xml-stylesheet?>` before the root element: <https://www.w3.org/TR/xml-stylesheet/>.
fn style_sheet_instructions(text: &str) -> Vec<FileReference> {
    const START: &str = "<?xml-stylesheet";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memmem::find(&text.as_bytes()[at..], START.as_bytes()).map(|found| at + found + START.len())
    {
        let Some(end) = memmem::find(&text.as_bytes()[start..], b"?>").map(|found| start + found) else { break };
        if let Some(span) = pseudo_attribute(text, start..end, "href") {
            let url = &text[span.clone()];
            // A character reference in there is rarer than rare, and stays as it is.
            if !url.contains('&') {
                found.push(FileReference::bare(url, span, Kind::Stylesheet));
            }
        }
        at = end;
    }
    found
}

/// The value of a pseudo attribute, without its quotes.
fn pseudo_attribute(text: &str, range: Range<usize>, name: &str) -> Option<Range<usize>> {
    let mut at = range.start;
    loop {
        let equals = at + memchr::memchr(b'=', text.as_bytes().get(at..range.end)?)?;
        let rest = text.get(equals + 1..range.end)?;
        let quote_at = equals + 1 + (rest.len() - rest.trim_ascii_start().len());
        let quote = *text.as_bytes().get(quote_at)?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let start = quote_at + 1;
        let end = start + memchr::memchr(quote, text.as_bytes().get(start..range.end)?)?;
        if text[at..equals].trim_ascii() == name {
            return Some(start..end);
        }
        at = end + 1;
    }
}

/// The last `sourceMappingURL` of a script or style sheet: <https://tc39.es/ecma426/#sec-linking-generated-code>. It need not exist: nobody misses it
/// but who debugs.
fn source_map(text: &str) -> Option<FileReference> {
    const MARK: &str = "# sourceMappingURL=";
    let start = memmem::rfind(text.as_bytes(), MARK.as_bytes())? + MARK.len();
    let before = &text.as_bytes()[..start - MARK.len()];
    if !before.ends_with(b"//") && !before.ends_with(b"/*") {
        return None;
    }
    let rest = &text[start..];
    let url = &rest[..rest.find(|character: char| character.is_whitespace() || character == '*').unwrap_or(rest.len())];
    Some(FileReference { must_exist: false, ..FileReference::bare(url, start..start + url.len(), Kind::Preload) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn urls(role: Role, text: &str) -> Vec<String> {
        references(role, text).unwrap().into_iter().map(|reference| reference.url).collect()
    }

    #[test]
    fn every_kind_of_file() {
        assert_eq!(
            urls(Role::StyleSheet, "@import 'a.css'; p { src: url(b.woff) }\n/*# sourceMappingURL=x.css.map */"),
            ["a.css", "b.woff", "x.css.map"]
        );
        assert_eq!(urls(Role::Script, "import './a.js';\n//# sourceMappingURL=x.js.map\n"), ["./a.js", "x.js.map"]);
        let svg = "<?xml version='1.0'?><?xml-stylesheet type=\"text/css\" href = 'a.css'?><svg><style>@import url(b.css);</style>\
            <image xlink:href=c.png /><use href='d.svg#x'/><use href='#y'/><script href=e.js /></svg>";
        assert_eq!(urls(Role::Svg, svg), ["a.css", "b.css", "c.png", "d.svg#x", "#y", "e.js"]);
        let manifest = r#"{"start_url": "/", "icons": [{"src": "a.png"}], "screenshots": [{"src": "b.png"}], "shortcuts": [{"url": "/x", "icons": [{"src": "c\u00e9.png"}]}]}"#;
        assert_eq!(urls(Role::Manifest, manifest), ["a.png", "b.png", "cé.png"]);
        let page = "<base href=/x/><img src=a.png><a href=b.pdf></a><script type=application/ld+json>{\"image\": \"c.png\"}</script>";
        assert_eq!(urls(Role::Document, page), ["/x/", "a.png", "b.pdf", "c.png"]);
    }

    #[test]
    fn json_is_written_so_that_it_cannot_end_a_script() {
        assert_eq!(json_escaped("a\"</script>é"), "a\\\"\\u003c/script>é");
    }

    proptest! {
        #[test]
        fn spans_fit_and_nothing_panics(text in "[<?xml\\-styleshhref='\"/#=*@import url(){};a-c.é\n]{0,64}") {
            for role in [Role::StyleSheet, Role::Script, Role::Svg, Role::Manifest, Role::Document] {
                for reference in references(role, &text).unwrap_or_default() {
                    prop_assert!(text.get(reference.span.clone()).is_some());
                }
            }
        }
    }
}
