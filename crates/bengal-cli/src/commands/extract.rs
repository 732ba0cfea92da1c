//! `bengal extract`.

use crate::args::{ExtractArguments, ExtractFormat};
use crate::terminal;
use anyhow::Context;
use bengal_core::fs::{FileSystem, OsFileSystem};
use bengal_html::{Extractor, Reference, oracle};
use camino::Utf8Path;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::ops::Range;
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
    /// Bytes of the file, whatever its encoding.
    span: [usize; 2],
    /// The further bytes of a URL that markup interrupts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rest: Vec<[usize; 2]>,
    syntax: String,
    /// What a URL is for which nothing is fetched: `data` or `fragment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<&'static str>,
    encoding: &'static str,
}

pub(crate) fn run(arguments: &ExtractArguments) -> anyhow::Result<ExitCode> {
    let mut output = Output { format: arguments.format, out: io::BufWriter::new(anstream::stdout()), rows: Vec::new() };
    let mut is_good = true;
    let mut outcome = print(arguments, &mut output, &mut is_good);
    if outcome.is_ok() {
        outcome = output.finish();
    }
    match outcome {
        // Whoever reads the list has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other?,
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// An error is one of the output; what cannot be read, or differs from the oracle, is not good.
fn print(arguments: &ExtractArguments, output: &mut Output, is_good: &mut bool) -> io::Result<()> {
    let standard_input = [Utf8Path::new("-").to_owned()];
    let files = if arguments.files.is_empty() { &standard_input[..] } else { &arguments.files };
    let extractor = Extractor::new().with_anchors(arguments.anchors);
    for path in files {
        match read(path) {
            Ok(content) => {
                let text = bengal_html::decode(&content);
                match &text {
                    Cow::Borrowed(text) => rows_of_utf_8(path, text, content.len() - text.len(), extractor, output)?,
                    Cow::Owned(text) => rows_of_bytes(path, &content, text, extractor, output)?,
                }
                *is_good &= !arguments.oracle || agrees(path, &text, extractor);
            }
            Err(error) => {
                terminal::error(&format!("{error:#}"));
                *is_good = false;
            }
        }
    }
    Ok(())
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
fn rows_of_utf_8(
    path: &Utf8Path,
    text: &str,
    removed: usize,
    extractor: Extractor,
    output: &mut Output,
) -> io::Result<()> {
    let mut position = Position::default();
    let mut outcome = Ok(());
    extractor.visit(text, |mut reference| {
        if outcome.is_err() {
            return;
        }
        let place = position.move_to(text, reference.span.start);
        for span in std::iter::once(&mut reference.span).chain(&mut reference.rest) {
            *span = span.start + removed..span.end + removed;
        }
        outcome = output.push(Row::new(path, &reference, place, "UTF-8"));
    });
    outcome
}

/// The rows of a file in another encoding: the bytes are the file's, lines and columns those of its text.
fn rows_of_bytes(
    path: &Utf8Path,
    content: &[u8],
    text: &str,
    extractor: Extractor,
    output: &mut Output,
) -> io::Result<()> {
    let in_file = extractor.extract_bytes(content);
    let mut position = Position::default();
    for (reference, in_text) in in_file.references.iter().zip(extractor.extract(text)) {
        let place = position.move_to(text, in_text.span.start);
        output.push(Row::new(path, reference, place, in_file.encoding))?;
    }
    Ok(())
}

impl Row {
    fn new(path: &Utf8Path, reference: &Reference<'_>, (line, column): (u32, u32), encoding: &'static str) -> Self {
        let ends = |span: &Range<usize>| [span.start, span.end];
        Self {
            file: path.as_str().to_owned(),
            url: reference.url.to_string(),
            kind: reference.kind.as_str(),
            element: reference.element.to_string(),
            attribute: reference.attribute,
            line,
            column,
            span: ends(&reference.span),
            rest: reference.rest.iter().map(ends).collect(),
            syntax: reference.syntax.describe(),
            within: match () {
                () if reference.is_data() => Some("data"),
                () if reference.is_fragment_only() => Some("fragment"),
                () => None,
            },
            encoding,
        }
    }
}

/// The text with its control characters escaped, so that a line stays a line and a terminal is told nothing.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let escape = |character: char| match character.is_control() {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    Cow::Owned(text.chars().map(escape).collect())
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
                let Row { file, line, column, kind, element, url, span: [start, end], .. } = &row;
                let holder = row.attribute.map(|attribute| format!("[{attribute}]")).unwrap_or_default();
                let within = row.within.map(|within| format!(" ({within})")).unwrap_or_default();
                let (file, element, url) = (escaped(file), escaped(element), escaped(url));
                writeln!(self.out, "{file}:{line}:{column}: {start}..{end} {kind} {element}{holder} {url}{within}")
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
    let Some(difference) = oracle::difference(text, extractor) else { return true };
    for (side, mentions) in [("extractor", &difference.extra), ("oracle", &difference.missing)] {
        for mention in mentions {
            let url = escaped(&mention.url);
            terminal::error(&format!("`{path}`: only the {side} has the {} `{url}`", mention.kind));
        }
    }
    false
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

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escaped("a\nb\u{1b}[31mé\u{9b}\\"), "a\\nb\\u{1b}[31mé\\u{9b}\\");
        assert!(matches!(escaped("é b"), Cow::Borrowed(_)));
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
