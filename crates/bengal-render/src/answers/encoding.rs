//! Answers as bytes.
//!
//! A text is its length and its bytes, a number eight bytes, a list its length and its items; all numbers little-endian. Whatever can be
//! missing has a byte before it that says whether it is there. So no two different answers to one question have the same bytes, and the
//! bytes are the same on every machine.

use bengal_core::{Digest, PackedMap, Value};

/// An answer that is being written down.
#[derive(Debug, Default)]
pub(super) struct Encoding {
    bytes: Vec<u8>,
}

impl Encoding {
    pub(super) fn digest(self) -> Digest {
        Digest::of(&self.bytes)
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn flag(&mut self, flag: bool) {
        self.byte(u8::from(flag));
    }

    pub(super) fn number(&mut self, number: i64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn count(&mut self, count: usize) {
        self.bytes.extend_from_slice(&(count as u64).to_le_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn optional<T>(&mut self, item: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(item.is_some());
        if let Some(item) = item {
            write(self, item);
        }
    }

    pub(super) fn optional_text(&mut self, text: Option<&str>) {
        self.optional(text, Encoding::text);
    }

    pub(super) fn texts(&mut self, texts: &[String]) {
        self.count(texts.len());
        for text in texts {
            self.text(text);
        }
    }

    pub(super) fn answer(&mut self, digest: &Digest) {
        self.bytes.extend_from_slice(digest.as_bytes());
    }

    /// A value with all that is in it, tables in their order. A stack of its own, so that nesting costs no call depth.
    pub(super) fn value(&mut self, value: &Value) {
        let mut open = vec![(None, value)];
        while let Some((key, value)) = open.pop() {
            if let Some(key) = key {
                self.text(key);
            }
            match value {
                Value::Null => self.byte(0),
                Value::Bool(flag) => {
                    self.byte(1);
                    self.flag(*flag);
                }
                Value::Int(number) => {
                    self.byte(2);
                    self.number(*number);
                }
                Value::Float(number) => {
                    self.byte(3);
                    self.bytes(&number.to_bits().to_le_bytes());
                }
                Value::String(text) => {
                    self.byte(4);
                    self.text(text);
                }
                Value::List(items) => {
                    self.byte(5);
                    self.count(items.len());
                    open.extend(items.iter().rev().map(|item| (None, item)));
                }
                Value::Map(map) => {
                    self.byte(6);
                    self.count(map.len());
                    open.extend(map.iter().rev().map(|(key, value)| (Some(key.as_str()), value)));
                }
            }
        }
    }

    pub(super) fn map(&mut self, map: &bengal_core::Map) {
        self.count(map.len());
        for (key, value) in map {
            self.text(key);
            self.value(value);
        }
    }

    pub(super) fn packed(&mut self, map: &PackedMap) {
        self.count(map.len());
        for (key, value) in map.iter() {
            self.text(key);
            self.value(&value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            (-2i64..3).prop_map(Value::Int),
            (-2i8..3).prop_map(|number| Value::Float(f64::from(number))),
            "[ab]{0,2}".prop_map(Value::String),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::List),
                prop::collection::vec(("[ab]", inner), 0..3).prop_map(|pairs| Value::Map(pairs.into_iter().collect())),
            ]
        })
    }

    fn same_in_order(a: &Value, b: &Value) -> bool {
        format!("{a:?}") == format!("{b:?}")
    }

    proptest! {
        #[test]
        fn values_are_told_apart(a in any_value(), b in any_value()) {
            let digest = |value: &Value| {
                let mut out = Encoding::default();
                out.value(value);
                out.digest()
            };
            prop_assert_eq!(digest(&a) == digest(&b), same_in_order(&a, &b));
        }
    }

    #[test]
    fn deep_values_are_no_deep_calls() {
        let mut value = Value::Null;
        for _ in 0..10_000 {
            value = Value::List(vec![value]);
        }
        let mut out = Encoding::default();
        out.value(&value);
        assert_ne!(out.digest(), Digest::of(b""));
        // Dropping it would nest too: take it apart.
        while let Value::List(mut items) = value {
            value = items.pop().unwrap_or_default();
        }
    }
}
