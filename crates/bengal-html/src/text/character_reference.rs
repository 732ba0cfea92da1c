//! Character references: <https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state>.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Where a value stands, which decides what `&` means in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// In an attribute `&copy=1` and `&copyx` stay as they are, for historical reasons.
    Attribute,
    /// In text `&copyx` begins with a copyright sign.
    Text,
    /// Nothing is a character reference.
    Cdata,
}

/// The longest name in the table (with its semicolon): a bound on the look-ups that one `&` costs.
const LONGEST_NAME: usize = 32;

/// Resolves the character reference that `source` begins with (at `&`) into `value`. Returns the bytes that it takes;
/// 0 when it is none, and `value` is as it was.
pub(super) fn decode(source: &str, context: Context, value: &mut String) -> usize {
    match (context, source.as_bytes().get(1)) {
        (Context::Cdata, _) | (_, None) => 0,
        (_, Some(b'#')) => decode_numeric(source.as_bytes(), value),
        (_, Some(byte)) if byte.is_ascii_alphanumeric() => decode_named(source, context, value),
        _ => 0,
    }
}

fn decode_numeric(source: &[u8], value: &mut String) -> usize {
    let (radix, digits_at) = if matches!(source.get(2), Some(b'x' | b'X')) { (16, 3) } else { (10, 2) };
    let mut number: u32 = 0;
    let mut end = digits_at;
    while let Some(digit) = source.get(end).and_then(|&byte| char::from(byte).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == digits_at {
        return 0;
    }
    value.push(character_of(number));
    end + usize::from(source.get(end) == Some(&b';'))
}

/// <https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state>
fn character_of(number: u32) -> char {
    let replaced = match number {
        0x80..=0x9f => C1_REPLACEMENTS[(number - 0x80) as usize],
        0 => None,
        _ => return char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    match (number, replaced) {
        (0, _) => char::REPLACEMENT_CHARACTER,
        (_, Some(character)) => character,
        (_, None) => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

fn decode_named(source: &str, context: Context, value: &mut String) -> usize {
    let bytes = source.as_bytes();
    let mut longest = None;
    // The table holds every prefix of a name, so the first miss ends the search.
    for length in 1..=LONGEST_NAME {
        let Some(name) = source.get(1..=length) else { break };
        match NAMED_ENTITIES.get(name) {
            None => break,
            Some((0, _)) => {}
            Some(&characters) => longest = Some((length, characters)),
        }
    }
    let Some((length, (first, second))) = longest else { return 0 };
    let end = 1 + length;
    let historical = context == Context::Attribute
        && bytes[end - 1] != b';'
        && bytes.get(end).is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric());
    if historical {
        return 0;
    }
    value.extend([first, second].into_iter().filter(|&code| code != 0).filter_map(char::from_u32));
    end
}
