//! The graph as one HTML page: what uses an asset through which chain, and what a page brings with it.

use crate::commands::html_page::{self, escape, figure, list};
use crate::terminal::size;
use bengal_assets::AssetNode;
use bengal_orchestration::{AssetMap, PageWeight};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};

const STYLE: &str = include_str!("chart.css");
const SCRIPT: &str = include_str!("chart.js");

/// What the script draws. Nodes are assets, then pages, by number.
#[derive(Serialize)]
struct Data<'a> {
    /// Name, shown size, numbers of what it uses.
    assets: Vec<(&'a str, String, Vec<usize>)>,
    /// Name, shown weight, numbers of the assets that it refers to.
    pages: Vec<(&'a str, String, Vec<usize>)>,
}

pub(super) fn print(map: &AssetMap) -> io::Result<()> {
    io::stdout().lock().write_all(page(map)?.as_bytes())
}

fn page(map: &AssetMap) -> io::Result<String> {
    let assets = map.assets();
    let mut weights = map.weights();
    weights.sort_by_key(|weight| Reverse(weight.bytes));
    let numbers: BTreeMap<&str, usize> =
        assets.iter().enumerate().map(|(number, asset)| (asset.logical.as_str(), number)).collect();
    let mut html = html_page::begin("Assets", STYLE);
    figures(&mut html, map, &weights);
    html.push_str(
        "<h2><label for=\"search\">Search</label></h2>\n<input id=\"search\" type=\"search\" placeholder=\"part of the path of an asset or page\">\n\
         <p id=\"found\" role=\"status\"></p>\n<ul id=\"results\"></ul>\n<section id=\"chart\" hidden></section>\n",
    );
    heaviest_assets(&mut html, map, &numbers);
    let first = assets.len();
    let rows = weights.iter().enumerate().map(|(number, weight)| {
        let PageWeight { page, html, bytes, files, .. } = weight;
        let (weight, own) = (size(*bytes), size(*html));
        format!(
            "<tr><td>{}<td class=\"n\">{weight}<td class=\"n\">{}<td class=\"n\">{own}</tr>\n",
            link(first + number, page),
            files.len() + 1
        )
    });
    list(&mut html, "Pages", &["page", "weight", "files", "the page itself"], rows, weights.len());
    let data = Data {
        assets: assets
            .iter()
            .map(|asset| (asset.logical.as_str(), size(asset.size), used_by_asset(asset, &numbers)))
            .collect(),
        pages: weights
            .iter()
            .map(|weight| (weight.page.as_str(), size(weight.bytes), used_by_page(map, weight, &numbers)))
            .collect(),
    };
    // Within a script element, no `<` may begin a tag or a comment.
    let json = serde_json::to_string(&data)?.replace('<', "\\u003c");
    _ = writeln!(html, "<script type=\"application/json\" id=\"data\">{json}</script>");
    Ok(html_page::end(html, SCRIPT))
}

fn figures(html: &mut String, map: &AssetMap, weights: &[PageWeight]) {
    let unused = map.assets().iter().filter(|asset| map.is_unused(asset)).count();
    let sum: u64 = weights.iter().map(|weight| weight.bytes).sum();
    html.push_str("<ul class=\"figures\">\n");
    html.push_str(&figure(weights.len(), "pages", false));
    html.push_str(&figure(map.assets().len(), "assets", false));
    html.push_str(&figure(size(map.assets().iter().map(|asset| asset.size).sum()), "in all assets", false));
    html.push_str(&figure(size(sum.checked_div(weights.len() as u64).unwrap_or(0)), "a page on average", false));
    html.push_str(&figure(unused, "unused", unused > 0));
    html.push_str("</ul>\n");
}

fn heaviest_assets(html: &mut String, map: &AssetMap, numbers: &BTreeMap<&str, usize>) {
    let mut assets: Vec<&AssetNode> = map.assets().iter().collect();
    assets.sort_by_key(|asset| Reverse(asset.size));
    let rows = assets.iter().map(|asset| {
        let (pages, files) = map.direct_users(&asset.logical);
        let name = link(numbers.get(asset.logical.as_str()).copied().unwrap_or_default(), &asset.logical);
        let size = size(asset.size);
        format!("<tr><td>{name}<td class=\"n\">{size}<td class=\"n\">{pages}<td class=\"n\">{files}</tr>\n")
    });
    list(html, "Assets", &["asset", "size", "pages", "assets"], rows, assets.len());
}

/// A link that chooses a node.
fn link(number: usize, name: &str) -> String {
    format!("<a href=\"#n{number}\"><code>{}</code></a>", escape(name))
}

fn used_by_asset(asset: &AssetNode, numbers: &BTreeMap<&str, usize>) -> Vec<usize> {
    let used = asset.references.iter().map(|reference| &reference.logical).chain(&asset.made_from);
    sorted(used.filter_map(|path| numbers.get(path.as_str()).copied()).collect())
}

fn used_by_page(map: &AssetMap, weight: &PageWeight, numbers: &BTreeMap<&str, usize>) -> Vec<usize> {
    let used = map.pages().assets_of(&weight.page).unwrap_or_default();
    sorted(used.iter().filter_map(|path| numbers.get(&**path).copied()).collect())
}

fn sorted(mut numbers: Vec<usize>) -> Vec<usize> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
