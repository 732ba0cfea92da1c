//! Whatever URL can be put into a page is read again as it is, and nothing else changes.
#![no_main]

use bengal_html::{Extractor, Replacement, splice};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (html, url) = input;
    let extractor = Extractor::new().with_anchors(true);
    let found = extractor.extract(html);
    let replacements: Vec<_> = found.iter().map(|reference| Replacement::new(reference, url)).collect();
    let Ok(spliced) = splice(html, &replacements) else { return };
    let again = extractor.extract(&spliced);
    assert_eq!(again.len(), found.len(), "{spliced:?}");
    let (mut old, mut new) = (0, 0);
    for (before, after) in found.iter().zip(&again) {
        assert_eq!(after.url, url, "{spliced:?}");
        assert_eq!(html[old..before.span.start], spliced[new..after.span.start]);
        (old, new) = (before.span.end, after.span.end);
    }
    assert_eq!(html[old..], spliced[new..]);
});
