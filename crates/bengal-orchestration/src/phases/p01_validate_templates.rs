//! Phase 1.5, Template validation: every template of the site and its theme compiles.

use crate::phase::Outcome;
use bengal_core::fs::SiteFiles;
use bengal_core::{Config, Diagnostic};
use bengal_render::template;

/// Compiles all templates; each problem is reported once, here, and not again for every page that uses the template.
pub(crate) fn validate(files: &SiteFiles, config: &Config, problems: &mut Vec<Diagnostic>) -> ((), Outcome) {
    let (templates, diagnostics) = template::validate(files, config);
    problems.extend(diagnostics);
    ((), Outcome::Done(format!("{templates} templates")))
}
