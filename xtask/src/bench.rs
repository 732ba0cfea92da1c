//! `cargo xtask bench`.

use crate::run::{cargo, root};
use std::fs;
use std::process::Command;
use std::time::Instant;

/// A part of the benchmarks: a program that measures it side by side with its peers, and makes a table.
struct Part {
    name: &'static str,
    /// The program in `benches/src/bin/`.
    table: &'static str,
}

const PARTS: [Part; 9] = [
    Part { name: "assets", table: "assets-table" },
    Part { name: "html", table: "html-table" },
    Part { name: "cache", table: "cache_table" },
    Part { name: "phase16", table: "phase16-table" },
    Part { name: "track", table: "track-table" },
    Part { name: "instructions", table: "instructions-table" },
    Part { name: "incremental", table: "incremental-table" },
    Part { name: "site", table: "site-table" },
    Part { name: "peers", table: "peers-table" },
];

/// With what a part runs when all of them do, in ten minutes together.
fn short(part: &Part) -> &'static [&'static str] {
    match part.name {
        "cache" => &["10000", "5"],
        "track" => &["3"],
        "incremental" | "site" => &["--rounds", "3"],
        "peers" => &["--quick"],
        _ => &[],
    }
}

/// Runs one part, or all of them in short. What follows the name of a part goes to its program; `--save` keeps the tables in
/// `benches/results/`, `--peers` installs those peers that can be.
pub(crate) fn bench(rest: &[&str]) -> Result<(), String> {
    match rest {
        [] => all(&[]),
        [option, ..] if option.starts_with("--") => all(rest),
        [name, options @ ..] => {
            let Some(part) = PARTS.iter().find(|part| part.name == *name) else {
                let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
                return Err(format!("no part `{name}`: there are {}", names.join(", ")));
            };
            build()?;
            run(part, options)
        }
    }
}

/// Bengal as users have it, with no features that only benches ask of its dependencies; and the programs that measure it.
fn build() -> Result<(), String> {
    cargo(&["build", "--release", "--package", "bengal-cli"], &[])?;
    cargo(&["build", "--release", "--package", "bengal-benches", "--bins"], &[])
}

fn all(options: &[&str]) -> Result<(), String> {
    if let Some(unknown) = options.iter().find(|option| !["--save", "--peers"].contains(option)) {
        return Err(format!("no option `{unknown}`: there are --save and --peers, and more for each part"));
    }
    build()?;
    let goals = root().join("target/bench/goals");
    if goals.exists() {
        fs::remove_dir_all(&goals).map_err(|error| format!("cannot remove {}: {error}", goals.display()))?;
    }
    let (start, mut failed) = (Instant::now(), Vec::new());
    for (index, part) in PARTS.iter().enumerate() {
        let seconds = start.elapsed().as_secs();
        println!("[{}/{}] {} ({}:{:02} so far)", index + 1, PARTS.len(), part.name, seconds / 60, seconds % 60);
        let mut arguments = short(part).to_vec();
        arguments.extend(options.iter().filter(|option| **option != "--peers" || part.name == "peers"));
        if let Err(message) = run(part, &arguments) {
            failed.push(message);
        }
    }
    println!("All figures with a goal, after {} s:\n", start.elapsed().as_secs());
    println!("| figure | measured | goal | met |\n|---|--:|--:|---|");
    for part in &PARTS {
        print!("{}", fs::read_to_string(goals.join(part.name).with_extension("md")).unwrap_or_default());
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

fn run(part: &Part, options: &[&str]) -> Result<(), String> {
    // Where cargo builds is where it has built this task.
    let task = std::env::current_exe().map_err(|error| format!("cannot find the folder of programs: {error}"))?;
    let folder = task.ancestors().nth(2).unwrap_or(&task).join("release");
    let program = folder.join(format!("{}{}", part.table, std::env::consts::EXE_SUFFIX));
    let status = Command::new(&program)
        .args(options)
        .current_dir(root())
        .status()
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    if status.success() { Ok(()) } else { Err(format!("the part `{}` failed", part.name)) }
}
