//! Identifiers and escapes: <https://drafts.csswg.org/css-syntax-3/#consume-name>, `#consume-escaped-code-point`.

/// CSS counts carriage return and form feed among the line ends.
pub(super) const fn is_newline(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\x0c')
}

pub(super) const fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t') || is_newline(byte)
}

/// A byte of an identifier, escapes aside (NUL stands for U+FFFD).
pub(super) const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0) || byte >= 0x80
}

/// Whether the bytes at `at` are a backslash that escapes something.
pub(super) fn is_escape(css: &[u8], at: usize) -> bool {
    css.get(at) == Some(&b'\\') && !css.get(at + 1).is_some_and(|&byte| is_newline(byte))
}

/// Whether an identifier begins at `at`: <https://drafts.csswg.org/css-syntax-3/#would-start-an-identifier>.
pub(super) fn starts_identifier(css: &[u8], at: usize) -> bool {
    let starts_name =
        |at: usize| css.get(at).is_some_and(|&byte| is_name_byte(byte) && byte != b'-' && !byte.is_ascii_digit());
    match css.get(at) {
        Some(b'-') => css.get(at + 1) == Some(&b'-') || starts_name(at + 1) || is_escape(css, at + 1),
        _ => starts_name(at) || is_escape(css, at),
    }
}

/// The end of the name that begins at `at`.
pub(super) fn name_end(css: &[u8], mut at: usize) -> usize {
    loop {
        if css.get(at).is_some_and(|&byte| is_name_byte(byte)) {
            at += 1;
        } else if is_escape(css, at) {
            at = escape_end(css, at);
        } else {
            return at;
        }
    }
}

/// Whether the name as written means `expected`, which is in lower case.
pub(super) fn name_is(name: &str, expected: &str) -> bool {
    if !name.contains('\\') {
        return name.eq_ignore_ascii_case(expected);
    }
    let mut decoded = String::with_capacity(name.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &name.as_bytes()[at..]) {
        decoded.push_str(&name[at..at + found]);
        at = decode_escape(name, at + found, &mut decoded);
    }
    decoded.push_str(&name[at..]);
    decoded.eq_ignore_ascii_case(expected)
}

/// The end of the escape at `at`.
pub(super) fn escape_end(css: &[u8], at: usize) -> usize {
    let digits = css[at + 1..].iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let end = at + 1 + digits;
    match css.get(end) {
        _ if digits == 0 => (at + 2).min(css.len()),
        Some(b'\r') if css.get(end + 1) == Some(&b'\n') => end + 2,
        Some(&byte) if is_whitespace(byte) => end + 1,
        _ => end,
    }
}

/// Resolves the escape at `at` into `decoded`; returns the byte after it.
pub(super) fn decode_escape(css: &str, at: usize, decoded: &mut String) -> usize {
    let bytes = css.as_bytes();
    let digits = bytes[at + 1..].iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    if digits > 0 {
        let number = u32::from_str_radix(&css[at + 1..at + 1 + digits], 16).unwrap_or_default();
        let character = char::from_u32(number).filter(|&character| character != '\0');
        decoded.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        return escape_end(bytes, at);
    }
    match css[at + 1..].chars().next() {
        None | Some('\0') => decoded.push(char::REPLACEMENT_CHARACTER),
        Some(character) => decoded.push(character),
    }
    at + 1 + css[at + 1..].chars().next().map_or(0, char::len_utf8)
}
