//! Where the front matter of a text is.

use crate::syntax::Format;
use std::ops::Range;

/// The front matter at the start of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// There is none.
    None,
    /// Between two lines of `---` or `+++`.
    Fenced {
        /// By the fence.
        format: Format,
        /// What is between the fences.
        content: Range<usize>,
        /// Behind the closing fence.
        body_start: usize,
    },
    /// The closing fence is missing.
    Unterminated {
        /// The opening fence with its line end.
        opening: Range<usize>,
        /// The fence.
        fence: &'static str,
    },
    /// A JSON object, which ends itself.
    Json {
        /// Where it starts.
        start: usize,
    },
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The length of the byte order mark at the start of a text, 0 where there is none.
pub(super) fn skip_mark(source: &str) -> usize {
    if source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
}

/// Finds the front matter. A fence is a line of its own; spaces may follow it. A YAML block may also end with `...`.
///
/// A text may start with a thematic break instead: a line `---` with a blank line behind it and no line that looks like a key
/// before the next fence. With text right behind `---` it is front matter, if broken: better an error than a draft published.
pub(super) fn find(source: &str) -> Block {
    let start = skip_mark(source);
    let first_end = line_end(source, start);
    let (format, fence) = match source[start..first_end].trim_end() {
        "---" => (Format::Yaml, "---"),
        "+++" => (Format::Toml, "+++"),
        "{" => return Block::Json { start },
        first if first.starts_with("{\"") || first.starts_with("{ \"") => return Block::Json { start },
        _ => return Block::None,
    };
    let content_start = first_end;
    let mut at = content_start;
    while at < source.len() {
        let next = line_end(source, at);
        let line = source[at..next].trim_end();
        if line == fence || (format == Format::Yaml && line == "...") {
            if format == Format::Yaml && is_between_rules(&source[content_start..at]) {
                return Block::None;
            }
            return Block::Fenced { format, content: content_start..at, body_start: next };
        }
        at = next;
    }
    match format {
        // A thematic break at the start of a page without front matter: nothing that looks like a key follows it.
        Format::Yaml if !looks_like_keys(&source[content_start..]) => Block::None,
        _ => Block::Unterminated { opening: start..first_end, fence },
    }
}

/// The end of the line that holds `at`, line end included.
fn line_end(source: &str, at: usize) -> usize {
    source[at..].find('\n').map_or(source.len(), |newline| at + newline + 1)
}

/// Behind the rest of the line at `at`, if that is blank; `at` itself otherwise.
pub(super) fn after_line_end(source: &str, at: usize) -> usize {
    let end = line_end(source, at);
    if source[at..end].trim().is_empty() { end } else { at }
}

/// Whether this is Markdown between two thematic breaks, and no YAML.
fn is_between_rules(text: &str) -> bool {
    let starts_blank = text.lines().next().is_some_and(|line| line.trim().is_empty());
    starts_blank
        && !text.trim().is_empty()
        && !text.lines().any(|line| is_key(line.trim_start()) || line.trim_start().starts_with('{'))
}

fn looks_like_keys(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_key)
}

fn is_key(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    !key.is_empty() && key.chars().all(plain) && (rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
}
