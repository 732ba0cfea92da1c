//! `bengal extract`.

use crate::args::{ExtractArguments, ExtractFormat};
use crate::terminal;
use anyhow::Context;
use bengal_core::Location;
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
    let mut output = Output { format: arguments.format, rows: Vec::new() };
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

/// `removed` bytes were in front of the text: a byte order mark.
fn rows(path: &Utf8Path, text: &str, removed: usize, extractor: Extractor, output: &mut Output) -> io::Result<()> {
    let mut at = Position::default();
    for reference in extractor.extract(text) {
        let (line, column) = at.move_to(path, text, reference.span.start);
        output.push(Row {
            file: path.as_str().to_owned(),
            url: reference.url.to_string(),
            kind: reference.kind.as_str(),
            element: reference.element.to_string(),
            attribute: reference.attribute,
            line,
            column,
            span: [reference.span.start + removed, reference.span.end + removed],
            syntax: reference.syntax.describe(),
        })?;
    }
    Ok(())
}

/// The place of the last reference: the next is counted from the start of its line.
#[derive(Default)]
struct Position {
    line_start: usize,
    lines_before: u32,
}

impl Position {
    fn move_to(&mut self, path: &Utf8Path, text: &str, offset: usize) -> (u32, u32) {
        if offset < self.line_start {
            *self = Self::default();
        }
        let place =
            Location::in_source(path, &text[self.line_start..], offset - self.line_start..offset - self.line_start);
        let line = self.lines_before + place.line;
        if let Some(newline) = text[self.line_start..offset].rfind('\n') {
            self.line_start += newline + 1;
            self.lines_before = line - 1;
        }
        (line, place.column)
    }
}

struct Output {
    format: ExtractFormat,
    /// Kept for the array only.
    rows: Vec<Row>,
}

impl Output {
    fn push(&mut self, row: Row) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        match self.format {
            ExtractFormat::Text => {
                let Row { file, line, column, kind, element, url, .. } = &row;
                let holder = row.attribute.map(|attribute| format!("[{attribute}]")).unwrap_or_default();
                writeln!(out, "{file}:{line}:{column}: {kind} {element}{holder} {url}")
            }
            ExtractFormat::Jsonl => writeln!(out, "{}", serde_json::to_string(&row)?),
            ExtractFormat::Json => {
                self.rows.push(row);
                Ok(())
            }
        }
    }

    fn finish(self) -> io::Result<()> {
        if self.format == ExtractFormat::Json {
            writeln!(anstream::stdout().lock(), "{}", serde_json::to_string_pretty(&self.rows)?)?;
        }
        Ok(())
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
