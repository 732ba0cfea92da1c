//! Any bytes can be read; in ASCII-compatible encodings an ASCII URL stands at its span.
#![no_main]

use bengal_html::extract_bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let found = extract_bytes(input);
    for reference in &found.references {
        let written = &input[reference.span.clone()];
        let stands_as_meant = !written.iter().any(|byte| matches!(byte, b'&' | b'\\' | b'\r' | 0) || !byte.is_ascii());
        if found.is_ascii_compatible && stands_as_meant {
            assert_eq!(reference.url.as_bytes(), written);
        }
    }
});
