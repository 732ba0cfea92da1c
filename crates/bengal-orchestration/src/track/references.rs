//! All references of all files, in columns: some twenty bytes each, whatever their URLs are.

use super::files::FileId;
use bengal_html::Kind;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::ops::Range;

/// What a file says, before anything is resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// The first `<base href>`.
    pub(super) base: Option<Box<str>>,
    /// The references, in order of place.
    pub(super) mentions: Vec<Mention>,
}

/// One reference as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) url: Box<str>,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) kind: Kind,
}

/// An interned URL or path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TextId(pub(super) u32);

/// A reference of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceId(u32);

/// What a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file of the tree.
    File(FileId),
    /// No file of the tree, but for its letter case it would be this one.
    WrongCase(FileId),
    /// No file of the tree.
    Missing,
    /// Another host, or a place on this one outside the tree.
    External,
    /// Nothing that is tracked: a link between pages, an ignored file, no URL.
    Untracked,
}

impl Target {
    /// The file that is meant.
    pub fn file(self) -> Option<FileId> {
        match self {
            Self::File(file) | Self::WrongCase(file) => Some(file),
            Self::Missing | Self::External | Self::Untracked => None,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    /// As written.
    pub(super) url: TextId,
    /// What was looked for, where that is no file: a path, or an absolute URL.
    pub(super) name: TextId,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) kind: Kind,
    pub(super) target: Target,
}

#[derive(Debug, Default)]
pub(super) struct References {
    texts: IndexSet<Box<str>, FxBuildHasher>,
    all: Vec<Reference>,
    /// By file.
    bases: Vec<Option<TextId>>,
    ranges: Vec<Range<u32>>,
    /// First references with their files, rising.
    starts: Vec<(u32, FileId)>,
    unresolved: Vec<FileId>,
}

impl References {
    /// Adds the references of a file.
    pub(super) fn push(&mut self, file: FileId, facts: &Facts) {
        if facts.mentions.is_empty() {
            return;
        }
        let start = self.all.len() as u32;
        for mention in &facts.mentions {
            let url = self.intern(&mention.url);
            let Mention { line, column, kind, .. } = *mention;
            self.all.push(Reference { url, name: url, line, column, kind, target: Target::Untracked });
        }
        let base = facts.base.as_deref().map(|base| self.intern(base));
        if self.ranges.len() <= file.index() {
            self.ranges.resize(file.index() + 1, 0..0);
            self.bases.resize(file.index() + 1, None);
        }
        self.ranges[file.index()] = start..self.all.len() as u32;
        self.bases[file.index()] = base;
        self.starts.push((start, file));
        self.unresolved.push(file);
    }

    pub(super) fn intern(&mut self, text: &str) -> TextId {
        let index = self.texts.get_index_of(text).unwrap_or_else(|| self.texts.insert_full(text.into()).0);
        TextId(index as u32)
    }

    pub(super) fn text(&self, id: TextId) -> &str {
        self.texts.get_index(id.0 as usize).map_or("", |text| text)
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| &**text)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn base_of(&self, file: FileId) -> Option<TextId> {
        self.bases.get(file.index()).copied().flatten()
    }

    /// The files whose references were not resolved yet.
    pub(super) fn take_unresolved(&mut self) -> Vec<FileId> {
        std::mem::take(&mut self.unresolved)
    }

    pub(super) fn ids_of(&self, file: FileId) -> impl Iterator<Item = ReferenceId> + use<> {
        self.range_of(file).map(ReferenceId)
    }

    pub(super) fn of(&self, file: FileId) -> &[Reference] {
        let range = self.range_of(file);
        &self.all[range.start as usize..range.end as usize]
    }

    pub(super) fn of_mut(&mut self, file: FileId) -> &mut [Reference] {
        let range = self.range_of(file);
        &mut self.all[range.start as usize..range.end as usize]
    }

    fn range_of(&self, file: FileId) -> Range<u32> {
        self.ranges.get(file.index()).cloned().unwrap_or_default()
    }

    pub(super) fn get(&self, id: ReferenceId) -> &Reference {
        &self.all[id.0 as usize]
    }

    /// Every reference, by file in the order in which they were read.
    pub(super) fn iter(&self) -> impl Iterator<Item = (ReferenceId, &Reference)> {
        self.all.iter().enumerate().map(|(index, reference)| (ReferenceId(index as u32), reference))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Reference> {
        self.all.iter_mut()
    }

    /// The file that a reference is in.
    pub(super) fn file_of(&self, id: ReferenceId) -> FileId {
        let after = self.starts.partition_point(|(start, _)| *start <= id.0);
        after.checked_sub(1).and_then(|index| self.starts.get(index)).map_or(FileId(0), |(_, file)| *file)
    }

    /// The files that references of one kind lead to.
    pub(super) fn targets_of(&self, kind: Kind) -> Vec<FileId> {
        self.all
            .iter()
            .filter(|reference| reference.kind == kind)
            .filter_map(|reference| reference.target.file())
            .collect()
    }
}
