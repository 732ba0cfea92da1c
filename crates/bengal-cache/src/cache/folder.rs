//! What is in a cache's folder beside the tables.

use super::{CacheError, LAYOUT, NOW, WhenLocked};
use crate::atomic::{self, Durability};
use crate::table;
use bengal_core::fs::{FileKind, FileSystem, LockGuard, ReadInto};
use camino::{Utf8Path, Utf8PathBuf};
use std::io;

/// The folder of a layout is this and the layout's number.
pub(super) const LAYOUT_PREFIX: &str = "cache-v";

const LOCK: &str = "lock";
const TAG_NAME: &str = "CACHEDIR.TAG";

/// Tells backup tools to leave the folder out: <https://bford.info/cachedir/>.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # This folder is a cache of Bengal. It can be deleted; the next build makes it again.\n\
    # What the tag is for: https://bford.info/cachedir/\n";

pub(super) fn io(operation: &'static str, path: &Utf8Path) -> impl FnOnce(io::Error) -> CacheError {
    move |source| CacheError::Io { operation, path: path.to_owned(), source }
}

/// What is at a path, symbolic links not followed.
fn kind_at(fs: &dyn FileSystem, path: &Utf8Path) -> Result<Option<FileKind>, CacheError> {
    match fs.metadata(path) {
        Ok(metadata) => Ok(Some(metadata.kind)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io("look at", path)(error)),
    }
}

/// Refuses a folder that holds anything and is not marked as a cache: its files are somebody's own.
///
/// The mark is the tag, or a table where the tag was damaged. Where the first opening was interrupted there may be a lock and a temporary
/// file without either.
pub(super) fn check_owner(fs: &dyn FileSystem, dir: &Utf8Path, tables: &Utf8Path) -> Result<(), CacheError> {
    if is_tagged(fs, dir)? || has_table(fs, tables)? {
        return Ok(());
    }
    for entry in fs.read_dir(dir).map_err(io("read the folder", dir))? {
        let is_lock = || {
            let lock = fs.metadata(&dir.join(LOCK));
            entry.name == LOCK && lock.is_ok_and(|file| file.kind == FileKind::File && file.len == 0)
        };
        let is_temporary = entry.kind == FileKind::File && atomic::is_temporary(&entry.name);
        // Another process may have made the mark since.
        if !is_temporary && !is_lock() && !is_tagged(fs, dir)? {
            return Err(CacheError::NotACache { path: dir.to_owned() });
        }
    }
    Ok(())
}

/// Whether the folder has our tag, or as much of it as a power failure has left.
fn is_tagged(fs: &dyn FileSystem, dir: &Utf8Path) -> Result<bool, CacheError> {
    let path = dir.join(TAG_NAME);
    match kind_at(fs, &path)? {
        Some(FileKind::File) => {
            let mut buffer = Vec::new();
            let content = fs.read_into(&path, TAG.len() as u64, &mut buffer).map_err(io("read", &path))?;
            Ok(matches!(content, ReadInto::Whole(content) if TAG.as_bytes().starts_with(content)))
        }
        _ => Ok(false),
    }
}

/// Whether a file in the folder of the tables begins as tables do.
fn has_table(fs: &dyn FileSystem, tables: &Utf8Path) -> Result<bool, CacheError> {
    if kind_at(fs, tables)? != Some(FileKind::Directory) {
        return Ok(false);
    }
    let mut buffer = Vec::new();
    for entry in fs.read_dir(tables).map_err(io("read the folder", tables))? {
        let path = tables.join(&entry.name);
        if entry.kind == FileKind::File && entry.utf8 && entry.name.ends_with(table::EXTENSION) {
            let content = fs.read_into(&path, table::MAX_TABLE_BYTES, &mut buffer).map_err(io("read", &path))?;
            if matches!(content, ReadInto::Whole(content) if content.starts_with(&table::MAGIC)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Makes a folder unless it is there.
pub(super) fn make(fs: &dyn FileSystem, folder: &Utf8Path) -> Result<(), CacheError> {
    match kind_at(fs, folder)? {
        Some(FileKind::Directory) => Ok(()),
        Some(_) => Err(CacheError::NotAFolder { path: folder.to_owned() }),
        None => fs.create_dir_all(folder).map_err(io("make the folder", folder)),
    }
}

pub(super) fn lock(
    fs: &dyn FileSystem,
    dir: &Utf8Path,
    when_locked: WhenLocked,
) -> Result<Box<dyn LockGuard>, CacheError> {
    let path = dir.join(LOCK);
    match kind_at(fs, &path)? {
        None | Some(FileKind::File) => {}
        Some(FileKind::Directory) => return Err(CacheError::NotAFile { path }),
        // Opening the file to lock it would follow a link, and make the file that the link names.
        Some(FileKind::Symlink | FileKind::Other) => fs.remove_file(&path).map_err(io("remove", &path))?,
    }
    fs.lock(&path, when_locked == WhenLocked::Wait)
        .map_err(io("lock", &path))?
        .ok_or_else(|| CacheError::Locked { path: dir.to_owned() })
}

/// Writes the tag unless it is there. It outlives a power failure, as it says whose the rest is.
pub(super) fn tag(fs: &dyn FileSystem, dir: &Utf8Path) -> Result<(), CacheError> {
    let path = dir.join(TAG_NAME);
    match kind_at(fs, &path)? {
        Some(_) => Ok(()),
        None => atomic::write_atomically(fs, &path, TAG.as_bytes(), Durability::Power).map_err(io("write", &path)),
    }
}

/// Removes temporary files and the tables of older layouts. Newer ones stay: their tool may come back.
pub(super) fn sweep(fs: &dyn FileSystem, dir: &Utf8Path, tables: &Utf8Path) -> Result<(), CacheError> {
    for folder in [dir, tables] {
        atomic::sweep_temporaries(fs, folder).map_err(io("remove temporary files from", folder))?;
    }
    for entry in fs.read_dir(dir).map_err(io("read the folder", dir))? {
        let layout = entry.name.strip_prefix(LAYOUT_PREFIX).and_then(|number| number.parse::<u32>().ok());
        if entry.kind == FileKind::Directory && layout.is_some_and(|number| number < LAYOUT) {
            sweep_layout(fs, &dir.join(&entry.name))?;
        }
    }
    Ok(())
}

/// Removes the files of an older layout by name, and its folder where nothing else is in it.
fn sweep_layout(fs: &dyn FileSystem, folder: &Utf8Path) -> Result<(), CacheError> {
    let mut is_empty = true;
    for entry in fs.read_dir(folder).map_err(io("read the folder", folder))? {
        let is_table = entry.name.ends_with(table::EXTENSION) || entry.name == NOW;
        if entry.kind == FileKind::File && entry.utf8 && (is_table || atomic::is_temporary(&entry.name)) {
            let path = folder.join(&entry.name);
            fs.remove_file(&path).map_err(io("remove", &path))?;
        } else {
            is_empty = false;
        }
    }
    if is_empty { fs.remove_dir(folder).map_err(io("remove the folder", folder)) } else { Ok(()) }
}

/// Removes what a rename could not replace: a folder at a file's place.
pub(super) fn clear_way(fs: &dyn FileSystem, path: &Utf8Path) -> Result<(), CacheError> {
    match kind_at(fs, path)? {
        Some(FileKind::Directory) => remove_tree(fs, path),
        _ => Ok(()),
    }
}

/// Removes whatever is at a path.
pub(super) fn clear(fs: &dyn FileSystem, path: &Utf8Path) -> Result<(), CacheError> {
    match kind_at(fs, path)? {
        Some(FileKind::Directory) => remove_tree(fs, path),
        Some(_) => fs.remove_file(path).map_err(io("remove", path)),
        None => Ok(()),
    }
}

/// Removes a folder with all that is in it; links are removed, not followed.
fn remove_tree(fs: &dyn FileSystem, root: &Utf8Path) -> Result<(), CacheError> {
    let mut folders: Vec<Utf8PathBuf> = vec![root.to_owned()];
    let mut at = 0;
    while let Some(folder) = folders.get(at).cloned() {
        at += 1;
        for entry in fs.read_dir(&folder).map_err(io("read the folder", &folder))? {
            let path = folder.join(&entry.name);
            match entry.kind {
                FileKind::Directory => folders.push(path),
                _ => fs.remove_file(&path).map_err(io("remove", &path))?,
            }
        }
    }
    // Parents come before their children in the list.
    for folder in folders.iter().rev() {
        fs.remove_dir(folder).map_err(io("remove the folder", folder))?;
    }
    Ok(())
}
