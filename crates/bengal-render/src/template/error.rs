//! Template errors as diagnostics.

use super::files::TemplateFiles;
use super::functions::{BUILTIN_FILTERS, BUILTIN_FUNCTIONS, BUILTIN_TESTS, FILTERS, FUNCTIONS};
use super::objects::{CONTEXT_NAMES, UnknownField};
use bengal_core::suggest::nearest;
use bengal_core::{Diagnostic, Location};
use minijinja::{Error, ErrorKind};
use std::error::Error as _;

/// How far an error's causes are followed.
const MAX_CAUSES: usize = 64;

/// The diagnostic of a template error: at the innermost place, with the includes on the way there as hints.
pub(super) fn diagnostic(files: &TemplateFiles, error: &Error, page: &str) -> Diagnostic {
    let chain = template_errors(error);
    let innermost = chain.last().copied().unwrap_or(error);
    let (code, message) = message(innermost);
    let mut diagnostic = Diagnostic::error(code, message);
    if let Some(location) = location(files, innermost) {
        diagnostic = diagnostic.at(location);
    }
    diagnostic = diagnostic.did_you_mean(suggestion(files, innermost).as_deref());
    for outer in chain.iter().rev().skip(1).filter(|outer| outer.kind() == ErrorKind::BadInclude) {
        if let (Some(name), Some(line)) = (outer.name(), outer.line()) {
            diagnostic = diagnostic.hint(format!("included from `{name}`, line {line}"));
        }
    }
    if innermost.kind() == ErrorKind::OutOfFuel {
        diagnostic = diagnostic.hint("the limit was reached here; most often a loop stands inside another one");
    }
    if page.is_empty() { diagnostic } else { diagnostic.hint(format!("while rendering {page}")) }
}

/// Whether the error is one of a template's file, whatever page uses it: it does not compile, or cannot be read.
pub(super) fn is_of_file(error: &Error) -> bool {
    let innermost = template_errors(error).last().copied().unwrap_or(error);
    match innermost.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape | ErrorKind::InvalidDelimiter => true,
        ErrorKind::TemplateNotFound => innermost.source().is_some(),
        _ => false,
    }
}

/// An error and those that caused it, as far as they are of templates; outermost first.
fn template_errors(error: &Error) -> Vec<&Error> {
    let mut chain = vec![error];
    let mut next = error.source();
    while let Some(cause) = next.and_then(|cause| cause.downcast_ref::<Error>())
        && chain.len() < MAX_CAUSES
    {
        chain.push(cause);
        next = cause.source();
    }
    chain
}

/// The code and text of an error, without the place, which is said apart.
fn message(error: &Error) -> (&'static str, String) {
    let detail = error.detail().unwrap_or_default();
    let named = |before: &str, after: &str| -> String {
        detail.strip_prefix(before).and_then(|name| name.strip_suffix(after)).unwrap_or(detail).to_owned()
    };
    match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape | ErrorKind::InvalidDelimiter => {
            ("template-syntax", format!("template syntax: {detail}"))
        }
        ErrorKind::TemplateNotFound if error.source().is_some() => ("template-unreadable", detail.to_owned()),
        ErrorKind::TemplateNotFound => match missing_template(detail) {
            Some(name) => ("template-not-found", format!("template `{name}` does not exist")),
            None => ("template-not-found", detail.to_owned()),
        },
        ErrorKind::UnknownFilter => ("unknown-filter", format!("unknown filter `{}`", named("filter ", " is unknown"))),
        ErrorKind::UnknownTest => ("unknown-test", format!("unknown test `{}`", named("test ", " is unknown"))),
        ErrorKind::UnknownFunction => ("unknown-function", format!("unknown function `{}`", named("", " is unknown"))),
        ErrorKind::UnknownMethod if detail.is_empty() => ("template-error", "the value has no such method".to_owned()),
        ErrorKind::OutOfFuel => ("template-endless", "the template does too much work for one page".to_owned()),
        ErrorKind::UndefinedError if error.source().is_some() => ("unknown-field", detail.to_owned()),
        kind if detail.is_empty() => ("template-error", kind.to_string()),
        _ => ("template-error", detail.to_owned()),
    }
}

/// The name in minijinja's `template "x" does not exist` and `tried to include non-existing template 'x'`.
fn missing_template(detail: &str) -> Option<&str> {
    let (_, rest) = detail.split_once(['"', '\''])?;
    rest.split_once(['"', '\'']).map(|(name, _)| name)
}

/// What was probably meant.
fn suggestion(files: &TemplateFiles, error: &Error) -> Option<String> {
    let detail = error.detail().unwrap_or_default();
    let near = |name: &str, lists: &[&[&'static str]]| nearest(name, lists.concat()).map(str::to_owned);
    match error.kind() {
        ErrorKind::TemplateNotFound => nearest(missing_template(detail)?, files.names()).map(str::to_owned),
        ErrorKind::UnknownFilter => {
            near(detail.strip_prefix("filter ")?.strip_suffix(" is unknown")?, &[&BUILTIN_FILTERS, &FILTERS])
        }
        ErrorKind::UnknownTest => near(detail.strip_prefix("test ")?.strip_suffix(" is unknown")?, &[&BUILTIN_TESTS]),
        ErrorKind::UnknownFunction => {
            near(detail.strip_suffix(" is unknown")?, &[&BUILTIN_FUNCTIONS, &FUNCTIONS, &CONTEXT_NAMES])
        }
        _ => error.source()?.downcast_ref::<UnknownField>()?.suggestion.clone(),
    }
}

/// The place in the template's file: the span where minijinja knows it, else the line.
fn location(files: &TemplateFiles, error: &Error) -> Option<Location> {
    let name = error.name()?;
    let path = files.path(name)?;
    let Ok(Some(text)) = files.text(name) else { return Some(Location::file(path)) };
    let span = match error.range().filter(|range| !range.is_empty()) {
        Some(range) => range,
        None => line_span(&text, error.line()?)?,
    };
    Some(Location::in_source(path, &text, span))
}

/// The bytes of a line, from 1, without the white space before it.
fn line_span(text: &str, line: usize) -> Option<std::ops::Range<usize>> {
    let content = text.split_inclusive('\n').nth(line.checked_sub(1)?)?;
    let start = content.as_ptr().addr() - text.as_ptr().addr();
    let indent = content.len() - content.trim_start().len();
    Some(start + indent..start + content.trim_end().len().max(indent))
}
