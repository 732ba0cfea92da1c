//! Menus.

use super::super::scope::Scope;
use super::field::unknown_field;
use super::page::PageObject;
use crate::Read;
use bengal_core::site::{Menu, MenuItem};
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use std::fmt;
use std::sync::Arc;

const FIELDS: [&str; 9] = ["name", "url", "href", "icon", "page", "children", "active", "active_trail", "external"];

/// `menus`: menus by name. One that does not exist is empty.
pub(super) struct Menus {
    scope: Arc<Scope>,
}

impl Menus {
    pub(super) fn value(scope: &Arc<Scope>) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope) })
    }
}

impl fmt::Debug for Menus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("menus")
    }
}

impl Object for Menus {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(MenuObject::named(&self.scope, key))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.scope.record(Read::Site("menus".into()));
        Enumerator::Values(self.scope.site().menus.keys().map(|name| Value::from(name.as_str())).collect())
    }
}

/// The entries of a menu, or those below an entry.
pub(crate) struct MenuObject {
    scope: Arc<Scope>,
    /// The menu by its place, and the way down to the entries.
    menu: usize,
    way: Vec<usize>,
}

impl MenuObject {
    /// The menu of this name, an empty list where there is none; records it, with all its entries.
    pub(crate) fn named(scope: &Arc<Scope>, name: &str) -> Value {
        scope.record(Read::Site(format!("menus.{name}")));
        match scope.site().menus.get_index_of(name) {
            Some(menu) => Value::from_object(Self { scope: Arc::clone(scope), menu, way: Vec::new() }),
            None => Value::from(Vec::<Value>::new()),
        }
    }

    fn items(&self) -> &[MenuItem] {
        let Some((_, Menu { items })) = self.scope.site().menus.get_index(self.menu) else { return &[] };
        self.way.iter().fold(items.as_slice(), |items, at| items.get(*at).map_or(&[], |item| &item.children))
    }
}

impl fmt::Debug for MenuObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} menu entries", self.items().len())
    }
}

impl Object for MenuObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let at = key.as_usize()?;
        self.items().get(at)?;
        Some(Value::from_object(MenuItemObject { menu: Arc::clone(self), at }))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.items().len())
    }
}

/// An entry of a menu.
pub(crate) struct MenuItemObject {
    menu: Arc<MenuObject>,
    at: usize,
}

impl MenuItemObject {
    /// Its target.
    pub(crate) fn url(&self) -> String {
        self.item().map(|item| item.url.clone()).unwrap_or_default()
    }

    fn item(&self) -> Option<&MenuItem> {
        self.menu.items().get(self.at)
    }

    /// Whether the entry leads to the current page.
    fn is_active(&self, item: &MenuItem) -> bool {
        item.page == Some(self.menu.scope.page)
    }

    /// Whether the entry, or one below it, leads to the current page or to a section that it is in. The root section does not count:
    /// every page is in it.
    fn is_on_trail(&self, item: &MenuItem) -> bool {
        let scope = &self.menu.scope;
        let ancestors = scope.site().ancestors(scope.current());
        let mut open = vec![item];
        while let Some(item) = open.pop() {
            let section = item.section.filter(|section| *section != bengal_core::SectionId::ROOT);
            if self.is_active(item) || section.is_some_and(|section| ancestors.contains(&section)) {
                return true;
            }
            open.extend(&item.children);
        }
        false
    }
}

impl fmt::Debug for MenuItemObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.item().map_or("", |item| &item.name))
    }
}

impl Object for MenuItemObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let item = self.item()?;
        let scope = &self.menu.scope;
        Some(match key {
            "name" => Value::from(item.name.as_str()),
            "url" | "href" => Value::from(item.url.as_str()),
            "icon" => super::super::value::text_or_undefined(item.icon.as_deref()),
            "page" => item.page.map_or(Value::UNDEFINED, |page| PageObject::value(scope, page)),
            "active" => Value::from(self.is_active(item)),
            "active_trail" => Value::from(self.is_on_trail(item)),
            "external" => Value::from(bengal_core::url::is_external(&item.url)),
            "children" => {
                let way = self.menu.way.iter().copied().chain([self.at]).collect();
                Value::from_object(MenuObject { scope: Arc::clone(scope), menu: self.menu.menu, way })
            }
            _ => unknown_field("a menu entry", key, &FIELDS),
        })
    }
}
