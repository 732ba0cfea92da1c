//! The entry points for HTML.

use crate::reference::Reference;
use crate::rules::Wanted;
use crate::scanner;
use crate::syntax::Syntax;

/// Every asset reference of a page, in document order, with the [default options](Extractor::new).
///
/// Linear in the length of `html`, whatever it holds. Never fails: a browser makes a page out of any text, and this reads
/// it as one does.
///
/// ```
/// let page = r#"<link rel=stylesheet href="/style.css"><p><img src="cat.png" alt="">"#;
/// let found = bengal_html::extract(page);
/// assert_eq!(found[1].url, "cat.png");
/// assert_eq!(&page[found[1].span.clone()], "cat.png");
/// ```
pub fn extract(html: &str) -> Vec<Reference<'_>> {
    Extractor::new().extract(html)
}

/// Extraction with options.
///
/// ```
/// use bengal_html::{Extractor, Kind};
///
/// let found = Extractor::new().with_anchors(true).extract("<a href=/about/>About</a>");
/// assert_eq!((found[0].kind, &*found[0].url), (Kind::Anchor, "/about/"));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Extractor {
    options: Options,
}

impl Extractor {
    /// Without anchors and `base`, with link previews and nested documents, for a reader without scripts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether links are reported: `href` of `a` and `area`, also of SVG's `a`, and of `link` where it fetches nothing
    /// (`alternate`, `canonical`, `next` …). Off by default.
    #[must_use]
    pub fn with_anchors(mut self, anchors: bool) -> Self {
        self.options.anchors = anchors;
        self
    }

    /// Leaves those links out of which `is_left_out` says so, and spares making references of them: most pages link far more
    /// pages than assets. It is asked with the value as it is written, in which character references are not decoded and
    /// whitespace is not trimmed.
    ///
    /// ```
    /// let extractor = bengal_html::Extractor::new().with_anchors(true).without_anchors(|written| written.ends_with(".html"));
    /// let found = extractor.extract("<a href=b.html>B</a> <a href=b.pdf>to print</a>");
    /// assert_eq!((found.len(), &*found[0].url), (1, "b.pdf"));
    /// ```
    #[must_use]
    pub fn without_anchors(mut self, is_left_out: fn(&str) -> bool) -> Self {
        self.options.is_left_out = Some(is_left_out);
        self
    }

    /// Whether `base href` is reported, against which all other URLs are resolved. Off by default.
    #[must_use]
    pub fn with_base(mut self, base: bool) -> Self {
        self.options.base = base;
        self
    }

    /// Whether the page is read as by a browser that runs scripts: then what is in `<noscript>` is text. Off by default,
    /// so that the images in it are seen.
    #[must_use]
    pub fn with_scripting(mut self, scripting: bool) -> Self {
        self.options.scripting = scripting;
        self
    }

    /// Whether the images, videos and sounds that `meta` names for link previews are reported. On by default.
    #[must_use]
    pub fn with_meta(mut self, meta: bool) -> Self {
        self.options.without_meta = !meta;
        self
    }

    /// Whether the documents in `iframe[srcdoc]` are read too, two levels deep. On by default.
    #[must_use]
    pub fn with_srcdoc(mut self, srcdoc: bool) -> Self {
        self.options.without_srcdoc = !srcdoc;
        self
    }

    /// Every reference of a page, in document order.
    pub fn extract(self, html: &str) -> Vec<Reference<'_>> {
        let mut references = Vec::new();
        self.visit(html, |reference| references.push(reference));
        references
    }

    /// Calls `visit` with every reference of a page, in document order.
    ///
    /// Allocates nothing for a usual page whose URLs stand in it as they are meant. Memory is needed for URLs with
    /// character references or escapes, for documents in `srcdoc`, and for pages that need tree construction (see the
    /// crate documentation), whose references are all kept until the page ends.
    ///
    /// It is also needed where a `<frameset>` could still take the place of the body, since then nothing in the body
    /// would count. A `<body>` tag rules that out, and so does any of `img`, `table`, `li`, `pre`, `button` and others;
    /// but nothing does behind a `<template>` in the head. References are held back until then or the end of the page: at
    /// most 4096, as from there on the page is read twice instead.
    ///
    /// What scripts do and hold is not looked into; the answer says whether any is worth a look.
    pub fn visit<'a>(self, html: &'a str, mut visit: impl FnMut(Reference<'a>)) -> Visited {
        Visited { may_have_typed_scripts: scanner::run(html, self.options, &mut visit) }
    }

    #[cfg(any(test, feature = "oracle"))]
    pub(crate) fn options(self) -> Options {
        self.options
    }
}

/// What else was seen of a page whose references were [visited](Extractor::visit).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Visited {
    /// Whether there may be a `script` with a `type` outside of nested documents that is neither plain JavaScript nor
    /// plain JSON: a module, an import map or structured data, whose text may refer to files too. `false` is certain.
    pub may_have_typed_scripts: bool,
}

/// What the options say. All defaults are `false` or nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) anchors: bool,
    /// Anchors of which this says so are left out.
    pub(crate) is_left_out: Option<fn(&str) -> bool>,
    pub(crate) base: bool,
    pub(crate) scripting: bool,
    pub(crate) without_meta: bool,
    pub(crate) without_srcdoc: bool,
    /// How many `srcdoc` attributes the document is in.
    pub(crate) depth: usize,
}

impl Options {
    /// Documents deeper than this are not entered: their references could not be written down in a [`Syntax`].
    pub(crate) const DEEPEST_DOCUMENT: usize = Syntax::MAX_LAYERS - 1;

    pub(crate) fn wanted(self) -> Wanted {
        Wanted {
            anchors: self.anchors,
            base: self.base,
            meta: !self.without_meta,
            srcdoc: !self.without_srcdoc && self.depth < Self::DEEPEST_DOCUMENT,
        }
    }

    /// For a document in an `iframe[srcdoc]` of this one; `None` when that is too deep.
    pub(crate) fn for_nested_document(self) -> Option<Extractor> {
        let options = Self { depth: self.depth + 1, ..self };
        (self.depth < Self::DEEPEST_DOCUMENT).then_some(Extractor { options })
    }
}
