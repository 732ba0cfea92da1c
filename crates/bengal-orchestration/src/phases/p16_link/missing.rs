//! What linking finds out about pages: assets that they use and that are not published, and what they say of the content of others.

use crate::records::{Claim, LinkProblem};
use bengal_assets::{IntegrityClaim, Linked, MissingReference, Names, PageSource, missing_in_page, written_at};
use bengal_core::fs::SiteFiles;
use bengal_core::{Diagnostic, Location, Page, url};
use bengal_render::PageSources;
use bengal_render::template::Templates;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The path and the text of a template.
type Template = Arc<(Utf8PathBuf, String)>;

/// Collects what linking finds missing on all pages.
#[derive(Debug)]
pub(crate) struct MissingAssets<'s> {
    files: &'s SiteFiles,
    sources: &'s dyn PageSources,
    templates: &'s Templates,
    texts: Mutex<BTreeMap<String, Option<Template>>>,
    logical: &'s [&'s str],
    names: OnceLock<Names>,
    problems: Vec<Diagnostic>,
    /// By logical path: the first of the pages whose source does not show the reference, and how many more there are.
    shared: BTreeMap<String, (Diagnostic, usize)>,
    count: usize,
}

/// A page that was linked.
#[derive(Clone, Debug)]
pub(crate) struct LinkedPage<'p> {
    pub(crate) page: &'p Page,
    /// Its HTML as rendering made it.
    pub(crate) html: &'p str,
    /// What rendering found wrong with it.
    pub(crate) diagnostics: &'p [Diagnostic],
    /// The templates that it was rendered with.
    pub(crate) templates: Vec<String>,
}

/// What linking found out about a page.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) problems: Vec<LinkProblem>,
    pub(crate) claims: Vec<Claim>,
    /// Assets that a browser does not load with the page.
    pub(crate) unloaded: Vec<String>,
}

impl<'s> MissingAssets<'s> {
    /// None yet. `logical` are the paths of all assets, for hints.
    pub(crate) fn new(
        files: &'s SiteFiles,
        sources: &'s dyn PageSources,
        templates: &'s Templates,
        logical: &'s [&'s str],
    ) -> Self {
        let (texts, names, problems, shared) = (Mutex::default(), OnceLock::new(), Vec::new(), BTreeMap::new());
        Self { files, sources, templates, texts, logical, names, problems, shared, count: 0 }
    }

    /// What linking found out about one page, which `describe` tells more of where that is needed. An image that Markdown did not find is not
    /// named twice.
    pub(crate) fn of_page<'p>(&self, linked: &mut Linked<'_>, describe: impl FnOnce() -> LinkedPage<'p>) -> Findings {
        let (missing, claims) = (std::mem::take(&mut linked.missing), std::mem::take(&mut linked.claims));
        let unloaded = std::mem::take(&mut linked.unloaded);
        if missing.is_empty() && claims.is_empty() {
            return Findings { unloaded, ..Findings::default() };
        }
        let LinkedPage { page, html, diagnostics, templates } = describe();
        let missing: Vec<MissingReference> =
            missing.into_iter().filter(|reference| !is_named(diagnostics, &reference.url)).collect();
        let text = page.source.as_ref().and_then(|_| self.sources.text(page.id).ok());
        let source = page.source.as_ref().zip(text.as_deref()).map(|(source, text)| (source.path.as_path(), text));
        let templates = self.texts(&templates);
        let templates: Vec<(&Utf8Path, &str)> =
            templates.iter().map(|text| (text.0.as_path(), text.1.as_str())).collect();
        let source = PageSource { source, templates: &templates, output: (&page.output, html) };
        let names = self.names.get_or_init(|| Names::new(self.logical.iter().copied()));
        let found = missing_in_page(&source, &missing, names);
        let problems = missing.into_iter().zip(found).map(|(reference, (diagnostic, is_output))| LinkProblem {
            shared: is_output.then_some(reference.logical),
            diagnostic,
        });
        let places = written_at(&source, claims.iter().map(|claim| (claim.url.as_str(), &claim.span)));
        let claim = |(claim, (location, is_output)): (IntegrityClaim, _)| claimed(claim, location, is_output);
        let claims = claims.into_iter().zip(places).map(claim).collect();
        Findings { problems: problems.collect(), claims, unloaded }
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

    /// The texts of the templates of the site and its theme, with their paths. Each is read once.
    fn texts(&self, names: &[String]) -> Vec<Template> {
        let mut known = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let read = |name: &String| {
            let path = self.templates.path_of(name)?;
            let text = self.files.read_text(&path).ok()?;
            Some(Arc::new((path, text)))
        };
        names.iter().filter_map(|name| known.entry(name.clone()).or_insert_with(|| read(name)).clone()).collect()
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

/// A claim with what is to be said where it is not true.
fn claimed(claim: IntegrityClaim, location: Location, is_shared: bool) -> Claim {
    let IntegrityClaim { logical, integrity, .. } = claim;
    let message =
        format!("the `integrity` here is not that of `{logical}` as it is published: browsers refuse the file");
    let diagnostic = Diagnostic::warning("integrity-mismatch", message).at(location);
    Claim { logical, integrity, is_shared, diagnostic }
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
