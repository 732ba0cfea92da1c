//! The same highlighting by tree-sitter's own queries: what ours are compared with.

use super::super::languages::{self, GrammarId, Source};
use super::super::tokens::{self, Class, Span, class_of};
use arborium::tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator, Tree};
use std::sync::OnceLock;

/// As many states as tree-sitter allows. What is highlighted must not depend on a lower bound.
const MATCH_LIMIT: u32 = 65_536;

struct Grammar {
    language: Language,
    highlights: Query,
    injections: Query,
}

fn grammar(id: GrammarId) -> &'static Grammar {
    static GRAMMARS: [OnceLock<Grammar>; 64] = [const { OnceLock::new() }; 64];
    let (at, (name, _, source)) =
        languages::all().enumerate().find(|(_, (_, known, _))| *known == id).expect("a language of the list");
    GRAMMARS[at].get_or_init(|| {
        let Source { language, highlights, injections } = source;
        let query = |text| Query::new(&language, text).unwrap_or_else(|error| panic!("{name}: {error}"));
        Grammar { highlights: query(highlights), injections: query(injections), language }
    })
}

/// HTML of `code` as tree-sitter's queries have it; without bounds on the work.
pub(super) fn html(id: GrammarId, code: &str) -> String {
    let mut spans = Vec::new();
    let mut pieces = vec![(id, 0, code.len(), 0)];
    let mut bytes_left = code.len() * 3;
    while let Some((id, start, end, depth)) = pieces.pop() {
        let grammar = grammar(id);
        let text = &code[start..end];
        let Some(left) = bytes_left.checked_sub(text.len()) else { continue };
        bytes_left = left;
        let mut parser = Parser::new();
        parser.set_language(&grammar.language).expect("a language of this version");
        let tree = parser.parse(text, None).expect("a tree");
        spans.extend(captures(grammar, &tree, text).into_iter().map(|span| Span {
            start: start + span.start,
            end: start + span.end,
            priority: (depth as u32) << 16 | span.priority,
            ..span
        }));
        if depth < 2 {
            let found = embedded(grammar, &tree, text).into_iter();
            pieces.extend(found.map(|(id, range)| (id, start + range.start, start + range.end, depth + 1)));
        }
    }
    tokens::to_html(code, spans)
}

fn captures(grammar: &Grammar, tree: &Tree, text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut cursor = QueryCursor::new();
    cursor.set_match_limit(MATCH_LIMIT);
    let mut matches = cursor.matches(&grammar.highlights, tree.root_node(), text.as_bytes());
    while let Some(found) = matches.next() {
        for capture in found.captures {
            let class = class_of(grammar.highlights.capture_names()[capture.index as usize]);
            if class != Class::Ignored {
                let range = capture.node.byte_range();
                spans.push(Span { start: range.start, end: range.end, priority: found.pattern_index as u32, class });
            }
        }
    }
    spans
}

fn embedded(grammar: &Grammar, tree: &Tree, text: &str) -> Vec<(GrammarId, std::ops::Range<usize>)> {
    let query = &grammar.injections;
    let Some(content) = query.capture_index_for_name("injection.content") else { return Vec::new() };
    let language = query.capture_index_for_name("injection.language");
    let mut pieces = Vec::new();
    let mut cursor = QueryCursor::new();
    cursor.set_match_limit(MATCH_LIMIT);
    let mut matches = cursor.matches(query, tree.root_node(), text.as_bytes());
    while let Some(found) = matches.next() {
        let captured =
            |index| found.captures.iter().find(|capture| Some(capture.index) == index).map(|capture| capture.node);
        let set = query.property_settings(found.pattern_index).iter();
        let fixed = set.clone().find(|property| &*property.key == "injection.language");
        let written = captured(language).and_then(|node| text.get(node.byte_range()));
        let name = fixed.and_then(|property| property.value.as_deref()).or(written);
        let (Some(name), Some(content)) = (name, captured(Some(content))) else { continue };
        if let Some(id) = languages::grammar(name) {
            pieces.push((id, content.byte_range()));
        }
    }
    pieces
}
