//! What the workers found, put together in the order of the files.

use super::cache::Fresh;
use super::files::{FileId, FileTable};
use super::portion::Portion;
use super::read::{Counts, Read};
use super::references::References;
use bengal_core::Diagnostic;
use std::collections::BTreeMap;

/// Everything that was found in files so far.
pub(super) struct Gathered {
    pub(super) references: References,
    /// Of the files that were read.
    pub(super) sizes: Vec<(FileId, u64)>,
    pub(super) counts: Counts,
    pub(super) fresh: Fresh,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Gathered {
    pub(super) fn new(files: usize, fresh: Fresh, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            references: References::for_files(files),
            sizes: Vec::with_capacity(files),
            counts: Counts::default(),
            fresh,
            diagnostics,
        }
    }

    pub(super) fn add(&mut self, table: &FileTable, files: &[FileId], reads: Vec<Read>, portion: &Portion) {
        for (id, read) in files.iter().zip(reads) {
            self.sizes.push((*id, read.bytes));
            self.counts.add(&read);
            self.fresh.note(*id, table.get(*id), &read);
            self.diagnostics.extend(read.problem);
        }
        self.references.merge(portion);
    }
}

/// Hands over what comes in any order in the order of its numbers, which begin at 0 and leave none out.
pub(super) struct InOrder<K, V, F> {
    next: usize,
    waiting: BTreeMap<usize, (K, V)>,
    take: F,
}

impl<K, V, F: FnMut(K, V)> InOrder<K, V, F> {
    pub(super) fn new(take: F) -> Self {
        Self { next: 0, waiting: BTreeMap::new(), take }
    }

    pub(super) fn put(&mut self, number: usize, key: K, value: V) {
        self.waiting.insert(number, (key, value));
        while let Some((key, value)) = self.waiting.remove(&self.next) {
            (self.take)(key, value);
            self.next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_early_waits() {
        let mut taken = Vec::new();
        let mut in_order = InOrder::new(|key: char, value: usize| taken.push((key, value)));
        for (number, key) in [(2, 'c'), (0, 'a'), (3, 'd'), (1, 'b')] {
            in_order.put(number, key, number);
        }
        assert_eq!(taken, [('a', 0), ('b', 1), ('c', 2), ('d', 3)]);
    }
}
