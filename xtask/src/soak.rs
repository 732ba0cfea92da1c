//! `cargo xtask soak`.

use crate::run::cargo;

/// Edits sites at random, optimised. What follows `soak` goes to the program, which explains it with `--help`.
pub(crate) fn soak(rest: &[&str]) -> Result<(), String> {
    let mut arguments = vec!["run", "--release", "--package", "bengal-tests", "--bin", "soak", "--"];
    arguments.extend(rest);
    cargo(&arguments, &[])
}
