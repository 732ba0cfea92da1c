//! The table of contents. Headings have six levels, so recursion over it is at most six calls deep.

use crate::escape;
use crate::markdown::TocEntry;
use minijinja::Value;

/// `<ul><li><a href="#id">Text</a><ul>…</ul></li></ul>`; empty where there is no entry.
pub(super) fn html(entries: &[TocEntry]) -> String {
    let mut out = String::new();
    append(&mut out, entries);
    out
}

fn append(out: &mut String, entries: &[TocEntry]) {
    if !entries.iter().any(has_text) {
        return;
    }
    out.push_str("<ul>");
    for entry in entries.iter().filter(|entry| has_text(entry)) {
        out.push_str("<li>");
        // A heading without text: a link would have no name.
        if !entry.text.trim().is_empty() {
            out.push_str("<a href=\"#");
            escape::attribute(out, &entry.id);
            out.push_str("\">");
            escape::text(out, &entry.text);
            out.push_str("</a>");
        }
        append(out, &entry.children);
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

/// Whether the entry, or one below it, has a text to show.
fn has_text(entry: &TocEntry) -> bool {
    !entry.text.trim().is_empty() || entry.children.iter().any(has_text)
}

/// The entries as `{level, id, title, children}`.
pub(super) fn items(entries: &[TocEntry]) -> Value {
    let item = |entry: &TocEntry| {
        Value::from_pairs([
            ("level", Value::from(entry.level)),
            ("id", Value::from(entry.id.as_str())),
            ("title", Value::from(entry.text.as_str())),
            ("children", items(&entry.children)),
        ])
    };
    entries.iter().map(item).collect::<Vec<_>>().into()
}
