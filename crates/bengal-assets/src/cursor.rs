//! Lines and columns of places that are asked for in rising order.

use memchr::{memchr_iter, memrchr};

/// Moves through a text and counts. All moves forward together cost the length of the text once.
#[derive(Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Cursor<'a> {
    /// At the start of a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    /// Line and column, from 1, of the byte at `offset`; columns count Unicode scalar values. An offset before the last one
    /// gives the last place.
    pub fn place(&mut self, offset: usize) -> (u32, u32) {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        let Some(passed) = bytes.get(self.at..offset) else { return (self.line, self.column) };
        let mut line_start = self.at;
        if let Some(newline) = memrchr(b'\n', passed) {
            self.line = self.line.saturating_add(memchr_iter(b'\n', passed).count() as u32);
            self.column = 1;
            line_start += newline + 1;
        }
        let characters = match self.text.get(line_start..offset) {
            // Nearly always, and quicker to find out than to count.
            Some(in_line) if in_line.is_ascii() => in_line.len(),
            Some(in_line) => in_line.chars().count(),
            // The offset is within a character.
            None => bytes[line_start..offset].iter().filter(|byte| (**byte & 0xc0) != 0x80).count(),
        };
        self.column = self.column.saturating_add(characters as u32);
        self.at = offset;
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let text = "aé\nb\n\nß.";
        let mut cursor = Cursor::new(text);
        let places: Vec<_> = text.char_indices().map(|(at, _)| cursor.place(at)).collect();
        assert_eq!(places, [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (3, 1), (4, 1), (4, 2)]);
        assert_eq!(cursor.place(0), (4, 2));
        assert_eq!(cursor.place(99), (4, 3));
    }
}
