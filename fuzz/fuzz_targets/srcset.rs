//! The candidates of any `srcset` are those of the standard's algorithm.
#![no_main]

use bengal_html::{oracle, srcset};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let found: Vec<_> = srcset::candidates(input).map(|candidate| candidate.url.to_owned()).collect();
    assert_eq!(found, oracle::srcset_urls(input));
});
