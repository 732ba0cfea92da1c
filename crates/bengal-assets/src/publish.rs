//! What is written where, once it is known what pages refer to.

use crate::asset::AssetSource;
use crate::extract;
use crate::graph::{AssetGraph, AssetNode, AssetReference};
use crate::integrity::{Promise, promise, promise_by};
use crate::known::{Known, KnownAsset};
use crate::link_assets::linked_text;
use crate::role::Role;
use crate::table::{Entry, LinkTable};
use bengal_core::fs::SiteFiles;
use bengal_core::keyed::KeyedMap;
use bengal_core::{Diagnostic, Digest};
use std::borrow::Cow;
use std::sync::Arc;

/// Where published bytes are.
#[derive(Debug)]
pub(crate) enum Published {
    /// They are those of the source.
    Source,
    /// Here.
    Held(String),
    /// In the text of the asset, with these URLs in the places of its references: known without having been made.
    Linked(Vec<Option<String>>),
}

/// An asset that is ready but for the question who refers to it.
#[derive(Debug)]
pub(crate) struct PreparedAsset {
    pub(crate) role: Role,
    pub(crate) source: AssetSource,
    /// What is known of it now.
    pub(crate) known: KnownAsset,
    pub(crate) published: Published,
    pub(crate) entry: Entry,
    pub(crate) references: Vec<AssetReference>,
    /// Whether another asset refers to it.
    pub(crate) reached_by_files: bool,
    /// Whether one that is published verbatim does, and so knows only its own name.
    pub(crate) needed_plain: bool,
    /// Whether it refers to itself.
    pub(crate) names_itself: bool,
}

impl PreparedAsset {
    fn logical(&self) -> &str {
        &self.known.logical
    }
}

/// All assets of a build, with the link table that knows them.
#[derive(Debug)]
pub struct Prepared {
    /// From logical paths to published files.
    pub table: Arc<LinkTable>,
    /// Logical paths of the assets that could not be read. What an earlier build made of them should stay.
    pub unreadable: Vec<String>,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// In order of their logical paths.
    pub(crate) assets: Vec<PreparedAsset>,
    /// Whether every text could be had that was needed.
    pub(crate) is_sound: bool,
}

/// A file to be written.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'p> {
    /// Its path in the output folder.
    pub path: &'p str,
    /// The digest of its bytes.
    pub digest: &'p Digest,
    asset: &'p PreparedAsset,
}

impl Prepared {
    /// What the next build need not find out again: [`prepare_knowing`](crate::prepare_knowing) takes it.
    pub fn into_known(self) -> Known {
        // What was made without a text that could not be had is not what its digest stands for.
        let assets = self.assets.into_iter().filter(|_| self.is_sound);
        Known::new(assets.map(|asset| asset.known).collect())
    }

    /// The digest of the source of each asset, by its logical path.
    pub fn source_digests(&self) -> KeyedMap<String, Digest> {
        self.assets.iter().map(|asset| (asset.logical().to_owned(), asset.known.source())).collect()
    }

    /// How many assets there are.
    pub fn len(&self) -> usize {
        self.assets.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.assets.is_empty()
    }

    /// The logical paths, in order.
    pub fn logical(&self) -> impl Iterator<Item = &str> {
        self.assets.iter().map(PreparedAsset::logical)
    }

    /// Every path at which something may be published, whoever refers to it.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.assets.iter().flat_map(|asset| {
            let other = asset.entry.renamed.then_some(asset.entry.published.as_str());
            std::iter::once(asset.logical()).chain(other)
        })
    }

    /// What refers to what, where `is_used` says which logical paths pages refer to.
    ///
    /// An asset that a page or another asset refers to is published under the name that the link table has for it; one that
    /// nothing refers to keeps its own.
    pub fn graph(&self, is_used: impl Fn(&str) -> bool) -> AssetGraph {
        let node = |asset: &PreparedAsset| {
            let logical = asset.logical().to_owned();
            let reached = asset.reached_by_files || is_used(&logical);
            let published = if reached { &asset.entry.published } else { &logical };
            AssetNode {
                source: asset.source.file().map(ToOwned::to_owned),
                published: published.clone(),
                also: match reached {
                    true => asset.needed_plain.then(|| logical.clone()),
                    false => asset.names_itself.then(|| asset.entry.published.clone()),
                }
                .filter(|also| also != published),
                size: asset.entry.size,
                digest: asset.entry.digest,
                integrity: asset.entry.integrity.clone(),
                references: asset.references.clone(),
                reached,
                made_from: None,
                logical,
            }
        };
        AssetGraph { nodes: self.assets.iter().map(node).collect() }
    }

    /// Whether the file that is published for a logical path is what an `integrity` attribute says. A file that is not one of these, or cannot be
    /// read, breaks no promise. Reads the file only where the attribute has another hash function than [`Hashes`](crate::Hashes).
    pub fn promise(&self, logical: &str, integrity: &str, files: &SiteFiles) -> Promise {
        let at = self.assets.binary_search_by(|asset| asset.logical().cmp(logical)).ok();
        let Some(asset) = at.and_then(|at| self.assets.get(at)) else { return Promise::Kept };
        promise_by(integrity, &asset.entry.integrity).unwrap_or_else(|| {
            let publication = Publication { path: asset.logical(), digest: &asset.entry.digest, asset };
            publication.read(files).map_or(Promise::Kept, |bytes| promise(integrity, &bytes))
        })
    }

    /// The files to be written for a graph that [`graph`](Self::graph) has made, in order of logical paths.
    pub fn publications<'p>(&'p self, graph: &'p AssetGraph) -> impl Iterator<Item = Publication<'p>> {
        self.assets.iter().zip(&graph.nodes).flat_map(|(asset, node)| {
            let paths = std::iter::once(node.published.as_str()).chain(node.also.as_deref());
            paths.map(|path| Publication { path, digest: &asset.entry.digest, asset })
        })
    }
}

impl<'p> Publication<'p> {
    /// The bytes. Those of a file are read again.
    ///
    /// # Errors
    /// When the file cannot be read, or is not the one any more whose name was computed.
    pub fn read(&self, files: &SiteFiles) -> Result<Cow<'p, [u8]>, Diagnostic> {
        let asset = self.asset;
        let bytes = match &asset.published {
            Published::Held(text) => return Ok(Cow::Borrowed(text.as_bytes())),
            Published::Source => asset.read(files)?,
            Published::Linked(urls) => {
                let processed = asset.known.sheet.as_ref().and_then(|sheet| sheet.text.as_deref());
                let source = match processed {
                    Some(text) => Cow::Borrowed(text.as_bytes()),
                    None => asset.read(files)?,
                };
                let text = std::str::from_utf8(&source).map_err(|_| changed_meanwhile(asset.path()))?;
                let places = extract::references(asset.role, text).unwrap_or_default();
                Cow::Owned(linked_text(text, &places, urls).into_bytes())
            }
        };
        // What is embedded cannot have changed; but what was known of it is believed no more than anything else that was stored.
        match Digest::of(&bytes) == *self.digest {
            true => Ok(bytes),
            false => Err(changed_meanwhile(asset.path())),
        }
    }
}

impl PreparedAsset {
    /// The name of its file in diagnostics.
    fn path(&self) -> &str {
        self.source.file().map_or(self.logical(), |file| file.as_str())
    }

    /// The bytes of its source.
    fn read(&self, files: &SiteFiles) -> Result<Cow<'_, [u8]>, Diagnostic> {
        self.source.read(files).map_err(|error| {
            Diagnostic::error("unreadable", format!("cannot read this: {error}")).in_file(self.path().into())
        })
    }
}

/// That a file changed while the site was built.
pub(crate) fn changed_meanwhile(path: &str) -> Diagnostic {
    Diagnostic::error("changed-meanwhile", "this file changed while the site was built")
        .in_file(path.into())
        .hint("build again")
}
