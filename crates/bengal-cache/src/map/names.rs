//! Sorted names as bytes, each as what differs from the one before (front coding).
//!
//! Paths share folders, so this takes a fifth of their length. A name is: one byte, how many leading bytes it shares
//! with the name before; the number of bytes that follow, LEB128; these bytes. Only one byte, so that a small file
//! cannot stand for names without end.

use crate::damage::Damage;
use crate::varint;
use std::sync::Arc;

/// Encodes names that ascend, each once.
pub(super) fn encode<'a>(names: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut previous: &[u8] = &[];
    for name in names {
        let name = name.as_bytes();
        let shared = shared_prefix(previous, name);
        bytes.push(shared);
        let (_, rest) = name.split_at(usize::from(shared));
        varint::write(&mut bytes, rest.len() as u64);
        bytes.extend(rest);
        previous = name;
    }
    bytes
}

/// The names of some bytes. Accepts only what [`encode`] makes, so the names ascend.
///
/// Allocates at most some 100 times the length of the bytes.
pub(super) fn decode(bytes: &[u8]) -> Result<Vec<Arc<str>>, Damage> {
    const CUT: Damage = Damage::Inconsistent("names are cut short");
    let mut names = Vec::new();
    let mut name: Vec<u8> = Vec::new();
    let mut reader = varint::Reader::new(bytes);
    while let Some(shared) = reader.byte() {
        let len = reader.read().and_then(|len| usize::try_from(len).ok()).ok_or(CUT)?;
        let rest = reader.take(len).ok_or(CUT)?;
        if !follows(&name, shared, rest, names.is_empty()) {
            return Err(Damage::Inconsistent("names are not in order"));
        }
        name.truncate(usize::from(shared));
        name.extend(rest);
        let text = std::str::from_utf8(&name).map_err(|_| Damage::Inconsistent("a name is not UTF-8"))?;
        names.push(Arc::from(text));
    }
    Ok(names)
}

/// Whether the name of `shared` bytes of `previous` and then `rest` is greater than `previous`, and shares no more.
fn follows(previous: &[u8], shared: u8, rest: &[u8], first: bool) -> bool {
    let Some((_, previous_rest)) = previous.split_at_checked(usize::from(shared)) else { return false };
    match shared {
        0 if first => true,
        u8::MAX => rest > previous_rest,
        _ => rest.first() > previous_rest.first(),
    }
}

/// How many leading bytes are the same, eight at a time; 255 at most.
fn shared_prefix(left: &[u8], right: &[u8]) -> u8 {
    let mut shared = 0;
    let chunks = left.as_chunks::<8>().0.iter().zip(right.as_chunks::<8>().0);
    for (left, right) in chunks.take(usize::from(u8::MAX) / 8 + 1) {
        let difference = u64::from_le_bytes(*left) ^ u64::from_le_bytes(*right);
        if difference != 0 {
            shared += difference.trailing_zeros() as usize / 8;
            return u8::try_from(shared).unwrap_or(u8::MAX);
        }
        shared += 8;
    }
    let rest = left.iter().zip(right).skip(shared);
    shared += rest.take_while(|(left, right)| left == right).take(8).count();
    u8::try_from(shared).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn shared(names: &[Arc<str>]) -> Vec<u8> {
        encode(names.iter().map(|name| &**name))
    }

    proptest! {
        #[test]
        fn names_come_back(names in prop::collection::btree_set("[ab]{0,4}(é|/)?(c{0,300})?", 0..40)) {
            let names: BTreeSet<String> = names;
            let decoded = decode(&encode(names.iter().map(String::as_str))).unwrap();
            prop_assert!(decoded.iter().map(|name| &**name).eq(names.iter().map(String::as_str)));
        }

        #[test]
        fn what_is_decoded_is_what_would_be_encoded(bytes in prop::collection::vec(0_u8..6, 0..40)) {
            if let Ok(names) = decode(&bytes) {
                prop_assert!(names.is_sorted_by(|a, b| a < b));
                prop_assert_eq!(shared(&names), bytes);
            }
        }
    }

    /// Beyond the 255 bytes that a name can share, the rest is compared as a whole.
    #[test]
    fn names_with_long_prefixes_ascend_too() {
        let name = |end: &str| ["x".repeat(254).as_str(), end].concat();
        let names = [name("x"), name("xxa"), name("xxb"), name("xy")];
        let bytes = encode(names.iter().map(String::as_str));
        assert_eq!(shared(&decode(&bytes).unwrap()), bytes);
        for other in [1, 3] {
            let mut swapped = names.clone();
            swapped.swap(2, other);
            assert!(decode(&encode(swapped.iter().map(String::as_str))).is_err());
        }
    }

    #[test]
    fn a_small_file_does_not_stand_for_names_without_end() {
        let mut bytes = vec![0, 0xff, 0x01];
        bytes.extend([b'a'; 255]);
        for _ in 0..1000 {
            bytes.extend([255, 1, b'a']);
        }
        // Every name but the first is refused or shares 255 bytes at most.
        let names = decode(&bytes).map_or(0, |names| names.iter().map(|name| name.len()).sum());
        assert!(names <= bytes.len() * 100);
    }
}
