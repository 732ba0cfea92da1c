//! Text for people.

use crate::terminal::{self, DIM, count, size};
use bengal_assets::AssetNode;
use bengal_core::{Diagnostic, Location};
use bengal_orchestration::{AssetMap, AssetUsers, PageWeight};
use std::io::{self, BufWriter, Write};

fn out() -> impl Write {
    BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()))
}

/// The logical path, and where it is published if that is elsewhere.
fn name(asset: &AssetNode) -> String {
    match asset.published == asset.logical {
        true => asset.logical.clone(),
        false => format!("{} {DIM}→ {}{DIM:#}", asset.logical, asset.published),
    }
}

fn bytes(assets: &[&AssetNode]) -> String {
    size(assets.iter().map(|asset| asset.size).sum())
}

pub(super) fn list(map: &AssetMap, assets: &[&AssetNode]) -> io::Result<()> {
    let mut out = out();
    for asset in assets {
        let (pages, files) = map.direct_users(&asset.logical);
        let mut users = count(pages, "page");
        if files > 0 {
            users.push_str(&format!(", {}", count(files, "asset")));
        }
        writeln!(out, "{:>12}  {users:<20}  {}", size(asset.size), name(asset))?;
    }
    out.flush()?;
    drop(out);
    let fingerprinted = assets.iter().filter(|asset| asset.published != asset.logical).count();
    let unused = assets.iter().filter(|asset| map.is_unused(asset)).count();
    let total = count(assets.len(), "asset");
    terminal::result("Listed", &format!("{total}, {}: {fingerprinted} fingerprinted, {unused} unused", bytes(assets)))
}

/// Pages with what they weigh, as `bengal track --top` shows them.
pub(super) fn pages(weights: &[PageWeight]) -> io::Result<()> {
    let mut out = out();
    for PageWeight { page, html, bytes, files, .. } in weights {
        let (files, html) = (count(files.len() + 1, "file"), size(*html));
        writeln!(out, "{:>12} {page} {DIM}({files}, the page itself {html}){DIM:#}", size(*bytes))?;
    }
    out.flush()?;
    drop(out);
    let sum: u64 = weights.iter().map(|weight| weight.bytes).sum();
    let average = size(sum.checked_div(weights.len() as u64).unwrap_or(0));
    terminal::result("Weighed", &format!("{}, {average} on average", count(weights.len(), "page")))
}

pub(super) fn unused(assets: &[&AssetNode]) -> io::Result<()> {
    let mut out = out();
    for asset in assets {
        let origin = match &asset.source {
            Some(source) if source.as_str() != asset.logical => format!(" {DIM}from {source}{DIM:#}"),
            Some(_) => String::new(),
            None => format!(" {DIM}from the theme{DIM:#}"),
        };
        writeln!(out, "{:>12}  {}{origin}", size(asset.size), asset.logical)?;
    }
    out.flush()?;
    drop(out);
    terminal::result("Unused", &format!("{}, {}", count(assets.len(), "asset"), bytes(assets)))
}

fn place(location: &Location) -> String {
    match location.line {
        0 => location.path.to_string(),
        line => format!("{}:{line}:{}", location.path, location.column),
    }
}

pub(super) fn missing(problems: &[Diagnostic]) -> io::Result<()> {
    let mut out = out();
    for problem in problems {
        let place = problem.location.as_ref().map(place).unwrap_or_default();
        writeln!(out, "{place}: {}", problem.message)?;
        for hint in &problem.hints {
            writeln!(out, "    {DIM}{hint}{DIM:#}")?;
        }
    }
    out.flush()?;
    drop(out);
    terminal::result("Missing", &count(problems.len(), "reference"))
}

pub(super) fn why(asset: &AssetNode, found: &AssetUsers) -> io::Result<()> {
    let mut out = out();
    writeln!(out, "{} ({})", name(asset), size(asset.size))?;
    for user in &found.users {
        let indent = "  ".repeat(user.depth);
        let place = place(&user.location);
        let own_place = user.location.path == user.name;
        let name = if own_place { String::new() } else { format!("{}: ", user.name) };
        if user.is_made {
            writeln!(out, "{indent}{} {DIM}made from it{DIM:#}", user.name)?;
            continue;
        }
        let again = if user.repeated { " (its users are above)" } else { "" };
        writeln!(out, "{indent}{name}{place} {DIM}{} {}{again}{DIM:#}", user.kind.as_str(), user.url)?;
    }
    if found.more_pages > 0 {
        writeln!(out, "  … and {}: `-v` shows all", count(found.more_pages, "more page"))?;
    }
    if found.users.is_empty() && found.more_pages == 0 {
        writeln!(out, "  nothing refers to it")?;
    }
    out.flush()
}
