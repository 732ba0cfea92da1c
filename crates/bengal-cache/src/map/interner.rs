//! Names as small numbers.

use super::sort;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;
use std::sync::Arc;

/// A set of names, each with an id. Ids of released names are given again to later names.
///
/// The hash is seeded at random for each interner, so that hostile names cannot be made to collide.
#[derive(Debug, Default)]
pub(super) struct Interner {
    names: Vec<Option<Arc<str>>>,
    ids: HashTable<u32>,
    free: Vec<u32>,
    hasher: DefaultHashBuilder,
}

impl Interner {
    /// Takes names that are known to be distinct; the id of each is its position.
    pub(super) fn from_distinct(names: Vec<Arc<str>>) -> Self {
        let mut interner = Self { ids: HashTable::with_capacity(names.len()), ..Self::default() };
        interner.names = names.into_iter().map(Some).collect();
        for (name, id) in interner.names.iter().flatten().zip(0..) {
            // The table has room for all, so nothing is hashed again.
            interner.ids.insert_unique(interner.hasher.hash_one(&**name), id, |_| 0);
        }
        interner
    }

    /// Makes room for so many names in all.
    pub(super) fn reserve(&mut self, names: usize) {
        let more = names.saturating_sub(self.len());
        let (known, hasher) = (&self.names, &self.hasher);
        self.ids.reserve(more, |id| hash_of(known, hasher, *id));
        self.names.reserve(more);
    }

    /// How many ids have been given, released ones included: every id is below it.
    pub(super) fn bound(&self) -> usize {
        self.names.len()
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn id(&self, name: &str) -> Option<u32> {
        self.find(self.hasher.hash_one(name), name)
    }

    /// The id of a name, and whether it is new.
    pub(super) fn intern(&mut self, name: &str) -> (u32, bool) {
        let hash = self.hasher.hash_one(name);
        match self.find(hash, name) {
            Some(id) => (id, false),
            None => (self.insert(hash, Arc::from(name)), true),
        }
    }

    /// As [`intern`](Self::intern), sharing a name that is already allocated.
    pub(super) fn intern_shared(&mut self, name: &Arc<str>) -> (u32, bool) {
        let hash = self.hasher.hash_one(&**name);
        match self.find(hash, name) {
            Some(id) => (id, false),
            None => (self.insert(hash, Arc::clone(name)), true),
        }
    }

    /// The name of an id that is in use.
    pub(super) fn name(&self, id: u32) -> Option<&Arc<str>> {
        self.names.get(id as usize)?.as_ref()
    }

    /// Forgets a name; its id may be given again.
    pub(super) fn release(&mut self, id: u32) {
        let Some(name) = self.names.get_mut(id as usize).and_then(Option::take) else { return };
        self.unlink(id, &name);
        self.free.push(id);
    }

    /// Gives an id another name, which must not be in use.
    pub(super) fn rename(&mut self, id: u32, new: &str) {
        let Some(slot) = self.names.get_mut(id as usize) else { return };
        let Some(old) = slot.replace(Arc::from(new)) else { return };
        self.unlink(id, &old);
        self.link(self.hasher.hash_one(new), id);
    }

    /// All names with their ids, by name.
    pub(super) fn sorted(&self) -> Vec<(&Arc<str>, u32)> {
        let mut names: Vec<_> =
            self.names.iter().zip(0..).filter_map(|(name, id)| Some((name.as_ref()?, id))).collect();
        sort::by_name(&mut names);
        names
    }

    /// Bytes on the heap, as asked of the allocator.
    pub(super) fn heap_bytes(&self) -> usize {
        // Two reference counts precede the text, and their alignment rounds the whole.
        const COUNT: usize = size_of::<usize>();
        let bytes = |name: &Arc<str>| (2 * COUNT + name.len()).next_multiple_of(COUNT);
        let text: usize = self.names.iter().flatten().map(bytes).sum();
        text + self.names.capacity() * size_of::<Option<Arc<str>>>()
            + self.free.capacity() * size_of::<u32>()
            + self.ids.allocation_size()
    }

    fn find(&self, hash: u64, name: &str) -> Option<u32> {
        self.ids.find(hash, |id| self.name(*id).is_some_and(|known| &**known == name)).copied()
    }

    /// Ids are 32 bits: more names than that would take over 150 GB of memory before the numbers end.
    fn insert(&mut self, hash: u64, name: Arc<str>) -> u32 {
        let id = match self.free.pop() {
            Some(id) => {
                self.names[id as usize] = Some(name);
                id
            }
            None => {
                self.names.push(Some(name));
                (self.names.len() - 1) as u32
            }
        };
        self.link(hash, id);
        id
    }

    fn link(&mut self, hash: u64, id: u32) {
        let (names, hasher) = (&self.names, &self.hasher);
        self.ids.insert_unique(hash, id, |id| hash_of(names, hasher, *id));
    }

    fn unlink(&mut self, id: u32, name: &str) {
        if let Ok(entry) = self.ids.find_entry(self.hasher.hash_one(name), |known| *known == id) {
            entry.remove();
        }
    }
}

/// The hash under which an id is found.
fn hash_of(names: &[Option<Arc<str>>], hasher: &DefaultHashBuilder, id: u32) -> u64 {
    names.get(id as usize).and_then(Option::as_ref).map_or(0, |name| hasher.hash_one(&**name))
}
