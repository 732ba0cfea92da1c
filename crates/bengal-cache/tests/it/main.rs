//! The map and its storage, as their users see them.

mod concurrency;
mod damage;
mod faults;
mod folder;
mod golden;
mod json;
mod kill;
mod model;
mod storage;

use bengal_cache::AssetDependencyMap;
use std::sync::Arc;

/// Three pages: one of them invalid, one without assets.
fn sample() -> AssetDependencyMap {
    let map = AssetDependencyMap::new();
    let _ = map.track("content/index.md", ["css/style.css", "images/cat.png"]);
    let _ = map.track("content/about.md", ["css/style.css", "fonts/über.woff2"]);
    let _ = map.track("content/empty.md", Vec::<&str>::new());
    map.invalidate("content/about.md");
    map
}

fn texts(names: &[Arc<str>]) -> Vec<&str> {
    names.iter().map(|name| &**name).collect()
}
