//! `cargo xtask lint`.

use crate::run::{cargo, cargo_output};

/// Formatting, clippy, rustdoc; cargo-deny where it is installed.
pub(crate) fn lint() -> Result<(), String> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"], &[])?;
    cargo(&["doc", "--workspace", "--no-deps", "--all-features", "--quiet"], &[("RUSTDOCFLAGS", "-D warnings")])?;
    if cargo_output(&["deny", "--version"]).is_ok() {
        cargo(&["deny", "--log-level", "error", "check"], &[])
    } else {
        println!("cargo-deny is not installed: advisories are not checked here; licences are, by `cargo xtask tidy`");
        Ok(())
    }
}
