//! The strings of a JSON text with their keys and places.

use std::ops::Range;

/// Values nested deeper than this are passed over.
const DEEPEST: usize = 64;

/// Where a string value stands.
#[derive(Debug)]
pub struct JsonString<'p> {
    /// The keys above it from the outside in; an array adds none.
    pub keys: &'p [String],
    /// The string.
    pub value: String,
    /// Its bytes between the quotes.
    pub span: Range<usize>,
}

/// Calls `visit` with every string that is a value, in order. Stops quietly where the text is no JSON: what comes before
/// counts. Linear, without recursion.
pub fn visit(json: &str, mut visit: impl FnMut(JsonString<'_>)) {
    let bytes = json.as_bytes();
    // For every open object the place of its key in `keys`; arrays have none.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' => open.push(Some(keys.len())),
            b'[' => open.push(None),
            b'}' | b']' => {
                if let Some(Some(first)) = open.pop() {
                    keys.truncate(first);
                }
            }
            b',' => {
                if let Some(Some(first)) = open.last() {
                    keys.truncate(*first);
                }
            }
            b'"' => {
                let Some(end) = string_end(bytes, at) else { return };
                let span = at + 1..end - 1;
                at = end;
                let is_key = matches!(open.last(), Some(Some(first)) if keys.len() == *first);
                if open.len() <= DEEPEST {
                    let Ok(value) = serde_json::from_str::<String>(&json[span.start - 1..end]) else { return };
                    if is_key {
                        keys.push(value);
                    } else {
                        visit(JsonString { keys: &keys, value, span });
                    }
                } else if is_key {
                    keys.push(String::new());
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The place after the closing quote of the string that opens at `start`.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn strings(json: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        visit(json, |string| {
            assert!(json.get(string.span.clone()).is_some());
            found.push((string.keys.join("."), string.value));
        });
        found
    }

    #[test]
    fn keys_and_values() {
        let json = r#"{"a": "1", "b": ["2", {"c": "3\u00e9\/"}, "4"], "d": {"e": {}, "f": "5"}}"#;
        let expected = [("a", "1"), ("b", "2"), ("b.c", "3é/"), ("b", "4"), ("d.f", "5")];
        assert_eq!(strings(json), expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(strings(r#"["a", "b"#), [(String::new(), "a".to_owned())]);
    }

    #[test]
    fn deep_nesting_is_passed_over() {
        assert!(strings(&format!("{}\"x\"", "[".repeat(100_000))).is_empty());
        assert!(strings(&r#"{"a":"#.repeat(10_000)).is_empty());
    }

    proptest! {
        #[test]
        fn never_panics(json in "[\\[\\]{}:,\"\\\\a-cé\n ]{0,64}") {
            strings(&json);
        }
    }
}
