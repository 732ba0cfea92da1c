//! The marks of builds that are at work, by output folder: one that is found was left by a build that was killed or failed, and so may
//! temporary files.

use super::not_saved;
use bengal_cache::{Cache, CacheError, Table};
use bengal_core::Diagnostic;
use std::collections::BTreeSet;

/// A change of what is stored is a new schema number.
const TABLE: Table = Table { name: "unfinished", schema: 1 };

/// Sets the mark of an output folder, before the first change in it, and says whether the last build left it. Marks that cannot be read, or
/// set, are taken for all; why is in `problems`.
pub(crate) fn mark(cache: &Cache, folder: &str, problems: &mut Vec<Diagnostic>) -> bool {
    let found = cache.load_table::<BTreeSet<String>>(&TABLE);
    problems.extend(found.diagnostic());
    let mut marks = found.value;
    let is_new = marks.insert(folder.to_owned());
    let saved = cache.save_table(&TABLE, &marks);
    let is_known = saved.is_ok() && found.damage.is_none();
    problems.extend(saved.err().map(|error| not_saved(&error)));
    !is_new || !is_known
}

/// Takes the mark of an output folder away: after the last change, if all of them went well.
pub(crate) fn unmark(cache: &Cache, folder: &str) -> Result<(), CacheError> {
    let mut marks = cache.load_table::<BTreeSet<String>>(&TABLE).value;
    marks.remove(folder);
    if marks.is_empty() { cache.remove_table(&TABLE) } else { cache.save_table(&TABLE, &marks) }
}
