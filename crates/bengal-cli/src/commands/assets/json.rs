//! JSON for machines.

use bengal_assets::AssetNode;
use bengal_core::Location;
use bengal_orchestration::{AssetMap, AssetUsers, PageWeight};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Row<'a> {
    logical: &'a str,
    published: &'a str,
    source: Option<&'a str>,
    bytes: u64,
    blake3: String,
    integrity: &'a str,
    made_from: Option<&'a str>,
    used: bool,
    pages: usize,
    assets: usize,
}

#[derive(Serialize)]
struct Why<'a> {
    asset: Row<'a>,
    users: Vec<User<'a>>,
}

#[derive(Serialize)]
struct User<'a> {
    depth: usize,
    name: &'a str,
    is_page: bool,
    is_made: bool,
    url: &'a str,
    kind: &'static str,
    location: &'a Location,
    repeated: bool,
}

fn row<'a>(map: &AssetMap, asset: &'a AssetNode) -> Row<'a> {
    let (pages, assets) = map.direct_users(&asset.logical);
    Row {
        logical: &asset.logical,
        published: &asset.published,
        source: asset.source.as_ref().map(|source| source.as_str()),
        bytes: asset.size,
        blake3: asset.digest.to_string(),
        integrity: &asset.integrity,
        made_from: asset.made_from.as_deref(),
        used: !map.is_unused(asset),
        pages,
        assets,
    }
}

pub(super) fn print(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)
}

pub(super) fn list(map: &AssetMap, assets: &[&AssetNode]) -> io::Result<()> {
    print(&assets.iter().map(|asset| row(map, asset)).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct Weight<'a> {
    page: &'a str,
    url: &'a str,
    bytes: u64,
    html: u64,
    files: Vec<WeighedFile<'a>>,
}

#[derive(Serialize)]
struct WeighedFile<'a> {
    logical: &'a str,
    bytes: u64,
}

pub(super) fn pages(weights: &[PageWeight]) -> io::Result<()> {
    let row = |weight: &'_ PageWeight| {
        let files = weight.files.iter().map(|(logical, bytes)| WeighedFile { logical, bytes: *bytes });
        let PageWeight { page, url, bytes, html, .. } = weight;
        serde_json::to_value(Weight { page, url, bytes: *bytes, html: *html, files: files.collect() })
    };
    print(&weights.iter().map(row).collect::<Result<Vec<_>, _>>()?)
}

pub(super) fn why(map: &AssetMap, asset: &AssetNode, found: &AssetUsers) -> io::Result<()> {
    let users = found.users.iter().map(|user| User {
        depth: user.depth,
        name: &user.name,
        is_page: user.is_page,
        is_made: user.is_made,
        url: &user.url,
        kind: user.kind.as_str(),
        location: &user.location,
        repeated: user.repeated,
    });
    print(&Why { asset: row(map, asset), users: users.collect() })
}
