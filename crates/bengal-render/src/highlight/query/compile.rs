//! From patterns to steps.
//!
//! A pattern becomes a row of steps in the order in which a walk through the tree meets what they ask for. The shapes of the rows are
//! those of tree-sitter's own queries, in all that can be seen from outside: which alternatives a capture or an anchor reaches is
//! decided by them.

use super::parse::{self, Item, Pattern, Repeat, Shape};
use super::predicates::{self, Predicate, Statement};
use super::{Query, QueryError};
use arborium::tree_sitter::Language;

/// A kind of node, as tree-sitter numbers it.
pub(super) type Symbol = u16;

/// Stands in place of a symbol for "any".
pub(super) const ANY: Symbol = 0;

/// The symbol of what could not be parsed.
pub(in crate::highlight) const ERROR: Symbol = u16::MAX;

/// No capture, no alternative.
const NONE: u16 = u16::MAX;

/// The depth of the step behind the last.
const DONE: u16 = u16::MAX;

/// How many captures one node may have.
const MAX_CAPTURES: usize = 3;

/// Fields that a grammar gives to several nodes at once, as a row of names with the signs between them. Tree-sitter's queries believe
/// that nothing with the same field can follow the first of these nodes, and so do these.
const ROWS: [(&str, &str); 3] =
    [("import_declaration", "path"), ("export_declaration", "path"), ("unary_operator", "operand")];

/// What one node must be, and where a match goes on from there.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) symbol: Symbol,
    /// The bit of the supertype that the node must stand for; 0 where that does not matter.
    pub(super) supertype: u16,
    /// The field of its parent that it must be; 0 where that does not matter.
    pub(super) field: u16,
    /// Whether only the first node with that field counts.
    pub(super) first_of_field: bool,
    pub(super) depth: u16,
    captures: [u16; MAX_CAPTURES],
    alternative: u16,
    /// For [`ANY`]: whether the node must have a name.
    pub(super) named: bool,
    /// Whether named siblings may not be passed over before it.
    pub(super) immediate: bool,
    /// Whether no named sibling may follow it.
    pub(super) last: bool,
    /// Stands for no node: a match goes on behind it, and another at its alternative.
    pub(super) pass_through: bool,
    /// Stands for no node: a match goes on at its alternative.
    pub(super) dead_end: bool,
    /// Whether at the alternative no sibling may be passed over.
    pub(super) alternative_immediate: bool,
    /// Whether a match that takes this node must be tried without it too, since another sibling may do as well.
    pub(super) splits: bool,
}

impl Step {
    fn new(symbol: Symbol, depth: u16, immediate: bool) -> Self {
        Self {
            symbol,
            supertype: 0,
            field: 0,
            first_of_field: false,
            depth,
            captures: [NONE; MAX_CAPTURES],
            alternative: NONE,
            named: false,
            immediate,
            last: false,
            pass_through: false,
            dead_end: false,
            alternative_immediate: false,
            splits: false,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.depth == DONE
    }

    pub(super) fn captures(&self) -> impl Iterator<Item = u16> {
        self.captures.into_iter().take_while(|capture| *capture != NONE)
    }

    pub(super) fn alternative(&self) -> Option<usize> {
        (self.alternative != NONE).then_some(usize::from(self.alternative))
    }
}

/// The steps and conditions of one pattern.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) conditions: Vec<Predicate>,
    pub(super) settings: Vec<(String, Option<String>)>,
}

/// Where a pattern may start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) id: u16,
    pub(super) pattern: u16,
    pub(super) step: u16,
    /// Whether the pattern is one node with what is in it. Others go on with siblings, or start in a parent of any kind.
    pub(super) alone: bool,
    /// Whether the pattern is this one step.
    pub(super) single: bool,
    /// Whether it may start right in what could not be parsed.
    pub(super) in_errors: bool,
}

/// Compiles the text of a query for a language.
pub(super) fn compile(language: &Language, source: &str) -> Result<Query, QueryError> {
    let mut query = Query::empty(language.node_kind_count());
    for item in parse::parse(source)? {
        let mut compiler = Compiler { language, query: &mut query, program: Program::new() };
        let pattern = match &item {
            Item::Pattern { pattern, .. } => pattern,
            // Tree-sitter counts it as a pattern that matches nothing.
            Item::Predicate(_) => return Err(QueryError::syntax("a predicate outside of a pattern", 0)),
        };
        compiler.pattern(pattern, 0, false)?;
        compiler.program.steps.push(Step::new(ANY, DONE, false));
        let program = compiler.finish();
        query.add(program)?;
    }
    Ok(query)
}

struct Compiler<'a> {
    language: &'a Language,
    query: &'a mut Query,
    program: Program,
}

impl Program {
    fn new() -> Self {
        Self { steps: Vec::new(), conditions: Vec::new(), settings: Vec::new() }
    }

    /// The steps that one node may match at first: the step at `start` and its alternatives.
    fn chain(&self, start: usize) -> Vec<usize> {
        let mut chain = vec![start];
        let mut at = start;
        while let Some(next) = self.steps[at].alternative().filter(|next| *next > at && *next < self.steps.len()) {
            chain.push(next);
            at = next;
        }
        chain
    }

    /// All steps that a match may come to that starts with the step at `start`.
    pub(super) fn reached_from(&self, start: usize) -> Vec<usize> {
        let mut reached = Vec::new();
        let mut open = vec![start + 1];
        let mut seen = vec![false; self.steps.len()];
        while let Some(at) = open.pop() {
            let Some(step) = self.steps.get(at).filter(|_| !std::mem::replace(&mut seen[at], true)) else { continue };
            open.extend(step.alternative());
            if step.dead_end || step.is_done() {
                reached.extend((!step.dead_end).then_some(at));
                continue;
            }
            open.push(at + 1);
            reached.extend((!step.pass_through).then_some(at));
        }
        reached
    }

    fn jump(&mut self, from: usize, to: usize) -> Result<(), QueryError> {
        self.steps[from].alternative =
            u16::try_from(to).ok().filter(|to| *to != NONE).ok_or(QueryError::syntax("too long a pattern", 0))?;
        Ok(())
    }
}

impl Compiler<'_> {
    fn pattern(&mut self, pattern: &Pattern<'_>, depth: u16, immediate: bool) -> Result<(), QueryError> {
        let start = self.program.steps.len();
        match &pattern.shape {
            Shape::Node { name, subtype, children, anchored } => {
                let step = self.named(name, *subtype, depth, immediate)?;
                self.program.steps.push(step);
                self.children(children, *anchored, depth + 1)?;
                self.mark_rows(name, start, depth + 1);
            }
            Shape::Anonymous(text) => {
                let symbol = self.symbol(text, false)?;
                self.program.steps.push(Step::new(symbol, depth, immediate));
            }
            Shape::Any => self.program.steps.push(Step::new(ANY, depth, immediate)),
            Shape::Sequence(items) => {
                let mut first = immediate;
                for item in items {
                    self.item(item, depth, first)?;
                    first = false;
                }
            }
            Shape::OneOf(branches) => self.one_of(branches, depth, immediate)?,
            Shape::Field(name, pattern) => {
                self.pattern(pattern, depth, immediate)?;
                let field = self.language.field_id_for_name(name).ok_or(QueryError::name(name))?.get();
                for at in self.program.chain(start) {
                    self.program.steps[at].field = field;
                }
            }
        }
        if start == self.program.steps.len() {
            return Err(QueryError::syntax("a pattern of nothing", 0));
        }
        for name in &pattern.captures {
            let capture = self.query.capture(name);
            for at in self.program.chain(start) {
                let free = self.program.steps[at].captures.iter_mut().find(|capture| **capture == NONE);
                *free.ok_or(QueryError::name(name))? = capture;
            }
        }
        self.repeat(pattern.repeat, start, depth)
    }

    fn item(&mut self, item: &Item<'_>, depth: u16, immediate: bool) -> Result<(), QueryError> {
        match item {
            Item::Pattern { anchored, pattern } => self.pattern(pattern, depth, immediate || *anchored),
            Item::Predicate(predicate) => {
                match predicates::read(predicate, |name| self.query.capture(name))? {
                    Statement::Condition(condition) => self.program.conditions.push(condition),
                    Statement::Setting(key, value) => self.program.settings.push((key, value)),
                    Statement::Remark => {}
                }
                Ok(())
            }
        }
    }

    fn children(&mut self, items: &[Item<'_>], anchored: bool, depth: u16) -> Result<(), QueryError> {
        let mut last = None;
        for item in items {
            let start = self.program.steps.len();
            self.item(item, depth, false)?;
            // Behind a predicate, an anchor is one of the step before it.
            last = Some(if start == self.program.steps.len() { start - 1 } else { start });
        }
        if anchored {
            let mut at = last.ok_or(QueryError::syntax("an anchor without a sibling", 0))?;
            self.program.steps[at].last = true;
            while let Some(next) = self.program.steps[at].alternative().filter(|next| *next < self.program.steps.len())
            {
                at = next;
                self.program.steps[at].last = true;
            }
        }
        Ok(())
    }

    /// Marks the children of a node of the kind `name` of which only the first with their field counts.
    fn mark_rows(&mut self, name: &str, node: usize, depth: u16) {
        for (_, field) in ROWS.iter().filter(|(known, _)| *known == name) {
            let Some(field) = self.language.field_id_for_name(field) else { continue };
            for step in
                self.program.steps[node..].iter_mut().filter(|step| step.depth == depth && step.field == field.get())
            {
                step.first_of_field = true;
            }
        }
    }

    /// Branch after branch; a step between two of them leads behind the last.
    fn one_of(&mut self, branches: &[Pattern<'_>], depth: u16, immediate: bool) -> Result<(), QueryError> {
        let mut starts = Vec::with_capacity(branches.len());
        for branch in branches {
            if !starts.is_empty() {
                self.program.steps.push(Step::new(ANY, depth, false));
            }
            starts.push(self.program.steps.len());
            self.pattern(branch, depth, immediate)?;
        }
        let end = self.program.steps.len();
        for pair in starts.windows(2) {
            let &[branch, next] = pair else { continue };
            self.program.jump(branch, next)?;
            self.program.jump(next - 1, end)?;
            self.program.steps[next - 1].dead_end = true;
        }
        Ok(())
    }

    fn repeat(&mut self, repeat: Repeat, start: usize, depth: u16) -> Result<(), QueryError> {
        if matches!(repeat, Repeat::Any | Repeat::AtLeastOnce) {
            let mut step = Step::new(ANY, depth, false);
            step.pass_through = true;
            step.alternative_immediate = true;
            self.program.steps.push(step);
            self.program.jump(self.program.steps.len() - 1, start)?;
        }
        if matches!(repeat, Repeat::Any | Repeat::Optional) {
            let end = self.program.steps.len();
            let limit = if repeat == Repeat::Any { end - 1 } else { end };
            let mut at = start;
            while let Some(next) = self.program.steps[at].alternative().filter(|next| *next < limit) {
                at = next;
            }
            self.program.jump(at, end)?;
        }
        Ok(())
    }

    fn named(&mut self, name: &str, subtype: Option<&str>, depth: u16, immediate: bool) -> Result<Step, QueryError> {
        if name == "_" {
            let mut step = Step::new(ANY, depth, immediate);
            step.named = true;
            return Ok(step);
        }
        let symbol = self.symbol(name, true)?;
        if !self.language.node_kind_is_supertype(symbol) {
            return if subtype.is_none() {
                Ok(Step::new(symbol, depth, immediate))
            } else {
                Err(QueryError::name(name))
            };
        }
        let subtype = subtype.map_or(Ok(ANY), |subtype| self.symbol(subtype, true))?;
        let mut step = Step::new(subtype, depth, immediate);
        step.supertype = self.query.supertype(symbol).ok_or(QueryError::name(name))?;
        Ok(step)
    }

    fn symbol(&self, name: &str, named: bool) -> Result<Symbol, QueryError> {
        match self.language.id_for_node_kind(name, named) {
            0 => Err(QueryError::name(name)),
            symbol => Ok(symbol),
        }
    }

    /// Ends the program: what depends on all of its steps.
    fn finish(self) -> Program {
        let mut program = self.program;
        separate_repeated_branches(&mut program.steps);
        for at in 0..program.steps.len() {
            let (step, rest) =
                program.steps[at..].split_first().map_or((None, &[][..]), |(step, rest)| (Some(step), rest));
            let Some(step) = step.filter(|step| !step.is_done()) else { continue };
            let mut inside = rest.iter().take_while(|next| !next.is_done() && next.depth > step.depth);
            let splits = step.captures[0] != NONE || inside.next().is_some();
            program.steps[at].splits = splits;
        }
        program
    }
}

/// A repeated branch of an alternation goes back to its first step, which leads to the next branch too. So that it does not,
/// it goes back to a copy of that step, which leads nowhere else.
fn separate_repeated_branches(steps: &mut Vec<Step>) {
    let end = steps.len() - 1;
    for at in 0..end {
        let Some(target) = steps[at].alternative().filter(|target| steps[at].pass_through && *target < at) else {
            continue;
        };
        if !steps[target].alternative().is_some_and(|next| next > target && next < end) {
            continue;
        }
        let copy = steps.len();
        let mut again = steps[target].clone();
        again.alternative = NONE;
        let mut onward = Step::new(ANY, again.depth, false);
        onward.dead_end = true;
        onward.alternative = target as u16 + 1;
        steps.extend([again, onward]);
        steps[at].alternative = copy as u16;
    }
}
