//! Searches that mostly end after a few bytes, eight at a time in a register; longer ones are left to `memchr`.

const ONES: u64 = u64::from_le_bytes([0x01; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);

/// The eight bytes at `at`.
#[inline(always)]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
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

/// The first `byte` at or after `at`.
#[inline(always)]
pub(crate) fn find(bytes: &[u8], mut at: usize, byte: u8) -> Option<usize> {
    for _ in 0..3 {
        let Some(word) = word(bytes, at) else { break };
        let hits = equal(word, byte);
        if hits != 0 {
            return Some(at + first(hits));
        }
        at += 8;
    }
    memchr::memchr(byte, bytes.get(at..)?).map(|found| at + found)
}

/// The first `=` or `>` at or after `at`.
#[inline(always)]
pub(crate) fn find_equals_or_close(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(word) = word(bytes, at) {
        let hits = equal(word, b'=') | equal(word, b'>');
        if hits != 0 {
            return Some(at + first(hits));
        }
        at += 8;
    }
    let found = bytes.get(at..)?.iter().position(|byte| matches!(byte, b'=' | b'>'))?;
    Some(at + found)
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
    if let Some(word) = word(bytes, at) {
        let hits = below(word, b' ' + 1) | equal(word, b'/') | equal(word, b'>') | equal(word, b'=');
        if hits == 0 {
            at += 8;
        } else {
            at += first(hits);
        }
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
    fn finds_the_first_byte_wherever_it_is() {
        for length in 0..40 {
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
        assert_eq!(name_end(b"a\x01\x1fb c", 0), 4);
        assert_eq!(name_end(b"abc", 0), 3);
        assert_eq!(find(b"", 0, b'x'), None);
        assert_eq!(find(b"x", 5, b'x'), None);
    }
}
