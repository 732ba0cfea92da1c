//! Whatever URL can be put into a page is read again as it is, and nothing else changes.
#![no_main]

use bengal_html::{Extractor, Reference, Replacement, SpliceError, splice};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (html, url) = input;
    let extractor = Extractor::new().with_anchors(true);
    let found = extractor.extract(html);
    let replacements: Vec<_> = found.iter().map(|reference| Replacement::new(reference, url)).collect();
    let spliced = match splice(html, &replacements) {
        Ok(spliced) => spliced,
        Err(SpliceError::Url { .. }) => return,
        Err(error) => panic!("{html:?}: {error}"),
    };
    let again = extractor.extract(&spliced);
    assert_eq!(again.len(), found.len(), "{spliced:?}");
    assert!(again.iter().all(|after| after.url == url), "{spliced:?}");
    assert_eq!(outside(html, &found), outside(&spliced, &again));
});

/// Everything that no reference takes.
fn outside(html: &str, found: &[Reference<'_>]) -> String {
    let mut spans: Vec<_> =
        found.iter().flat_map(|reference| std::iter::once(&reference.span).chain(&reference.rest)).collect();
    spans.sort_by_key(|span| span.start);
    let starts = std::iter::once(0).chain(spans.iter().map(|span| span.end));
    let ends = spans.iter().map(|span| span.start).chain([html.len()]);
    starts.zip(ends).map(|(start, end)| &html[start..end]).collect()
}
