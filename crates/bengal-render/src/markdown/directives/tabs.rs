//! Tabs: sets of panes, and code in several languages.
//!
//! The labels are links to their panes, so that without scripts a click shows the pane by `:target`.

use super::{classes, icon_html, option_html, title_html};
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::raw_html::without_links;
use crate::markdown::source::Place;
use crate::markdown::writer::{CodeOptions, Frame, Pane, Writer};
use bengal_core::Digest;
use std::fmt::Write as _;

/// A pane: kept for the set around it, or written by itself where there is none.
pub(super) fn close_item(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let label = match directive.title.is_empty() {
        true => "Tab".to_owned(),
        false => title_html(writer, directive),
    };
    if !matches!(writer.parent_name(), "tab-set" | "code-tabs") {
        writer.push(&format!(
            "<div class=\"tab-pane active\"><p class=\"tab-title\">{label}</p>\n{}</div>\n",
            frame.html
        ));
        return;
    }
    let icon = icon_html(writer, directive, 16)
        .map(|svg| {
            let name = escaped(directive.text("icon").unwrap_or_default());
            format!("<span class=\"tab-icon\" data-icon=\"{name}\">{svg}</span>")
        })
        .unwrap_or_default();
    let badge = option_html(writer, directive, "badge");
    let pane = Pane {
        label,
        name: directive.title.clone(),
        html: std::mem::take(&mut frame.html),
        icon,
        badge,
        selected: directive.flag("selected"),
        disabled: directive.flag("disabled"),
        sync: directive.text("sync").map(str::to_owned),
    };
    writer.frame().panes.push(pane);
}

/// A set of tabs.
pub(super) fn close_set(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let sync = directive.text("sync").map(|sync| format!(" data-sync=\"{}\"", escaped(sync))).unwrap_or_default();
    let mode = directive.text("mode").map(|mode| format!(" data-mode=\"{}\"", escaped(mode))).unwrap_or_default();
    let id = set_id(writer, directive, "tabs", &frame.panes);
    let classes = classes(directive);
    let start = format!("<div class=\"tabs{classes}\" id=\"{id}\" data-bengal=\"tabs\"{sync}{mode}>\n");
    write_set(writer, &start, &id, frame, &directive.place);
}

/// Code in several languages: a pane for each fence or heading.
pub(super) fn close_code(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    finish_pane(frame);
    let sync = escaped(directive.text("sync").unwrap_or("language"));
    let id = set_id(writer, directive, "code-tabs", &frame.panes);
    let classes = classes(directive);
    let start = format!("<div class=\"code-tabs{classes}\" id=\"{id}\" data-bengal=\"tabs\" data-sync=\"{sync}\">\n");
    write_set(writer, &start, &id, frame, &directive.place);
}

/// An id that stays the same while the content of the set does.
fn set_id(writer: &mut Writer<'_>, directive: &Directive, kind: &str, panes: &[Pane]) -> String {
    if let Some(id) = directive.text("id").or_else(|| directive.text("name")) {
        let id = writer.claim_id(id);
        writer.add_anchor(id.clone(), id.clone(), false);
        return escaped(&id);
    }
    let mut content = String::new();
    for pane in panes {
        content.push_str(&pane.label);
        content.push('\0');
        content.push_str(&pane.html);
        content.push('\0');
    }
    writer.claim_id(&format!("{kind}-{}", Digest::of(content.as_bytes()).hex(12)))
}

fn write_set(writer: &mut Writer<'_>, start: &str, id: &str, frame: &mut Frame, place: &Place) {
    let mut html = String::with_capacity(frame.panes.iter().map(|pane| pane.html.len() + 200).sum::<usize>() + 200);
    let selectable = |pane: &&Pane| !pane.disabled;
    let active = frame
        .panes
        .iter()
        .position(|pane| pane.selected && !pane.disabled)
        .or_else(|| frame.panes.iter().position(|pane| selectable(&pane)))
        .unwrap_or(0);
    html.push_str(start);
    html.push_str("<ul class=\"tab-nav\">\n");
    for (at, pane) in frame.panes.iter().enumerate() {
        let class = match (at == active, pane.disabled) {
            (true, _) => " class=\"active\"",
            (false, true) => " class=\"disabled\"",
            (false, false) => "",
        };
        let disabled = if pane.disabled { " aria-disabled=\"true\"" } else { "" };
        let sync = escaped(pane.sync.as_deref().unwrap_or(&pane.name));
        let badge =
            pane.badge.as_ref().map(|badge| format!(" <span class=\"tab-badge\">{badge}</span>")).unwrap_or_default();
        let _ = writeln!(
            html,
            "<li{class}><a href=\"#{id}-{at}\" data-tab-target=\"{id}-{at}\" data-sync-value=\"{sync}\"{disabled}>{}{}{badge}</a></li>",
            pane.icon,
            without_links(&pane.label)
        );
    }
    html.push_str("</ul>\n<div class=\"tab-content\">\n");
    for (at, pane) in frame.panes.iter().enumerate() {
        let active = if at == active { " active" } else { "" };
        let _ = writeln!(html, "<div class=\"tab-pane{active}\" id=\"{id}-{at}\">\n{}</div>", pane.html);
    }
    html.push_str("</div>\n</div>\n");
    writer.push(&html);
    // What stands between the panes belongs to none of them.
    if !frame.html.trim().is_empty() {
        if frame.name == "tab-set" {
            writer.report_stray("tab-item", "tab-set", frame.stray.take(), place);
        }
        writer.push(&frame.html);
    }
}

/// The pane for a fence directly inside of `code-tabs`: label and name.
pub(in crate::markdown) fn pane_of_fence(options: &CodeOptions) -> Pane {
    let name = match (&options.label, &options.title) {
        (Some(label), _) => label.clone(),
        (None, Some(title)) => title.clone(),
        (None, None) => language_title(&options.language),
    };
    Pane { label: escaped(&name), sync: Some(options.language.to_lowercase()), name, ..Pane::default() }
}

/// How a language is called in a label.
fn language_title(language: &str) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("bash", "Bash"),
        ("c", "C"),
        ("cpp", "C++"),
        ("csharp", "C#"),
        ("css", "CSS"),
        ("html", "HTML"),
        ("javascript", "JavaScript"),
        ("json", "JSON"),
        ("php", "PHP"),
        ("powershell", "PowerShell"),
        ("sql", "SQL"),
        ("toml", "TOML"),
        ("tsx", "TSX"),
        ("typescript", "TypeScript"),
        ("xml", "XML"),
        ("yaml", "YAML"),
    ];
    let canonical = crate::highlight::canonical_language(language).unwrap_or(language);
    if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == canonical) {
        return (*name).to_owned();
    }
    let mut letters = canonical.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Text".to_owned(),
    }
}

/// Gives what was written since the last pane began to that pane.
pub(in crate::markdown) fn finish_pane(frame: &mut Frame) {
    let html = std::mem::take(&mut frame.html);
    match frame.panes.last_mut() {
        Some(pane) => pane.html.push_str(&html),
        None => frame.html = html,
    }
}
