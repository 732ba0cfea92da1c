//! Reading single assets, where what is known of them does not do.

use crate::asset::AssetInput;
use crate::cursor::Cursor;
use crate::extract::{self, FileReference};
use crate::hashes::integrity;
use crate::known::{Contents, FoundReference, Known, KnownAsset, NamedUrl};
use crate::publish::changed_meanwhile;
use crate::role::Role;
use bengal_core::fs::SiteFiles;
use bengal_core::url::encode_path;
use bengal_core::{Diagnostic, Digest};
use rayon::prelude::*;
use std::borrow::Cow;
use std::io;
use std::sync::OnceLock;

/// Larger files are not looked into: no text that refers to something is.
const LARGEST_TEXT: usize = 32 << 20;

/// An asset whose source is known.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) input: AssetInput,
    pub(crate) role: Role,
    pub(crate) known: KnownAsset,
    /// The text of its source, once it is needed.
    text: OnceLock<Result<String, Box<Diagnostic>>>,
    /// The references of the text that is linked, once their places are needed.
    pub(crate) places: OnceLock<Vec<FileReference>>,
}

impl Loaded {
    /// The text of its source. `None` where there is none, or it cannot be had: see [`failure`](Self::failure).
    pub(crate) fn text(&self, files: &SiteFiles) -> Option<&str> {
        if !self.known.is_text() {
            return None;
        }
        let read = || {
            let unreadable = |error: io::Error| Box::new(unreadable(self.path(), &error));
            let bytes = self.input.source.read(files).map_err(unreadable)?;
            if Digest::of(&bytes) != self.known.source() {
                return Err(Box::new(changed_meanwhile(self.path())));
            }
            let text = String::from_utf8(bytes.into_owned());
            text.map_err(|error| unreadable(io::Error::new(io::ErrorKind::InvalidData, error)))
        };
        self.text.get_or_init(read).as_deref().ok()
    }

    /// The text that is linked and published.
    pub(crate) fn published_text(&self, files: &SiteFiles) -> Option<&str> {
        let processed = self.known.sheet.as_ref().and_then(|sheet| sheet.text.as_deref());
        processed.or_else(|| self.text(files))
    }

    /// The references of the text that is linked, in order.
    pub(crate) fn places(&self, files: &SiteFiles) -> &[FileReference] {
        let find = || self.published_text(files).and_then(|text| extract::references(self.role, text));
        self.places.get_or_init(|| find().unwrap_or_default())
    }

    /// Why its text could not be had when it was needed.
    pub(crate) fn failure(&self) -> Option<&Diagnostic> {
        self.text.get()?.as_ref().err().map(|problem| &**problem)
    }

    /// The name of its file in diagnostics.
    pub(crate) fn path(&self) -> &str {
        self.input.source.file().map_or(self.input.logical.as_str(), |file| file.as_str())
    }

    /// The URL against which its references are resolved.
    pub(crate) fn url(&self) -> String {
        format!("/{}", encode_path(&self.input.logical))
    }

    /// Whether its bytes are published as they are.
    pub(crate) fn is_as_it_is(&self) -> bool {
        self.input.verbatim || !self.known.is_text()
    }

    /// What is odd about it.
    pub(crate) fn problem(&self) -> Option<Diagnostic> {
        match self.known.contents {
            Contents::NotUtf8 => {
                let message = "this file is not UTF-8; it is published as it is, and what it refers to is not known";
                Some(Diagnostic::warning("not-utf8", message).in_file(self.path().into()))
            }
            Contents::Text(None) => {
                let message =
                    "this script is too large or too intricate to be looked into; what it imports keeps its name";
                Some(Diagnostic::note("script-not-linked", message).in_file(self.path().into()))
            }
            Contents::Opaque | Contents::Text(Some(_)) => None,
        }
    }
}

/// What came of an asset.
#[derive(Debug)]
pub(crate) enum Read {
    /// Its source is known.
    Done(Box<Loaded>),
    /// It cannot be read.
    Failed { logical: String, problem: Diagnostic },
}

/// Finds out about assets, in parallel; the results are in their order. Those that look as they did when they became `known` are not read.
pub(crate) fn read_all(inputs: Vec<AssetInput>, files: &SiteFiles, known: Known) -> Vec<Read> {
    let mut known = known.by_logical_path();
    let inputs: Vec<_> = inputs.into_iter().map(|input| (known.remove(&input.logical), input)).collect();
    inputs.into_par_iter().map(|(known, input)| read(input, known, files)).collect()
}

fn read(input: AssetInput, known: Option<KnownAsset>, files: &SiteFiles) -> Read {
    // Before it is read: if it changes meanwhile, the next build sees another stamp.
    let stamp = input.source.file().and_then(|file| files.stamp(file));
    let role = Role::of(&input.logical);
    let known = match known {
        Some(known) if stamp.is_some() && known.stamp == stamp && known.says_enough(input.verbatim) => {
            return Read::Done(Box::new(Loaded { input, role, known, text: OnceLock::new(), places: OnceLock::new() }));
        }
        known => known,
    };
    let bytes = match input.source.read(files) {
        Ok(bytes) => bytes,
        Err(error) => {
            let path = input.source.file().map_or(input.logical.as_str(), |file| file.as_str());
            let problem = unreadable(path, &error);
            return Read::Failed { logical: input.logical, problem };
        }
    };
    let source = Digest::of(&bytes);
    let mut places = OnceLock::new();
    let mut known = known.filter(|known| known.source() == source).unwrap_or_else(|| {
        let (contents, found) = look_into(role, &bytes);
        places = OnceLock::from(found);
        KnownAsset::new(&input.logical, &source, bytes.len() as u64, contents)
    });
    known.stamp = stamp;
    if !known.says_enough(input.verbatim) {
        known.integrity = Some(integrity(&bytes));
    }
    let mut text = OnceLock::new();
    if known.is_text()
        // What is embedded is at hand anyway.
        && let Cow::Owned(bytes) = bytes
        && let Ok(own) = String::from_utf8(bytes)
    {
        text = OnceLock::from(Ok(own));
    }
    Read::Done(Box::new(Loaded { input, role, known, text, places }))
}

/// What is in some bytes; for a text that can be looked into, with the places of its references.
fn look_into(role: Role, bytes: &[u8]) -> (Contents, Vec<FileReference>) {
    if !role.is_linkable() || bytes.len() > LARGEST_TEXT {
        return (Contents::Opaque, Vec::new());
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return (Contents::NotUtf8, Vec::new()) };
    let Some(found) = extract::references(role, text) else { return (Contents::Text(None), Vec::new()) };
    let mut cursor = Cursor::new(text);
    let reference = |found: &FileReference| {
        let (line, column) = cursor.place(found.span.start);
        let name = NamedUrl::new(&found.url, found.kind);
        FoundReference { name, must_exist: found.must_exist, line, column }
    };
    (Contents::Text(Some(found.iter().map(reference).collect())), found)
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("cannot read this: {error}")).in_file(path.into())
}
