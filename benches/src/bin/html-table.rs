//! Measures asset extraction (`benches/results/html.md`): `html-table [STEP [ROUNDS]] [--save]` reads every STEPth
//! page.
#![expect(clippy::print_stdout, reason = "the table is shown as well as written")]

use std::process::ExitCode;

use bengal_benches::html::{corpus, table};
use bengal_benches::report;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let save = report::saves(&arguments);
    let mut arguments = arguments.iter().filter_map(|argument| argument.parse().ok());
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
    let rows = table::measure(&corpus, rounds);
    let (page, goals) = (table::render(&rows, &corpus, rounds), table::goals(&rows));
    println!("{page}\n{}", report::goals(&goals));
    match report::publish("html", &page, &goals, save) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
