//! Text as the parser reads it, with the way back to the bytes that wrote it.

mod character_reference;
mod pieces;
mod runs;

use std::borrow::Cow;
use std::ops::Range;

use crate::scanner::holds_escapes;
pub(crate) use character_reference::Context;
use pieces::Pieces;
use runs::Runs;
pub(crate) use runs::{Place, Places};

/// The characters of a value after character references, line ends and NUL are resolved, and where they come from.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) value: Cow<'a, str>,
    source: Source,
}

/// Where a value is written.
#[derive(Debug)]
enum Source {
    /// Byte for byte from here on.
    Verbatim(usize),
    Resolved(Pieces),
}

impl<'a> Text<'a> {
    /// What stands in this range of `html`. Linear in its length.
    pub(crate) fn decode(html: &'a str, source: Range<usize>, context: Context) -> Self {
        let raw = &html[source.clone()];
        if !holds_escapes(html.as_bytes(), source.clone()) {
            return Self { value: Cow::Borrowed(raw), source: Source::Verbatim(source.start) };
        }
        let mut text = Self::empty();
        text.value.to_mut().reserve(raw.len());
        text.push(html, source, context);
        text
    }

    /// No text, to be appended to.
    pub(crate) fn empty() -> Self {
        Self { value: Cow::Borrowed(""), source: Source::Resolved(Pieces::default()) }
    }

    /// Appends what stands in this range of `html`, behind all that was appended before.
    pub(crate) fn push(&mut self, html: &str, source: Range<usize>, context: Context) {
        let value = self.value.to_mut();
        let mut runs = Runs::new(html, source.clone(), context);
        while runs.next(value).is_some() {}
        if let Source::Resolved(pieces) = &mut self.source {
            pieces.push(source, context);
        }
    }

    /// Finds the bytes of `html` that write a part of the value.
    pub(crate) fn places<'t>(&'t self, html: &'t str) -> Places<'t> {
        match &self.source {
            Source::Verbatim(start) => Places::verbatim(*start),
            Source::Resolved(pieces) => Places::resolved(html, pieces),
        }
    }
}

/// ASCII whitespace of the HTML standard: tab, line feed, form feed, carriage return, space.
pub(crate) const fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')
}

/// `text` without the ASCII whitespace around it.
pub(crate) fn trim(text: &str) -> &str {
    let text = trim_start(text);
    let length = text.bytes().rposition(|byte| !is_whitespace(byte)).map_or(0, |last| last + 1);
    &text[..length]
}

fn trim_start(text: &str) -> &str {
    let first = text.bytes().position(|byte| !is_whitespace(byte)).unwrap_or(text.len());
    &text[first..]
}

/// The same, still borrowed where it was.
pub(crate) fn trim_cow(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
    }
}

/// The place of `raw`, which stands at `start`, without the literal whitespace around it.
pub(crate) fn trimmed_span(raw: &str, start: usize) -> Range<usize> {
    let from_first = trim_start(raw);
    let first = start + (raw.len() - from_first.len());
    first..first + trim(from_first).len()
}
