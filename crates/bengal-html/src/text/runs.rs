//! Resolving a value run by run, forwards; and, by doing it again, from the value back to the source.
//!
//! No map between the two is kept: one for a value full of character references would be far larger than the value.

use std::ops::Range;

use super::Piece;
use super::character_reference::{self, Context};

/// The next characters of a value: copied from the source, or standing for other bytes.
#[derive(Clone, Debug)]
pub(super) struct Run {
    source: Range<usize>,
    value_length: usize,
    is_verbatim: bool,
}

/// Resolves one stretch of the source.
#[derive(Clone, Debug)]
pub(super) struct Runs<'h> {
    html: &'h str,
    rest: Range<usize>,
    context: Context,
}

impl<'h> Runs<'h> {
    pub(super) fn new(html: &'h str, source: Range<usize>, context: Context) -> Self {
        Self { html, rest: source, context }
    }

    /// Appends the next run to `value`.
    pub(super) fn next(&mut self, value: &mut String) -> Option<Run> {
        let raw = &self.html[self.rest.clone()];
        let bytes = raw.as_bytes();
        let first = *bytes.first()?;
        let before = value.len();
        let (length, is_verbatim) = match first {
            b'\r' => {
                value.push('\n');
                (1 + usize::from(bytes.get(1) == Some(&b'\n')), false)
            }
            0 => {
                value.push(char::REPLACEMENT_CHARACTER);
                (1, false)
            }
            b'&' => match character_reference::decode(raw, self.context, value) {
                0 => {
                    value.push('&');
                    (1, true)
                }
                length => (length, false),
            },
            _ => {
                let length = memchr::memchr3(b'&', b'\r', 0, bytes).unwrap_or(bytes.len());
                value.push_str(&raw[..length]);
                (length, true)
            }
        };
        let source = self.rest.start..self.rest.start + length;
        self.rest.start = source.end;
        Some(Run { source, value_length: value.len() - before, is_verbatim })
    }
}

/// Finds the source of parts of a value. Linear in all for parts that ascend.
pub(crate) struct Places<'t> {
    /// Where all of it is verbatim: where that begins.
    verbatim: Option<usize>,
    html: &'t str,
    pieces: &'t [Piece],
    /// The pieces that have been begun.
    begun: usize,
    runs: Runs<'t>,
    run: Run,
    /// Where the run begins in the value.
    value_start: usize,
    scratch: String,
}

impl<'t> Places<'t> {
    pub(super) fn verbatim(start: usize) -> Self {
        Self { verbatim: Some(start), ..Self::resolved("", &[]) }
    }

    pub(super) fn resolved(html: &'t str, pieces: &'t [Piece]) -> Self {
        Self {
            verbatim: None,
            html,
            pieces,
            begun: 0,
            runs: Runs::new(html, 0..0, Context::Cdata),
            run: Run { source: 0..0, value_length: 0, is_verbatim: true },
            value_start: 0,
            scratch: String::new(),
        }
    }

    /// The bytes that write this range of the value: whole runs where they stand for other bytes.
    pub(crate) fn source(&mut self, value: Range<usize>) -> Range<usize> {
        if let Some(start) = self.verbatim {
            return start + value.start..start + value.end;
        }
        self.advance_to(value.start);
        let within = value.start - self.value_start;
        let start = if self.run.is_verbatim { self.run.source.start + within } else { self.run.source.start };
        let Some(last) = value.end.checked_sub(1).filter(|_| !value.is_empty()) else { return start..start };
        self.advance_to(last);
        let within = last - self.value_start;
        let end = if self.run.is_verbatim { self.run.source.start + within + 1 } else { self.run.source.end };
        start..end
    }

    /// Goes to the run that holds this byte of the value.
    fn advance_to(&mut self, at: usize) {
        if at < self.value_start {
            *self = Self::resolved(self.html, self.pieces);
        }
        while at >= self.value_start + self.run.value_length {
            self.scratch.clear();
            match self.runs.next(&mut self.scratch) {
                Some(run) => {
                    self.value_start += self.run.value_length;
                    self.run = run;
                }
                None => {
                    let Some(piece) = self.pieces.get(self.begun) else { return };
                    self.begun += 1;
                    self.runs = Runs::new(self.html, piece.source.clone(), piece.context);
                }
            }
        }
    }
}
