//! "Did you mean": a file near to one that is missing.

use super::files::{FileId, FileTable};
use bengal_core::keyed::KeyedMap;
use bengal_core::suggest;

/// So many names are compared by edit distance in one run. Past it only files of the same name are found: a thousand
/// missing files in a folder of ten thousand must not take minutes.
const COMPARISONS: usize = 200_000;

pub(super) struct Suggestions<'t> {
    table: &'t FileTable,
    /// The names of the files directly in each folder, which is written with a slash at its end; made when it is first needed.
    by_folder: Option<KeyedMap<&'t str, Vec<&'t str>>>,
    /// The first file of each name; made when it is first needed.
    by_name: Option<KeyedMap<&'t str, FileId>>,
    comparisons: usize,
}

impl<'t> Suggestions<'t> {
    pub(super) fn new(table: &'t FileTable) -> Self {
        Self { table, by_folder: None, by_name: None, comparisons: 0 }
    }

    /// A file with a similar name in the same folder, else one with the same name in another.
    pub(super) fn nearest(&mut self, path: &str) -> Option<FileId> {
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (&path[..=folder.len()], name));
        if name.is_empty() {
            return None;
        }
        self.in_folder(folder, name).or_else(|| self.by_name(name))
    }

    fn in_folder(&mut self, folder: &str, name: &str) -> Option<FileId> {
        let table = self.table;
        let by_folder = self.by_folder.get_or_insert_with(|| {
            let mut by_folder: KeyedMap<&str, Vec<&str>> = KeyedMap::default();
            for file in table.all() {
                let (folder, name) = file.path.split_at(file.path.rfind('/').map_or(0, |slash| slash + 1));
                by_folder.entry(folder).or_default().push(name);
            }
            by_folder
        });
        let names = by_folder.get(folder)?;
        let left = COMPARISONS.saturating_sub(self.comparisons);
        let compared = names.len().min(left);
        self.comparisons += compared;
        let near = suggest::nearest(name, names[..compared].iter().copied())?;
        table.find(&format!("{folder}{near}"))
    }

    fn by_name(&mut self, name: &str) -> Option<FileId> {
        let table = self.table;
        let by_name = self.by_name.get_or_insert_with(|| {
            let mut by_name = KeyedMap::default();
            for id in table.ids() {
                let path = &*table.get(id).path;
                by_name.entry(path.rsplit('/').next().unwrap_or(path)).or_insert(id);
            }
            by_name
        });
        by_name.get(name).copied()
    }
}
