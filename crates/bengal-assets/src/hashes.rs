//! Digests of published bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bengal_core::Digest;
use sha2::{Digest as _, Sha384};

/// What is known of published bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashes {
    /// Their digest.
    pub digest: Digest,
    /// The value of an `integrity` attribute, per <https://www.w3.org/TR/SRI/#the-integrity-attribute>.
    pub integrity: String,
    /// How many there are.
    pub size: u64,
}

impl Hashes {
    /// Those of some bytes. Two passes over them.
    pub fn of(bytes: &[u8]) -> Self {
        Self { digest: Digest::of(bytes), integrity: integrity(bytes), size: bytes.len() as u64 }
    }
}

/// The value of an `integrity` attribute for some bytes.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}
