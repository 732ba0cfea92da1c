//! Cascade: front matter that a folder's own page hands to everything below it.

use super::names::parent_of;
use crate::packed::PackedMap;
use crate::value::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Keys that stay with the page that has them: they name one page, or are the cascade itself.
const OWN: [&str; 9] = ["cascade", "url", "permalink", "slug", "aliases", "id", "target", "_target", "title"];

/// What each folder hands down, its ancestors' share included.
#[derive(Clone, Debug, Default)]
pub(super) struct Cascades {
    by_folder: BTreeMap<String, Arc<Map>>,
    empty: Arc<Map>,
}

impl Cascades {
    /// Resolves the cascades that folders' own pages state, from the root to the leaves: the nearest folder wins, key by key.
    pub(super) fn resolve(stated: &BTreeMap<String, Map>) -> Self {
        let mut cascades = Self::default();
        // A folder sorts after its ancestors.
        for (folder, own) in stated {
            let mut merged = match parent_of(folder) {
                Some(parent) => Map::clone(&cascades.of(parent)),
                None => Map::default(),
            };
            for (key, value) in own.iter().filter(|(key, _)| !OWN.contains(&key.as_str())) {
                merged.insert(key.clone(), value.clone());
            }
            cascades.by_folder.insert(folder.clone(), Arc::new(merged));
        }
        cascades
    }

    /// What a folder hands to its pages: that of the nearest folder upwards that states any.
    pub(super) fn of(&self, folder: &str) -> Arc<Map> {
        let mut next = Some(folder);
        while let Some(folder) = next {
            if let Some(map) = self.by_folder.get(folder) {
                return Arc::clone(map);
            }
            next = parent_of(folder);
        }
        Arc::clone(&self.empty)
    }
}

/// The table under `cascade`, if it is one that is supported.
pub(super) fn stated_by(front_matter: &PackedMap) -> Option<Map> {
    let cascade = front_matter.get("cascade")?;
    let cascade = cascade.as_map()?;
    (!cascade.contains_key("target") && !cascade.contains_key("_target")).then(|| cascade.clone())
}

/// Front matter with what is cascaded to it; its own keys win. The entries of `params` are raised beside the others.
pub(super) fn apply(mut own: Map, cascade: &Map) -> Map {
    for (key, value) in cascade {
        if !own.contains_key(key) {
            own.insert(key.clone(), value.clone());
        }
    }
    if let Some(Value::Map(params)) = own.get("params").cloned() {
        for (key, value) in params {
            own.entry(key).or_insert(value);
        }
    }
    own
}
