//! A fast way through tags that most likely hold nothing of interest.

use super::search::{find, find_equals_or_close};
use crate::text::is_whitespace;

/// What a tag without a meaning of its own turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// It refers to nothing, and this is the byte after it (the end of the text, when that comes first).
    Ends(usize),
    /// Its attributes may refer to something, or are written in an unusual way.
    Look,
}

/// Goes through the attributes of a tag whose name ends at `at`, as long as there is no space around their equals signs.
#[inline]
pub(super) fn skip_plain(bytes: &[u8], mut at: usize) -> Plain {
    loop {
        if bytes.get(at) == Some(&b'>') {
            return Plain::Ends(at + 1);
        }
        let from = at;
        let Some(found) = find_equals_or_close(bytes, at) else { return Plain::Ends(bytes.len()) };
        if bytes[found] == b'>' {
            return Plain::Ends(found + 1);
        }
        let before = &bytes[from..found];
        // An equals sign in first place is part of the name.
        if before.last().is_none_or(|&byte| is_whitespace(byte) || byte == b'/') {
            return Plain::Look;
        }
        let Some(&first) = bytes.get(found + 1) else { return Plain::Ends(bytes.len()) };
        let (start, end) = match first {
            b'"' | b'\'' => match find(bytes, found + 2, first) {
                Some(end) => (found + 2, end),
                None => return Plain::Ends(bytes.len()),
            },
            b'>' => return Plain::Ends(found + 2),
            _ if is_whitespace(first) => return Plain::Look,
            _ => match bytes[found + 1..].iter().position(|&byte| is_whitespace(byte) || byte == b'>') {
                Some(length) => (found + 1, found + 1 + length),
                None => return Plain::Ends(bytes.len()),
            },
        };
        if may_hold_references(before, &bytes[start..end]) {
            return Plain::Look;
        }
        at = if matches!(first, b'"' | b'\'') { end + 1 } else { end };
    }
}

/// Whether the attribute whose name ends `before` is a `style` with a function in it, or a `background`.
#[inline(always)]
fn may_hold_references(before: &[u8], value: &[u8]) -> bool {
    match before {
        [.., b'l' | b'L', b'e' | b'E'] => {
            is_last_name(before, b"style") && memchr::memchr2(b'(', b'&', value).is_some()
        }
        [.., b'n' | b'N', b'd' | b'D'] => is_last_name(before, b"background"),
        _ => false,
    }
}

#[cold]
fn is_last_name(before: &[u8], name: &[u8]) -> bool {
    before.len().checked_sub(name.len()).is_some_and(|start| {
        before[start..].eq_ignore_ascii_case(name)
            && (start == 0 || is_whitespace(before[start - 1]) || before[start - 1] == b'/')
    })
}
