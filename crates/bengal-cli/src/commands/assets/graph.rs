//! Pages and assets with the edges between them.

use super::json::print;
use bengal_orchestration::AssetMap;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};

#[derive(Serialize)]
struct Graph {
    pages: Vec<String>,
    assets: Vec<String>,
    edges: BTreeSet<(String, String)>,
}

/// Every asset; the pages that use one; from each user to what it uses, and from each picture that was made to the one that it was made from. Files of other hosts are no assets of the site.
fn graph(map: &AssetMap) -> Graph {
    let assets: BTreeSet<&str> = map.assets().iter().map(|asset| asset.logical.as_str()).collect();
    let mut edges = BTreeSet::new();
    let mut pages = Vec::new();
    for entry in map.pages().entries() {
        let used: Vec<&str> =
            entry.assets.iter().map(|asset| &**asset).filter(|asset| assets.contains(asset)).collect();
        edges.extend(used.into_iter().map(|asset| (entry.page.to_string(), asset.to_owned())));
        pages.push(entry.page.to_string());
    }
    for asset in map.assets() {
        let used = asset.references.iter().filter(|reference| assets.contains(reference.logical.as_str()));
        edges.extend(used.map(|reference| (asset.logical.clone(), reference.logical.clone())));
        edges.extend(asset.made_from.iter().map(|source| (asset.logical.clone(), source.clone())));
    }
    pages.sort();
    Graph { pages, assets: assets.into_iter().map(str::to_owned).collect(), edges }
}

pub(super) fn json(map: &AssetMap) -> io::Result<()> {
    print(&graph(map))
}

/// In the language of Graphviz: <https://graphviz.org/doc/info/lang.html>. Pages are boxes.
pub(super) fn dot(map: &AssetMap) -> io::Result<()> {
    let graph = graph(map);
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "digraph assets {{\n  rankdir=LR;\n  node [shape=ellipse];")?;
    for page in &graph.pages {
        writeln!(out, "  {} [shape=box];", quoted(page))?;
    }
    for asset in &graph.assets {
        writeln!(out, "  {};", quoted(asset))?;
    }
    for (user, used) in &graph.edges {
        writeln!(out, "  {} -> {};", quoted(user), quoted(used))?;
    }
    writeln!(out, "}}")?;
    out.flush()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}
