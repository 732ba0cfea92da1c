//! Any bytes can be read; in ASCII-compatible encodings an ASCII URL stands at its span.
#![no_main]

use bengal_html::extract_bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let found = extract_bytes(input);
    for reference in &found.references {
        // In an SVG `<style>` markup may interrupt it.
        let stretches = std::iter::once(&reference.span).chain(&reference.rest);
        let written: Vec<u8> = stretches.flat_map(|stretch| &input[stretch.clone()]).copied().collect();
        // Tags and CDATA sections may stand within the text of an SVG `<style>`.
        let is_other = |byte: &u8| matches!(byte, b'&' | b'\\' | b'\r' | b'<' | 0) || !byte.is_ascii();
        let stands_as_meant = !written.iter().any(is_other);
        if found.is_ascii_compatible && stands_as_meant {
            assert_eq!(reference.url.as_bytes(), written);
        }
    }
});
