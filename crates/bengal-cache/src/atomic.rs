//! Files that are either as they were or as they shall be.

use bengal_core::Digest;
use bengal_core::fs::{FileKind, FileSystem, Now, Stamp};
use camino::{Utf8Path, Utf8PathBuf};
use std::io;

/// How the name of every temporary file starts.
const TEMPORARY_PREFIX: &str = ".bengal-tmp-";

/// So many temporary files for one target may be in the way before writing it fails.
const ATTEMPTS: u32 = 64;

/// Nobody takes so many nanoseconds to write a file.
const ABANDONED_NS: i128 = 600_000_000_000;

/// What a file's new content has to survive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// The end of the process. After a power failure the file may be empty or torn: right for what is checked when it
    /// is read, or can be made again.
    Process,
    /// A power failure too: the content is synchronised before the rename, and the folder after it.
    #[default]
    Power,
}

/// Replaces the file at `path`, or makes it, in one step: whoever reads it meanwhile, and whatever happens, there is the
/// old content or the new one.
///
/// The content goes into a temporary file in the same folder, which is then renamed. So a symbolic link at `path` is
/// replaced and never followed. The folder must exist.
///
/// # Errors
/// Those of the file system; what was at `path` is then still there, except that a failure to synchronise the folder
/// comes after the file was replaced.
pub fn write_atomically(
    fs: &dyn FileSystem,
    path: &Utf8Path,
    content: &[u8],
    durability: Durability,
) -> io::Result<()> {
    replace(fs, path, durability, |temporary| fs.create_new(temporary, content))
}

/// As [`write_atomically`], where `create` makes the temporary file.
pub(crate) fn replace(
    fs: &dyn FileSystem,
    path: &Utf8Path,
    durability: Durability,
    create: impl FnMut(&Utf8Path) -> io::Result<()>,
) -> io::Result<()> {
    let (folder, name) = parts(path)?;
    let temporary = create_temporary(fs, folder, name, create)?;
    let renamed = match durability {
        Durability::Process => Ok(()),
        Durability::Power => fs.sync(&temporary),
    }
    .and_then(|()| fs.rename(&temporary, path));
    if let Err(error) = renamed {
        // The first error is the one to report; what cannot be removed now is swept later.
        let _ = fs.remove_file(&temporary);
        return Err(error);
    }
    match durability {
        Durability::Process => Ok(()),
        Durability::Power => sync_folder(fs, folder),
    }
}

/// Removes the temporary files that interrupted writers have left in a folder; says how many.
///
/// Only call it where nobody else writes, such as under the cache's lock.
///
/// # Errors
/// Those of the file system, at the first file that cannot be removed.
pub fn sweep_temporaries(fs: &dyn FileSystem, folder: &Utf8Path) -> io::Result<usize> {
    let mut swept = 0;
    for entry in fs.read_dir(folder)? {
        if entry.utf8 && entry.kind == FileKind::File && is_temporary(&entry.name) {
            fs.remove_file(&folder.join(&entry.name))?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// Removes the temporary files that interrupted writers of the file at `path` have left; says how many.
///
/// Right where there is no lock, after `path` was written: only what is ten minutes older than that file is removed, so that nobody who
/// writes at the same time is disturbed.
///
/// # Errors
/// Those of the file system, at the first file that cannot be removed.
pub fn sweep_abandoned(fs: &dyn FileSystem, path: &Utf8Path) -> io::Result<usize> {
    let (folder, name) = parts(path)?;
    let written_ns = fs.metadata(path)?.modified_ns;
    let mut swept = 0;
    for temporary in (0..ATTEMPTS).map(|attempt| folder.join(temporary_name(name, attempt))) {
        let found = fs.metadata(&temporary).ok().filter(|found| found.kind == FileKind::File);
        if found.is_some_and(|found| found.modified_ns.saturating_add(ABANDONED_NS) < written_ns) {
            fs.remove_file(&temporary)?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// The time by the clock of the file system that `path` is on. Costs the making and removing of an empty temporary file beside it.
///
/// # Errors
/// Those of the file system.
pub fn now(fs: &dyn FileSystem, path: &Utf8Path) -> io::Result<Now> {
    let (folder, name) = parts(path)?;
    let temporary = create_temporary(fs, folder, name, |temporary| fs.create_new(temporary, b""))?;
    let metadata = fs.metadata(&temporary);
    fs.remove_file(&temporary)?;
    Ok(Now::from_stamp(Stamp::of_any(&metadata?)))
}

/// Whether a file name is one that [`write_atomically`] gives to its temporary files.
pub fn is_temporary(name: &str) -> bool {
    let Some((digest, attempt)) = name.strip_prefix(TEMPORARY_PREFIX).and_then(|rest| rest.split_once('-')) else {
        return false;
    };
    digest.len() == 16
        && digest.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        && attempt.parse::<u32>().is_ok_and(|number| number < ATTEMPTS)
}

fn parts(path: &Utf8Path) -> io::Result<(&Utf8Path, &str)> {
    let invalid = || io::Error::new(io::ErrorKind::InvalidInput, "the path has no file name");
    let name = path.file_name().ok_or_else(invalid)?;
    let folder = path.parent().ok_or_else(invalid)?;
    Ok((if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder }, name))
}

/// The name is of one length, whatever the target's is, so that it is never too long for the file system.
fn temporary_name(name: &str, attempt: u32) -> String {
    format!("{TEMPORARY_PREFIX}{}-{attempt}", Digest::of(name.as_bytes()).hex(16))
}

fn create_temporary(
    fs: &dyn FileSystem,
    folder: &Utf8Path,
    name: &str,
    mut create: impl FnMut(&Utf8Path) -> io::Result<()>,
) -> io::Result<Utf8PathBuf> {
    let mut last = None;
    for attempt in 0..ATTEMPTS {
        let temporary = folder.join(temporary_name(name, attempt));
        match create(&temporary) {
            Ok(()) => return Ok(temporary),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = Some(error),
            Err(error) => {
                // The file may have been made and not filled.
                let _ = fs.remove_file(&temporary);
                return Err(error);
            }
        }
    }
    Err(last.unwrap_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists)))
}

/// Where folders cannot be opened there is nothing to synchronise: renames are journalled.
fn sync_folder(fs: &dyn FileSystem, folder: &Utf8Path) -> io::Result<()> {
    if cfg!(unix) { fs.sync(folder) } else { Ok(()) }
}
