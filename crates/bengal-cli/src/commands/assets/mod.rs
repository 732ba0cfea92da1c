//! `bengal assets`.

mod chart;
mod graph;
mod human;
mod json;

use super::site_options;
use crate::args::{AssetsQuestion, Format, GraphFormat, SiteArguments};
use crate::terminal::diagnostics::{self, Show};
use anyhow::{anyhow, bail};
use bengal_assets::AssetNode;
use bengal_core::Diagnostic;
use bengal_core::fs::{FileSystem, OsFileSystem};
use bengal_orchestration::{AssetMap, Silent, build_asset_map};
use std::cmp::Reverse;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;

/// How many pages are shown of those that use the same asset.
const PAGES_EACH: usize = 5;

pub(crate) fn run(question: &AssetsQuestion) -> anyhow::Result<ExitCode> {
    let printed = match question {
        AssetsQuestion::List { arguments, pages: true } => {
            let built = build(&arguments.site)?;
            let mut weights = built.map.weights();
            // The order of the site decides among those of one weight.
            weights.sort_by_key(|weight| Reverse(weight.bytes));
            match arguments.format {
                Format::Human => human::pages(&weights),
                Format::Json => json::pages(&weights),
            }
        }
        AssetsQuestion::List { arguments, pages: false } => {
            let built = build(&arguments.site)?;
            let assets: Vec<&AssetNode> = built.map.assets().iter().collect();
            match arguments.format {
                Format::Human => human::list(&built.map, &assets),
                Format::Json => json::list(&built.map, &assets),
            }
        }
        AssetsQuestion::Unused(arguments) => {
            let built = build(&arguments.site)?;
            let assets: Vec<&AssetNode> =
                built.map.assets().iter().filter(|asset| built.map.is_unused(asset)).collect();
            match arguments.format {
                Format::Human => human::unused(&assets),
                Format::Json => json::list(&built.map, &assets),
            }
        }
        AssetsQuestion::Missing(arguments) => {
            let missing = build(&arguments.site)?.missing;
            match arguments.format {
                Format::Human => human::missing(&missing),
                Format::Json => json::print(&missing),
            }
        }
        AssetsQuestion::Why { path, arguments, verbose } => {
            let map = build(&arguments.site)?.map;
            let asset = map.find(path).map_err(|near| {
                let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                anyhow!("there is no asset `{path}`{hint}")
            })?;
            let shows_all = *verbose || arguments.format == Format::Json;
            let users = map.users(&asset.logical, if shows_all { usize::MAX } else { PAGES_EACH });
            match arguments.format {
                Format::Human => human::why(asset, &users),
                Format::Json => json::why(&map, asset, &users),
            }
        }
        AssetsQuestion::Graph { site, format } => {
            let map = build(site)?.map;
            match format {
                GraphFormat::Dot => graph::dot(&map),
                GraphFormat::Json => graph::json(&map),
                GraphFormat::Html => chart::print(&map),
            }
        }
    };
    match printed {
        // Whoever reads the list has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What a build knows of assets.
struct Built {
    map: AssetMap,
    /// What is said of assets that are not there.
    missing: Vec<Diagnostic>,
}

/// Builds the site. What a build says besides is left to `bengal build`, but for errors: with them nobody knows all users of an asset.
fn build(site: &SiteArguments) -> anyhow::Result<Built> {
    let fs: Arc<dyn FileSystem> = Arc::new(OsFileSystem);
    let (report, map) = build_asset_map(&fs, &site_options(site), &Silent);
    diagnostics::print(&report.diagnostics, Show::Errors)?;
    match map {
        Some(map) if report.success => {
            let is_missing = |problem: &Diagnostic| matches!(problem.code, "missing-asset" | "missing-image");
            Ok(Built { map, missing: report.diagnostics.into_iter().filter(is_missing).collect() })
        }
        _ => bail!("the site could not be built"),
    }
}
