//! References of style sheets and `style` attributes, per <https://drafts.csswg.org/css-syntax-3/>.
//!
//! | what | kind |
//! |---|---|
//! | `@import "a.css"`, `@import url(a.css)`, `@import url("a.css")` | [`Kind::CssImport`] |
//! | `url(a.png)`, `url("a.png")`, anywhere else, custom properties included | [`Kind::CssUrl`] |
//! | a string that is an argument of `image-set()` or `-webkit-image-set()` | [`Kind::CssUrl`] |
//! | `url()` in the block of `@font-face` | [`Kind::Font`] |
//!
//! Escapes count everywhere, in `u\72l(` as in the URL. The name of an `@namespace` is no reference. An `@import` counts
//! wherever it stands, also where a browser ignores it because rules came before.

mod name;
mod scan;
mod value;

#[cfg(doc)]
use crate::reference::Kind;
use crate::reference::Reference;
use crate::syntax::Syntax;
pub(crate) use scan::{Found, Scope, scan};

/// The references of a style sheet, in order. Spans are those of `css`. Linear in its length.
///
/// ```
/// let css = "@import 'base.css'; .cat { background: url(cat.png) }";
/// let urls: Vec<_> = bengal_html::css::references(css).into_iter().map(|found| found.url).collect();
/// assert_eq!(urls, ["base.css", "cat.png"]);
/// ```
pub fn references(css: &str) -> Vec<Reference<'_>> {
    collect(css, Scope::StyleSheet)
}

/// The references of a list of declarations, as in a `style` attribute: like [`references`], but there is no `@import`.
pub fn declaration_references(declarations: &str) -> Vec<Reference<'_>> {
    collect(declarations, Scope::Declarations)
}

fn collect(css: &str, scope: Scope) -> Vec<Reference<'_>> {
    let mut references = Vec::new();
    scan(css, scope, &mut |found: Found<'_>| {
        references.push(Reference {
            url: found.url,
            span: found.span,
            rest: Box::default(),
            kind: found.kind,
            element: "".into(),
            attribute: None,
            syntax: Syntax::new(found.form, None),
            has_integrity: false,
        });
    });
    references
}

#[cfg(test)]
mod tests;
