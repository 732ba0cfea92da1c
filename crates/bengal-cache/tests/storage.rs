//! What is stored is what comes back, and nothing else does.

use bengal_cache::{AssetDependencyMap, Cache, OpenOptions};
use bengal_core::fs::MemoryFileSystem;
use std::sync::Arc;

fn sample() -> AssetDependencyMap {
    let map = AssetDependencyMap::new();
    let _ = map.track("content/index.md", ["css/style.css", "images/cat.png"]);
    let _ = map.track("content/about.md", ["css/style.css"]);
    let _ = map.track("content/empty.md", Vec::<&str>::new());
    map.invalidate("content/about.md");
    map
}

#[test]
fn a_saved_map_is_loaded() {
    let fs = Arc::new(MemoryFileSystem::new());
    let cache = Cache::open(fs.clone(), "site/.bengal".into(), &OpenOptions::new()).unwrap();
    assert!(cache.load().value.is_empty());
    cache.save(&sample()).unwrap();
    let loaded = cache.load();
    assert_eq!(loaded.damage, None);
    assert_eq!(loaded.value, sample());
    assert_eq!(loaded.value.entries(), sample().entries());
    let files: Vec<String> = fs.files().keys().map(ToString::to_string).collect();
    assert_eq!(files, ["/site/.bengal/CACHEDIR.TAG", "/site/.bengal/cache-v1/asset-deps.mpk"]);
}
