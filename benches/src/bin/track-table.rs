//! Measures `bengal track` against reading the same files (`benches/results/track.md`): `track-table [ROUNDS [FOLDER]] [--save]`.
//! Without a folder it is the documentation of the Rust toolchain.
//!
//! Each run is a process of its own, so that its memory and its CPU time are its own; both kinds take turns.
#![expect(clippy::print_stdout, reason = "the table is shown as well as written")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads and writes files itself")]

use bengal_benches::html::corpus;
use bengal_benches::report;
use bengal_core::fs::OsFileSystem;
use bengal_orchestration::track::{Role, TrackOptions, Untold, track};
use camino::Utf8Path;
use cpu_time::ProcessTime;
use rayon::prelude::*;
use std::error::Error;
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const THREADS: usize = 2;

/// One run: milliseconds of wall and CPU time, and the peak of the resident set in MB.
#[derive(Clone, Copy, Debug)]
struct Run {
    wall: f64,
    cpu: f64,
    memory: f64,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let save = report::saves(&arguments);
    let arguments: Vec<String> = arguments.into_iter().filter(|argument| argument != "--save").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--track", folder] => track_once(folder.into()),
        ["--read"] => read_once(),
        [] => table(7, None, save),
        [rounds] => table(rounds.parse()?, None, save),
        [rounds, folder] => table(rounds.parse()?, Some(folder.to_owned()), save),
        _ => Err("usage: track-table [ROUNDS [FOLDER]] [--save]".into()),
    }
}

fn options(folder: &Utf8Path) -> TrackOptions {
    TrackOptions { folder: folder.to_owned(), jobs: THREADS, ..TrackOptions::default() }
}

fn track_once(folder: &Utf8Path) -> Result<()> {
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    let tree = track(Arc::new(OsFileSystem), &options(folder), &Untold)?;
    std::hint::black_box(tree.summary());
    report(wall.elapsed(), cpu.elapsed())
}

/// Reads the files that standard input names, one a line.
fn read_once() -> Result<()> {
    let mut list = String::new();
    std::io::stdin().read_to_string(&mut list)?;
    let files: Vec<&str> = list.lines().collect();
    rayon::ThreadPoolBuilder::new().num_threads(THREADS).build_global()?;
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    let bytes: usize = files.par_iter().map(|file| std::fs::read(file).map_or(0, |content| content.len())).sum();
    std::hint::black_box(bytes);
    report(wall.elapsed(), cpu.elapsed())
}

fn report(wall: Duration, cpu: Duration) -> Result<()> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    let kilobytes: f64 = line.split_whitespace().next().ok_or("no figure")?.parse()?;
    println!("{} {} {}", wall.as_secs_f64() * 1e3, cpu.as_secs_f64() * 1e3, kilobytes * 1024.0 / 1e6);
    Ok(())
}

fn run(arguments: &[&str], input: Option<&std::path::Path>) -> Result<Run> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments).stdin(input.map_or(Ok(Stdio::null()), |path| std::fs::File::open(path).map(Stdio::from))?);
    let output = String::from_utf8(command.output()?.stdout)?;
    let figures: Vec<f64> = output.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
    let [wall, cpu, memory] = figures[..] else { return Err("a run failed".into()) };
    Ok(Run { wall, cpu, memory })
}

fn table(rounds: usize, folder: Option<String>, save: bool) -> Result<()> {
    let (folder, shown) = match folder {
        Some(folder) => (folder.clone(), format!("`{folder}`")),
        None => {
            let Some(found) = corpus::rustdoc_folder() else {
                println!("no toolchain here has the Rust documentation (`rustup component add rust-docs`)");
                return Ok(());
            };
            (found.to_str().ok_or("the folder's name is not UTF-8")?.to_owned(), "the Rust documentation".to_owned())
        }
    };
    let tree = track(Arc::new(OsFileSystem), &options(folder.as_str().into()), &Untold)?;
    let read: Vec<String> = tree
        .files()
        .iter()
        .filter(|file| file.role != Role::Other)
        .map(|file| format!("{folder}/{}", file.path))
        .collect();
    let list = tempfile::NamedTempFile::new()?;
    std::fs::write(list.path(), read.join("\n"))?;
    let (mut reading, mut tracking) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        reading.push(run(&["--read"], Some(list.path()))?);
        tracking.push(run(&["--track", &folder], None)?);
    }
    let summary = tree.summary();
    let page = format!(
        "# `bengal track`, measured\n\n\
         Made by `cargo xtask bench track`: {shown}, {} pages in {} files, {:.0} MB read, {} references. Medians of {rounds} \
         rounds, {THREADS} threads, files in the page cache; reading and tracking take turns, each in a process of its own. \
         *Reading* is `std::fs::read` of the same files, whose paths are known; tracking finds them first.\n\
         CPU time is that of all threads, kernel included: other work on the machine does not count.\n\n\
         | | wall | CPU | peak memory |\n|---|--:|--:|--:|\n{}\n{}\n\n\
         Tracking takes {:.2} × the wall time and {:.2} × the CPU time of reading.\n",
        summary.pages,
        summary.files,
        summary.bytes_read as f64 / 1e6,
        summary.references,
        line("reading", &reading),
        line("`bengal track`", &tracking),
        median(&tracking, |run| run.wall) / median(&reading, |run| run.wall),
        median(&tracking, |run| run.cpu) / median(&reading, |run| run.cpu),
    );
    println!("{page}");
    Ok(report::publish("track", &page, &[], save)?)
}

fn line(name: &str, runs: &[Run]) -> String {
    let median = |of: fn(&Run) -> f64| median(runs, of);
    format!(
        "| {name} | {:.0} ms | {:.0} ms | {:.0} MB |",
        median(|run| run.wall),
        median(|run| run.cpu),
        median(|run| run.memory)
    )
}

fn median(runs: &[Run], of: fn(&Run) -> f64) -> f64 {
    let mut figures: Vec<f64> = runs.iter().map(of).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
