//! `cargo bench -p bengal-benches --bench cache`: the asset dependency map by itself, at 10,000 pages with 20 assets.
//!
//! The comparison with other stores is the program `cache_table`.

use bengal_benches::cache::Workload;
use bengal_benches::cache::workload::{USED_BY_ALL, USED_BY_ONE, USED_BY_SOME};
use bengal_cache::{AssetDependencyMap, Batch};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const PAGES: usize = 10_000;
const TOOL: &str = "bench";

fn batch(pages: &[(String, Vec<String>)]) -> Batch {
    let mut batch = Batch::new();
    for (page, assets) in pages {
        batch.track(page, assets);
    }
    batch
}

fn track(criterion: &mut Criterion) {
    let workload = Workload::new(PAGES);
    let mut group = criterion.benchmark_group("track");
    group.throughput(Throughput::Elements(workload.edges() as u64));
    for threads in [1, 2] {
        let part = PAGES.div_ceil(threads);
        group.bench_function(format!("batches, {threads} threads"), |bencher| {
            bencher.iter_with_large_drop(|| {
                let map = AssetDependencyMap::new();
                std::thread::scope(|scope| {
                    let parts = workload.pages.chunks(part);
                    let running: Vec<_> = parts.map(|pages| scope.spawn(|| batch(pages))).collect();
                    map.extend(running.into_iter().filter_map(|thread| thread.join().ok()));
                });
                map
            });
        });
        group.bench_function(format!("page by page, {threads} threads"), |bencher| {
            bencher.iter_with_large_drop(|| {
                let map = AssetDependencyMap::new();
                std::thread::scope(|scope| {
                    for pages in workload.pages.chunks(part) {
                        let map = &map;
                        scope.spawn(move || {
                            for (page, assets) in pages {
                                let _ = map.track(page, assets);
                            }
                        });
                    }
                });
                map
            });
        });
    }
    let map = AssetDependencyMap::new();
    map.extend([batch(&workload.pages)]);
    group.bench_function("the same again, page by page", |bencher| {
        bencher.iter(|| {
            for (page, assets) in &workload.pages {
                let _ = black_box(map.track(page, assets));
            }
        });
    });
    group.bench_function("merging only", |bencher| {
        bencher.iter_batched(
            || (AssetDependencyMap::new(), batch(&workload.pages)),
            |(map, batch)| {
                map.extend([batch]);
                map
            },
            BatchSize::LargeInput,
        );
    });
}

fn query(criterion: &mut Criterion) {
    let map = AssetDependencyMap::new();
    map.extend([batch(&Workload::new(PAGES).pages)]);
    let mut group = criterion.benchmark_group("pages_using");
    for (name, asset) in [("all", USED_BY_ALL), ("some", USED_BY_SOME), ("one", USED_BY_ONE), ("none", "no/such.css")] {
        group.bench_function(name, |bencher| bencher.iter(|| map.pages_using(black_box(asset))));
    }
}

fn store(criterion: &mut Criterion) {
    let workload = Workload::new(PAGES);
    let map = AssetDependencyMap::new();
    map.extend([batch(&workload.pages)]);
    let Ok(bytes) = map.to_bytes(TOOL) else { return };
    let mut group = criterion.benchmark_group("store");
    group.throughput(Throughput::Elements(workload.edges() as u64));
    group.bench_function("encode", |bencher| bencher.iter(|| map.to_bytes(TOOL)));
    group.bench_function("decode", |bencher| {
        bencher.iter_with_large_drop(|| AssetDependencyMap::from_bytes(&bytes, TOOL));
    });
}

criterion_group!(benches, track, query, store);
criterion_main!(benches);
