//! Phase 4, Config check: whether the configuration has changed since the last build.

use crate::phase::Outcome;
use bengal_core::{Config, Digest};

/// The digest of the whole merged configuration, in a form in which the order of keys does not count.
pub(crate) fn config_digest(config: &Config) -> Digest {
    let mut encoded = Vec::new();
    encode(&config.raw, &mut encoded);
    Digest::of(&encoded)
}

/// Compares with the recorded digest.
pub(crate) fn config_check(recorded: Option<Digest>, current: Digest) -> Outcome {
    Outcome::Done(match recorded {
        None => "first build with this cache".to_owned(),
        Some(recorded) if recorded == current => "unchanged".to_owned(),
        Some(_) => "changed since the last build".to_owned(),
    })
}

/// An encoding in which different values differ: a tag, then lengths before contents, tables sorted by key.
fn encode(value: &bengal_core::Value, out: &mut Vec<u8>) {
    use bengal_core::Value::{Bool, Float, Int, List, Map, Null, String};
    let text = |text: &str, out: &mut Vec<u8>| {
        out.extend((text.len() as u64).to_le_bytes());
        out.extend(text.as_bytes());
    };
    match value {
        Null => out.push(0),
        Bool(value) => out.extend([1, u8::from(*value)]),
        Int(value) => {
            out.push(2);
            out.extend(value.to_le_bytes());
        }
        Float(value) => {
            out.push(3);
            out.extend(value.to_bits().to_le_bytes());
        }
        String(value) => {
            out.push(4);
            text(value, out);
        }
        List(items) => {
            out.push(5);
            out.extend((items.len() as u64).to_le_bytes());
            items.iter().for_each(|item| encode(item, out));
        }
        Map(map) => {
            out.push(6);
            out.extend((map.len() as u64).to_le_bytes());
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            for (key, value) in entries {
                text(key, out);
                encode(value, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_core::{Map, Value};

    fn digest(entries: &[(&str, Value)]) -> Digest {
        let raw = Value::Map(Map::from_iter(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone()))));
        config_digest(&Config { raw, ..Config::default() })
    }

    #[test]
    fn only_content_counts() {
        let (a, b) = (("a", Value::Int(1)), ("b", Value::from("x")));
        assert_eq!(digest(&[a.clone(), b.clone()]), digest(&[b.clone(), a.clone()]));
        assert_ne!(digest(std::slice::from_ref(&a)), digest(&[a.clone(), b]));
        assert_ne!(digest(&[a]), digest(&[("a", Value::from("1"))]));
    }

    #[test]
    fn what_is_said() {
        let one = digest(&[("a", Value::Int(1))]);
        let two = digest(&[]);
        assert_eq!(config_check(Some(one), one), Outcome::Done("unchanged".into()));
        assert_eq!(config_check(Some(two), one), Outcome::Done("changed since the last build".into()));
    }
}
