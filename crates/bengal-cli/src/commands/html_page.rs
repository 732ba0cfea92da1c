//! The parts of reports that are one HTML document which loads nothing, light and dark.

use crate::terminal::size;
use std::fmt::{Display, Write};

/// So many rows of a list are written: a browser does not show a hundred thousand.
const ROWS: usize = 2000;

/// The columns of numbers.
const NUMBERS: [&str; 6] = ["size", "weight", "files", "the page itself", "pages", "assets"];

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; --accent: light-dark(#b5542d, #f0936a) }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1080px; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none }
.figures li { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .8rem }
.figures b { display: block; font-size: 1.25rem } .bad b { color: var(--accent) }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem .8rem; border: 1px solid var(--line); border-radius: 6px; position: sticky; top: .5rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere }
th.n { text-align: right } td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums } code { font-size: .92em } small { opacity: .75; display: block }
[hidden] { display: none }
";

/// A document up to its first heading, with more style of its own.
pub(super) fn begin(title: &str, style: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>{STYLE}{style}</style>\n<h1>{title}</h1>\n"
    )
}

/// The document with its script.
pub(super) fn end(mut html: String, script: &str) -> String {
    // Writing to a string does not fail.
    _ = writeln!(html, "<script>{script}</script>\n</html>");
    html
}

/// An entry of a list of the class `figures`.
pub(super) fn figure(number: impl Display, name: &str, bad: bool) -> String {
    let class = if bad { " class=\"bad\"" } else { "" };
    format!("<li{class}><b>{number}</b>{name}</li>\n")
}

/// A list with its heading; `rows` are table rows, of which there are `total`.
pub(super) fn list(html: &mut String, name: &str, head: &[&str], rows: impl Iterator<Item = String>, total: usize) {
    if total == 0 {
        _ = writeln!(html, "<section>\n<h2>{name} (0)</h2>\n<p>None.</p>\n</section>");
        return;
    }
    _ = writeln!(html, "<section data-list>\n<h2>{name} ({total}) <small data-count></small></h2>\n<table><thead><tr>");
    for column in head {
        let class = if NUMBERS.contains(column) { " class=\"n\"" } else { "" };
        _ = write!(html, "<th{class}>{column}</th>");
    }
    html.push_str("</tr></thead><tbody>\n");
    rows.take(ROWS).for_each(|row| html.push_str(&row));
    html.push_str("</tbody></table>\n");
    if total > ROWS {
        _ = writeln!(html, "<p>The first {ROWS} of {total} are listed; <code>--format json</code> has all.</p>");
    }
    html.push_str("</section>\n");
}

/// A path.
pub(super) fn code(path: &str) -> String {
    format!("<code>{}</code>", escape(path))
}

/// A size, with the exact number of bytes below it where that is rounded.
pub(super) fn exact_size(bytes: u64) -> String {
    let exact = if bytes < 1000 { String::new() } else { format!("<small>{} B</small>", grouped(bytes)) };
    format!("{}{exact}", size(bytes))
}

/// A number in groups of three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

/// Text as HTML text or in a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_exact() {
        assert_eq!(exact_size(999), "999 B");
        assert_eq!(exact_size(1000), "1.0 KB<small>1 000 B</small>");
        assert_eq!(exact_size(12_345_678), "12.3 MB<small>12 345 678 B</small>");
    }
}
