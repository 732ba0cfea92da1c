//! Digests of published bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bengal_core::Digest;
use sha2::{Digest as _, Sha384};

/// What is known of published bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hashes {
    pub(crate) digest: Digest,
    /// The value of an `integrity` attribute, per <https://www.w3.org/TR/SRI/#the-integrity-attribute>.
    pub(crate) integrity: String,
    pub(crate) size: u64,
}

impl Hashes {
    /// Two passes over the bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self {
            digest: Digest::of(bytes),
            integrity: format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes))),
            size: bytes.len() as u64,
        }
    }
}
