//! Queries: which nodes of a syntax tree are what.
//!
//! Tree-sitter's grammars bring their queries as text. Tree-sitter can compile and run it, but compiling takes up to 200 ms a
//! language, since it works out from the parse tables what each pattern can ever match; and all that this project asks for is the
//! set of matches. So queries are compiled and run here, with the meaning that tree-sitter gives them; the tests compare both.
//!
//! [`Query::compile`] makes rows of steps from the text ([`parse`], [`compile`]); [`matcher`] runs them over a [`Tree`], which is
//! tree-sitter's tree laid flat ([`tree`]).

mod compile;
mod matcher;
mod parse;
mod pattern_text;
mod predicates;
mod supertypes;
mod tree;

pub(super) use matcher::{Effort, Matcher};
pub(super) use tree::{Kinds, Tree};

use arborium::tree_sitter::Language;
use compile::{Entry, Program, Symbol};
use std::fmt;

/// How many supertypes a query may name: one bit each.
const MAX_SUPERTYPES: usize = 16;

/// A query, ready to run.
#[derive(Debug)]
pub(super) struct Query {
    programs: Vec<Program>,
    /// By symbol, the patterns that may start with a node of that kind. The last row is that of errors.
    entries: Vec<Vec<Entry>>,
    /// Patterns that may start with any node.
    anywhere: Vec<Entry>,
    /// How many entries were made.
    entry_count: usize,
    captures: Vec<String>,
    supertypes: Vec<Symbol>,
}

/// Why a query cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum QueryError {
    Syntax { what: &'static str, at: usize },
    Name(String),
    Predicate(String),
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { what, at } => write!(f, "{what} at byte {at}"),
            Self::Name(name) => write!(f, "no node, field or capture can be named {name}"),
            Self::Predicate(name) => write!(f, "the predicate {name} cannot be used like this"),
        }
    }
}

impl QueryError {
    fn syntax(what: &'static str, at: usize) -> Self {
        Self::Syntax { what, at }
    }

    fn name(name: &str) -> Self {
        Self::Name(name.to_owned())
    }

    fn predicate(name: &str) -> Self {
        Self::Predicate(name.to_owned())
    }
}

impl Query {
    /// Compiles the text of a query. An error wherever it asks for something that is not known here.
    pub(super) fn compile(language: &Language, source: &str) -> Result<Self, QueryError> {
        compile::compile(language, source)
    }

    /// The names of captures, by number.
    pub(super) fn captures(&self) -> &[String] {
        &self.captures
    }

    /// What `#set!` says in a pattern.
    pub(super) fn setting(&self, pattern: usize, key: &str) -> Option<&str> {
        let settings = &self.programs.get(pattern)?.settings;
        settings.iter().find(|(known, _)| known == key)?.1.as_deref()
    }

    /// Leaves out what cannot be seen, where a capture counts only if it `shows`, and a later pattern covers earlier ones of the same
    /// node: patterns of which nothing shows, and patterns of one node whose kind a later pattern always captures.
    pub(super) fn keep_visible(&mut self, shows: impl Fn(&str) -> bool) {
        let visible = |step: &compile::Step| {
            step.captures().any(|at| self.captures.get(usize::from(at)).is_some_and(|name| shows(name)))
        };
        let patterns: Vec<bool> = self.programs.iter().map(|program| program.steps.iter().any(visible)).collect();
        let is_visible = |entry: &Entry| patterns.get(usize::from(entry.pattern)).copied().unwrap_or(false);
        let programs = &self.programs;
        let always = |entry: &Entry| {
            let program = &programs[usize::from(entry.pattern)];
            let step = &program.steps[usize::from(entry.step)];
            entry.single && program.conditions.is_empty() && step.field == 0 && step.supertype == 0
        };
        self.anywhere.retain(is_visible);
        for row in &mut self.entries {
            row.retain(is_visible);
            let covering = row.iter().filter(|entry| always(entry)).map(|entry| entry.pattern).max();
            row.retain(|entry| !entry.single || covering.is_none_or(|covering| entry.pattern >= covering));
        }
    }

    fn empty(kinds: usize) -> Self {
        Self {
            programs: Vec::new(),
            entries: vec![Vec::new(); kinds + 1],
            anywhere: Vec::new(),
            entry_count: 0,
            captures: Vec::new(),
            supertypes: Vec::new(),
        }
    }

    /// The number of a capture, which is new where the name is.
    fn capture(&mut self, name: &str) -> u16 {
        let at = self.captures.iter().position(|known| known == name).unwrap_or_else(|| {
            self.captures.push(name.to_owned());
            self.captures.len() - 1
        });
        at as u16
    }

    /// The bit of a supertype.
    fn supertype(&mut self, symbol: Symbol) -> Option<u16> {
        let at = self.supertypes.iter().position(|known| *known == symbol).unwrap_or_else(|| {
            self.supertypes.push(symbol);
            self.supertypes.len() - 1
        });
        (at < MAX_SUPERTYPES).then(|| 1 << at)
    }

    /// Takes up a pattern, at each node with which it may start.
    fn add(&mut self, program: Program) -> Result<(), QueryError> {
        let pattern = u16::try_from(self.programs.len()).map_err(|_| QueryError::syntax("too many patterns", 0))?;
        let steps = &program.steps;
        let mut start = 0;
        let mut behind_any = None;
        loop {
            // A parent of any kind is not looked for: its first child is, and then has a parent.
            let is_any = steps[start].symbol == compile::ANY && steps[start].depth == 0 && steps[start].field == 0;
            let Some(child) = steps.get(start + 1).filter(|_| !steps[start].is_done()) else {
                return Err(QueryError::syntax("a pattern that may match nothing", 0));
            };
            if is_any && child.symbol != compile::ANY && child.depth == 1 && !child.immediate {
                behind_any = steps[start].alternative();
                start += 1;
            }
            let step = &steps[start];
            let reached = program.reached_from(start);
            if step.depth == 1 && reached.iter().any(|next| steps[*next].depth == 0) {
                return Err(QueryError::syntax("siblings of a parent of any kind", 0));
            }
            let single = step.depth == 0 && reached.iter().all(|next| steps[*next].is_done());
            let alone = step.depth == 0 && reached.iter().all(|next| steps[*next].depth > 0);
            // Of branches with siblings behind them, only the last is known to have them.
            let mut following = steps[start + 1..].iter().take_while(|next| !next.dead_end && !next.is_done());
            let in_errors = step.depth == 0 && following.all(|next| next.depth != 0);
            let id = u16::try_from(self.entry_count).map_err(|_| QueryError::syntax("too many patterns", 0))?;
            self.entry_count += 1;
            let entry = Entry { id, pattern, step: start as u16, alone, single, in_errors };
            match step.symbol {
                compile::ANY => self.anywhere.push(entry),
                symbol => self.entries_of(symbol).push(entry),
            }
            match step.alternative().or_else(|| behind_any.take()) {
                Some(next) => start = next,
                None => break,
            }
        }
        self.programs.push(program);
        Ok(())
    }

    fn entries_of(&mut self, symbol: Symbol) -> &mut Vec<Entry> {
        let row = usize::from(symbol).min(self.entries.len() - 1);
        &mut self.entries[row]
    }
}
