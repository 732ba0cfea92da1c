//! `asset-manifest.json`: for whoever has to find published files from outside.

use crate::graph::AssetGraph;
use crate::table::LinkTable;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the manifest is published, in the output folder.
pub const MANIFEST: &str = "asset-manifest.json";

#[derive(Serialize)]
struct Manifest<'a> {
    version: u32,
    assets: BTreeMap<&'a str, Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    size: u64,
    blake3: String,
    integrity: &'a str,
}

/// The manifest: logical path → where it is published, size in bytes, BLAKE3 digest in hexadecimal, `integrity` value. Sorted,
/// and without a clock: it depends on the assets alone.
pub fn manifest(graph: &AssetGraph, table: &LinkTable) -> Vec<u8> {
    let added = table.added();
    let fixed = graph.nodes.iter().map(|node| {
        let row =
            Row { path: &node.published, size: node.size, blake3: node.digest.to_string(), integrity: &node.integrity };
        (node.logical.as_str(), row)
    });
    let made = added.iter().map(|(logical, entry)| {
        let row = Row {
            path: &entry.published,
            size: entry.size,
            blake3: entry.digest.to_string(),
            integrity: &entry.integrity,
        };
        (logical.as_str(), row)
    });
    let manifest = Manifest { version: 1, assets: fixed.chain(made).collect() };
    // Strings and numbers under string keys: this has no way to fail.
    let mut json = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    json.push(b'\n');
    json
}
