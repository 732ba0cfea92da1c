//! `bengal extract`.

use crate::args::{ExtractArguments, ExtractFormat};
use crate::terminal;
use anyhow::Context;
use bengal_core::fs::{FileSystem, OsFileSystem};
use bengal_html::{Extractor, oracle};
use camino::Utf8Path;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::process::ExitCode;

/// A reference as it is printed.
#[derive(Serialize)]
struct Row {
    file: String,
    url: String,
    kind: &'static str,
    element: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute: Option<&'static str>,
    line: u32,
    column: u32,
    /// Bytes of the file, or of its text where it is not UTF-8.
    span: [usize; 2],
    syntax: String,
}

pub(crate) fn run(arguments: &ExtractArguments) -> anyhow::Result<ExitCode> {
    let standard_input = [Utf8Path::new("-").to_owned()];
    let files = if arguments.files.is_empty() { &standard_input[..] } else { &arguments.files };
    let extractor = Extractor::new().with_anchors(arguments.anchors);
    let mut output = Output { format: arguments.format, out: io::BufWriter::new(anstream::stdout()), rows: Vec::new() };
    let mut is_good = true;
    for path in files {
        match read(path) {
            Ok(content) => {
                let text = bengal_html::decode(&content);
                let removed =
                    if matches!(text, std::borrow::Cow::Borrowed(_)) { content.len() - text.len() } else { 0 };
                rows(path, &text, removed, extractor, &mut output)?;
                is_good &= !arguments.oracle || agrees(path, &text, extractor);
            }
            Err(error) => {
                terminal::error(&format!("{error:#}"));
                is_good = false;
            }
        }
    }
    output.finish()?;
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn read(path: &Utf8Path) -> anyhow::Result<Vec<u8>> {
    if path == "-" {
        let mut content = Vec::new();
        io::stdin().lock().read_to_end(&mut content).context("cannot read standard input")?;
        return Ok(content);
    }
    OsFileSystem.read(path).with_context(|| format!("cannot read `{path}`"))
}

/// `removed` bytes were in front of the text: a byte order mark. Rows are written as they are found: memory does not follow
/// their number.
fn rows(path: &Utf8Path, text: &str, removed: usize, extractor: Extractor, output: &mut Output) -> io::Result<()> {
    let mut position = Position::default();
    let mut outcome = Ok(());
    extractor.visit(text, |reference| {
        if outcome.is_err() {
            return;
        }
        let (line, column) = position.move_to(text, reference.span.start);
        outcome = output.push(Row {
            file: path.as_str().to_owned(),
            url: reference.url.to_string(),
            kind: reference.kind.as_str(),
            element: reference.element.to_string(),
            attribute: reference.attribute,
            line,
            column,
            span: [reference.span.start + removed, reference.span.end + removed],
            syntax: reference.syntax.describe(),
        });
    });
    outcome
}

/// Moves through a text and counts, so that the places of many references on one line cost the line once.
struct Position {
    offset: usize,
    line: u32,
    column: u32,
}

impl Default for Position {
    fn default() -> Self {
        Self { offset: 0, line: 1, column: 1 }
    }
}

impl Position {
    /// Line and column from 1, columns in Unicode scalar values, of a character's first byte.
    fn move_to(&mut self, text: &str, offset: usize) -> (u32, u32) {
        let bytes = text.as_bytes();
        if offset < self.offset {
            // References come in document order: this is for those of one tag at most.
            self.line -= bytes[offset..self.offset].iter().filter(|byte| **byte == b'\n').count() as u32;
            let line_start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
            (self.offset, self.column) = (line_start, 1);
        }
        let passed = &bytes[self.offset..offset];
        let in_line = match passed.iter().rposition(|byte| *byte == b'\n') {
            Some(newline) => {
                self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u32;
                self.column = 1;
                &passed[newline + 1..]
            }
            None => passed,
        };
        self.column += in_line.iter().filter(|byte| (**byte & 0xc0) != 0x80).count() as u32;
        self.offset = offset;
        (self.line, self.column)
    }
}

struct Output {
    format: ExtractFormat,
    out: io::BufWriter<anstream::AutoStream<io::Stdout>>,
    /// Kept for the array only.
    rows: Vec<Row>,
}

impl Output {
    fn push(&mut self, row: Row) -> io::Result<()> {
        match self.format {
            ExtractFormat::Text => {
                let Row { file, line, column, kind, element, url, .. } = &row;
                let holder = row.attribute.map(|attribute| format!("[{attribute}]")).unwrap_or_default();
                writeln!(self.out, "{file}:{line}:{column}: {kind} {element}{holder} {url}")
            }
            ExtractFormat::Jsonl => writeln!(self.out, "{}", serde_json::to_string(&row)?),
            ExtractFormat::Json => {
                self.rows.push(row);
                Ok(())
            }
        }
    }

    fn finish(mut self) -> io::Result<()> {
        if self.format == ExtractFormat::Json {
            writeln!(self.out, "{}", serde_json::to_string_pretty(&self.rows)?)?;
        }
        self.out.flush()
    }
}

/// Compares with the oracle and reports what only one of both has.
fn agrees(path: &Utf8Path, text: &str, extractor: Extractor) -> bool {
    let ours: BTreeSet<oracle::Mention> = extractor.extract(text).iter().map(oracle::Mention::from).collect();
    let theirs = oracle::mentions(text, extractor);
    for only_ours in ours.difference(&theirs) {
        terminal::error(&format!("`{path}`: only the extractor has the {} `{}`", only_ours.kind, only_ours.url));
    }
    for only_theirs in theirs.difference(&ours) {
        terminal::error(&format!("`{path}`: only the oracle has the {} `{}`", only_theirs.kind, only_theirs.url));
    }
    ours == theirs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_any_order() {
        let text = "aé\nbß.\n\nx";
        let places = |order: &[usize]| {
            let mut position = Position::default();
            order.iter().map(|offset| position.move_to(text, *offset)).collect::<Vec<_>>()
        };
        assert_eq!(places(&[1, 4, 7, 10]), [(1, 2), (2, 1), (2, 3), (4, 1)]);
        assert_eq!(places(&[10, 7, 5, 1, 4]), [(4, 1), (2, 3), (2, 2), (1, 2), (2, 1)]);
    }

    /// A million candidates of one `srcset` are on one line: counting from its start each time would take hours.
    #[test]
    fn many_references_on_one_line_are_placed_in_linear_time() {
        let text = format!("<img srcset=\"{}\">", "a 1x, b, ".repeat(100_000));
        let mut position = Position::default();
        let mut last = 0;
        Extractor::new().visit(&text, |reference| last = position.move_to(&text, reference.span.start).1);
        assert_eq!(last as usize, text.rfind("b, ").unwrap() + 1);
    }
}
