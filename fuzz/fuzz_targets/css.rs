//! The references of any style sheet are those that cssparser's tokens show.
#![no_main]

use bengal_html::{css, oracle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    for (is_style_sheet, found) in [(true, css::references(input)), (false, css::declaration_references(input))] {
        let found: Vec<_> = found.into_iter().map(|found| (found.kind, found.url.into_owned())).collect();
        assert_eq!(found, oracle::css_mentions(input, is_style_sheet));
    }
});
