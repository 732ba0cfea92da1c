//! The texts that a page is made of, and where each byte of the expanded page came from.

use bengal_core::Location;
use camino::Utf8PathBuf;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

/// A place in one of the page's texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Which text: an index into [`Texts`].
    pub(super) text: usize,
    /// Bytes of that whole text.
    pub(super) span: Range<usize>,
}

impl Place {
    pub(super) fn new(text: usize, span: Range<usize>) -> Self {
        Self { text, span }
    }

    /// `len` bytes from `offset` bytes behind the start of this place.
    pub(super) fn part(&self, offset: usize, len: usize) -> Self {
        let start = self.span.start + offset;
        Self { text: self.text, span: start..start + len }
    }
}

/// A file whose text is in the page: its own, or an included one.
#[derive(Debug)]
pub(super) struct SourceText {
    /// Relative to the site's folder.
    pub(super) path: Utf8PathBuf,
    pub(super) text: Arc<str>,
    line_starts: OnceCell<Vec<usize>>,
}

impl SourceText {
    pub(super) fn new(path: Utf8PathBuf, text: Arc<str>) -> Self {
        Self { path, text, line_starts: OnceCell::new() }
    }

    /// The folder of the file, relative to the site's folder, with `/`.
    pub(super) fn folder(&self) -> &str {
        self.path.parent().map_or("", |folder| folder.as_str())
    }

    /// The location of a span. Finds the line by bisection, so that many problems on a long page stay cheap.
    pub(super) fn location(&self, span: Range<usize>) -> Location {
        let starts = self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1)).collect()
        });
        let line = starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let start = starts.get(line).copied().unwrap_or(0);
        let end = starts.get(line + 1).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..end).unwrap_or_default();
        let mut location =
            Location::in_source(&self.path, text, span.start.saturating_sub(start)..span.end.saturating_sub(start));
        location.line = u32::try_from(line + 1).unwrap_or(u32::MAX);
        location
    }
}

/// A run of the expanded text that was copied from a source.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: usize,
    text: usize,
    offset: usize,
    /// 0 for text that was put in: all of it stands for the one place.
    len: usize,
}

/// From bytes of the expanded text to bytes of the sources.
#[derive(Debug, Default)]
pub(super) struct SourceMap {
    pieces: Vec<Piece>,
}

impl SourceMap {
    /// Notes that the expanded text goes on at `at` with `len` bytes copied from `offset` of `text` (0: with text put in there).
    pub(super) fn push(&mut self, at: usize, text: usize, offset: usize, len: usize) {
        if let Some(last) = self.pieces.last()
            && last.text == text
            && last.len > 0
            && len > 0
            && last.at + last.len == at
            && last.offset + last.len == offset
        {
            let last = self.pieces.len() - 1;
            self.pieces[last].len += len;
            return;
        }
        self.pieces.push(Piece { at, text, offset, len });
    }

    /// Where a span of the expanded text came from. Its end is in the same text as its start.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let Some(first) = self.piece(span.start) else { return Place::default() };
        let start = first.offset + (span.start - first.at).min(first.len);
        let end = match self.piece(span.end.saturating_sub(1).max(span.start)) {
            Some(last) if last.text == first.text => last.offset + (span.end - last.at).min(last.len),
            _ => first.offset + first.len,
        };
        Place::new(first.text, start..end.max(start))
    }

    fn piece(&self, at: usize) -> Option<Piece> {
        let index = self.pieces.partition_point(|piece| piece.at <= at);
        self.pieces.get(index.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_back_to_their_text() {
        let mut map = SourceMap::default();
        map.push(0, 0, 10, 5);
        map.push(5, 0, 15, 5);
        map.push(10, 0, 20, 0);
        map.push(14, 1, 100, 6);
        assert_eq!(map.pieces.len(), 3);
        assert_eq!(map.place(2..7), Place::new(0, 12..17));
        assert_eq!(map.place(11..13), Place::new(0, 20..20));
        assert_eq!(map.place(15..18), Place::new(1, 101..104));
    }

    #[test]
    fn a_location_has_its_line_and_column() {
        let text = SourceText::new("content/a.md".into(), "one\ntwö x\n".into());
        let location = text.location(9..10);
        assert_eq!((location.line, location.column, location.width), (2, 5, 1));
        assert_eq!(location.source_line.as_deref(), Some("twö x"));
        assert_eq!(text.location(50..60).line, 3);
    }
}
