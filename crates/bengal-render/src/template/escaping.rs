//! How values are printed.

use crate::escape;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, Value};

/// Prints as HTML authors expect: nothing for what is undefined or `none`, `true` and `false` in lower case, and `/` as it is
/// (minijinja writes `&#x2f;`, which makes URLs in templates longer and unreadable, and is not needed in HTML).
pub(super) fn register(environment: &mut Environment<'_>) {
    environment.set_formatter(print);
    environment.add_filter("escape", escaped);
    environment.add_filter("e", escaped);
}

fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => return Ok(()),
        ValueKind::Bool => return Ok(out.write_str(if value.is_true() { "true" } else { "false" })?),
        ValueKind::Number => return Ok(write!(out, "{value}")?),
        _ => {}
    }
    let html = match state.auto_escape() {
        AutoEscape::Html => !value.is_safe(),
        AutoEscape::None => false,
        _ => return minijinja::escape_formatter(out, state, value),
    };
    match value.as_str() {
        Some(text) if html => write_escaped(out, text)?,
        Some(text) => out.write_str(text)?,
        None if value.kind() == ValueKind::Invalid => {
            return Err(Error::new(ErrorKind::InvalidOperation, value.to_string()));
        }
        None if html => write_escaped(out, &value.to_string())?,
        None => write!(out, "{value}")?,
    }
    Ok(())
}

fn write_escaped(out: &mut Output<'_>, text: &str) -> std::fmt::Result {
    if text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        out.write_str(&quotes_escaped(text))
    } else {
        out.write_str(text)
    }
}

/// For attributes in quotes of either kind.
fn quotes_escaped(text: &str) -> String {
    escape::escaped(text).replace('\'', "&#39;")
}

fn escaped(value: &Value) -> Value {
    if value.is_safe() {
        return value.clone();
    }
    Value::from_safe_string(quotes_escaped(&value.to_string()))
}
