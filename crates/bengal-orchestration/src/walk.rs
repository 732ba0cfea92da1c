//! Walking a source folder of the site.

use bengal_core::Diagnostic;
use bengal_core::fs::{Entry, FileKind, SiteFiles, compare_paths};
use bengal_core::keyed::KeyedMap;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::sync::Arc;

/// Folders nested deeper than this are not entered: far beyond any site, and below what paths can hold.
const MAX_DEPTH: usize = 128;

/// A folder is entered by so many paths at most. A few are usual, such as `latest` for `v2`; where links lead to folders of links,
/// their number doubles with each level.
const MAX_WAYS: u32 = 8;

/// What is in a folder, all levels down.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// Regular files, relative to the site's folder.
    pub(crate) files: Vec<Utf8PathBuf>,
    /// Folders, relative to the site's folder.
    pub(crate) folders: Vec<Utf8PathBuf>,
    /// Files at the end or behind a symbolic link, with the path of the file itself, both relative to the site's folder.
    pub(crate) aliases: Vec<(Utf8PathBuf, Utf8PathBuf)>,
    /// What was found but cannot be used.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Walks `folder` (relative to the site's folder); files and folders are in order of path. Names for which `skip` is true are left out.
///
/// Symbolic links are followed as long as they stay inside the site, do not lead to a folder that is being walked, and no folder is
/// entered by more than eight paths: those with the fewest parts, and of these the first in order, are taken.
/// FIFOs, sockets and devices are never opened. A missing folder is an empty one.
pub(crate) fn walk(files: &SiteFiles, folder: &str, skip: impl Fn(&str) -> bool + Sync) -> Walk {
    let mut result = walk_paths(files, folder, |path| path.file_name().is_some_and(&skip));
    result.files.par_sort_unstable_by(|a, b| compare_paths(a, b));
    result.folders.sort_unstable_by(|a, b| compare_paths(a, b));
    result
}

/// [`walk`], where paths are left out for which `skip` is true. The folders of one level are read in parallel; what is found is
/// in the order of folders, level by level, whatever the number of threads.
pub(crate) fn walk_paths(files: &SiteFiles, folder: &str, skip: impl Fn(&Utf8Path) -> bool + Sync) -> Walk {
    let mut result = Walk::default();
    let Ok(real) = files.locate(folder) else {
        if files.fs().metadata(&files.absolute(folder)).is_ok() {
            result.diagnostics.push(outside(Utf8Path::new(folder)));
        }
        return result;
    };
    let mut level = vec![Pending { path: Utf8PathBuf::from(folder), real, above: None }];
    let mut ways: KeyedMap<Utf8PathBuf, u32> = KeyedMap::default();
    for depth in 0.. {
        level.retain(|pending| {
            let ways = ways.entry(pending.real.clone()).or_default();
            *ways += 1;
            if *ways > MAX_WAYS {
                result.diagnostics.push(too_many_ways(&pending.path));
            }
            *ways <= MAX_WAYS
        });
        let found: Vec<FolderContent> =
            level.par_iter().map(|pending| pending.look_into(files, depth, &skip)).collect();
        let mut next = Vec::new();
        for (pending, content) in level.into_iter().zip(found) {
            result.files.extend(content.files);
            result.aliases.extend(content.aliases);
            result.diagnostics.extend(content.diagnostics);
            if !content.entered {
                continue;
            }
            let above = Arc::new(Above { real: pending.real, above: pending.above });
            let below = |(path, real)| Pending { path, real, above: Some(Arc::clone(&above)) };
            next.extend(content.subfolders.into_iter().map(below));
            result.folders.push(pending.path);
        }
        if next.is_empty() {
            break;
        }
        level = next;
    }
    result
}

/// A folder that is yet to be entered.
struct Pending {
    path: Utf8PathBuf,
    real: Utf8PathBuf,
    above: Option<Arc<Above>>,
}

/// The real paths of the folders above one: a loop is seen at the first return.
struct Above {
    real: Utf8PathBuf,
    above: Option<Arc<Self>>,
}

/// What is in one folder.
#[derive(Default)]
struct FolderContent {
    entered: bool,
    /// Whether a symbolic link leads to it, or to a folder that it is in.
    is_alias: bool,
    files: Vec<Utf8PathBuf>,
    aliases: Vec<(Utf8PathBuf, Utf8PathBuf)>,
    /// Paths with their real paths.
    subfolders: Vec<(Utf8PathBuf, Utf8PathBuf)>,
    diagnostics: Vec<Diagnostic>,
}

impl Pending {
    fn look_into(&self, files: &SiteFiles, depth: usize, skip: &impl Fn(&Utf8Path) -> bool) -> FolderContent {
        let mut content = FolderContent::default();
        match self.entries(files, depth) {
            Ok(entries) => {
                content.entered = true;
                content.is_alias = self.real.strip_prefix(files.root()) != Ok(&*self.path);
                let folder = self.path.join("");
                content.files.reserve(entries.len());
                for entry in entries {
                    let path = Utf8PathBuf::from([folder.as_str(), &entry.name].concat());
                    if let Err(diagnostic) = self.sort_in(files, path, &entry, skip, &mut content) {
                        content.diagnostics.push(*diagnostic);
                    }
                }
            }
            Err(diagnostic) => content.diagnostics.push(*diagnostic),
        }
        content
    }

    fn entries(&self, files: &SiteFiles, depth: usize) -> Result<Vec<Entry>, Box<Diagnostic>> {
        let above = std::iter::successors(self.above.as_deref(), |above| above.above.as_deref());
        if above.into_iter().any(|above| above.real == self.real) {
            return Err(Box::new(
                Diagnostic::error("symlink-loop", "a symbolic link leads back to a folder that it is in")
                    .in_file(&self.path)
                    .hint("remove the link, or let it lead somewhere else"),
            ));
        }
        if depth >= MAX_DEPTH {
            let message = format!("folders are nested more than {MAX_DEPTH} deep");
            return Err(Box::new(Diagnostic::error("too-deep", message).in_file(&self.path)));
        }
        files.fs().read_dir(&self.real).map_err(|error| Box::new(unreadable(&self.path, &error)))
    }

    fn sort_in(
        &self,
        files: &SiteFiles,
        path: Utf8PathBuf,
        entry: &Entry,
        skip: &impl Fn(&Utf8Path) -> bool,
        content: &mut FolderContent,
    ) -> Result<(), Box<Diagnostic>> {
        if !entry.utf8 {
            return Err(Box::new(
                Diagnostic::error("name-not-utf8", "the name of this file is not UTF-8")
                    .in_file(&path)
                    .hint("rename the file"),
            ));
        }
        if skip(&path) {
            return Ok(());
        }
        let is_link = entry.kind == FileKind::Symlink;
        match if is_link { follow(files, &path)? } else { entry.kind } {
            FileKind::File if !is_link && !content.is_alias => content.files.push(path),
            FileKind::File => {
                let real = if is_link { files.locate(&path).ok() } else { Some(self.real.join(&entry.name)) };
                let real = real.as_ref().and_then(|real| real.strip_prefix(files.root()).ok());
                if let Some(real) = real.filter(|real| *real != path) {
                    content.aliases.push((path.clone(), real.to_owned()));
                }
                content.files.push(path);
            }
            FileKind::Directory => {
                let real = if is_link {
                    files.locate(&path).map_err(|error| Box::new(unreadable(&path, &error)))?
                } else {
                    self.real.join(&entry.name)
                };
                content.subfolders.push((path, real));
            }
            FileKind::Symlink | FileKind::Other => {
                return Err(Box::new(
                    Diagnostic::error("special-file", "this is a FIFO, a socket or a device: it is not read")
                        .in_file(&path)
                        .hint("move it out of the site"),
                ));
            }
        }
        Ok(())
    }
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

fn too_many_ways(path: &Utf8Path) -> Diagnostic {
    let message =
        format!("symbolic links lead to this folder by more than {MAX_WAYS} paths: it is not entered by this one");
    Diagnostic::error("too-many-links", message)
        .in_file(path)
        .hint("let fewer links lead to folders with links in them")
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
