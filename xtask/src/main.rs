//! The project's own tasks: `cargo xtask <task>`.
#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a tool for developers, not a part of the engine"
)]

mod bench;
mod lint;
mod run;
mod soak;
mod test;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask <task>

  test          run all tests
  lint          formatting, clippy and rustdoc with warnings denied, licences where cargo-deny is installed
  tidy          what no linter checks: file lengths, module docs, licences, the direction of dependencies
  bench [part]  run the benchmarks; without a part all of them in short (--save keeps the tables, --peers installs peers)
  soak          random edits: incremental builds have to equal clean ones
  ci            lint, tidy and test: what decides whether a change lands";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["test", rest @ ..] => test::test(rest),
        ["lint"] => lint::lint(),
        ["tidy"] => tidy::tidy(),
        ["bench", rest @ ..] => bench::bench(rest),
        ["soak", rest @ ..] => soak::soak(rest),
        ["ci"] => lint::lint().and_then(|()| tidy::tidy()).and_then(|()| test::test(&[])),
        ["help" | "--help" | "-h"] | [] => {
            println!("{HELP}");
            Ok(())
        }
        [unknown, ..] => {
            eprintln!("error: no task `{unknown}`\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
