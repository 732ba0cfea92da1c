//! Phase 2, Discovery: content, data and assets are found and read; pages get their URLs.

use super::p13_assets::{AssetPlan, find_assets};
use crate::phase::Outcome;
use crate::records::{SourceRecord, SourceRecords, model_digest};
use crate::sources::KeptTexts;
use crate::walk::{self, Walk, unreadable};
use bengal_core::fs::SiteFiles;
use bengal_core::site::{ModelOptions, PageSource, SiteInput, is_hidden_name, is_page_name, wire};
use bengal_core::{Config, Diagnostic, Digest, Site, data, front_matter};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

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
    /// The digest of everything that the site's model is made of.
    pub(crate) model: Digest,
    /// What is known of the sources of pages now, in the order of their paths; `None` where that is about what was known.
    pub(crate) sources: Option<Vec<(String, SourceRecord)>>,
}

/// Finds everything, and reads the pages that do not look as they did when they became `known`.
pub(crate) fn discover(
    files: &SiteFiles,
    config: Config,
    stylesheet: Option<(Utf8PathBuf, Vec<u8>)>,
    wanted: &ModelOptions,
    known: SourceRecords,
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
    let mut read: Vec<ReadPage> = paths.par_iter().map(|path| look_at_page(files, path, known.get(path))).collect();
    let sources = sources_now(known, &mut read);
    let mut kept = KeptTexts::default();
    let mut pages = Vec::with_capacity(read.len());
    let mut model = ModelDigest::new(&config, wanted);
    let (mut lost, mut known) = (0, 0);
    for ReadPage { page, diagnostics } in read {
        problems.extend(diagnostics);
        let Some(FoundPage { page, model: part, text, .. }) = page else {
            lost += 1;
            continue;
        };
        model.add_digest(&part);
        match text {
            Text::Read(text) => kept.keep(page.digest, text),
            Text::Known(len) => {
                known += 1;
                kept.leave(page.digest, len);
            }
        }
        pages.push(page);
    }
    let theme = config.theme.name.clone();
    let resource_names: Vec<&str> = resources.iter().map(|path| path.as_str()).collect();
    model.add(&(resource_names, &data));
    let (site, diagnostics) = wire(config, SiteInput { pages, resources, data }, wanted);
    problems.extend(diagnostics);
    let mut assets = find_assets(files, &theme, stylesheet);
    problems.append(&mut assets.diagnostics);
    model.add(&assets.names());
    let others = assets.len() + site.resources.len();
    let outcome = Outcome::Done(format!("{} pages, {known} of them as known, {others} other files", site.pages.len()));
    (Discovered { site, kept, assets, lost, model: model.finish(), sources }, outcome)
}

/// Of so many sources one may be read again in each build, before what is known of all is stored anew.
const PAGES_FOR_A_STALE_ONE: usize = 256;

/// What is known of sources now; `None` where so few are not as they are known that it is cheaper to read these again.
fn sources_now(mut known: SourceRecords, read: &mut [ReadPage]) -> Option<Vec<(String, SourceRecord)>> {
    let found = || read.iter().filter_map(|read| read.page.as_ref());
    let unchanged = found().filter(|page| matches!(page.text, Text::Known(_))).count();
    let new = found().filter(|page| page.record.is_some()).count();
    let stale = new + known.len().saturating_sub(unchanged + new);
    if unchanged > 0 && stale * PAGES_FOR_A_STALE_ONE <= unchanged {
        return None;
    }
    let record = |read: &mut ReadPage| {
        let found = read.page.as_mut()?;
        let path = found.page.parsed.path.as_path();
        let record = match &found.text {
            Text::Read(_) => found.record.take(),
            Text::Known(_) => known.take(path),
        };
        Some((path.as_str().to_owned(), record?))
    };
    Some(read.iter_mut().filter_map(record).collect())
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

/// The digest of what the site's model is made of, part by part. The model is a function of it.
struct ModelDigest(Vec<u8>);

impl ModelDigest {
    fn new(config: &Config, wanted: &ModelOptions) -> Self {
        Self(format!("{config:?}{wanted:?}").into_bytes())
    }

    fn add(&mut self, part: &impl Serialize) {
        let encoded = rmp_serde::to_vec(part).unwrap_or_default();
        self.add_digest(Digest::of(&encoded).as_bytes());
    }

    fn add_digest(&mut self, digest: &[u8; 32]) {
        self.0.extend(digest);
    }

    fn finish(self) -> Digest {
        Digest::of(&self.0)
    }
}

/// A page's file: what it says, unless it cannot be used.
struct ReadPage {
    page: Option<FoundPage>,
    diagnostics: Vec<Diagnostic>,
}

struct FoundPage {
    page: PageSource,
    /// Its part of the model's digest.
    model: [u8; 32],
    text: Text,
    /// What the next build need not find out again, if this one did.
    record: Option<SourceRecord>,
}

/// The text of a page.
enum Text {
    Read(Arc<str>),
    /// It was not read, and has so many bytes.
    Known(usize),
}

/// Finds out what a page says. One whose front matter cannot be read is left out: nobody knows whether it may be published.
fn look_at_page(files: &SiteFiles, path: &Utf8Path, known: Option<&SourceRecord>) -> ReadPage {
    // Before it is read: if it changes meanwhile, the next build sees another stamp.
    let stamp = files.stamp(path);
    if let Some(stamp) = stamp
        && let Some((page, model)) = known.and_then(|known| known.page(path, &stamp))
    {
        let text = Text::Known(usize::try_from(stamp.len()).unwrap_or(usize::MAX));
        let page = FoundPage { page, model: *model.as_bytes(), text, record: None };
        return ReadPage { page: Some(page), diagnostics: Vec::new() };
    }
    let text = match read_text(files, path) {
        Ok(text) => text,
        Err(diagnostic) => return ReadPage { page: None, diagnostics: vec![diagnostic] },
    };
    let parsed = front_matter::parse(&text, path);
    if parsed.broken {
        return ReadPage { page: None, diagnostics: parsed.diagnostics };
    }
    let title = (!parsed.has_title()).then(|| front_matter::title_from_body(&text[parsed.body_start..])).flatten();
    let mut page = PageSource { parsed, digest: Digest::of(text.as_bytes()), title };
    let model = model_digest(&page);
    let record = stamp.and_then(|stamp| SourceRecord::new(stamp, &page, model));
    let diagnostics = std::mem::take(&mut page.parsed.diagnostics);
    let page = FoundPage { page, model: *model.as_bytes(), text: Text::Read(Arc::from(text)), record };
    ReadPage { page: Some(page), diagnostics }
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
