//! What builds find out about pictures, for later ones.

use super::cache::Key;
use super::inspect::{ImageKind, Inspected};
use super::memo::lock;
use crate::hashes::Hashes;
use crate::known::{StoredDigest, stored};
use bengal_core::Digest;
use image::metadata::Orientation;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// What is known of the pictures of a site: plain data, to be stored. What it says of a picture is told by the digest of its bytes, and so holds
/// wherever it is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPictures {
    inspected: Vec<(StoredDigest, Option<StoredInspection>)>,
    made: Vec<(StoredDigest, StoredHashes)>,
}

/// Kind, width, height, whether it is animated, orientation.
type StoredInspection = (u8, u32, u32, bool, u8);

/// Digest, `integrity` value, bytes.
type StoredHashes = (StoredDigest, String, u64);

const KINDS: [ImageKind; 6] =
    [ImageKind::Jpeg, ImageKind::Png, ImageKind::Gif, ImageKind::Webp, ImageKind::Svg, ImageKind::Other];

/// What earlier builds knew, and what this one has asked for.
#[derive(Debug, Default)]
pub(super) struct Knowledge {
    inspected: FxHashMap<Digest, Option<Inspected>>,
    made: FxHashMap<Digest, Hashes>,
    asked_for: Mutex<BTreeMap<Digest, Option<Inspected>>>,
    used: Mutex<BTreeMap<Digest, Hashes>>,
}

impl Knowledge {
    /// What the header of a picture with this digest says; nothing where the bytes are no picture.
    pub(super) fn inspected(&self, picture: Digest) -> Option<Option<Inspected>> {
        let known = self.inspected.get(&picture).copied();
        self.note_inspected(picture, known?);
        known
    }

    pub(super) fn note_inspected(&self, picture: Digest, found: Option<Inspected>) {
        lock(&self.asked_for).insert(picture, found);
    }

    /// The hashes of the picture with this key, if an earlier build made it.
    pub(super) fn made(&self, key: &Key) -> Option<&Hashes> {
        self.made.get(&key.0)
    }

    pub(super) fn note_made(&self, key: &Key, hashes: Hashes) {
        lock(&self.used).insert(key.0, hashes);
    }

    /// What this build has asked for.
    pub(super) fn to_be_stored(&self) -> KnownPictures {
        let inspected = |(picture, found): (&Digest, &Option<Inspected>)| {
            let stored_form = |found: Inspected| {
                let kind = KINDS.iter().position(|kind| *kind == found.kind).unwrap_or(KINDS.len());
                (kind as u8, found.width, found.height, found.animated, found.orientation.to_exif())
            };
            (stored(picture), found.map(stored_form))
        };
        let made = |(key, hashes): (&Digest, &Hashes)| {
            (stored(key), (stored(&hashes.digest), hashes.integrity.clone(), hashes.size))
        };
        KnownPictures {
            inspected: lock(&self.asked_for).iter().map(inspected).collect(),
            made: lock(&self.used).iter().map(made).collect(),
        }
    }
}

impl From<KnownPictures> for Knowledge {
    fn from(known: KnownPictures) -> Self {
        let digest = |stored: StoredDigest| Digest::from_bytes(stored.into_array());
        let restored = |(kind, width, height, animated, orientation): StoredInspection| {
            let kind = *KINDS.get(usize::from(kind))?;
            let orientation = Orientation::from_exif(orientation)?;
            Some(Inspected { kind, width, height, animated, orientation })
        };
        let inspected = |(picture, found): (StoredDigest, Option<StoredInspection>)| match found {
            None => Some((digest(picture), None)),
            Some(found) => Some((digest(picture), Some(restored(found)?))),
        };
        let made = |(key, (of, integrity, size)): (StoredDigest, StoredHashes)| {
            (digest(key), Hashes { digest: digest(of), integrity, size })
        };
        Self {
            inspected: known.inspected.into_iter().filter_map(inspected).collect(),
            made: known.made.into_iter().map(made).collect(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_comes_back() {
        let knowledge = Knowledge::default();
        let (cat, text) = (Digest::of(b"cat"), Digest::of(b"text"));
        let orientation = Orientation::Rotate90FlipH;
        let inspected = Inspected { kind: ImageKind::Webp, width: 3, height: 4, animated: true, orientation };
        knowledge.note_inspected(cat, Some(inspected));
        knowledge.note_inspected(text, None);
        let stored = knowledge.to_be_stored();
        let again = Knowledge::from(stored.clone());
        assert_eq!(again.inspected(Digest::of(b"dog")), None);
        assert_eq!(again.to_be_stored(), KnownPictures::default(), "what nobody asks for is not handed on");
        assert_eq!((again.inspected(cat), again.inspected(text)), (Some(Some(inspected)), Some(None)));
        assert_eq!(again.to_be_stored(), stored);
    }
}
