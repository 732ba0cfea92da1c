//! Filters on lists.

#![expect(clippy::needless_pass_by_value, reason = "minijinja hands arguments over by value")]

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, Value};
use std::cmp::Ordering;

pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_filter("where", where_);
    environment.add_filter("sort_by", sort_by);
    environment.add_filter("group_by", group_by);
    environment.add_filter("limit", limit);
}

/// The items whose attribute is equal to a value, or stands to it as an operator says.
fn where_(
    state: &State<'_, '_>,
    items: &Value,
    attribute: &str,
    operator_or_value: Value,
    value: Option<Value>,
) -> Result<Value, Error> {
    let (operator, expected) = match value {
        Some(value) => (operator_or_value.to_string(), value),
        None => ("==".to_owned(), operator_or_value),
    };
    let holds = operator_named(&operator)?;
    let mut found = Vec::new();
    for item in items.try_iter()? {
        state.consume_fuel(1)?;
        if holds(&attribute_of(&item, attribute)?, &expected) {
            found.push(item);
        }
    }
    Ok(Value::from(found))
}

type Holds = fn(&Value, &Value) -> bool;

fn operator_named(name: &str) -> Result<Holds, Error> {
    Ok(match name {
        "==" | "eq" => |actual, expected| actual == expected,
        "!=" | "ne" => |actual, expected| actual != expected,
        "<" | "lt" => |actual, expected| is_something(actual) && actual < expected,
        "<=" | "le" => |actual, expected| is_something(actual) && actual <= expected,
        ">" | "gt" => |actual, expected| is_something(actual) && actual > expected,
        ">=" | "ge" => |actual, expected| is_something(actual) && actual >= expected,
        "in" => |actual, expected| contains(expected, actual),
        "not in" => |actual, expected| !contains(expected, actual),
        "contains" => contains,
        _ => {
            let message = format!("unknown operator `{name}`: expected ==, !=, <, <=, >, >=, in, not in or contains");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    })
}

/// Whether a text has a part, or a list an item; items that are no text, such as terms, are compared by their text too.
fn contains(whole: &Value, part: &Value) -> bool {
    if let (Some(whole), Some(part)) = (whole.as_str(), part.as_str()) {
        return whole.contains(part);
    }
    let Ok(mut items) = whole.try_iter() else { return false };
    let text = part.as_str();
    items.any(|item| item == *part || text.is_some_and(|text| item.as_object().is_some() && item.to_string() == text))
}

/// The items in ascending order of an attribute (or with `reverse`, descending); equal ones stay in order, those without it come last.
fn sort_by(state: &State<'_, '_>, items: &Value, attribute: &str, options: Kwargs) -> Result<Value, Error> {
    let reverse: Option<bool> = options.get("reverse")?;
    options.assert_all_used()?;
    let mut keyed = Vec::new();
    for item in items.try_iter()? {
        keyed.push((attribute_of(&item, attribute)?, item));
    }
    let steps = usize::BITS - keyed.len().leading_zeros();
    state.consume_fuel(keyed.len() as u64 * u64::from(steps))?;
    let reverse = reverse.unwrap_or(false);
    keyed.sort_by(|(a, _), (b, _)| match (is_something(a), is_something(b)) {
        (true, true) if reverse => b.cmp(a),
        (true, true) => a.cmp(b),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => Ordering::Equal,
    });
    Ok(Value::from_iter(keyed.into_iter().map(|(_, item)| item)))
}

/// The items by the value of an attribute, as `{name, items}` in the order in which the values first occur.
fn group_by(state: &State<'_, '_>, items: &Value, attribute: &str) -> Result<Value, Error> {
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for item in items.try_iter()? {
        state.consume_fuel(1)?;
        let key = attribute_of(&item, attribute)?;
        let at = *places.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, members)) => members.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    let group =
        |(name, members): (Value, Vec<Value>)| Value::from_pairs([("name", name), ("items", Value::from(members))]);
    Ok(groups.into_iter().map(group).collect::<Vec<_>>().into())
}

/// The first `count` items.
fn limit(items: &Value, count: usize) -> Result<Value, Error> {
    Ok(Value::from_iter(items.try_iter()?.take(count)))
}

/// The value at a dotted path.
fn attribute_of(item: &Value, path: &str) -> Result<Value, Error> {
    path.split('.').try_fold(item.clone(), |value, key| {
        if value.is_undefined() {
            return Ok(value);
        }
        let value = value.get_attr(key)?;
        valid(value)
    })
}

/// The error that a value carries, where it stands for one (a field that does not exist): minijinja gives it out while iterating.
fn valid(value: Value) -> Result<Value, Error> {
    if value.kind() == ValueKind::Invalid {
        return Value::from(vec![value]).try_iter()?.checked().collect();
    }
    Ok(value)
}

fn is_something(value: &Value) -> bool {
    !value.is_undefined() && !value.is_none()
}
