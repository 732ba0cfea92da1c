//! The references of any inline module are literals that stand at their spans, apart from each other: putting each URL where it is changes nothing.
#![no_main]

use bengal_assets::references_in_scripts;
use libfuzzer_sys::fuzz_target;

const BEFORE: &str = "<script type=module>";

fuzz_target!(|input: &str| {
    let page = format!("{BEFORE}{input}");
    let found = references_in_scripts(&page);
    let mut spliced = String::new();
    let mut copied = 0;
    // A script may end early, and others follow: of JSON it is only known that the spans fit.
    let is_one_script = !input.contains("</");
    for reference in &found {
        let span = reference.span.clone();
        assert!(span.start >= copied && span.start >= BEFORE.len(), "{page:?}: {found:?}");
        let written = &page[span.clone()];
        assert!(!is_one_script || written == reference.url, "{page:?}: {reference:?}");
        spliced.push_str(&page[copied..span.start]);
        spliced.push_str(if is_one_script { &reference.url } else { written });
        copied = span.end;
    }
    spliced.push_str(&page[copied..]);
    assert_eq!(spliced, page);
    let again: Vec<_> = references_in_scripts(&spliced).into_iter().map(|reference| reference.span).collect();
    assert!(again.iter().eq(found.iter().map(|reference| &reference.span)));
});
