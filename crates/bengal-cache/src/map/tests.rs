//! What holds inside, whatever is done from outside.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// Both directions say the same, and nothing is kept that is not needed.
fn check(graph: &Graph) {
    let mut edges = 0;
    for (users, asset) in graph.users.iter().zip(0..) {
        let uses = |valid: bool| {
            let pages = graph.entries.iter().zip(0_u32..);
            pages.filter(move |(entry, _)| entry.valid >= valid && entry.assets.contains(&asset)).map(|(_, page)| page)
        };
        assert_eq!(users.references as usize, uses(false).count());
        let mut live = users.live(asset, &graph.entries);
        live.sort_unstable();
        assert_eq!(live, uses(true).collect::<Vec<u32>>());
        assert_eq!(users.valid(), uses(true).count());
        assert!(users.pages.len() <= 2 * users.valid(), "more leftovers than edges");
        assert_eq!(graph.assets.name(asset).is_some(), users.references > 0);
        edges += users.valid();
    }
    for (entry, page) in graph.entries.iter().zip(0..) {
        assert!(entry.assets.is_sorted_by(|a, b| a < b));
        match graph.pages.name(page) {
            Some(name) => assert_eq!(graph.pages.id(name), Some(page)),
            None => assert!(entry.assets.is_empty() && !entry.valid),
        }
    }
    assert_eq!(graph.pages.len(), graph.pages.sorted().len());
    assert_eq!(graph.assets.len(), graph.assets.sorted().len());
    assert_eq!(graph.stats().edges, edges);
}

proptest! {
    #[test]
    fn both_directions_agree_after_every_step(
        steps in vec((0..10_u8, "p[0-5]", vec("a[0-9]", 0..7)), 1..80),
    ) {
        let map = AssetDependencyMap::new();
        for (kind, page, assets) in steps {
            match kind {
                0 => drop(map.remove(&page)),
                1 => drop(map.invalidate(&page)),
                2 => drop(map.rename(&page, "p0")),
                3 if assets.is_empty() => drop(map.invalidate_all()),
                4 => {
                    let mut batch = Batch::new();
                    batch.track(&page, ["only", "here"]);
                    batch.track(&page, assets);
                    map.extend([batch]);
                }
                _ => drop(std::hint::black_box(map.track(&page, assets))),
            }
            check(&map.read());
        }
        map.retain_pages(|_| false);
        check(&map.read());
        prop_assert_eq!(map.read().assets.len(), 0);
    }
}

/// Every page leaves an asset that all use: each step must cost the page, not the asset's other users.
#[test]
fn leaving_a_popular_asset_is_linear() {
    const PAGES: usize = 100_000;
    let map = AssetDependencyMap::new();
    let mut batch = Batch::new();
    (0..PAGES).for_each(|page| batch.track(&page.to_string(), ["popular"]));
    map.extend([batch]);
    let start = std::time::Instant::now();
    for page in 0..PAGES {
        let _ = map.track(&page.to_string(), ["other"]);
    }
    assert!(map.pages_using("popular").is_empty());
    assert_eq!(map.pages_using("other").len(), PAGES);
    // Some 50 ms; a scan of the list for every page would take minutes.
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn names_are_shared_and_not_copied() {
    let map = AssetDependencyMap::new();
    let _ = map.track("a", ["style.css"]);
    let _ = map.track("b", ["style.css"]);
    let (a, b) = (map.assets_of("a").unwrap_or_default(), map.assets_of("b").unwrap_or_default());
    assert!(Arc::ptr_eq(&a[0], &b[0]));
}

/// A caller's iterator or predicate may ask the map, as no lock is held while it runs.
#[test]
fn callers_may_use_the_map_from_their_iterators() {
    let map = AssetDependencyMap::new();
    let _ = map.track("a", ["x"]);
    let _ = map.track("b", map.pages().iter().flat_map(|page| map.assets_of(page).unwrap_or_default()));
    assert_eq!(map.pages_using("x").len(), 2);
    assert_eq!(map.retain_pages(|page| map.contains(page) && page == "a"), 1);
    let _ = map.assets_of_pages(std::iter::from_fn(|| (map.len() > 1).then_some("a")));
}
