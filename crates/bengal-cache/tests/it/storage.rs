//! What is stored is what comes back.

use super::sample;
use bengal_cache::{AssetDependencyMap, Cache, Damage, OpenOptions, Table, table};
use bengal_core::fs::MemoryFileSystem;
use camino::Utf8Path;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) const DIR: &str = "/site/.bengal";
pub(crate) const FILE: &str = "/site/.bengal/cache-v1/asset-deps.mpk";

pub(crate) fn open(fs: &MemoryFileSystem) -> Cache {
    Cache::open(Arc::new(fs.clone()), Utf8Path::new(DIR), &OpenOptions::new()).unwrap()
}

#[test]
fn a_saved_map_is_loaded() {
    let fs = MemoryFileSystem::new();
    let cache = open(&fs);
    let first = cache.load();
    assert!(first.value.is_empty() && first.damage.is_none());
    cache.save(&sample()).unwrap();
    let loaded = cache.load();
    assert_eq!(loaded.damage, None);
    assert_eq!(loaded.value.entries(), sample().entries());
    let files: Vec<String> = fs.files().keys().map(ToString::to_string).collect();
    assert_eq!(files, ["/site/.bengal/CACHEDIR.TAG", FILE]);
}

#[test]
fn saving_the_same_map_writes_the_same_bytes() {
    let other_order = AssetDependencyMap::new();
    let _ = other_order.track("content/empty.md", ["of", "no", "use"]);
    for entry in sample().entries().iter().rev() {
        let _ = other_order.track(&entry.page, entry.assets.iter().rev());
    }
    other_order.invalidate("content/about.md");
    assert_eq!(other_order.to_bytes("t").unwrap(), sample().to_bytes("t").unwrap());
}

#[test]
fn a_damaged_map_is_empty_with_a_reason_and_saving_heals_it() {
    let fs = MemoryFileSystem::new();
    let cache = open(&fs);
    fs.write(FILE, b"something else");
    let loaded = cache.load();
    assert!(loaded.value.is_empty());
    assert_eq!(loaded.damage, Some(Damage::NotATable));
    let diagnostic = loaded.diagnostic().unwrap();
    assert_eq!(diagnostic.code, "damaged-cache");
    assert_eq!(diagnostic.message, format!("`{FILE}` is damaged and made anew: not a table of this cache"));
    cache.save(&sample()).unwrap();
    assert_eq!(cache.load().damage, None);
}

#[test]
fn another_tool_version_reads_an_empty_map_and_a_note() {
    let fs = MemoryFileSystem::new();
    let options = OpenOptions::new().with_tool("bengal 9.9.9");
    let cache = Cache::open(Arc::new(fs.clone()), Utf8Path::new(DIR), &options).unwrap();
    cache.save(&sample()).unwrap();
    drop(cache);
    let loaded = open(&fs).load();
    assert_eq!(loaded.damage, Some(Damage::OtherTool { found: "bengal 9.9.9".to_owned() }));
    assert_eq!(loaded.diagnostic().unwrap().code, "outdated-cache");
}

#[test]
fn other_tables_are_kept_beside_the_map() {
    const OUTPUTS: Table = Table { name: "outputs", schema: 3 };
    type Outputs = BTreeMap<String, (u64, bool)>;
    let fs = MemoryFileSystem::new();
    let cache = open(&fs);
    let outputs: Outputs = [("index.html".to_owned(), (7, true))].into();
    cache.save_table(&OUTPUTS, &outputs).unwrap();
    assert_eq!(cache.load_table::<Outputs>(&OUTPUTS).value, outputs);
    let newer = Table { schema: 4, ..OUTPUTS };
    let loaded = cache.load_table::<Outputs>(&newer);
    assert_eq!(loaded.damage, Some(Damage::OtherSchema { found: 3, expected: 4 }));
    assert!(loaded.value.is_empty());
    // A file that stands at the place of another.
    fs.write(FILE, &fs.files()[Utf8Path::new("/site/.bengal/cache-v1/outputs.mpk")]);
    assert_eq!(cache.load().damage, Some(Damage::OtherTable { found: "outputs".to_owned() }));
}

#[test]
fn names_that_do_not_fit_the_header_are_an_error() {
    let long = "x".repeat(256);
    assert!(table::encode(&Table { name: "t", schema: 1 }, &long, &1).is_err());
    assert!(table::encode(&Table { name: "t", schema: 1 }, &long[1..], &1).is_ok());
}
