//! Resolving a value run by run, forwards; and, by doing it again, from the value back to the source.
//!
//! No map between the two is kept: one for a value full of character references would be far larger than the value.

use std::ops::Range;

use super::character_reference::{self, Context};
use super::pieces::{PieceIter, Pieces};

/// The next characters of a value: copied from the source, or standing for other bytes.
#[derive(Clone, Debug, Default)]
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

/// Where a part of a value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// All of it, or what stands before the first interruption.
    pub(crate) span: Range<usize>,
    /// Where the text is interrupted by markup: what stands behind, in order.
    pub(crate) rest: Box<[Range<usize>]>,
    /// What `&` means where it begins.
    pub(crate) context: Context,
}

/// Finds the source of parts of a value, which must begin in ascending order. Linear in all for parts that do not overlap.
pub(crate) struct Places<'t> {
    /// Where all of it is verbatim: where that begins.
    verbatim: Option<usize>,
    /// At the beginning of the part that was found last.
    cursor: Cursor<'t>,
    scratch: String,
}

impl<'t> Places<'t> {
    pub(super) fn verbatim(start: usize) -> Self {
        let cursor = Cursor::new("", PieceIter::default());
        Self { verbatim: Some(start), cursor, scratch: String::new() }
    }

    pub(super) fn resolved(html: &'t str, pieces: &'t Pieces) -> Self {
        Self { verbatim: None, cursor: Cursor::new(html, pieces.iter()), scratch: String::new() }
    }

    /// The bytes that write this range of a value in one stretch: whole runs where they stand for other bytes.
    pub(crate) fn source(&mut self, value: Range<usize>) -> Range<usize> {
        if let Some(start) = self.verbatim {
            return start + value.start..start + value.end;
        }
        self.cursor.advance_to(value.start, &mut self.scratch);
        self.cursor.clone().source(value, &mut self.scratch)
    }

    /// Puts the source of further ranges of the same value, behind the beginning of the one that was found last, into
    /// their place. The next part may begin before them.
    pub(crate) fn sources_behind(&mut self, values: &mut [Range<usize>]) {
        let mut cursor = self.cursor.clone();
        for value in values {
            *value = match self.verbatim {
                Some(start) => start + value.start..start + value.end,
                None => cursor.source(value.clone(), &mut self.scratch),
            };
        }
    }

    /// The bytes that write this range of a value, stretch by stretch.
    pub(crate) fn place(&mut self, value: Range<usize>) -> Place {
        self.cursor.advance_to(value.start, &mut self.scratch);
        let context = self.cursor.runs.context;
        let mut rest = Vec::new();
        // Counted first: a vector that grows would take three times as much.
        rest.reserve_exact(self.stretches(value.clone(), |_| {}));
        let mut span = None;
        self.stretches(value.clone(), |stretch| match span {
            None => span = Some(stretch),
            Some(_) => rest.push(stretch),
        });
        Place { span: span.unwrap_or_default(), rest: rest.into_boxed_slice(), context }
    }

    /// Calls `visit` for every stretch that writes this range, which begins where the cursor is. Returns how many follow
    /// the first.
    fn stretches(&mut self, value: Range<usize>, mut visit: impl FnMut(Range<usize>)) -> usize {
        let mut cursor = self.cursor.clone();
        let mut count = 0;
        let mut at = value.start;
        loop {
            cursor.advance_to(at, &mut self.scratch);
            let start = cursor.source_start(at);
            let mut end = cursor.source_end(value.end.saturating_sub(1));
            let mut next = cursor.value_end();
            while next < value.end && cursor.advance_within_piece(&mut self.scratch) {
                end = cursor.source_end(value.end - 1);
                next = cursor.value_end();
            }
            visit(start..end);
            // At the end of the text there is nothing to go on to.
            if next >= value.end || next <= at {
                return count;
            }
            count += 1;
            at = next;
        }
    }
}

/// A place in a value and in its source, which goes forwards only.
#[derive(Clone)]
struct Cursor<'t> {
    html: &'t str,
    /// The pieces that have not been begun.
    pieces: PieceIter<'t>,
    runs: Runs<'t>,
    run: Run,
    /// Where the run begins in the value.
    value_start: usize,
}

impl<'t> Cursor<'t> {
    fn new(html: &'t str, pieces: PieceIter<'t>) -> Self {
        Self { html, pieces, runs: Runs::new(html, 0..0, Context::Cdata), run: Run::default(), value_start: 0 }
    }

    fn value_end(&self) -> usize {
        self.value_start + self.run.value_length
    }

    /// The bytes that write this range of the value, in one stretch.
    fn source(&mut self, value: Range<usize>, scratch: &mut String) -> Range<usize> {
        self.advance_to(value.start, scratch);
        let start = self.source_start(value.start);
        if value.is_empty() {
            return start..start;
        }
        self.advance_to(value.end - 1, scratch);
        start..self.source_end(value.end - 1)
    }

    /// Where the byte of the value that is in this run begins in the source.
    fn source_start(&self, at: usize) -> usize {
        let within = at.saturating_sub(self.value_start);
        self.run.source.start + if self.run.is_verbatim { within } else { 0 }
    }

    /// Where the part of the run up to this byte of the value ends in the source.
    fn source_end(&self, last: usize) -> usize {
        if self.run.is_verbatim && last < self.value_end() {
            self.run.source.start + last.saturating_sub(self.value_start) + 1
        } else {
            self.run.source.end
        }
    }

    /// Goes to the run that holds this byte of the value.
    fn advance_to(&mut self, at: usize, scratch: &mut String) {
        while at >= self.value_end() {
            if self.advance_within_piece(scratch) {
                continue;
            }
            let Some(piece) = self.pieces.next() else { return };
            self.runs = Runs::new(self.html, piece.source, piece.context);
        }
    }

    /// Goes to the next run of the piece, if it has one.
    fn advance_within_piece(&mut self, scratch: &mut String) -> bool {
        scratch.clear();
        let Some(run) = self.runs.next(scratch) else { return false };
        self.value_start += self.run.value_length;
        self.run = run;
        true
    }
}
