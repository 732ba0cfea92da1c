//! Reading typed values from front matter.

use super::{MenuEntry, MenuField};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::site::{RenderMode, SitePath, Visibility, parse_slug};
use crate::suggest::nearest;
use crate::value::{Map, Value};

/// Takes a problem with the value of a top-level key.
pub(super) type Report<'r> = &'r mut dyn FnMut(&str, Diagnostic);

/// A warning that a value is not what its key wants.
pub(super) fn wrong(key: &str, value: &Value, expected: &str) -> Diagnostic {
    Diagnostic::warning(
        "front-matter-type",
        format!("`{key}` must be {expected}, found {}; it is ignored", value.kind()),
    )
}

/// The texts under a key: a list of texts, or one text, which commas split. `None` where something in it is neither.
pub(crate) fn texts_of(value: &Value) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    let mut add = |text: &str| texts.extend(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned));
    match value {
        Value::List(items) => {
            for item in items {
                match item {
                    Value::Null => {}
                    Value::String(text) => add(text),
                    other => add(&other.to_text()?),
                }
            }
        }
        Value::String(text) => text.split(',').for_each(add),
        other => add(&other.to_text()?),
    }
    Some(texts)
}

/// YAML 1.1's truth values too: `yes` and `on` are what many sites hold.
fn flag_of(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Front matter as typed values; each that is of a wrong type is reported and counts as absent.
pub(super) struct View<'a, 'r> {
    pub(super) map: &'a Map,
    pub(super) report: Report<'r>,
}

impl<'a> View<'a, '_> {
    fn get(&self, key: &str) -> Option<&'a Value> {
        // Few keys are compared sooner than one is hashed, and most front matter has few.
        let value = match self.map.len() <= 12 {
            true => self.map.iter().find(|(known, _)| *known == key).map(|(_, value)| value),
            false => self.map.get(key),
        };
        value.filter(|value| **value != Value::Null)
    }

    fn typed<T>(&mut self, key: &str, expected: &str, read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        let value = self.get(key)?;
        let result = read(value);
        if result.is_none() {
            (self.report)(key, wrong(key, value, expected));
        }
        result
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        self.typed(key, "text", Value::to_text)
    }

    /// A flag that keeps a page from readers: what is neither true nor false counts as true, and is an error.
    pub(super) fn withholding(&mut self, key: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        flag_of(value).unwrap_or_else(|| {
            let message = format!("`{key}` must be true or false, found {}; it counts as true", value.kind());
            (self.report)(key, Diagnostic::error("front-matter-type", message));
            true
        })
    }

    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        self.typed(key, "a list of texts", texts_of).unwrap_or_default()
    }

    pub(super) fn weight(&mut self, key: &str) -> Option<i64> {
        self.typed(key, "a whole number", weight_of)
    }

    pub(super) fn date(&mut self, key: &str) -> Option<Date> {
        let text = self.text(key)?;
        let date = Date::parse(&text);
        if date.is_none() {
            let message = format!("`{key}` is not a date: `{}`; it is ignored", text.escape_debug());
            let diagnostic = Diagnostic::warning("front-matter-date", message);
            (self.report)(key, diagnostic.hint("write it as `2026-03-01` or `2026-03-01T10:00:00+02:00`"));
        }
        date
    }

    fn checked<T>(&mut self, key: &str, text: &str, result: Result<T, String>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                let message = format!("`{key}` {problem}: `{}`; it is ignored", text.escape_debug());
                (self.report)(key, Diagnostic::error("bad-url", message));
                None
            }
        }
    }

    pub(super) fn slug(&mut self) -> Option<String> {
        let text = self.text("slug").filter(|text| !text.trim().is_empty())?;
        self.checked("slug", &text, parse_slug(&text))
    }

    pub(super) fn path(&mut self, key: &str) -> Option<SitePath> {
        let text = self.text(key).filter(|text| !text.trim().is_empty())?;
        self.checked(key, &text, SitePath::parse(&text))
    }

    pub(super) fn aliases(&mut self) -> Vec<SitePath> {
        let Some(value) = self.get("aliases") else { return Vec::new() };
        let mut paths = Vec::new();
        for item in value.as_list().unwrap_or(std::slice::from_ref(value)) {
            match item {
                Value::Null => {}
                // In a list a comma is part of the path.
                Value::String(alias) if value.as_list().is_some() => {
                    paths.extend(self.checked("aliases", alias, SitePath::parse(alias)));
                }
                item => match texts_of(item).filter(|_| item.as_list().is_none()) {
                    Some(aliases) => paths.extend(
                        aliases.iter().filter_map(|alias| self.checked("aliases", alias, SitePath::parse(alias))),
                    ),
                    None => {
                        let message = format!("an alias must be text, found {}; it is ignored", item.kind());
                        (self.report)("aliases", Diagnostic::error("bad-url", message));
                    }
                },
            }
        }
        paths
    }

    /// Authors as texts, or as tables with a `name`.
    pub(super) fn authors(&mut self) -> Vec<String> {
        let mut authors = Vec::new();
        for key in ["authors", "author"] {
            let named = |value: &Value| match value {
                Value::Map(author) => author.get("name").and_then(Value::to_text),
                other => other.to_text(),
            };
            let found = self.typed(key, "a list of names", |value| match value {
                Value::List(items) => items.iter().map(named).collect::<Option<Vec<_>>>(),
                other => named(other).map(|name| vec![name]),
            });
            for author in found.unwrap_or_default() {
                if !authors.contains(&author) {
                    authors.push(author);
                }
            }
        }
        authors
    }

    pub(super) fn visibility(&mut self, hidden: bool) -> Visibility {
        let mut visibility = Visibility::default();
        if hidden {
            visibility.menu = false;
            visibility.listings = false;
            visibility.sitemap = false;
            visibility.search = false;
            visibility.rss = false;
            visibility.robots = Some("noindex, nofollow".into());
        }
        let Some(table) = self.typed("visibility", "a table", Value::as_map) else { return visibility };
        for (key, value) in table {
            let target = match key.as_str() {
                "menu" => &mut visibility.menu,
                "listings" => &mut visibility.listings,
                "sitemap" => &mut visibility.sitemap,
                "search" => &mut visibility.search,
                "rss" => &mut visibility.rss,
                "robots" => {
                    match value.as_str() {
                        Some(robots) => visibility.robots = Some(robots.into()),
                        None => (self.report)("visibility", wrong("visibility.robots", value, "text")),
                    }
                    continue;
                }
                "render" => {
                    match value.as_str() {
                        Some("always") => visibility.render = RenderMode::Always,
                        Some("local") => visibility.render = RenderMode::Local,
                        Some("never") => visibility.render = RenderMode::Never,
                        _ => {
                            let message =
                                "`visibility.render` must be `always`, `local` or `never`; it counts as `never`";
                            (self.report)("visibility", Diagnostic::error("front-matter-value", message));
                            visibility.render = RenderMode::Never;
                        }
                    }
                    continue;
                }
                "ai_train" | "ai_input" => continue,
                other => {
                    let known =
                        ["menu", "listings", "sitemap", "search", "rss", "robots", "render", "ai_train", "ai_input"];
                    let message = format!("unknown key `visibility.{other}`");
                    let diagnostic = Diagnostic::warning("front-matter-value", message);
                    (self.report)("visibility", diagnostic.did_you_mean(nearest(other, known)));
                    continue;
                }
            };
            match flag_of(value) {
                Some(flag) => *target = flag,
                None => (self.report)("visibility", wrong(&format!("visibility.{key}"), value, "true or false")),
            }
        }
        visibility
    }

    /// `false`, a menu's name, a list of names, or a table from names to settings.
    pub(super) fn menu(&mut self) -> MenuField {
        let named = |menu: String| MenuEntry { menu, ..MenuEntry::default() };
        match self.get("menu") {
            None | Some(Value::Bool(true)) => MenuField::Unset,
            Some(Value::Bool(false)) => MenuField::Hidden,
            Some(Value::String(menu)) => MenuField::Entries(vec![named(menu.clone())]),
            Some(list @ Value::List(_)) => match texts_of(list) {
                Some(menus) => MenuField::Entries(menus.into_iter().map(named).collect()),
                None => {
                    (self.report)("menu", wrong("menu", list, "the name of a menu, or a table from menus to settings"));
                    MenuField::Unset
                }
            },
            // `dropdown` is a setting of the section, which themes read.
            Some(Value::Map(menus)) => {
                let entries: Vec<MenuEntry> = menus
                    .iter()
                    .filter(|(menu, _)| *menu != "dropdown")
                    .filter_map(|(menu, value)| self.menu_entry(menu, value))
                    .collect();
                if entries.is_empty() { MenuField::Unset } else { MenuField::Entries(entries) }
            }
            Some(other) => {
                (self.report)("menu", wrong("menu", other, "the name of a menu, or a table from menus to settings"));
                MenuField::Unset
            }
        }
    }

    fn menu_entry(&mut self, menu: &str, value: &Value) -> Option<MenuEntry> {
        let mut entry = MenuEntry { menu: menu.to_owned(), ..MenuEntry::default() };
        let settings = match value {
            Value::Map(settings) => settings,
            Value::Bool(true) | Value::Null => return Some(entry),
            Value::Bool(false) => return None,
            other => {
                (self.report)("menu", wrong(&format!("menu.{menu}"), other, "a table"));
                return None;
            }
        };
        for (key, value) in settings {
            let path = format!("menu.{menu}.{key}");
            match key.as_str() {
                "weight" => match weight_of(value) {
                    Some(weight) => entry.weight = Some(weight),
                    None => (self.report)("menu", wrong(&path, value, "a whole number")),
                },
                "name" | "title" | "identifier" | "parent" | "icon" => {
                    let Some(text) = value.to_text() else {
                        (self.report)("menu", wrong(&path, value, "text"));
                        continue;
                    };
                    match key.as_str() {
                        "identifier" => entry.identifier = Some(text),
                        "parent" => entry.parent = Some(text),
                        "icon" => entry.icon = Some(text),
                        _ => entry.name = Some(text),
                    }
                }
                other => {
                    let known = ["weight", "name", "identifier", "parent", "icon"];
                    let diagnostic = Diagnostic::warning("front-matter-value", format!("unknown key `{path}`"));
                    (self.report)("menu", diagnostic.did_you_mean(nearest(other, known)));
                }
            }
        }
        Some(entry)
    }
}

/// A whole number, also as text.
fn weight_of(value: &Value) -> Option<i64> {
    value.as_int().or_else(|| value.as_str()?.trim().parse().ok())
}
