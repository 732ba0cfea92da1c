//! Phase 2, Discovery: content, data and assets are found and read; pages get their URLs.

use super::p13_assets::{AssetPlan, find_assets};
use crate::phase::Outcome;
use crate::sources::KeptTexts;
use crate::walk::{self, Walk, unreadable};
use bengal_core::fs::SiteFiles;
use bengal_core::site::{AssembleOptions, PageSource, assemble, is_hidden_name};
use bengal_core::{Config, Diagnostic, Site, data};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// Finds and reads everything: the site model with pages and their URLs, not yet with sections in order; texts of pages that stay
/// in memory; files that will be published as they are. `content_dir` is relative to the site's folder; empty where that folder itself is the content.
pub(crate) fn discover(
    files: &SiteFiles,
    config: Config,
    content_dir: &str,
    stylesheet: Option<(Utf8PathBuf, Vec<u8>)>,
    options: &AssembleOptions,
    problems: &mut Vec<Diagnostic>,
) -> ((Site, KeptTexts, AssetPlan), Outcome) {
    let (data, diagnostics) = data::load(files);
    problems.extend(diagnostics);
    let walk = walk_content(files, content_dir, &config.build.output_dir);
    problems.extend(walk.diagnostics);
    let (paths, resources): (Vec<_>, Vec<_>) = walk.files.into_iter().partition(|path| is_page(path));
    let read: Vec<Result<(PageSource, String), Diagnostic>> =
        paths.par_iter().map(|path| read_page(files, path)).collect();
    let mut kept = KeptTexts::default();
    let mut sources = Vec::with_capacity(read.len());
    for page in read {
        match page {
            Ok((source, text)) => {
                kept.keep(&source.path, text);
                sources.push(source);
            }
            Err(diagnostic) => problems.push(diagnostic),
        }
    }
    let theme = config.theme.name.clone();
    let (mut site, diagnostics) = assemble(config, sources, resources, &walk.folders, options);
    problems.extend(diagnostics);
    site.data = data;
    let mut assets = find_assets(files, &theme, stylesheet);
    assets.add_resources(&site);
    problems.append(&mut assets.diagnostics);
    let outcome = Outcome::Done(format!("{} pages, {} other files", site.pages.len(), assets.assets.len()));
    ((site, kept, assets), outcome)
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
