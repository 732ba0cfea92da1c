//! Code blocks: fences with their attributes.

use super::{Purpose, Writer};
use crate::escape;
use crate::markdown::directives::tabs;
use pulldown_cmark::CodeBlockKind;
use std::fmt::Write as _;

/// A code block that is being collected.
#[derive(Debug)]
pub(super) struct CodeBlock {
    info: String,
    pub(super) text: String,
}

/// What a fence says behind its back-ticks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::markdown) struct CodeOptions {
    /// The language, as written; empty where there is none.
    pub(in crate::markdown) language: String,
    pub(in crate::markdown) title: Option<String>,
    /// A bare word behind the language: the label of a tab.
    pub(in crate::markdown) label: Option<String>,
    /// Lines to highlight, from 1, as ranges with both ends included.
    pub(in crate::markdown) highlighted: Vec<(usize, usize)>,
    /// The number of the first line, where lines are numbered.
    pub(in crate::markdown) first_number: Option<usize>,
    /// Whether lines that start with `+` and `-` are changes.
    pub(in crate::markdown) diff: bool,
}

impl CodeOptions {
    /// Reads an info string: `python title="a.py" {1,3-5} linenos`, `js client.js {3}`, `py {linenos=true, hl_lines="2"}`.
    pub(in crate::markdown) fn parse(info: &str) -> Self {
        let mut options = Self::default();
        let mut rest = info.trim();
        let language_end = rest.find([' ', '\t', '{', ',']).unwrap_or(rest.len());
        options.language = rest[..language_end].trim_start_matches('.').to_owned();
        rest = &rest[language_end..];
        let mut number_lines = false;
        let mut first = 1;
        while let Some((word, value, after)) = next_attribute(rest) {
            rest = after;
            match (word, value) {
                ("", Some(ranges)) => options.highlighted.extend(line_ranges(ranges)),
                ("hl_lines" | "hl-lines" | "highlight" | "emphasize-lines", Some(ranges)) => {
                    options.highlighted.extend(line_ranges(ranges));
                }
                ("title" | "filename" | "caption" | "name", Some(title)) => options.title = Some(title.to_owned()),
                ("linenos" | "linenums" | "lineNumbers" | "showLineNumbers", value) => {
                    number_lines = value.is_none_or(|value| !matches!(value, "false" | "0"));
                    if let Some(start) = value.and_then(|value| value.parse().ok()).filter(|start| *start > 0) {
                        first = start;
                    }
                }
                ("linenostart" | "start", Some(start)) => first = start.parse().unwrap_or(1),
                ("diff", _) => options.diff = true,
                // A bare name with a dot in it, or one that ends the line, is a file's name: ```` ```python main.py ````.
                (word, None) if options.title.is_none() && word.contains('.') => options.title = Some(word.to_owned()),
                (word, None) if options.label.is_none() => options.label = Some(word.to_owned()),
                _ => {}
            }
        }
        options.first_number = number_lines.then_some(first);
        options
    }
}

/// The first attribute of an info string: its key (empty for a list of lines), its value, and what follows.
fn next_attribute(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let text = text.trim_start_matches([' ', '\t', ',', '{', '}']);
    if text.is_empty() {
        return None;
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '-' | ' '))).unwrap_or(text.len());
        return Some(("", Some(&text[..end]), &text[end..]));
    }
    let key_end = text.find([' ', '\t', '=', ',', '{', '}']).unwrap_or(text.len());
    let (key, rest) = text.split_at(key_end);
    let Some(value) = rest.strip_prefix('=') else { return Some((key, None, rest.get(..).unwrap_or_default())) };
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = &value[1..];
        let end = inner.find(quote).unwrap_or(inner.len());
        return Some((key, Some(&inner[..end]), inner.get(end + 1..).unwrap_or_default()));
    }
    let end = value.find([' ', '\t', ',', '}']).unwrap_or(value.len());
    Some((key, Some(&value[..end]), &value[end..]))
}

/// Reads `1,3-5` (or with spaces).
pub(in crate::markdown) fn line_ranges(text: &str) -> Vec<(usize, usize)> {
    text.split([',', ' '])
        .filter_map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
        })
        .collect()
}

impl Writer<'_> {
    pub(super) fn start_code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => crate::markdown::tokens::restore(info, &self.doc.tokens).into_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        self.code = Some(CodeBlock { info, text: String::new() });
    }

    pub(super) fn end_code_block(&mut self) {
        let Some(block) = self.code.take() else { return };
        self.depth = self.depth.saturating_sub(1);
        self.write_code(&CodeOptions::parse(&block.info), &block.text);
    }

    /// Writes code in its wrapper.
    pub(in crate::markdown) fn write_code(&mut self, options: &CodeOptions, code: &str) {
        if self.purpose == Purpose::Anchors {
            return;
        }
        if options.language.eq_ignore_ascii_case("mermaid") {
            self.has_diagrams = true;
            let html = format!("<pre class=\"mermaid\">{}</pre>\n", escape::escaped(code.trim_end()));
            return self.push(&html);
        }
        let code = code.trim_end_matches('\n');
        self.start_pane_of_fence(options);
        let html = self.markdown.highlighter.highlight(&options.language, code);
        let block = code_block(options, &html, code);
        self.push(&block);
    }

    /// In `code-tabs` each fence is a pane, except where a heading has just started one.
    fn start_pane_of_fence(&mut self, options: &CodeOptions) {
        let depth = self.depth;
        let frame = self.frame();
        if frame.name != "code-tabs" || frame.depth != depth {
            return;
        }
        let is_waiting = frame.html.trim().is_empty() && frame.panes.last().is_some_and(|pane| pane.html.is_empty());
        if !is_waiting {
            tabs::finish_pane(frame);
            frame.panes.push(tabs::pane_of_fence(options));
        }
    }
}

/// The whole block: chrome, lines, numbers.
fn code_block(options: &CodeOptions, html: &str, code: &str) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    out.push_str("<div class=\"code-block-wrapper\"");
    if !options.language.is_empty() {
        let _ = write!(out, " data-language=\"{}\"", escape::escaped(&options.language));
    }
    if let Some(title) = &options.title {
        let _ = write!(out, " data-title=\"{}\"", escape::escaped(title));
    }
    if options.first_number.is_some() {
        out.push_str(" data-linenos=\"true\"");
    }
    out.push('>');
    if let Some(title) = &options.title {
        let _ = write!(
            out,
            "<div class=\"code-block-chrome\"><span class=\"code-block-title\">{}</span><span class=\"code-block-language\">{}</span></div>",
            escape::escaped(title),
            escape::escaped(&options.language)
        );
    }
    out.push_str("<div class=\"code-block-body\"><pre tabindex=\"0\"><code");
    if !options.language.is_empty() {
        let _ = write!(out, " class=\"language-{}\"", escape::escaped(&options.language));
    }
    out.push('>');
    if options.highlighted.is_empty() && options.first_number.is_none() && !options.diff {
        out.push_str(html);
    } else {
        write_lines(&mut out, options, html, code);
    }
    out.push_str("\n</code></pre></div></div>\n");
    out
}

fn write_lines(out: &mut String, options: &CodeOptions, html: &str, code: &str) {
    let marked = marked_lines(&options.highlighted, code.lines().count());
    let count = html.split('\n').count();
    let mut sources = code.split('\n');
    for (at, line) in html.split('\n').enumerate() {
        let source = sources.next().unwrap_or_default();
        let change = match source.as_bytes().first().filter(|_| options.diff) {
            Some(b'+') => Some("diff-add"),
            Some(b'-') => Some("diff-del"),
            _ => None,
        };
        let class = match (marked.get(at).copied().unwrap_or(false), change) {
            (true, Some(change)) => Some(format!("hll {change}")),
            (true, None) => Some("hll".to_owned()),
            (false, change) => change.map(str::to_owned),
        };
        if let Some(class) = &class {
            let _ = write!(out, "<span class=\"{class}\">");
        }
        if let Some(first) = options.first_number {
            let _ = write!(out, "<span class=\"linenos\">{}</span>", first.saturating_add(at));
        }
        out.push_str(line);
        if at + 1 < count {
            out.push('\n');
        }
        if class.is_some() {
            out.push_str("</span>");
        }
    }
}

/// Which of `count` lines are in one of the ranges. Linear in both, however wide the ranges are.
fn marked_lines(ranges: &[(usize, usize)], count: usize) -> Vec<bool> {
    let mut changes = vec![0_i64; count + 1];
    for (first, last) in ranges {
        let first = first.saturating_sub(1).min(count);
        let last = (*last).min(count);
        if first < last {
            changes[first] += 1;
            changes[last] -= 1;
        }
    }
    let mut open = 0;
    changes
        .iter()
        .take(count)
        .map(|change| {
            open += change;
            open > 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_strings() {
        let cases = [
            ("python", "python", None, vec![], None),
            ("python title=\"a b.py\" {1,3-5} linenos", "python", Some("a b.py"), vec![(1, 1), (3, 5)], Some(1)),
            ("javascript client.js {3-4}", "javascript", Some("client.js"), vec![(3, 4)], None),
            ("python {hl_lines=\"2\"}", "python", None, vec![(2, 2)], None),
            ("python {linenos=true, linenostart=42}", "python", None, vec![], Some(42)),
            ("yaml {7-8,18-19,21-26}", "yaml", None, vec![(7, 8), (18, 19), (21, 26)], None),
            ("jsx live", "jsx", None, vec![], None),
            ("cpp.hint", "cpp.hint", None, vec![], None),
            ("{1}", "", None, vec![(1, 1)], None),
        ];
        for (info, language, title, highlighted, first_number) in cases {
            let expected = CodeOptions {
                language: language.into(),
                title: title.map(str::to_owned),
                label: (info == "jsx live").then(|| "live".to_owned()),
                highlighted,
                first_number,
                diff: false,
            };
            assert_eq!(CodeOptions::parse(info), expected, "{info}");
        }
        assert!(CodeOptions::parse("rust diff").diff);
    }

    #[test]
    fn wide_ranges_are_cheap() {
        assert_eq!(marked_lines(&[(2, usize::MAX), (0, 1)], 3), [true, true, true]);
        assert_eq!(marked_lines(&[(2, 2)], 3), [false, true, false]);
    }

    #[test]
    fn lines_have_numbers_and_marks() {
        let options =
            CodeOptions { highlighted: vec![(2, 2)], first_number: Some(9), diff: true, ..CodeOptions::default() };
        let block = code_block(&options, "a\n+b", "a\n+b");
        assert!(block.contains(
            "<span class=\"linenos\">9</span>a\n<span class=\"hll diff-add\"><span class=\"linenos\">10</span>+b</span>\n"
        ), "{block}");
    }
}
