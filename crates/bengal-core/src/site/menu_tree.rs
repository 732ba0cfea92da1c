//! From a list of menu entries that name their parents to a tree.

use super::{Menu, MenuItem};
use crate::diagnostic::Diagnostic;
use crate::keyed::KeyedMap;

/// Deepest nesting of entries.
const MAX_DEPTH: usize = 8;

/// An entry before the tree is built.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat {
    pub(super) item: MenuItem,
    pub(super) identifier: String,
    pub(super) parent: Option<String>,
    pub(super) weight: Option<i64>,
}

/// Puts entries under their parents. Entries keep their order; one whose parent is unknown, is itself or leads in a circle stays at the top.
pub(super) fn tree(menu: &str, items: Vec<Flat>, diagnostics: &mut Vec<Diagnostic>) -> Menu {
    let mut by_name: KeyedMap<&str, usize> = KeyedMap::default();
    for (at, flat) in items.iter().enumerate() {
        if !flat.item.name.is_empty() {
            by_name.entry(&flat.item.name).or_insert(at);
        }
    }
    for (at, flat) in items.iter().enumerate().rev() {
        if !flat.identifier.is_empty() {
            by_name.insert(&flat.identifier, at);
        }
    }
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(items.len());
    for flat in &items {
        let parent = flat.parent.as_deref().filter(|parent| !parent.is_empty());
        let found = parent.and_then(|parent| by_name.get(parent).copied());
        if let (Some(parent), None) = (parent, found) {
            let message = format!("the parent `{parent}` of `{}` is not an entry of the menu `{menu}`", flat.item.name);
            let names = by_name_sorted(&by_name);
            diagnostics
                .push(Diagnostic::warning("menu-parent", message).did_you_mean(crate::suggest::nearest(parent, names)));
        }
        parents.push(found);
    }
    let depths: Vec<Option<usize>> = (0..items.len()).map(|at| depth(&parents, at)).collect();
    for at in (0..items.len()).filter(|at| depths[*at].is_none()) {
        let name = &items[at].item.name;
        let message = format!(
            "the parents of `{name}` in the menu `{menu}` lead in a circle, or are nested deeper than {MAX_DEPTH}"
        );
        diagnostics.push(Diagnostic::warning("menu-parent", message));
        parents[at] = None;
    }
    collect(items, &parents)
}

fn by_name_sorted<'a>(by_name: &KeyedMap<&'a str, usize>) -> Vec<&'a str> {
    let mut names: Vec<&str> = by_name.keys().copied().collect();
    names.sort_unstable();
    names
}

/// How many entries stand above one; `None` in a circle or too deep.
fn depth(parents: &[Option<usize>], at: usize) -> Option<usize> {
    let mut next = parents[at];
    for depth in 0..MAX_DEPTH {
        match next {
            None => return Some(depth),
            Some(parent) => next = parents[parent],
        }
    }
    None
}

/// Builds the tree from the deepest entries upwards.
fn collect(items: Vec<Flat>, parents: &[Option<usize>]) -> Menu {
    let depths: Vec<usize> = (0..items.len()).map(|at| depth(parents, at).unwrap_or(0)).collect();
    let mut slots: Vec<Option<MenuItem>> = items.into_iter().map(|flat| Some(flat.item)).collect();
    for level in (1..MAX_DEPTH).rev() {
        for at in 0..slots.len() {
            if depths[at] == level
                && let Some(parent) = parents[at]
                && let Some(item) = slots[at].take()
                && let Some(parent) = slots[parent].as_mut()
            {
                parent.children.push(item);
            }
        }
    }
    Menu { items: slots.into_iter().flatten().collect() }
}
