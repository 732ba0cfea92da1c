//! Texts that many records have in common, each once and by number.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Texts with their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    texts: Vec<Box<str>>,
    /// The numbers of texts, by their hashes.
    numbers: HashTable<u32>,
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

impl Texts {
    /// The texts of a table, in the order of their numbers.
    pub(crate) fn from_stored(texts: Vec<Box<str>>) -> Self {
        let mut numbers = HashTable::with_capacity(texts.len());
        for (number, text) in (0_u32..).zip(&texts) {
            // No build records a text twice. Where some file does, each number still means what it meant.
            let is_this = |number: &u32| texts[*number as usize] == *text;
            numbers.entry(hash(text), is_this, |number| hash(&texts[*number as usize])).or_insert(number);
        }
        Self { texts, numbers }
    }

    /// The number of a text.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        let Self { texts, numbers } = self;
        let is_this = |number: &u32| *texts[*number as usize] == *text;
        match numbers.entry(hash(text), is_this, |number| hash(&texts[*number as usize])) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let number = texts.len() as u32;
                entry.insert(number);
                texts.push(text.into());
                number
            }
        }
    }

    /// The text of a number; empty where there is none, which [`len`](Self::len) tells.
    pub(crate) fn get(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Those that are `used`, and for each number the one that it has among these.
    pub(crate) fn used(&self, used: &[bool]) -> (Vec<&str>, Vec<u32>) {
        let mut numbers = vec![0; self.texts.len()];
        let mut texts = Vec::new();
        for ((text, number), _) in self.texts.iter().zip(&mut numbers).zip(used).filter(|(_, used)| **used) {
            *number = texts.len() as u32;
            texts.push(&**text);
        }
        (texts, numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number_and_comes_back() {
        let mut texts = Texts::from_stored(["a".into(), "b".into()].into());
        assert_eq!(["b", "c", "a", "c"].map(|text| texts.number(text)), [1, 2, 0, 2]);
        assert_eq!((texts.len(), texts.get(2), texts.get(3)), (3, "c", ""));
        assert_eq!(texts.used(&[true, false, true]), (vec!["a", "c"], vec![0, 0, 1]));
    }
}
