//! A fast way through tags that most likely hold nothing of interest.

use super::attributes::Value;
use super::search::{find, find_equals_or_close};
use crate::syntax::Layer;
use crate::text::is_whitespace;

/// What a tag without a meaning of its own turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// It refers to nothing, and this is the byte after it.
    Ends(usize),
    /// The text ends in it.
    Unfinished,
    /// Its attributes may refer to something, or are written in an unusual way.
    Look,
}

/// What an `<a>` turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// It has this `href` and no other attribute that counts, and this is the byte after it.
    Ends(Option<Value>, usize),
    /// The text ends in it.
    Unfinished,
    /// It has to be read with care.
    Look,
}

/// Goes through the attributes of a tag whose name ends at `at`, as long as there is no space around their equals signs.
#[inline]
pub(super) fn skip_plain(bytes: &[u8], at: usize) -> Plain {
    attributes(bytes, at, |before, value| may_hold_references(before, &bytes[value.start..value.end]))
}

/// Goes through the attributes of an `<a>` whose name ends at `at`, as long as they are those that most have.
#[inline]
pub(super) fn link(bytes: &[u8], at: usize) -> Link {
    let mut href = None;
    let plain = attributes(bytes, at, |before, value| {
        match before {
            b" href" => _ = href.get_or_insert(value),
            b" class" | b" title" | b" id" | b" rel" | b" target" => {}
            _ => return true,
        }
        false
    });
    match plain {
        Plain::Ends(after) => Link::Ends(href, after),
        Plain::Unfinished => Link::Unfinished,
        Plain::Look => Link::Look,
    }
}

/// Calls `look` with what stands before the equals sign of each attribute, and with its value, until it says that the tag
/// has to be looked at.
#[inline(always)]
fn attributes(bytes: &[u8], mut at: usize, mut look: impl FnMut(&[u8], Value) -> bool) -> Plain {
    loop {
        if bytes.get(at) == Some(&b'>') {
            return Plain::Ends(at + 1);
        }
        let from = at;
        let Some(found) = find_equals_or_close(bytes, at) else { return Plain::Unfinished };
        if bytes[found] == b'>' {
            return Plain::Ends(found + 1);
        }
        let before = &bytes[from..found];
        // An equals sign in first place is part of the name.
        if before.last().is_none_or(|&byte| is_whitespace(byte) || byte == b'/') {
            return Plain::Look;
        }
        let Some(&first) = bytes.get(found + 1) else { return Plain::Unfinished };
        let (start, end, quotes) = match first {
            b'"' | b'\'' => match find(bytes, found + 2, first) {
                Some(end) => (found + 2, end, if first == b'"' { Layer::DoubleQuoted } else { Layer::SingleQuoted }),
                None => return Plain::Unfinished,
            },
            b'>' => return Plain::Ends(found + 2),
            _ if is_whitespace(first) => return Plain::Look,
            _ => match bytes[found + 1..].iter().position(|&byte| is_whitespace(byte) || byte == b'>') {
                Some(length) => (found + 1, found + 1 + length, Layer::Unquoted),
                None => return Plain::Unfinished,
            },
        };
        if look(before, Value { start, end, quotes }) {
            return Plain::Look;
        }
        at = if quotes == Layer::Unquoted { end } else { end + 1 };
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
