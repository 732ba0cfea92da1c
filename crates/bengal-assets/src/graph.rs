//! What refers to what among the assets.

use bengal_core::Digest;
use bengal_html::Kind;
use camino::Utf8PathBuf;

/// All assets of a build, by logical path.
#[derive(Clone, Debug, Default)]
pub struct AssetGraph {
    /// In order of their logical paths.
    pub nodes: Vec<AssetNode>,
}

impl AssetGraph {
    /// The asset at a logical path.
    pub fn get(&self, logical: &str) -> Option<&AssetNode> {
        let at = self.nodes.binary_search_by(|node| node.logical.as_str().cmp(logical)).ok()?;
        self.nodes.get(at)
    }

    /// Adds assets that were made for pages. Those whose logical path is taken are left out.
    pub fn extend(&mut self, made: impl IntoIterator<Item = AssetNode>) {
        self.nodes.extend(made);
        self.nodes.sort_by(|a, b| a.logical.cmp(&b.logical));
        self.nodes.dedup_by(|later, first| later.logical == first.logical);
    }

    /// How many assets have a name that is not their logical path.
    pub fn fingerprinted(&self) -> usize {
        self.nodes.iter().filter(|node| node.published != node.logical).count()
    }

    /// How many assets no page and no other asset refers to.
    pub fn unreached(&self) -> usize {
        self.nodes.iter().filter(|node| !node.reached).count()
    }
}

/// One asset.
#[derive(Clone, Debug)]
pub struct AssetNode {
    /// Its logical path.
    pub logical: String,
    /// Its file in the site's folder; `None` for what is embedded or was made.
    pub source: Option<Utf8PathBuf>,
    /// Where it is published, in the output folder.
    pub published: String,
    /// A second place: its logical path, where a file that is published verbatim refers to it; or the name by which it refers to itself,
    /// where nothing else does.
    pub also: Option<String>,
    /// Bytes of the published file.
    pub size: u64,
    /// The digest of the published bytes.
    pub digest: Digest,
    /// The value of an `integrity` attribute.
    pub integrity: String,
    /// What it refers to, in order of the source.
    pub references: Vec<AssetReference>,
    /// Whether a page or another asset refers to it.
    pub reached: bool,
    /// The logical path of the picture that it was made from, where it was made for a page.
    pub made_from: Option<String>,
}

/// A reference from one asset to something of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetReference {
    /// The URL as it is meant.
    pub url: String,
    /// The logical path that it leads to.
    pub logical: String,
    /// Line in the source file, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
    /// What it is used for; what a script names counts as [`Kind::Script`].
    pub kind: Kind,
}
