//! The reads of a build: each question once, with its answer.

use super::PageRecord;
use super::numbered::Numbered;
use bengal_core::Digest;
use bengal_render::{Answers, Read, ReadKey};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The reads of a build, numbered: those that earlier builds recorded, then new ones.
#[derive(Debug)]
pub(crate) struct ReadTable<'a> {
    answers: &'a Answers,
    /// The numbers of reads that many pages have in common: a short cut past making their keys.
    shared: FxHashMap<Read, u32>,
    keys: Numbered<ReadKey>,
    /// The answers of the first reads, which were recorded.
    recorded: Vec<Digest>,
}

impl<'a> ReadTable<'a> {
    /// The recorded reads, with the answers of today.
    pub(crate) fn new(answers: &'a Answers, recorded: Vec<(ReadKey, Digest)>) -> Self {
        let (keys, recorded): (Vec<_>, Vec<_>) = recorded.into_iter().unzip();
        Self { answers, shared: FxHashMap::default(), keys: Numbered::from_stored(keys), recorded }
    }

    /// The numbers of reads, rising. Costs no answer yet.
    pub(crate) fn numbers_of(&mut self, reads: Vec<Asked>) -> Box<[u32]> {
        let mut numbers: Vec<u32> = reads.into_iter().map(|read| self.number(read)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into()
    }

    /// The names of the templates among some reads.
    pub(crate) fn templates(&self, numbers: &[u32]) -> Vec<String> {
        let read = |number: &u32| match self.answers.read(self.keys.get(*number as usize)?)? {
            Read::Template(name) => Some(name),
            _ => None,
        };
        numbers.iter().filter_map(read).collect()
    }

    fn number(&mut self, read: Asked) -> u32 {
        match read {
            Asked::Own(key) => self.keys.number_of(key),
            Asked::Shared(read) => match self.shared.get(&read) {
                Some(number) => *number,
                None => {
                    let number = self.keys.number_of(self.answers.key(&read));
                    self.shared.insert(read, number);
                    number
                }
            },
        }
    }

    /// All reads that `pages` asked for, numbered anew in these pages; answers that are not known yet are computed, in parallel.
    pub(crate) fn finish(self, pages: &mut BTreeMap<String, Box<PageRecord>>) -> Vec<(ReadKey, Digest)> {
        let Self { answers, keys, mut recorded, .. } = self;
        let mut keys = keys.into_values();
        let mut used = vec![false; keys.len()];
        for page in pages.values() {
            page.reads.iter().for_each(|number| used[*number as usize] = true);
        }
        let mut kept = 0;
        let renumber = |used: &bool| {
            kept += u32::from(*used);
            kept.saturating_sub(1)
        };
        let renumbered: Vec<u32> = used.iter().map(renumber).collect();
        for page in pages.values_mut() {
            page.reads.iter_mut().for_each(|number| *number = renumbered[*number as usize]);
        }
        drop(renumbered);
        retain(&mut keys, &used);
        retain(&mut recorded, &used);
        let answered = |(number, key): (usize, ReadKey)| {
            let digest = recorded.get(number).copied().unwrap_or_else(|| answers.digest_of(&key));
            (key, digest)
        };
        keys.into_par_iter().enumerate().map(answered).collect()
    }
}

/// Leaves the items that are used.
fn retain<T>(items: &mut Vec<T>, used: &[bool]) {
    let mut used = used.iter();
    items.retain(|_| used.next().is_some_and(|used| *used));
}

/// A read of a page, ready to be numbered.
#[derive(Debug)]
pub(crate) enum Asked {
    /// Many pages ask this; there are few of these.
    Shared(Read),
    /// It has to do with one page: as it is stored.
    Own(ReadKey),
}

impl Asked {
    /// Makes a page's reads ready: what can be done of their numbering by several threads at once.
    pub(crate) fn all(reads: Vec<Read>, answers: &Answers) -> Vec<Self> {
        reads.into_iter().map(|read| Self::new(read, answers)).collect()
    }

    fn new(read: Read, answers: &Answers) -> Self {
        match read {
            Read::Settings
            | Read::Section(..)
            | Read::NavFits(..)
            | Read::Site(_)
            | Read::Term(..)
            | Read::Config(_)
            | Read::Data(_)
            | Read::Template(_) => Self::Shared(read),
            Read::Page(..)
            | Read::NavLevel(..)
            | Read::File(_)
            | Read::Reference(..)
            | Read::Anchors(_)
            | Read::Asset(..) => Self::Own(answers.key(&read)),
        }
    }
}
