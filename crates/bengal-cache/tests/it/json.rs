//! The original's `asset_deps.json`.

use super::{sample, texts};
use bengal_cache::AssetDependencyMap;

const TIME: &str = "2026-11-23T12:00:00+00:00";

#[test]
fn the_form_is_the_original_s() {
    let expected = r#"{
  "version": 1,
  "pages": {
    "content/about.md": {
      "assets": [
        "css/style.css",
        "fonts/über.woff2"
      ],
      "tracked_at": "2026-11-23T12:00:00+00:00",
      "is_valid": false
    },
    "content/empty.md": {
      "assets": [],
      "tracked_at": "2026-11-23T12:00:00+00:00",
      "is_valid": true
    },
    "content/index.md": {
      "assets": [
        "css/style.css",
        "images/cat.png"
      ],
      "tracked_at": "2026-11-23T12:00:00+00:00",
      "is_valid": true
    }
  }
}"#;
    assert_eq!(sample().to_json(TIME), expected);
    assert_eq!(AssetDependencyMap::from_json(expected).unwrap(), sample());
}

#[test]
fn what_the_original_leaves_out_or_adds_is_taken() {
    let text =
        r#"{"version": 1, "saved_by": "x", "pages": {"b.md": {"assets": ["z", "a", "z"], "tracked_at": "2025"}}}"#;
    let map = AssetDependencyMap::from_json(text).unwrap();
    assert_eq!(texts(&map.assets_of("b.md").unwrap()), ["a", "z"]);
}

#[test]
fn other_texts_are_errors_that_say_where() {
    let error = |text: &str| AssetDependencyMap::from_json(text).unwrap_err().to_string();
    assert_eq!(error(r#"{"version": 2, "pages": []}"#), "the asset dependency map has version 2, and 1 is read");
    assert_eq!(
        error("{\"version\": 1,\n \"pages\": {\"a\": 3}}"),
        "not an asset dependency map: invalid type: integer `3`, expected struct PageRecord at line 2 column 17"
    );
    assert!(error("").contains("EOF while parsing"));
    let deep = format!("{{\"version\": 1, \"pages\": {}", "[".repeat(100_000));
    assert!(AssetDependencyMap::from_json(&deep).is_err());
}
