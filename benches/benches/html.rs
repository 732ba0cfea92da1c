//! Asset extraction on the Rust documentation: every peer on one core, this project's on all.

use bengal_benches::html::{PEERS, corpus};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;

/// Every 64th page: some 10 MB, so that slow peers finish too.
const STEP: usize = 64;

fn html(criterion: &mut Criterion) {
    let Some(corpus) = corpus::rustdoc_folder().and_then(|folder| corpus::read(&folder, STEP).ok()) else {
        return;
    };
    let mut group = criterion.benchmark_group("html");
    group.throughput(Throughput::Bytes(corpus.bytes() as u64)).sample_size(10);
    for peer in PEERS {
        group.bench_function(peer.name, |bencher| {
            bencher.iter(|| corpus.pages.iter().map(|page| (peer.run)(page).0).sum::<usize>());
        });
    }
    for peer in PEERS.iter().filter(|peer| peer.name == "bengal-html") {
        group.bench_function("bengal-html, all cores", |bencher| {
            bencher.iter(|| corpus.pages.par_iter().with_min_len(16).map(|page| (peer.run)(page).0).sum::<usize>());
        });
    }
    group.finish();
}

criterion_group!(benches, html);
criterion_main!(benches);
