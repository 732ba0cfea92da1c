//! Videos and sounds that are files of the site.

use super::{classes, id_attribute};
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::writer::{Frame, LinkUse, Writer};
use bengal_core::Diagnostic;

const TYPES: &[(&str, &str)] = &[
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("wav", "audio/wav"),
    ("flac", "audio/flac"),
    ("m4a", "audio/mp4"),
];

/// The attributes of the player: those that are on, and how much is loaded before.
fn attributes(directive: &Directive) -> String {
    let mut html = String::new();
    for (key, default) in [("controls", true), ("autoplay", false), ("loop", false), ("muted", false)] {
        if directive.flag_or(key, default) {
            html.push(' ');
            html.push_str(key);
        }
    }
    let preload = directive.text("preload").filter(|preload| matches!(*preload, "auto" | "none")).unwrap_or("metadata");
    html + &format!(" preload=\"{preload}\"")
}

fn source(writer: &mut Writer<'_>, directive: &Directive) -> String {
    if directive.title.is_empty() {
        let problem = Diagnostic::warning("missing-media", format!("directive `{}` names no file", directive.name));
        writer.problem(&directive.place, problem);
    }
    let url = writer.resolve(&directive.title, &directive.title_place, LinkUse::Image);
    let extension =
        directive.title.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase());
    let kind = TYPES.iter().find(|(known, _)| *known == extension);
    let kind = kind.map(|(_, kind)| format!(" type=\"{kind}\"")).unwrap_or_default();
    let name = escaped(directive.text("title").unwrap_or(&directive.title));
    let url = escaped(&url);
    format!("<source src=\"{url}\"{kind}><a href=\"{url}\">{name}</a>")
}

pub(super) fn close_video(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    let source = source(writer, directive);
    let poster = match directive.text("poster") {
        Some(poster) => {
            let url = writer.resolve(poster, &directive.place, LinkUse::Image);
            format!(" poster=\"{}\"", escaped(&url))
        }
        None => String::new(),
    };
    let aspect = escaped(directive.text("aspect").unwrap_or("16/9"));
    let width = directive.text("width").filter(|width| width.bytes().all(|byte| byte.is_ascii_digit()));
    let width = width.map(|width| format!(" width=\"{width}\"")).unwrap_or_default();
    let html = format!(
        "<figure class=\"video-embed self-hosted{}\"{id} data-aspect=\"{aspect}\"><video{}{poster}{width} playsinline>{source}</video>{}</figure>\n{}",
        classes(directive),
        attributes(directive),
        caption(directive),
        frame.html
    );
    writer.push(&html);
}

pub(super) fn close_audio(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    let source = source(writer, directive);
    let html = format!(
        "<figure class=\"audio-embed self-hosted{}\"{id}><audio{}>{source}</audio>{}</figure>\n{}",
        classes(directive),
        attributes(directive),
        caption(directive),
        frame.html
    );
    writer.push(&html);
}

fn caption(directive: &Directive) -> String {
    directive.text("title").map(|title| format!("<figcaption>{}</figcaption>", escaped(title))).unwrap_or_default()
}
