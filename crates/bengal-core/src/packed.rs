//! A table of values in one piece of memory.

use crate::value::{Map, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;

/// A [`Map`] for keeping: all of it in one block, a fraction of the size of a tree of values. Values are decoded when they are asked for.
///
/// A look-up costs no more for a large table than for a small one: what takes more than 4 KiB stays a tree.
///
/// ```
/// use bengal_core::{Map, PackedMap, Value};
///
/// let map = Map::from_iter([("title".to_owned(), Value::from("Home")), ("weight".to_owned(), Value::Int(3))]);
/// let packed = PackedMap::of(&map);
/// assert_eq!(packed.get("weight").as_deref(), Some(&Value::Int(3)));
/// assert_eq!(packed.keys().collect::<Vec<_>>(), ["title", "weight"]);
/// assert_eq!(packed.to_map(), map);
/// ```
#[derive(Clone, PartialEq)]
pub struct PackedMap(Form);

#[derive(Clone, PartialEq)]
enum Form {
    /// Keys and values in turn, each a length and so many bytes. A table within a value is written in the same way.
    Packed(Box<[u8]>),
    Tree(Box<Map>),
}

/// What takes more bytes is not packed: looking up each of its keys would take the square of its size.
const LARGEST: usize = 4096;

/// The first byte of a value.
mod tag {
    pub(super) const NULL: u8 = 0;
    pub(super) const FALSE: u8 = 1;
    pub(super) const TRUE: u8 = 2;
    pub(super) const INT: u8 = 3;
    pub(super) const FLOAT: u8 = 4;
    pub(super) const STRING: u8 = 5;
    pub(super) const LIST: u8 = 6;
    pub(super) const MAP: u8 = 7;
}

/// Values that nest deeper than this are not accepted from outside. Whatever reads values has a limit of its own far below.
const MAX_DEPTH: usize = 128;

impl PackedMap {
    /// Packs a table. Values nest no deeper than what reads them allows.
    pub fn of(map: &Map) -> Self {
        let bytes = written(map);
        Self(if bytes.len() > LARGEST { Form::Tree(Box::new(map.clone())) } else { Form::Packed(Box::from(bytes)) })
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.keys().next().is_none()
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        match &self.0 {
            Form::Packed(bytes) => Entries { rest: bytes }.count(),
            Form::Tree(map) => map.len(),
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Cow<'_, Value>> {
        match &self.0 {
            Form::Packed(bytes) => {
                let found = Entries { rest: bytes }.find(|(name, _)| *name == key);
                found.map(|(_, value)| Cow::Owned(decoded(value)))
            }
            Form::Tree(map) => map.get(key).map(Cow::Borrowed),
        }
    }

    /// Whether there is an entry with this key.
    pub fn contains_key(&self, key: &str) -> bool {
        match &self.0 {
            Form::Packed(_) => self.keys().any(|name| name == key),
            Form::Tree(map) => map.contains_key(key),
        }
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let (packed, tree) = self.parts();
        packed.map(|(key, _)| key).chain(tree.map(|(key, _)| key.as_str()))
    }

    /// The entries in order, each decoded when the iterator gets to it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Cow<'_, Value>)> {
        let (packed, tree) = self.parts();
        let packed = packed.map(|(key, value)| (key, Cow::Owned(decoded(value))));
        packed.chain(tree.map(|(key, value)| (key.as_str(), Cow::Borrowed(value))))
    }

    /// The whole table.
    pub fn to_map(&self) -> Map {
        match &self.0 {
            Form::Packed(bytes) => read(bytes),
            Form::Tree(map) => Map::clone(map),
        }
    }

    /// Puts a value in place of the one that the key has, or at the end. Costs the length of the table.
    pub fn insert(&mut self, key: String, value: Value) {
        let mut map = self.to_map();
        map.insert(key, value);
        *self = Self::of(&map);
    }

    /// Its entries in either form; the other one has none.
    fn parts(&self) -> (Entries<'_>, indexmap::map::Iter<'_, String, Value>) {
        match &self.0 {
            Form::Packed(bytes) => (Entries { rest: bytes }, indexmap::map::Iter::default()),
            Form::Tree(map) => (Entries { rest: &[] }, map.iter()),
        }
    }
}

impl Default for PackedMap {
    fn default() -> Self {
        Self(Form::Packed(Box::default()))
    }
}

impl FromIterator<(String, Value)> for PackedMap {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(entries: I) -> Self {
        Self::of(&Map::from_iter(entries))
    }
}

impl fmt::Debug for PackedMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Stored in packed form, whatever its size.
impl Serialize for PackedMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Packed(bytes) => serializer.serialize_bytes(bytes),
            Form::Tree(map) => serializer.serialize_bytes(&written(map)),
        }
    }
}

/// Bytes that are no table are an error.
impl<'de> Deserialize<'de> for PackedMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

struct BytesVisitor;

impl de::Visitor<'_> for BytesVisitor {
    type Value = PackedMap;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a packed table")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<PackedMap, E> {
        match are_entries(bytes, 0) {
            true if bytes.len() > LARGEST => Ok(PackedMap(Form::Tree(Box::new(read(bytes))))),
            true => Ok(PackedMap(Form::Packed(Box::from(bytes)))),
            false => Err(E::custom("no packed table")),
        }
    }
}

/// A table in packed form.
fn written(map: &Map) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    write_entries(map, &mut bytes);
    bytes
}

/// The table that these bytes are.
fn read(bytes: &[u8]) -> Map {
    let entries = Entries { rest: bytes };
    let mut map = Map::with_capacity(Entries { rest: bytes }.count());
    map.extend(entries.map(|(key, value)| (key.to_owned(), decoded(value))));
    map
}

fn write_entries(map: &Map, out: &mut Vec<u8>) {
    for (key, value) in map {
        write_number(key.len() as u64, out);
        out.extend_from_slice(key.as_bytes());
        write_value(value, out);
    }
}

/// Writes a value with its length before it.
fn write_value(value: &Value, out: &mut Vec<u8>) {
    let start = out.len();
    match value {
        Value::Null => out.push(tag::NULL),
        Value::Bool(false) => out.push(tag::FALSE),
        Value::Bool(true) => out.push(tag::TRUE),
        Value::Int(number) => {
            out.push(tag::INT);
            // Small numbers are short, whatever their sign.
            write_number(((number << 1) ^ (number >> 63)) as u64, out);
        }
        Value::Float(number) => {
            out.push(tag::FLOAT);
            out.extend_from_slice(&number.to_bits().to_le_bytes());
        }
        Value::String(text) => {
            out.push(tag::STRING);
            out.extend_from_slice(text.as_bytes());
        }
        Value::List(items) => {
            out.push(tag::LIST);
            items.iter().for_each(|item| write_value(item, out));
        }
        Value::Map(map) => {
            out.push(tag::MAP);
            write_entries(map, out);
        }
    }
    // How long it is shows when it is written.
    let end = out.len();
    write_number((end - start) as u64, out);
    let len = out.len() - end;
    out[start..].rotate_right(len);
}

/// Seven bits a byte, the lowest first; all but the last byte have the highest bit set.
fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number off the start of some bytes.
fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Takes off a length and so many bytes.
fn take_piece<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = usize::try_from(take_number(bytes)?).ok()?;
    let (piece, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    Some(piece)
}

/// Keys and encoded values.
struct Entries<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let key = std::str::from_utf8(take_piece(&mut self.rest)?).ok()?;
        Some((key, take_piece(&mut self.rest)?))
    }
}

/// What was written by [`write_value`], without its length.
fn decoded(bytes: &[u8]) -> Value {
    let Some((tag, mut rest)) = bytes.split_first() else { return Value::Null };
    match *tag {
        tag::FALSE => Value::Bool(false),
        tag::TRUE => Value::Bool(true),
        tag::INT => {
            let number = take_number(&mut rest).unwrap_or_default();
            Value::Int((number >> 1) as i64 ^ -((number & 1) as i64))
        }
        tag::FLOAT => Value::Float(rest.try_into().map_or(0.0, |bits| f64::from_bits(u64::from_le_bytes(bits)))),
        tag::STRING => Value::String(std::str::from_utf8(rest).unwrap_or_default().to_owned()),
        tag::LIST => Value::List(std::iter::from_fn(|| take_piece(&mut rest)).map(decoded).collect()),
        tag::MAP => Value::Map(read(rest)),
        _ => Value::Null,
    }
}

/// Whether these bytes are what [`write_entries`] may have written.
fn are_entries(mut bytes: &[u8], depth: usize) -> bool {
    while !bytes.is_empty() {
        let is_key = take_piece(&mut bytes).is_some_and(|key| std::str::from_utf8(key).is_ok());
        if !is_key || !take_piece(&mut bytes).is_some_and(|value| is_value(value, depth + 1)) {
            return false;
        }
    }
    true
}

fn is_value(bytes: &[u8], depth: usize) -> bool {
    let Some((tag, mut rest)) = bytes.split_first().filter(|_| depth < MAX_DEPTH) else { return false };
    match *tag {
        tag::NULL | tag::FALSE | tag::TRUE => rest.is_empty(),
        tag::INT => take_number(&mut rest).is_some() && rest.is_empty(),
        tag::FLOAT => rest.len() == 8,
        tag::STRING => std::str::from_utf8(rest).is_ok(),
        tag::LIST => {
            while !rest.is_empty() {
                if !take_piece(&mut rest).is_some_and(|item| is_value(item, depth + 1)) {
                    return false;
                }
            }
            true
        }
        tag::MAP => are_entries(rest, depth),
        _ => false,
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
            any::<i64>().prop_map(Value::Int),
            (-300i64..300).prop_map(Value::Int),
            any::<f64>().prop_map(Value::Float),
            "\\PC{0,200}".prop_map(Value::String),
        ];
        leaf.prop_recursive(4, 40, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                prop::collection::vec(("[a-zé]{0,3}", inner), 0..4).prop_map(|pairs| Value::Map(Map::from_iter(pairs))),
            ]
        })
    }

    fn any_map() -> impl Strategy<Value = Map> {
        prop::collection::vec(("[a-zé]{0,3}", any_value()), 0..6).prop_map(Map::from_iter)
    }

    fn visited(bytes: &[u8]) -> Option<PackedMap> {
        de::Visitor::visit_bytes::<serde::de::value::Error>(BytesVisitor, bytes).ok()
    }

    proptest! {
        #[test]
        fn a_table_comes_back_in_its_order(map in any_map()) {
            let packed = PackedMap::of(&map);
            prop_assert_eq!(format!("{:?}", packed.to_map()), format!("{map:?}"));
            prop_assert_eq!((packed.len(), packed.is_empty()), (map.len(), map.is_empty()));
            prop_assert!(packed.keys().eq(map.keys()));
            for (key, value) in &map {
                prop_assert_eq!(format!("{:?}", packed.get(key).as_deref()), format!("{:?}", Some(value)));
                prop_assert!(packed.contains_key(key));
            }
            prop_assert_eq!(packed.get("not there"), None);
            prop_assert_eq!(format!("{:?}", visited(&written(&map))), format!("{:?}", Some(packed)));
        }

        #[test]
        fn one_value_is_replaced_in_its_place(map in any_map(), value in any_value()) {
            let (mut packed, mut expected) = (PackedMap::of(&map), map);
            for key in ["a", "new"] {
                packed.insert(key.to_owned(), value.clone());
                expected.insert(key.to_owned(), value.clone());
            }
            prop_assert_eq!(format!("{packed:?}"), format!("{expected:?}"));
        }

        #[test]
        fn bytes_from_outside_are_a_table_or_an_error(map in any_map(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = written(&map);
            bytes.push(0);
            *at.get_mut(&mut bytes) = byte;
            for bytes in [&bytes[..], &bytes[..bytes.len() - 1]] {
                if visited(bytes).is_some() {
                    // Every byte of it belongs to an entry.
                    let mut entries = Entries { rest: bytes };
                    entries.by_ref().for_each(|(_, value)| drop(decoded(value)));
                    prop_assert!(entries.rest.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_large_table_stays_a_tree() {
        let table = |keys: usize| Map::from_iter((0..keys).map(|key| (format!("key {key}"), Value::Int(1))));
        for (keys, is_tree) in [(100, false), (1000, true)] {
            let packed = PackedMap::of(&table(keys));
            assert_eq!(matches!(packed.0, Form::Tree(_)), is_tree, "{keys} keys");
            assert_eq!(visited(&written(&table(keys))), Some(packed.clone()));
            assert_eq!((packed.to_map(), packed.len()), (table(keys), keys));
            assert_eq!(packed.get("key 42").as_deref(), Some(&Value::Int(1)));
            assert!(packed.keys().eq(table(keys).keys()) && packed.contains_key("key 99") && !packed.is_empty());
        }
        assert_eq!(size_of::<PackedMap>(), 16);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let deep = (0..MAX_DEPTH).fold(Value::Null, |inner, _| Value::List(vec![inner]));
        let deep = written(&Map::from_iter([("a".to_owned(), deep)]));
        assert!(visited(&deep).is_none(), "too deep");
        for bytes in
            [&[1][..], &[1, b'a'], &[1, b'a', 0], &[1, b'a', 1, 9], &[1, 0xff, 1, 0], &[1, b'a', 2, tag::STRING, 0xff]]
        {
            assert!(visited(bytes).is_none(), "{bytes:?}");
        }
        assert!(visited(&[1, b'a', 1, tag::NULL]).is_some());
    }
}
