//! Diagnostics in the manner of rustc.

use super::plain;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use bengal_core::{Diagnostic, Location, Severity};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Which diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    /// Every one.
    All,
    /// All errors; of each kind of warning and note the first few, and how many more there are.
    SomeOfEach,
    /// Errors only.
    Errors,
}

/// How many warnings of one kind are printed where not all are asked for.
const OF_EACH: usize = 10;

/// Prints diagnostics on standard error.
pub(crate) fn print(diagnostics: &[Diagnostic], show: Show) -> io::Result<()> {
    let renderer = Renderer::styled();
    let mut out = anstream::AutoStream::auto(io::stderr().lock());
    let mut seen: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let error = diagnostic.severity == Severity::Error;
        let number = seen.entry((diagnostic.severity, diagnostic.code)).or_default();
        *number += 1;
        let shown = error || show == Show::All || (show == Show::SomeOfEach && *number <= OF_EACH);
        if shown {
            writeln!(out, "{}\n", renderer.render(&[group(diagnostic)]))?;
        }
    }
    if show == Show::SomeOfEach {
        for ((severity, code), number) in seen {
            if severity != Severity::Error && number > OF_EACH {
                let more = number - OF_EACH;
                writeln!(out, "… and {more} more `{code}` {}s: `-v` shows all, `--format json` too\n", word(severity))?;
            }
        }
    }
    Ok(())
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn group(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(lines(&diagnostic.message)).id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(location) = &diagnostic.location {
        group = match &location.source_line {
            Some(line) if location.column > 0 => group.element(
                Snippet::source(line.as_str())
                    .line_start(location.line as usize)
                    .path(plain(location.path.as_str()))
                    .annotation(AnnotationKind::Primary.span(byte_span(location, line))),
            ),
            _ => group.element(origin(location)),
        };
    }
    diagnostic.hints.iter().fold(group, |group, hint| group.element(Level::HELP.message(lines(hint))))
}

/// Text of several lines, each [`plain`].
fn lines(text: &str) -> String {
    text.split('\n').map(plain).collect::<Vec<_>>().join("\n")
}

fn origin(location: &Location) -> Origin<'_> {
    let origin = Origin::path(plain(location.path.as_str()));
    match (location.line, location.column) {
        (0, _) => origin,
        (line, 0) => origin.line(line as usize),
        (line, column) => origin.line(line as usize).char_column(column as usize),
    }
}

/// The bytes of the line that are meant.
fn byte_span(location: &Location, line: &str) -> std::ops::Range<usize> {
    let byte_at = |characters: usize| line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at);
    let start = location.column as usize - 1;
    byte_at(start)..byte_at(start + location.width as usize)
}
