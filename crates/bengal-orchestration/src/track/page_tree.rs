//! One page with everything below it.

use super::closure::is_asset;
use super::files::{FileId, FileTable, Role};
use super::references::{ReferenceId, References, Target};
use super::texts::TextId;
use rustc_hash::FxHashSet;

/// A page and its assets, depth first in the order of the references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTree {
    /// The page.
    pub page: FileId,
    /// Bytes of the page and of all files among the entries, each once.
    pub bytes: u64,
    /// What it refers to.
    pub entries: Vec<TreeEntry>,
}

/// One line of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeEntry {
    /// 1 for what the page itself refers to.
    pub depth: u32,
    /// The first reference to it in the file above.
    pub reference: ReferenceId,
    /// What it leads to.
    pub target: Target,
    /// Its size, where it is a file.
    pub bytes: Option<u64>,
    /// Whether it stands further up already, with what is below it.
    pub repeated: bool,
}

/// Costs the references of the closure.
pub(super) fn grow(table: &FileTable, references: &References, page: FileId) -> PageTree {
    let mut tree = PageTree { page, bytes: table.get(page).bytes, entries: Vec::new() };
    let mut seen = vec![false; table.len()];
    seen[page.index()] = true;
    let mut pending: Vec<(u32, ReferenceId)> = below(references, page).into_iter().rev().map(|id| (1, id)).collect();
    while let Some((depth, reference)) = pending.pop() {
        let target = references.get(reference).target;
        let mut entry = TreeEntry { depth, reference, target, bytes: None, repeated: false };
        if let Some(file) = target.file() {
            let bytes = table.get(file).bytes;
            entry.bytes = Some(bytes);
            entry.repeated = seen[file.index()];
            if !entry.repeated {
                seen[file.index()] = true;
                tree.bytes = tree.bytes.saturating_add(bytes);
                // A framed page has a tree of its own.
                let below = if table.get(file).role == Role::Page { Vec::new() } else { below(references, file) };
                pending.extend(below.into_iter().rev().map(|id| (depth + 1, id)));
            }
        }
        tree.entries.push(entry);
    }
    tree
}

/// The references of a file to assets, each asset once.
fn below(references: &References, file: FileId) -> Vec<ReferenceId> {
    let mut seen: FxHashSet<Result<FileId, TextId>> = FxHashSet::default();
    references
        .ids_of(file)
        .filter(|id| {
            let reference = references.get(*id);
            let key = reference.target.file().ok_or(reference.name);
            is_asset(reference) && reference.target != Target::Untracked && seen.insert(key)
        })
        .collect()
}
