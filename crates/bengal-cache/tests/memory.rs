//! How much memory an edge takes, counted at the allocator.

use bengal_cache::{AssetDependencyMap, Batch};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The system's allocator, with a count of the bytes that were asked for and not given back.
struct Counting;

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[expect(unsafe_code, reason = "the trait is unsafe to implement; everything is passed on unchanged")]
// SAFETY: every call is passed on to the system's allocator with its arguments unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        ALLOCATED.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The bytes that a value keeps.
fn kept<T>(make: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATED.load(Ordering::Relaxed);
    let value = make();
    (value, ALLOCATED.load(Ordering::Relaxed) - before)
}

const PAGES: usize = 20_000;
const EDGES: usize = PAGES * 20;

fn fill(assets: usize) -> AssetDependencyMap {
    let map = AssetDependencyMap::new();
    let mut batch = Batch::new();
    for page in 0..PAGES {
        batch
            .track(&format!("content/page-{page:05}.md"), (0..20).map(|n| format!("a/{:05}", (page + n * n) % assets)));
    }
    map.extend([batch]);
    map
}

/// The only test of this binary, as others would allocate meanwhile.
#[test]
fn an_edge_takes_two_numbers() {
    let (map, bytes) = kept(|| fill(1000));
    let stats = map.stats();
    assert_eq!((stats.valid_pages, stats.edges, stats.unique_assets), (PAGES, EDGES, 1000));
    // What the map says of itself is what the allocator has seen.
    assert!(stats.memory_bytes.abs_diff(bytes) * 100 < bytes, "{} said, {bytes} counted", stats.memory_bytes);
    // A page: its name of 21 bytes with two reference counts, pointers to the name and the set, and two table entries.
    let pages = PAGES * (21 + 16 + 16 + 24 + 8) * 3 / 2;
    let per_edge = (bytes - pages) as f64 / EDGES as f64;
    assert!(per_edge < 13.0, "{per_edge} bytes an edge after {bytes} in all");
    // A loaded map has no slack: four bytes each way.
    let stored = map.to_bytes("test").unwrap();
    let (loaded, loaded_bytes) = kept(|| AssetDependencyMap::from_bytes(&stored, "test").unwrap());
    let slope = (loaded_bytes as f64 - pages as f64) / EDGES as f64;
    assert!(slope < 9.0, "{slope} bytes an edge after {loaded_bytes} in all");
    assert!(loaded.stats().memory_bytes.abs_diff(loaded_bytes) * 100 < loaded_bytes);
    // Twice the pages of an asset are not twice the names: strings are kept once.
    let names: usize = stats.unique_assets * 7 + PAGES * 21;
    assert!(loaded_bytes < names + EDGES * 8 + PAGES * 100 + 100_000, "{loaded_bytes}");
    // What goes is given back.
    loaded.retain_pages(|_| false);
    assert_eq!(loaded.stats().edges, 0);
    drop((map, loaded));
}
