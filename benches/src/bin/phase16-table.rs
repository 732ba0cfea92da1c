//! Measures phase 16 on 10,000 generated pages (`benches/results/phase16.md`): `phase16-table [PAGES [ROUNDS]] [--save]`.
#![expect(clippy::print_stdout, reason = "the table is shown as well as written")]

use bengal_benches::phase16::{Pages, measure};
use bengal_benches::report::{self, Goal};
use std::error::Error;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const THREADS: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let save = report::saves(&arguments);
    let mut arguments = arguments.iter().filter_map(|argument| argument.parse().ok());
    let count = arguments.next().unwrap_or(10_000);
    let rounds = arguments.next().unwrap_or(7);
    let pages = Pages::generate(count);
    let scaling = measure(&pages, THREADS, rounds)?;
    let (map, references) = pages.track();
    let ms = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    let megabytes = pages.bytes() as f64 / 1e6;
    let page = format!(
        "# Phase 16, Track assets, measured\n\n\
         Made by `cargo xtask bench phase16`: {count} generated pages, {megabytes:.0} MB of HTML with {references} references to \
         {} unique assets; medians of {rounds} rounds in which one thread and {THREADS} take turns. The maps of all rounds \
         are equal.\nTimes are CPU times, so other work on the machine does not count. *Alone* is what the calling thread does \
         while no other has work: with a core for each thread, the phase takes *alone* and the rest divided by the threads.\n\n\
         | one thread | {THREADS} threads together | of that alone | MB/s of one thread | speed-up on {THREADS} cores |\n\
         |--:|--:|--:|--:|--:|\n\
         | {:.0} ms | {:.0} ms | {:.1} ms | {:.0} | {:.2} × |\n",
        map.stats().unique_assets,
        ms(scaling.one),
        ms(scaling.all),
        ms(scaling.alone),
        megabytes / scaling.one.as_secs_f64(),
        scaling.speed_up(),
    );
    println!("{page}");
    let goals = [Goal::at_least("phase 16, one thread against two", scaling.speed_up(), 1.9)];
    Ok(report::publish("phase16", &page, &goals, save)?)
}
