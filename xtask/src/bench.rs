//! `cargo xtask bench`.

use crate::run::cargo;

/// The benchmarks by name; each is a criterion bench of the package in `benches/`.
const PARTS: [&str; 2] = ["html", "cache"];

/// Runs one part, or all of them.
pub(crate) fn bench(rest: &[&str]) -> Result<(), String> {
    let parts = match rest {
        [] => PARTS.as_slice(),
        [part, ..] if PARTS.contains(part) => &rest[..1],
        [part, ..] => return Err(format!("no part `{part}`: there are {}", PARTS.join(", "))),
    };
    let options = if rest.is_empty() { &[] } else { &rest[1..] };
    for part in parts {
        let mut arguments = vec!["bench", "--package", "bengal-benches", "--bench", part, "--"];
        arguments.extend(options);
        cargo(&arguments, &[])?;
    }
    Ok(())
}
