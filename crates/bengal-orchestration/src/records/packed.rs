//! What each page has many of, packed: in memory as in the table, a quarter of the size of plain numbers.

use bengal_cache::varint;
use std::iter;

/// Rising numbers, as the distance of each to the least that it could be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rising(Box<[u8]>);

impl Rising {
    /// Numbers that rise; any that does not is left out.
    pub(crate) fn of(numbers: impl IntoIterator<Item = u32>) -> Self {
        let mut bytes = Vec::new();
        let mut least = 0;
        for number in numbers {
            let number = u64::from(number);
            if let Some(distance) = number.checked_sub(least) {
                varint::write(&mut bytes, distance);
                least = number + 1;
            }
        }
        Self(bytes.into())
    }

    /// The numbers that a table has as these bytes, if they are such, and all below `end`.
    pub(super) fn from_stored(bytes: Box<[u8]>, end: usize) -> Option<Self> {
        let mut distances = varint::Reader::new(&bytes);
        let mut least = 0_u64;
        while !distances.is_at_end() {
            // 32 bits are enough for a distance, and no sum of so few overflows.
            least += u64::from(u32::try_from(distances.read()?).ok()?) + 1;
        }
        (least <= end as u64).then_some(Self(bytes))
    }

    /// The bytes for a table.
    pub(super) fn as_stored(&self) -> &[u8] {
        &self.0
    }

    /// The numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let mut distances = varint::Reader::new(&self.0);
        let mut least = 0;
        iter::from_fn(move || {
            let number = least + distances.read()?;
            least = number + 1;
            u32::try_from(number).ok()
        })
    }
}

/// A change that linking made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PatchRecord {
    /// Where in the linked text.
    pub(crate) start: u32,
    pub(crate) len: u32,
    /// The number of the text that stood there before.
    pub(crate) original: u32,
}

/// Rising patches: of each the distance from the end of the one before, the length, the number of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Patches(Box<[u8]>);

impl Patches {
    /// Patches that rise; `None` where one does not.
    pub(crate) fn of(patches: impl IntoIterator<Item = PatchRecord>) -> Option<Self> {
        let mut bytes = Vec::new();
        let mut end = 0;
        for PatchRecord { start, len, original } in patches {
            let distance = start.checked_sub(end)?;
            [distance, len, original].iter().for_each(|number| varint::write(&mut bytes, (*number).into()));
            end = start.checked_add(len)?;
        }
        Some(Self(bytes.into()))
    }

    /// The same patches with other numbers of texts.
    pub(crate) fn with_originals(&self, number: impl Fn(u32) -> u32) -> Self {
        let patches = self.iter().map(|patch| PatchRecord { original: number(patch.original), ..patch });
        Self::of(patches).unwrap_or_default()
    }

    /// The patches that a table has as these bytes, if they are such, and know none but so many texts.
    pub(super) fn from_stored(bytes: Box<[u8]>, texts: usize) -> Option<Self> {
        let mut reader = varint::Reader::new(&bytes);
        let mut end = 0_u64;
        while !reader.is_at_end() {
            let start = end.checked_add(reader.read()?)?;
            end = start.checked_add(reader.read()?).filter(|end| u32::try_from(*end).is_ok())?;
            reader.read().filter(|number| *number < texts as u64)?;
        }
        Some(Self(bytes))
    }

    /// The bytes for a table.
    pub(super) fn as_stored(&self) -> &[u8] {
        &self.0
    }

    /// The patches.
    pub(crate) fn iter(&self) -> impl Iterator<Item = PatchRecord> + '_ {
        let mut reader = varint::Reader::new(&self.0);
        let mut number = move || reader.read().and_then(|number| u32::try_from(number).ok());
        let mut end = 0;
        iter::from_fn(move || {
            let (start, len, original) = (end + number()?, number()?, number()?);
            end = start + len;
            Some(PatchRecord { start, len, original })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn boxed(numbers: &[u64]) -> Box<[u8]> {
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| varint::write(&mut bytes, *number));
        bytes.into()
    }

    proptest! {
        #[test]
        fn numbers_come_back(numbers in prop::collection::btree_set(any::<u32>(), 0..20)) {
            let packed = Rising::of(numbers.iter().copied());
            prop_assert!(packed.iter().eq(numbers.iter().copied()));
            let end = numbers.last().map_or(0, |last| *last as usize + 1);
            prop_assert_eq!(Rising::from_stored(packed.0.clone(), end), Some(packed.clone()));
            prop_assert!(numbers.is_empty() || Rising::from_stored(packed.0, end - 1).is_none());
        }

        #[test]
        fn patches_come_back(parts in prop::collection::vec((0..1_u32 << 26, 0..1_u32 << 26, 0..9_u32), 0..20)) {
            let mut end = 0;
            let patches: Vec<_> = parts.into_iter().map(|(distance, len, original)| {
                let start = end + distance;
                end = start + len;
                PatchRecord { start, len, original }
            }).collect();
            let packed = Patches::of(patches.iter().copied()).unwrap();
            prop_assert!(packed.with_originals(|text| text + 1).iter().all(|patch| patch.original > 0));
            prop_assert!(packed.iter().eq(patches.iter().copied()));
            prop_assert_eq!(Patches::from_stored(packed.0.clone(), 9), Some(packed.clone()));
            let texts = patches.iter().map(|patch| patch.original as usize).max();
            prop_assert!(texts.is_none_or(|last| Patches::from_stored(packed.0, last).is_none()));
        }

        /// Whatever stands in a table, nothing panics, and what is accepted is what would be written.
        #[test]
        fn any_bytes_are_packed_numbers_or_none(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(packed) = Rising::from_stored(bytes.clone().into(), u32::MAX as usize) {
                prop_assert_eq!(Rising::of(packed.iter()), packed);
            }
            if let Some(packed) = Patches::from_stored(bytes.into(), u32::MAX as usize) {
                prop_assert_eq!(Patches::of(packed.iter()), Some(packed));
            }
        }
    }

    #[test]
    fn what_does_not_rise_is_not_packed() {
        assert!(Rising::of([3, 3, 1, 4]).iter().eq([3, 4]));
        let patch = |start, len| PatchRecord { start, len, original: 0 };
        assert!(Patches::of([patch(2, 3), patch(5, 1)]).is_some());
        assert!(Patches::of([patch(2, 3), patch(4, 1)]).is_none() && Patches::of([patch(u32::MAX, 1)]).is_none());
    }

    #[test]
    fn numbers_that_overflow_are_none() {
        assert_eq!(Rising::from_stored(boxed(&[u64::MAX, 1]), usize::MAX), None);
        assert_eq!(Patches::from_stored(boxed(&[u64::from(u32::MAX), 1, 0]), 1), None);
        assert_eq!(Patches::from_stored(boxed(&[u64::MAX, 1, 0]), 1), None);
        assert_eq!(Patches::from_stored(boxed(&[1, 1]), 1), None);
    }
}
