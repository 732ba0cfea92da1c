//! `bengal extract`.

use crate::args::{ExtractArguments, ExtractFormat};
use crate::terminal;
use anyhow::Context;
use bengal_core::fs::{FileSystem, OsFileSystem};
use bengal_html::{Extractor, Reference, oracle};
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
    let references = extractor.extract(text);
    let places = places(text, &references);
    for (reference, (line, column)) in references.into_iter().zip(places) {
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

/// Line and column of each reference, from 1, columns in Unicode scalar values. Costs the length of the text once, however
/// many references are on one line.
fn places(text: &str, references: &[Reference<'_>]) -> Vec<(u32, u32)> {
    // Attributes of one tag may come in another order than they are written in.
    let mut order: Vec<usize> = (0..references.len()).collect();
    order.sort_by_key(|index| references[*index].span.start);
    let mut places = vec![(1, 1); references.len()];
    let (mut offset, mut line, mut column) = (0, 1u32, 1u32);
    for index in order {
        let start = references[index].span.start;
        let passed = &text.as_bytes()[offset..start];
        let in_line = match passed.iter().rposition(|byte| *byte == b'\n') {
            Some(newline) => {
                line += passed.iter().filter(|byte| **byte == b'\n').count() as u32;
                column = 1;
                &passed[newline + 1..]
            }
            None => passed,
        };
        column += in_line.iter().filter(|byte| (**byte & 0xc0) != 0x80).count() as u32;
        offset = start;
        places[index] = (line, column);
    }
    places
}

struct Output {
    format: ExtractFormat,
    /// Kept for the array only.
    rows: Vec<Row>,
}

impl Output {
    fn push(&mut self, row: Row) -> io::Result<()> {
        match self.format {
            ExtractFormat::Text => {
                let mut out = anstream::stdout().lock();
                let Row { file, line, column, kind, element, url, .. } = &row;
                let holder = row.attribute.map(|attribute| format!("[{attribute}]")).unwrap_or_default();
                writeln!(out, "{file}:{line}:{column}: {kind} {element}{holder} {url}")
            }
            // JSON has no escape sequences for `anstream` to look for.
            ExtractFormat::Jsonl => writeln!(io::stdout().lock(), "{}", serde_json::to_string(&row)?),
            ExtractFormat::Json => {
                self.rows.push(row);
                Ok(())
            }
        }
    }

    fn finish(self) -> io::Result<()> {
        if self.format == ExtractFormat::Json {
            writeln!(io::stdout().lock(), "{}", serde_json::to_string_pretty(&self.rows)?)?;
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
