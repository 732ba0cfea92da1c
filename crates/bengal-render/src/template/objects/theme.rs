//! The theme: its settings and features.

use super::super::scope::Scope;
use super::tree::Tree;
use crate::Read;
use minijinja::value::{Object, ObjectRepr, from_args};
use minijinja::{Error, ErrorKind, State, Value};
use std::fmt;
use std::sync::Arc;

/// `theme`: `theme.name`, `theme.default_appearance`, `theme.has("navigation.toc")`, and every key of the `[theme]` table.
pub(super) struct ThemeObject {
    scope: Arc<Scope>,
}

impl ThemeObject {
    pub(super) fn value(scope: &Arc<Scope>) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope) })
    }

    /// Whether a feature is on: named by the site, or all of them where the site names none.
    fn has(&self, feature: &str) -> bool {
        self.scope.record(Read::Config("theme.features".into()));
        let features = &self.scope.shared.config().theme.features;
        features.as_ref().is_none_or(|features| features.iter().any(|name| name == feature))
    }
}

impl fmt::Debug for ThemeObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("theme")
    }
}

impl Object for ThemeObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let theme = &self.scope.shared.config().theme;
        let typed = match key {
            "name" => Some(theme.name.as_str()),
            "default_appearance" => Some(theme.default_appearance.as_str()),
            _ => None,
        };
        if let Some(value) = typed {
            self.scope.record(Read::Config(Read::path_below("theme", key)));
            return Some(Value::from(value));
        }
        match theme.raw.get(key) {
            Some(value) => Some(Tree::theme(&self.scope, key, value)),
            None => {
                self.scope.record(Read::Config(Read::path_below("theme", key)));
                None
            }
        }
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if method != "has" {
            return Err(Error::new(ErrorKind::UnknownMethod, format!("`theme` has no method `{method}`")));
        }
        let (feature,): (&str,) = from_args(args)?;
        Ok(Value::from(self.has(feature)))
    }
}
