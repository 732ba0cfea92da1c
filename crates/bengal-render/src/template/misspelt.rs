//! Names in templates that are probably typing mistakes.
//!
//! A name that nothing defines is undefined and prints nothing, and an included template may rely on names of the one that includes it.
//! So only a name that is one step from a known one, and is assigned in no template, is reported.

use super::files::TemplateFiles;
use super::functions::{BUILTIN_FUNCTIONS, FUNCTIONS};
use super::objects::CONTEXT_NAMES;
use bengal_core::suggest::nearest;
use bengal_core::{Diagnostic, Location};
use minijinja::Template;
use std::collections::BTreeSet;

/// What is said of a template's names.
pub(super) fn names(files: &TemplateFiles, template: &Template<'_, '_>) -> Vec<Diagnostic> {
    let known = [&CONTEXT_NAMES[..], &FUNCTIONS, &BUILTIN_FUNCTIONS].concat();
    let unknown: BTreeSet<String> =
        template.undeclared_variables(false).into_iter().filter(|name| !known.contains(&name.as_str())).collect();
    let report = |name: String| {
        let near = nearest(&name, known.iter().copied())?;
        if is_assigned_somewhere(files, &name) {
            return None;
        }
        let warning =
            Diagnostic::warning("unknown-name", format!("nothing is called `{name}`")).did_you_mean(Some(near));
        let span = word(template.source(), &name)?;
        Some(warning.at(Location::in_source(files.path(template.name())?, template.source(), span)))
    };
    unknown.into_iter().filter_map(report).collect()
}

/// Whether some template sets the name: in a tag of its own, as a loop variable, a parameter or an import.
fn is_assigned_somewhere(files: &TemplateFiles, name: &str) -> bool {
    const ASSIGNING: [&str; 7] = ["set", "for", "with", "macro", "import", "as", "call"];
    files.names().filter_map(|template| files.text(template).ok().flatten()).any(|text| {
        text.split("{%").skip(1).filter_map(|tag| tag.split("%}").next()).any(|tag| {
            tag.split_whitespace().any(|part| ASSIGNING.contains(&part.trim_matches('-'))) && word(tag, name).is_some()
        })
    })
}

/// Where a name stands as a word of its own.
fn word(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '\'');
    text.match_indices(name)
        .find(|(at, _)| {
            !text[..*at].ends_with(is_part)
                && !text[at + name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
        })
        .map(|(at, _)| at..at + name.len())
}
