//! Comments, declarations and the text of elements that hold no markup.

use super::attributes;
use super::name_end;
use crate::text::is_whitespace;

/// The byte after the comment, doctype or bogus comment at `open` (`<!`, `<?` or `</` before no letter).
pub(crate) fn declaration_end(bytes: &[u8], open: usize) -> usize {
    if bytes[open..].starts_with(b"<!--") {
        return comment_end(bytes, open);
    }
    memchr::memchr(b'>', &bytes[open + 2..]).map_or(bytes.len(), |length| open + 2 + length + 1)
}

/// <https://html.spec.whatwg.org/multipage/parsing.html#comment-start-state>
fn comment_end(bytes: &[u8], open: usize) -> usize {
    let text = open + 4;
    for found in memchr::memchr_iter(b'>', &bytes[text..]) {
        let at = text + found;
        // `<!-->` and `<!--->` end at once: their dashes are those of the opening.
        let is_end = bytes[open + 2..at].ends_with(b"--") || bytes[text..at].ends_with(b"--!");
        if is_end {
            return at + 1;
        }
    }
    bytes.len()
}

/// The text of an element that holds no markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawText {
    /// The end of the text: its end tag, or the end of the page.
    pub(crate) end: usize,
    /// The byte after the end tag.
    pub(crate) after: usize,
    /// Whether there is a whole end tag.
    pub(crate) is_closed: bool,
}

impl RawText {
    /// Up to the end tag at `open`, with its name at `name`.
    fn closed(bytes: &[u8], open: usize, name: usize) -> Self {
        let end = attributes::walk(bytes, name_end(bytes, name), |_| {});
        Self { end: open, after: end.map_or(bytes.len(), |end| end.after), is_closed: end.is_some() }
    }

    /// Up to the end of the page.
    fn unclosed(bytes: &[u8]) -> Self {
        Self { end: bytes.len(), after: bytes.len(), is_closed: false }
    }
}

/// The text from `at` up to the end tag `name`: RAWTEXT and RCDATA states.
pub(crate) fn raw_text(bytes: &[u8], at: usize, name: &[u8]) -> RawText {
    for found in memchr::memchr_iter(b'<', &bytes[at..]) {
        let open = at + found;
        if bytes.get(open + 1) == Some(&b'/') && is_name(bytes, open + 2, name) {
            return RawText::closed(bytes, open, open + 2);
        }
    }
    RawText::unclosed(bytes)
}

/// The text of a `script` from `at`, with its escaped states:
/// <https://html.spec.whatwg.org/multipage/parsing.html#script-data-state>.
pub(crate) fn script_text(bytes: &[u8], at: usize) -> RawText {
    let mut escape = Escape::None;
    // `-->` ends an escape; its dashes may be those of `<!--`.
    let mut dashes_from = at;
    for found in memchr::memchr2_iter(b'<', b'>', &bytes[at..]) {
        let place = at + found;
        if bytes[place] == b'>' {
            if escape != Escape::None && bytes[dashes_from..place].ends_with(b"--") {
                escape = Escape::None;
            }
            continue;
        }
        match (escape, bytes.get(place + 1)) {
            (Escape::None, Some(b'!')) if bytes[place..].starts_with(b"<!--") => {
                escape = Escape::Single;
                dashes_from = place + 2;
            }
            (Escape::None | Escape::Single, Some(b'/')) if is_name(bytes, place + 2, b"script") => {
                return RawText::closed(bytes, place, place + 2);
            }
            (Escape::Single, Some(_)) if is_name(bytes, place + 1, b"script") => escape = Escape::Double,
            (Escape::Double, Some(b'/')) if is_name(bytes, place + 2, b"script") => escape = Escape::Single,
            _ => {}
        }
    }
    RawText::unclosed(bytes)
}

/// Whether the text of a script is in what looks like a comment, and in a `<script>` within it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    Single,
    Double,
}

/// Whether a whole tag name at `at` is this one.
fn is_name(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let end = at + name.len();
    bytes.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(name))
        && bytes.get(end).is_some_and(|&byte| is_whitespace(byte) || matches!(byte, b'/' | b'>'))
}

/// A CDATA section of foreign content.
#[derive(Clone, Debug)]
pub(crate) struct CdataSection {
    pub(crate) text: std::ops::Range<usize>,
    /// The byte after it.
    pub(crate) after: usize,
}

/// The section that begins with `<![CDATA[` at `open`.
pub(crate) fn cdata_section(bytes: &[u8], open: usize) -> CdataSection {
    let start = open + b"<![CDATA[".len();
    match memchr::memmem::find(&bytes[start..], b"]]>") {
        Some(length) => CdataSection { text: start..start + length, after: start + length + 3 },
        None => CdataSection { text: start..bytes.len(), after: bytes.len() },
    }
}
