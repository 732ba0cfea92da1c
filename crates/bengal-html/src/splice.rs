//! Puts new URLs into the places of old ones.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::reference::Reference;
use crate::syntax::{Form, Layer, Syntax};
use crate::text::is_whitespace;

/// A new URL for a place of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement<'r> {
    /// The bytes to replace, as a [`Reference`] gives them.
    pub span: Range<usize>,
    /// The further bytes to remove, as a [`Reference`] gives them: of a URL that markup interrupts.
    pub rest: Box<[Range<usize>]>,
    /// How the URL is written there.
    pub syntax: Syntax,
    /// The new URL, as the document shall mean it; escaping is [`splice`]'s business.
    pub url: Cow<'r, str>,
}

impl<'r> Replacement<'r> {
    /// `url` in the place of `reference`.
    pub fn new(reference: &Reference<'_>, url: impl Into<Cow<'r, str>>) -> Self {
        let Reference { span, rest, syntax, .. } = reference;
        Self { span: span.clone(), rest: rest.clone(), syntax: *syntax, url: url.into() }
    }
}

/// Why a URL cannot be put into a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpliceError {
    /// The spans are not in ascending order, overlap (each other, or what is to be removed of a URL that markup
    /// interrupts), or are not within the source at character boundaries.
    Span {
        /// The replacement, counted from 0.
        index: usize,
    },
    /// The URL cannot be written there in any way: it is empty, has whitespace at an end, contains NUL, or, in a `srcset`,
    /// contains whitespace or has a comma at an end. Percent-encode it.
    Url {
        /// The replacement, counted from 0.
        index: usize,
        /// The URL.
        url: String,
    },
}

impl fmt::Display for SpliceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Span { index } => write!(formatter, "the span of replacement {index} does not fit the source"),
            Self::Url { index, url } => {
                write!(
                    formatter,
                    "the URL `{}` of replacement {index} cannot be written in its place",
                    url.escape_debug()
                )
            }
        }
    }
}

impl std::error::Error for SpliceError {}

/// `source` with new URLs in the given places, escaped for the syntax at hand; every other byte stays as it is, also the
/// markup within a URL that [markup interrupts](Reference::rest), which the new URL stands in front of.
///
/// Extracting from the result yields the new URLs at the same places. Replacements must be in ascending order of their
/// spans, as an extraction yields them: those of one extraction, or any of them, always fit. Linear in the length of the
/// source and the URLs.
///
/// # Errors
///
/// [`SpliceError`] for the first replacement that cannot be made; nothing is changed then.
///
/// ```
/// use bengal_html::{Replacement, extract, splice};
///
/// let page = "<img src='cat.png'>";
/// let found = extract(page);
/// let linked = splice(page, &[Replacement::new(&found[0], "/it's & more.png")]);
/// assert_eq!(linked.as_deref(), Ok("<img src='/it&#39;s &amp; more.png'>"));
/// ```
pub fn splice(source: &str, replacements: &[Replacement<'_>]) -> Result<String, SpliceError> {
    let growth: usize = replacements.iter().map(|replacement| replacement.url.len()).sum();
    let mut spliced = String::with_capacity(source.len() + growth);
    let removed = removed_by(replacements);
    let mut removed = removed.iter().peekable();
    let mut copied = 0;
    // Copies what lies between the last place and the next.
    let copy_up_to = |spliced: &mut String, copied: &mut usize, span: &Range<usize>, index: usize| {
        let between = source.get(*copied..span.start).filter(|_| source.get(span.clone()).is_some());
        spliced.push_str(between.ok_or(SpliceError::Span { index })?);
        *copied = span.end;
        Ok(())
    };
    for (index, replacement) in replacements.iter().enumerate() {
        while let Some((span, of)) = removed.next_if(|(span, _)| span.start < replacement.span.start) {
            copy_up_to(&mut spliced, &mut copied, span, *of)?;
        }
        copy_up_to(&mut spliced, &mut copied, &replacement.span, index)?;
        if !is_writable(&replacement.url, replacement.syntax.form()) {
            return Err(SpliceError::Url { index, url: replacement.url.clone().into_owned() });
        }
        let ends_reference = may_end_reference(&spliced);
        spliced.push_str(&write_url(&replacement.url, replacement.syntax, ends_reference));
    }
    for (span, of) in removed {
        copy_up_to(&mut spliced, &mut copied, span, *of)?;
    }
    spliced.push_str(&source[copied..]);
    Ok(spliced)
}

/// What has to go, in ascending order, each with the replacement that it belongs to.
fn removed_by(replacements: &[Replacement<'_>]) -> Vec<(Range<usize>, usize)> {
    let of = |(index, replacement): (usize, &Replacement<'_>)| {
        replacement.rest.iter().map(|span| (span.clone(), index)).collect::<Vec<_>>()
    };
    let mut removed: Vec<_> = replacements.iter().enumerate().flat_map(of).collect();
    removed.sort_by_key(|(span, _)| span.start);
    removed
}

/// What [`splice`] writes into the span of one replacement: the new URL, escaped for the syntax at hand. For whoever puts
/// texts together otherwise, and takes the [`rest`](Replacement::rest) away.
///
/// # Errors
///
/// [`SpliceError`], as of [`splice`]; the index is 0.
///
/// ```
/// use bengal_html::{Replacement, extract, written};
///
/// let page = "<img src='cat.png'>";
/// let found = extract(page);
/// assert_eq!(written(page, &Replacement::new(&found[0], "it's.png")).as_deref(), Ok("it&#39;s.png"));
/// ```
pub fn written(source: &str, replacement: &Replacement<'_>) -> Result<String, SpliceError> {
    let before = source.get(..replacement.span.start).ok_or(SpliceError::Span { index: 0 })?;
    if !is_writable(&replacement.url, replacement.syntax.form()) {
        return Err(SpliceError::Url { index: 0, url: replacement.url.clone().into_owned() });
    }
    source.get(replacement.span.clone()).ok_or(SpliceError::Span { index: 0 })?;
    Ok(write_url(&replacement.url, replacement.syntax, may_end_reference(before)).into_owned())
}

/// A character reference without semicolon may stand before the place, and must not go on into the URL.
fn may_end_reference(before: &str) -> bool {
    before.ends_with(|character: char| character.is_ascii_alphanumeric())
}

/// Whether there is a way to write the URL so that it is read again as it is.
fn is_writable(url: &str, form: Form) -> bool {
    let bytes = url.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let is_trimmed = !is_whitespace(*first) && !is_whitespace(*last);
    let fits_srcset = || *first != b',' && *last != b',' && !bytes.iter().any(|&byte| is_whitespace(byte));
    is_trimmed && !bytes.contains(&0) && (form != Form::Srcset || fits_srcset())
}

fn write_url(url: &str, syntax: Syntax, mut ends_reference: bool) -> Cow<'_, str> {
    let mut written = Cow::Borrowed(url);
    if let Some(escaped) = escape_css(url, syntax.form()) {
        written = Cow::Owned(escaped);
    }
    for layer in syntax.layers() {
        written = Cow::Owned(escape_markup(&written, layer, ends_reference));
        ends_reference = false;
    }
    written
}

/// The URL as CSS; `None` for a form that is none.
fn escape_css(url: &str, form: Form) -> Option<String> {
    let needs_escape: fn(char) -> bool = match form {
        Form::Plain | Form::Srcset => return None,
        Form::CssDoubleQuoted => |character| character == '"' || is_unsafe_in_css(character),
        Form::CssSingleQuoted => |character| character == '\'' || is_unsafe_in_css(character),
        Form::CssBare => |character| matches!(character, '"' | '\'' | '(' | ')' | ' ') || is_unsafe_in_css(character),
    };
    let mut escaped = String::with_capacity(url.len());
    for character in url.chars() {
        if needs_escape(character) {
            // In hexadecimal, which markup around it has no part in; the space ends the number.
            escaped.push_str(&format!("\\{:x} ", u32::from(character)));
        } else {
            escaped.push(character);
        }
    }
    Some(escaped)
}

/// Control characters and the backslash; angle brackets too, so that no `</style` or `]]>` comes about.
fn is_unsafe_in_css(character: char) -> bool {
    matches!(character, '\\' | '<' | '>') || character.is_ascii_control()
}

/// The text as markup; with `ends_reference` its first character is not one that could belong to a reference before it.
fn escape_markup(text: &str, layer: Layer, ends_reference: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let must_escape = match layer {
            Layer::Cdata => false,
            Layer::DoubleQuoted => matches!(character, '&' | '"' | '\r'),
            Layer::SingleQuoted => matches!(character, '&' | '\'' | '\r'),
            Layer::Text => matches!(character, '&' | '<' | '\r'),
            Layer::Unquoted => {
                matches!(character, '&' | '"' | '\'' | '<' | '>' | '=' | '`')
                    || (character.is_ascii() && is_whitespace(character as u8))
            }
        };
        let is_part = at == 0 && ends_reference && matches!(character, 'a'..='z' | 'A'..='Z' | '0'..='9' | '=' | ';');
        match character {
            '&' if must_escape => escaped.push_str("&amp;"),
            '"' if must_escape => escaped.push_str("&quot;"),
            _ if must_escape || (is_part && layer != Layer::Cdata) => {
                escaped.push_str(&format!("&#{};", u32::from(character)));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
