//! Unsigned LEB128 numbers, shortest form only: for what a table keeps packed.
//!
//! The encoding: DWARF 5, section 7.6.
//!
//! ```
//! use bengal_cache::varint;
//!
//! let mut bytes = Vec::new();
//! varint::write(&mut bytes, 5);
//! varint::write(&mut bytes, 300);
//! assert_eq!(bytes, [5, 0xac, 2]);
//! let mut numbers = varint::Reader::new(&bytes);
//! assert_eq!((numbers.read(), numbers.read(), numbers.read()), (Some(5), Some(300), None));
//! ```

/// Appends a number: 1 byte below 128, at most 10.
pub fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads numbers one after another.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// The next number; nothing where the bytes end, or are not the shortest form of a number of 64 bits.
    #[inline]
    pub fn read(&mut self) -> Option<u64> {
        match self.bytes {
            [byte @ ..0x80, rest @ ..] => {
                self.bytes = rest;
                Some(u64::from(*byte))
            }
            _ => self.read_long(),
        }
    }

    fn read_long(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return None;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return (byte != 0 || shift == 0).then_some(number);
            }
        }
        None
    }

    /// The next byte as it is.
    pub fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }

    /// The next bytes as they are; nothing where fewer are left.
    pub fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(taken)
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.bytes.len()
    }

    /// Whether all bytes were read.
    pub fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_comes_back(number: u64) {
            let mut bytes = Vec::new();
            write(&mut bytes, number);
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.read(), Some(number));
            prop_assert!(reader.is_at_end());
        }

        #[test]
        fn what_is_read_is_what_would_be_written(bytes in prop::collection::vec(any::<u8>(), 0..12)) {
            let mut reader = Reader::new(&bytes);
            if let Some(number) = reader.read() {
                let mut written = Vec::new();
                write(&mut written, number);
                prop_assert_eq!(&written, &bytes[..bytes.len() - reader.remaining()]);
            }
        }
    }

    #[test]
    fn longer_forms_and_overflow_are_refused() {
        for bytes in
            [&[0x80, 0x00][..], &[0x80], &[0xff; 10], &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]]
        {
            assert_eq!(Reader::new(bytes).read(), None, "{bytes:?}");
        }
    }
}
