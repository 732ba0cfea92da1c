//! Running a query over a tree.
//!
//! A pattern that may start at a node is followed through what is in that node, or through its siblings, by *states*: how far
//! the pattern has come, and what it has captured. A node that a pattern may take or leave splits a state in two. Of two states at
//! the same step, one that captured less than the other is dropped. All of this is what tree-sitter's query cursor does; only
//! that it follows all patterns at once.

use super::Query;
use super::compile::{ANY, Entry, Program, Step};
use super::tree::Tree;
use rustc_hash::FxHashSet;
use std::cmp::Ordering;

/// How many more states than steps one pattern may have at a time: each alternative needs one. Beyond them, the oldest are given up. States
/// are compared with each other, so this bounds the work for each node: code can be made for which no number is enough.
const SPARE_STATES: usize = 16;

/// Work that may still be done: one for each state that is looked at, or compared with another.
#[derive(Debug)]
pub(in crate::highlight) struct Effort(pub(in crate::highlight) usize);

impl Effort {
    /// `None` where no effort is left.
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.0 = self.0.checked_sub(steps)?;
        Some(())
    }
}

/// A match: the number of the pattern, and what it captured in the order of the text, as pairs of capture and node.
pub(in crate::highlight) struct Match<'a> {
    pub(in crate::highlight) pattern: usize,
    pub(in crate::highlight) captures: &'a [(u16, u32)],
}

/// Memory of the work, to be used again.
#[derive(Debug, Default)]
pub(in crate::highlight) struct Matcher {
    states: Vec<State>,
    trails: Vec<Trail>,
    captures: Vec<(u16, u32)>,
    /// Entries, with the parents whose children were searched from them.
    searched: FxHashSet<(u16, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    step: u16,
    /// The last capture in `trails`; 0 for none.
    trail: u32,
    /// Whether the next sibling must match.
    seeking_immediate: bool,
    /// Whether the pattern started with a child, of which the parent is still to be captured.
    needs_parent: bool,
    /// Whether a state with no fewer captures is still at work: a match waits for it.
    has_rival: bool,
    dead: bool,
}

/// A capture, and where the one before it is.
#[derive(Clone, Copy, Debug, Default)]
struct Trail {
    before: u32,
    capture: u16,
    node: u32,
}

impl Matcher {
    /// Calls `found` with every match of `query`. `None` where that is more work than `effort` allows.
    pub(in crate::highlight) fn run(
        &mut self,
        query: &Query,
        tree: &Tree,
        text: &str,
        effort: &mut Effort,
        mut found: impl FnMut(Match<'_>),
    ) -> Option<()> {
        self.searched.clear();
        for (at, node) in tree.nodes().iter().enumerate() {
            let is_error = tree.is_error(at);
            let row = query.entries.get(usize::from(node.symbol)).or(query.entries.last())?;
            let anywhere = if is_error { &[][..] } else { &query.anywhere };
            for entry in row.iter().chain(anywhere) {
                let program = query.programs.get(usize::from(entry.pattern))?;
                let mut search = Search { program, entry, tree, text, effort, matcher: self, found: &mut found };
                if entry.single {
                    search.single(at)?;
                } else if entry.alone {
                    search.inside(at)?;
                } else {
                    search.siblings(at)?;
                }
            }
        }
        Some(())
    }
}

/// The search for one pattern from one node.
struct Search<'a, F> {
    program: &'a Program,
    entry: &'a Entry,
    tree: &'a Tree,
    text: &'a str,
    effort: &'a mut Effort,
    matcher: &'a mut Matcher,
    found: &'a mut F,
}

impl<F: FnMut(Match<'_>)> Search<'_, F> {
    fn step(&self, at: u16) -> &Step {
        &self.program.steps[usize::from(at)]
    }

    /// A pattern of one node.
    fn single(&mut self, at: usize) -> Option<()> {
        let step = &self.program.steps[usize::from(self.entry.step)];
        if matches(step, self.tree, at) {
            self.matcher.captures.clear();
            self.matcher.captures.extend(step.captures().map(|capture| (capture, at as u32)));
            self.report();
        }
        self.effort.spend(1)
    }

    /// A pattern that is one node with what is in it.
    fn inside(&mut self, root: usize) -> Option<()> {
        self.clear();
        self.start();
        self.enter(root, 0)?;
        self.descend(root, 0)?;
        self.finish();
        Some(())
    }

    /// A pattern of siblings, or of a node in a parent of any kind: once for all children of a parent, from the first that fits.
    fn siblings(&mut self, first: usize) -> Option<()> {
        let depth = self.step(self.entry.step).depth;
        let parent = self.tree.parent(first);
        if !self.entry.in_errors && parent.is_some_and(|parent| self.tree.is_error(parent)) {
            return Some(());
        }
        let of_parent = (self.entry.id, parent.map_or(u32::MAX, |parent| parent as u32));
        if !self.matcher.searched.insert(of_parent) {
            return Some(());
        }
        self.clear();
        let symbol = self.step(self.entry.step).symbol;
        let mut next = Some(first);
        while let Some(at) = next {
            let fits = if symbol == ANY { !self.tree.is_error(at) } else { self.tree.nodes()[at].symbol == symbol };
            let waits = self.matcher.states.last().is_some_and(|state| state.step == self.entry.step);
            if fits && !waits {
                self.start();
            }
            self.enter(at, depth)?;
            self.descend(at, depth)?;
            next = self.tree.next_sibling(at);
        }
        self.finish();
        Some(())
    }

    fn clear(&mut self) {
        self.matcher.states.clear();
        self.matcher.trails.clear();
        self.matcher.trails.push(Trail::default());
    }

    fn start(&mut self) {
        let needs_parent = self.step(self.entry.step).depth == 1;
        self.matcher.states.push(State {
            step: self.entry.step,
            trail: 0,
            seeking_immediate: true,
            needs_parent,
            has_rival: false,
            dead: false,
        });
    }

    /// Goes through what is in `root`, as deep as states look for something there, and leaves it.
    fn descend(&mut self, root: usize, depth: u16) -> Option<()> {
        let mut at = root;
        let mut here = depth;
        loop {
            if let Some(child) = self.tree.first_child(at) {
                if self.looks_below(here) {
                    at = child;
                    here += 1;
                    self.enter(at, here)?;
                    continue;
                }
                // Nodes that no state looks at still end the waiting of those that have no rival any more.
                self.matcher.states.iter_mut().for_each(|state| state.has_rival = false);
                self.settle()?;
            }
            loop {
                self.leave(here)?;
                if at == root {
                    return Some(());
                }
                if let Some(next) = self.tree.next_sibling(at).filter(|_| !self.matcher.states.is_empty()) {
                    at = next;
                    self.enter(at, here)?;
                    break;
                }
                at = self.tree.parent(at)?;
                here -= 1;
            }
        }
    }

    fn looks_below(&self, depth: u16) -> bool {
        self.matcher.states.iter().any(|state| {
            let step = self.step(state.step);
            !step.is_done() && step.depth > depth
        })
    }

    /// Gives up the states that look for something deeper than `depth`, which is being left.
    fn leave(&mut self, depth: u16) -> Option<()> {
        self.effort.spend(1)?;
        let steps = &self.program.steps;
        self.matcher.states.retain(|state| {
            let step = &steps[usize::from(state.step)];
            step.is_done() || step.depth <= depth
        });
        Some(())
    }

    /// Moves all states on that look for a node at this depth.
    fn enter(&mut self, at: usize, depth: u16) -> Option<()> {
        let mut index = 0;
        while index < self.matcher.states.len() {
            index = self.advance(index, at, depth)?;
        }
        self.settle()
    }

    /// Moves one state on; gives the index behind it and the states that were split from it.
    fn advance(&mut self, index: usize, at: usize, depth: u16) -> Option<usize> {
        self.effort.spend(1)?;
        let state = &mut self.matcher.states[index];
        state.has_rival = false;
        let state = *state;
        let step = &self.program.steps[usize::from(state.step)];
        if state.dead || step.depth != depth {
            return Some(index + 1);
        }
        let node = &self.tree.nodes()[at];
        let must_match = step.immediate && node.named
            || state.seeking_immediate
            || step.first_of_field && step.field == node.field && !self.has_later_row(at, step.field)?;
        let passable = !must_match && self.tree.next_sibling(at).is_some();
        if !matches(step, self.tree, at) || step.last && self.tree.has_later_named_sibling(at) {
            if passable {
                return Some(index + 1);
            }
            self.matcher.states.remove(index);
            return Some(index);
        }
        let mut end = index + 1;
        if passable && step.splits {
            self.copy(index)?;
            end += 1;
        }
        let mut trail = state.trail;
        if state.needs_parent {
            let Some(parent) = self.tree.parent(at) else {
                self.matcher.states.remove(index);
                return Some(end - 1);
            };
            let mut before = self.program.steps[..usize::from(state.step)].iter().rev();
            let skipped = before.find(|step| !step.dead_end && !step.pass_through && step.depth == 0);
            trail = self.capture(skipped, parent, trail);
        }
        trail = self.capture(Some(step), at, trail);
        let next = &self.program.steps[usize::from(state.step) + 1];
        let state = &mut self.matcher.states[index];
        state.trail = trail;
        state.needs_parent = false;
        state.step += 1;
        // A step for any node, named or not, followed by an anchor: then unnamed nodes count too.
        state.seeking_immediate = step.symbol == ANY && !step.named && next.immediate;
        self.branch(index, end)
    }

    /// Whether siblings with this field follow behind one without it: the next row of names in a list of rows.
    fn has_later_row(&mut self, at: usize, field: u16) -> Option<bool> {
        let mut between = false;
        let mut next = self.tree.next_sibling(at);
        while let Some(sibling) = next {
            self.effort.spend(1)?;
            match self.tree.nodes()[sibling].field == field {
                true if between => return Some(true),
                is_field => between |= !is_field,
            }
            next = self.tree.next_sibling(sibling);
        }
        Some(false)
    }

    /// Splits a state wherever its step has an alternative; `end` is the index behind what was split from it so far.
    fn branch(&mut self, index: usize, mut end: usize) -> Option<usize> {
        let mut last = index + 1;
        let mut at = index;
        while at < last {
            let step = &self.program.steps[usize::from(self.matcher.states[at].step)];
            let Some(alternative) = step.alternative() else {
                at += 1;
                continue;
            };
            self.effort.spend(1)?;
            if step.dead_end {
                self.matcher.states[at].step = alternative as u16;
                continue;
            }
            if step.pass_through {
                self.matcher.states[at].step += 1;
            }
            self.copy(at)?;
            let copy = &mut self.matcher.states[at + 1];
            copy.step = alternative as u16;
            copy.seeking_immediate |= step.alternative_immediate;
            last += 1;
            end += 1;
            if !step.pass_through {
                at += 1;
            }
        }
        Some(end)
    }

    /// Puts a copy of a state behind it. Where there are too many, the oldest other one is given up.
    fn copy(&mut self, index: usize) -> Option<()> {
        let most = self.program.steps.len() + SPARE_STATES;
        let states = &mut self.matcher.states;
        if states.len() >= most {
            self.effort.spend(states.len())?;
            let alive = states.iter().filter(|state| !state.dead).count();
            if alive >= most {
                let oldest = states.iter_mut().enumerate().find(|(at, state)| *at != index && !state.dead);
                if let Some((_, oldest)) = oldest {
                    oldest.dead = true;
                }
            }
        }
        states.insert(index + 1, states[index]);
        Some(())
    }

    fn capture(&mut self, step: Option<&Step>, at: usize, mut trail: u32) -> u32 {
        for capture in step.into_iter().flat_map(Step::captures) {
            self.matcher.trails.push(Trail { before: trail, capture, node: at as u32 });
            trail = self.matcher.trails.len() as u32 - 1;
        }
        trail
    }

    /// Drops states that captured less than others at the same step, and reports those that have come to their end.
    fn settle(&mut self) -> Option<()> {
        self.matcher.states.retain(|state| !state.dead);
        let mut left = 0;
        while left < self.matcher.states.len() {
            if !self.compare_with_later(left)? {
                continue;
            }
            let state = self.matcher.states[left];
            if self.step(state.step).is_done() && !state.has_rival {
                self.matcher.states.remove(left);
                self.report_trail(state.trail);
            } else {
                left += 1;
            }
        }
        Some(())
    }

    /// Whether the state stays.
    fn compare_with_later(&mut self, left: usize) -> Option<bool> {
        let mut right = left + 1;
        while right < self.matcher.states.len() {
            self.effort.spend(1)?;
            let (one, other) = (self.matcher.states[left], self.matcher.states[right]);
            let (contains, contained) = self.compare(one.trail, other.trail)?;
            if contains {
                if one.step == other.step {
                    self.matcher.states.remove(right);
                    continue;
                }
                self.matcher.states[right].has_rival = true;
            }
            if contained {
                if one.step == other.step {
                    self.matcher.states.remove(left);
                    return Some(false);
                }
                self.matcher.states[left].has_rival = true;
            }
            right += 1;
        }
        Some(true)
    }

    /// Whether what was captured on the left contains what was captured on the right, and the other way round.
    fn compare(&mut self, mut left: u32, mut right: u32) -> Option<(bool, bool)> {
        let (mut contains, mut contained) = (true, true);
        while left != right && (contains || contained) {
            if left == 0 {
                contains = false;
                break;
            }
            if right == 0 {
                contained = false;
                break;
            }
            self.effort.spend(1)?;
            let (one, other) = (self.matcher.trails[left as usize], self.matcher.trails[right as usize]);
            if one.node == other.node && one.capture == other.capture {
                (left, right) = (one.before, other.before);
                continue;
            }
            match self.order(one.node, other.node) {
                Ordering::Greater => {
                    contained = false;
                    left = one.before;
                }
                Ordering::Less => {
                    contains = false;
                    right = other.before;
                }
                Ordering::Equal => return Some((false, false)),
            }
        }
        Some((contains, contained))
    }

    /// Nodes by where they start, those that end later first.
    fn order(&self, left: u32, right: u32) -> Ordering {
        let (left, right) = (&self.tree.nodes()[left as usize], &self.tree.nodes()[right as usize]);
        (left.start, right.end).cmp(&(right.start, left.end))
    }

    /// Reports the matches that waited for others.
    fn finish(&mut self) {
        for index in 0..self.matcher.states.len() {
            let state = self.matcher.states[index];
            if self.step(state.step).is_done() {
                self.report_trail(state.trail);
            }
        }
    }

    fn report_trail(&mut self, mut trail: u32) {
        self.matcher.captures.clear();
        while trail != 0 {
            let Trail { before, capture, node } = self.matcher.trails[trail as usize];
            self.matcher.captures.push((capture, node));
            trail = before;
        }
        self.matcher.captures.reverse();
        self.report();
    }

    /// Hands over what was captured, where the pattern's conditions hold.
    fn report(&mut self) {
        let captures = &self.matcher.captures;
        let text_of = |node: u32| {
            let node = &self.tree.nodes()[node as usize];
            self.text.as_bytes().get(node.start as usize..node.end as usize).unwrap_or_default()
        };
        let texts = || captures.iter().map(|(capture, node)| (*capture, text_of(*node)));
        if self.program.conditions.iter().all(|condition| condition.holds(&texts())) {
            (self.found)(Match { pattern: usize::from(self.entry.pattern), captures });
        }
    }
}

/// Whether a node is what a step asks for, wherever it stands.
fn matches(step: &Step, tree: &Tree, at: usize) -> bool {
    let node = &tree.nodes()[at];
    let kind =
        if step.symbol == ANY { !tree.is_error(at) && (node.named || !step.named) } else { node.symbol == step.symbol };
    kind && (step.field == 0 || step.field == node.field)
        && (step.supertype == 0 || node.supertypes & step.supertype != 0)
}
