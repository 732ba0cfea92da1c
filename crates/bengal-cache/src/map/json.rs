//! The form in which the original kept the map: `asset_deps.json`.

use super::{AssetDependencyMap, Batch};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the form that is read and written.
const VERSION: u32 = 1;

/// Why a text is not an `asset_deps.json`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// It is not JSON of that form.
    #[error("not an asset dependency map: {message} at line {line} column {column}")]
    Malformed {
        /// What is wrong.
        message: String,
        /// Where, from 1.
        line: usize,
        /// Where in the line, from 1.
        column: usize,
    },
    /// It has another version.
    #[error("the asset dependency map has version {found}, and {VERSION} is read")]
    OtherVersion {
        /// The version that it has.
        found: u64,
    },
}

#[derive(Serialize, Deserialize)]
struct Document {
    version: u64,
    pages: BTreeMap<String, PageRecord>,
}

#[derive(Serialize, Deserialize)]
struct PageRecord {
    assets: Vec<String>,
    tracked_at: String,
    #[serde(default = "valid_unless_said")]
    is_valid: bool,
}

fn valid_unless_said() -> bool {
    true
}

impl AssetDependencyMap {
    /// The map in the form of the original's `asset_deps.json`, version 1: pages and assets in the order of their names.
    ///
    /// The map knows no times: `tracked_at`, by custom an ISO 8601 time, is written for every page.
    pub fn to_json(&self, tracked_at: &str) -> String {
        let record = |assets: Vec<String>, is_valid| PageRecord { assets, tracked_at: tracked_at.to_owned(), is_valid };
        let pages = self.entries().into_iter().map(|entry| {
            let assets = entry.assets.iter().map(|asset| asset.as_ref().to_owned()).collect();
            (entry.page.as_ref().to_owned(), record(assets, entry.valid))
        });
        let document = Document { version: u64::from(VERSION), pages: pages.collect() };
        // Text and numbers always serialise, and writing to memory does not fail.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    }

    /// Reads the form of the original's `asset_deps.json`, version 1. Times are dropped.
    ///
    /// # Errors
    /// When the text is not of that form, or of another version.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u64,
        }
        let Versioned { version } = serde_json::from_str(text).map_err(malformed)?;
        if version != u64::from(VERSION) {
            return Err(JsonError::OtherVersion { found: version });
        }
        let document: Document = serde_json::from_str(text).map_err(malformed)?;
        let map = Self::new();
        let mut batch = Batch::new();
        for (page, record) in &document.pages {
            batch.track(page, &record.assets);
        }
        map.extend([batch]);
        for (page, _) in document.pages.iter().filter(|(_, record)| !record.is_valid) {
            map.invalidate(page);
        }
        Ok(map)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` calls")]
fn malformed(error: serde_json::Error) -> JsonError {
    // The message repeats the place, which is given apart.
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or_default().to_owned();
    JsonError::Malformed { message, line: error.line(), column: error.column() }
}
