//! What many records have in common, each once and by number.

use bengal_core::keyed::KeyedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::hash::{BuildHasher, Hash};
use std::ops::Deref;

/// Values with their numbers.
#[derive(Clone, Debug)]
pub(crate) struct Numbered<T> {
    values: Vec<T>,
    /// The numbers of the first values, by their hashes: of all, once somebody asks for a number.
    numbers: HashTable<u32>,
    /// Another one in each process: nobody can write texts that all have one hash.
    hasher: KeyedState,
}

/// Texts with their numbers.
pub(crate) type Texts = Numbered<Box<str>>;

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self::from_stored(Vec::new())
    }
}

impl<T> Deref for Numbered<T> {
    type Target = [T];

    /// The values in the order of their numbers.
    fn deref(&self) -> &[T] {
        &self.values
    }
}

impl<T> Numbered<T> {
    /// The values of a table, in the order of their numbers.
    pub(crate) fn from_stored(values: Vec<T>) -> Self {
        Self { values, numbers: HashTable::new(), hasher: KeyedState::default() }
    }

    /// The values in the order of their numbers.
    pub(crate) fn into_values(self) -> Vec<T> {
        self.values
    }
}

impl<T: Eq + Hash> Numbered<T> {
    /// The number of a value. The first time, each value is looked at.
    pub(crate) fn number_of(&mut self, value: T) -> u32 {
        self.find_all_by_hash();
        let Self { values, numbers, hasher } = self;
        let is_this = |number: &u32| values[*number as usize] == value;
        match numbers.entry(hasher.hash_one(&value), is_this, |number| hasher.hash_one(&values[*number as usize])) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let number = values.len() as u32;
                entry.insert(number);
                values.push(value);
                number
            }
        }
    }

    fn find_all_by_hash(&mut self) {
        let Self { values, numbers, hasher } = self;
        if !numbers.is_empty() {
            return;
        }
        let hash = |number: &u32| hasher.hash_one(&values[*number as usize]);
        numbers.reserve(values.len(), hash);
        for (number, value) in (0_u32..).zip(&*values) {
            // No build records a value twice. Where some file does, each number still means what it meant.
            let is_this = |number: &u32| values[*number as usize] == *value;
            numbers.entry(hasher.hash_one(value), is_this, hash).or_insert(number);
        }
    }
}

impl Texts {
    /// The number of a text.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        self.find_all_by_hash();
        let known =
            self.numbers.find(self.hasher.hash_one(text), |number| *self.values[*number as usize] == *text).copied();
        known.unwrap_or_else(|| self.number_of(text.into()))
    }

    /// The text of a number; empty where there is none.
    pub(crate) fn text(&self, number: u32) -> &str {
        self.values.get(number as usize).map_or("", |text| text)
    }
}

/// For each item the number that it has among the used ones.
pub(crate) fn numbers_among_used(used: &[bool]) -> Vec<u32> {
    let number = |next: &mut u32, used: &bool| {
        let number = *next;
        *next += u32::from(*used);
        Some(number)
    };
    used.iter().scan(0, number).collect()
}

/// Leaves the items that are used.
pub(crate) fn keep_used<T>(items: &mut Vec<T>, used: &[bool]) {
    let mut used = used.iter();
    items.retain(|_| used.next().is_some_and(|used| *used));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn used_items_are_kept_under_new_numbers() {
        let used = [true, false, true, true];
        let mut items = vec!["a", "b", "c", "d"];
        keep_used(&mut items, &used);
        let numbers = numbers_among_used(&used);
        assert_eq!([0, 2, 3].map(|number| items[numbers[number] as usize]), ["a", "c", "d"]);
    }

    #[test]
    fn a_text_has_one_number_and_comes_back() {
        let mut texts = Texts::from_stored(["a".into(), "b".into()].into());
        assert_eq!(["b", "c", "a", "c"].map(|text| texts.number(text)), [1, 2, 0, 2]);
        assert_eq!((texts.len(), texts.text(2), texts.text(3)), (3, "c", ""));
    }
}
