//! Files of released schemas stay readable.

use super::sample;
use bengal_cache::AssetDependencyMap;

/// Never change this file: a new layout is a new schema number, with a golden file of its own.
const SCHEMA_1: &[u8] = include_bytes!("asset-deps-schema-1.mpk");

#[test]
fn schema_1_is_read_and_written() {
    let map = AssetDependencyMap::from_bytes(SCHEMA_1, "golden").unwrap();
    assert_eq!(map.entries(), sample().entries());
    assert_eq!(sample().to_bytes("golden").unwrap(), SCHEMA_1);
}
