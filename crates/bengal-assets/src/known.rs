//! What builds find out about assets, for later ones.
//!
//! Everything here is about bytes, told by their digest, so it holds wherever the same bytes are found again. The stamp of a file is the short cut
//! past reading them.

use crate::hashes::Hashes;
use bengal_core::Digest;
use bengal_core::fs::{Now, Stamp};
use bengal_core::keyed::KeyedMap;
use bengal_html::Kind;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;

/// What works assets out, with the versions of libraries whose results are kept. To be raised with every change of what is found in an asset or
/// made of it: what others have worked out is not believed.
pub(crate) const PROCESSORS: &str = "1; lightningcss 1.0.0-alpha.72; cssparser 0.38.0";

/// What is known of the assets of a site. Plain data, to be stored: what it says is not worked out again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// [`PROCESSORS`], as they were.
    made_by: String,
    assets: Vec<KnownAsset>,
}

impl Known {
    pub(crate) fn new(assets: Vec<KnownAsset>) -> Self {
        Self { made_by: PROCESSORS.to_owned(), assets }
    }

    /// Without the stamps that say little: those of files that changed so shortly before the build `began` that they could change again without
    /// looking different.
    #[must_use]
    pub fn settled(mut self, began: Now) -> Self {
        for asset in &mut self.assets {
            asset.stamp = asset.stamp.filter(|stamp| began.has_settled(stamp));
        }
        self
    }

    pub(crate) fn by_logical_path(self) -> KeyedMap<String, KnownAsset> {
        let believed = self.assets.into_iter().filter(|_| self.made_by == PROCESSORS);
        believed.map(|asset| (asset.logical.clone(), asset)).collect()
    }
}

/// A digest as it is stored.
pub(crate) type StoredDigest = ByteArray<32>;

pub(crate) fn stored(digest: &Digest) -> StoredDigest {
    ByteArray::new(*digest.as_bytes())
}

/// What is known of an asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownAsset {
    pub(crate) logical: String,
    /// How its file looked before it was read; `None` where that says nothing.
    pub(crate) stamp: Option<Stamp>,
    source: StoredDigest,
    /// Bytes of its source.
    pub(crate) size: u64,
    /// The `integrity` value of its source. Not known of a text that is linked.
    pub(crate) integrity: Option<String>,
    pub(crate) contents: Contents,
    /// What processing made of it, if it is a style sheet that is processed.
    pub(crate) sheet: Option<Sheet>,
    /// What linking made of it.
    pub(crate) linked: Vec<Linking>,
}

/// What is in an asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Contents {
    /// Nothing is looked for in it.
    Opaque,
    /// It should be text, and is not UTF-8.
    NotUtf8,
    /// A text with its references; `None` where it cannot be looked into.
    Text(Option<Vec<FoundReference>>),
}

/// A reference in the source of an asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundReference {
    pub(crate) name: NamedUrl,
    /// Whether it counts as missing where it leads nowhere.
    pub(crate) must_exist: bool,
    /// From 1.
    pub(crate) line: u32,
    /// From 1.
    pub(crate) column: u32,
}

/// A URL with what it is used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NamedUrl {
    pub(crate) url: String,
    /// The number of the kind among all.
    kind: u8,
}

impl NamedUrl {
    pub(crate) fn new(url: &str, kind: Kind) -> Self {
        let number = Kind::ALL.iter().position(|other| *other == kind).unwrap_or_default();
        Self { url: url.to_owned(), kind: number as u8 }
    }

    pub(crate) fn kind(&self) -> Kind {
        Kind::ALL.get(usize::from(self.kind)).copied().unwrap_or(Kind::Anchor)
    }
}

/// What processing made of a style sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// The digest of the options; `None` where it holds in no other build, because something was said about it.
    pub(crate) how: Option<StoredDigest>,
    /// The other sheets that were looked for, with their digests where they are there.
    pub(crate) inputs: Vec<(String, Option<StoredDigest>)>,
    /// What they have of bytes, counted as often as they were put in.
    pub(crate) spent: u64,
    /// `None` where nothing was changed.
    pub(crate) text: Option<String>,
    /// The references of the text.
    pub(crate) references: Vec<NamedUrl>,
}

/// What came of putting some URLs into the text of an asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Linking {
    key: StoredDigest,
    digest: StoredDigest,
    integrity: String,
    size: u64,
}

impl KnownAsset {
    pub(crate) fn new(logical: &str, source: &Digest, size: u64, contents: Contents) -> Self {
        Self {
            logical: logical.to_owned(),
            stamp: None,
            source: stored(source),
            size,
            integrity: None,
            contents,
            sheet: None,
            linked: Vec::new(),
        }
    }

    /// The digest of its source.
    pub(crate) fn source(&self) -> Digest {
        Digest::from_bytes(self.source.into_array())
    }

    /// The hashes of its source.
    pub(crate) fn hashes(&self) -> Option<Hashes> {
        let integrity = self.integrity.clone()?;
        Some(Hashes { digest: self.source(), integrity, size: self.size })
    }

    /// Whether all is known that has to be of an asset that is not processed.
    pub(crate) fn says_enough(&self, is_verbatim: bool) -> bool {
        self.integrity.is_some() || (self.is_text() && !is_verbatim)
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self.contents, Contents::Text(_))
    }

    /// The references of the text that is linked, as they stand there.
    pub(crate) fn published_references(&self) -> Vec<&NamedUrl> {
        match (&self.sheet, &self.contents) {
            (Some(Sheet { text: Some(_), references, .. }), _) => references.iter().collect(),
            (_, Contents::Text(Some(references))) => references.iter().map(|reference| &reference.name).collect(),
            _ => Vec::new(),
        }
    }

    /// What stands for putting these URLs in the places of the references of its text, in their order.
    pub(crate) fn linking_key(&self, urls: &[Option<String>]) -> StoredDigest {
        let processed = self.sheet.as_ref().and_then(|sheet| sheet.text.as_ref());
        let text = processed.map_or_else(|| self.source(), |text| Digest::of(text.as_bytes()));
        let mut key = text.as_bytes().to_vec();
        for url in urls {
            key.push(u8::from(url.is_some()));
            let url = url.as_deref().unwrap_or_default();
            key.extend((url.len() as u64).to_le_bytes());
            key.extend(url.as_bytes());
        }
        stored(&Digest::of(&key))
    }

    /// The hashes of what linking makes of it, if that is known.
    pub(crate) fn linking(&self, key: &StoredDigest) -> Option<Hashes> {
        let Linking { digest, integrity, size, .. } = self.linked.iter().find(|linking| linking.key == *key)?;
        let digest = Digest::from_bytes(digest.into_array());
        Some(Hashes { digest, integrity: integrity.clone(), size: *size })
    }
}

impl Linking {
    pub(crate) fn new(key: StoredDigest, hashes: &Hashes) -> Self {
        let Hashes { digest, integrity, size } = hashes;
        Self { key, digest: stored(digest), integrity: integrity.clone(), size: *size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever changes what is stored changes this: then the table that holds it needs another schema number.
    #[test]
    fn the_stored_form() {
        let digest = stored(&Digest::from_bytes([7; 32]));
        let name = NamedUrl::new("b.css", Kind::CssImport);
        let found = FoundReference { name: name.clone(), must_exist: true, line: 1, column: 9 };
        let asset = KnownAsset {
            integrity: Some("sha384-x".to_owned()),
            sheet: Some(Sheet {
                how: Some(digest),
                inputs: vec![("b.css".to_owned(), Some(digest))],
                spent: 3,
                text: Some("p{}".to_owned()),
                references: vec![name],
            }),
            linked: vec![Linking { key: digest, digest, integrity: "sha384-y".to_owned(), size: 5 }],
            ..KnownAsset::new("a.css", &Digest::from_bytes([7; 32]), 4, Contents::Text(Some(vec![found])))
        };
        let known = Known::new(vec![asset, KnownAsset::new("b", &Digest::from_bytes([7; 32]), 0, Contents::Opaque)]);
        let json = serde_json::to_string(&known).unwrap();
        let seven = serde_json::to_string(&[7; 32]).unwrap();
        insta::assert_snapshot!(json.replace(&seven, "7").replace(PROCESSORS, "PROCESSORS"), @r#"{"made_by":"PROCESSORS","assets":[{"logical":"a.css","stamp":null,"source":7,"size":4,"integrity":"sha384-x","contents":{"Text":[{"name":{"url":"b.css","kind":11},"must_exist":true,"line":1,"column":9}]},"sheet":{"how":7,"inputs":[["b.css",7]],"spent":3,"text":"p{}","references":[{"url":"b.css","kind":11}]},"linked":[{"key":7,"digest":7,"integrity":"sha384-y","size":5}]},{"logical":"b","stamp":null,"source":7,"size":0,"integrity":null,"contents":"Opaque","sheet":null,"linked":[]}]}"#);
        assert_eq!(serde_json::from_str::<Known>(&json).unwrap(), known);
    }

    #[test]
    fn what_others_have_worked_out_is_not_believed() {
        let asset = || KnownAsset::new("a", &Digest::from_bytes([7; 32]), 0, Contents::Opaque);
        assert_eq!(Known::new(vec![asset()]).by_logical_path().len(), 1);
        let others = Known { made_by: "0; lightningcss 1".to_owned(), assets: vec![asset()] };
        assert!(others.by_logical_path().is_empty());
    }

    #[test]
    fn the_versions_of_processors_are_those_in_use() {
        crate::tests::assert_in_use(PROCESSORS);
    }
}
