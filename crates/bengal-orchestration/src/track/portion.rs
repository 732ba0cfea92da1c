//! What one worker found in a run of files that follow each other.

use super::files::FileId;
use super::references::{Reference, Target};
use super::texts::{TextId, Texts};
use bengal_assets::Cursor;
use bengal_html::Kind;
use std::ops::Range;

/// The references of some files, resolved, with ids of their own: files of one folder share most of their URLs, so that
/// each is stored, and later given its id in the tree, once.
#[derive(Debug)]
pub(super) struct Portion {
    texts: Texts,
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
    /// Nothing, with memory for what is usual.
    pub(super) fn new() -> Self {
        Self {
            texts: Texts::with_capacity(2048),
            references: Vec::with_capacity(4096),
            files: Vec::with_capacity(super::PORTION),
            base: None,
        }
    }

    /// Adds a reference to the file at hand, in order of place.
    pub(super) fn push(&mut self, url: &str, line: u32, column: u32, kind: Kind) {
        let url = self.intern(url);
        self.references.push(Reference { url, name: url, line, column, kind, target: Target::Untracked });
    }

    /// Adds a reference to the file at hand that is found at an offset in its text, in any order. Offsets stand for lines
    /// until the last file is [placed](Self::place_last_file).
    pub(super) fn find(&mut self, offset: usize, url: &str, kind: Kind) {
        self.push(url, offset as u32, 0, kind);
    }

    /// Puts the references that were found in the file at hand in the order of their offsets; says whether there are any.
    pub(super) fn sort_found(&mut self) -> bool {
        let start = self.files.last().map_or(0, |file| file.end);
        let found = &mut self.references[start..];
        if !found.is_sorted_by_key(|reference| reference.line) {
            found.sort_by_key(|reference| reference.line);
        }
        !found.is_empty()
    }

    /// Counts the lines of those references of the file that was ended last for which `is_wanted` is true. This is its
    /// text, in which they were found; the others have no place.
    pub(super) fn place_last_file(&mut self, text: &str, is_wanted: impl Fn(&Reference) -> bool) {
        let mut cursor = Cursor::new(text);
        let last_file = self.last_file();
        for reference in &mut self.references[last_file] {
            let place = if is_wanted(reference) { cursor.place(reference.line as usize) } else { (0, 0) };
            (reference.line, reference.column) = place;
        }
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

    /// Forgets the references of the file that was ended last for which `is_needed` is false.
    pub(super) fn retain_in_last_file(&mut self, is_needed: impl Fn(&Reference) -> bool) {
        let mut kept = self.last_file().start;
        for at in self.last_file() {
            if is_needed(&self.references[at]) {
                self.references.swap(kept, at);
                kept += 1;
            }
        }
        self.references.truncate(kept);
        if let Some(file) = self.files.last_mut() {
            file.end = kept;
        }
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
        self.texts.intern(text)
    }

    pub(super) fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// All its files with their references.
    pub(super) fn files(&self) -> impl Iterator<Item = (PortionFile, &[Reference])> {
        let starts = std::iter::once(0).chain(self.files.iter().map(|file| file.end));
        let references = |(file, start): (&PortionFile, usize)| (*file, &self.references[start..file.end]);
        self.files.iter().zip(starts).map(references)
    }

    /// Forgets everything, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.references.clear();
        self.files.clear();
        self.base = None;
    }
}
