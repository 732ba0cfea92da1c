//! Phase 2, Discovery: content, data and assets are found and read; pages get their URLs.

use super::p13_assets::{AssetPlan, find_assets};
use crate::phase::Outcome;
use crate::sources::KeptTexts;
use crate::walk::{self, Walk, unreadable};
use bengal_core::fs::SiteFiles;
use bengal_core::site::{ModelOptions, PageSource, SiteInput, is_hidden_name, is_page_name, wire};
use bengal_core::{Config, Diagnostic, Digest, Site, data, front_matter};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// What a site consists of.
#[derive(Debug)]
pub(crate) struct Discovered {
    /// The site model with pages and their URLs, not yet with sections in order.
    pub(crate) site: Site,
    /// Texts of pages that stay in memory.
    pub(crate) kept: KeptTexts,
    /// Files that will be published as they are.
    pub(crate) assets: AssetPlan,
    /// Pages that could not be read: their URLs are not known.
    pub(crate) lost: usize,
}

/// Finds and reads everything.
pub(crate) fn discover(
    files: &SiteFiles,
    config: Config,
    stylesheet: Option<(Utf8PathBuf, Vec<u8>)>,
    wanted: &ModelOptions,
    problems: &mut Vec<Diagnostic>,
) -> (Discovered, Outcome) {
    let (data, diagnostics) = data::load(files);
    problems.extend(diagnostics);
    let walk = walk_content(files, config.content_folder(), &config.build.output_dir);
    problems.extend(walk.diagnostics);
    let (paths, mut resources): (Vec<_>, Vec<_>) =
        walk.files.into_iter().partition(|path| path.file_name().is_some_and(is_page_name));
    if config.content_folder().is_empty() {
        problems.extend(leave_out_foreign(&mut resources));
    }
    let read: Vec<ReadPage> = paths.par_iter().map(|path| read_page(files, path)).collect();
    let mut kept = KeptTexts::default();
    let mut pages = Vec::with_capacity(read.len());
    let mut lost = 0;
    for ReadPage { page, diagnostics } in read {
        problems.extend(diagnostics);
        match page {
            Some((page, text)) => {
                kept.keep(&page.parsed.path, text);
                pages.push(page);
            }
            None => lost += 1,
        }
    }
    let theme = config.theme.name.clone();
    let (site, diagnostics) = wire(config, SiteInput { pages, resources, data }, wanted);
    problems.extend(diagnostics);
    let mut assets = find_assets(files, &theme, stylesheet);
    problems.append(&mut assets.diagnostics);
    let outcome =
        Outcome::Done(format!("{} pages, {} other files", site.pages.len(), assets.len() + site.resources.len()));
    (Discovered { site, kept, assets, lost }, outcome)
}

/// What a folder of Markdown publishes beside its pages: files that pages show or offer. Such a folder was not made to be published,
/// and holds other things too: programs, settings, keys.
const MEDIA: [&str; 33] = [
    "avif",
    "bmp",
    "css",
    "csv",
    "eot",
    "epub",
    "flac",
    "gif",
    "ico",
    "jpeg",
    "jpg",
    "js",
    "m4a",
    "m4v",
    "mov",
    "mp3",
    "mp4",
    "oga",
    "ogg",
    "ogv",
    "otf",
    "pdf",
    "png",
    "svg",
    "ttf",
    "wav",
    "webm",
    "webmanifest",
    "webp",
    "woff",
    "woff2",
    "xml",
    "zip",
];

/// Takes files of other kinds out, and says so.
fn leave_out_foreign(resources: &mut Vec<Utf8PathBuf>) -> Option<Diagnostic> {
    let is_media = |path: &Utf8PathBuf| {
        path.extension().is_some_and(|extension| MEDIA.contains(&extension.to_ascii_lowercase().as_str()))
    };
    let left_out: Vec<Utf8PathBuf> = resources.extract_if(.., |path| !is_media(path)).collect();
    let first = left_out.first()?;
    let message = match left_out.len() - 1 {
        0 => format!("`{first}` is not published: it is no page, image or other media file"),
        more => {
            format!("`{first}` and {more} more files are not published: they are no pages, images or other media files")
        }
    };
    Some(Diagnostic::note("left-out", message).hint("put pages into `content/`: every file there is published"))
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

/// A page's file: what it says and its text, unless it cannot be used.
struct ReadPage {
    page: Option<(PageSource, String)>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a page. One whose front matter cannot be read is left out: nobody knows whether it may be published.
fn read_page(files: &SiteFiles, path: &Utf8Path) -> ReadPage {
    let text = match read_text(files, path) {
        Ok(text) => text,
        Err(diagnostic) => return ReadPage { page: None, diagnostics: vec![diagnostic] },
    };
    let mut parsed = front_matter::parse(&text, path);
    let diagnostics = std::mem::take(&mut parsed.diagnostics);
    if parsed.broken {
        return ReadPage { page: None, diagnostics };
    }
    let title = front_matter::title_from_body(&text[parsed.body_start..]);
    let digest = Digest::of(text.as_bytes());
    ReadPage { page: Some((PageSource { parsed, digest, title }, text)), diagnostics }
}

fn read_text(files: &SiteFiles, path: &Utf8Path) -> Result<String, Diagnostic> {
    let bytes = files.read(path).map_err(|error| unreadable(path, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        Diagnostic::error("not-utf8", format!("this file is not UTF-8: line {line} has a byte that cannot be read"))
            .in_file(path)
            .hint("save it as UTF-8")
    })
}
