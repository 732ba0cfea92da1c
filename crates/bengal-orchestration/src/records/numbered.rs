//! What many records have in common, each once and by number.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use std::hash::{BuildHasher, Hash};
use std::ops::Deref;

/// Values with their numbers.
#[derive(Clone, Debug)]
pub(crate) struct Numbered<T> {
    values: Vec<T>,
    /// The numbers of values, by their hashes.
    numbers: HashTable<u32>,
}

/// Texts with their numbers.
pub(crate) type Texts = Numbered<Box<str>>;

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    FxBuildHasher.hash_one(value)
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashTable::new() }
    }
}

impl<T> Deref for Numbered<T> {
    type Target = [T];

    /// The values in the order of their numbers.
    fn deref(&self) -> &[T] {
        &self.values
    }
}

impl<T: Eq + Hash> Numbered<T> {
    /// The values of a table, in the order of their numbers.
    pub(crate) fn from_stored(values: Vec<T>) -> Self {
        let mut numbers = HashTable::with_capacity(values.len());
        for (number, value) in (0_u32..).zip(&values) {
            // No build records a value twice. Where some file does, each number still means what it meant.
            let is_this = |number: &u32| values[*number as usize] == *value;
            numbers.entry(hash(value), is_this, |number| hash(&values[*number as usize])).or_insert(number);
        }
        Self { values, numbers }
    }

    /// The number of a value.
    pub(crate) fn number_of(&mut self, value: T) -> u32 {
        let Self { values, numbers } = self;
        let is_this = |number: &u32| values[*number as usize] == value;
        match numbers.entry(hash(&value), is_this, |number| hash(&values[*number as usize])) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let number = values.len() as u32;
                entry.insert(number);
                values.push(value);
                number
            }
        }
    }

    /// The values in the order of their numbers.
    pub(crate) fn into_values(self) -> Vec<T> {
        self.values
    }
}

impl Texts {
    /// The number of a text.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        let known = self.numbers.find(hash(text), |number| *self.values[*number as usize] == *text).copied();
        known.unwrap_or_else(|| self.number_of(text.into()))
    }

    /// The text of a number; empty where there is none.
    pub(crate) fn text(&self, number: u32) -> &str {
        self.values.get(number as usize).map_or("", |text| text)
    }

    /// Those that are `used`, and for each number the one that it has among these.
    pub(crate) fn used(&self, used: &[bool]) -> (Vec<&str>, Vec<u32>) {
        let mut numbers = vec![0; self.values.len()];
        let mut texts = Vec::new();
        for ((text, number), _) in self.values.iter().zip(&mut numbers).zip(used).filter(|(_, used)| **used) {
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
        assert_eq!((texts.len(), texts.text(2), texts.text(3)), (3, "c", ""));
        assert_eq!(texts.used(&[true, false, true]), (vec!["a", "c"], vec![0, 0, 1]));
    }
}
