//! All references of all files, in columns: some twenty bytes each, whatever their URLs are.

use super::files::FileId;
use super::portion::Portion;
use super::texts::{TextId, Texts};
use bengal_html::Kind;
use std::ops::Range;

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

/// Most files have no more references: those of one theme.
const USUAL_IN_A_FILE: usize = 16;

#[derive(Debug, Default)]
pub(super) struct References {
    texts: Texts,
    all: Vec<Reference>,
    /// By file.
    bases: Vec<Option<TextId>>,
    ranges: Vec<Range<u32>>,
    /// First references with their files, rising.
    starts: Vec<(u32, FileId)>,
}

impl References {
    /// For so many files. Memory costs nothing before it is used, but growing costs what was used.
    pub(super) fn for_files(files: usize) -> Self {
        Self {
            all: Vec::with_capacity(USUAL_IN_A_FILE * files),
            ranges: vec![0..0; files],
            bases: vec![None; files],
            ..Self::default()
        }
    }

    /// Adds what a worker has found. Costs its references, and a look-up for each of the texts that these need.
    pub(super) fn merge(&mut self, portion: &Portion) {
        let mut ids: Vec<Option<TextId>> = vec![None; portion.texts().len()];
        for (file, references) in portion.files().filter(|(_, references)| !references.is_empty()) {
            let texts = &mut self.texts;
            let mut global = |local: TextId| match ids.get_mut(local.0 as usize) {
                Some(id) => *id.get_or_insert_with(|| texts.intern(portion.text(local))),
                None => local,
            };
            let start = self.all.len() as u32;
            let moved = |reference: &Reference| Reference {
                url: global(reference.url),
                name: global(reference.name),
                ..*reference
            };
            self.all.extend(references.iter().map(moved));
            let index = file.id.index();
            if let (Some(range), Some(base)) = (self.ranges.get_mut(index), self.bases.get_mut(index)) {
                *range = start..self.all.len() as u32;
                *base = file.base.map(|base| self.texts.intern(portion.text(base)));
            }
            self.starts.push((start, file.id));
        }
    }

    pub(super) fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter()
    }

    pub(super) fn base_of(&self, file: FileId) -> Option<TextId> {
        self.bases.get(file.index()).copied().flatten()
    }

    pub(super) fn ids_of(&self, file: FileId) -> impl Iterator<Item = ReferenceId> + use<> {
        self.range_of(file).map(ReferenceId)
    }

    pub(super) fn of(&self, file: FileId) -> &[Reference] {
        let range = self.range_of(file);
        &self.all[range.start as usize..range.end as usize]
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
