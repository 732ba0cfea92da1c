//! Tree-sitter's parsers and the queries of its grammars, under a bound on their work.

use super::languages::{self, GrammarId, Source};
use super::query::{Effort, Kinds, Matcher, Query, QueryError, Tree};
use super::tokens::{Class, Span, class_of};
use arborium::tree_sitter::{self, Language, ParseOptions, Parser};
use std::ops::ControlFlow;

/// How deep languages may stand in one another: a script in a page in a Markdown fence.
const MAX_INJECTION_DEPTH: usize = 2;

/// Tree-sitter asks after each 100 steps whether to go on parsing; it may ask this often, and once more for each byte of the code.
const PATIENCE: usize = 10_000;

/// The work that queries may do on a piece of code, and what comes on top for each byte of it.
const EFFORT: usize = 1_000_000;
const EFFORT_PER_BYTE: usize = 1_000;

/// A language with its queries, compiled.
pub(super) struct Grammar {
    language: Language,
    kinds: Kinds,
    highlights: Query,
    /// By the number of a capture in `highlights`.
    classes: Vec<Class>,
    injections: Option<Injections>,
}

struct Injections {
    query: Query,
    content: u16,
    language: Option<u16>,
}

impl Grammar {
    /// Compiles the queries of a language. An error where they ask for something that is not known here.
    pub(super) fn compile(source: Source) -> Result<Self, QueryError> {
        let Source { language, highlights, injections } = source;
        let mut highlights = Query::compile(&language, highlights)?;
        highlights.keep_visible(|name| class_of(name) != Class::Ignored);
        let classes = highlights.captures().iter().map(|name| class_of(name)).collect();
        let injections = Query::compile(&language, injections)?;
        let kinds = Kinds::new(&language, &[&highlights, &injections]);
        Ok(Self { language, kinds, highlights, classes, injections: Injections::new(injections) })
    }
}

impl Injections {
    fn new(query: Query) -> Option<Self> {
        let capture = |wanted| query.captures().iter().position(|name| name == wanted).map(|at| at as u16);
        let (content, language) = (capture("injection.content")?, capture("injection.language"));
        Some(Self { query, content, language })
    }
}

/// A parser and the memory of what runs queries, to be used again.
#[derive(Default)]
pub(super) struct Session {
    parser: Parser,
    /// The language that the parser is set to.
    language: Option<GrammarId>,
    tree: Tree,
    matcher: Matcher,
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
        let mut spans = Vec::new();
        let mut pieces = vec![Piece { grammar, start: 0, end: code.len(), depth: 0 }];
        let mut patience = PATIENCE + code.len();
        let mut effort = Effort(EFFORT + EFFORT_PER_BYTE * code.len());
        // Every embedded piece is parsed once more; all of them together may be twice as long as the code.
        let mut bytes_left = code.len() * 3;
        while let Some(piece) = pieces.pop() {
            let Some(text) = code.get(piece.start..piece.end) else { continue };
            let Some(grammar) = languages::compiled(piece.grammar) else { continue };
            let Some(left) = bytes_left.checked_sub(text.len()) else { continue };
            bytes_left = left;
            let tree = self.parse(grammar, piece.grammar, text, &mut patience)?;
            self.tree.read(&tree, &grammar.kinds, text);
            self.highlight(grammar, text, &piece, &mut spans, &mut effort)?;
            if piece.depth < MAX_INJECTION_DEPTH {
                self.find_injections(grammar, text, &piece, &mut pieces, &mut effort)?;
            }
        }
        Some(spans)
    }

    fn parse(
        &mut self,
        grammar: &Grammar,
        id: GrammarId,
        text: &str,
        patience: &mut usize,
    ) -> Option<tree_sitter::Tree> {
        if self.language != Some(id) {
            self.language = None;
            self.parser.set_language(&grammar.language).ok()?;
            self.language = Some(id);
        }
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
        text: &str,
        piece: &Piece,
        spans: &mut Vec<Span>,
        effort: &mut Effort,
    ) -> Option<()> {
        let tree = &self.tree;
        self.matcher.run(&grammar.highlights, tree, text, effort, |found| {
            let priority = (piece.depth as u32) << 16 | (found.pattern as u32).min(0xffff);
            for (capture, node) in found.captures {
                let class = grammar.classes.get(usize::from(*capture)).copied().unwrap_or(Class::Ignored);
                if class != Class::Ignored {
                    let range = tree.range(*node);
                    spans.push(Span {
                        start: piece.start + range.start,
                        end: piece.start + range.end,
                        priority,
                        class,
                    });
                }
            }
        })
    }

    fn find_injections(
        &mut self,
        grammar: &Grammar,
        text: &str,
        piece: &Piece,
        pieces: &mut Vec<Piece>,
        effort: &mut Effort,
    ) -> Option<()> {
        let Some(injections) = &grammar.injections else { return Some(()) };
        let (query, tree) = (&injections.query, &self.tree);
        self.matcher.run(query, tree, text, effort, |found| {
            let captured = |wanted: u16| {
                found.captures.iter().find(|(capture, _)| *capture == wanted).map(|(_, node)| tree.range(*node))
            };
            let written = || injections.language.and_then(captured).and_then(|range| text.get(range));
            let name = query.setting(found.pattern, "injection.language").or_else(written);
            let (Some(name), Some(content)) = (name, captured(injections.content)) else { return };
            let Some(grammar) = languages::grammar(name) else { return };
            pieces.push(Piece {
                grammar,
                start: piece.start + content.start,
                end: piece.start + content.end,
                depth: piece.depth + 1,
            });
        })
    }
}

fn tick(patience: &mut usize) -> ControlFlow<()> {
    *patience = patience.saturating_sub(1);
    if *patience == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}
