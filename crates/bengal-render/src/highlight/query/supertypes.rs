//! Which nodes stand for a supertype.
//!
//! `(expression/variable)` asks for a variable that the grammar reached as an expression. What is between a node and its parent is
//! hidden from all that a tree offers; only tree-sitter's own queries see it. So they are asked, with the supertypes alone: without
//! children in a pattern there is little to work out beforehand. Only the queries of Haskell need this.

use super::compile::Symbol;
use arborium::tree_sitter::{Language, Query, QueryCursor, StreamingIterator, Tree};
use rustc_hash::FxHashMap;

/// A node with more children is wide.
const MAX_CHILDREN: usize = 2048;

/// Finds the nodes that stand for certain supertypes.
#[derive(Debug)]
pub(super) struct Supertypes {
    query: Option<Query>,
}

impl Supertypes {
    pub(super) fn new(language: &Language, symbols: &[Symbol]) -> Self {
        let names = symbols.iter().filter_map(|symbol| language.node_kind_for_id(*symbol));
        let source: String = names.map(|name| format!("({name}) @_\n")).collect();
        Self { query: Query::new(language, &source).ok() }
    }

    /// By the identity of a node, the bits of the supertypes for which it stands. None in a tree that has a node with more children than
    /// code has that somebody wrote: tree-sitter looks past all of them, from each. So this is linear in the size of the tree.
    pub(super) fn of(&self, tree: &Tree, text: &str) -> FxHashMap<usize, u16> {
        let mut found = FxHashMap::default();
        let Some(query) = self.query.as_ref().filter(|_| !has_wide_node(tree)) else { return found };
        let mut cursor = QueryCursor::new();
        let mut matches = cursor.matches(query, tree.root_node(), text.as_bytes());
        while let Some(one) = matches.next() {
            for capture in one.captures {
                *found.entry(capture.node.id()).or_default() |= 1 << one.pattern_index;
            }
        }
        found
    }
}

fn has_wide_node(tree: &Tree) -> bool {
    let mut cursor = tree.walk();
    loop {
        if cursor.node().child_count() > MAX_CHILDREN {
            return true;
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return false;
            }
        }
    }
}
