//! The command `bengal`.
//!
//! The only crate that prints, reads the environment, and decides exit codes: 0 for success, 1 for errors, 2 for wrong usage.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod environment;
mod terminal;

use args::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Build(build) => commands::build::run(&build),
        Command::Explain(explain) => commands::explain::run(&explain),
        Command::Clean(clean) => commands::clean::run(&clean),
        Command::Assets { question } => commands::assets::run(&question),
        Command::Track(track) => commands::track::run(&track),
        Command::Extract(extract) => commands::extract::run(&extract),
        Command::Completions { shell } => commands::completions::run(shell),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            terminal::error(&format!("{error:#}"));
            ExitCode::from(1)
        }
    }
}
