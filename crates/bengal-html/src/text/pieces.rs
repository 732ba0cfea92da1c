//! Where a text is written, stretch by stretch.

use std::ops::Range;

use super::character_reference::Context;

/// A stretch of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) source: Range<usize>,
    pub(super) context: Context,
}

/// Stretches of the source, in ascending order and none of them empty.
///
/// All but the last are packed into a few bytes each: a hostile style sheet has one for every four bytes of the page.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    packed: Vec<u8>,
    /// Where the last stretch that is packed ends.
    packed_end: usize,
    last: Option<Piece>,
}

impl Pieces {
    /// Appends a stretch; one that goes on where the last ends makes that longer.
    pub(super) fn push(&mut self, source: Range<usize>, context: Context) {
        if source.is_empty() {
            return;
        }
        match &mut self.last {
            Some(last) if last.source.end == source.start && last.context == context => last.source.end = source.end,
            last => {
                if let Some(before) = last.replace(Piece { source, context }) {
                    self.pack(&before);
                }
            }
        }
    }

    fn pack(&mut self, piece: &Piece) {
        put_number(&mut self.packed, piece.source.start - self.packed_end);
        put_number(&mut self.packed, piece.source.len());
        self.packed.push(match piece.context {
            Context::Attribute => 0,
            Context::Text => 1,
            Context::Cdata => 2,
        });
        self.packed_end = piece.source.end;
    }

    pub(super) fn iter(&self) -> PieceIter<'_> {
        PieceIter { packed: &self.packed, end: 0, last: self.last.as_ref() }
    }
}

/// Goes through the stretches, forwards.
#[derive(Clone, Debug, Default)]
pub(super) struct PieceIter<'p> {
    packed: &'p [u8],
    /// Where the stretch before ends.
    end: usize,
    last: Option<&'p Piece>,
}

impl Iterator for PieceIter<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let Some(gap) = take_number(&mut self.packed) else { return self.last.take().cloned() };
        let start = self.end + gap;
        self.end = start + take_number(&mut self.packed)?;
        let (&context, rest) = self.packed.split_first()?;
        self.packed = rest;
        let context = match context {
            0 => Context::Attribute,
            1 => Context::Text,
            _ => Context::Cdata,
        };
        Some(Piece { source: start..self.end, context })
    }
}

/// Seven bits a byte, the lowest first, as LEB128 has it.
fn put_number(packed: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        packed.push(number as u8 | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

fn take_number(packed: &mut &[u8]) -> Option<usize> {
    let length = packed.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let (digits, rest) = packed.split_at(length);
    *packed = rest;
    Some(digits.iter().rev().fold(0, |number, digit| number << 7 | usize::from(digit & 0x7f)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_kept_in_order_and_merged() {
        let mut pieces = Pieces::default();
        let pushed =
            [(3..5, Context::Text), (5..300, Context::Text), (300..301, Context::Cdata), (9..9, Context::Text)];
        for (source, context) in pushed {
            pieces.push(source, context);
        }
        pieces.push(70_000..2_000_000, Context::Attribute);
        let seen: Vec<_> = pieces.iter().map(|piece| (piece.source, piece.context)).collect();
        let expected = [(3..300, Context::Text), (300..301, Context::Cdata), (70_000..2_000_000, Context::Attribute)];
        assert_eq!(seen, expected);
        assert_eq!(Pieces::default().iter().next(), None);
    }
}
