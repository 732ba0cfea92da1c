//! `asset-manifest.json`: for whoever has to find published files from outside.

use crate::graph::AssetGraph;
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
/// and without a clock: it depends on what is published alone.
pub fn manifest(graph: &AssetGraph) -> Vec<u8> {
    let rows = graph.nodes.iter().map(|node| {
        let row =
            Row { path: &node.published, size: node.size, blake3: node.digest.to_string(), integrity: &node.integrity };
        (node.logical.as_str(), row)
    });
    let manifest = Manifest { version: 1, assets: rows.collect() };
    // Strings and numbers under string keys: this has no way to fail.
    let mut json = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    json.push(b'\n');
    json
}
