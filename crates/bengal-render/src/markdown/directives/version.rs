//! Since which version something is there, was changed, or should not be used any more.

use super::classes;
use crate::escape::escaped;
use crate::icons;
use crate::markdown::directive::Directive;
use crate::markdown::writer::{Frame, Writer};

pub(super) fn close(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let (words, icon) = match frame.name {
        "since" => ("New in", "sparkle"),
        "changed" => ("Changed in", "arrow-clockwise"),
        _ => ("Deprecated since", "alert"),
    };
    let version = directive.text("version").unwrap_or(&directive.title);
    let words = match (version, frame.name) {
        ("", "since") => "New".to_owned(),
        ("", "changed") => "Changed".to_owned(),
        ("", _) => "Deprecated".to_owned(),
        (version, _) => format!("{words} {}", escaped(version)),
    };
    let svg = icons::svg(icon, 14, "").unwrap_or_default();
    let (kind, classes) = (frame.name, classes(directive));
    let badge = format!("<span class=\"version-badge version-badge-{kind}{classes}\">{svg}<span>{words}</span></span>");
    let body = frame.html.trim();
    let html = match body {
        "" => format!("<p>{badge}</p>\n"),
        body => format!(
            "<div class=\"version-directive version-{kind}\">\n<div class=\"version-header\">{badge}</div>\n<div class=\"version-content\">{body}</div>\n</div>\n"
        ),
    };
    writer.push(&html);
}
