//! Lines of directives: openers, closers, options.

/// What a line that starts with three or more colons is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColonLine<'a> {
    /// `:::{name} title`
    Open { colons: usize, name: &'a str, title: &'a str },
    /// `:::`
    Close { colons: usize },
    /// `:::{/name}`
    NamedClose { name: &'a str },
    /// A line of another dialect that opens a block with plain colons at its end: `::: warning`
    ForeignOpen { colons: usize, name: &'a str },
    /// A line of another dialect that stands for itself: `::: moniker range="…"`, `:::row:::`
    Foreign { name: &'a str },
}

/// Blocks of another dialect whose ends have names of their own.
const FOREIGN_SINGLE: &[&str] = &["moniker", "row", "column", "zone", "code", "no-loc"];

/// Reads a line without its indentation and line end; `None` where it is ordinary text.
pub(super) fn colon_line(line: &str) -> Option<ColonLine<'_>> {
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    if colons < 3 {
        return None;
    }
    let rest = line[colons..].trim();
    if rest.is_empty() {
        return Some(ColonLine::Close { colons });
    }
    if let Some(braced) = rest.strip_prefix('{') {
        let (name, title) = braced.split_once('}')?;
        let name = name.trim();
        return match name.strip_prefix('/') {
            Some(name) => Some(ColonLine::NamedClose { name: name.trim() }),
            None if is_name(name) => Some(ColonLine::Open { colons, name, title: title.trim() }),
            None => None,
        };
    }
    let name_len = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
    let name = &rest[..name_len];
    if !is_name(name) || name == "image" {
        return None;
    }
    let base = name.strip_suffix("-end").unwrap_or(name);
    if FOREIGN_SINGLE.contains(&base) || name.ends_with("-end") || rest.ends_with(":::") {
        return Some(ColonLine::Foreign { name });
    }
    Some(ColonLine::ForeignOpen { colons, name })
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
}

/// Where `part`, a slice of `whole`, starts in it.
pub(super) fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

/// Reads `:key: value` from a line without its indentation: the key, and the value trimmed.
pub(super) fn option_line(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix(':')?;
    let (key, value) = rest.split_once(':')?;
    let fits = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && (value.is_empty() || value.starts_with([' ', '\t']));
    fits.then(|| (key, value.trim()))
}

/// An open code fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    byte: u8,
    len: usize,
}

impl Fence {
    /// The fence that a line, without its indentation, opens (CommonMark 0.31.2, section 4.5).
    pub(super) fn open(line: &str) -> Option<Self> {
        let byte = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let len = line.bytes().take_while(|other| *other == byte).count();
        let fits = len >= 3 && (byte == b'~' || !line[len..].contains('`'));
        fits.then_some(Self { byte, len })
    }

    /// Whether a line, without its indentation, closes this fence.
    pub(super) fn is_closed_by(self, line: &str) -> bool {
        let len = line.bytes().take_while(|byte| *byte == self.byte).count();
        len >= self.len && line[len..].trim().is_empty()
    }

    /// The text that closes it.
    pub(super) fn closer(self) -> String {
        char::from(self.byte).to_string().repeat(self.len)
    }
}

/// The end of a raw HTML block that a line, without its indentation, starts and does not end
/// (CommonMark 0.31.2, section 4.6, kinds 1 and 2).
pub(super) fn raw_html_end(line: &str) -> Option<&'static str> {
    const KINDS: &[(&str, &str)] = &[
        ("<!--", "-->"),
        ("<pre", "</pre>"),
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("<textarea", "</textarea>"),
    ];
    let (start, end) = KINDS.iter().find(|(start, _)| {
        line.get(..start.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(start))
            && (*start == "<!--" || line[start.len()..].is_empty() || line[start.len()..].starts_with([' ', '\t', '>']))
    })?;
    (!contains_ignoring_case(&line[start.len()..], end)).then_some(*end)
}

/// Whether `text` contains the ASCII text `what` in any case.
pub(super) fn contains_ignoring_case(text: &str, what: &str) -> bool {
    text.as_bytes().windows(what.len()).any(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}

/// The width of a list marker with the white space behind it, where a line without its indentation starts with one.
pub(super) fn list_marker(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let marker = match bytes.first()? {
        b'-' | b'+' | b'*' => 1,
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')'))).then_some(digits + 1)?
        }
        _ => return None,
    };
    let spaces = bytes[marker..].iter().take_while(|byte| **byte == b' ').count();
    match (spaces, bytes.len() - marker - spaces) {
        (_, 0) => Some(marker + 1),
        (0, _) => None,
        (1..=4, _) => Some(marker + spaces),
        _ => Some(marker + 1),
    }
}

/// The width of white space, with tab stops of 4.
pub(super) fn columns(space: &str) -> usize {
    space.bytes().fold(0, |column, byte| if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// The line without up to `strip` columns of white space at its start.
fn strip_columns(line: &str, strip: usize) -> &str {
    let mut column = 0;
    for (at, byte) in line.bytes().enumerate() {
        column = match byte {
            _ if column >= strip => return &line[at..],
            b' ' => column + 1,
            b'\t' => column / 4 * 4 + 4,
            _ => return &line[at..],
        };
    }
    if column > 0 && line.trim().is_empty() { "" } else { line }
}

/// A line without what stands before the content of the quotes around it, and of the directives, whose lines lose `strip` columns.
///
/// `quotes` has for each quote, outermost first, the columns lost by the directives around that.
pub(super) fn unquote<'a>(line: &'a str, quotes: &[usize], strip: usize) -> &'a str {
    let mut line = line;
    let mut lost = 0;
    for quote in quotes {
        line = strip_columns(line, quote.saturating_sub(lost)).trim_start_matches([' ', '\t']);
        lost = *quote;
        let Some(inner) = line.strip_prefix('>') else { return line };
        line = inner.strip_prefix(' ').unwrap_or(inner);
    }
    strip_columns(line, strip.saturating_sub(lost))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colon_lines() {
        use ColonLine::*;
        let cases = [
            ("::: text", Some(ForeignOpen { colons: 3, name: "text" })),
            (":::{note} A title ", Some(Open { colons: 3, name: "note", title: "A title" })),
            ("::::{tab-set}", Some(Open { colons: 4, name: "tab-set", title: "" })),
            (":::", Some(Close { colons: 3 })),
            (":::{/note}", Some(NamedClose { name: "note" })),
            ("::", None),
            (":::{note", None),
            ("::: moniker range=\">=msvc-160\"", Some(Foreign { name: "moniker" })),
            (":::moniker-end", Some(Foreign { name: "moniker-end" })),
            (":::column span=\"\":::", Some(Foreign { name: "column" })),
            (":::image source=\"a.png\":::", None),
        ];
        for (line, expected) in cases {
            assert_eq!(colon_line(line), expected, "{line}");
        }
    }

    #[test]
    fn option_lines() {
        assert_eq!(option_line(":columns: 2 3 "), Some(("columns", "2 3")));
        assert_eq!(option_line(":open:"), Some(("open", "")));
        assert_eq!(option_line(":a:b"), None);
        assert_eq!(option_line(": a: b"), None);
    }

    #[test]
    fn fences() {
        let fence = Fence::open("```rust").unwrap();
        assert!(fence.is_closed_by("````  "));
        assert!(!fence.is_closed_by("``` x"));
        assert_eq!(Fence::open("```a`b"), None);
        assert!(Fence::open("~~~a`b").is_some());
    }

    #[test]
    fn list_markers() {
        let cases = [
            ("- a", Some(2)),
            ("-a", None),
            ("10) a", Some(4)),
            ("-", Some(2)),
            ("-      code", Some(2)),
            ("1.   a", Some(5)),
        ];
        for (line, expected) in cases {
            assert_eq!(list_marker(line), expected, "{line}");
        }
    }

    #[test]
    fn raw_html() {
        assert_eq!(raw_html_end("<!-- a"), Some("-->"));
        assert_eq!(raw_html_end("<!-- a -->"), None);
        assert_eq!(raw_html_end("<PRE class=x>"), Some("</pre>"));
        assert_eq!(raw_html_end("<prefix>"), None);
    }
}
