use super::encoding::{MAX_DEPTH, tag};
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
