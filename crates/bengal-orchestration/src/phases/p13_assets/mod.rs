//! Phase 13, Assets: theme assets, site assets, `static/` and files beside pages are processed, named and published.
//!
//! The names are made before the first page is rendered. What is written waits until the last page is tracked: an asset that nothing
//! refers to keeps its plain name.

mod others;
mod publish;

pub(crate) use others::OtherOutputs;
pub(crate) use publish::{PublishedAssets, outcome, prepare_assets, publish_assets, publish_manifest};

use crate::walk;
use bengal_assets::{AssetInput, AssetSource};
use bengal_core::fs::SiteFiles;
use bengal_core::site::{ClaimOwner, OutputClaim};
use bengal_core::{Diagnostic, Site};
use bengal_render::theme;
use camino::{Utf8Path, Utf8PathBuf};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Every asset that will be published, by its path in the output folder.
#[derive(Debug, Default)]
pub(crate) struct AssetPlan {
    assets: BTreeMap<Utf8PathBuf, AssetSource>,
    /// Those from `static/`.
    verbatim: BTreeSet<Utf8PathBuf>,
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
    fn add_folder(&mut self, files: &SiteFiles, folder: &str, prefix: &str, skip: impl Fn(&str) -> bool + Sync) {
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
                _ => {
                    if folder == "static" {
                        self.verbatim.insert(output.clone());
                    }
                    self.assets.insert(output, AssetSource::File(file));
                }
            }
        }
    }

    /// The assets as the preparation takes them. What came from `static/` is published as it is.
    fn inputs(&self) -> Vec<AssetInput> {
        let input = |(output, source): (&Utf8PathBuf, &AssetSource)| AssetInput {
            logical: output.as_str().to_owned(),
            source: source.clone(),
            verbatim: self.verbatim.contains(output),
        };
        self.assets.iter().map(input).collect()
    }

    /// Where the bytes of the asset at a path in the output folder are.
    pub(crate) fn get(&self, path: &str) -> Option<&AssetSource> {
        self.assets.get(Utf8Path::new(path))
    }

    /// The logical paths, in order.
    pub(crate) fn logical(&self) -> impl Iterator<Item = &str> {
        self.assets.keys().map(|path| path.as_str())
    }

    /// The logical paths with the files that they are of, in order: what the model knows of assets.
    pub(crate) fn names(&self) -> Vec<(&str, Option<&str>)> {
        fn file(source: &AssetSource) -> Option<&str> {
            match source {
                AssetSource::File(file) => Some(file.as_str()),
                AssetSource::Embedded(_) => None,
            }
        }
        self.assets.iter().map(|(path, source)| (path.as_str(), file(source))).collect()
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
            self.verbatim.remove(&resource.output);
            self.assets.insert(resource.output.clone(), AssetSource::File(resource.source.clone()));
        }
    }
}

fn collision(loser: &Utf8Path, winner: &str, output: &Utf8Path) -> Diagnostic {
    Diagnostic::error("output-collision", format!("`{loser}` and `{winner}` would both be `{output}`"))
        .in_file(loser)
        .hint("rename one of them")
}
