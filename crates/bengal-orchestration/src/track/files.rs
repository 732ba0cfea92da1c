//! The files of the tree.

use super::as_warning;
use super::patterns::Patterns;
use crate::walk;
use bengal_core::Diagnostic;
use bengal_core::fs::SiteFiles;
use camino::Utf8PathBuf;
use rayon::prelude::*;

/// A file of the tree: its place in the order of paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(super) u32);

impl FileId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a file is looked into for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// HTML: where everything starts.
    Page,
    /// CSS.
    StyleSheet,
    /// An SVG image, which may refer to others.
    Svg,
    /// A web app manifest.
    Manifest,
    /// Anything else: it has a size, and refers to nothing.
    Other,
}

impl Role {
    /// By the file's name, in any letter case.
    fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        match name.rsplit_once('.') {
            Some((_, "html" | "htm" | "xhtml" | "xht")) => Self::Page,
            Some((_, "css")) => Self::StyleSheet,
            Some((_, "svg")) => Self::Svg,
            Some((_, "webmanifest")) => Self::Manifest,
            _ if name == "manifest.json" => Self::Manifest,
            _ => Self::Other,
        }
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackedFile {
    /// Its path in the tree, with `/`.
    pub path: Box<str>,
    /// Its size; 0 where it cannot be read.
    pub bytes: u64,
    /// What it is looked into for.
    pub role: Role,
}

impl TrackedFile {
    /// The path of its folder, which is empty at the root, and its name.
    pub(super) fn folder_and_name(&self) -> (&str, &str) {
        match memchr::memrchr(b'/', self.path.as_bytes()) {
            Some(slash) => (&self.path[..slash], &self.path[slash + 1..]),
            None => ("", &self.path),
        }
    }
}

/// All files in the order of their paths.
#[derive(Debug, Default)]
pub(super) struct FileTable {
    files: Vec<TrackedFile>,
    /// Files behind symbolic links, with the files that they are.
    aliases: Vec<(FileId, FileId)>,
}

impl FileTable {
    pub(super) fn new(mut paths: Vec<Box<str>>) -> Self {
        // Stable, which is fast here: each folder is in order.
        paths.par_sort();
        let file = |path: Box<str>| TrackedFile { role: Role::of(&path), bytes: 0, path };
        Self { files: paths.into_iter().map(file).collect(), aliases: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len() as u32).map(FileId)
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = FileId> {
        self.ids().filter(|id| self.get(*id).role == Role::Page)
    }

    pub(super) fn all(&self) -> &[TrackedFile] {
        &self.files
    }

    pub(super) fn get(&self, id: FileId) -> &TrackedFile {
        &self.files[id.index()]
    }

    pub(super) fn set_sizes(&mut self, sizes: Vec<(FileId, u64)>) {
        for (id, bytes) in sizes {
            self.files[id.index()].bytes = bytes;
        }
    }

    pub(super) fn find(&self, path: &str) -> Option<FileId> {
        self.files.binary_search_by(|file| (*file.path).cmp(path)).ok().map(|index| FileId(index as u32))
    }

    pub(super) fn aliases(&self) -> impl Iterator<Item = (FileId, FileId)> {
        self.aliases.iter().copied()
    }

    /// Makes manifests of the files among these that were not looked into; says which.
    pub(super) fn adopt_manifests(&mut self, mut ids: Vec<FileId>) -> Vec<FileId> {
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| self.get(*id).role == Role::Other);
        for id in &ids {
            self.files[id.index()].role = Role::Manifest;
        }
        ids
    }
}

/// Folders of version control and caches: no part of what is published.
const NEVER_PUBLISHED: [&str; 4] = [".git", ".hg", ".svn", ".bengal"];

/// Walks the folder. Symbolic links out of it are not followed.
pub(super) fn walk(site: &SiteFiles, patterns: &Patterns) -> (FileTable, Vec<Diagnostic>) {
    let walked = walk::walk_paths(site, "", |path| {
        path.file_name().is_some_and(|name| NEVER_PUBLISHED.contains(&name)) || patterns.ignores(path.as_str())
    });
    let paths = walked.files.into_iter().map(|path| path.into_string().into_boxed_str()).collect();
    let mut table = FileTable::new(paths);
    let known =
        |(alias, file): &(Utf8PathBuf, Utf8PathBuf)| Some((table.find(alias.as_str())?, table.find(file.as_str())?));
    table.aliases = walked.aliases.iter().filter_map(known).collect();
    (table, walked.diagnostics.into_iter().map(as_warning).collect())
}
