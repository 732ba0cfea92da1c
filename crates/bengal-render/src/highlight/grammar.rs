//! Tree-sitter, under a bound on its work.

use super::languages::{self, GrammarId};
use super::tokens::{Class, Span, class_of};
use arborium::tree_sitter::{
    Language, ParseOptions, Parser, Query, QueryCursor, QueryCursorOptions, StreamingIterator, Tree,
};
use std::ops::ControlFlow;

/// How deep languages may stand in one another: a script in a page in a Markdown fence.
const MAX_INJECTION_DEPTH: usize = 2;

/// How many states of a query may be open at once.
const MATCH_LIMIT: u32 = 512;

/// Tree-sitter asks after each 100 steps whether to go on; it may ask this often, and once more for each byte of the code.
const PATIENCE: usize = 10_000;

/// A language with its queries, compiled.
pub(super) struct Grammar {
    language: Language,
    highlights: Query,
    /// By the index of a capture in `highlights`.
    classes: Vec<Class>,
    injections: Option<Injections>,
}

struct Injections {
    query: Query,
    content: u32,
    language: Option<u32>,
}

impl Grammar {
    /// Compiles a grammar; `None` where its query does not fit it, which then counts as not having the language.
    pub(super) fn compile(language: Language, highlights: &str, injections: &str) -> Option<Self> {
        let highlights = Query::new(&language, highlights).ok()?;
        let classes = highlights.capture_names().iter().map(|name| class_of(name)).collect();
        let injections = Query::new(&language, injections).ok().and_then(|query| {
            let content = query.capture_index_for_name("injection.content")?;
            let language = query.capture_index_for_name("injection.language");
            Some(Injections { query, content, language })
        });
        Some(Self { language, highlights, classes, injections })
    }
}

/// A parser and a cursor, to be used again.
#[derive(Default)]
pub(super) struct Session {
    parser: Parser,
    cursor: QueryCursor,
}

/// A piece of code in a language, inside of other code.
struct Piece {
    grammar: GrammarId,
    start: usize,
    end: usize,
    depth: usize,
}

impl Session {
    /// The captures of `code`; `None` where the grammar is missing or the work exceeds its bound.
    pub(super) fn spans(&mut self, grammar: GrammarId, code: &str) -> Option<Vec<Span>> {
        self.cursor.set_match_limit(MATCH_LIMIT);
        let mut spans = Vec::new();
        let mut pieces = vec![Piece { grammar, start: 0, end: code.len(), depth: 0 }];
        let mut patience = PATIENCE + code.len();
        // Every embedded piece is parsed once more; all of them together may be twice as long as the code.
        let mut bytes_left = code.len() * 3;
        while let Some(piece) = pieces.pop() {
            let Some(text) = code.get(piece.start..piece.end) else { continue };
            let Some(grammar) = languages::compiled(piece.grammar) else { continue };
            let Some(left) = bytes_left.checked_sub(text.len()) else { continue };
            bytes_left = left;
            let tree = self.parse(grammar, text, &mut patience)?;
            self.highlight(grammar, &tree, text, &piece, &mut spans, &mut patience)?;
            if piece.depth < MAX_INJECTION_DEPTH {
                self.find_injections(grammar, &tree, text, &piece, &mut pieces);
            }
        }
        Some(spans)
    }

    fn parse(&mut self, grammar: &Grammar, text: &str, patience: &mut usize) -> Option<Tree> {
        self.parser.set_language(&grammar.language).ok()?;
        let bytes = text.as_bytes();
        let mut count = |_: &_| tick(patience);
        let options = ParseOptions::new().progress_callback(&mut count);
        let tree =
            self.parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options));
        if tree.is_none() {
            self.parser.reset();
        }
        tree
    }

    fn highlight(
        &mut self,
        grammar: &Grammar,
        tree: &Tree,
        text: &str,
        piece: &Piece,
        spans: &mut Vec<Span>,
        patience: &mut usize,
    ) -> Option<()> {
        let mut count = |_: &_| tick(patience);
        let options = QueryCursorOptions::new().progress_callback(&mut count);
        let query = &grammar.highlights;
        let mut matches = self.cursor.matches_with_options(query, tree.root_node(), text.as_bytes(), options);
        while let Some(found) = matches.next() {
            for capture in found.captures {
                let class = grammar.classes.get(capture.index as usize).copied().unwrap_or(Class::Ignored);
                if class != Class::Ignored {
                    spans.push(Span {
                        start: piece.start + capture.node.start_byte(),
                        end: piece.start + capture.node.end_byte(),
                        priority: (piece.depth as u32) << 16 | (found.pattern_index as u32).min(0xffff),
                        class,
                    });
                }
            }
        }
        drop(matches);
        (*patience > 0).then_some(())
    }

    fn find_injections(&mut self, grammar: &Grammar, tree: &Tree, text: &str, piece: &Piece, pieces: &mut Vec<Piece>) {
        let Some(injections) = &grammar.injections else { return };
        let mut matches = self.cursor.matches(&injections.query, tree.root_node(), text.as_bytes());
        while let Some(found) = matches.next() {
            let set = injections.query.property_settings(found.pattern_index);
            let fixed = set.iter().find(|property| &*property.key == "injection.language");
            let captured = |index: Option<u32>| {
                found.captures.iter().find(|capture| Some(capture.index) == index).map(|capture| capture.node)
            };
            let written = captured(injections.language).and_then(|node| text.get(node.byte_range()));
            let name = fixed.and_then(|property| property.value.as_deref()).or(written);
            let (Some(name), Some(content)) = (name, captured(Some(injections.content))) else { continue };
            let Some(grammar) = languages::grammar(name) else { continue };
            pieces.push(Piece {
                grammar,
                start: piece.start + content.start_byte(),
                end: piece.start + content.end_byte(),
                depth: piece.depth + 1,
            });
        }
    }
}

fn tick(patience: &mut usize) -> ControlFlow<()> {
    *patience = patience.saturating_sub(1);
    if *patience == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}
