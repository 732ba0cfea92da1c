//! Text as the parser reads it, with the way back to the bytes that wrote it.

mod character_reference;
mod source_map;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use character_reference::Context;
use source_map::SourceMap;

/// The characters of a value after character references, line ends and NUL are resolved, and where each comes from.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) value: Cow<'a, str>,
    map: SourceMap,
}

impl<'a> Text<'a> {
    /// The text that stands at `start` in the source as it is.
    pub(crate) fn verbatim(raw: &'a str, start: usize) -> Self {
        Self { value: Cow::Borrowed(raw), map: SourceMap::starting_at(start) }
    }

    /// The value that the raw text at `start` stands for. Linear in its length.
    pub(crate) fn decode(raw: &'a str, start: usize, context: Context) -> Self {
        if memchr::memchr3(b'&', b'\r', 0, raw.as_bytes()).is_none() {
            return Self::verbatim(raw, start);
        }
        let mut text = Self { value: Cow::Owned(String::with_capacity(raw.len())), map: SourceMap::default() };
        text.push_decoded(raw, start, context);
        text
    }

    /// No text, to be appended to.
    pub(crate) fn empty() -> Self {
        Self { value: Cow::Borrowed(""), map: SourceMap::default() }
    }

    /// Appends what the raw text at `start` stands for.
    pub(crate) fn push_decoded(&mut self, raw: &str, start: usize, context: Context) {
        let value = self.value.to_mut();
        let bytes = raw.as_bytes();
        let mut at = 0;
        while let Some(found) = memchr::memchr3(b'&', b'\r', 0, &bytes[at..]) {
            let special = at + found;
            self.map.push_verbatim(value.len(), start + at);
            value.push_str(&raw[at..special]);
            let before = value.len();
            let consumed = match bytes[special] {
                b'&' => character_reference::decode(&raw[special..], context, value),
                b'\r' => {
                    value.push('\n');
                    1 + usize::from(bytes.get(special + 1) == Some(&b'\n'))
                }
                _ => {
                    value.push(char::REPLACEMENT_CHARACTER);
                    1
                }
            };
            if consumed == 0 {
                value.push('&');
                at = special + 1;
            } else {
                at = special + consumed;
                self.map.push_replaced(before..value.len(), start + special..start + at);
            }
        }
        self.map.push_verbatim(value.len(), start + at);
        value.push_str(&raw[at..]);
    }

    /// Appends the raw text at `start` without resolving character references: a CDATA section.
    pub(crate) fn push_cdata(&mut self, raw: &str, start: usize) {
        self.push_decoded(raw, start, Context::Cdata);
    }

    /// The bytes of the source that write this range of the value.
    pub(crate) fn source(&self, range: Range<usize>) -> Range<usize> {
        self.map.source(range)
    }
}

/// ASCII whitespace of the HTML standard: tab, line feed, form feed, carriage return, space.
pub(crate) const fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')
}

/// `text` without the ASCII whitespace around it.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(WHITESPACE)
}

fn trim_start(text: &str) -> &str {
    text.trim_start_matches(WHITESPACE)
}

const WHITESPACE: [char; 5] = [' ', '\t', '\n', '\x0c', '\r'];

/// The place of `raw`, which stands at `start`, without the literal whitespace around it.
pub(crate) fn trimmed_span(raw: &str, start: usize) -> Range<usize> {
    let from_first = trim_start(raw);
    let first = start + (raw.len() - from_first.len());
    first..first + trim(from_first).len()
}
