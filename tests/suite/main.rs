//! End-to-end tests: one binary, one module a feature.
#![expect(clippy::disallowed_methods, reason = "tests look at real files, from outside the engine")]

mod assets;
mod assets_command;
mod bad_input;
mod cascade_and_urls;
mod clean;
mod command_line;
mod configuration;
mod determinism;
mod edits;
mod explain;
mod explain_path;
mod extract;
mod incremental;
mod limits;
mod outputs;
mod owned_output;
mod page_weight;
mod phase_16;
mod processes;
mod real_sites;
mod relink;
mod track;
