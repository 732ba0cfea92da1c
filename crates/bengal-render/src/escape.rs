//! Escaping for HTML.

/// Appends `text` as HTML text: `&`, `<` and `>` as references.
pub(crate) fn text(out: &mut String, text: &str) {
    escape(out, text, |rest| memchr::memchr3(b'&', b'<', b'>', rest));
}

/// Appends `text` as the value of a double-quoted attribute: as [`text()`], and `"` as a reference.
pub(crate) fn attribute(out: &mut String, text: &str) {
    escape(out, text, |rest| rest.iter().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')));
}

/// `text` for the inside of an element or of a double-quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    attribute(&mut out, text);
    out
}

/// `find` says where the next character is that needs a reference.
fn escape(out: &mut String, text: &str, find: impl Fn(&[u8]) -> Option<usize>) {
    let mut rest = text;
    while let Some(at) = find(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// A text with U+FFFD for every NUL, which HTML does not allow (CommonMark 0.31.2, section 2.3).
pub(crate) fn without_nul(text: String) -> String {
    if memchr::memchr(0, text.as_bytes()).is_none() { text } else { text.replace('\0', "\u{fffd}") }
}
