//! A syntax tree laid flat: its visible nodes in the order of the text, parents before what is in them.
//!
//! Each call to tree-sitter costs more than a pattern does, so every node is asked for once. Patterns are then matched against a
//! plain list.

use super::Query;
use super::compile::{ANY, ERROR, Symbol};
use super::supertypes::Supertypes;
use arborium::tree_sitter::{self, Language};

/// No parent.
const NOWHERE: u32 = u32::MAX;

/// A node of the tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) symbol: Symbol,
    /// The field of its parent that it is. Only known of kinds that a query asks it of; 0 for none.
    pub(super) field: u16,
    /// The bits of supertypes for which it stands.
    pub(super) supertypes: u16,
    pub(super) named: bool,
    /// The bytes of the text that it covers.
    pub(super) start: u32,
    pub(super) end: u32,
    parent: u32,
    /// The index behind the last node in it.
    after: u32,
    /// The index of its last child with a name, or its own.
    last_named_child: u32,
}

/// What of a node is looked at, for a language and its queries.
#[derive(Debug)]
pub(in crate::highlight) struct Kinds {
    kinds: Vec<Kind>,
    supertypes: Option<Supertypes>,
}

#[derive(Clone, Copy, Debug)]
struct Kind {
    named: bool,
    has_field: bool,
}

impl Kinds {
    /// What `queries` need to know of nodes of each kind. Supertypes are those of the first.
    pub(in crate::highlight) fn new(language: &Language, queries: &[&Query]) -> Self {
        let steps = || queries.iter().flat_map(|query| &query.programs).flat_map(|program| &program.steps);
        let any_has_field = steps().any(|step| step.field != 0 && (step.symbol == ANY || step.first_of_field));
        let count = language.node_kind_count();
        let kind = |symbol| Kind { named: language.node_kind_is_named(symbol), has_field: any_has_field };
        let mut kinds: Vec<Kind> = (0..count as Symbol).map(kind).collect();
        kinds.push(Kind { named: true, has_field: any_has_field });
        for step in steps().filter(|step| step.field != 0) {
            kinds[usize::from(step.symbol).min(count)].has_field = true;
        }
        let supertypes = queries.first().filter(|query| !query.supertypes.is_empty());
        Self { kinds, supertypes: supertypes.map(|query| Supertypes::new(language, &query.supertypes)) }
    }
}

/// The nodes of a tree.
#[derive(Debug, Default)]
pub(in crate::highlight) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Takes up the nodes of a tree in place of those that are here.
    pub(in crate::highlight) fn read(&mut self, tree: &tree_sitter::Tree, kinds: &Kinds, text: &str) {
        let supertypes = kinds.supertypes.as_ref().map(|supertypes| supertypes.of(tree, text));
        self.nodes.clear();
        let mut cursor = tree.walk();
        let mut parent = NOWHERE;
        loop {
            let node = cursor.node();
            let at = self.nodes.len() as u32;
            let symbol = node.kind_id();
            let Kind { named, has_field } = kinds.kinds[usize::from(symbol).min(kinds.kinds.len() - 1)];
            self.nodes.push(Node {
                symbol,
                field: if has_field { cursor.field_id().map_or(0, std::num::NonZero::get) } else { 0 },
                supertypes: supertypes.as_ref().and_then(|known| known.get(&node.id()).copied()).unwrap_or(0),
                named,
                start: node.start_byte() as u32,
                end: node.end_byte() as u32,
                parent,
                after: at + 1,
                last_named_child: at,
            });
            if named && let Some(parent) = self.nodes.get_mut(parent as usize) {
                parent.last_named_child = at;
            }
            if cursor.goto_first_child() {
                parent = at;
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                let after = self.nodes.len() as u32;
                let left = &mut self.nodes[parent as usize];
                left.after = after;
                parent = left.parent;
            }
        }
    }

    /// The bytes of the text that a node covers.
    pub(in crate::highlight) fn range(&self, at: u32) -> std::ops::Range<usize> {
        self.nodes.get(at as usize).map_or(0..0, |node| node.start as usize..node.end as usize)
    }

    /// All nodes, parents before what is in them.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        let parent = self.nodes[at].parent;
        (parent != NOWHERE).then_some(parent as usize)
    }

    pub(super) fn first_child(&self, at: usize) -> Option<usize> {
        (self.nodes[at].after as usize > at + 1).then_some(at + 1)
    }

    pub(super) fn next_sibling(&self, at: usize) -> Option<usize> {
        let after = self.nodes[at].after;
        let parent = self.nodes.get(self.nodes[at].parent as usize)?;
        (after < parent.after).then_some(after as usize)
    }

    pub(super) fn has_later_named_sibling(&self, at: usize) -> bool {
        self.parent(at).is_some_and(|parent| self.nodes[parent].last_named_child as usize > at)
    }

    pub(super) fn is_error(&self, at: usize) -> bool {
        self.nodes[at].symbol == ERROR
    }
}
