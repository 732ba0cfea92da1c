//! Diagnostics: every problem that a build finds, as data.
//!
//! A diagnostic has a stable code, a severity, a message, a place (file:line:column with the source line) and hints.
//! Engine crates return them beside their result; only the command line prints them.

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// How bad a problem is. Ordered: `Note < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Probably wrong; the output is complete all the same.
    Warning,
    /// Wrong: the build exits with 1.
    Error,
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// The file, relative to the site's folder.
    pub path: Utf8PathBuf,
    /// Line, from 1; 0 where only the file is known.
    pub line: u32,
    /// Column in Unicode scalar values, from 1; 0 where only the file or line is known.
    pub column: u32,
    /// How many Unicode scalar values of the line are meant; at least 1 where `column` is known.
    pub width: u32,
    /// The text of the line, where it is known, without its line end. Long lines are cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_line: Option<String>,
}

/// Source lines longer than this many bytes are cut around the place that is meant.
const SOURCE_LINE_BYTES: usize = 400;

impl Location {
    /// A whole file.
    pub fn file(path: impl Into<Utf8PathBuf>) -> Self {
        Self { path: path.into(), line: 0, column: 0, width: 0, source_line: None }
    }

    /// Bytes `span` of `source`, the whole text of the file at `path`. Costs the length of `source` before the span.
    ///
    /// A span out of range, or one that cuts a character, is moved to the next lower character boundary.
    pub fn in_source(path: impl Into<Utf8PathBuf>, source: &str, span: Range<usize>) -> Self {
        let start = floor_char_boundary(source, span.start);
        let end = floor_char_boundary(source, span.end).max(start);
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..].find('\n').map_or(source.len(), |at| start + at);
        let line = source[..line_start].bytes().filter(|byte| *byte == b'\n').count() as u32 + 1;
        let column = source[line_start..start].chars().count() as u32 + 1;
        let width = (source[start..end.min(line_end)].chars().count() as u32).max(1);
        let text = source[line_start..line_end].trim_end_matches('\r');
        let source_line = (text.len() <= SOURCE_LINE_BYTES).then(|| text.to_owned());
        Self { path: path.into(), line, column, width, source_line }
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The code that is spelled like this, for diagnostics that were stored. `None` where it cannot be one: not kebab-case, or over 64 bytes.
///
/// Codes live as long as the program, so each is kept once; they are a hundred or so.
pub fn stored_code(spelling: &str) -> Option<&'static str> {
    static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    const MOST: usize = 1000;
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if spelling.len() > 64 || !spelling.bytes().all(is_letter) {
        return None;
    }
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(code) = codes.get(spelling) {
        return Some(code);
    }
    if codes.len() >= MOST {
        return None;
    }
    let code: &'static str = spelling.to_owned().leak();
    codes.insert(code);
    Some(code)
}

/// One problem, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// A stable kebab-case name of the kind of problem, such as `unknown-directive`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where, if it is anywhere in particular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A problem of the given severity.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), location: None, hints: Vec::new() }
    }

    /// An error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// With a place.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// With a whole file as its place.
    #[must_use]
    pub fn in_file(self, path: &Utf8Path) -> Self {
        self.at(Location::file(path))
    }

    /// With one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With a "did you mean" hint where `suggestion` is something.
    #[must_use]
    pub fn did_you_mean(self, suggestion: Option<&str>) -> Self {
        match suggestion {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// Sorts diagnostics for showing: by file, line, column, then code and message; those without a place first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (&a.location, a.code, &a.message).cmp(&(&b.location, b.code, &b.message)));
}
