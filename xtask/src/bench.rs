//! `cargo xtask bench`.

use crate::run::cargo;

/// A part of the benchmarks: a program that measures it side by side with its peers, and makes a table.
struct Part {
    name: &'static str,
    /// The program in `benches/src/bin/`.
    table: &'static str,
}

const PARTS: [Part; 5] = [
    Part { name: "assets", table: "assets-table" },
    Part { name: "html", table: "html-table" },
    Part { name: "cache", table: "cache_table" },
    Part { name: "phase16", table: "phase16-table" },
    Part { name: "track", table: "track-table" },
];

/// Runs one part, or all of them; `benches/results/` keeps the tables. What follows the name of a part goes to its program.
pub(crate) fn bench(rest: &[&str]) -> Result<(), String> {
    let (wanted, options) = match rest {
        [] => (None, rest),
        [name, options @ ..] => (Some(*name), options),
    };
    let parts: Vec<&Part> = PARTS.iter().filter(|part| wanted.is_none_or(|name| name == part.name)).collect();
    if parts.is_empty() {
        let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        return Err(format!("no part `{}`: there are {}", rest.join(" "), names.join(", ")));
    }
    for part in parts {
        let mut arguments = vec!["run", "--release", "--package", "bengal-benches", "--bin", part.table, "--"];
        arguments.extend(options);
        cargo(&arguments, &[])?;
    }
    Ok(())
}
