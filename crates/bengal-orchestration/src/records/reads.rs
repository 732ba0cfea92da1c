//! The reads of a build: each question once, with its answer.

use super::numbered::{Numbered, Texts, keep_used, numbers_among_used};
use super::packed::Rising;
use super::pages::Pages;
use bengal_core::HalfDigest;
use bengal_core::keyed::KeyedMap;
use bengal_render::{Answers, Read, ReadKey, are_of_model, is_of_model};
use rayon::prelude::*;

/// A read by the numbers of two texts, its question and what that is about: pages of a large site have the same few questions, and each page
/// is asked about many times.
pub(super) type ReadParts = (u32, u32);

/// So many reads of pages that are made anew are looked for by their keys; more are found by an index of all reads.
const MOST_EXPECTED: usize = 8192;

/// Recorded reads with their answers, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reads {
    pub(super) texts: Vec<Box<str>>,
    pub(super) parts: Vec<ReadParts>,
    pub(super) answers: Vec<HalfDigest>,
}

impl Reads {
    pub(crate) fn len(&self) -> usize {
        self.parts.len()
    }

    /// The read of a number that a page has on record.
    pub(crate) fn key(&self, number: u32) -> ReadKey {
        let mut text = String::new();
        self.write_key(number, &mut text);
        ReadKey::from_stored(text)
    }

    /// All reads, in the order of their numbers.
    pub(crate) fn keys(&self) -> impl Iterator<Item = ReadKey> + '_ {
        (0..self.len() as u32).map(|number| self.key(number))
    }

    /// The reads whose question begins with this, without a text made for any other.
    pub(crate) fn keys_of<'a>(&'a self, question: &'a str) -> impl Iterator<Item = ReadKey> + 'a {
        let asks = move |part: &u32| self.texts.get(*part as usize).is_some_and(|text| text.starts_with(question));
        (0..).zip(&self.parts).filter(move |(_, (part, _))| asks(part)).map(|(number, _)| self.key(number))
    }

    /// The numbers of the reads that do not follow from the model alone. Linear; looks at most questions once.
    pub(crate) fn beside_model(&self) -> Vec<u32> {
        let mut of_model: Vec<Option<Option<bool>>> = vec![None; self.texts.len()];
        let mut key = String::new();
        let mut is_of_model_by_key = |number| {
            self.write_key(number, &mut key);
            is_of_model(&key)
        };
        let beside = |(number, (question, _)): &(u32, &ReadParts)| {
            let question = *question as usize;
            let known = of_model[question].get_or_insert_with(|| are_of_model(&self.texts[question]));
            !known.unwrap_or_else(|| is_of_model_by_key(*number))
        };
        (0..).zip(&self.parts).filter(beside).map(|(number, _)| number).collect()
    }

    /// Replaces the text by that of a read.
    pub(crate) fn write_key(&self, number: u32, text: &mut String) {
        text.clear();
        let Some((question, about)) = self.parts.get(number as usize) else { return };
        text.extend(
            [question, about].into_iter().filter_map(|part| self.texts.get(*part as usize)).map(|part| &**part),
        );
    }

    /// The recorded answers, to be replaced by those of today.
    pub(crate) fn answers_mut(&mut self) -> &mut [HalfDigest] {
        &mut self.answers
    }
}

/// The question of a read, and what it is about. One text with the other behind it is the key.
fn split(key: &ReadKey) -> (&str, &str) {
    let key = key.as_str();
    key.split_at(key.rfind('\t').map_or(0, |tab| tab + 1))
}

/// The reads of a build, numbered: those that earlier builds recorded, then new ones.
#[derive(Debug)]
pub(crate) struct ReadTable<'a> {
    answers: &'a Answers,
    /// The numbers of reads that many pages have in common: a short cut past making their keys.
    shared: KeyedMap<Read, u32>,
    /// The numbers of what the pages to be made asked for before: where these are few, others need not be known by their keys.
    expected: KeyedMap<ReadKey, u32>,
    texts: Texts,
    parts: Numbered<ReadParts>,
    /// The answers of the first reads, which were recorded.
    recorded: Vec<HalfDigest>,
}

impl<'a> ReadTable<'a> {
    /// The recorded reads, with the answers of today. `expected` are those that pages to be made anew have on record.
    pub(crate) fn new<'r>(answers: &'a Answers, recorded: Reads, expected: impl Iterator<Item = &'r Rising>) -> Self {
        let expected = expected.flat_map(Rising::iter).take(MOST_EXPECTED);
        let expected = expected.map(|number| (recorded.key(number), number)).collect();
        let Reads { texts, parts, answers: recorded } = recorded;
        let (texts, parts) = (Texts::from_stored(texts), Numbered::from_stored(parts));
        Self { answers, shared: KeyedMap::default(), expected, texts, parts, recorded }
    }

    /// The numbers of reads. Costs no answer yet.
    pub(crate) fn numbers_of(&mut self, reads: Vec<Asked>) -> Rising {
        let mut numbers: Vec<u32> = reads.into_iter().map(|read| self.number(read)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Rising::of(numbers)
    }

    /// The names of the templates among some reads.
    pub(crate) fn templates(&self, numbers: &Rising) -> Vec<String> {
        let read = |number: u32| {
            let (question, about) = *self.parts.get(number as usize)?;
            let key = [self.texts.text(question), self.texts.text(about)].concat();
            match self.answers.read(&ReadKey::from_stored(key))? {
                Read::Template(name) => Some(name),
                _ => None,
            }
        };
        numbers.iter().filter_map(read).collect()
    }

    fn number(&mut self, read: Asked) -> u32 {
        match read {
            Asked::Own(key) => self.number_of(&key),
            Asked::Shared(read) => match self.shared.get(&read) {
                Some(number) => *number,
                None => {
                    let number = self.number_of(&self.answers.key(&read));
                    self.shared.insert(read, number);
                    number
                }
            },
        }
    }

    fn number_of(&mut self, key: &ReadKey) -> u32 {
        if let Some(number) = self.expected.get(key) {
            return *number;
        }
        let (question, about) = split(key);
        let parts = (self.texts.number(question), self.texts.number(about));
        self.parts.number_of(parts)
    }

    /// All reads that `pages` asked for, numbered anew in these pages where any `may_be_unused`; answers that are not known yet are
    /// computed, in parallel.
    pub(crate) fn finish(self, pages: &mut Pages, may_be_unused: bool) -> Reads {
        let Self { answers, texts, parts, mut recorded, .. } = self;
        let (mut texts, mut parts) = (texts.into_values(), parts.into_values());
        if may_be_unused {
            leave_used(pages, &mut parts, &mut recorded);
            leave_used_texts(&mut texts, &mut parts);
        }
        let mut reads = Reads { texts, parts, answers: Vec::new() };
        let new = recorded.len() as u32..reads.len() as u32;
        recorded.par_extend(new.into_par_iter().map(|number| answers.digest_of(&reads.key(number)).half()));
        reads.answers = recorded;
        reads
    }
}

/// Leaves the reads that pages have, numbered anew in these.
fn leave_used(pages: &mut Pages, parts: &mut Vec<ReadParts>, recorded: &mut Vec<HalfDigest>) {
    let mut used = vec![false; parts.len()];
    for page in pages.values() {
        page.reads.iter().for_each(|number| used[number as usize] = true);
    }
    if used.iter().all(|used| *used) {
        return;
    }
    let renumbered = numbers_among_used(&used);
    for page in pages.values_mut() {
        page.reads = Rising::of(page.reads.iter().map(|number| renumbered[number as usize]));
    }
    keep_used(parts, &used);
    keep_used(recorded, &used);
}

/// Leaves the texts that reads have, numbered anew in these.
fn leave_used_texts(texts: &mut Vec<Box<str>>, parts: &mut [ReadParts]) {
    let mut used = vec![false; texts.len()];
    for (question, about) in &*parts {
        used[*question as usize] = true;
        used[*about as usize] = true;
    }
    if used.iter().all(|used| *used) {
        return;
    }
    let renumbered = numbers_among_used(&used);
    for (question, about) in parts {
        (*question, *about) = (renumbered[*question as usize], renumbered[*about as usize]);
    }
    keep_used(texts, &used);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_its_two_parts() {
        for key in ["settings", "page\ttitle\tcontent/a.md", "term\tpages\ttags\t", "reference\tcross\ta\\tb"] {
            let key = ReadKey::from_stored(key);
            let (question, about) = split(&key);
            let texts = vec![about.into(), question.into()];
            let reads = Reads { texts, parts: vec![(1, 0)], answers: vec![HalfDigest::of(b"")] };
            assert!(reads.keys().eq([key.clone()]));
            assert_eq!((reads.keys_of(question).next(), reads.keys_of("asset\t").next()), (Some(key.clone()), None));
        }
    }

    #[test]
    fn texts_without_a_read_are_left_out() {
        let mut texts = ["a", "b", "c", "d"].map(Into::into).into();
        let mut parts = vec![(3, 1), (1, 1)];
        leave_used_texts(&mut texts, &mut parts);
        assert_eq!(texts, ["b", "d"].map(Box::<str>::from));
        assert_eq!(parts, [(1, 0), (0, 0)]);
    }
}
