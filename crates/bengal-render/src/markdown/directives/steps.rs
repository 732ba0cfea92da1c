//! Steps: a numbered procedure.

use super::{classes, option_html, title_html};
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::source::Place;
use crate::markdown::writer::{Frame, Writer};
use bengal_core::url::slugify;

fn first_number(directive: &Directive) -> usize {
    directive.text("start").and_then(|start| start.parse().ok()).unwrap_or(1)
}

/// All titles of one procedure have the level below the heading before it.
pub(super) fn open_steps(writer: &mut Writer<'_>, directive: &Directive) {
    let level = writer.next_level();
    let frame = writer.frame();
    frame.level = level;
    frame.children = first_number(directive).saturating_sub(1);
}

pub(super) fn close_steps(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let style = directive.text("style").map(|style| format!(" steps-{}", escaped(style))).unwrap_or_default();
    let classes = classes(directive);
    // Without step directives the steps are the items of a list.
    if frame.parts_end > 0 {
        let behind = frame.html.split_off(frame.parts_end);
        frame.html.push_str("</ol>\n");
        if !behind.trim().is_empty() {
            writer.report_stray("step", "steps", frame.stray.take(), &directive.place);
            frame.html.push_str(&behind);
        }
    }
    writer.push(&format!("<div class=\"steps{style}{classes}\">\n{}</div>\n", frame.html));
}

/// Writes a step into the list of the procedure around it. What stands between two steps can not stand in a list: the list ends
/// before it, and goes on behind it.
fn push_step(writer: &mut Writer<'_>, html: &str, number: usize, place: &Place) {
    let around = writer.frame();
    let before = around.html.split_off(around.parts_end);
    let stray = around.stray.take();
    let is_first = around.parts_end == 0;
    let is_stray = !before.trim().is_empty();
    if is_stray && !is_first {
        around.html.push_str("</ol>\n");
    }
    if is_stray || is_first {
        around.html.push_str(&before);
        around.html.push_str(&list_start(number));
    }
    around.html.push_str(html);
    around.parts_end = around.html.len();
    if is_stray {
        writer.report_stray("step", "steps", stray, place);
    }
}

fn list_start(number: usize) -> String {
    if number == 1 { "<ol>\n".to_owned() } else { format!("<ol start=\"{number}\">\n") }
}

pub(super) fn open_step(writer: &mut Writer<'_>, directive: &Directive) {
    let (number, level) = match writer.around() {
        Some(around) => {
            around.children += 1;
            (around.children, around.level)
        }
        None => (1, 0),
    };
    let level = if level == 0 { writer.next_level() } else { level };
    let wanted = match slugify(&directive.title) {
        slug if slug.is_empty() => format!("step-{number}"),
        slug => slug,
    };
    let wanted = directive.text("id").or_else(|| directive.text("name")).map_or(wanted, str::to_owned);
    let id = writer.claim_id(&wanted);
    writer.add_anchor(id.clone(), directive.title.clone(), false);
    let frame = writer.frame();
    frame.id = id;
    frame.level = level;
    frame.children = number;
}

pub(super) fn close_step(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let (id, number, level) = (escaped(&frame.id), frame.children, frame.level.clamp(2, 6));
    let optional = directive.flag("optional");
    let class = match (optional, classes(directive).trim()) {
        (false, "") => String::new(),
        (false, classes) => format!(" class=\"{classes}\""),
        (true, "") => " class=\"step-optional\"".to_owned(),
        (true, classes) => format!(" class=\"step-optional {classes}\""),
    };
    let mut html = format!(
        "<li id=\"{id}\"{class}><a class=\"step-marker\" href=\"#{id}\" aria-label=\"Step {number}\">{number}</a>\n"
    );
    if !directive.title.is_empty() {
        let title = title_html(writer, directive);
        html.push_str(&format!("<h{level} class=\"step-title\">{title}</h{level}>\n"));
    }
    let duration = option_html(writer, directive, "duration");
    if optional || duration.is_some() {
        html.push_str("<div class=\"step-metadata\">");
        if optional {
            html.push_str("<span class=\"step-badge step-badge-optional\">Optional</span>");
        }
        if let Some(duration) = duration {
            html.push_str(&format!("<span class=\"step-duration\">{duration}</span>"));
        }
        html.push_str("</div>\n");
    }
    if let Some(description) = option_html(writer, directive, "description") {
        html.push_str(&format!("<p class=\"step-description\">{description}</p>\n"));
    }
    html.push_str(&frame.html);
    html.push_str("</li>\n");
    let around = writer.frame();
    if around.name == "steps" && around.depth == frame.depth {
        push_step(writer, &html, number, &directive.place);
    } else {
        // By itself, or in a list inside of the procedure.
        writer.push(&format!("<div class=\"steps\">\n{}{html}</ol>\n</div>\n", list_start(number)));
    }
}
