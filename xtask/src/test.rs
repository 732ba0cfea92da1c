//! `cargo xtask test`.

use crate::run::cargo;

/// Runs all tests of the workspace, documentation examples too. What follows `test` goes to cargo.
pub(crate) fn test(rest: &[&str]) -> Result<(), String> {
    let mut arguments = vec!["test", "--workspace", "--all-features"];
    arguments.extend(rest);
    cargo(&arguments, &[])
}
