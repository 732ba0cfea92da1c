//! YAML, TOML and JSON as trees that know where each value stands in its file.

mod json;
mod toml;
mod yaml;

use crate::value::{Map, Value};
use std::collections::HashSet;
use std::ops::Range;

/// Deepest nesting of tables and lists that is read.
pub(crate) const MAX_DEPTH: usize = 48;

/// A notation for values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// YAML 1.2.
    Yaml,
    /// TOML 1.1.
    Toml,
    /// JSON (RFC 8259).
    Json,
}

impl Format {
    /// The format that a file name's extension stands for.
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "yaml" | "yml" => Some(Self::Yaml),
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// Its name, for messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::Json => "JSON",
        }
    }
}

/// A value and the bytes of its file that it stands at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// The value.
    pub(crate) data: Data,
    /// Its bytes; for tables and lists at least where they start.
    pub(crate) span: Range<usize>,
    /// The number of the file, as the caller counts them.
    pub(crate) file: usize,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data {
    /// Neither table nor list.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// A table in the order of its source, without duplicate keys.
    Table(Vec<Entry>),
}

/// An entry of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// The key's bytes.
    pub(crate) key_span: Range<usize>,
    /// The value.
    pub(crate) value: Node,
}

/// Something wrong with the text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// What.
    pub(crate) message: String,
    /// The bytes that are meant.
    pub(crate) span: Range<usize>,
}

impl Problem {
    fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        Self { message: message.into(), span }
    }
}

impl Node {
    fn scalar(value: Value, span: Range<usize>) -> Self {
        Self { data: Data::Scalar(value), span, file: 0 }
    }

    /// The entries, if it is a table.
    pub(crate) fn as_table(&self) -> Option<&[Entry]> {
        match &self.data {
            Data::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entry with this key, if it is a table that has one. Costs the length of the table.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.as_table()?.iter().find(|entry| entry.key == key)
    }

    /// The same value without places.
    pub(crate) fn to_value(&self) -> Value {
        match &self.data {
            Data::Scalar(value) => value.clone(),
            Data::List(items) => Value::List(items.iter().map(Self::to_value).collect()),
            Data::Table(entries) => Value::Map(to_map(entries)),
        }
    }

    /// What kind of value it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.data {
            Data::Scalar(value) => value.kind(),
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
        }
    }

    fn is_null(&self) -> bool {
        matches!(self.data, Data::Scalar(Value::Null))
    }
}

/// How many problems of one file are reported; a file with more is broken in one way, and pointing at lines costs time.
const MAX_PROBLEMS: usize = 20;

/// Leaves the first problems, and says how many more there are.
fn limit(problems: &mut Vec<Problem>) {
    let more = problems.len().saturating_sub(MAX_PROBLEMS);
    if more > 0 {
        problems.truncate(MAX_PROBLEMS);
        if let Some(last) = problems.last_mut() {
            last.message.push_str(&format!(" (and {more} more problems like these in this file)"));
        }
    }
}

/// The entries of a table without places.
pub(crate) fn to_map(entries: &[Entry]) -> Map {
    entries.iter().map(|entry| (entry.key.clone(), entry.value.to_value())).collect()
}

/// A table read from a text, with what is doubtful about it.
#[derive(Debug)]
pub(crate) struct Table {
    /// The table. Nothing at all, or only comments, is an empty one.
    pub(crate) root: Node,
    /// Keys that are given twice: the later ones, which win.
    pub(crate) duplicates: Vec<Problem>,
}

/// Reads a text whose top level is a table. Depth and expansion are bounded, so that time and memory are linear in the text.
///
/// # Errors
/// Each thing that is wrong with the text, at least one.
pub(crate) fn parse_table(format: Format, text: &str) -> Result<Table, Vec<Problem>> {
    let parsed = parse_any(format, text)?;
    if parsed.root.is_null() {
        let root = Node { data: Data::Table(Vec::new()), ..parsed.root };
        return Ok(Table { root, ..parsed });
    }
    if parsed.root.as_table().is_none() {
        let message = format!("expected a table of keys and values, found {}", parsed.root.kind());
        return Err(vec![Problem::new(message, parsed.root.span)]);
    }
    Ok(parsed)
}

/// Reads a text whose top level is anything.
///
/// # Errors
/// As [`parse_table`], but for the top level.
pub(crate) fn parse_any(format: Format, text: &str) -> Result<Table, Vec<Problem>> {
    let root = match format {
        Format::Yaml => yaml::parse(text).map_err(|problem| vec![problem])?,
        Format::Toml => toml::parse(text).map_err(|mut problems| {
            limit(&mut problems);
            problems
        })?,
        Format::Json => json::parse(text).map_err(|problem| vec![problem])?,
    };
    Ok(without_duplicates(root))
}

/// Reads the JSON value at the start of a text, and where it ends.
///
/// # Errors
/// What is wrong with it first.
pub(crate) fn parse_json_prefix(text: &str) -> Result<(Table, usize), Problem> {
    let (root, end) = json::parse_prefix(text)?;
    Ok((without_duplicates(root), end))
}

fn without_duplicates(mut root: Node) -> Table {
    let mut duplicates = Vec::new();
    drop_duplicates(&mut root, &mut duplicates);
    limit(&mut duplicates);
    Table { root, duplicates }
}

/// Keeps the last of the entries that share a key, at the place of the first.
fn drop_duplicates(node: &mut Node, duplicates: &mut Vec<Problem>) {
    match &mut node.data {
        Data::Scalar(_) => {}
        Data::List(items) => items.iter_mut().for_each(|item| drop_duplicates(item, duplicates)),
        Data::Table(entries) => {
            let mut seen = HashSet::with_capacity(entries.len());
            if entries.iter().all(|entry| seen.insert(entry.key.as_str())) {
                return entries.iter_mut().for_each(|entry| drop_duplicates(&mut entry.value, duplicates));
            }
            let mut unique: indexmap::IndexMap<String, Entry> = indexmap::IndexMap::with_capacity(entries.len());
            for mut entry in entries.drain(..) {
                drop_duplicates(&mut entry.value, duplicates);
                let span = entry.key_span.clone();
                if let Some(former) = unique.insert(entry.key.clone(), entry) {
                    let message = format!("the key `{}` is given twice; this one counts", former.key);
                    duplicates.push(Problem::new(message, span));
                }
            }
            entries.extend(unique.into_values());
        }
    }
}

#[cfg(test)]
mod tests;
