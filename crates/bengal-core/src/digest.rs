//! Content digests: BLAKE3, 256 bits or the first 128 of them.

use std::{fmt, io};

/// The BLAKE3 digest of some bytes. Equal content has an equal digest on every machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`, in one pass.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// A digest that was stored before.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The raw bytes, as they are stored.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its first half.
    pub fn half(&self) -> HalfDigest {
        self.0.first_chunk().copied().map(HalfDigest).unwrap_or_default()
    }

    /// The first `digits` lower-case hex digits (at most 64).
    ///
    /// ```
    /// assert_eq!(bengal_core::Digest::of(b"").hex(12), "af1349b9f5f9");
    /// ```
    pub fn hex(&self, digits: usize) -> String {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        (0..digits.min(64))
            .map(|i| {
                let byte = self.0[i / 2];
                let nibble = if i % 2 == 0 { byte >> 4 } else { byte & 15 };
                char::from(HEX[usize::from(nibble)])
            })
            .collect()
    }
}

/// The first half of a [`Digest`], 128 bits: tells contents apart where there are so many that memory counts.
///
/// ```
/// use bengal_core::{Digest, HalfDigest};
///
/// assert_eq!(HalfDigest::of(b"a"), Digest::of(b"a").half());
/// assert_ne!(HalfDigest::of(b"a"), HalfDigest::of(b"b"));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfDigest([u8; 16]);

impl HalfDigest {
    /// That of the digest of `bytes`, in one pass.
    pub fn of(bytes: &[u8]) -> Self {
        Digest::of(bytes).half()
    }

    /// One that was stored before.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The raw bytes, as they are stored.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for HalfDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HalfDigest({:032x})", u128::from_be_bytes(self.0))
    }
}

/// A digest in the making: that of everything that was [written](io::Write) to it so far.
#[derive(Clone, Debug, Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// Adds these bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of what was written so far.
    pub fn digest(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}

impl io::Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({}…)", self.hex(12))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex(64))
    }
}
