//! Reading and processing single assets.

use crate::asset::AssetInput;
use crate::bundle::{self, Sheets};
use crate::hashes::Hashes;
use crate::minify;
use crate::resolve::Resolver;
use crate::role::Role;
use bengal_core::config::AssetsConfig;
use bengal_core::fs::SiteFiles;
use bengal_core::url::encode_path;
use bengal_core::{Diagnostic, Digest};
use rayon::prelude::*;

/// Larger files are not looked into: no text that refers to something is.
const LARGEST_TEXT: usize = 32 << 20;

/// An asset that was read.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) input: AssetInput,
    pub(crate) role: Role,
    /// The text of a file that is looked into.
    pub(crate) text: Option<String>,
    /// What becomes of it, where that is not the text itself.
    pub(crate) processed: Option<String>,
    /// Of the bytes that were read.
    pub(crate) source_digest: Digest,
    /// Of the published bytes, where they are those that were read.
    pub(crate) hashes: Option<Hashes>,
}

impl Loaded {
    /// The text that is linked and published.
    pub(crate) fn published_text(&self) -> Option<&str> {
        self.processed.as_deref().or(self.text.as_deref())
    }

    /// The name of its file in diagnostics.
    pub(crate) fn path(&self) -> &str {
        self.input.source.file().map_or(self.input.logical.as_str(), |file| file.as_str())
    }

    /// The URL against which its references are resolved.
    pub(crate) fn url(&self) -> String {
        format!("/{}", encode_path(&self.input.logical))
    }
}

/// What came of reading an asset.
#[derive(Debug)]
pub(crate) enum Read {
    /// It was read; something may be odd about it.
    Done(Box<Loaded>, Option<Diagnostic>),
    /// It cannot be read.
    Failed { logical: String, problem: Diagnostic },
}

/// Reads assets in parallel; the results are in their order.
pub(crate) fn read_all(inputs: Vec<AssetInput>, files: &SiteFiles) -> Vec<Read> {
    inputs.into_par_iter().map(|input| read(input, files)).collect()
}

fn read(input: AssetInput, files: &SiteFiles) -> Read {
    let path = input.source.file().map_or(input.logical.as_str(), |file| file.as_str()).to_owned();
    let bytes = match input.source.read(files) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = Diagnostic::error("unreadable", format!("cannot read this: {error}"));
            return Read::Failed { logical: input.logical, problem: problem.in_file(path.as_str().into()) };
        }
    };
    let role = Role::of(&input.logical);
    let mut problem = None;
    let is_text = role.is_linkable() && bytes.len() <= LARGEST_TEXT;
    let text = is_text.then(|| std::str::from_utf8(&bytes)).and_then(|text| match text {
        Ok(text) => Some(text.to_owned()),
        Err(_) => {
            let message = "this file is not UTF-8; it is published as it is, and what it refers to is not known";
            problem = Some(Diagnostic::warning("not-utf8", message).in_file(path.as_str().into()));
            None
        }
    });
    // What is held is hashed when it is linked.
    let held = text.is_some() && !input.verbatim;
    let (source_digest, hashes) = if held {
        (Digest::of(&bytes), None)
    } else {
        let hashes = Hashes::of(&bytes);
        (hashes.digest, Some(hashes))
    };
    drop(bytes);
    Read::Done(Box::new(Loaded { input, role, text, processed: None, source_digest, hashes }), problem)
}

/// Bundles and minifies the style sheets, in parallel.
pub(crate) fn process(loaded: &mut [Loaded], options: &AssetsConfig, resolver: &Resolver) -> Vec<Diagnostic> {
    let is_sheet = |asset: &&Loaded| asset.role == Role::StyleSheet && !asset.input.verbatim;
    let bundled: Vec<Option<String>> = if options.bundle {
        let resolve = |from: &str, url: &str| resolver.local(&format!("/{}", encode_path(from)), url);
        let texts = loaded.iter().filter(is_sheet);
        let texts = texts.filter_map(|asset| Some((asset.input.logical.as_str(), asset.text.as_deref()?))).collect();
        let sheets = Sheets { texts, resolve: &resolve };
        let bundle = |asset: &Loaded| is_sheet(&asset).then(|| bundle::bundle(&sheets, &asset.input.logical)).flatten();
        loaded.par_iter().map(bundle).collect()
    } else {
        Vec::new()
    };
    for (asset, bundled) in loaded.iter_mut().zip(bundled) {
        asset.processed = bundled;
    }
    if !options.minify {
        return Vec::new();
    }
    let targets = minify::targets(&options.targets);
    let minify = |asset: &mut Loaded| {
        let text = asset.published_text().filter(|_| is_sheet(&&*asset))?;
        match minify::minify(text, asset.path(), targets) {
            Ok(minified) => {
                asset.processed = Some(minified);
                None
            }
            Err(problem) => Some(*problem),
        }
    };
    loaded.par_iter_mut().filter_map(minify).collect()
}
