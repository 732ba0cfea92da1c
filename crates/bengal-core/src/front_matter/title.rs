//! Titles for pages that do not state one.

use super::inline::plain_text;
use crate::date::Date;

/// What a file name says of its page.
#[derive(Clone, Debug, PartialEq)]
pub struct FileTitle {
    /// The name as a title: words with capitals.
    pub title: String,
    /// The date before it, as in `2026-01-02-news.md`.
    pub date: Option<Date>,
}

/// The title and date in a file's or folder's name (without extension).
///
/// ```
/// use bengal_core::front_matter::title_from_name;
/// assert_eq!(title_from_name("get-started").title, "Get Started");
/// assert_eq!(title_from_name("2026-01-02-first_news").title, "First News");
/// ```
pub fn title_from_name(name: &str) -> FileTitle {
    let (date, rest) = split_date(name);
    let words: Vec<String> = rest.split(['-', '_', ' ']).filter(|word| !word.is_empty()).map(capitalized).collect();
    let title = if words.is_empty() { name.to_owned() } else { words.join(" ") };
    FileTitle { title, date }
}

fn split_date(name: &str) -> (Option<Date>, &str) {
    let Some((prefix, rest)) = name.split_at_checked(10) else { return (None, name) };
    let dated = prefix.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    match Date::parse(prefix).filter(|_| dated && (rest.is_empty() || rest.starts_with(['-', '_', ' ']))) {
        Some(date) => (Some(date), rest),
        None => (None, name),
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The first heading of level 1 in a Markdown body without its markup; or a heading of any level that the body starts with.
///
/// A light scan, linear in the body: it knows fences, comments and both forms of headings (CommonMark 0.31 §4.2, §4.3),
/// not block quotes and lists.
///
/// ```
/// use bengal_core::front_matter::title_from_body;
/// assert_eq!(title_from_body("Text\n\n# The *first* `one` {#id}\n").as_deref(), Some("The first one"));
/// assert_eq!(title_from_body("Title\n=====\n").as_deref(), Some("Title"));
/// assert_eq!(title_from_body("```\n# no\n```\n"), None);
/// ```
pub fn title_from_body(body: &str) -> Option<String> {
    let mut fence: Option<(u8, usize)> = None;
    let mut comment = false;
    let mut paragraph: Option<usize> = None;
    let mut first = true;
    let mut next_line = 0;
    for line in body.split_inclusive('\n') {
        let at = next_line;
        next_line += line.len();
        let text = line.trim();
        if comment {
            comment = !text.contains("-->");
            continue;
        }
        if let Some((byte, len)) = fence {
            if run(text, byte) >= len && text.bytes().all(|b| b == byte) {
                fence = None;
            }
            continue;
        }
        if text.is_empty() {
            paragraph = None;
            continue;
        }
        let indented = line.starts_with('\t') || line.starts_with("    ");
        if !indented {
            if let Some((level, heading)) = atx(text)
                && (level == 1 || first)
            {
                return plain_text(heading, body);
            }
            if let Some(start) = paragraph.filter(|_| text.bytes().all(|b| b == b'=')) {
                return plain_text(body[start..at].trim(), body);
            }
            if text.starts_with("<!--") {
                comment = !text.contains("-->");
                continue;
            }
            fence = [b'`', b'~'].into_iter().map(|byte| (byte, run(text, byte))).find(|(_, len)| *len >= 3);
        }
        paragraph = match paragraph {
            _ if fence.is_some() || text.starts_with(['#', '>', '|', ':']) => None,
            None if indented => None,
            start => start.or(Some(at)),
        };
        first = false;
    }
    None
}

fn run(text: &str, byte: u8) -> usize {
    text.bytes().take_while(|b| *b == byte).count()
}

/// Level and text of an ATX heading.
fn atx(text: &str) -> Option<(usize, &str)> {
    let level = run(text, b'#');
    let rest = &text[level..];
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let rest = rest.trim();
    let closed = rest.trim_end_matches('#');
    Some((level, if closed.is_empty() || closed.ends_with([' ', '\t']) { closed.trim() } else { rest }))
}
