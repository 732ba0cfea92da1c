//! What readers see while others write.

use super::texts;
use bengal_cache::{AssetDependencyMap, Batch};
use std::sync::atomic::{AtomicBool, Ordering};

const ROUNDS: usize = 3_000;

fn set(kind: char) -> Vec<String> {
    (0..20).map(|number| format!("{kind}{number:02}")).collect()
}

/// A page's set goes back and forth between two; a reader that saw some of both would have seen a mixture.
#[test]
fn a_reader_sees_the_old_set_or_the_new_one() {
    let map = AssetDependencyMap::new();
    let (left, right) = (set('l'), set('r'));
    let _ = map.track("page", &left);
    let done = AtomicBool::new(false);
    let seen: Vec<[usize; 2]> = std::thread::scope(|scope| {
        let read = || {
            let mut seen = [0; 2];
            while !done.load(Ordering::Relaxed) {
                let assets = map.assets_of("page").unwrap();
                let which = usize::from(texts(&assets) == right);
                assert!(which == 1 || texts(&assets) == left, "{assets:?}");
                seen[which] += 1;
                assert!(map.all_assets().len() == 20);
                let entries = map.entries();
                assert_eq!(entries[0].assets.len(), 20);
                // The other direction: no answer but these two, whatever was written between the questions.
                for asset in [&left[0], &right[19]] {
                    assert!(matches!(*texts(&map.pages_using(asset)), [] | ["page"]));
                }
            }
            seen
        };
        let readers: Vec<_> = (0..3).map(|_| scope.spawn(read)).collect();
        for _ in 0..ROUNDS {
            let _ = map.track("page", &right);
            let mut batch = Batch::new();
            batch.track("page", &left);
            map.extend([batch]);
        }
        done.store(true, Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    assert!(seen.iter().flatten().sum::<usize>() > 0);
}

/// One page always uses one of two assets; whoever asks for the users of both at one moment finds it once. The stored bytes are of one
/// moment, and a map that is read from them answers in both directions.
#[test]
fn both_directions_change_together() {
    let map = AssetDependencyMap::new();
    let _ = map.track("page", ["left", "both"]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let read = || {
            while !done.load(Ordering::Relaxed) {
                assert_eq!(texts(&map.pages_using("both")), ["page"]);
                let copy = AssetDependencyMap::from_bytes(&map.to_bytes("test").unwrap(), "test").unwrap();
                let users = ["left", "right"].map(|asset| copy.pages_using(asset).len());
                assert!(users == [1, 0] || users == [0, 1], "{users:?}");
                let assets = copy.assets_of("page").unwrap();
                assert_eq!(texts(&assets), ["both", if users[0] == 1 { "left" } else { "right" }]);
            }
        };
        let readers: Vec<_> = (0..2).map(|_| scope.spawn(read)).collect();
        for _ in 0..ROUNDS {
            let _ = map.track("page", ["both", "right"]);
            let mut batch = Batch::new();
            batch.track("page", ["left", "both"]);
            map.extend([batch]);
        }
        done.store(true, Ordering::Relaxed);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
}

/// Two maps that are compared with each other by two threads, while both are written: nobody waits for ever.
#[test]
fn comparing_two_maps_from_both_sides_does_not_deadlock() {
    let (one, two) = (AssetDependencyMap::new(), AssetDependencyMap::new());
    std::thread::scope(|scope| {
        for (left, right) in [(&one, &two), (&two, &one)] {
            scope.spawn(move || {
                for _ in 0..500 {
                    let _ = left == right;
                }
            });
            scope.spawn(move || {
                for round in 0..500 {
                    let _ = left.track("page", [round.to_string()]);
                }
            });
        }
    });
    assert_eq!(one, two);
}

/// Batches from any number of threads make one map.
#[test]
fn thread_count_and_order_do_not_show() {
    let pages: Vec<(String, Vec<String>)> = (0..500)
        .map(|page| (format!("p{page}"), (0..page % 7).map(|n| format!("a{}", page * n % 90)).collect()))
        .collect();
    let by_threads = |threads: usize| {
        let map = AssetDependencyMap::new();
        let batches: Vec<Batch> = std::thread::scope(|scope| {
            let fill = |pages: &[(String, Vec<String>)]| {
                let mut batch = Batch::new();
                for (page, assets) in pages {
                    batch.track(page, assets);
                }
                batch
            };
            let parts = pages.chunks(pages.len().div_ceil(threads)).map(|part| scope.spawn(move || fill(part)));
            let running: Vec<_> = parts.collect();
            running.into_iter().rev().map(|thread| thread.join().unwrap()).collect()
        });
        let changes = map.extend(batches);
        assert_eq!(changes.added, pages.len());
        map.to_bytes("test").unwrap()
    };
    let expected = by_threads(1);
    assert!([2, 3, 8].into_iter().all(|threads| by_threads(threads) == expected));
}
