//! `cargo bench -p bengal-benches --bench phase16`: phase 16 on 1,000 generated pages, on one thread and on two.

use bengal_benches::phase16::Pages;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn phase16(criterion: &mut Criterion) {
    let pages = Pages::generate(1000);
    let mut group = criterion.benchmark_group("phase 16");
    group.throughput(Throughput::Bytes(pages.bytes() as u64));
    for threads in [1, 2] {
        let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else { continue };
        group.bench_function(format!("{threads} threads"), |bencher| {
            bencher.iter_with_large_drop(|| pool.install(|| pages.track()));
        });
    }
    group.finish();
}

criterion_group!(benches, phase16);
criterion_main!(benches);
