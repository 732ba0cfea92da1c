//! Strings and bare URLs: <https://drafts.csswg.org/css-syntax-3/#consume-string-token>, `#consume-url-token`.

use std::borrow::Cow;
use std::ops::Range;

use super::name::{decode_escape, escape_end, is_newline, is_whitespace};

/// A string or the inside of a `url()`: where it stands, whether it means something else than it says.
pub(super) struct Value {
    pub(super) inside: Range<usize>,
    has_escapes: bool,
    /// The byte after the closing quote or parenthesis.
    pub(super) end: usize,
}

impl Value {
    /// The characters that the value stands for.
    pub(super) fn decode<'a>(&self, css: &'a str) -> Cow<'a, str> {
        let raw = &css[self.inside.clone()];
        if !self.has_escapes {
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
                    None => at + 1,
                    Some(&byte) if is_newline(byte) => after_newline(raw.as_bytes(), at + 1),
                    Some(_) => decode_escape(raw, at, &mut decoded),
                };
            }
        }
        decoded.push_str(&raw[at..]);
        Cow::Owned(decoded)
    }
}

/// The byte after the end of line at `at` (CR LF is one).
fn after_newline(css: &[u8], at: usize) -> usize {
    at + 1 + usize::from(css[at] == b'\r' && css.get(at + 1) == Some(&b'\n'))
}

/// The string that begins with the quote at `at`; `Err` with the place to go on where a line end breaks it off.
pub(super) fn string(css: &[u8], at: usize) -> Result<Value, usize> {
    let quote = css[at];
    let mut has_escapes = false;
    let mut end = at + 1;
    while let Some(&byte) = css.get(end) {
        match byte {
            _ if byte == quote => return Ok(Value { inside: at + 1..end, has_escapes, end: end + 1 }),
            b'\\' => {
                has_escapes = true;
                end += 1;
                end = match css.get(end) {
                    Some(&next) if is_newline(next) => after_newline(css, end),
                    Some(_) => end + 1,
                    None => end,
                };
            }
            _ if is_newline(byte) => return Err(end),
            _ => {
                has_escapes |= byte == 0;
                end += 1;
            }
        }
    }
    Ok(Value { inside: at + 1..css.len(), has_escapes, end: css.len() })
}

/// The bare URL whose first byte (after any whitespace) is at `at`; `Err` with the place to go on where it is none.
pub(super) fn bare_url(css: &[u8], at: usize) -> Result<Value, usize> {
    let mut has_escapes = false;
    let mut end = at;
    while let Some(&byte) = css.get(end) {
        match byte {
            b')' => return Ok(Value { inside: at..end, has_escapes, end: end + 1 }),
            _ if is_whitespace(byte) => {
                let close = skip_whitespace(css, end);
                return match css.get(close) {
                    None | Some(b')') => Ok(Value { inside: at..end, has_escapes, end: (close + 1).min(css.len()) }),
                    Some(_) => Err(after_bad_url(css, close)),
                };
            }
            b'"' | b'\'' | b'(' | 0x01..=0x08 | 0x0b | 0x0e..=0x1f | 0x7f => return Err(after_bad_url(css, end)),
            b'\\' => match css.get(end + 1) {
                Some(&next) if is_newline(next) => return Err(after_bad_url(css, end)),
                _ => {
                    has_escapes = true;
                    end = escape_end(css, end);
                }
            },
            _ => {
                has_escapes |= byte == 0;
                end += 1;
            }
        }
    }
    Ok(Value { inside: at..css.len(), has_escapes, end: css.len() })
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
