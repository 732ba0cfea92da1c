//! Phase 2, Discovery: content, data and assets are found and read; pages get their URLs.

use super::p13_assets::{AssetPlan, find_assets};
use crate::sources::KeptTexts;
use crate::walk::{self, Walk, unreadable};
use bengal_core::fs::SiteFiles;
use bengal_core::site::{AssembleOptions, PageSource, assemble, is_hidden_name};
use bengal_core::{Config, Diagnostic, Site, data};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// What the site consists of.
#[derive(Debug)]
pub(crate) struct Discovered {
    /// The site model, with pages and their URLs, not yet with sections in order.
    pub(crate) site: Site,
    /// Texts of pages that stay in memory.
    pub(crate) kept: KeptTexts,
    /// Files that will be published as they are.
    pub(crate) assets: AssetPlan,
    /// What was wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Finds and reads everything. `content_dir` is relative to the site's folder; empty where that folder itself is the content.
pub(crate) fn discover(
    files: &SiteFiles,
    config: Config,
    content_dir: &str,
    generated: Vec<(Utf8PathBuf, Vec<u8>)>,
    options: &AssembleOptions,
) -> Discovered {
    let (data, mut diagnostics) = data::load(files);
    let walk = walk_content(files, content_dir, &config.build.output_dir);
    diagnostics.extend(walk.diagnostics);
    let (paths, resources): (Vec<_>, Vec<_>) = walk.files.into_iter().partition(|path| is_page(path));
    let read: Vec<Result<(PageSource, String), Diagnostic>> = paths.par_iter().map(|path| read_page(files, path)).collect();
    let mut kept = KeptTexts::default();
    let mut sources = Vec::with_capacity(read.len());
    for page in read {
        match page {
            Ok((source, text)) => {
                kept.keep(&source.path, text);
                sources.push(source);
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    let theme = config.theme.name.clone();
    let (mut site, problems) = assemble(config, sources, resources, &walk.folders, options);
    diagnostics.extend(problems);
    site.data = data;
    let mut assets = find_assets(files, &theme, generated);
    assets.add_resources(&site);
    diagnostics.append(&mut assets.diagnostics);
    Discovered { site, kept, assets, diagnostics }
}

/// Folders of a site without a content folder that hold no content.
const NOT_CONTENT: [&str; 9] =
    ["assets", "config", "data", "i18n", "node_modules", "public", "static", "templates", "themes"];

fn walk_content(files: &SiteFiles, content_dir: &str, output_dir: &str) -> Walk {
    if content_dir.is_empty() {
        let skip = |name: &str| {
            is_hidden_name(name) || NOT_CONTENT.contains(&name) || name == output_dir || name.starts_with("bengal.")
        };
        return walk::walk(files, "", skip);
    }
    walk::walk(files, content_dir, is_hidden_name)
}

/// Whether a file is a page; every other file is published as it is.
fn is_page(path: &Utf8Path) -> bool {
    path.extension().is_some_and(|extension| ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

fn read_page(files: &SiteFiles, path: &Utf8Path) -> Result<(PageSource, String), Diagnostic> {
    let bytes = files.read(path).map_err(|error| unreadable(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        Diagnostic::error("not-utf8", format!("this file is not UTF-8: line {line} has a byte that cannot be read"))
            .in_file(path)
            .hint("save it as UTF-8")
    })?;
    Ok((PageSource::parse(path, &text), text))
}
