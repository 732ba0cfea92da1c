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

    /// Names that differ in eight bytes, which a function without a secret (that of `rustc-hash` 2) leaves out.
    #[test]
    fn names_made_to_have_one_hash_have_many() {
        let name = |id: u32| format!("sy84o7au422b9gyyxxxxxxxxxxxxxxxxvxmb0k2ltsryf770{id:08}zzzzzzzzzzzzzzzz");
        let distinct = |hash: &dyn Fn(&str) -> u64| (0..1000).map(|id| hash(&name(id))).collect::<HashSet<_>>().len();
        assert_eq!(distinct(&|name| rustc_hash::FxBuildHasher.hash_one(name)), 1);
        let keyed = KeyedState::default();
        assert!(distinct(&|name| keyed.hash_one(name)) > 990);
    }
}
