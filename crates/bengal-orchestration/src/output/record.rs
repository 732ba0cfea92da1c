//! What earlier builds wrote into the output folder.

use bengal_core::Digest;
use bengal_core::fs::Stamp;
use std::collections::{BTreeMap, BTreeSet};

/// The files of ours in the output folder, by path relative to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OutputRecord {
    pub(crate) files: BTreeMap<String, OutputFile>,
    /// Those of them that were somebody else's before. The site needs their place, but they are never removed.
    pub(crate) adopted: BTreeSet<String>,
}

/// A file of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutputFile {
    /// The digest of its bytes.
    pub(crate) digest: Digest,
    /// How it looks from outside; `None` where that says nothing about its bytes.
    pub(crate) stamp: Option<Stamp>,
}
