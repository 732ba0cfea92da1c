//! Compares the extraction with the oracle, and puts new URLs in: on generated documents with `differential COUNT [SEED]`,
//! on every page below a folder with `differential --pages FOLDER`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this program's output is its purpose")]
#![expect(clippy::disallowed_methods, reason = "the pages are outside of any site")]

#[path = "../tests/generator/check.rs"]
mod check;
#[path = "../tests/generator/mod.rs"]
mod generator;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bengal_html::Extractor;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(tally) = run(&arguments) else {
        eprintln!("usage: differential COUNT [SEED] | differential --pages FOLDER");
        return ExitCode::from(2);
    };
    println!("{} documents of {} bytes: {} differ", tally.documents, tally.bytes, tally.failures);
    // Nothing compared is nothing shown.
    if tally.failures == 0 && tally.documents > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// `None` where the arguments are none that it knows.
fn run(arguments: &[String]) -> Option<Tally> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--pages", folder] if Path::new(folder).is_dir() => Some(pages(Path::new(folder))),
        [count] => Some(generated(count.parse().ok()?, 0)),
        [count, seed] => Some(generated(count.parse().ok()?, seed.parse().ok()?)),
        _ => None,
    }
}

#[derive(Default)]
struct Tally {
    documents: usize,
    bytes: usize,
    failures: usize,
}

impl Tally {
    fn check(&mut self, name: &str, html: &str, extractor: Extractor) {
        self.documents += 1;
        self.bytes += html.len();
        if let Err(problem) = check::check(html, extractor.with_anchors(true).with_base(true)) {
            self.failures += 1;
            if self.failures <= 10 {
                println!("{name}: {problem}\n");
            }
        }
    }
}

fn generated(count: usize, seed: u64) -> Tally {
    let mut generator = generator::Generator::new(seed);
    let mut tally = Tally::default();
    for number in 0..count {
        let html = generator.document();
        let extractor = Extractor::new().with_scripting(number % 4 == 0);
        tally.check(&format!("document {number} of seed {seed}"), &html, extractor);
    }
    tally
}

fn pages(folder: &Path) -> Tally {
    let mut tally = Tally::default();
    let mut pending: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        if let Ok(entries) = path.read_dir() {
            pending.extend(entries.flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|extension| extension == "html" || extension == "htm")
            && let Ok(bytes) = std::fs::read(&path)
        {
            tally.check(&path.display().to_string(), &bengal_html::decode(&bytes), Extractor::new());
        }
    }
    tally
}
