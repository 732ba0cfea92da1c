//! What one worker found in a run of files that follow each other.

use super::files::FileId;
use super::references::{Reference, Target, TextId};
use bengal_html::Kind;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::ops::Range;

/// The references of some files, resolved, with ids of their own: files of one folder share most of their URLs, so that
/// each is stored, and later given its id in the tree, once.
#[derive(Debug, Default)]
pub(super) struct Portion {
    texts: IndexSet<Box<str>, FxBuildHasher>,
    references: Vec<Reference>,
    files: Vec<PortionFile>,
    base: Option<TextId>,
}

/// One file of a portion.
#[derive(Clone, Copy, Debug)]
pub(super) struct PortionFile {
    pub(super) id: FileId,
    /// Its first `<base href>`.
    pub(super) base: Option<TextId>,
    /// Where its references end; they begin where those of the file before end.
    end: usize,
}

impl Portion {
    /// Adds a reference to the file at hand, in order of place.
    pub(super) fn push(&mut self, url: &str, line: u32, column: u32, kind: Kind) {
        let url = self.intern(url);
        self.references.push(Reference { url, name: url, line, column, kind, target: Target::Untracked });
    }

    /// Notes the `<base href>` of the file at hand.
    pub(super) fn set_base(&mut self, href: &str) {
        self.base = Some(self.intern(href));
    }

    /// Ends the file at hand.
    pub(super) fn end(&mut self, id: FileId) -> PortionFile {
        let file = PortionFile { id, base: self.base.take(), end: self.references.len() };
        self.files.push(file);
        file
    }

    /// The places of the references of the file that was ended last.
    pub(super) fn last_file(&self) -> Range<usize> {
        let before = self.files.len().checked_sub(2).and_then(|at| self.files.get(at));
        before.map_or(0, |file| file.end)..self.references.len()
    }

    pub(super) fn reference_mut(&mut self, at: usize) -> Option<&mut Reference> {
        self.references.get_mut(at)
    }

    pub(super) fn intern(&mut self, text: &str) -> TextId {
        let index = self.texts.get_index_of(text).unwrap_or_else(|| self.texts.insert_full(text.into()).0);
        TextId(index as u32)
    }

    pub(super) fn text(&self, id: TextId) -> &str {
        self.texts.get_index(id.0 as usize).map_or("", |text| text)
    }

    /// Everything in it, for the tree.
    pub(super) fn into_parts(self) -> PortionParts {
        let mut start = 0;
        let ranges = |file: PortionFile| (file, std::mem::replace(&mut start, file.end)..file.end);
        PortionParts {
            texts: self.texts,
            files: self.files.into_iter().map(ranges).collect(),
            references: self.references,
        }
    }
}

/// A portion as it is merged into the tree.
pub(super) struct PortionParts {
    /// In the order of their ids.
    pub(super) texts: IndexSet<Box<str>, FxBuildHasher>,
    /// With the places of their references.
    pub(super) files: Vec<(PortionFile, Range<usize>)>,
    pub(super) references: Vec<Reference>,
}
