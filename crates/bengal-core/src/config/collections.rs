//! The parts of the configuration that are lists of things: taxonomies and menus.

use super::reader::{Reader, int_of, text_of};
use super::{MenuItemConfig, TaxonomyConfig};
use crate::syntax::{Data, Entry, Node};
use indexmap::IndexMap;

/// A list of names or tables (`[tags, {name: series, singular: series}]`), or a table from name to singular name.
pub(super) fn taxonomies(reader: &mut Reader<'_>) -> Option<Vec<TaxonomyConfig>> {
    let node = reader.node("taxonomies")?;
    let mut taxonomies = Vec::new();
    match &node.data {
        Data::List(items) => {
            for item in items {
                let (name, table) = match item.as_table() {
                    Some(_) => (item.entry("name").and_then(|entry| text_of(&entry.value)), Some(item)),
                    None => (text_of(item), None),
                };
                taxonomies.extend(taxonomy(reader, name, table, item));
            }
        }
        Data::Table(entries) => {
            for Entry { key, value, .. } in entries {
                taxonomies.extend(taxonomy(reader, Some(key.clone()), Some(value), value));
            }
        }
        Data::Scalar(_) => reader.wrong("taxonomies", node, "a list of names or a table"),
    }
    Some(taxonomies)
}

fn taxonomy(
    reader: &mut Reader<'_>,
    name: Option<String>,
    settings: Option<&Node>,
    place: &Node,
) -> Option<TaxonomyConfig> {
    let Some(name) = name.filter(|name| !name.is_empty() && crate::url::slugify(name) == *name) else {
        let message = "a taxonomy needs a name in lower case, without spaces and slashes".to_owned();
        reader.error(place, "config-value", message, None);
        return None;
    };
    let mut singular = singular_of(&name);
    let mut keys = None;
    match settings.map(|node| (node, node.as_table())) {
        None => {}
        Some((node, None)) => match text_of(node) {
            Some(text) => singular = text,
            None => reader.wrong(&format!("taxonomies.{name}"), node, "the singular name or a table"),
        },
        Some((_, Some(entries))) => {
            for entry in entries {
                match entry.key.as_str() {
                    "name" => {}
                    "singular" => singular = text_of(&entry.value).unwrap_or(singular),
                    "keys" => {
                        keys = match &entry.value.data {
                            Data::List(items) => items.iter().map(text_of).collect(),
                            _ => text_of(&entry.value).map(|text| vec![text]),
                        }
                    }
                    key => reader.unknown_key(
                        &format!("taxonomies.{name}.{key}"),
                        key,
                        ["name", "singular", "keys"],
                        entry,
                    ),
                }
            }
        }
    }
    let keys = keys.unwrap_or_else(|| vec![name.clone(), singular.clone()]);
    Some(TaxonomyConfig { name, singular, keys })
}

fn singular_of(plural: &str) -> String {
    match plural.strip_suffix("ies") {
        Some(stem) if !stem.is_empty() && stem != "ser" => format!("{stem}y"),
        _ => plural.strip_suffix('s').unwrap_or(plural).to_owned(),
    }
}

const MENU_KEYS: [&str; 7] = ["name", "title", "url", "weight", "identifier", "parent", "icon"];

/// `menu`: lists of entries by the menu's name.
pub(super) fn menus(reader: &mut Reader<'_>) -> IndexMap<String, Vec<MenuItemConfig>> {
    let mut menus = IndexMap::new();
    for entry in reader.table("menu").unwrap_or_default() {
        if super::keys::use_of(&format!("menu.{}", entry.key)).is_some() {
            continue;
        }
        match &entry.value.data {
            Data::List(items) => {
                let items = items.iter().filter_map(|item| menu_item(reader, &entry.key, item)).collect();
                menus.insert(entry.key.clone(), items);
            }
            _ => reader.wrong(&format!("menu.{}", entry.key), &entry.value, "a list of entries"),
        }
    }
    menus
}

fn menu_item(reader: &mut Reader<'_>, menu: &str, node: &Node) -> Option<MenuItemConfig> {
    let path = format!("menu.{menu}");
    let Some(entries) = node.as_table() else {
        reader.wrong(&path, node, "a list of tables with `name` and `url`");
        return None;
    };
    let mut item = MenuItemConfig::default();
    for entry in entries {
        let key = entry.key.as_str();
        if !MENU_KEYS.contains(&key) {
            reader.unknown_key(&format!("{path}.{key}"), key, MENU_KEYS, entry);
            continue;
        }
        if key == "weight" {
            item.weight = int_of(&entry.value);
            if item.weight.is_none() {
                reader.wrong(&format!("{path}.weight"), &entry.value, "a whole number");
            }
            continue;
        }
        let Some(text) = text_of(&entry.value) else {
            reader.wrong(&format!("{path}.{key}"), &entry.value, "text");
            continue;
        };
        match key {
            "name" | "title" => item.name = text,
            "url" => item.url = text,
            "identifier" => item.identifier = text,
            "parent" => item.parent = Some(text),
            _ => item.icon = Some(text),
        }
    }
    if item.name.is_empty() && item.url.is_empty() {
        reader.error(node, "config-value", format!("an entry of `{path}` needs a `name` or a `url`"), None);
        return None;
    }
    Some(item)
}
