//! URLs and paths, each stored once.

use bengal_core::keyed::KeyedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// An interned URL or path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TextId(pub(super) u32);

/// Interned texts in one piece of memory, which is kept when they are forgotten.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends; it begins where the one before ends.
    ends: Vec<usize>,
    ids: HashTable<TextId>,
    hasher: KeyedState,
}

impl Texts {
    /// With memory for so many texts of the usual length.
    pub(super) fn with_capacity(texts: usize) -> Self {
        Self {
            all: String::with_capacity(32 * texts),
            ends: Vec::with_capacity(texts),
            ids: HashTable::with_capacity(texts),
            hasher: KeyedState::default(),
        }
    }

    pub(super) fn intern(&mut self, text: &str) -> TextId {
        let Self { all, ends, ids, hasher } = self;
        let hash = |text: &str| hasher.hash_one(text.as_bytes());
        let next = TextId(ends.len() as u32);
        let is_it = |id: &TextId| get(all, ends, *id) == text;
        let id = *ids.entry(hash(text), is_it, |id| hash(get(all, ends, *id))).or_insert(next).get();
        if id == next {
            all.push_str(text);
            ends.push(all.len());
        }
        id
    }

    pub(super) fn get(&self, id: TextId) -> &str {
        get(&self.all, &self.ends, id)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them in the order of their ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|id| self.get(TextId(id)))
    }

    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.ends.clear();
        self.ids.clear();
    }
}

fn get<'t>(all: &'t str, ends: &[usize], id: TextId) -> &'t str {
    let index = id.0 as usize;
    let start = index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(index).and_then(|end| all.get(start..*end)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_id() {
        let mut texts = Texts::default();
        for _ in 0..2 {
            let ids: Vec<u32> = ["a", "", "bc", "a", "é", ""].iter().map(|text| texts.intern(text).0).collect();
            assert_eq!(ids, [0, 1, 2, 0, 3, 1]);
            assert_eq!(texts.iter().collect::<Vec<_>>(), ["a", "", "bc", "é"]);
            assert_eq!((texts.get(TextId(2)), texts.get(TextId(9)), texts.len()), ("bc", "", 4));
            texts.clear();
            assert_eq!((texts.get(TextId(0)), texts.len()), ("", 0));
        }
        let many: Vec<String> = (0..10_000).map(|number| number.to_string()).collect();
        assert!(many.iter().enumerate().all(|(index, text)| texts.intern(text).0 as usize == index));
        assert!(many.iter().enumerate().all(|(index, text)| texts.intern(text).0 as usize == index));
    }
}
