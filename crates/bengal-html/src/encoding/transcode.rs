//! Bytes of any encoding as UTF-8, with the way back to the bytes.

use std::ops::Range;

use encoding_rs::{DecoderResult, Encoding};

/// The text of a file, and where each part of it comes from.
pub(super) struct Transcoded {
    pub(super) text: String,
    /// Ascending: from this place of the text on, up to the next entry, the bytes of the text are those of the file; or
    /// the whole part up to there stands for bytes of the file that are written otherwise.
    parts: Vec<Part>,
}

struct Part {
    text_start: usize,
    source: Range<usize>,
    is_verbatim: bool,
}

impl Transcoded {
    /// Decodes `bytes`, which begin at `offset` of the file. Linear.
    pub(super) fn new(bytes: &[u8], encoding: &'static Encoding, offset: usize) -> Self {
        let mut transcoded = Self { text: String::with_capacity(bytes.len()), parts: Vec::new() };
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let keeps_ascii = super::is_ascii_compatible(encoding);
        let mut at = 0;
        let mut pending = 0;
        let mut is_neutral = true;
        while at < bytes.len() {
            if is_neutral && keeps_ascii {
                let ascii = Encoding::ascii_valid_up_to(&bytes[at..]);
                if ascii > 0 {
                    transcoded.push_ascii(&bytes[at..at + ascii], offset + at);
                    at += ascii;
                    pending = at;
                    continue;
                }
            }
            let text_start = transcoded.text.len();
            feed(&mut decoder, &bytes[at..=at], false, &mut transcoded.text);
            at += 1;
            if transcoded.text.len() > text_start {
                transcoded.push_part(text_start, offset + pending..offset + at);
                pending = at;
                // A lead byte may still be waiting, unless the last byte was none.
                is_neutral = bytes[at - 1].is_ascii() || encoding.is_single_byte();
            } else {
                is_neutral = false;
            }
        }
        let text_start = transcoded.text.len();
        feed(&mut decoder, &[], true, &mut transcoded.text);
        if transcoded.text.len() > text_start {
            transcoded.push_part(text_start, offset + pending..offset + at);
        }
        transcoded
    }

    fn push_ascii(&mut self, ascii: &[u8], source_start: usize) {
        let source = source_start..source_start + ascii.len();
        self.parts.push(Part { text_start: self.text.len(), source, is_verbatim: true });
        self.text.push_str(std::str::from_utf8(ascii).unwrap_or_default());
    }

    fn push_part(&mut self, text_start: usize, source: Range<usize>) {
        self.parts.push(Part { text_start, source, is_verbatim: false });
    }

    /// The bytes of the file that write this range of the text. O(log parts).
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.part_of(range.start).map_or(0, |part| part.start_of(range.start));
        let end = match range.end.checked_sub(1) {
            Some(last) if !range.is_empty() => self.part_of(last).map_or(0, |part| part.end_of(last)),
            _ => start,
        };
        start..end
    }

    fn part_of(&self, at: usize) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.text_start <= at);
        after.checked_sub(1).map(|index| &self.parts[index])
    }
}

impl Part {
    fn start_of(&self, at: usize) -> usize {
        if self.is_verbatim { self.source.start + (at - self.text_start) } else { self.source.start }
    }

    fn end_of(&self, last: usize) -> usize {
        if self.is_verbatim { self.source.start + (last - self.text_start) + 1 } else { self.source.end }
    }
}

/// Decodes a few bytes, with U+FFFD for what is invalid.
fn feed(decoder: &mut encoding_rs::Decoder, bytes: &[u8], is_last: bool, text: &mut String) {
    // One byte never makes more than four characters, even with what was pending.
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
