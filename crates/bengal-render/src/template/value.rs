//! Values of front matter, configuration and data as template values.

use bengal_core::Value as Core;
use minijinja::Value;

/// Values nested deeper than this become nothing. The readers of front matter and data have limits of their own far below.
const MAX_DEPTH: usize = 128;

/// The value for templates. Costs the size of the value.
pub(super) fn to_template(value: &Core) -> Value {
    convert(value, 0)
}

fn convert(value: &Core, depth: usize) -> Value {
    if depth > MAX_DEPTH {
        return Value::from(());
    }
    match value {
        Core::Null => Value::from(()),
        Core::Bool(value) => Value::from(*value),
        Core::Int(value) => Value::from(*value),
        Core::Float(value) => Value::from(*value),
        Core::String(text) => Value::from(text.as_str()),
        Core::List(items) => items.iter().map(|item| convert(item, depth + 1)).collect::<Vec<_>>().into(),
        Core::Map(map) => Value::from_pairs(map.iter().map(|(key, value)| (key.as_str(), convert(value, depth + 1)))),
    }
}

/// Text if there is any, else undefined, so that `default` works on it.
pub(super) fn text_or_undefined(text: Option<&str>) -> Value {
    text.map_or(Value::UNDEFINED, Value::from)
}
