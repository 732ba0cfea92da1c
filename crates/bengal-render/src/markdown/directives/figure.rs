//! Pictures with captions.

use super::{classes, id_attribute, option_html};
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::writer::{FOREIGN, Frame, ImageTag, LinkUse, Writer};
use bengal_core::Diagnostic;

pub(super) fn close_figure(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    let mut class = "figure".to_owned();
    if let Some(align) = directive.text("align") {
        class.push_str(&format!(" align-{}", escaped(align)));
    }
    class.push_str(&classes(directive));
    let mut html = format!("<figure class=\"{class}\"{id}>");
    if directive.title.is_empty() {
        // The picture is in the body.
        if frame.images == 0 {
            let problem = Diagnostic::warning("missing-image", "the figure names no image");
            writer.problem(&directive.place, problem.hint("write `:::{figure} path/to/image.png`"));
            if frame.html.trim().is_empty() && directive.text("caption").is_none() {
                return;
            }
        }
    } else {
        let src = writer.resolve(&directive.title, &directive.title_place, LinkUse::Image);
        let alt = escaped(directive.option("alt").unwrap_or_default());
        let loading = escaped(directive.text("loading").unwrap_or("lazy"));
        let size = size(writer, directive);
        let attributes = format!(" alt=\"{alt}\" loading=\"{loading}\"{size}");
        let tag = ImageTag { url: &src, attributes: &attributes, has_size: !size.is_empty() };
        let mut image = writer.image_html(&tag, &directive.title_place);
        if let Some(link) = directive.text("link") {
            let url = writer.resolve(link, &directive.place, LinkUse::Page);
            let attributes = match directive.text("target") {
                _ if writer.is_foreign(&url) => FOREIGN.to_owned(),
                Some(target) => format!(" target=\"{}\" rel=\"noopener\"", escaped(target)),
                None => String::new(),
            };
            image = format!("<a href=\"{}\"{attributes}>{image}</a>", escaped(&url));
        }
        html.push_str(&image);
    }
    let body = frame.html.trim();
    match option_html(writer, directive, "caption") {
        Some(caption) => html.push_str(&format!("{body}<figcaption>{caption}</figcaption>")),
        None if body.is_empty() => {}
        None if directive.title.is_empty() => html.push_str(body),
        None => html.push_str(&format!("<figcaption>{body}</figcaption>")),
    }
    html.push_str("</figure>\n");
    writer.push(&html);
}

/// Width and height: numbers as attributes, other sizes as a style.
fn size(writer: &mut Writer<'_>, directive: &Directive) -> String {
    let mut attributes = String::new();
    let mut style = String::new();
    for key in ["width", "height"] {
        let Some(option) = directive.options.iter().rev().find(|option| option.key == key && !option.value.is_empty())
        else {
            continue;
        };
        let value = option.value.as_str();
        let number = value.strip_suffix("px").unwrap_or(value);
        if number.bytes().all(|byte| byte.is_ascii_digit()) {
            attributes.push_str(&format!(" {key}=\"{number}\""));
        } else if value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'%' | b'.')) {
            style.push_str(&format!("{key}: {value};"));
        } else {
            let problem = Diagnostic::warning("bad-directive-option", format!("`{key}` can not be `{value}`"));
            writer.problem(&option.value_place, problem.hint("write a number of pixels, or a number with a CSS unit"));
        }
    }
    if style.is_empty() { attributes } else { format!("{attributes} style=\"{style}\"") }
}

pub(super) fn close_gallery(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let (classes, id) = (classes(directive), id_attribute(writer, directive));
    let columns = escaped(directive.text("columns").unwrap_or("3"));
    let gap = escaped(directive.text("gap").unwrap_or("1rem"));
    let ratio = escaped(directive.text("aspect_ratio").unwrap_or("4/3"));
    let html = format!(
        "<div class=\"gallery{classes}\"{id} data-columns=\"{columns}\" data-gap=\"{gap}\" data-aspect-ratio=\"{ratio}\">\n{}</div>\n",
        frame.html
    );
    writer.push(&html);
}
