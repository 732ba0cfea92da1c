//! Text of other files: as Markdown it is put in before rendering, as code it is shown here.

use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::include;
use crate::markdown::report::Problem;
use crate::markdown::writer::{CodeOptions, Frame, Writer, line_ranges};

/// Never has a mark: the block structure pass puts the text in its place.
pub(super) fn close_include(writer: &mut Writer<'_>, _directive: &Directive, frame: &mut Frame) {
    writer.push(&frame.html);
}

/// The languages of files by their extensions, where the extension is no name of the language.
const LANGUAGES: &[(&str, &str)] =
    &[("rs", "rust"), ("jinja", "jinja2"), ("lock", "toml"), ("cfg", "ini"), ("txt", "text")];

pub(super) fn close_literal(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    if writer.resolves() {
        match read(writer, directive) {
            Ok((_, code)) if !writer.may_borrow(code.len(), &directive.place) => {}
            Ok((options, code)) => {
                if let Some(caption) = directive.text("caption") {
                    let start =
                        format!("<figure class=\"literalinclude\"><figcaption>{}</figcaption>\n", escaped(caption));
                    writer.push(&start);
                }
                writer.write_code(&options, &code);
                if directive.text("caption").is_some() {
                    writer.push("</figure>\n");
                }
            }
            Err(problem) => writer.problem(&directive.title_place, *problem),
        }
    }
    writer.push(&frame.html);
}

fn read(writer: &mut Writer<'_>, directive: &Directive) -> Result<(CodeOptions, String), Problem> {
    let written =
        if directive.title.is_empty() { directive.text("file").unwrap_or_default() } else { &directive.title };
    let path = include::find_for(writer, directive, written)?;
    let text = include::read(&writer.markdown.files, &path)?;
    let (start, end) = include::line_range(directive, &text)?;
    let mut code = text.get(start..end).unwrap_or_default().to_owned();
    if let Some(lines) = directive.text("lines") {
        let ranges = line_ranges(lines);
        let wanted = |number: usize| ranges.iter().take(100).any(|(first, last)| (*first..=*last).contains(&number));
        code = code.split_inclusive('\n').enumerate().filter(|(at, _)| wanted(at + 1)).map(|(_, line)| line).collect();
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let by_extension =
        LANGUAGES.iter().find(|(known, _)| *known == extension).map_or(extension, |(_, language)| language);
    let mut options = CodeOptions {
        language: directive.text("language").unwrap_or(by_extension).to_owned(),
        ..CodeOptions::default()
    };
    options.highlighted = directive.text("emphasize_lines").map(line_ranges).unwrap_or_default();
    if directive.flag("linenos") {
        let first = directive.text("start_line").and_then(|line| line.parse().ok()).unwrap_or(1);
        options.first_number = Some(first);
    }
    Ok((options, code))
}
