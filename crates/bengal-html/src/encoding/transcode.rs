//! Bytes of any encoding as UTF-8, with the way back to the bytes.

use std::ops::Range;

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// The text of a file.
pub(super) fn text(bytes: &[u8], encoding: &'static Encoding) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut parts = Parts::new(bytes, encoding);
    while parts.next(&mut text).is_some() {}
    text
}

/// The smallest stretch of bytes that is decoded by itself.
struct Part {
    text_length: usize,
    source: Range<usize>,
    /// Whether the bytes of the text are those of the file.
    is_verbatim: bool,
}

/// Decodes a file part by part: stretches of ASCII as a whole, everything else character by character.
struct Parts<'b> {
    bytes: &'b [u8],
    encoding: &'static Encoding,
    decoder: Decoder,
    at: usize,
    /// Where the bytes begin that have been read and have made no text yet.
    pending: usize,
    is_neutral: bool,
    is_finished: bool,
}

impl<'b> Parts<'b> {
    fn new(bytes: &'b [u8], encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { bytes, encoding, decoder, at: 0, pending: 0, is_neutral: true, is_finished: false }
    }

    /// Appends the text of the next part.
    fn next(&mut self, text: &mut String) -> Option<Part> {
        if self.is_neutral && super::is_ascii_compatible(self.encoding) {
            let ascii = &self.bytes[self.at..];
            let length = Encoding::ascii_valid_up_to(ascii);
            if length > 0 {
                text.push_str(std::str::from_utf8(&ascii[..length]).unwrap_or_default());
                self.at += length;
                self.pending = self.at;
                let source = self.at - length..self.at;
                return Some(Part { text_length: length, source, is_verbatim: true });
            }
        }
        let before = text.len();
        while text.len() == before && !self.is_finished {
            match self.bytes.get(self.at) {
                Some(byte) => {
                    feed(&mut self.decoder, &[*byte], false, text);
                    self.at += 1;
                    // A lead byte may still be waiting, unless the last byte was none.
                    self.is_neutral = text.len() > before && (byte.is_ascii() || self.encoding.is_single_byte());
                }
                None => {
                    feed(&mut self.decoder, &[], true, text);
                    self.is_finished = true;
                }
            }
        }
        let source = std::mem::replace(&mut self.pending, self.at)..self.at;
        (text.len() > before).then(|| Part { text_length: text.len() - before, source, is_verbatim: false })
    }
}

/// Decodes a few bytes, with U+FFFD for what is invalid.
fn feed(decoder: &mut Decoder, bytes: &[u8], is_last: bool, text: &mut String) {
    // One byte never makes more than a few characters, even with what was pending.
    let mut buffer = [0; 64];
    let mut at = 0;
    loop {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut buffer, is_last);
        text.push_str(std::str::from_utf8(&buffer[..written]).unwrap_or_default());
        at += read;
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
}

/// Finds places of the text in the file by decoding it once more, so that no map of the whole file is needed.
pub(super) struct Places<'b> {
    parts: Parts<'b>,
    part: Part,
    /// Where the part begins in the text.
    text_start: usize,
    scratch: String,
}

impl<'b> Places<'b> {
    /// For text that was decoded from `bytes`.
    pub(super) fn new(bytes: &'b [u8], encoding: &'static Encoding) -> Self {
        let part = Part { text_length: 0, source: 0..0, is_verbatim: true };
        Self { parts: Parts::new(bytes, encoding), part, text_start: 0, scratch: String::new() }
    }

    /// The bytes that write this range of the text. Ranges must ascend; then it is linear in all.
    pub(super) fn source(&mut self, range: Range<usize>) -> Range<usize> {
        self.advance_to(range.start);
        let start = match self.part.is_verbatim {
            true => self.part.source.start + range.start.saturating_sub(self.text_start),
            false => self.part.source.start,
        };
        let last = range.end.max(range.start + 1) - 1;
        self.advance_to(last);
        let end = match self.part.is_verbatim {
            true => self.part.source.start + last.saturating_sub(self.text_start) + 1,
            false => self.part.source.end,
        };
        start..end
    }

    fn advance_to(&mut self, at: usize) {
        while at >= self.text_start + self.part.text_length {
            self.scratch.clear();
            let Some(part) = self.parts.next(&mut self.scratch) else { return };
            self.text_start += self.part.text_length;
            self.part = part;
        }
    }
}
