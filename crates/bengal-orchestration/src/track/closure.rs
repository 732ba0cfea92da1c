//! What a page brings with it: its references, theirs, and so on.

use super::files::{FileId, FileTable, Role};
use super::references::{Reference, References};
use bengal_html::Kind;
use rayon::prelude::*;

/// A page with the bytes of everything that it brings with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageWeight {
    /// The page.
    pub page: FileId,
    /// Bytes of the page and of its closure, each file once. All sources of a `srcset` count; images for link previews
    /// (`meta`, JSON-LD) and links do not. A framed page counts, and what that loads is its own weight.
    pub bytes: u64,
    /// Files of the closure, the page among them.
    pub files: u32,
}

/// Whether a browser that shows the file may load what the reference leads to.
pub(super) fn is_loaded(reference: &Reference) -> bool {
    !matches!(reference.kind, Kind::Anchor | Kind::Base | Kind::Meta)
}

/// Whether a reference makes what it leads to an asset of the page.
pub(super) fn is_asset(reference: &Reference) -> bool {
    !matches!(reference.kind, Kind::Anchor | Kind::Base)
}

/// Walks closures, one after the other, with the same memory.
pub(super) struct Walker<'t> {
    table: &'t FileTable,
    references: &'t References,
    /// The round in which a file was last seen.
    seen: Vec<u32>,
    round: u32,
    pending: Vec<FileId>,
}

impl<'t> Walker<'t> {
    pub(super) fn new(table: &'t FileTable, references: &'t References) -> Self {
        Self { table, references, seen: vec![0; table.len()], round: 0, pending: Vec::new() }
    }

    /// Calls `visit` with every file of the closure of some files, these among them, each once. Other pages in it are
    /// visited and not passed through: pages that frame each other would each have all of them in their closures. Costs
    /// the references of the closure.
    pub(super) fn walk(
        &mut self,
        from: impl IntoIterator<Item = FileId>,
        follows: impl Fn(&Reference) -> bool,
        mut visit: impl FnMut(FileId),
    ) {
        self.round += 1;
        for file in from {
            self.reach(file);
        }
        let mut starts = self.pending.len();
        while let Some(file) = self.pending.pop() {
            visit(file);
            // The first of all are taken last.
            let is_start = self.pending.len() < starts;
            starts = starts.min(self.pending.len());
            if !is_start && self.table.get(file).role == Role::Page {
                continue;
            }
            for reference in self.references.of(file).iter().filter(|reference| follows(reference)) {
                if let Some(target) = reference.target.file() {
                    self.reach(target);
                }
            }
        }
    }

    fn reach(&mut self, file: FileId) {
        if let Some(seen) = self.seen.get_mut(file.index())
            && *seen != self.round
        {
            *seen = self.round;
            self.pending.push(file);
        }
    }

    fn weigh(&mut self, page: FileId) -> PageWeight {
        let (mut bytes, mut files) = (0u64, 0u32);
        let table = self.table;
        self.walk([page], is_loaded, |file| {
            bytes = bytes.saturating_add(table.get(file).bytes);
            files += 1;
        });
        PageWeight { page, bytes, files }
    }
}

/// The weight of every page, in the order of the pages. Costs the sizes of all closures.
pub(super) fn weigh_pages(table: &FileTable, references: &References) -> Vec<PageWeight> {
    let pages: Vec<FileId> = table.pages().collect();
    pages
        .par_chunks(2048)
        .flat_map_iter(|chunk| {
            let mut walker = Walker::new(table, references);
            chunk.iter().map(move |page| walker.weigh(*page)).collect::<Vec<_>>()
        })
        .collect()
}
