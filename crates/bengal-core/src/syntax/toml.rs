//! TOML.

use super::{Data, Entry, MAX_DEPTH, Node, Problem};
use crate::value::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a document. The parser goes on after an error, so that all of them are reported.
pub(super) fn parse(text: &str) -> Result<Node, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut problems: Vec<Problem> = errors
        .iter()
        .map(|error| Problem::new(error.message().trim_end(), error.span().unwrap_or(text.len()..text.len())))
        .collect();
    if problems.is_empty() {
        let span = table.span();
        let entries = entries(table.get_ref(), 0, &mut problems);
        if problems.is_empty() {
            return Ok(Node { data: Data::Table(entries), span, file: 0 });
        }
    }
    Err(problems)
}

fn entries(table: &DeTable<'_>, depth: usize, problems: &mut Vec<Problem>) -> Vec<Entry> {
    table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            value: node(value, depth + 1, problems),
        })
        .collect()
}

/// The parser bounds how deep brackets and dotted keys nest each by itself; here their sum is bounded.
fn node(value: &Spanned<DeValue<'_>>, depth: usize, problems: &mut Vec<Problem>) -> Node {
    let span = value.span();
    if depth > MAX_DEPTH {
        problems.push(Problem::new(format!("nested deeper than {MAX_DEPTH} levels"), span.clone()));
        return Node::scalar(Value::Null, span);
    }
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Scalar(Value::String(text.to_string())),
        DeValue::Boolean(value) => Data::Scalar(Value::Bool(*value)),
        DeValue::Datetime(moment) => Data::Scalar(Value::String(moment.to_string())),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Data::Scalar(Value::Int(number)),
            Err(_) => {
                problems.push(Problem::new("this number is too large", span.clone()));
                Data::Scalar(Value::Null)
            }
        },
        DeValue::Float(number) => match number.as_str().parse() {
            Ok(number) => Data::Scalar(Value::Float(number)),
            Err(_) => {
                problems.push(Problem::new("not a number", span.clone()));
                Data::Scalar(Value::Null)
            }
        },
        DeValue::Array(items) => Data::List(items.iter().map(|item| node(item, depth + 1, problems)).collect()),
        DeValue::Table(table) => Data::Table(entries(table, depth, problems)),
    };
    Node { data, span, file: 0 }
}
