//! Phase 20, Health: what the finished site refers to exists.

use crate::phase::Outcome;
use bengal_cache::AssetDependencyMap;

/// Says how many assets were looked up, and how many references found nothing. They were named where they were linked, with their places.
pub(crate) fn health(map: &AssetDependencyMap, missing: usize) -> ((), Outcome) {
    let own = map.all_assets().iter().filter(|asset| !asset.contains("://")).count();
    ((), Outcome::Done(format!("{own} assets looked up, {missing} references to missing ones")))
}
