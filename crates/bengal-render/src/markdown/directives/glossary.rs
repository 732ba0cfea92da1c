//! A glossary from the site's data.

use super::{classes, id_attribute};
use crate::Read;
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::writer::{Frame, Writer};
use bengal_core::{Diagnostic, Value};
use std::fmt::Write as _;

/// The terms that have one of the directive's tags; all, where it has none.
pub(super) fn close(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let source = directive.text("source").unwrap_or("glossary");
    let name = source.strip_prefix("data/").unwrap_or(source);
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name).replace('/', ".");
    writer.reads.record(Read::Data(name.replace('\\', "\\\\")));
    let data = data_at(writer, &name);
    let terms = data.and_then(|data| data.as_list().or_else(|| data.get_path("terms")?.as_list()));
    let Some(terms) = terms else {
        writer.reads.record(Read::Data(String::new()));
        let keys = writer.markdown.site.data.keys().map(String::as_str);
        let near = writer.report.nearest(&name, keys);
        let problem =
            Diagnostic::error("missing-data", format!("there is no glossary `data/{}`", name.replace('.', "/")))
                .did_you_mean(near.as_deref())
                .hint("a glossary is a list of `term`, `definition` and `tags` under `terms`");
        writer.problem(&directive.place, problem);
        return writer.push(&frame.html);
    };
    let wanted: Vec<String> = directive
        .text("tags")
        .unwrap_or_default()
        .split(',')
        .map(|tag| tag.trim().to_lowercase())
        .filter(|tag| !tag.is_empty())
        .collect();
    let mut chosen: Vec<Term> = terms
        .iter()
        .filter_map(Term::read)
        .filter(|term| wanted.is_empty() || term.tags.iter().any(|tag| wanted.contains(tag)))
        .collect();
    if chosen.is_empty() {
        let problem = Diagnostic::warning("empty-glossary", "no term of the glossary has one of these tags");
        writer.problem(&directive.place, problem);
    }
    if directive.flag("sorted") {
        chosen.sort_by_key(|term| term.name.to_lowercase());
    }
    let limit = directive
        .text("limit")
        .and_then(|limit| limit.parse::<usize>().ok())
        .filter(|limit| *limit > 0)
        .unwrap_or(usize::MAX);
    let shows_tags = directive.flag("show_tags");
    let (first, rest) = chosen.split_at(limit.min(chosen.len()));
    let (id, own) = (id_attribute(writer, directive), classes(directive));
    let mut html =
        format!("<dl class=\"bengal-glossary{own}\"{id}>\n{}</dl>\n", entries(writer, directive, first, shows_tags));
    if !rest.is_empty() {
        let more = entries(writer, directive, rest, shows_tags);
        let _ = write!(
            html,
            "<details class=\"bengal-glossary-more\"><summary>Show {} more</summary>\n<dl class=\"bengal-glossary\">\n{more}</dl>\n</details>\n",
            rest.len()
        );
    }
    if directive.flag("collapsed") {
        html = format!(
            "<details class=\"bengal-glossary-collapsed\"><summary>Glossary ({} terms)</summary>\n{html}</details>\n",
            chosen.len()
        );
    }
    writer.push_borrowed(&html, &directive.place);
    writer.push(&frame.html);
}

pub(super) fn data_at<'a>(writer: &Writer<'a>, name: &str) -> Option<&'a Value> {
    let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let value = writer.markdown.site.data.get(first)?;
    match rest {
        Some(rest) => value.get_path(rest),
        None => Some(value),
    }
}

struct Term {
    name: String,
    definition: String,
    tags: Vec<String>,
}

impl Term {
    fn read(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get_path(key).and_then(Value::to_text);
        let tags = value.get_path("tags").and_then(Value::as_list).unwrap_or_default();
        Some(Self {
            name: text("term")?,
            definition: text("definition").unwrap_or_default(),
            tags: tags.iter().filter_map(Value::to_text).map(|tag| tag.to_lowercase()).collect(),
        })
    }
}

fn entries(writer: &mut Writer<'_>, directive: &Directive, terms: &[Term], shows_tags: bool) -> String {
    let mut html = String::new();
    for term in terms {
        let name = writer.inline(&term.name, &directive.place);
        let definition = writer.inline(term.definition.trim(), &directive.place);
        let _ = write!(html, "<dt>{name}</dt>\n<dd>{definition}");
        if shows_tags && !term.tags.is_empty() {
            html.push_str("<div class=\"glossary-tags\">");
            for tag in &term.tags {
                let _ = write!(html, "<span class=\"badge badge-secondary\">{}</span>", escaped(tag));
            }
            html.push_str("</div>");
        }
        html.push_str("</dd>\n");
    }
    html
}
