//! `cargo xtask test`.

use crate::run::cargo;

/// The seed of the property tests, unless the environment names another: what lands must not hang on chance. Chance is for fuzzing.
const SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "20261123");

/// Runs all tests of the workspace, documentation examples too. What follows `test` goes to cargo.
pub(crate) fn test(rest: &[&str]) -> Result<(), String> {
    let mut arguments = vec!["test", "--workspace", "--all-features"];
    arguments.extend(rest);
    let seed = std::env::var(SEED.0).unwrap_or_else(|_| SEED.1.to_owned());
    cargo(&arguments, &[(SEED.0, &seed)])
}
