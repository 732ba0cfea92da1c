//! What is written where, once it is known what pages refer to.

use crate::asset::AssetSource;
use crate::graph::{AssetGraph, AssetNode, AssetReference};
use crate::table::{Entry, LinkTable};
use bengal_core::fs::SiteFiles;
use bengal_core::{Diagnostic, Digest};
use camino::Utf8PathBuf;
use std::borrow::Cow;
use std::sync::Arc;

/// Where published bytes are.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Held(String),
    Source { source: AssetSource, digest: Digest },
}

/// An asset that is ready but for the question who refers to it.
#[derive(Debug)]
pub(crate) struct PreparedAsset {
    pub(crate) logical: String,
    pub(crate) source: Option<Utf8PathBuf>,
    pub(crate) content: Content,
    pub(crate) entry: Entry,
    pub(crate) references: Vec<AssetReference>,
    /// Whether another asset refers to it.
    pub(crate) reached_by_files: bool,
    /// Whether one that is published verbatim does, and so knows only its own name.
    pub(crate) needed_plain: bool,
    /// Whether it refers to itself.
    pub(crate) names_itself: bool,
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
    assets: Vec<PreparedAsset>,
}

/// A file to be written.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'p> {
    /// Its path in the output folder.
    pub path: &'p str,
    /// The digest of its bytes.
    pub digest: &'p Digest,
    content: &'p Content,
}

impl Prepared {
    pub(crate) fn new(
        table: LinkTable,
        assets: Vec<PreparedAsset>,
        unreadable: Vec<String>,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        Self { table: Arc::new(table), unreadable, diagnostics, assets }
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
        self.assets.iter().map(|asset| asset.logical.as_str())
    }

    /// Every path at which something may be published, whoever refers to it.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.assets.iter().flat_map(|asset| {
            let other = asset.entry.renamed.then_some(asset.entry.published.as_str());
            std::iter::once(asset.logical.as_str()).chain(other)
        })
    }

    /// What refers to what, where `is_used` says which logical paths pages refer to.
    ///
    /// An asset that a page or another asset refers to is published under the name that the link table has for it; one that
    /// nothing refers to keeps its own.
    pub fn graph(&self, is_used: impl Fn(&str) -> bool) -> AssetGraph {
        let node = |asset: &PreparedAsset| {
            let reached = asset.reached_by_files || is_used(&asset.logical);
            let published = if reached { &asset.entry.published } else { &asset.logical };
            AssetNode {
                logical: asset.logical.clone(),
                source: asset.source.clone(),
                published: published.clone(),
                also: match reached {
                    true => asset.needed_plain.then(|| asset.logical.clone()),
                    false => asset.names_itself.then(|| asset.entry.published.clone()),
                }
                .filter(|also| also != published),
                size: asset.entry.size,
                digest: asset.entry.digest,
                integrity: asset.entry.integrity.clone(),
                references: asset.references.clone(),
                reached,
                made_from: None,
            }
        };
        AssetGraph { nodes: self.assets.iter().map(node).collect() }
    }

    /// The bytes that are published for a logical path.
    ///
    /// # Errors
    /// `None` where there is no such asset; else as [`Publication::read`].
    pub fn published(&self, logical: &str, files: &SiteFiles) -> Option<Result<Cow<'_, [u8]>, Diagnostic>> {
        let at = self.assets.binary_search_by(|asset| asset.logical.as_str().cmp(logical)).ok()?;
        let asset = self.assets.get(at)?;
        let (path, digest, content) = (asset.logical.as_str(), &asset.entry.digest, &asset.content);
        Some(Publication { path, digest, content }.read(files))
    }

    /// The files to be written for a graph that [`graph`](Self::graph) has made, in order of logical paths.
    pub fn publications<'p>(&'p self, graph: &'p AssetGraph) -> impl Iterator<Item = Publication<'p>> {
        self.assets.iter().zip(&graph.nodes).flat_map(|(asset, node)| {
            let paths = std::iter::once(node.published.as_str()).chain(node.also.as_deref());
            paths.map(|path| Publication { path, digest: &asset.entry.digest, content: &asset.content })
        })
    }
}

impl<'p> Publication<'p> {
    /// The bytes. Those of a file are read again.
    ///
    /// # Errors
    /// When the file cannot be read, or is not the one any more whose name was computed.
    pub fn read(&self, files: &SiteFiles) -> Result<Cow<'p, [u8]>, Diagnostic> {
        match self.content {
            Content::Held(text) => Ok(Cow::Borrowed(text.as_bytes())),
            Content::Source { source, digest } => {
                let path = source.file().map_or(self.path, |file| file.as_str());
                let bytes = source.read(files).map_err(|error| {
                    Diagnostic::error("unreadable", format!("cannot read this: {error}")).in_file(path.into())
                })?;
                if source.file().is_some() && Digest::of(&bytes) != *digest {
                    return Err(changed_meanwhile(path));
                }
                Ok(bytes)
            }
        }
    }
}

/// That a file changed while the site was built.
fn changed_meanwhile(path: &str) -> Diagnostic {
    Diagnostic::error("changed-meanwhile", "this file changed while the site was built")
        .in_file(path.into())
        .hint("build again")
}
