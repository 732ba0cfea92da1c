//! The map as a table: schema 1 of `asset-deps`.
//!
//! The payload is canonical (names ascending, ids by name, shortest numbers), so that equal maps have equal payloads.

use super::AssetDependencyMap;
use super::graph::{Graph, PageEntry};
use super::interner::Interner;
use super::names;
use crate::damage::Damage;
use crate::table::{self, EncodeError, Table};
use crate::varint;
use bengal_core::Digest;
use serde::{Deserialize, Serialize};
use serde_bytes::Bytes;
use std::sync::{Arc, RwLock};

/// The table in which a cache keeps the map.
pub(crate) const TABLE: Table = Table { name: "asset-deps", schema: 1 };

/// What is stored. A change of the fields, their order or their meaning is a new schema number: they are stored by
/// position.
#[derive(Serialize, Deserialize)]
struct Payload<'a> {
    /// Names of assets, front coded; the id of each is its position.
    #[serde(borrow)]
    assets: &'a Bytes,
    /// Names of pages, front coded.
    #[serde(borrow)]
    pages: &'a Bytes,
    /// For each page a number, twice the count of its assets plus one where the entry is invalid; then its ascending
    /// asset ids: the first as it is, each later one as its distance to the one before, less one. LEB128 numbers.
    #[serde(borrow)]
    edges: &'a Bytes,
}

/// The fields of the payload, of one map's state.
#[derive(PartialEq, Eq)]
struct Fields {
    assets: Vec<u8>,
    pages: Vec<u8>,
    edges: Vec<u8>,
}

impl AssetDependencyMap {
    /// The digest of what the map says: equal for equal maps, in whatever order and by however many threads they were
    /// made. Costs as much as encoding the map.
    pub fn digest(&self) -> Digest {
        let Fields { assets, pages, edges } = Fields::of(&self.read());
        let mut hasher = blake3::Hasher::new();
        for field in [assets, pages, edges] {
            hasher.update(&(field.len() as u64).to_le_bytes()).update(&field);
        }
        Digest::from_bytes(*hasher.finalize().as_bytes())
    }

    /// The map as a table file of one tool version.
    ///
    /// # Errors
    /// When the tool's name is too long, or the map larger than a table may be.
    pub fn to_bytes(&self, tool: &str) -> Result<Vec<u8>, EncodeError> {
        let Fields { assets, pages, edges } = Fields::of(&self.read());
        let (assets, pages, edges) = (Bytes::new(&assets), Bytes::new(&pages), Bytes::new(&edges));
        table::encode(&TABLE, tool, &Payload { assets, pages, edges })
    }

    /// The map of a table file.
    ///
    /// # Errors
    /// Anything but what [`to_bytes`](Self::to_bytes) makes for the same tool version is damage.
    pub fn from_bytes(bytes: &[u8], tool: &str) -> Result<Self, Damage> {
        let payload: Payload<'_> = table::decode(&TABLE, tool, bytes)?;
        Ok(Self { graph: RwLock::new(graph_of(&payload)?) })
    }
}

impl PartialEq for AssetDependencyMap {
    /// Whether both maps say the same. Costs as much as encoding both; never holds both locks, so the two are looked at one after the
    /// other.
    fn eq(&self, other: &Self) -> bool {
        let fields = |map: &Self| Fields::of(&map.read());
        std::ptr::eq(self, other) || fields(self) == fields(other)
    }
}

impl Eq for AssetDependencyMap {}

impl Fields {
    fn of(graph: &Graph) -> Self {
        let assets = graph.assets.sorted();
        let pages = graph.pages.sorted();
        let mut ranks = vec![0_u32; graph.assets.bound()];
        for ((_, id), rank) in assets.iter().zip(0..) {
            ranks[*id as usize] = rank;
        }
        let mut edges = Vec::new();
        let mut ids = Vec::new();
        for (_, page) in &pages {
            let entry = &graph.entries[*page as usize];
            ids.clear();
            ids.extend(entry.assets.iter().map(|asset| ranks[*asset as usize]));
            ids.sort_unstable();
            write_entry(&mut edges, &ids, entry.valid);
        }
        let encode = |names: &[(&Arc<str>, u32)]| names::encode(names.iter().map(|(name, _)| &***name));
        Self { assets: encode(&assets), pages: encode(&pages), edges }
    }
}

fn write_entry(edges: &mut Vec<u8>, ids: &[u32], valid: bool) {
    varint::write(edges, ids.len() as u64 * 2 + u64::from(!valid));
    let mut next = 0;
    for id in ids {
        varint::write(edges, u64::from(id - next));
        next = id + 1;
    }
}

fn graph_of(payload: &Payload<'_>) -> Result<Graph, Damage> {
    let assets = names::decode(payload.assets)?;
    let pages = names::decode(payload.pages)?;
    let asset_count = u32::try_from(assets.len()).map_err(|_| Damage::Inconsistent("too many assets"))?;
    let mut edges = varint::Reader::new(payload.edges);
    let mut entries = Vec::with_capacity(pages.len());
    for _ in &pages {
        entries.push(read_entry(&mut edges, asset_count)?);
    }
    if !edges.is_at_end() {
        return Err(Damage::Inconsistent("more edges than pages"));
    }
    let graph = Graph::from_parts(Interner::from_distinct(pages), Interner::from_distinct(assets), entries);
    if graph.users.iter().any(|users| users.references == 0) {
        return Err(Damage::Inconsistent("an asset without a page"));
    }
    Ok(graph)
}

fn read_entry(edges: &mut varint::Reader<'_>, asset_count: u32) -> Result<PageEntry, Damage> {
    const CUT: Damage = Damage::Inconsistent("edges are cut short");
    let head = edges.read().ok_or(CUT)?;
    // An edge takes a byte at least, so the bytes that are left bound what is allocated.
    let count = usize::try_from(head / 2).ok().filter(|count| *count <= edges.remaining()).ok_or(CUT)?;
    let mut assets = Vec::with_capacity(count);
    let mut next = 0_u64;
    for _ in 0..count {
        let id = edges.read().and_then(|gap| gap.checked_add(next)).ok_or(CUT)?;
        if id >= u64::from(asset_count) {
            return Err(Damage::Inconsistent("an asset's number is out of range"));
        }
        assets.push(id as u32);
        next = id + 1;
    }
    Ok(PageEntry { assets: assets.into_boxed_slice(), valid: head % 2 == 0 })
}
