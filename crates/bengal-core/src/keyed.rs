//! Hash tables for keys that authors choose.
//!
//! They hash with a secret of the process. Where the hash function is known, anybody can write a thousand names that have one hash, and a table
//! takes quadratic time for them.

use std::collections::{HashMap, HashSet};

/// Hashes with a secret.
pub type KeyedState = hashbrown::DefaultHashBuilder;

/// A map by keys that authors choose.
pub type KeyedMap<K, V> = HashMap<K, V, KeyedState>;

/// A set of what authors choose.
pub type KeyedSet<T> = HashSet<T, KeyedState>;

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::BuildHasher;

    /// Whoever knows the hashes of one table knows nothing of those of another.
    #[test]
    fn each_table_hashes_in_a_way_of_its_own() {
        let hashes = |state: KeyedState| ["a", "b", "c", "d"].map(|name| state.hash_one(name));
        let states: HashSet<[u64; 4]> = (0..16).map(|_| hashes(KeyedState::default())).collect();
        assert_eq!(states.len(), 16);
    }
}
