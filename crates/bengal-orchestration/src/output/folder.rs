//! Writing, keeping and removing files of the output folder.

use super::directories::{Directories, Origin};
use super::files::FilesInWork;
use super::{OutputFile, OutputRecord};
use bengal_cache::atomic::{Durability, sweep_temporaries, write_atomically};
use bengal_core::fs::{FileKind, FileSystem, Folder, Now, Stamp};
use bengal_core::{Diagnostic, HalfDigest};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The output folder of one build. May be used from several threads at once.
///
/// Every write goes to a temporary file in the same folder, which is then renamed, so a reader sees the old or the new file.
/// No folder below the output folder that is a symbolic link is ever entered, and a file that is one is replaced, not followed.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    fs: Arc<dyn FileSystem>,
    root: Utf8PathBuf,
    previous: OutputRecord,
    current: Mutex<FilesInWork>,
    /// Files of earlier builds that stay, although this build did not make them.
    kept: Mutex<BTreeSet<String>>,
    directories: Directories,
    /// Files of others that stood where the site has a file.
    replaced: Mutex<BTreeSet<String>>,
    changed: AtomicUsize,
    unchanged: AtomicUsize,
    bytes: AtomicU64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl OutputFolder {
    /// The folder at `root`, which [`check_output_folder`](super::check_output_folder) has accepted, with what is known to be ours in it.
    /// `sweeps` says whether temporary files of earlier builds may be there too.
    pub(crate) fn new(fs: Arc<dyn FileSystem>, root: Utf8PathBuf, previous: OutputRecord, sweeps: bool) -> Self {
        Self {
            fs,
            root,
            previous,
            current: Mutex::default(),
            kept: Mutex::default(),
            directories: Directories::new(sweeps),
            replaced: Mutex::default(),
            changed: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// Makes room for so many files, whose paths have so many bytes: about those that this build is going to have.
    pub(crate) fn expect(&self, files: usize, bytes: usize) {
        lock(&self.current).reserve(files, bytes);
    }

    /// Puts a file at `path`, relative to the folder. The same bytes as before are not written again. Returns their digest.
    ///
    /// # Errors
    /// A path that is not plainly inside the folder, a symbolic link on the way to it, and errors of writing; all name the path.
    pub(crate) fn write(&self, path: &Utf8Path, content: &[u8]) -> Result<HalfDigest, Diagnostic> {
        let failed = |error: &io::Error| {
            Diagnostic::error("write-failed", format!("cannot write `{}`: {error}", self.root.join(path)))
        };
        if !is_plain(path) {
            return Err(Diagnostic::error(
                "unsafe-output-path",
                format!("`{path}` is not a path inside the output folder"),
            ));
        }
        let target = self.root.join(path);
        let folder = target.parent().unwrap_or(&self.root);
        let is_stale = |file: &Utf8Path| file.strip_prefix(&self.root).is_ok_and(|file| self.is_stale(file.as_str()));
        let origin = self.directories.make(&*self.fs, &self.root, folder, is_stale).map_err(|error| failed(&error))?;
        let digest = HalfDigest::of(content);
        let held = match origin {
            Origin::Found => self.held(path, &digest, Some(content.len())),
            Origin::Made => None,
        };
        if held.is_some() {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
        } else {
            self.make_way(path).map_err(|error| failed(&error))?;
            // A file that a power failure tears is noticed by the next build: it compares contents.
            write_atomically(&*self.fs, &target, content, Durability::Process).map_err(|error| failed(&error))?;
            self.changed.fetch_add(1, Ordering::Relaxed);
        }
        self.bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
        let stamp = held.or_else(|| Stamp::at(&*self.fs, &target));
        lock(&self.current).insert(path.as_str(), OutputFile { digest, stamp });
        Ok(digest)
    }

    /// The folder, to look at many of its files.
    pub(crate) fn open(&self) -> Box<dyn Folder + '_> {
        self.fs.folder(&self.root)
    }

    /// Takes over a file that an earlier build made, if it still has this content. Otherwise it has to be made again.
    pub(crate) fn take_over(&self, path: &Utf8Path, digest: &HalfDigest) -> bool {
        self.take_over_found(path, digest, || Stamp::at(&*self.fs, &self.root.join(path)))
    }

    /// [`take_over`](Self::take_over), where `folder` is this one, [open](Self::open).
    pub(crate) fn take_over_in(&self, folder: &dyn Folder, path: &Utf8Path, digest: &HalfDigest) -> bool {
        self.take_over_found(path, digest, || folder.metadata(path).ok().as_ref().and_then(Stamp::of))
    }

    fn take_over_found(&self, path: &Utf8Path, digest: &HalfDigest, find: impl FnOnce() -> Option<Stamp>) -> bool {
        if !self.is_on_record(path, digest) {
            return false;
        }
        let Some(stamp) = self.recorded_stamp(path, find).or_else(|| self.held_in_real_folder(path, digest)) else {
            return false;
        };
        self.unchanged.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(stamp.len(), Ordering::Relaxed);
        lock(&self.current).insert(path.as_str(), OutputFile { digest: *digest, stamp: Some(stamp) });
        true
    }

    /// The stamp of a file that looks as it did when an earlier build made it: then it is that file, with its content, wherever its folder
    /// is now. Nothing is known of it where temporary files have to be swept.
    fn recorded_stamp(&self, path: &Utf8Path, find: impl FnOnce() -> Option<Stamp>) -> Option<Stamp> {
        let recorded = self.previous.files.get(path.as_str())?.stamp.filter(|_| !self.directories.sweeps())?;
        find().filter(|stamp| *stamp == recorded)
    }

    fn held_in_real_folder(&self, path: &Utf8Path, digest: &HalfDigest) -> Option<Stamp> {
        let target = self.root.join(path);
        let folder = target.parent().unwrap_or(&self.root);
        self.directories.make(&*self.fs, &self.root, folder, |_| false).ok()?;
        self.held(path, digest, None)
    }

    /// Whether a file that an earlier build made still has this content.
    pub(crate) fn still_has(&self, path: &Utf8Path, digest: &HalfDigest) -> bool {
        self.is_on_record(path, digest) && self.held(path, digest, None).is_some()
    }

    /// Whether an earlier build made a file with this content.
    fn is_on_record(&self, path: &Utf8Path, digest: &HalfDigest) -> bool {
        is_plain(path) && self.previous.files.get(path.as_str()).is_some_and(|file| file.digest == *digest)
    }

    /// The content of a file that an earlier build made, if it is still this one.
    pub(crate) fn read_previous(&self, path: &Utf8Path, digest: &HalfDigest) -> Option<Vec<u8>> {
        if !is_plain(path) || self.leads_through_link(path) {
            return None;
        }
        let target = self.root.join(path);
        let is_file = self.fs.metadata(&target).is_ok_and(|metadata| metadata.kind == FileKind::File);
        let content = is_file.then(|| self.fs.read(&target).ok()).flatten()?;
        (HalfDigest::of(&content) == *digest).then_some(content)
    }

    /// Makes way for a file: notes what others have put in its place, and clears a folder of earlier builds.
    fn make_way(&self, path: &Utf8Path) -> io::Result<()> {
        match self.fs.metadata(&self.root.join(path)).map(|metadata| metadata.kind) {
            Ok(FileKind::Directory) => self.clear_folder(path)?,
            Ok(_) if !self.previous.files.contains_key(path.as_str()) => {
                lock(&self.replaced).insert(path.as_str().to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    /// Makes way for a file where earlier builds had a folder: their files in it are stale. Files of others keep the folder.
    fn clear_folder(&self, path: &Utf8Path) -> io::Result<()> {
        let prefix = format!("{path}/");
        for stale in self.previous.files.starting_with(&prefix).filter(|path| self.is_stale(path)) {
            self.remove(stale, &mut Vec::new());
        }
        match self.fs.metadata(&self.root.join(path)) {
            Ok(metadata) if metadata.kind == FileKind::Directory => Err(io::Error::other(
                "there is a folder with files that belong there too, or that this tool did not make",
            )),
            _ => Ok(()),
        }
    }

    /// The files of others that stood where the site has a file, and are gone.
    pub(crate) fn replaced(&self) -> Option<Diagnostic> {
        let replaced = lock(&self.replaced);
        let first = replaced.first()?;
        let message = match replaced.len() - 1 {
            0 => format!("`{first}` in the output folder was not made by this tool, and is replaced"),
            more => {
                format!("`{first}` and {more} more in the output folder were not made by this tool, and are replaced")
            }
        };
        let hint =
            "they stood where the site has a file; without records of earlier builds, their files look like this too";
        Some(Diagnostic::warning("foreign-output-replaced", message).hint(hint))
    }

    /// Keeps a file of an earlier build that this build could not make anew: it is not stale.
    pub(crate) fn keep(&self, path: &Utf8Path) {
        if self.previous.files.contains_key(path.as_str()) {
            lock(&self.kept).insert(path.as_str().to_owned());
        }
    }

    /// Keeps every file of earlier builds: nobody knows which of them belong to pages that cannot be read now.
    pub(crate) fn keep_all(&self) {
        lock(&self.kept).extend(self.previous.files.keys().map(str::to_owned));
    }

    /// Removes the files that earlier builds made and this one did not, and folders that become empty thereby. Returns how many files went.
    pub(crate) fn remove_stale(&self, diagnostics: &mut Vec<Diagnostic>) -> usize {
        let stale: Vec<&str> = {
            let (current, kept) = (lock(&self.current), lock(&self.kept));
            let is_ours = |path: &str| current.get(path).is_some() || kept.contains(path);
            let stale = self.previous.files.keys().filter(|path| !is_ours(path));
            stale.filter(|path| !self.previous.adopted.contains(*path)).collect()
        };
        stale.into_iter().filter(|path| self.remove(path, diagnostics)).count()
    }

    /// Removes every file that earlier builds made. Returns how many files went.
    pub(crate) fn remove_previous(&self, diagnostics: &mut Vec<Diagnostic>) -> usize {
        let own = self.previous.files.keys().filter(|path| !self.previous.adopted.contains(*path));
        own.filter(|path| self.remove(path, diagnostics)).count()
    }

    /// Counts of files written and unchanged, and the bytes of both.
    pub(crate) fn counts(&self) -> (usize, usize, u64) {
        let load = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        (load(&self.changed), load(&self.unchanged), self.bytes.load(Ordering::Relaxed))
    }

    /// What earlier builds left in the folder.
    pub(crate) fn previous(&self) -> &OutputRecord {
        &self.previous
    }

    /// Whether this build has a file at `path`.
    pub(crate) fn contains(&self, path: &str) -> bool {
        lock(&self.current).get(path).is_some()
    }

    /// The bytes of a file that this build has.
    pub(crate) fn size_of(&self, path: &Utf8Path) -> Option<u64> {
        lock(&self.current).get(path.as_str())?.stamp.map(|stamp| stamp.len())
    }

    /// What is ours if the build ends before it is done: what was ours, and the planned files that nobody else has.
    pub(crate) fn intent(&self, planned: impl Iterator<Item = Utf8PathBuf>) -> Option<OutputRecord> {
        let is_new = self.fs.metadata(&self.root).is_err();
        let unknown = planned.filter(|path| !self.previous.files.contains_key(path.as_str()));
        let new = unknown.filter(|path| is_new || self.fs.metadata(&self.root.join(path)).is_err());
        let new: Vec<Utf8PathBuf> = new.collect();
        if new.is_empty() {
            return None;
        }
        let mut files = FilesInWork::default();
        let bytes = self.previous.files.keys().chain(new.iter().map(|path| path.as_str())).map(str::len).sum();
        files.reserve(self.previous.files.len() + new.len(), bytes);
        self.previous.files.iter().for_each(|(path, file)| files.insert(path, *file));
        for path in new {
            files.insert(path.as_str(), OutputFile { digest: HalfDigest::of(b""), stamp: None });
        }
        Some(OutputRecord { files: files.finished(), adopted: self.previous.adopted.clone() })
    }

    /// What is to be recorded once the build is done, which is now. Stamps too fresh to be trusted are left out.
    pub(crate) fn record(&self, now: Option<Now>) -> OutputRecord {
        let mut files = lock(&self.current).finished();
        let kept: Vec<String> = lock(&self.kept).iter().filter(|path| !files.contains_key(path)).cloned().collect();
        if !kept.is_empty() {
            let kept = kept.iter().filter_map(|path| Some((path.as_str(), *self.previous.files.get(path)?)));
            files = files.iter().map(|(path, file)| (path, *file)).chain(kept).collect();
        }
        for file in files.values_mut() {
            file.stamp = file.stamp.filter(|stamp| now.is_some_and(|now| now.has_settled(stamp)));
        }
        let mut adopted = lock(&self.replaced).clone();
        adopted.extend(self.previous.adopted.iter().filter(|path| files.contains_key(path)).cloned());
        OutputRecord { files, adopted }
    }

    /// The stamp of a file that has this content, and this length where it is known: taken before the content is looked at. Not read where
    /// its stamp is the recorded one.
    fn held(&self, path: &Utf8Path, digest: &HalfDigest, len: Option<usize>) -> Option<Stamp> {
        let target = self.root.join(path);
        let stamp = Stamp::at(&*self.fs, &target)?;
        if len.is_some_and(|len| stamp.len() != len as u64) {
            return None;
        }
        let is_same = match self.previous.files.get(path.as_str()) {
            Some(OutputFile { digest: recorded, stamp: Some(known) }) if *known == stamp => recorded == digest,
            _ => self.fs.read(&target).is_ok_and(|content| HalfDigest::of(&content) == *digest),
        };
        is_same.then_some(stamp)
    }

    /// Whether an earlier build made this file, and this one has not (yet).
    fn is_stale(&self, path: &str) -> bool {
        self.previous.files.contains_key(path) && !self.previous.adopted.contains(path) && !self.contains(path)
    }

    fn remove(&self, path: &str, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let path = Utf8Path::new(path);
        // The record comes from disk: it is believed as little as any other file.
        if !is_plain(path) || self.leads_through_link(path) {
            return false;
        }
        let target = self.root.join(path);
        let removed = match self.fs.remove_file(&target) {
            Ok(()) => true,
            // Gone already, never made, a folder now, or below a file now: nothing of ours is left there.
            Err(error) if is_absent(&error) => false,
            Err(error) => {
                diagnostics.push(Diagnostic::error("remove-failed", format!("cannot remove `{target}`: {error}")));
                // It is still ours: the next build tries again.
                self.keep(path);
                return false;
            }
        };
        let mut folder = target.parent();
        if let Some(folder) = folder {
            // A killed build may have left its temporary file in a folder that no build enters again.
            drop(sweep_temporaries(&*self.fs, folder));
        }
        while let Some(empty) = folder.filter(|folder| *folder != self.root && self.fs.remove_dir(folder).is_ok()) {
            self.directories.forget(empty);
            folder = empty.parent();
        }
        removed
    }

    fn leads_through_link(&self, path: &Utf8Path) -> bool {
        let folders = path.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty());
        folders.into_iter().any(|folder| {
            self.fs.metadata(&self.root.join(folder)).is_ok_and(|metadata| metadata.kind == FileKind::Symlink)
        })
    }
}

/// Whether an error of removing a file means that there is no such file.
fn is_absent(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | IsADirectory | NotADirectory)
}

/// Whether a path is relative, made of plain names only, and so inside any folder it is joined to.
fn is_plain(path: &Utf8Path) -> bool {
    !path.as_str().is_empty()
        && !path.as_str().contains(['\0', '\\'])
        && path.components().all(|part| matches!(part, camino::Utf8Component::Normal(_)))
}
