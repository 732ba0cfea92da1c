//! Walking a source folder of the site.

use bengal_core::Diagnostic;
use bengal_core::fs::{FileKind, SiteFiles};
use camino::{Utf8Path, Utf8PathBuf};

/// Folders nested deeper than this are not entered: far beyond any site, and below what paths can hold.
const MAX_DEPTH: usize = 128;

/// What is in a folder, all levels down.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// Regular files, relative to the site's folder, in order of path.
    pub(crate) files: Vec<Utf8PathBuf>,
    /// Folders, relative to the site's folder, in order of path.
    pub(crate) folders: Vec<Utf8PathBuf>,
    /// What was found but cannot be used.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Walks `folder` (relative to the site's folder), depth first, names sorted. Names for which `skip` is true are left out.
///
/// Symbolic links are followed as long as they stay inside the site and do not lead to a folder that is being walked.
/// FIFOs, sockets and devices are never opened. A missing folder is an empty one.
pub(crate) fn walk(files: &SiteFiles, folder: &str, skip: impl Fn(&str) -> bool) -> Walk {
    walk_paths(files, folder, |path| path.file_name().is_some_and(&skip))
}

/// [`walk`], where paths are left out for which `skip` is true.
pub(crate) fn walk_paths(files: &SiteFiles, folder: &str, skip: impl Fn(&Utf8Path) -> bool) -> Walk {
    let mut result = Walk::default();
    let Ok(real) = files.locate(folder) else {
        if files.fs().metadata(&files.absolute(folder)).is_ok() {
            result.diagnostics.push(outside(Utf8Path::new(folder)));
        }
        return result;
    };
    // The real paths of the folders above the one at hand: a loop is seen at the first return.
    let mut open: Vec<Utf8PathBuf> = Vec::new();
    let mut pending = vec![(Utf8PathBuf::from(folder), real, 0usize)];
    while let Some((path, real, depth)) = pending.pop() {
        open.truncate(depth);
        if open.contains(&real) {
            result.diagnostics.push(
                Diagnostic::error("symlink-loop", "a symbolic link leads back to a folder that it is in")
                    .in_file(&path)
                    .hint("remove the link, or let it lead somewhere else"),
            );
            continue;
        }
        if depth >= MAX_DEPTH {
            result.diagnostics.push(
                Diagnostic::error("too-deep", format!("folders are nested more than {MAX_DEPTH} deep")).in_file(&path),
            );
            continue;
        }
        let entries = match files.fs().read_dir(&real) {
            Ok(entries) => entries,
            Err(error) => {
                result.diagnostics.push(unreadable(&path, &error));
                continue;
            }
        };
        result.folders.push(path.clone());
        let mut subfolders = Vec::new();
        for entry in entries {
            let path = path.join(&entry.name);
            if !entry.utf8 {
                result.diagnostics.push(
                    Diagnostic::error("name-not-utf8", "the name of this file is not UTF-8")
                        .in_file(&path)
                        .hint("rename the file"),
                );
                continue;
            }
            if skip(&path) {
                continue;
            }
            let kind = match entry.kind {
                FileKind::Symlink => match follow(files, &path) {
                    Ok(kind) => kind,
                    Err(diagnostic) => {
                        result.diagnostics.push(*diagnostic);
                        continue;
                    }
                },
                kind => kind,
            };
            match kind {
                FileKind::File => result.files.push(path),
                FileKind::Directory => {
                    let real = if entry.kind == FileKind::Symlink {
                        match files.locate(&path) {
                            Ok(real) => real,
                            Err(error) => {
                                result.diagnostics.push(unreadable(&path, &error));
                                continue;
                            }
                        }
                    } else {
                        real.join(&entry.name)
                    };
                    subfolders.push((path, real, depth + 1));
                }
                FileKind::Symlink | FileKind::Other => result.diagnostics.push(
                    Diagnostic::error("special-file", "this is a FIFO, a socket or a device: it is not read")
                        .in_file(&path)
                        .hint("move it out of the site"),
                ),
            }
        }
        open.push(real);
        pending.extend(subfolders.into_iter().rev());
    }
    result.files.sort();
    result.folders.sort();
    result
}

/// What a symbolic link leads to, if that is inside the site.
fn follow(files: &SiteFiles, path: &Utf8Path) -> Result<FileKind, Box<Diagnostic>> {
    let real = files.locate(path).map_err(|error| {
        Box::new(match error.kind() {
            std::io::ErrorKind::PermissionDenied => outside(path),
            std::io::ErrorKind::NotFound => {
                Diagnostic::error("dangling-symlink", "this symbolic link leads nowhere").in_file(path)
            }
            // A loop has no stable error kind yet.
            _ => Diagnostic::error("symlink-loop", format!("this symbolic link cannot be followed: {error}"))
                .in_file(path),
        })
    })?;
    files.fs().metadata(&real).map(|metadata| metadata.kind).map_err(|error| Box::new(unreadable(path, &error)))
}

fn outside(path: &Utf8Path) -> Diagnostic {
    Diagnostic::error("symlink-outside", "this symbolic link leads out of the site's folder: it is not followed")
        .in_file(path)
        .hint("copy what it leads to into the site")
}

/// A file or folder that cannot be read.
pub(crate) fn unreadable(path: &Utf8Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("cannot read this: {error}")).in_file(path)
}
