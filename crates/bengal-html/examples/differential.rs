//! Compares the extraction with the oracle on many generated documents: `differential COUNT [SEED]`.
#![expect(clippy::print_stdout, reason = "this program's output is its purpose")]

#[path = "../tests/generator/check.rs"]
mod check;
#[path = "../tests/generator/mod.rs"]
mod generator;

use bengal_html::Extractor;

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let count: u64 = arguments.next().unwrap_or(100_000);
    let seed = arguments.next().unwrap_or(0);
    let mut generator = generator::Generator::new(seed);
    let mut failures = 0_u32;
    let mut bytes = 0_usize;
    for number in 0..count {
        let html = generator.document();
        bytes += html.len();
        let extractor = Extractor::new().with_anchors(true).with_base(true).with_scripting(number % 4 == 0);
        if let Err(problem) = check::check(&html, extractor) {
            failures += 1;
            println!("document {number} of seed {seed}: {problem}\n");
            if failures >= 10 {
                break;
            }
        }
    }
    println!("{count} documents of {bytes} bytes: {failures} failures");
}
