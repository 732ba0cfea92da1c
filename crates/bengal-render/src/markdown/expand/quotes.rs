//! Block quotes: the lines of one are read as an input of their own, without what marks them as quoted. So whatever can stand on a
//! page can stand in a quote, and what is open in a quote ends with it.

use super::{Input, Line, Pass, Verbatim};
use crate::markdown::source::Place;
use crate::markdown::syntax;
use std::sync::Arc;

/// Quotes in quotes deeper than this are copied as they are: directives in them are text.
const MAX_QUOTES: usize = 8;

impl Pass<'_> {
    /// Reads the lines of a block quote, from this one to the last that starts with `>`, as an input of their own.
    /// Says whether it does: not deeper than [`MAX_QUOTES`].
    pub(super) fn enter_quote(&mut self, line: &Line, content: &str, container: usize) -> bool {
        let strip = self.open.last().map_or(0, |open| open.strip);
        let Some(outer) = self.inputs.last_mut().filter(|input| input.quotes.len() < MAX_QUOTES) else { return false };
        let Some(text) = self.texts.get(outer.text).map(|text| Arc::clone(&text.text)) else { return false };
        // What was taken from the line before stands in front of it.
        let before = text.get(..line.place.span.start).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
        let mut quotes = outer.quotes.clone();
        quotes.push(strip);
        let mut end = start;
        for line in text.get(start..outer.end).unwrap_or_default().split_inclusive('\n') {
            let inner = syntax::unquote(line.trim_end_matches(['\n', '\r']), &outer.quotes, strip);
            let content = inner.trim_start_matches([' ', '\t']);
            if !content.starts_with('>') || syntax::columns(&inner[..inner.len() - content.len()]) < container {
                break;
            }
            end += line.len();
        }
        outer.at = end;
        let indent = &line.text[..line.text.len() - content.len()];
        let input = Input {
            text: outer.text,
            at: start,
            end,
            prefix: format!("{}{indent}> ", outer.prefix),
            open: self.open.len(),
            quotes,
            lists: std::mem::take(&mut self.lists),
        };
        self.inputs.push(input);
        self.after_text = false;
        true
    }

    /// What is open in a block quote ends with it.
    pub(super) fn end_quote(&mut self) {
        self.verbatim = Verbatim::No;
        let Some(input) = self.inputs.last() else { return };
        let (open, end) = (input.open, Place::new(input.text, input.end..input.end));
        self.close_unclosed(open, &end);
        if let Some(input) = self.inputs.pop() {
            self.lists = input.lists;
        }
    }
}
