//! A fast way through the attributes of tags as nearly everybody writes them: without space around the equals signs.

use super::attributes::{TagEnd, Value};
use super::search::{attribute_name_end, find, find_equals_or_close, name_end, word};
use crate::rules::{Attributes, Name};
use crate::syntax::Layer;
use crate::text::is_whitespace;
use std::ops::Range;

/// What a tag turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag<T> {
    /// It is as expected.
    Ends(T),
    /// The text ends in it.
    Unfinished,
    /// It has to be read with care.
    Look,
}

impl<T> Tag<T> {
    fn and_then<U>(self, to: impl FnOnce(T) -> Tag<U>) -> Tag<U> {
        match self {
            Self::Ends(end) => to(end),
            Self::Unfinished => Tag::Unfinished,
            Self::Look => Tag::Look,
        }
    }
}

/// The byte after the tag whose name begins at `name`, if no attribute of it can refer to anything by itself.
#[inline]
pub(super) fn skip_plain(bytes: &[u8], name: usize) -> Tag<usize> {
    let Some(found) = find_equals_or_close(bytes, name) else { return Tag::Unfinished };
    if bytes[found] == b'>' {
        return Tag::Ends(found + 1);
    }
    let end = name_end(bytes, name);
    // An equals sign may be part of the name.
    if end > found {
        return Tag::Look;
    }
    let refers =
        |before: Range<usize>, value: Value| may_hold_references(&bytes[before], &bytes[value.start..value.end]);
    attributes(bytes, end, found, refers).and_then(|rest| Tag::Ends(rest.close + 1))
}

/// The `href` of the `<a>` whose name ends at `at`, and the byte after it, if all its attributes are those that most have.
#[inline]
pub(super) fn link(bytes: &[u8], mut at: usize) -> Tag<(Option<Value>, usize)> {
    let mut href = None;
    while let Some(start) = usual_attribute(bytes, at) {
        let Some(end) = find(bytes, start, b'"') else { return Tag::Unfinished };
        if bytes[at + 1] == b'h' && href.is_none() {
            href = Some(Value { start, end, quotes: Layer::DoubleQuoted });
        }
        at = end + 1;
        if bytes.get(at) == Some(&b'>') {
            return Tag::Ends((href, at + 1));
        }
    }
    let Some(found) = find_equals_or_close(bytes, at) else { return Tag::Unfinished };
    let rest = attributes(bytes, at, found, |before, value| {
        match &bytes[before] {
            b" href" => _ = href.get_or_insert(value),
            b" class" | b" title" | b" id" | b" rel" | b" target" => {}
            _ => return true,
        }
        false
    });
    rest.and_then(|rest| Tag::Ends((href, rest.close + 1)))
}

/// Where the value begins of the `href`, or of another attribute that most links have, that follows at `at`.
#[inline(always)]
fn usual_attribute(bytes: &[u8], at: usize) -> Option<usize> {
    let word = word(bytes, at)?;
    let starts = |with: &[u8]| {
        let (mut expected, mut mask) = ([0; 8], [0; 8]);
        expected[..with.len()].copy_from_slice(with);
        mask[..with.len()].fill(0xff);
        word & u64::from_le_bytes(mask) == u64::from_le_bytes(expected)
    };
    let is_long = starts(b" class=\"") | starts(b" title=\"");
    let is_href = starts(b" href=\"");
    let is_id = starts(b" id=\"");
    let length = if is_href {
        7
    } else if is_id {
        5
    } else {
        8
    };
    (is_href | is_id | is_long).then_some(at + length)
}

/// Collects the attributes of a tag whose name ends at `at`.
#[inline]
pub(super) fn collect(bytes: &[u8], at: usize, collected: &mut Attributes) -> Tag<TagEnd> {
    if bytes.get(at) == Some(&b'>') {
        return Tag::Ends(TagEnd { after: at + 1, is_self_closing: false });
    }
    let Some(found) = find_equals_or_close(bytes, at) else { return Tag::Unfinished };
    let rest = attributes(bytes, at, found, |before, value| {
        let [b' ', names @ ..] = &bytes[before.clone()] else { return true };
        let name = match Name::of(names) {
            Some(name) => Some(name),
            None if attribute_name_end(bytes, before.start + 1) == Some(before.end) => None,
            None => match last_of_names(names) {
                Some(last) => Name::of(last),
                None => return true,
            },
        };
        if let Some(name) = name {
            collected.put(name, value);
        }
        false
    });
    rest.and_then(|rest| match &bytes[rest.start..rest.close] {
        b"" => Tag::Ends(TagEnd { after: rest.close + 1, is_self_closing: false }),
        b"/" | b" /" => Tag::Ends(TagEnd { after: rest.close + 1, is_self_closing: true }),
        names if last_of_names(names).is_some_and(|last| Name::of(last).is_none() && !last.contains(&b'=')) => {
            Tag::Ends(TagEnd { after: rest.close + 1, is_self_closing: false })
        }
        _ => Tag::Look,
    })
}

/// The last of names with single spaces between them, if no rule looks at the others: those have no value.
fn last_of_names(names: &[u8]) -> Option<&[u8]> {
    let mut names = names.split(|byte| *byte == b' ');
    let last = names.next_back()?;
    let is_one = |name: &[u8]| !name.iter().any(|byte| is_whitespace(*byte) || *byte == b'/');
    (is_one(last) && names.all(|name| is_one(name) && Name::of(name).is_none())).then_some(last)
}

/// What follows the last value of a tag: up to its `>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rest {
    start: usize,
    close: usize,
}

/// Calls `look` with the place of what stands before the equals sign of each attribute, and with its value, until it says
/// that the tag has to be looked at. The attributes begin at `at`, and the first equals sign or `>` is at `found`.
#[inline(always)]
fn attributes(
    bytes: &[u8],
    mut at: usize,
    mut found: usize,
    mut look: impl FnMut(Range<usize>, Value) -> bool,
) -> Tag<Rest> {
    loop {
        if bytes[found] == b'>' {
            return Tag::Ends(Rest { start: at, close: found });
        }
        // An equals sign in first place is part of the name.
        if bytes[at..found].last().is_none_or(|&byte| is_whitespace(byte) || byte == b'/') {
            return Tag::Look;
        }
        let Some(&first) = bytes.get(found + 1) else { return Tag::Unfinished };
        let (start, end, quotes) = match first {
            b'"' | b'\'' => match find(bytes, found + 2, first) {
                Some(end) => (found + 2, end, if first == b'"' { Layer::DoubleQuoted } else { Layer::SingleQuoted }),
                None => return Tag::Unfinished,
            },
            b'>' => return Tag::Ends(Rest { start: at, close: found + 1 }),
            _ if is_whitespace(first) => return Tag::Look,
            _ => match bytes[found + 1..].iter().position(|&byte| is_whitespace(byte) || byte == b'>') {
                Some(length) => (found + 1, found + 1 + length, Layer::Unquoted),
                None => return Tag::Unfinished,
            },
        };
        if look(at..found, Value { start, end, quotes }) {
            return Tag::Look;
        }
        at = if quotes == Layer::Unquoted { end } else { end + 1 };
        if bytes.get(at) == Some(&b'>') {
            return Tag::Ends(Rest { start: at, close: at });
        }
        found = match find_equals_or_close(bytes, at) {
            Some(found) => found,
            None => return Tag::Unfinished,
        };
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
