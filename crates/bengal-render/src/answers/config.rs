//! Settings, configuration and data.

use super::encoding::Encoding;
use bengal_core::{Config, Map, Site, Value};

/// What rendering acts on without being asked to, and which program renders.
pub(super) fn write_settings(site: &Site, out: &mut Encoding) {
    let config = &site.config;
    out.text(env!("CARGO_PKG_VERSION"));
    out.text(&config.site.origin);
    out.text(&config.site.base_path);
    out.text(&config.site.language);
    out.text(config.content_folder());
    out.text(&config.theme.name);
    let content = &config.content;
    for number in [
        content.excerpt_length,
        content.summary_length,
        content.reading_speed,
        usize::from(content.toc_depth),
        content.toc_min_headings,
    ] {
        out.count(number);
    }
    out.count(config.taxonomies.len());
    for taxonomy in &config.taxonomies {
        out.text(&taxonomy.name);
        out.text(&taxonomy.singular);
    }
}

/// The value at a path as written in the merged tree, and the typed setting that has this path.
pub(super) fn write_config(site: &Site, path: &str, out: &mut Encoding) {
    let config = &site.config;
    let names = names(path);
    out.optional(descend(Some(&config.raw), &names), Encoding::value);
    match names.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        Some(("params", rest)) => write_in(&config.params, rest, out),
        Some(("theme", rest)) => write_in(&config.theme.raw, rest, out),
        _ => {}
    }
    write_typed(config, path, out);
    if let ["external_refs", "templates", project] = names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        out.optional_text(config.external_refs.get(*project).map(String::as_str));
    }
}

fn write_typed(config: &Config, path: &str, out: &mut Encoding) {
    match path {
        "site.title" => out.text(&config.site.title),
        "site.description" => out.text(&config.site.description),
        "site.author" => out.text(&config.site.author),
        "site.language" => out.text(&config.site.language),
        "site.baseurl" | "site.url" => {
            out.text(&config.site.origin);
            out.text(&config.site.base_path);
        }
        "theme.name" => out.text(&config.theme.name),
        "theme.default_appearance" => out.text(&config.theme.default_appearance),
        "theme.features" => {
            out.optional(config.theme.features.as_deref(), Encoding::texts);
        }
        "features.sitemap" => out.flag(config.outputs.sitemap && !config.site.origin.is_empty()),
        _ => {}
    }
}

/// The value of `data/` at a path.
pub(super) fn write_data(site: &Site, path: &str, out: &mut Encoding) {
    write_in(&site.data, &names(path), out);
}

fn write_in(map: &Map, names: &[String], out: &mut Encoding) {
    match names.split_first() {
        None => {
            out.flag(true);
            out.map(map);
        }
        Some((first, rest)) => {
            out.optional(descend(map.get(first), rest), Encoding::value);
        }
    }
}

/// The value below another one: entries of tables by name, items of lists by number.
fn descend<'a>(value: Option<&'a Value>, names: &[String]) -> Option<&'a Value> {
    names.iter().try_fold(value?, |value, name| match value {
        Value::Map(map) => map.get(name),
        Value::List(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The names in a dotted path, without the backslashes before dots that are part of a name.
fn names(path: &str) -> Vec<String> {
    if path.is_empty() {
        return Vec::new();
    }
    let mut names = vec![String::new()];
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        match c {
            '.' => names.push(String::new()),
            c => {
                let c = if c == '\\' { chars.next().unwrap_or(c) } else { c };
                if let Some(name) = names.last_mut() {
                    name.push(c);
                }
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Read;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_come_back(parts in prop::collection::vec("[a.\\\\]{1,4}", 0..4)) {
            let path = parts.iter().fold(String::new(), |path, name| Read::path_below(&path, name));
            prop_assert_eq!(names(&path), parts);
        }
    }
}
