//! Measures asset extraction and writes `benches/results/html.md`: `html-table [STEP [ROUNDS]]` reads every STEPth page.
#![expect(clippy::print_stdout, reason = "the table is shown as well as written")]
#![expect(clippy::disallowed_methods, reason = "a benchmark writes its results itself")]

use std::process::ExitCode;

use bengal_benches::html::{corpus, table};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let step = arguments.next().unwrap_or(8);
    let rounds = arguments.next().unwrap_or(5);
    let Some(folder) = corpus::rustdoc_folder() else {
        println!("no toolchain here has the Rust documentation (`rustup component add rust-docs`)");
        return ExitCode::SUCCESS;
    };
    let corpus = match corpus::read(&folder, step) {
        Ok(corpus) => corpus,
        Err(error) => {
            println!("{}: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    };
    let page = table::render(&table::measure(&corpus, rounds), &corpus, rounds);
    println!("{page}");
    let results = concat!(env!("CARGO_MANIFEST_DIR"), "/results/html.md");
    match std::fs::write(results, page) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{results}: {error}");
            ExitCode::FAILURE
        }
    }
}
