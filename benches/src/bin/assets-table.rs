//! Measures the link step on 10,000 generated pages (`benches/results/assets.md`): `assets-table [PAGES [ROUNDS]] [--save]`.
#![expect(clippy::print_stdout, reason = "the table is shown as well as written")]

use bengal_benches::assets::{REFERENCES, Site, measure, measure_sheets};
use bengal_benches::report::{self, Goal};
use std::error::Error;
use std::time::Duration;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Copies of each sheet of the theme: 4 MB.
const COPIES: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let save = report::saves(&arguments);
    let mut arguments = arguments.iter().filter_map(|argument| argument.parse().ok());
    let count = arguments.next().unwrap_or(10_000);
    let rounds = arguments.next().unwrap_or(7);
    let site = Site::generate(count)?;
    let (times, changes) = measure(&site, rounds);
    let sheets = measure_sheets(COPIES, rounds)?;
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    let html = megabytes(site.bytes());
    let line = |name: &str, bytes: f64, time: Duration| {
        format!("| {name} | {:.0} ms | {:.0} |\n", time.as_secs_f64() * 1e3, bytes / time.as_secs_f64())
    };
    let page = format!(
        "# Assets, measured\n\n\
         Made by `cargo xtask bench assets`: medians of {rounds} rounds in which the kinds of work take turns, on one thread. Times \
         are CPU times of that thread, so other work on the machine does not count.\n\n\
         ## The link step\n\n\
         {count} generated pages, {html:.0} MB of HTML with {REFERENCES} references each. All lead to files with a fingerprint, so all \
         {} are replaced; the linked pages have {:.0} MB, and each is made once. *Copying* is a clone of each page. *Extraction* \
         finds the references; *linking* has them.\n\n\
         | | CPU | MB/s of HTML on one core |\n|---|--:|--:|\n{}{}{}{}\n\
         Linking takes {:.2} × the time of extraction and {:.1} × that of copying.\n\n\
         ## Style sheets\n\n\
         {COPIES} copies of each sheet of the default theme, {:.1} MB, each with a reference to a picture: from bytes in memory to a \
         complete link table. Each has the digests of its published bytes, BLAKE3 and SHA-384.\n\n\
         | | CPU | MB/s of CSS on one core |\n|---|--:|--:|\n{}{}",
        changes.urls,
        megabytes(changes.bytes),
        line("copying", html, times.copying),
        line("extraction", html, times.extraction),
        line("linking", html, times.linking),
        line("extraction and linking", html, times.extraction + times.linking),
        times.linking.as_secs_f64() / times.extraction.as_secs_f64(),
        times.linking.as_secs_f64() / times.copying.as_secs_f64(),
        megabytes(sheets.bytes),
        line("linked", megabytes(sheets.bytes), sheets.plain),
        line("minified and linked", megabytes(sheets.bytes), sheets.minified),
    );
    println!("{page}");
    let speed = html / times.linking.as_secs_f64();
    let goal = Goal {
        figure: "link step, HTML a core".to_owned(),
        measured: format!("{speed:.0} MB/s"),
        goal: "≥ 500 MB/s".to_owned(),
        met: speed >= 500.0,
    };
    Ok(report::publish("assets", &page, &[goal], save)?)
}
