//! Phase 13, Assets: theme assets, site assets, `static/` and files beside pages are published.

use crate::output::OutputFolder;
use crate::phase::Outcome;
use crate::walk::{self, unreadable};
use bengal_core::fs::SiteFiles;
use bengal_core::site::{ClaimOwner, OutputClaim};
use bengal_core::{Diagnostic, Site};
use bengal_render::theme;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where the bytes of an asset are.
#[derive(Clone, Debug)]
pub(crate) enum AssetSource {
    /// In this program: the default theme, or a stylesheet made by phase 1.
    Embedded(Cow<'static, [u8]>),
    /// In a file of the site, by its path in the site's folder.
    File(Utf8PathBuf),
}

/// Every asset that will be published, by its path in the output folder.
#[derive(Debug, Default)]
pub(crate) struct AssetPlan {
    assets: BTreeMap<Utf8PathBuf, AssetSource>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Finds all assets. A later source takes the place of an earlier one at the same path: the default theme, the site's theme,
/// the stylesheet made by phase 1, the site's `assets/`. `static/` is published at the root of the site as it is.
pub(crate) fn find_assets(
    files: &SiteFiles,
    theme_name: &str,
    stylesheet: Option<(Utf8PathBuf, Vec<u8>)>,
) -> AssetPlan {
    let mut plan = AssetPlan::default();
    for file in theme::assets() {
        let path = Utf8Path::new("assets").join(file.path);
        plan.assets.insert(path, AssetSource::Embedded(Cow::Borrowed(file.content)));
    }
    plan.add_folder(files, &format!("themes/{theme_name}/assets"), "assets", is_source_only);
    if let Some((path, content)) = stylesheet {
        plan.assets.insert(path, AssetSource::Embedded(Cow::Owned(content)));
    }
    plan.add_folder(files, "assets", "assets", is_source_only);
    plan.add_folder(files, "static", "", |name| name == ".DS_Store" || name == ".git");
    plan
}

/// Whether a file in an assets folder is for its authors only: hidden, temporary, or notes on the assets.
fn is_source_only(name: &str) -> bool {
    name.starts_with('.') || name.ends_with(".tmp") || name.ends_with('~') || name.ends_with(".md")
}

impl AssetPlan {
    fn add_folder(&mut self, files: &SiteFiles, folder: &str, prefix: &str, skip: impl Fn(&str) -> bool) {
        let found = walk::walk(files, folder, skip);
        self.diagnostics.extend(found.diagnostics);
        for file in found.files {
            let Ok(path) = file.strip_prefix(folder) else { continue };
            let output = Utf8Path::new(prefix).join(path);
            // `assets/` is there to override a theme's; `static/` is not there to override `assets/`.
            match self.assets.get(&output) {
                Some(AssetSource::File(other)) if other.starts_with("assets") => {
                    self.diagnostics.push(collision(&file, other.as_str(), &output));
                }
                _ => drop(self.assets.insert(output, AssetSource::File(file))),
            }
        }
    }

    /// Where the files go, relative to the output folder, in order.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &Utf8PathBuf> {
        self.assets.keys()
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.assets.len()
    }

    /// The places that the assets want, in order, for the look at collisions.
    pub(crate) fn claims(&self) -> Vec<OutputClaim> {
        let owner = |path: &Utf8Path, source: &AssetSource| match source {
            AssetSource::File(file) => ClaimOwner::Author(file.clone()),
            AssetSource::Embedded(_) => ClaimOwner::Generated(format!("the theme's `{path}`")),
        };
        self.assets
            .iter()
            .map(|(path, source)| OutputClaim { output: path.clone(), owner: owner(path, source) })
            .collect()
    }

    /// Drops the assets that have no place, by their numbers among the claims, rising; adds the files beside pages.
    pub(crate) fn settle(&mut self, lost: &[usize], site: &Site) {
        let mut number = 0;
        self.assets.retain(|_, _| {
            number += 1;
            lost.binary_search(&(number - 1)).is_err()
        });
        for resource in &site.resources {
            self.assets.insert(resource.output.clone(), AssetSource::File(resource.source.clone()));
        }
    }
}

fn collision(loser: &Utf8Path, winner: &str, output: &Utf8Path) -> Diagnostic {
    Diagnostic::error("output-collision", format!("`{loser}` and `{winner}` would both be `{output}`"))
        .in_file(loser)
        .hint("rename one of them")
}

/// Publishes all assets, in parallel. Returns how many.
pub(crate) fn publish_assets(
    plan: &AssetPlan,
    files: &SiteFiles,
    output: &OutputFolder,
    problems: &mut Vec<Diagnostic>,
) -> (usize, Outcome) {
    let failed: Vec<Diagnostic> =
        plan.assets.par_iter().filter_map(|(path, source)| publish(path, source, files, output).err()).collect();
    let published = plan.assets.len() - failed.len();
    problems.extend(failed);
    (published, Outcome::Done(format!("{published} files")))
}

fn publish(path: &Utf8Path, source: &AssetSource, files: &SiteFiles, output: &OutputFolder) -> Result<(), Diagnostic> {
    match source {
        AssetSource::Embedded(content) => output.write(path, content).map(drop),
        AssetSource::File(file) => {
            let content = files.read(file).map_err(|error| {
                output.keep(path);
                unreadable(file, &error)
            })?;
            output.write(path, &content).map(drop)
        }
    }
}
