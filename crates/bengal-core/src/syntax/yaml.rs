//! YAML 1.2.

use super::{Data, Entry, MAX_DEPTH, Node, Problem};
use crate::value::Value;
use serde::de::{self, Deserialize, Deserializer};
use serde_saphyr::{Spanned, options::DuplicateKeyPolicy};
use std::fmt;
use std::ops::Range;

/// Reads a document. What aliases and merge keys expand to is bounded by constants; so is the depth.
pub(super) fn parse(text: &str) -> Result<Node, Problem> {
    if text.trim().is_empty() {
        return Ok(Node::scalar(Value::Null, 0..0));
    }
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            // A node takes at least one byte: these limits are for what aliases add, not for long files.
            max_nodes: text.len().max(250_000),
            max_events: text.len().saturating_mul(4).max(1_000_000),
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 20_000 },
        emit_comments: false,
        strict_booleans: true,
        with_snippet: false,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::PassThrough,
    };
    serde_saphyr::from_str_with_options::<Spanned<YamlData>>(text, options).map(into_node).map_err(|error| {
        let message = message_of(&error);
        if message.starts_with("multiple YAML documents") {
            return Problem::new("a second document starts here; a file holds one", second_document(text));
        }
        Problem::new(message, error.location().map_or(0..0, |location| span_of(&location, text)))
    })
}

/// The parser's message without the place, which it may name too, and without advice on its own interface.
fn message_of(error: &serde_saphyr::Error) -> String {
    let text = error.without_snippet().to_string();
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("broken YAML").trim();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    let first = first.split(" at line ").next().unwrap_or(first).trim_end_matches(':');
    first.to_owned()
}

/// The first document marker that follows content.
fn second_document(text: &str) -> Range<usize> {
    let mut content = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("---") && content {
            return at..at + 3;
        }
        content |= !line.trim().is_empty() && !line.starts_with(['#', '%']) && line.trim() != "---";
        at += line.len();
    }
    0..0
}

/// Where an error is: errors of the scanner know their line and column only.
fn span_of(location: &serde_saphyr::Location, text: &str) -> Range<usize> {
    if location.span().byte_offset().is_some() {
        let span = plain_span(location);
        return span.start.min(text.len())..span.end.min(text.len());
    }
    let line = usize::try_from(location.line()).unwrap_or(usize::MAX);
    let column = usize::try_from(location.column()).unwrap_or(usize::MAX);
    let line_start = match line {
        0 | 1 => 0,
        _ => later_lines(text).nth(line - 2).unwrap_or(text.len()),
    };
    let start =
        text[line_start..].char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| line_start + at);
    start..start
}

/// The starts of all lines but the first.
fn later_lines(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1)
}

fn plain_span(location: &serde_saphyr::Location) -> Range<usize> {
    let span = location.span();
    let start = span.byte_offset().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    start..start + span.byte_len().and_then(|len| usize::try_from(len).ok()).unwrap_or(0)
}

fn into_node(spanned: Spanned<YamlData>) -> Node {
    Node { data: spanned.value.0, span: plain_span(&spanned.referenced), file: 0 }
}

/// A key: a scalar as text. `null:` is a key too.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self("null".to_owned())),
            value => value.to_text().map(Self).ok_or_else(|| de::Error::custom("a key must be text")),
        }
    }
}

struct YamlData(Data);

impl<'de> Deserialize<'de> for YamlData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YamlVisitor).map(Self)
    }
}

struct YamlVisitor;

impl<'de> de::Visitor<'de> for YamlVisitor {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Data, E> {
        Ok(Data::Scalar(Value::Null))
    }

    fn visit_none<E: de::Error>(self) -> Result<Data, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Data, E> {
        Ok(Data::Scalar(Value::Bool(value)))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Data, E> {
        Ok(Data::Scalar(Value::Int(value)))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Data, E> {
        Ok(Data::Scalar(i64::try_from(value).map_or(Value::Float(value as f64), Value::Int)))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Data, E> {
        Ok(Data::Scalar(Value::Float(value)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Data, E> {
        Ok(Data::Scalar(Value::String(text.to_owned())))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Data, E> {
        Ok(Data::Scalar(Value::String(text)))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Data, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Spanned<YamlData>>()? {
            list.push(into_node(item));
        }
        Ok(Data::List(list))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<Data, A::Error> {
        let mut table = Vec::new();
        while let Some(key) = entries.next_key::<Spanned<Key>>()? {
            let key_span = plain_span(&key.referenced);
            let value = into_node(entries.next_value::<Spanned<YamlData>>()?);
            table.push(Entry { key: key.value.0, key_span, value });
        }
        Ok(Data::Table(table))
    }
}
