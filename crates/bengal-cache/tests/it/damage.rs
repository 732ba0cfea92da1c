//! Files that nobody has written: cut, altered, and hostile ones with a right checksum.

use super::sample;
use bengal_cache::{AssetDependencyMap, Damage, Table, table};
use bengal_core::Digest;
use proptest::prelude::*;
use serde::Deserialize;
use serde_bytes::Bytes;
use std::collections::HashMap;
use std::time::Instant;

const TOOL: &str = "tool 1";
/// Magic, two names with their lengths, schema, length, digest.
const HEADER: usize = 8 + (1 + 10) + (1 + 6) + 4 + 8 + 32;
const TABLE: Table = Table { name: "asset-deps", schema: 1 };

fn read(bytes: &[u8]) -> Result<AssetDependencyMap, Damage> {
    AssetDependencyMap::from_bytes(bytes, TOOL)
}

fn small() -> Vec<u8> {
    sample().to_bytes(TOOL).unwrap()
}

/// The header as the README describes it, around any payload.
fn file(payload: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89BNGL\r\n\x1a\x0aasset-deps\x06tool 1\x01\0\0\0".to_vec();
    bytes.extend((payload.len() as u64).to_le_bytes());
    bytes.extend(Digest::of(payload).as_bytes());
    bytes.extend(payload);
    bytes
}

/// A file with a right header and checksum, and these blobs as assets, pages and edges.
fn of_blobs(assets: &[u8], pages: &[u8], edges: &[u8]) -> Vec<u8> {
    table::encode(&TABLE, TOOL, &(Bytes::new(assets), Bytes::new(pages), Bytes::new(edges))).unwrap()
}

#[test]
fn every_truncation_is_recognised() {
    let bytes = small();
    for len in 0..bytes.len() {
        assert!(read(&bytes[..len]).is_err(), "{len}");
    }
    let longer = [&*bytes, b"\0"].concat();
    let payload = (bytes.len() - HEADER) as u64;
    assert_eq!(read(&longer), Err(Damage::Length { expected: payload, found: payload + 1 }));
}

#[test]
fn every_other_byte_at_every_place_is_recognised() {
    let bytes = small();
    let mut altered = bytes.clone();
    for (at, original) in bytes.iter().enumerate() {
        for other in (0..=u8::MAX).filter(|other| other != original) {
            altered[at] = other;
            assert!(read(&altered).is_err(), "byte {at} as {other}");
        }
        altered[at] = *original;
    }
    assert!(read(&altered).is_ok());
}

#[test]
fn every_removed_or_doubled_byte_is_recognised() {
    let bytes = small();
    for at in 0..bytes.len() {
        assert!(read(&[&bytes[..at], &bytes[at + 1..]].concat()).is_err(), "without byte {at}");
        assert!(read(&[&bytes[..=at], &bytes[at..]].concat()).is_err(), "byte {at} twice");
    }
}

/// A map of 3,000 pages with 20 assets each.
fn large() -> Vec<u8> {
    let map = AssetDependencyMap::new();
    for page in 0..3000 {
        let _ = map.track(&format!("p/{page}"), (0..20).map(|n| format!("a/{}", (page * n) % 4001)));
    }
    map.to_bytes(TOOL).unwrap()
}

#[test]
fn random_damage_of_a_large_file_is_recognised() {
    let bytes = large();
    let blocks = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1_usize..5000, 0..5);
    let config = ProptestConfig { cases: 2000, ..ProptestConfig::default() };
    proptest!(config, |((from, to, len, kind) in blocks)| {
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        let len = len.min(bytes.len() - from.max(to));
        let mut altered = bytes.clone();
        match kind {
            0 => altered[from] ^= 1 << (len % 8),
            1 => altered[from..from + len].fill(0),
            2 => altered.copy_within(from..from + len, to),
            3 => altered.truncate(from),
            _ => drop(altered.drain(from..from + len)),
        }
        if altered != bytes {
            prop_assert!(read(&altered).is_err());
        }
    });
}

#[test]
fn tables_of_others_are_told_apart() {
    let bytes = |table: &Table, tool: &str| table::encode(table, tool, &(1, 2, 3)).unwrap();
    assert_eq!(read(&bytes(&Table { schema: 2, ..TABLE }, TOOL)), Err(Damage::OtherSchema { found: 2, expected: 1 }));
    assert_eq!(read(&bytes(&TABLE, "tool 2")), Err(Damage::OtherTool { found: "tool 2".to_owned() }));
    assert_eq!(
        read(&bytes(&Table { name: "outputs", ..TABLE }, TOOL)),
        Err(Damage::OtherTable { found: "outputs".to_owned() })
    );
    // As a machine with the other byte order would write its numbers, if the format were not little-endian everywhere.
    let mut swapped = small();
    let at = 8 + 11 + 7;
    swapped[at..at + 4].reverse();
    assert_eq!(read(&swapped), Err(Damage::OtherSchema { found: 1 << 24, expected: 1 }));
    for text in [&b""[..], b"{}", b"{\"version\": 1, \"pages\": {}}", b"SQLite format 3\0"] {
        assert_eq!(read(text), Err(Damage::NotATable));
    }
}

#[test]
fn the_header_is_as_described() {
    let bytes = small();
    assert_eq!(file(&bytes[HEADER..]), bytes);
}

#[test]
fn bytes_after_the_value_are_refused() {
    let bytes = small();
    for more in [&[0][..], &[0x91], &[0x91, 1], &[0xc0], &[0xc1], &[0xd9], &[0xdd, 0, 0, 0, 1], &[0xc7, 1]] {
        let damage = read(&file(&[&bytes[HEADER..], more].concat()));
        assert_eq!(damage, Err(Damage::Encoding("bytes follow the value".to_owned())), "{more:?}");
    }
}

#[test]
fn a_payload_that_contradicts_itself_is_refused() {
    // One asset `a`, one page `p` that uses it.
    let (a, p) = (&[0, 1, b'a'][..], &[0, 1, b'p'][..]);
    assert_eq!(read(&of_blobs(a, p, &[2, 0])).unwrap().pages_using("a").len(), 1);
    assert!(!read(&of_blobs(a, p, &[3, 0])).unwrap().contains("p"));
    let two = &[0, 1, b'a', 0, 1, b'b'][..];
    let reason = |bytes: &[u8]| match read(bytes) {
        Err(Damage::Inconsistent(reason)) => reason,
        other => panic!("{other:?}"),
    };
    for (assets, pages, edges, expected) in [
        (a, p, &[2, 1][..], "an asset's number is out of range"),
        (a, p, &[4, 0, 0], "an asset's number is out of range"),
        (two, p, &[2, 0], "an asset without a page"),
        (a, &[], &[], "an asset without a page"),
        (a, p, &[2, 0, 0], "more edges than pages"),
        (a, p, &[2], "edges are cut short"),
        (a, p, &[], "edges are cut short"),
        (a, p, &[0x82, 0x00, 0], "edges are cut short"),
        (a, p, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], "edges are cut short"),
        (two, p, &[4, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], "edges are cut short"),
        (&[0, 1, b'b', 0, 1, b'a'], p, &[4, 0, 0], "names are not in order"),
        (&[0, 1, b'a', 0, 1, b'a'], p, &[4, 0, 0], "names are not in order"),
        (&[0, 1, b'a', 1, 0], p, &[4, 0, 0], "names are not in order"),
        (&[0, 1, b'a', 0, 2, b'a', b'b'], p, &[4, 0, 0], "names are not in order"),
        (&[0, 1, b'a', 2, 1, b'b'], p, &[4, 0, 0], "names are not in order"),
        (&[1, 1, b'a'], p, &[2, 0], "names are not in order"),
        (&[0, 9, b'a'], p, &[2, 0], "names are cut short"),
        (&[0], p, &[2, 0], "names are cut short"),
        (&[0, 1, 0xff], p, &[2, 0], "a name is not UTF-8"),
    ] {
        assert_eq!(reason(&of_blobs(assets, pages, edges)), expected, "{assets:?} {pages:?} {edges:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    /// Someone who can write the cache can also write a right checksum.
    #[test]
    fn a_hostile_payload_is_refused_or_means_what_it_says(
        assets in prop::collection::vec(0_u8..4, 0..12),
        pages in prop::collection::vec(0_u8..4, 0..12),
        edges in prop::collection::vec(0_u8..5, 0..12),
    ) {
        let bytes = of_blobs(&assets, &pages, &edges);
        if let Ok(map) = read(&bytes) {
            prop_assert_eq!(map.to_bytes(TOOL).unwrap(), bytes);
            prop_assert_eq!(map.entries().len(), map.len());
        }
    }

    #[test]
    fn an_altered_payload_with_a_right_checksum_does_not_panic(
        at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>(),
    ) {
        let mut payload = small().split_off(HEADER);
        let at = at.index(payload.len());
        payload[at] = byte;
        let _ = read(&file(&payload));
        payload.truncate(cut.index(payload.len()));
        let _ = read(&file(&payload));
    }

    #[test]
    fn any_bytes_at_all_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
        let _ = read(&file(&bytes));
    }
}

/// Sizes that are claimed are not believed.
#[test]
fn claimed_sizes_do_not_allocate() {
    let start = Instant::now();
    let decode_numbers = |payload: &[u8]| table::decode::<Vec<u64>>(&TABLE, TOOL, &file(payload)).is_err();
    assert!(decode_numbers(&[0xdd, 0xff, 0xff, 0xff, 0xff, 1]));
    let text = [0xdb, 0xff, 0xff, 0xff, 0xff, b'x'];
    assert!(table::decode::<String>(&TABLE, TOOL, &file(&text)).is_err());
    let blob = [0xc6, 0xff, 0xff, 0xff, 0xff, b'x'];
    assert!(table::decode::<serde_bytes::ByteBuf>(&TABLE, TOOL, &file(&blob)).is_err());
    let map = [0xdf, 0xff, 0xff, 0xff, 0xff, 1, 1];
    assert!(table::decode::<HashMap<u64, u64>>(&TABLE, TOOL, &file(&map)).is_err());
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn deep_values_are_refused() {
    #[derive(Deserialize)]
    struct Nest(#[expect(dead_code, reason = "only its depth matters")] Vec<Nest>);
    let nested = |depth: usize| [vec![0x91; depth], vec![0x90]].concat();
    assert!(table::decode::<Nest>(&TABLE, TOOL, &file(&nested(40))).is_ok());
    assert!(table::decode::<Nest>(&TABLE, TOOL, &file(&nested(80))).is_err());
    assert!(table::decode::<Nest>(&TABLE, TOOL, &file(&nested(1_000_000))).is_err());
}
