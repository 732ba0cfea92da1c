//! Free trees: `data/`, the configuration, `params`. A read is recorded with its dotted path where a value is taken out.

use super::super::scope::Scope;
use crate::Read;
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};
use std::fmt;
use std::sync::Arc;

#[derive(Clone, Copy, Debug)]
enum Root {
    Data,
    Config,
}

/// A table in a tree.
pub(super) struct Tree {
    scope: Arc<Scope>,
    root: Root,
    /// The way to the table, dotted.
    path: String,
    table: Value,
}

impl Tree {
    pub(super) fn data(scope: &Arc<Scope>) -> Value {
        Self::value(scope, Root::Data, String::new(), scope.shared.data_tree().clone())
    }

    pub(super) fn config(scope: &Arc<Scope>) -> Value {
        Self::value(scope, Root::Config, String::new(), scope.shared.config_tree().clone())
    }

    pub(super) fn params(scope: &Arc<Scope>) -> Value {
        Self::value(scope, Root::Config, "params".into(), scope.shared.params_tree().clone())
    }

    pub(super) fn theme(scope: &Arc<Scope>, key: &str, value: &bengal_core::Value) -> Value {
        Self::entry(scope, Root::Config, Read::path_below("theme", key), super::super::value::to_template(value))
    }

    fn value(scope: &Arc<Scope>, root: Root, path: String, table: Value) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope), root, path, table })
    }

    /// A table stays a tree, so that only what is taken out of it is recorded; anything else is recorded and given.
    fn entry(scope: &Arc<Scope>, root: Root, path: String, value: Value) -> Value {
        if value.kind() == ValueKind::Map {
            return Self::value(scope, root, path, value);
        }
        scope.record(read(root, path));
        value
    }

    fn record_whole(&self) {
        self.scope.record(read(self.root, self.path.clone()));
    }
}

fn read(root: Root, path: String) -> Read {
    match root {
        Root::Data => Read::Data(path),
        Root::Config => Read::Config(path),
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.record_whole();
        write!(f, "{}", self.table)
    }
}

impl Object for Tree {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let path = Read::path_below(&self.path, key);
        let value = self.table.get_attr(key).unwrap_or_default();
        if value.is_undefined() {
            self.scope.record(read(self.root, path));
            return None;
        }
        Some(Self::entry(&self.scope, self.root, path, value))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.record_whole();
        Enumerator::Values(self.table.try_iter().map(Iterator::collect).unwrap_or_default())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        self.record_whole();
        self.table.len()
    }
}
