//! A table of values in one piece of memory.

mod encoding;
#[cfg(test)]
mod tests;

use crate::value::{Map, Value};
use encoding::{Entries, are_entries, decoded, read, written};
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
