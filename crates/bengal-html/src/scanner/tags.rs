//! Fast ways through tags that most likely hold nothing of interest.

use crate::text::is_whitespace;

/// What a tag without a meaning of its own turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// It refers to nothing, and this is the byte after it (the end of the text, when that comes first).
    Ends(usize),
    /// Its attributes may refer to something, or are written in an unusual way.
    Look,
}

/// The end of the tag name that begins at `at`.
#[inline]
pub(crate) fn name_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if is_whitespace(byte) || byte == b'/' || byte == b'>' {
            break;
        }
        at += 1;
    }
    at
}

/// Goes through the attributes of a tag whose name ends at `at`, as long as they are written `name="value"`.
#[inline]
pub(super) fn skip_plain(bytes: &[u8], mut at: usize) -> Plain {
    loop {
        let from = at;
        let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'=' | b'>' | b'"' | b'\'')) else {
            return Plain::Ends(bytes.len());
        };
        at += found;
        if bytes[at] == b'>' {
            return Plain::Ends(at + 1);
        }
        let (Some(&quote @ (b'"' | b'\'')), true) = (bytes.get(at + 1), bytes[at] == b'=' && at > from) else {
            return Plain::Look;
        };
        if is_whitespace(bytes[at - 1]) || bytes[at - 1] == b'/' {
            return Plain::Look;
        }
        let start = at + 2;
        let Some(length) = memchr::memchr(quote, &bytes[start..]) else {
            return Plain::Ends(bytes.len());
        };
        if may_hold_references(&bytes[from..at], &bytes[start..start + length]) {
            return Plain::Look;
        }
        at = start + length + 1;
    }
}

/// Whether the attribute whose name ends `before` is a `style` with a function in it, or a `background`.
#[inline]
fn may_hold_references(before: &[u8], value: &[u8]) -> bool {
    match before {
        [.., b'l' | b'L', b'e' | b'E'] => {
            is_last_name(before, b"style") && memchr::memchr2(b'(', b'&', value).is_some()
        }
        [.., b'n' | b'N', b'd' | b'D'] => is_last_name(before, b"background"),
        _ => false,
    }
}

fn is_last_name(before: &[u8], name: &[u8]) -> bool {
    before.len().checked_sub(name.len()).is_some_and(|start| {
        before[start..].eq_ignore_ascii_case(name)
            && (start == 0 || is_whitespace(before[start - 1]) || before[start - 1] == b'/')
    })
}
