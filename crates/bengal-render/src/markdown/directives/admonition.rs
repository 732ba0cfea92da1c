//! Admonitions: note, tip, warning and their like; GitHub's alerts have the same shape.

use super::{classes, id_attribute, title_html};
use crate::icons;
use crate::markdown::directive::Directive;
use crate::markdown::writer::{Frame, Writer};

/// The icon of each kind.
const ICONS: &[(&str, &str)] = &[
    ("note", "note"),
    ("tip", "tip"),
    ("warning", "warning"),
    ("caution", "caution"),
    ("danger", "danger"),
    ("error", "error"),
    ("info", "info"),
    ("important", "important"),
    ("example", "example"),
    ("success", "success"),
    ("seealso", "seealso"),
];

/// The start of an admonition up to its body. `title` is HTML; without one the kind is the title.
pub(in crate::markdown) fn opening(kind: &str, title: Option<&str>) -> String {
    format!("<div class=\"admonition {kind}\">{}\n", title_line("p", kind, title))
}

fn title_line(element: &str, kind: &str, title: Option<&str>) -> String {
    let icon = ICONS.iter().find(|(known, _)| *known == kind).map_or("info", |(_, icon)| icon);
    let svg = icons::svg(icon, icons::DEFAULT_SIZE, "").unwrap_or_default();
    let default = default_title(kind);
    let title = title.unwrap_or(&default);
    format!(
        "<{element} class=\"admonition-title\"><span class=\"admonition-icon-wrapper\">{svg}</span>\
         <span class=\"admonition-title-text\">{title}</span></{element}>"
    )
}

fn default_title(kind: &str) -> String {
    if kind == "seealso" {
        return "See also".into();
    }
    let mut letters = kind.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Writes an admonition; with `:collapsible:` as `<details>`.
pub(super) fn close(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let kind = frame.name;
    let (classes, id) = (classes(directive), id_attribute(writer, directive));
    let title = (!directive.title.is_empty()).then(|| title_html(writer, directive));
    let body = &frame.html;
    let html = if directive.flag("collapsible") {
        let open = if directive.flag_or("open", true) { " open" } else { "" };
        let title = title_line("summary", kind, title.as_deref());
        format!("<details class=\"admonition {kind}{classes}\"{id}{open}>{title}\n{body}</details>\n")
    } else {
        let title = title_line("p", kind, title.as_deref());
        format!("<div class=\"admonition {kind}{classes}\"{id}>{title}\n{body}</div>\n")
    };
    writer.push(&html);
}
