//! The extraction of any page is that of the oracle, and new URLs go where the old ones were.
#![no_main]

#[path = "../../crates/bengal-html/tests/generator/check.rs"]
mod check;

use bengal_html::Extractor;
use libfuzzer_sys::fuzz_target;

/// The oracle reads a hundred nested blocks.
const DEEPEST: usize = 90;

fuzz_target!(|input: &str| {
    if input.matches(['(', '[', '{']).count() > DEEPEST {
        return;
    }
    for scripting in [false, true] {
        let extractor = Extractor::new().with_anchors(true).with_base(true).with_scripting(scripting);
        if let Err(problem) = check::check(input, extractor) {
            panic!("{problem}");
        }
    }
});
