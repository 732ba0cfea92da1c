//! A directive as an author wrote it.

use super::source::Place;

/// An option of a directive, as written.
#[derive(Clone, Debug)]
pub(super) struct DirectiveOption {
    /// With `_` where `-` was written.
    pub(super) key: String,
    pub(super) value: String,
    pub(super) place: Place,
    pub(super) value_place: Place,
}

/// A directive as written.
#[derive(Clone, Debug, Default)]
pub(super) struct Directive {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) options: Vec<DirectiveOption>,
    /// The name in its opener.
    pub(super) place: Place,
    /// The title in its opener.
    pub(super) title_place: Place,
}

impl Directive {
    /// The value of an option by its key with `_`; empty for a flag.
    pub(super) fn option(&self, key: &str) -> Option<&str> {
        self.options.iter().rev().find(|option| option.key == key).map(|option| option.value.as_str())
    }

    /// The value of an option that is not empty.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.option(key).filter(|value| !value.is_empty())
    }

    /// Whether an option is set: there, and not `false`, `no` or `0`.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.option(key).is_some_and(is_on)
    }

    /// As [`flag`](Self::flag), with a value for where the option is not there.
    pub(super) fn flag_or(&self, key: &str, default: bool) -> bool {
        self.option(key).map_or(default, is_on)
    }
}

fn is_on(value: &str) -> bool {
    !matches!(value.to_ascii_lowercase().as_str(), "false" | "no" | "off" | "0")
}
