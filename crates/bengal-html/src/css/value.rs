//! Strings and bare URLs: <https://drafts.csswg.org/css-syntax-3/#consume-string-token>, `#consume-url-token`.

use std::borrow::Cow;
use std::ops::Range;

use super::name::{decode_escape, escape_end, is_newline, is_whitespace};
use crate::text::trimmed_span;

/// A string or the inside of a `url()`: where it stands, whether it means something else than it says.
pub(super) struct Value {
    pub(super) inside: Range<usize>,
    /// The byte after the last escape or NUL in it; where it begins, if there is none.
    resolved_end: usize,
    is_string: bool,
    /// The byte after the closing quote or parenthesis.
    pub(super) end: usize,
}

impl Value {
    /// The characters that the value stands for.
    pub(super) fn decode<'a>(&self, css: &'a str) -> Cow<'a, str> {
        let raw = &css[self.inside.clone()];
        if self.resolved_end == self.inside.start {
            return Cow::Borrowed(raw);
        }
        let mut decoded = String::with_capacity(raw.len());
        let mut at = 0;
        while let Some(found) = memchr::memchr2(b'\\', 0, &raw.as_bytes()[at..]) {
            decoded.push_str(&raw[at..at + found]);
            at += found;
            if raw.as_bytes()[at] == 0 {
                decoded.push(char::REPLACEMENT_CHARACTER);
                at += 1;
            } else {
                // An escaped end of line continues a string; the end of the text stands for nothing in one.
                at = match raw.as_bytes().get(at + 1) {
                    None if self.is_string => at + 1,
                    Some(&byte) if is_newline(byte) => after_newline(raw.as_bytes(), at + 1),
                    _ => decode_escape(raw, at, &mut decoded),
                };
            }
        }
        decoded.push_str(&raw[at..]);
        Cow::Owned(decoded)
    }

    /// The inside without the whitespace around it; but what ends an escape belongs to it.
    pub(super) fn span(&self, css: &str) -> Range<usize> {
        let trimmed = trimmed_span(&css[self.inside.clone()], self.inside.start);
        trimmed.start..trimmed.end.max(self.resolved_end)
    }
}

/// The byte after the end of line at `at` (CR LF is one).
fn after_newline(css: &[u8], at: usize) -> usize {
    at + 1 + usize::from(css[at] == b'\r' && css.get(at + 1) == Some(&b'\n'))
}

/// The string that begins with the quote at `at`; `Err` with the place to go on where a line end breaks it off.
pub(super) fn string(css: &[u8], at: usize) -> Result<Value, usize> {
    let quote = css[at];
    let start = at + 1;
    let mut resolved_end = start;
    let mut end = start;
    while let Some(&byte) = css.get(end) {
        match byte {
            _ if byte == quote => {
                return Ok(Value { inside: start..end, resolved_end, is_string: true, end: end + 1 });
            }
            b'\\' => {
                end = match css.get(end + 1) {
                    Some(&next) if is_newline(next) => after_newline(css, end + 1),
                    _ => escape_end(css, end),
                };
                resolved_end = end;
            }
            _ if is_newline(byte) => return Err(end),
            _ => {
                end += 1;
                if byte == 0 {
                    resolved_end = end;
                }
            }
        }
    }
    Ok(Value { inside: start..css.len(), resolved_end, is_string: true, end: css.len() })
}

/// The bare URL whose first byte (after any whitespace) is at `at`; `Err` with the place to go on where it is none.
pub(super) fn bare_url(css: &[u8], at: usize) -> Result<Value, usize> {
    let mut resolved_end = at;
    let mut end = at;
    while let Some(&byte) = css.get(end) {
        match byte {
            b')' => return Ok(Value { inside: at..end, resolved_end, is_string: false, end: end + 1 }),
            _ if is_whitespace(byte) => {
                let close = skip_whitespace(css, end);
                return match css.get(close) {
                    None | Some(b')') => {
                        let after = (close + 1).min(css.len());
                        Ok(Value { inside: at..end, resolved_end, is_string: false, end: after })
                    }
                    Some(_) => Err(after_bad_url(css, close)),
                };
            }
            b'"' | b'\'' | b'(' | 0x01..=0x08 | 0x0b | 0x0e..=0x1f | 0x7f => return Err(after_bad_url(css, end)),
            b'\\' => match css.get(end + 1) {
                Some(&next) if is_newline(next) => return Err(after_bad_url(css, end)),
                _ => {
                    end = escape_end(css, end);
                    resolved_end = end;
                }
            },
            _ => {
                end += 1;
                if byte == 0 {
                    resolved_end = end;
                }
            }
        }
    }
    Ok(Value { inside: at..css.len(), resolved_end, is_string: false, end: css.len() })
}

/// <https://drafts.csswg.org/css-syntax-3/#consume-remnants-of-bad-url>
fn after_bad_url(css: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr::memchr2(b')', b'\\', css.get(at..).unwrap_or_default()) {
        at += found;
        if css[at] == b')' {
            return at + 1;
        }
        at += 2;
    }
    css.len()
}

pub(super) fn skip_whitespace(css: &[u8], mut at: usize) -> usize {
    while css.get(at).is_some_and(|&byte| is_whitespace(byte)) {
        at += 1;
    }
    at
}

/// Past whitespace and comments.
pub(super) fn skip_trivia(css: &[u8], mut at: usize) -> usize {
    loop {
        at = skip_whitespace(css, at);
        if !css[at..].starts_with(b"/*") {
            return at;
        }
        at = after_comment(css, at);
    }
}

/// The byte after the comment that begins at `at`.
pub(super) fn after_comment(css: &[u8], at: usize) -> usize {
    memchr::memmem::find(&css[at + 2..], b"*/").map_or(css.len(), |length| at + 2 + length + 2)
}
