//! Compares the extraction with the oracle, and puts new URLs in: on generated documents with `differential COUNT [SEED]`,
//! on every page below a folder with `differential --pages FOLDER`.
#![expect(clippy::print_stdout, reason = "this program's output is its purpose")]
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
    let tally = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--pages", folder] => pages(Path::new(folder)),
        [count] => generated(count.parse().unwrap_or_default(), 0),
        [count, seed] => generated(count.parse().unwrap_or_default(), seed.parse().unwrap_or_default()),
        _ => {
            println!("usage: differential COUNT [SEED] | differential --pages FOLDER");
            return ExitCode::from(2);
        }
    };
    println!("{} documents of {} bytes: {} differ", tally.documents, tally.bytes, tally.failures);
    if tally.failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
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
