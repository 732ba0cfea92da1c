//! What earlier builds wrote into the output folder.

use super::OutputFiles;
use bengal_core::HalfDigest;
use bengal_core::fs::Stamp;
use std::collections::BTreeSet;

/// The files of ours in the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OutputRecord {
    pub(crate) files: OutputFiles,
    /// Those of them that were somebody else's before. The site needs their place, but they are never removed.
    pub(crate) adopted: BTreeSet<String>,
}

/// A file of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutputFile {
    /// The digest of its bytes.
    pub(crate) digest: HalfDigest,
    /// How it looks from outside; `None` where that says nothing about its bytes.
    pub(crate) stamp: Option<Stamp>,
}
