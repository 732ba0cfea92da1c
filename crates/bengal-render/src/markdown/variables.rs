//! `{{ page.title }}` in text.

use super::source::Place;
use super::writer::Writer;
use crate::Read;
use bengal_core::{Diagnostic, Page, Site, Value};

/// Names after `page.` that are not front matter.
const PAGE_FIELDS: &[&str] = &[
    "title",
    "nav_title",
    "description",
    "href",
    "url",
    "_path",
    "permalink",
    "date",
    "updated",
    "type",
    "slug",
    "lang",
    "weight",
    "draft",
    "keywords",
    "tags",
    "author",
];

/// The value of a dotted name; `None`, with a warning, where there is none.
pub(super) fn value(writer: &mut Writer<'_>, name: &str, place: &Place) -> Option<String> {
    let fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    if !fits {
        let problem = Diagnostic::warning("unsupported-expression", format!("`{name}` is not a dotted name"))
            .hint("filters and operators work in templates only; write `{{/* … */}}` to show the braces");
        writer.problem(place, problem);
        return None;
    }
    let (root, path) = name.split_once('.')?;
    let site = &writer.markdown.site;
    let page = writer.page;
    let found = match root {
        "page" => page_value(writer, page, path),
        "params" => {
            writer.reads.record(Read::Page(page.id, "params"));
            in_params(page, path).or_else(|| {
                writer.reads.record(Read::Config(format!("params.{path}")));
                in_map(&site.config.params, path)
            })
        }
        "config" => {
            writer.reads.record(Read::Config(path.to_owned()));
            site.config.raw.get_path(path).and_then(show)
        }
        "site" => site_value(writer, site, path),
        "section" => section_value(writer, site, page, path),
        _ => None,
    };
    if found.is_none() {
        let mut problem = Diagnostic::warning("unknown-variable", format!("`{name}` has no value"));
        if root == "page" {
            let names = PAGE_FIELDS.iter().copied().chain(page.params.keys());
            let nearest = writer.report.nearest(path, names).map(|field| format!("page.{field}"));
            problem = problem.did_you_mean(nearest.as_deref());
        }
        writer.problem(place, problem);
    }
    found
}

fn page_value(writer: &Writer<'_>, page: &Page, path: &str) -> Option<String> {
    let path = path.strip_prefix("metadata.").or_else(|| path.strip_prefix("params.")).unwrap_or(path);
    let field = match path {
        "title" => ("title", Some(page.title.clone())),
        "nav_title" => ("nav_title", Some(page.nav_title().to_owned())),
        "description" => ("description", page.description.clone()),
        "href" | "url" | "_path" | "permalink" => ("url", Some(page.url.clone())),
        "date" => ("date", page.date.map(|date| date.format("%Y-%m-%d"))),
        "updated" | "lastmod" => ("updated", page.details.updated.map(|date| date.format("%Y-%m-%d"))),
        "type" => ("type", Some(page.content_type.to_string())),
        "slug" => ("slug", page.details.slug.clone()),
        "weight" => ("weight", page.weight.map(|weight| weight.to_string())),
        _ => ("params", None),
    };
    writer.reads.record(Read::Page(page.id, field.0));
    field.1.or_else(|| in_params(page, path))
}

fn site_value(writer: &Writer<'_>, site: &Site, path: &str) -> Option<String> {
    if let Some(path) = path.strip_prefix("data.") {
        writer.reads.record(Read::Data(path.to_owned()));
        return in_map(&site.data, path);
    }
    let path = path.strip_prefix("config.").unwrap_or(path);
    writer.reads.record(Read::Config(format!("site.{path}")));
    let config = &site.config.site;
    match path {
        "title" => Some(config.title.clone()),
        "description" => Some(config.description.clone()),
        "author" => Some(config.author.clone()),
        "language" => Some(config.language.clone()),
        "baseurl" | "url" => Some(format!("{}{}", config.origin, config.base_path)),
        _ => {
            let raw = &site.config.raw;
            writer.reads.record(Read::Config(path.to_owned()));
            raw.get_path("site").and_then(|site| site.get_path(path)).or_else(|| raw.get_path(path)).and_then(show)
        }
    }
}

fn section_value(writer: &Writer<'_>, site: &Site, page: &Page, path: &str) -> Option<String> {
    let section = site.sections.get(page.section.index())?;
    let field = match path {
        "title" => ("title", Some(section.title.clone())),
        "nav_title" => ("nav_title", Some(section.nav_title().to_owned())),
        "description" => ("description", section.description.clone()),
        "href" | "url" | "_path" => ("url", Some(section.url.clone())),
        "path" => ("path", Some(section.path.clone())),
        "name" => ("path", section.path.rsplit('/').next().map(str::to_owned)),
        _ => return None,
    };
    writer.reads.record(Read::Section(section.id, field.0));
    field.1
}

fn in_params(page: &Page, path: &str) -> Option<String> {
    let (first, rest) = first_name(path);
    in_value(&*page.params.get(first)?, rest)
}

fn in_map(map: &bengal_core::Map, path: &str) -> Option<String> {
    let (first, rest) = first_name(path);
    in_value(map.get(first)?, rest)
}

fn first_name(path: &str) -> (&str, Option<&str>) {
    path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)))
}

fn in_value(value: &Value, path: Option<&str>) -> Option<String> {
    match path {
        Some(path) => value.get_path(path).and_then(show),
        None => show(value),
    }
}

/// A value as text: a list of such values with commas between them.
fn show(value: &Value) -> Option<String> {
    match value {
        Value::List(items) => {
            items.iter().map(Value::to_text).collect::<Option<Vec<_>>>().map(|items| items.join(", "))
        }
        value => value.to_text(),
    }
}
