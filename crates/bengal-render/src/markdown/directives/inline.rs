//! Small directives: labels, targets, containers, buttons, badges, icons.

use super::{classes, icon_html, id_attribute, option_html, title_html};
use crate::escape::escaped;
use crate::icons;
use crate::markdown::directive::Directive;
use crate::markdown::references;
use crate::markdown::roles;
use crate::markdown::writer::{FOREIGN, Frame, LinkUse, Writer};
use bengal_core::{Diagnostic, url};

pub(super) fn close_example_label(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let (classes, id) = (classes(directive), id_attribute(writer, directive));
    let title = title_html(writer, directive);
    let prefix = match directive.option("prefix") {
        _ if directive.flag("no_prefix") => String::new(),
        Some(prefix) => escaped(prefix.trim_end_matches(':')),
        None => "Example".to_owned(),
    };
    let prefix = match (prefix.as_str(), title.is_empty()) {
        ("", _) => String::new(),
        (prefix, true) => format!("<span class=\"example-label-prefix\">{prefix}</span>"),
        (prefix, false) => format!("<span class=\"example-label-prefix\">{prefix}:</span> "),
    };
    let html = format!(
        "<p class=\"example-label{classes}\" role=\"heading\" aria-level=\"6\"{id}>{prefix}{title}</p>\n{}",
        frame.html
    );
    writer.push(&html);
}

/// `:::{container} class another`
pub(super) fn close_container(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    let all = format!("{}{}", escaped(&directive.title), classes(directive));
    let class = match all.trim() {
        "" => String::new(),
        class => format!(" class=\"{class}\""),
    };
    let html = format!("<div{class}{id}>\n{}</div>\n", frame.html);
    writer.push(&html);
}

pub(super) fn close_target(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let wanted = directive.text("id").unwrap_or(&directive.title);
    if wanted.is_empty() || wanted.contains(char::is_whitespace) {
        let problem = Diagnostic::warning("bad-target", "a target needs an id without white space");
        writer.problem(&directive.place, problem);
    } else {
        let id = writer.claim_id(wanted);
        let html = format!("<span class=\"target-anchor\" id=\"{}\"></span>\n", escaped(&id));
        writer.add_anchor(id.clone(), id, true);
        writer.push(&html);
    }
    writer.push(&frame.html);
}

pub(super) fn close_rubric(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let (classes, id) = (classes(directive), id_attribute(writer, directive));
    let title = title_html(writer, directive);
    let html =
        format!("<div class=\"rubric{classes}\" role=\"heading\" aria-level=\"5\"{id}>{title}</div>\n{}", frame.html);
    writer.push(&html);
}

pub(super) fn close_badge(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let own = classes(directive);
    let class = match own.trim() {
        "" => "badge badge-secondary".to_owned(),
        class if class.split(' ').any(|class| class == "badge") => class.to_owned(),
        class => format!("badge {class}"),
    };
    let label = match option_html(writer, directive, "label") {
        Some(label) if directive.title.is_empty() => label,
        _ => title_html(writer, directive),
    };
    let html = format!("<span class=\"{class}\">{label}</span>\n{}", frame.html);
    writer.push(&html);
}

/// `:::{button} /url` with the label as its body or `:label:`, or `:::{button} Label` with `:link:`.
pub(super) fn close_button(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let (id, own) = (id_attribute(writer, directive), classes(directive));
    let link = directive.text("link").or_else(|| directive.text("url"));
    let target = link.unwrap_or(&directive.title).to_owned();
    if target.is_empty() {
        let problem = Diagnostic::warning("missing-link", "the button leads nowhere");
        writer.problem(&directive.place, problem.hint("write `:::{button} /path/`, or `:link: /path/` below it"));
    }
    let is_path = !(target.is_empty() || target.starts_with(['/', '#', '.']) || url::is_external(&target));
    let found = if is_path { references::find_page_url(writer, &target) } else { None };
    let href = match found {
        Some((_, url)) => {
            writer.check_fragment(&url, &directive.title_place);
            url
        }
        None => writer.resolve(&target, &directive.title_place, LinkUse::Page),
    };
    let body = frame.html.trim();
    let body = body.strip_prefix("<p>").and_then(|body| body.strip_suffix("</p>")).unwrap_or(body);
    let label = match option_html(writer, directive, "label") {
        Some(label) => label,
        None if !body.is_empty() && !body.contains("<p>") && !body.contains("<a ") => body.to_owned(),
        None if link.is_some() && !directive.title.is_empty() => title_html(writer, directive),
        None => "Button".to_owned(),
    };
    let mut class = format!("button button-{}", escaped(directive.text("color").unwrap_or("primary")));
    for (key, default) in [("style", "default"), ("size", "medium")] {
        let value = directive.text(key).filter(|value| *value != default && directive.text("color") != Some(*value));
        if let Some(value) = value.filter(|value| *value != "primary") {
            class.push_str(&format!(" button-{}", escaped(value)));
        }
    }
    class.push_str(&own);
    let attributes = match directive.text("target") {
        _ if writer.is_foreign(&href) => FOREIGN.to_owned(),
        Some(target) => format!(" target=\"{}\" rel=\"noopener\"", escaped(target)),
        None => String::new(),
    };
    let icon = icon_html(writer, directive, 18)
        .map(|svg| format!("<span class=\"button-icon\">{svg}</span>"))
        .unwrap_or_default();
    // A link without an address is a placeholder for one (WHATWG HTML, section 4.5.1).
    let href = if target.is_empty() { String::new() } else { format!(" href=\"{}\"", escaped(&href)) };
    let html = format!(
        "<p class=\"button-line\"><a class=\"{class}\"{id}{href}{attributes}>{icon}<span class=\"button-text\">{label}</span></a></p>\n"
    );
    writer.push(&html);
}

pub(super) fn close_icon(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let size = directive.text("size").and_then(|size| size.parse().ok()).unwrap_or(icons::DEFAULT_SIZE);
    let class = classes(directive);
    let svg = roles::html_of_icon(writer, &directive.title, size, class.trim(), &directive.place);
    let html = match directive.text("aria_label") {
        Some(label) if !svg.is_empty() => {
            format!("<span role=\"img\" aria-label=\"{}\">{svg}</span>\n", escaped(label))
        }
        _ => svg + "\n",
    };
    writer.push(html.trim_start_matches('\n'));
    writer.push(&frame.html);
}

pub(super) fn close_excerpt_break(writer: &mut Writer<'_>, _directive: &Directive, frame: &mut Frame) {
    writer.stop_excerpt();
    writer.push(&frame.html);
}
