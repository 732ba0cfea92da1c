//! Phase 1.5, Template validation: every template of the site and its theme compiles.

use crate::phase::Outcome;
use crate::sources::{KeptTexts, SourceStore};
use bengal_core::fs::SiteFiles;
use bengal_core::{Config, Diagnostic, Site};
use bengal_render::{NoAssets, Renderer};
use std::sync::Arc;

/// Compiles all templates, those that no page uses too. Compiling needs the configuration alone: there are no pages yet.
pub(crate) fn validate(files: &SiteFiles, config: &Config, problems: &mut Vec<Diagnostic>) -> ((), Outcome) {
    let site = Arc::new(Site { config: config.clone(), ..Site::default() });
    let sources = Arc::new(SourceStore::new(Arc::clone(&site), KeptTexts::default(), files.clone()));
    let renderer = Renderer::new(site, Arc::default(), files.clone(), sources, Arc::new(NoAssets));
    let found = renderer.templates().validate();
    let outcome = Outcome::Done(match found.len() {
        0 => "all templates compile".to_owned(),
        broken => format!("{broken} templates do not compile"),
    });
    problems.extend(found);
    ((), outcome)
}
