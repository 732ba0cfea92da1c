//! The reads of a build: each question once, with its answer.

use super::PageRecord;
use bengal_core::Digest;
use bengal_render::{Answers, Read, ReadKey};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The reads of a build with their answers: those that earlier builds recorded, then new ones.
#[derive(Debug)]
pub(crate) struct ReadTable<'a> {
    answers: &'a Answers,
    numbers: FxHashMap<ReadKey, u32>,
    /// The numbers that were asked for by reads of this build: a short cut past making their keys.
    known: FxHashMap<Read, u32>,
    reads: Vec<(ReadKey, Option<Digest>)>,
}

impl<'a> ReadTable<'a> {
    /// The recorded reads, with the answers of today.
    pub(crate) fn new(answers: &'a Answers, recorded: Vec<(ReadKey, Digest)>) -> Self {
        let numbers = recorded.iter().enumerate().map(|(number, (key, _))| (key.clone(), number as u32)).collect();
        let reads = recorded.into_iter().map(|(key, digest)| (key, Some(digest))).collect();
        Self { answers, numbers, known: FxHashMap::default(), reads }
    }

    /// The numbers of reads, rising. Costs no answer yet.
    pub(crate) fn numbers_of(&mut self, reads: Vec<Read>) -> Box<[u32]> {
        let mut numbers: Vec<u32> = reads.into_iter().map(|read| self.number(read)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into()
    }

    /// The names of the templates among some reads.
    pub(crate) fn templates(&self, numbers: &[u32]) -> Vec<String> {
        let read = |number: &u32| match self.answers.read(&self.reads.get(*number as usize)?.0)? {
            Read::Template(name) => Some(name),
            _ => None,
        };
        numbers.iter().filter_map(read).collect()
    }

    fn number(&mut self, read: Read) -> u32 {
        if let Some(number) = self.known.get(&read) {
            return *number;
        }
        let key = self.answers.key(&read);
        let number = *self.numbers.entry(key).or_insert_with_key(|key| {
            self.reads.push((key.clone(), None));
            self.reads.len() as u32 - 1
        });
        self.known.insert(read, number);
        number
    }

    /// All reads that `pages` asked for, numbered anew in these pages; answers that are not known yet are computed, in parallel.
    pub(crate) fn finish(self, pages: &mut BTreeMap<String, PageRecord>) -> Vec<(ReadKey, Digest)> {
        let mut used = vec![false; self.reads.len()];
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
        let kept: Vec<_> = self.reads.into_iter().zip(used).filter(|(_, used)| *used).map(|(read, _)| read).collect();
        let answers = self.answers;
        let answered = |(key, digest): (ReadKey, Option<Digest>)| {
            let digest = digest.unwrap_or_else(|| answers.digest_of(&key));
            (key, digest)
        };
        kept.into_par_iter().map(answered).collect()
    }
}
