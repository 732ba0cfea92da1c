//! The references of any style sheet are those that cssparser's tokens show.
#![no_main]

use bengal_html::{css, oracle};
use libfuzzer_sys::fuzz_target;

/// The oracle reads a hundred nested blocks.
const DEEPEST: usize = 90;

fuzz_target!(|input: &str| {
    if input.matches(['(', '[', '{']).count() > DEEPEST {
        return;
    }
    // cssparser takes an escape behind white space in a broken `url(a \\)b)` for a lone backslash; the standard does not.
    if input.as_bytes().windows(2).any(|pair| pair[0].is_ascii_whitespace() && pair[1] == b'\\') {
        return;
    }
    for (is_style_sheet, found) in [(true, css::references(input)), (false, css::declaration_references(input))] {
        let found: Vec<_> = found.into_iter().map(|found| (found.kind, found.url.into_owned())).collect();
        assert_eq!(found, oracle::css_mentions(input, is_style_sheet));
    }
});
