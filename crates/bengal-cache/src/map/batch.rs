//! A buffer that one thread fills without locks.

use super::graph::Graph;
use super::id_set::into_set;
use super::interner::Interner;
use super::{Changes, Tracked};
use std::ops::Range;
use std::sync::Arc;

/// What one thread has found, to be merged into a map at once by
/// [`AssetDependencyMap::extend`](super::AssetDependencyMap::extend).
///
/// Names are hashed where the batch is filled, so that merging, which needs the map's lock, handles numbers.
/// A page that is tracked twice has the later set.
#[derive(Debug, Default)]
pub struct Batch {
    assets: Interner,
    pages: Vec<(Arc<str>, Range<usize>)>,
    /// Ids of this batch's interner, page after page.
    edges: Vec<u32>,
}

impl Batch {
    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that `page` uses exactly `assets`. Costs the length of the names.
    pub fn track<A: AsRef<str>>(&mut self, page: &str, assets: impl IntoIterator<Item = A>) {
        let start = self.edges.len();
        for asset in assets {
            self.edges.push(self.assets.intern(asset.as_ref()).0);
        }
        self.pages.push((Arc::from(page), start..self.edges.len()));
    }

    /// How many times [`track`](Self::track) was called.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether nothing was tracked.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    pub(super) fn merge_into(&self, graph: &mut Graph, changes: &mut Changes) {
        graph.reserve(self.pages.len(), self.assets.len());
        let ids: Vec<u32> = (0..self.assets.bound() as u32)
            .filter_map(|local| self.assets.name(local))
            .map(|name| graph.intern_shared_asset(name))
            .collect();
        // Held until the end, so that no asset is forgotten, and its id given again, between two pages of the batch.
        for id in &ids {
            graph.users[*id as usize].references += 1;
        }
        let mut assets = Vec::new();
        for (page, edges) in &self.pages {
            assets.clear();
            assets.extend(self.edges[edges.clone()].iter().map(|local| ids[*local as usize]));
            into_set(&mut assets);
            match graph.track(page, &assets) {
                Tracked::Added => changes.added += 1,
                Tracked::Changed => changes.changed += 1,
                Tracked::Unchanged => changes.unchanged += 1,
            }
        }
        for id in &ids {
            graph.users[*id as usize].references -= 1;
            graph.release_if_unused(*id);
        }
    }
}
