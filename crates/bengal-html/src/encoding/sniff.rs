//! The encoding of a file, from its first bytes.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding>

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::scanner::attributes::{self, Attribute};
use crate::scanner::{markup, name_end};
use crate::text::{Context, Text, is_whitespace};

/// How much of a file the standard looks at.
const PRESCANNED: usize = 1024;

/// What is behind the `<` of the `meta` that nearly all pages have.
const USUAL: &[u8] = b"meta charset=\"utf-8\">";

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sniffed {
    /// `None` when they say nothing.
    pub(super) encoding: Option<&'static Encoding>,
    /// The bytes to leave out.
    pub(super) bom_length: usize,
}

pub(super) fn encoding(bytes: &[u8]) -> Sniffed {
    match Encoding::for_bom(bytes) {
        Some((encoding, bom_length)) => Sniffed { encoding: Some(encoding), bom_length },
        None => {
            let start = &bytes[..bytes.len().min(PRESCANNED)];
            Sniffed { encoding: prescan(start).or_else(|| xml_encoding(start)), bom_length: 0 }
        }
    }
}

/// <https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding>
fn prescan(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, b'?', 0, b'x', 0, ..] => return Some(UTF_16LE),
        [0, b'<', 0, b'?', 0, b'x', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        let open = at + found;
        let rest = &bytes[open + 1..];
        at = match rest {
            [b'!', b'-', b'-', ..] => markup::declaration_end(bytes, open),
            // As nearly all pages say it.
            _ if rest.get(..USUAL.len()).is_some_and(|meta| meta.eq_ignore_ascii_case(USUAL)) => return Some(UTF_8),
            [m, e, t, a, end, ..]
                if [*m, *e, *t, *a].eq_ignore_ascii_case(b"meta") && (is_whitespace(*end) || *end == b'/') =>
            {
                let mut meta = Meta::default();
                let tag_end = attributes::walk(bytes, open + 5, |attribute| meta.add(bytes, attribute))?;
                if let Some(encoding) = meta.encoding() {
                    return Some(encoding);
                }
                tag_end.after
            }
            [b'/', letter, ..] | [letter, ..] if letter.is_ascii_alphabetic() => {
                let name_start = open + 1 + usize::from(rest[0] == b'/');
                attributes::walk(bytes, name_end(bytes, name_start), |_| {})?.after
            }
            [b'!' | b'/' | b'?', ..] => markup::declaration_end(bytes, open),
            _ => open + 1,
        };
    }
    None
}

/// What an XML declaration says, for pages in which no `meta` says anything:
/// <https://html.spec.whatwg.org/multipage/parsing.html#concept-get-xml-encoding-when-sniffing>
fn xml_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memchr(b'>', declaration)?];
    let name = b"encoding";
    let after_name = memchr::memmem::find(declaration, name)? + name.len();
    let value = skip_space(skip_space(&declaration[after_name..]).strip_prefix(b"=")?);
    let (quote @ (b'"' | b'\''), value) = value.split_first()? else { return None };
    let label = &value[..memchr::memchr(*quote, value)?];
    let encoding = Encoding::for_label(label).filter(|_| label.iter().all(|byte| *byte > b' '))?;
    Some(if encoding == UTF_16BE || encoding == UTF_16LE { UTF_8 } else { encoding })
}

/// Without the spaces and control characters at its beginning.
fn skip_space(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.iter().take_while(|byte| **byte <= b' ').count()..]
}

/// What a `meta` says about the encoding.
#[derive(Default)]
struct Meta {
    charset: Option<String>,
    content: Option<String>,
    is_content_type: Option<bool>,
}

impl Meta {
    fn add(&mut self, bytes: &[u8], attribute: Attribute) {
        let name = &bytes[attribute.name_start..attribute.name_end];
        let raw = String::from_utf8_lossy(&bytes[attribute.value.start..attribute.value.end]);
        let value = Text::decode(&raw, 0..raw.len(), Context::Attribute).value;
        if name.eq_ignore_ascii_case(b"charset") {
            self.charset.get_or_insert_with(|| value.into_owned());
        } else if name.eq_ignore_ascii_case(b"content") {
            self.content.get_or_insert_with(|| value.into_owned());
        } else if name.eq_ignore_ascii_case(b"http-equiv") {
            self.is_content_type.get_or_insert(value.eq_ignore_ascii_case("content-type"));
        }
    }

    fn encoding(&self) -> Option<&'static Encoding> {
        let label = match &self.charset {
            Some(charset) => charset,
            None if self.is_content_type == Some(true) => charset_in(self.content.as_deref()?)?,
            None => return None,
        };
        let encoding = Encoding::for_label(label.as_bytes())?;
        Some(if encoding == UTF_16BE || encoding == UTF_16LE {
            // The bytes could not have been read so far.
            UTF_8
        } else if encoding == encoding_rs::X_USER_DEFINED {
            WINDOWS_1252
        } else {
            encoding
        })
    }
}

/// <https://html.spec.whatwg.org/multipage/urls-and-fetching.html#algorithm-for-extracting-a-character-encoding-from-a-meta-element>
fn charset_in(content: &str) -> Option<&str> {
    let bytes = content.as_bytes();
    let mut at = 0;
    loop {
        let found = bytes[at..].windows(7).position(|window| window.eq_ignore_ascii_case(b"charset"))?;
        at += found + 7;
        let after = content[at..].trim_start_matches(|character: char| character.is_ascii_whitespace());
        let Some(value) = after.strip_prefix('=') else { continue };
        let value = value.trim_start_matches(|character: char| character.is_ascii_whitespace());
        return match value.as_bytes().first()? {
            quote @ (b'"' | b'\'') => value[1..].split_once(char::from(*quote)).map(|(label, _)| label),
            _ => value.split(|character: char| character.is_ascii_whitespace() || character == ';').next(),
        };
    }
}
