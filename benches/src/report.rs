//! What a bench hands over: a page with its tables, and each figure that has a goal.

use crate::process;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A figure that has a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// What was measured.
    pub figure: String,
    /// What came out.
    pub measured: String,
    /// What was to come out.
    pub goal: String,
    /// Whether it did.
    pub met: bool,
}

impl Goal {
    /// A ratio that is to be at most `most`.
    pub fn at_most(figure: impl Into<String>, ratio: f64, most: f64) -> Self {
        Self {
            figure: figure.into(),
            measured: format!("{ratio:.2} ×"),
            goal: format!("≤ {most} ×"),
            met: ratio <= most,
        }
    }

    /// A ratio that is to be at least `least`.
    pub fn at_least(figure: impl Into<String>, ratio: f64, least: f64) -> Self {
        Self {
            figure: figure.into(),
            measured: format!("{ratio:.2} ×"),
            goal: format!("≥ {least} ×"),
            met: ratio >= least,
        }
    }

    /// A quantity that is to be at most `most`.
    pub fn limit(figure: impl Into<String>, quantity: f64, most: f64, unit: &str) -> Self {
        let places = usize::from(quantity < 100.0);
        Self {
            figure: figure.into(),
            measured: format!("{quantity:.places$} {unit}"),
            goal: format!("≤ {most} {unit}"),
            met: quantity <= most,
        }
    }

    /// A number that is to be exactly `wanted`.
    pub fn exactly(figure: impl Into<String>, number: u64, wanted: u64) -> Self {
        Self { figure: figure.into(), measured: number.to_string(), goal: format!("= {wanted}"), met: number == wanted }
    }

    fn line(&self) -> String {
        let met = if self.met { "yes" } else { "**no**" };
        format!("| {} | {} | {} | {met} |", self.figure, self.measured, self.goal)
    }
}

/// The goals as a table.
pub fn goals(goals: &[Goal]) -> String {
    let mut table = "| figure | measured | goal | met |\n|---|--:|--:|---|\n".to_owned();
    for goal in goals {
        table.push_str(&goal.line());
        table.push('\n');
    }
    table
}

/// Where and when it was measured, in general terms: system, cores, how busy the machine was before and after.
#[derive(Debug)]
pub struct Conditions {
    load: String,
}

impl Conditions {
    /// To be called before the first run.
    pub fn begin() -> Self {
        Self { load: process::load() }
    }

    /// To be called after the last run.
    pub fn end(&self) -> String {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        format!(
            "{} {}, {cores} cores; load average {} before and {} after. Above {cores}, wall times are those of a machine with other work.",
            std::env::consts::OS,
            std::env::consts::ARCH,
            self.load,
            process::load(),
        )
    }
}

/// The workspace's folder for what benches make: generated sites, environments of peers.
pub fn scratch() -> PathBuf {
    root().join("target/bench")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Whether what follows the name of a part asks for the results to be kept under version control.
pub fn saves(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| argument == "--save")
}

/// Keeps what a part measured: its page in `benches/results/` with `--save`, its goals for the table of `cargo xtask bench`.
///
/// # Errors
/// When a file cannot be written.
pub fn publish(part: &str, page: &str, goals: &[Goal], save: bool) -> io::Result<()> {
    if save {
        fs::write(root().join(format!("benches/results/{part}.md")), page)?;
    }
    let folder = scratch().join("goals");
    fs::create_dir_all(&folder)?;
    let mut lines = String::new();
    for goal in goals {
        // Writing to a string does not fail.
        _ = writeln!(lines, "{}", goal.line());
    }
    fs::write(folder.join(format!("{part}.md")), lines)
}
