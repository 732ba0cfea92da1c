//! What earlier builds wrote into the output folder.

use bengal_core::Digest;
use std::collections::{BTreeMap, BTreeSet};

/// The files of ours in the output folder, by path relative to it, with the digest of their bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OutputRecord {
    pub(crate) files: BTreeMap<String, Digest>,
    /// Those of them that were somebody else's before. The site needs their place, but they are never removed.
    pub(crate) adopted: BTreeSet<String>,
}
