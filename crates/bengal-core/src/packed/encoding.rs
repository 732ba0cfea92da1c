//! How values are written one behind the other.

use crate::value::{Map, Value};

/// The first byte of a value. Caches hold these bytes: with another meaning of one, their tables need another schema number.
pub(super) mod tag {
    pub(in crate::packed) const NULL: u8 = 0;
    pub(in crate::packed) const FALSE: u8 = 1;
    pub(in crate::packed) const TRUE: u8 = 2;
    pub(in crate::packed) const INT: u8 = 3;
    pub(in crate::packed) const FLOAT: u8 = 4;
    pub(in crate::packed) const STRING: u8 = 5;
    pub(in crate::packed) const LIST: u8 = 6;
    pub(in crate::packed) const MAP: u8 = 7;
}

/// Values that nest deeper than this are not accepted from outside. Whatever reads values has a limit of its own far below.
pub(super) const MAX_DEPTH: usize = 128;

/// A table in packed form.
pub(super) fn written(map: &Map) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    write_entries(map, &mut bytes);
    bytes
}

/// The table that these bytes are.
pub(super) fn read(bytes: &[u8]) -> Map {
    let entries = Entries { rest: bytes };
    let mut map = Map::with_capacity_and_hasher(Entries { rest: bytes }.count(), Default::default());
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
pub(super) struct Entries<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let key = std::str::from_utf8(take_piece(&mut self.rest)?).ok()?;
        Some((key, take_piece(&mut self.rest)?))
    }
}

/// What was written by [`write_value`], without its length.
pub(super) fn decoded(bytes: &[u8]) -> Value {
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
pub(super) fn are_entries(mut bytes: &[u8], depth: usize) -> bool {
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
