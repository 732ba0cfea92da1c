//! Dropdowns and checklists.

use super::{classes, icon_html, id_attribute, option_html, title_html};
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::writer::{Frame, Writer};
use std::fmt::Write as _;

pub(super) fn close_dropdown(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    let color = directive.text("color").map(|color| format!(" dropdown-{}", escaped(color))).unwrap_or_default();
    let open = if directive.flag("open") { " open" } else { "" };
    let mut html = format!("<details class=\"dropdown{color}{}\"{id}{open}>\n<summary>", classes(directive));
    if let Some(svg) = icon_html(writer, directive, 20) {
        let _ = write!(html, "<span class=\"dropdown-icon\">{svg}</span>");
    }
    let title = match directive.title.is_empty() {
        true => "Details".to_owned(),
        false => title_html(writer, directive),
    };
    let _ = write!(html, "<span class=\"dropdown-header\"><span class=\"dropdown-title\">{title}</span>");
    if let Some(description) = option_html(writer, directive, "description") {
        let _ = write!(html, "<span class=\"dropdown-description\">{description}</span>");
    }
    html.push_str("</span>");
    if let Some(badge) = option_html(writer, directive, "badge") {
        let _ = write!(html, "<span class=\"dropdown-badge\">{badge}</span>");
    }
    let _ = write!(
        html,
        "</summary>\n<div class=\"dropdown-content has-prose-content\">\n{}</div>\n</details>\n",
        frame.html
    );
    writer.push(&html);
}

pub(super) fn close_checklist(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    let (done, all) = frame.tasks;
    let mut class = "checklist".to_owned();
    if all > 0 {
        class.push_str(" checklist-has-tasks");
    }
    if let Some(style) = directive.text("style") {
        let _ = write!(class, " checklist-{}", escaped(style));
    }
    if directive.flag("compact") {
        class.push_str(" checklist-compact");
    }
    class.push_str(&classes(directive));
    let mut html = format!("<div class=\"{class}\"{id}>\n");
    let shows_progress = directive.flag("show_progress") && all > 0;
    if !directive.title.is_empty() || shows_progress {
        html.push_str("<div class=\"checklist-header\">");
        if !directive.title.is_empty() {
            let _ = write!(html, "<p class=\"checklist-title\">{}</p>", title_html(writer, directive));
        }
        if shows_progress {
            let _ = write!(
                html,
                "<div class=\"checklist-progress\"><div class=\"checklist-progress-bar\" style=\"width: {}%\"></div>\
                 <span class=\"checklist-progress-text\">{done}/{all} complete</span></div>",
                done * 100 / all
            );
        }
        html.push_str("</div>\n");
    }
    let _ = write!(html, "<div class=\"checklist-content\">\n{}</div>\n</div>\n", frame.html);
    writer.push(&html);
}
