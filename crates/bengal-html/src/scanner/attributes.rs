//! The attribute states of the tokenizer, exactly:
//! <https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state>.

use super::search::{attribute_name_end, find};
use crate::syntax::Layer;
use crate::text::is_whitespace;

/// One attribute as written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) name_start: usize,
    pub(crate) name_end: usize,
    pub(crate) value: Value,
}

/// Where the value of an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quotes: Layer,
}

/// How a tag ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TagEnd {
    /// The byte after `>`.
    pub(crate) after: usize,
    pub(crate) is_self_closing: bool,
}

/// Calls `visit` for every attribute of the tag whose name ends at `at`. `None` when the text ends inside the tag, which
/// is then no tag at all.
#[inline]
pub(crate) fn walk(bytes: &[u8], mut at: usize, mut visit: impl FnMut(Attribute)) -> Option<TagEnd> {
    loop {
        let mut byte = *bytes.get(at)?;
        let mut after_slash = false;
        while is_whitespace(byte) || byte == b'/' {
            after_slash = byte == b'/';
            at += 1;
            byte = *bytes.get(at)?;
        }
        if byte == b'>' {
            return Some(TagEnd { after: at + 1, is_self_closing: after_slash });
        }
        let attribute = attribute_at(bytes, at)?;
        visit(attribute);
        let Value { end, quotes, .. } = attribute.value;
        at = end + usize::from(quotes != Layer::Unquoted);
    }
}

/// The attribute whose name begins at `name_start`.
#[inline]
pub(crate) fn attribute_at(bytes: &[u8], name_start: usize) -> Option<Attribute> {
    // An equals sign in first place is part of the name.
    let name_end = attribute_name_end(bytes, name_start + 1)?;
    let at = skip_whitespace(bytes, name_end);
    let value = match bytes.get(at) {
        Some(b'=') => value_at(bytes, skip_whitespace(bytes, at + 1))?,
        _ => Value { start: at, end: at, quotes: Layer::Unquoted },
    };
    Some(Attribute { name_start, name_end, value })
}

/// The value that begins at `at`, after the equals sign and whitespace.
fn value_at(bytes: &[u8], at: usize) -> Option<Value> {
    let quote = *bytes.get(at)?;
    if matches!(quote, b'"' | b'\'') {
        let start = at + 1;
        let end = find(bytes, start, quote)?;
        let quotes = if quote == b'"' { Layer::DoubleQuoted } else { Layer::SingleQuoted };
        return Some(Value { start, end, quotes });
    }
    let length = bytes[at..].iter().position(|&byte| is_whitespace(byte) || byte == b'>')?;
    Some(Value { start: at, end: at + length, quotes: Layer::Unquoted })
}

fn skip_whitespace(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_whitespace(byte)) {
        at += 1;
    }
    at
}
