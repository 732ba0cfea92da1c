//! Results that are kept, within a bound.

use super::languages::GrammarId;
use bengal_core::Digest;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The cache holds at most this many bytes of HTML; then it starts again from nothing.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Highlighted code by grammar and digest of the code.
#[derive(Default)]
pub(super) struct Cache {
    entries: FxHashMap<(GrammarId, Digest), Arc<str>>,
    bytes: usize,
}

impl Cache {
    pub(super) fn get(&self, key: &(GrammarId, Digest)) -> Option<Arc<str>> {
        self.entries.get(key).cloned()
    }

    pub(super) fn insert(&mut self, key: (GrammarId, Digest), html: Arc<str>) {
        if self.bytes + html.len() > MAX_BYTES {
            self.entries.clear();
            self.bytes = 0;
        }
        self.bytes += html.len();
        self.entries.insert(key, html);
    }
}
