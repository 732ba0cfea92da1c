//! Files of unknown encoding.

mod sniff;
mod transcode;

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use crate::extractor::Extractor;
use crate::reference::Reference;
use transcode::Places;

/// What [`extract_bytes`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteExtraction<'a> {
    /// The references in document order. Their spans are those of the bytes given, in every encoding.
    pub references: Vec<Reference<'a>>,
    /// The name of the encoding that the bytes were read in, as <https://encoding.spec.whatwg.org/> spells it.
    pub encoding: &'static str,
    /// Whether ASCII characters are written as ASCII bytes, so that a URL can be replaced within the bytes: all encodings
    /// but UTF-16 and ISO-2022-JP.
    pub is_ascii_compatible: bool,
}

/// Every asset reference of an HTML file whose encoding is not known, with the [default options](Extractor::new).
///
/// The encoding is determined as by a browser that got no HTTP header
/// (<https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding>): byte order mark, then
/// `meta` within the first 1024 bytes, then UTF-8 if the bytes are valid as such, else windows-1252. What is invalid in the
/// encoding is read as U+FFFD. Linear in the number of bytes; a valid UTF-8 file is not copied.
///
/// ```
/// let latin = b"<meta charset=latin1><img src='caf\xe9.png'>";
/// let found = bengal_html::extract_bytes(latin);
/// assert_eq!(found.references[0].url, "caf\u{e9}.png");
/// assert_eq!(&latin[found.references[0].span.clone()], b"caf\xe9.png");
/// ```
pub fn extract_bytes(html: &[u8]) -> ByteExtraction<'_> {
    Extractor::new().extract_bytes(html)
}

impl Extractor {
    /// Every reference of an HTML file whose encoding is not known: see [`extract_bytes`].
    pub fn extract_bytes(self, html: &[u8]) -> ByteExtraction<'_> {
        let sniffed = sniff::encoding(html);
        let content = &html[sniffed.bom_length..];
        let known_text = (sniffed.encoding == Some(UTF_8) || sniffed.encoding.is_none())
            .then(|| std::str::from_utf8(content).ok())
            .flatten();
        let (mut references, encoding) = match known_text {
            Some(text) => (self.extract(text), UTF_8),
            None => {
                let encoding = sniffed.encoding.unwrap_or(encoding_rs::WINDOWS_1252);
                let text = transcode::text(content, encoding);
                let mut references: Vec<_> = self.extract(&text).into_iter().map(Reference::into_owned).collect();
                drop(text);
                let mut places = Places::new(content, encoding);
                spans(&mut references).into_iter().for_each(|span| *span = places.source(span.clone()));
                (references, encoding)
            }
        };
        for span in spans(&mut references) {
            *span = sniffed.bom_length + span.start..sniffed.bom_length + span.end;
        }
        ByteExtraction { references, encoding: encoding.name(), is_ascii_compatible: is_ascii_compatible(encoding) }
    }
}

/// All bytes that references name, in ascending order.
fn spans<'r>(references: &'r mut [Reference<'_>]) -> Vec<&'r mut Range<usize>> {
    let of = |reference: &'r mut Reference<'_>| std::iter::once(&mut reference.span).chain(&mut reference.rest);
    let mut spans: Vec<_> = references.iter_mut().flat_map(of).collect();
    spans.sort_by_key(|span| span.start);
    spans
}

fn is_ascii_compatible(encoding: &'static Encoding) -> bool {
    encoding.is_ascii_compatible() && encoding != encoding_rs::ISO_2022_JP
}

/// The text of a file of unknown encoding, as [`extract_bytes`] reads it: borrowed when it is valid UTF-8.
pub fn decode(html: &[u8]) -> Cow<'_, str> {
    let sniffed = sniff::encoding(html);
    let content = &html[sniffed.bom_length..];
    match sniffed.encoding {
        None => match std::str::from_utf8(content) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(content).0,
        },
        Some(encoding) => encoding.decode_without_bom_handling(content).0,
    }
}

#[cfg(test)]
mod tests;
