//! Roles: `` {kbd}`Ctrl` `` and the like.

use super::references;
use super::source::Place;
use super::writer::Writer;
use crate::{escape, icons};
use bengal_core::Diagnostic;

/// The names of roles, for suggestions. `bdg-…` is a family.
const NAMES: &[&str] = &["abbr", "badge", "bdg", "doc", "icon", "svg-icon", "kbd", "math", "ref", "sub", "sup"];

/// The name of a role at the end of a text, and what is before it.
pub(super) fn at_end(text: &str) -> Option<(&str, &str)> {
    let (before, name) = text.strip_suffix('}')?.rsplit_once('{')?;
    let fits = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (fits && !before.ends_with('{')).then_some((before, name))
}

/// Writes a role with its content.
pub(super) fn write(writer: &mut Writer<'_>, role: &str, content: &str, place: &Place) {
    let text = escape::escaped(content);
    match role {
        "kbd" => {
            let html = content
                .split('+')
                .map(|key| format!("<kbd>{}</kbd>", escape::escaped(key.trim())))
                .collect::<Vec<_>>()
                .join("+");
            writer.inline_html(&html, content);
        }
        "sub" | "sup" => writer.inline_html(&format!("<{role}>{text}</{role}>"), content),
        "math" => writer.write_math(content),
        "abbr" => match content.rsplit_once('(') {
            Some((short, long)) if long.ends_with(')') => {
                let (short, long) = (short.trim(), long.trim_end_matches(')'));
                let html = format!("<abbr title=\"{}\">{}</abbr>", escape::escaped(long), escape::escaped(short));
                writer.inline_html(&html, short);
            }
            _ => writer.inline_html(&format!("<abbr>{text}</abbr>"), content),
        },
        "icon" | "svg-icon" => icon(writer, content, place),
        "doc" | "ref" => {
            // `Text <target>` or the target alone.
            let (text, target) = match content.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
                Some((text, target)) => (Some(text.trim()), target.trim()),
                None => (None, content.trim()),
            };
            // A plain name that is no page is a target or a heading, of this page first.
            let is_name = !target.contains(['/', '#', '!', ':', '|']);
            let is_anchor = role == "ref" && is_name && references::find_page(writer.markdown, target).is_none();
            let mark = if is_anchor { "#" } else { "" };
            let inner = match text {
                Some(text) => format!("{mark}{target}|{text}"),
                None => format!("{mark}{target}"),
            };
            references::write(writer, &inner, place);
        }
        _ => match role.strip_prefix("bdg") {
            Some(kind) if kind.is_empty() || kind.starts_with('-') => {
                let kind = kind.trim_start_matches('-').trim_end_matches("-line");
                let kind = if kind.is_empty() { "secondary" } else { kind };
                let html = format!("<span class=\"badge badge-{}\">{text}</span>", escape::escaped(kind));
                writer.inline_html(&html, content);
            }
            _ if role == "badge" => {
                writer.inline_html(&format!("<span class=\"badge badge-secondary\">{text}</span>"), content);
            }
            _ => {
                let nearest = writer.report.nearest(role, NAMES);
                let problem = Diagnostic::warning("unknown-role", format!("unknown role `{role}`"));
                writer.problem(place, problem.did_you_mean(nearest.as_deref()));
                writer.inline_html(&format!("<span class=\"role role-{role}\">{text}</span>"), content);
            }
        },
    }
}

/// Writes `name`, `name:size` or `name:size:class`.
fn icon(writer: &mut Writer<'_>, content: &str, place: &Place) {
    let mut parts = content.split(':').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let size = parts.next().and_then(|size| size.parse::<u16>().ok()).unwrap_or(icons::DEFAULT_SIZE);
    let class = parts.next().unwrap_or_default();
    let html = html_of_icon(writer, name, size, class, place);
    writer.inline_html(&html, "");
}

/// The SVG of an icon; nothing, with a warning once a page, where there is none of this name.
pub(super) fn html_of_icon(writer: &mut Writer<'_>, name: &str, size: u16, class: &str, place: &Place) -> String {
    if let Some(svg) = icons::svg(name, size, class) {
        return svg;
    }
    if writer.report.first(format!("icon:{name}")) {
        let nearest = writer.report.nearest(name, icons::names());
        let problem = Diagnostic::warning("unknown-icon", format!("there is no icon `{name}`"));
        writer.problem(place, problem.did_you_mean(nearest.as_deref()));
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_end() {
        assert_eq!(at_end("press {kbd}"), Some(("press ", "kbd")));
        assert_eq!(at_end("{bdg-primary}"), Some(("", "bdg-primary")));
        assert_eq!(at_end("{{name}"), None);
        assert_eq!(at_end("{a b}"), None);
        assert_eq!(at_end("kbd}"), None);
    }
}
