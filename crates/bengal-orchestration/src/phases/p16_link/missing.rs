//! Assets that pages use and that are not published.

use crate::records::LinkProblem;
use bengal_assets::{MissingReference, Names, PageSource, missing_in_page};
use bengal_core::fs::SiteFiles;
use bengal_core::{Diagnostic, Page, url};
use bengal_render::PageSources;
use bengal_render::template::Templates;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::OnceLock;

/// Collects what linking finds missing on all pages.
#[derive(Debug)]
pub(crate) struct MissingAssets<'s> {
    files: &'s SiteFiles,
    sources: &'s dyn PageSources,
    templates: &'s Templates,
    logical: &'s [&'s str],
    names: OnceLock<Names>,
    problems: Vec<Diagnostic>,
    /// By logical path: the first of the pages whose source does not show the reference, and how many more there are.
    shared: BTreeMap<String, (Diagnostic, usize)>,
    count: usize,
}

/// A page that was linked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinkedPage<'p> {
    pub(crate) page: &'p Page,
    /// Its HTML as rendering made it.
    pub(crate) html: &'p str,
    /// What rendering found wrong with it.
    pub(crate) diagnostics: &'p [Diagnostic],
    /// The templates that it was rendered with.
    pub(crate) templates: &'p [String],
}

impl<'s> MissingAssets<'s> {
    /// None yet. `logical` are the paths of all assets, for hints.
    pub(crate) fn new(
        files: &'s SiteFiles,
        sources: &'s dyn PageSources,
        templates: &'s Templates,
        logical: &'s [&'s str],
    ) -> Self {
        let (names, problems, shared) = (OnceLock::new(), Vec::new(), BTreeMap::new());
        Self { files, sources, templates, logical, names, problems, shared, count: 0 }
    }

    /// The problems of one page. An image that Markdown did not find is not named twice.
    pub(crate) fn of_page(&self, linked: LinkedPage<'_>, missing: Vec<MissingReference>) -> Vec<LinkProblem> {
        let LinkedPage { page, html, diagnostics, templates } = linked;
        let missing: Vec<MissingReference> =
            missing.into_iter().filter(|reference| !is_named(diagnostics, &reference.url)).collect();
        if missing.is_empty() {
            return Vec::new();
        }
        let text = page.source.as_ref().and_then(|_| self.sources.text(page.id).ok());
        let source = page.source.as_ref().zip(text.as_deref()).map(|(source, text)| (source.path.as_path(), text));
        let templates = self.texts(templates);
        let templates: Vec<(&Utf8Path, &str)> =
            templates.iter().map(|(path, text)| (path.as_path(), text.as_str())).collect();
        let source = PageSource { source, templates: &templates, output: (&page.output, html) };
        let names = self.names.get_or_init(|| Names::new(self.logical.iter().copied()));
        let found = missing_in_page(&source, &missing, names);
        missing
            .into_iter()
            .zip(found)
            .map(|(reference, (diagnostic, is_output))| LinkProblem {
                shared: is_output.then_some(reference.logical),
                diagnostic,
            })
            .collect()
    }

    /// Adds the problems of a page.
    pub(crate) fn add(&mut self, problems: &[LinkProblem]) {
        self.count += problems.len();
        for LinkProblem { shared, diagnostic } in problems {
            let Some(logical) = shared else {
                self.problems.push(diagnostic.clone());
                continue;
            };
            match self.shared.entry(logical.clone()) {
                Entry::Vacant(vacant) => drop(vacant.insert((diagnostic.clone(), 0))),
                Entry::Occupied(mut known) => {
                    let (first, more) = known.get_mut();
                    *more += 1;
                    if diagnostic.location < first.location {
                        *first = diagnostic.clone();
                    }
                }
            }
        }
    }

    /// The texts of the templates of the site and its theme, by path.
    fn texts(&self, names: &[String]) -> Vec<(Utf8PathBuf, String)> {
        let found = names.iter().filter_map(|name| self.templates.path_of(name));
        found.filter_map(|path| self.files.read_text(&path).ok().map(|text| (path, text))).collect()
    }

    /// All problems, and how many references they stand for. What many pages have of a template that nobody knows is one.
    pub(crate) fn into_problems(self) -> (Vec<Diagnostic>, usize) {
        let mut problems = self.problems;
        problems.extend(self.shared.into_values().map(|(problem, more)| match more {
            0 => problem,
            more => problem.hint(format!("it is used {more} more times")),
        }));
        (problems, self.count)
    }
}

/// Whether rendering has named a missing image that is written like this.
fn is_named(diagnostics: &[Diagnostic], written: &str) -> bool {
    let decoded = url::decode_path(written);
    let images = diagnostics.iter().filter(|problem| problem.code == "missing-image");
    images.into_iter().any(|image| {
        [Some(written), decoded.as_deref()]
            .into_iter()
            .flatten()
            .any(|form| image.message.contains(&format!("`{form}`")))
    })
}
