//! Counts the instructions that a page costs in each stage, and compares them with the snapshot in
//! `benches/results/instructions.tsv`: `instructions-table [--save] [--check]`.
//!
//! `--save` makes the counts the snapshot, `--check` fails where one grew by more than [`TOLERANCE`] percent.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads and writes files itself")]

use bengal_benches::instructions::{PAGES, STAGES, Stage};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Percent by which a count may differ without being named.
const TOLERANCE: f64 = 2.0;
/// So often each stage is counted.
const COUNTS: usize = 3;
const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/results/instructions.tsv");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--stage", name, pages] => run_stage(name, pages).map(|()| true),
        _ => compare(arguments.contains(&"--save".to_owned()), arguments.contains(&"--check".to_owned())),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run_stage(name: &str, pages: &str) -> Result<()> {
    let stage = Stage::named(name).ok_or("no such stage")?;
    Ok(stage.run(pages.parse()?)?)
}

fn compare(save: bool, check: bool) -> Result<bool> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("valgrind is not installed here: no instructions were counted");
        return Ok(true);
    }
    let before = snapshot();
    let mut table = "| stage | instructions a page | snapshot | change |\n|---|--:|--:|--:|\n".to_owned();
    let (mut lines, mut changed) = (String::new(), Vec::new());
    for stage in STAGES {
        println!("counting: {}", stage.name());
        let now = instructions(stage)?;
        // Writing to a string does not fail.
        _ = writeln!(lines, "{}\t{now}", stage.name());
        let Some(&then) = before.get(stage.name()) else {
            _ = writeln!(table, "| {} | {now} | – | – |", stage.name());
            continue;
        };
        let change = 100.0 * (now as f64 / then as f64 - 1.0);
        _ = writeln!(table, "| {} | {now} | {then} | {change:+.1} % |", stage.name());
        if change.abs() > TOLERANCE {
            changed.push((stage.name(), change));
        }
    }
    println!("\n{table}");
    for (name, change) in &changed {
        println!("`{name}` changed by {change:+.1} %");
    }
    if changed.is_empty() {
        println!("nothing changed by more than {TOLERANCE} %");
    }
    if save {
        fs::write(SNAPSHOT, lines)?;
    }
    Ok(!check || changed.iter().all(|(_, change)| *change < 0.0))
}

fn snapshot() -> BTreeMap<String, u64> {
    let text = fs::read_to_string(SNAPSHOT).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(name, count)| Some((name.to_owned(), count.parse().ok()?))).collect()
}

/// The median of some counts: hash maps are seeded at random, which is 1 to 2 % where little else is done.
fn instructions(stage: Stage) -> Result<u64> {
    let mut counts = (0..COUNTS).map(|_| count(stage)).collect::<Result<Vec<_>>>()?;
    counts.sort_unstable();
    counts.get(COUNTS / 2).copied().ok_or_else(|| "nothing was counted".into())
}

/// Of one page, on average.
fn count(stage: Stage) -> Result<u64> {
    let (_, few, many) = PAGES;
    let folder = tempfile::tempdir()?;
    let counts = [few, many].map(|pages| counted(stage, pages, &folder.path().join(pages.to_string())));
    let [few_count, many_count] = counts;
    Ok(many_count?.saturating_sub(few_count?) / (many - few) as u64)
}

/// Of a whole process.
fn counted(stage: Stage, pages: usize, file: &Path) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(std::env::current_exe()?)
        .args(["--stage", stage.name(), &pages.to_string()])
        .output()?;
    if !output.status.success() {
        return Err(format!("callgrind failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = fs::read_to_string(file)?;
    let total = text.lines().rev().find_map(|line| line.strip_prefix("totals:")).ok_or("callgrind gave no total")?;
    Ok(total.split_whitespace().next().ok_or("callgrind gave no count")?.parse()?)
}
