//! The comparison in one table: interleaved rounds, CPU time of the thread, medians.

use std::fmt::Write as _;
use std::time::Duration;

use cpu_time::{ProcessTime, ThreadTime};
use rayon::prelude::*;

use super::corpus::Corpus;
use super::{PEERS, Peer};
use crate::report::Goal;

/// What one peer took.
#[derive(Debug)]
pub struct Row {
    /// The peer's name.
    pub name: &'static str,
    /// What it does.
    pub note: &'static str,
    /// Bytes a second of CPU time on one thread: the median of all rounds.
    pub rate: f64,
    /// The references that it found.
    pub references: usize,
    /// How many times as much CPU time a pass takes on all cores as on one: 1.0 is perfect scaling.
    pub overhead: f64,
}

/// Measures all peers on the same pages, round by round.
pub fn measure(corpus: &Corpus, rounds: usize) -> Vec<Row> {
    let mut times = vec![Vec::new(); PEERS.len()];
    let mut parallel = vec![Vec::new(); PEERS.len()];
    let mut references = vec![0; PEERS.len()];
    for _ in 0..rounds {
        for (index, peer) in PEERS.iter().enumerate() {
            let start = ThreadTime::now();
            references[index] = corpus.pages.iter().map(|page| (peer.run)(page).0).sum();
            times[index].push(start.elapsed());
            let start = ProcessTime::now();
            let total: usize = corpus.pages.par_iter().with_min_len(16).map(|page| (peer.run)(page).0).sum();
            parallel[index].push(start.elapsed());
            std::hint::black_box(total);
        }
    }
    let rows = PEERS.iter().zip(times).zip(parallel).zip(references);
    rows.map(|(((peer, times), parallel), references)| row(peer, corpus.bytes(), times, parallel, references)).collect()
}

fn row(peer: &Peer, bytes: usize, times: Vec<Duration>, parallel: Vec<Duration>, references: usize) -> Row {
    let seconds = median(times);
    Row {
        name: peer.name,
        note: peer.note,
        rate: bytes as f64 / seconds,
        references,
        overhead: median(parallel) / seconds,
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64().max(f64::MIN_POSITIVE)
}

/// The rows as a Markdown page.
pub fn render(rows: &[Row], corpus: &Corpus, rounds: usize) -> String {
    let mut page = String::from("# Asset extraction from HTML\n\n");
    let megabytes = corpus.bytes() as f64 / 1e6;
    let _infallible = write!(
        page,
        "`cargo run --release -p bengal-benches --bin html-table`: {} pages of the Rust documentation ({megabytes:.0} MB) in \
         memory. CPU time of one thread, median of {rounds} interleaved rounds. Scaling: CPU time of a pass on one thread, \
         divided by that of a pass on all cores, times the number of cores ({}).\n\n\
         | | MB/s a core | bengal-html is faster by | scaling | references | what it does |\n\
         |---|---:|---:|---:|---:|---|\n",
        corpus.pages.len(),
        rayon::current_num_threads(),
    );
    let own = rows.first().map_or(0.0, |row| row.rate);
    for row in rows {
        let scaling = rayon::current_num_threads() as f64 / row.overhead;
        let _infallible = writeln!(
            page,
            "| {} | {:.0} | {:.2}× | {scaling:.2}× | {} | {} |",
            row.name,
            row.rate / 1e6,
            own / row.rate,
            row.references,
            row.note,
        );
    }
    page
}

/// How many times as fast extraction is to be.
pub fn goals(rows: &[Row]) -> Vec<Goal> {
    let own = rows.first().map_or(0.0, |row| row.rate);
    let wanted = [("lol_html 3", 8.0), ("html5ever + rcdom", 30.0)];
    let peers = wanted.iter().filter_map(|(name, least)| Some((rows.iter().find(|row| row.name == *name)?, *least)));
    peers
        .map(|(peer, least)| Goal::at_least(format!("extraction against {}", peer.name), own / peer.rate, least))
        .collect()
}
