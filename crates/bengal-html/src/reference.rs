//! What an extraction yields: one [`Reference`] for every URL, with its place and how it is written there.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::syntax::Syntax;

/// One URL that a document refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The URL as the document means it: character references and CSS escapes resolved, surrounding ASCII whitespace
    /// removed, otherwise untouched (nothing is percent-decoded or resolved). Borrowed when it stands so in the source.
    /// Never empty.
    pub url: Cow<'a, str>,
    /// The bytes of the source that write the URL, or the first stretch of them: without quotes and without the literal
    /// whitespace around it. No byte is in the spans of two references.
    pub span: Range<usize>,
    /// The further stretches of a URL that markup interrupts, in order; empty for almost all. Only in the text of an SVG
    /// `<style>` can a comment, a tag or the bounds of a CDATA section stand within a URL, as in `url(a<!-- -->b)`, and
    /// are no part of it. References of the tags in between come next, so that their spans may lie before these.
    pub rest: Box<[Range<usize>]>,
    /// What the URL is used for.
    pub kind: Kind,
    /// The element's name in lower case (`img`, `feimage`), cut after 64 bytes; empty in a style sheet.
    pub element: Cow<'a, str>,
    /// The attribute that holds the URL; `None` for the text of a style sheet.
    pub attribute: Option<&'static str>,
    /// How the URL is written, which is what [`splice`](crate::splice) needs to know to replace it.
    pub syntax: Syntax,
    /// Whether the element has an `integrity` attribute too. Whoever replaces the URL may break what it promises.
    pub has_integrity: bool,
}

impl Reference<'_> {
    /// Whether the URL carries its content itself (`data:`).
    pub fn is_data(&self) -> bool {
        has_scheme(&self.url, "data:")
    }

    /// Whether the URL points into the document itself (`#name`): nothing is fetched for it.
    pub fn is_fragment_only(&self) -> bool {
        self.url.starts_with('#')
    }

    /// Whether the URL names no scheme and no host, so that it leads into the page's own site (unless its `base` leads
    /// elsewhere). It is no file name yet: `style.css?v=1`, `/style.css` and `a%20b.png` are local, and `?page=2` is the
    /// page itself.
    pub fn is_local(&self) -> bool {
        let bytes = self.url.as_bytes();
        let starts_like_host = matches!(bytes, [b'/' | b'\\', b'/' | b'\\', ..]);
        !starts_like_host && !self.is_fragment_only() && scheme_length(bytes).is_none()
    }

    /// The same reference, borrowing nothing.
    pub fn into_owned(self) -> Reference<'static> {
        Reference {
            url: Cow::Owned(self.url.into_owned()),
            span: self.span,
            rest: self.rest,
            kind: self.kind,
            element: Cow::Owned(self.element.into_owned()),
            attribute: self.attribute,
            syntax: self.syntax,
            has_integrity: self.has_integrity,
        }
    }
}

fn has_scheme(url: &str, scheme: &str) -> bool {
    url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// Length of the scheme in front of `:`, per <https://url.spec.whatwg.org/#scheme-state>.
fn scheme_length(url: &[u8]) -> Option<usize> {
    let end = url.iter().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')))?;
    (url[end] == b':' && url.first().is_some_and(u8::is_ascii_alphabetic)).then_some(end)
}

/// What a referenced file is used for. The order is that of the declaration, and names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `img`, `picture`'s `source`, `input type=image`, `background`, `poster`, SVG `image`, `use` and `feImage`.
    Image,
    /// `link rel=stylesheet`.
    Stylesheet,
    /// `script src`, SVG `script`.
    Script,
    /// `link rel=preload as=font`, and `url()` in `@font-face`.
    Font,
    /// `video`, `audio`, `source src`, `track`.
    Media,
    /// `iframe`, `frame`.
    Frame,
    /// `link rel=icon` and its relatives.
    Icon,
    /// `link rel=manifest`.
    Manifest,
    /// `link rel=preload`, `modulepreload`, `prefetch`.
    Preload,
    /// `embed`, `object`.
    Embed,
    /// `url()` and the strings of `image-set()` in CSS.
    CssUrl,
    /// `@import` in CSS.
    CssImport,
    /// `meta` images, videos and sounds for link previews.
    Meta,
    /// `a`, `area`, and `link` of every other relation, such as `alternate` (only with [`Extractor::with_anchors`](crate::Extractor::with_anchors)).
    Anchor,
    /// `base href`, against which all others are resolved (only with
    /// [`Extractor::with_base`](crate::Extractor::with_base)).
    Base,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 15] = [
        Self::Image,
        Self::Stylesheet,
        Self::Script,
        Self::Font,
        Self::Media,
        Self::Frame,
        Self::Icon,
        Self::Manifest,
        Self::Preload,
        Self::Embed,
        Self::CssUrl,
        Self::CssImport,
        Self::Meta,
        Self::Anchor,
        Self::Base,
    ];

    /// The stable name: kebab-case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Stylesheet => "stylesheet",
            Self::Script => "script",
            Self::Font => "font",
            Self::Media => "media",
            Self::Frame => "frame",
            Self::Icon => "icon",
            Self::Manifest => "manifest",
            Self::Preload => "preload",
            Self::Embed => "embed",
            Self::CssUrl => "css-url",
            Self::CssImport => "css-import",
            Self::Meta => "meta",
            Self::Anchor => "anchor",
            Self::Base => "base",
        }
    }

    /// The kind with this [name](Self::as_str).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
