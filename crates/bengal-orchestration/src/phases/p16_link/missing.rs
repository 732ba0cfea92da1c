//! Assets that pages use and that are not published.

use bengal_assets::{MissingReference, Names, PageSource, missing_in_page};
use bengal_core::fs::SiteFiles;
use bengal_core::{Diagnostic, Page, PageId, url};
use bengal_render::{PageSources, Read, RenderedPage};
use camino::Utf8Path;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Collects the missing assets of all pages.
#[derive(Debug)]
pub(crate) struct MissingAssets<'s> {
    files: &'s SiteFiles,
    sources: &'s dyn PageSources,
    logical: &'s [&'s str],
    names: OnceLock<Names>,
    problems: Vec<Diagnostic>,
    /// By logical path: the first page whose source does not show the reference, and how many more there are.
    in_output: BTreeMap<String, (Diagnostic, usize)>,
    count: usize,
}

/// What rendering has named already, by page: an image that Markdown does not find is not named twice.
pub(crate) type Named = FxHashMap<PageId, Vec<String>>;

/// The missing images that rendering has named.
pub(crate) fn named_by_rendering(pages: &[RenderedPage]) -> Named {
    let mut named = Named::default();
    for page in pages {
        let images = page.diagnostics.iter().filter(|problem| problem.code == "missing-image");
        let messages: Vec<String> = images.map(|problem| problem.message.clone()).collect();
        if !messages.is_empty() {
            named.insert(page.page, messages);
        }
    }
    named
}

impl<'s> MissingAssets<'s> {
    /// None yet. `logical` are the paths of all assets, for hints.
    pub(crate) fn new(files: &'s SiteFiles, sources: &'s dyn PageSources, logical: &'s [&'s str]) -> Self {
        let (names, problems, in_output) = (OnceLock::new(), Vec::new(), BTreeMap::new());
        Self { files, sources, logical, names, problems, in_output, count: 0 }
    }

    /// Adds those of one page.
    pub(crate) fn add(&mut self, page: &Page, rendered: &RenderedPage, named: &Named, missing: Vec<MissingReference>) {
        let known = named.get(&page.id).map(Vec::as_slice).unwrap_or_default();
        let missing: Vec<MissingReference> =
            missing.into_iter().filter(|reference| !is_named(known, &reference.url)).collect();
        if missing.is_empty() {
            return;
        }
        self.count += missing.len();
        let text = page.source.as_ref().and_then(|_| self.sources.text(page.id).ok());
        let source = page.source.as_ref().zip(text.as_deref()).map(|(source, text)| (source.path.as_path(), text));
        let templates = self.templates(&rendered.reads);
        let templates: Vec<(&Utf8Path, &str)> =
            templates.iter().map(|(path, text)| (Utf8Path::new(path), text.as_str())).collect();
        let html = rendered.html.as_deref().unwrap_or_default();
        let page = PageSource { source, templates: &templates, output: (&page.output, html) };
        let names = self.names.get_or_init(|| Names::new(self.logical.iter().copied()));
        for (reference, (problem, is_output)) in missing.iter().zip(missing_in_page(&page, &missing, names)) {
            if is_output {
                let first = self.in_output.entry(reference.logical.clone());
                first.and_modify(|(_, more)| *more += 1).or_insert((problem, 0));
            } else {
                self.problems.push(problem);
            }
        }
    }

    /// The templates of the site and its theme among what a page has read.
    fn templates(&self, reads: &[Read]) -> Vec<(String, String)> {
        let found = reads.iter().filter_map(|read| match read {
            Read::Template(_, Some(path)) => Some(path),
            _ => None,
        });
        found.filter_map(|path| Some((path.clone(), self.files.read_text(path).ok()?))).collect()
    }

    /// All problems, and how many references they stand for. What many pages have of a template that nobody knows is one.
    pub(crate) fn into_problems(self) -> (Vec<Diagnostic>, usize) {
        let mut problems = self.problems;
        problems.extend(self.in_output.into_values().map(|(problem, more)| match more {
            0 => problem,
            more => problem.hint(format!("it is used {more} more times")),
        }));
        (problems, self.count)
    }
}

fn is_named(messages: &[String], written: &str) -> bool {
    let decoded = url::decode_path(written);
    [Some(written), decoded.as_deref()]
        .into_iter()
        .flatten()
        .any(|form| messages.iter().any(|message| message.contains(&format!("`{form}`"))))
}
