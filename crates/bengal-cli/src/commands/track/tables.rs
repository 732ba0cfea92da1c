//! JSON, JSON lines and CSV.

use super::rows;
use super::{Tracked, View};
use serde::Serialize;
use serde_json::{Map, Value};
use std::io::{self, Write};

/// One object: the figures, the diagnostics, and the lists that are asked for.
pub(super) fn json(tracked: &Tracked<'_>, views: &[View]) -> io::Result<()> {
    let mut object = Map::new();
    object.insert("summary".to_owned(), serde_json::to_value(rows::summary(tracked))?);
    object.insert("diagnostics".to_owned(), serde_json::to_value(tracked.tree.diagnostics())?);
    for view in views {
        object.insert(view.name().to_owned(), serde_json::to_value(rows::rows(tracked, *view))?);
    }
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &object)?;
    writeln!(out)
}

/// One object a line, each with the name of its list; the figures where no list is asked for.
pub(super) fn jsonl(tracked: &Tracked<'_>, views: &[View]) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<T> {
        list: &'static str,
        #[serde(flatten)]
        row: T,
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if views.is_empty() {
        serde_json::to_writer(&mut out, &Line { list: "summary", row: rows::summary(tracked) })?;
        writeln!(out)?;
    }
    for view in views {
        for row in rows::rows(tracked, *view) {
            serde_json::to_writer(&mut out, &Line { list: view.name(), row })?;
            writeln!(out)?;
        }
    }
    out.flush()
}

/// A line of names, then one line a row, as RFC 4180 has it but with `\n`.
pub(super) fn csv(tracked: &Tracked<'_>, views: &[View]) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match views.first() {
        None => {
            let summary = columns(rows::summary(tracked))?;
            write_line(&mut out, summary.keys().map(String::as_str))?;
            write_row(&mut out, &summary)?;
        }
        Some(view) => {
            write_line(&mut out, view.columns().iter().copied())?;
            for row in rows::rows(tracked, *view) {
                write_row(&mut out, &columns(row)?)?;
            }
        }
    }
    out.flush()
}

/// A row's fields with their names.
fn columns(row: impl Serialize) -> io::Result<Map<String, Value>> {
    match serde_json::to_value(row)? {
        Value::Object(columns) => Ok(columns),
        other => Err(io::Error::other(format!("no row: {other}"))),
    }
}

fn write_row(out: &mut impl Write, columns: &Map<String, Value>) -> io::Result<()> {
    let fields: Vec<String> = columns.values().map(field).collect();
    write_line(out, fields.iter().map(String::as_str))
}

fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn write_line<'f>(out: &mut impl Write, fields: impl Iterator<Item = &'f str>) -> io::Result<()> {
    for (number, field) in fields.enumerate() {
        if number > 0 {
            out.write_all(b",")?;
        }
        if field.contains([',', '"', '\n', '\r']) {
            write!(out, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            out.write_all(field.as_bytes())?;
        }
    }
    writeln!(out)
}
