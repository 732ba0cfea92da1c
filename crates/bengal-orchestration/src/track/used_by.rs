//! Who uses a file.

use super::closure::is_asset;
use super::files::{FileId, FileTable, Role};
use super::references::{ReferenceId, References};

/// A file that refers to another, directly or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    /// The file: a page, or a style sheet or the like between a page and the file in question.
    pub file: FileId,
    /// Its first reference on the way.
    pub reference: ReferenceId,
    /// Where that leads, if not to the file in question itself.
    pub via: Option<FileId>,
}

/// Everyone who uses `target`, by path. Links count where they lead to `target` itself. Pages are not passed through: what
/// frames a page does not use its images. Costs all references.
pub(super) fn users(table: &FileTable, references: &References, target: FileId) -> Vec<User> {
    let incoming = Incoming::of(table, references);
    let mut users = Vec::new();
    let mut seen = vec![false; table.len()];
    seen[target.index()] = true;
    let mut pending = vec![target];
    let mut next = 0;
    // Breadth first: whoever refers to the file directly is noted as doing so.
    while let Some(&reached) = pending.get(next) {
        next += 1;
        for id in incoming.references_to(reached) {
            let file = references.file_of(id);
            let counts = reached == target || is_asset(references.get(id));
            if seen[file.index()] || !counts {
                continue;
            }
            seen[file.index()] = true;
            users.push(User { file, reference: id, via: (reached != target).then_some(reached) });
            if table.get(file).role != Role::Page {
                pending.push(file);
            }
        }
    }
    users.sort_by_key(|user| user.file);
    users
}

/// References by the file that they lead to.
struct Incoming {
    /// By file: where its references end in `references`; they begin where those of the file before end.
    ends: Vec<usize>,
    references: Vec<ReferenceId>,
}

impl Incoming {
    fn of(table: &FileTable, references: &References) -> Self {
        let targets = || references.iter().filter_map(|(id, reference)| Some((id, reference.target.file()?)));
        let mut ends = vec![0usize; table.len() + 1];
        for (_, file) in targets() {
            ends[file.index() + 1] += 1;
        }
        for index in 1..ends.len() {
            ends[index] += ends[index - 1];
        }
        let mut sorted: Vec<(FileId, ReferenceId)> = targets().map(|(id, file)| (file, id)).collect();
        sorted.sort_unstable();
        Self { ends, references: sorted.into_iter().map(|(_, id)| id).collect() }
    }

    fn references_to(&self, file: FileId) -> impl Iterator<Item = ReferenceId> {
        self.references[self.ends[file.index()]..self.ends[file.index() + 1]].iter().copied()
    }
}
