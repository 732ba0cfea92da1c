//! JSON, JSON lines and CSV.

use super::rows::{self, Row};
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
        None => write_csv(&mut out, [rows::summary(tracked)])?,
        Some(view) => write_csv::<Row<'_>>(&mut out, rows::rows(tracked, *view))?,
    }
    out.flush()
}

fn write_csv<T: Serialize>(out: &mut impl Write, rows: impl IntoIterator<Item = T>) -> io::Result<()> {
    let mut is_first = true;
    for row in rows {
        let Value::Object(columns) = serde_json::to_value(row)? else { continue };
        if std::mem::take(&mut is_first) {
            write_line(out, columns.keys().map(String::as_str))?;
        }
        let fields: Vec<String> = columns.values().map(field).collect();
        write_line(out, fields.iter().map(String::as_str))?;
    }
    Ok(())
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
