//! Searches that mostly end after a few bytes, eight at a time in a register; longer ones are left to `memchr`.

use std::ops::Range;

const ONES: u64 = u64::from_le_bytes([0x01; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);

/// The eight bytes at `at`.
#[inline(always)]
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

/// A word whose lowest set bit is in the first byte that equals `byte`.
#[inline(always)]
const fn equal(word: u64, byte: u8) -> u64 {
    let difference = word ^ (ONES * byte as u64);
    difference.wrapping_sub(ONES) & !difference & HIGHS
}

/// A word whose lowest set bit is in the first byte below `bound`, which is at most 0x80.
#[inline(always)]
const fn below(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(ONES * bound as u64) & !word & HIGHS
}

/// The byte in which the lowest set bit is.
#[inline(always)]
const fn first(hits: u64) -> usize {
    (hits.trailing_zeros() / 8) as usize
}

/// So many bytes are searched before `memchr` is called, which pays only for many.
const NEAR: usize = 32;

/// The first byte at or after `at` that makes a bit in `hits` of its word, or that `far` finds behind the first words.
#[inline(always)]
fn search(bytes: &[u8], at: usize, hits: impl Fn(u64) -> u64, far: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let Some((near, behind)) = rest.split_first_chunk::<NEAR>() else { return far(rest).map(|found| at + found) };
    for (index, word) in near.as_chunks().0.iter().enumerate() {
        let hits = hits(u64::from_le_bytes(*word));
        if hits != 0 {
            return Some(at + 8 * index + first(hits));
        }
    }
    far(behind).map(|found| at + NEAR + found)
}

/// The first `byte` at or after `at`.
#[inline(always)]
pub(crate) fn find(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    search(bytes, at, |word| equal(word, byte), |rest| memchr::memchr(byte, rest))
}

/// The first `=` or `>` at or after `at`.
#[inline(always)]
pub(crate) fn find_equals_or_close(bytes: &[u8], at: usize) -> Option<usize> {
    search(bytes, at, |word| equal(word, b'=') | equal(word, b'>'), |rest| memchr::memchr2(b'=', b'>', rest))
}

/// Whether the value in this range holds `&`, a carriage return or NUL, so that it is not what is written. Looks at what
/// follows it too: most values are shorter than a word or two.
#[inline]
pub(crate) fn holds_escapes(bytes: &[u8], value: Range<usize>) -> bool {
    let escapes = |word| equal(word, b'&') | equal(word, b'\r') | equal(word, 0);
    let rest = |rest: &[u8]| memchr::memchr3(b'&', b'\r', 0, &rest[..rest.len().min(value.len())]);
    search(bytes, value.start, escapes, rest).is_some_and(|found| found < value.end)
}

/// The end of the tag name that begins at `at`: whitespace, `/`, `>`, or the end of the text.
#[inline(always)]
pub(crate) fn name_end(bytes: &[u8], at: usize) -> usize {
    if let Some(word) = word(bytes, at) {
        let hits = below(word, b' ' + 1) | equal(word, b'/') | equal(word, b'>');
        if hits != 0 {
            let end = at + first(hits);
            if is_name_end(bytes[end]) {
                return end;
            }
        }
    }
    let length = bytes[at.min(bytes.len())..].iter().position(|&byte| is_name_end(byte));
    length.map_or(bytes.len(), |length| at + length)
}

/// The end of the attribute name that is under way at `at`: what ends a tag name, or `=`.
#[inline(always)]
pub(crate) fn attribute_name_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(word) = word(bytes, at) {
        let hits = below(word, b' ' + 1) | equal(word, b'/') | equal(word, b'>') | equal(word, b'=');
        if hits == 0 {
            at += 8;
            continue;
        }
        at += first(hits);
        if is_attribute_name_end(bytes[at]) {
            return Some(at);
        }
        at += 1;
    }
    let length = bytes.get(at..)?.iter().position(|&byte| is_attribute_name_end(byte))?;
    Some(at + length)
}

/// Whether the byte ends a tag name. Other control characters than whitespace do not.
const fn is_name_end(byte: u8) -> bool {
    crate::text::is_whitespace(byte) || matches!(byte, b'/' | b'>')
}

/// Whether the byte ends an attribute name, other than in first place.
pub(crate) const fn is_attribute_name_end(byte: u8) -> bool {
    is_name_end(byte) || byte == b'='
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_value_are_not_those_behind_it() {
        for length in 0..80 {
            for escape in [b'&', b'\r', 0] {
                let mut bytes = vec![b'x'; length];
                bytes.push(escape);
                bytes.resize(200, b'y');
                assert!(!holds_escapes(&bytes, 0..length));
                assert!(holds_escapes(&bytes, 0..length + 1));
                assert!(holds_escapes(&bytes[..=length], length / 2..length + 1));
                assert!(!holds_escapes(&bytes, length + 1..bytes.len()));
            }
        }
    }

    #[test]
    fn finds_the_first_byte_wherever_it_is() {
        for length in 0..80 {
            for place in 0..length {
                let mut bytes = vec![b'\xff'; length];
                bytes[place] = b'>';
                if place + 1 < length {
                    bytes[place + 1] = b'=';
                }
                assert_eq!(find(&bytes, 0, b'>'), Some(place));
                assert_eq!(find(&bytes, place + 1, b'>'), None);
                assert_eq!(find_equals_or_close(&bytes, 0), Some(place));
                assert_eq!(name_end(&bytes, 0), place);
            }
        }
        assert_eq!(attribute_name_end(b"a\x01\x1fbcdefghij\x01klm=c", 0), Some(16));
        assert_eq!(attribute_name_end(b"abcdefghij", 0), None);
        assert_eq!(name_end(b"a\x01\x1fb c", 0), 4);
        assert_eq!(name_end(b"abc", 0), 3);
        assert_eq!(find(b"", 0, b'x'), None);
        assert_eq!(find(b"x", 5, b'x'), None);
    }
}
