//! What a build looked at in the file system: if all of it looks the same, the next build has nothing to do.
//!
//! Every file that a build reads, every folder that it lists and every name under which it finds nothing goes through the file seam, so
//! nothing has to be declared. The look of a file is noted *before* it is read: a file that changes meanwhile looks different afterwards.
//!
//! A build begins by comparing what the last one noted. What looks the same is not looked at again: see [`ObservedFiles::know`].

mod known;
mod table;

pub(crate) use table::{Observations, is_untouched};

use bengal_core::fs::{Entry, FileKind, FileSystem, Folder, LockGuard, Metadata, Stamp, WriteContent};
use bengal_core::keyed::KeyedMap;
use bengal_core::{Diagnostic, Severity};
use camino::{Utf8Path, Utf8PathBuf};
use known::KnownFiles;
use std::collections::BTreeMap;
use std::io;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// How something looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing was there, or it could not be looked at.
    Absent,
    /// A regular file with this stamp.
    File(Stamp),
    /// Something else with this stamp, such as a folder and its entries.
    Stamped(Stamp),
    /// A folder, whatever is in it.
    Folder,
    /// Symbolic links, which lead to this path.
    LeadsTo(Utf8PathBuf),
    /// A symbolic link that leads nowhere.
    LeadsNowhere,
}

/// How things look, by path.
pub(crate) type Looks = Vec<(Utf8PathBuf, Look)>;

/// Where looks are compared: a folder to which their paths are relative.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    fs: &'a dyn FileSystem,
    root: &'a Utf8Path,
    folder: Box<dyn Folder + 'a>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(fs: &'a dyn FileSystem, root: &'a Utf8Path) -> Self {
        Self { fs, root, folder: fs.folder(root) }
    }

    /// Whether something still looks like this.
    pub(crate) fn still_shows(&self, path: &Utf8Path, look: &Look) -> bool {
        let found = || self.folder.metadata(path);
        let leads_to = || self.fs.canonicalize(&self.root.join(path));
        match look {
            Look::Absent => found().is_err(),
            Look::File(_) | Look::Stamped(_) => found().is_ok_and(|metadata| Look::of(&metadata) == *look),
            Look::Folder => found().is_ok_and(|metadata| metadata.kind == FileKind::Directory),
            Look::LeadsTo(target) => leads_to().is_ok_and(|real| real == *target),
            Look::LeadsNowhere => leads_to().is_err(),
        }
    }
}

impl Look {
    fn of(metadata: &Metadata) -> Self {
        match metadata.kind {
            FileKind::File => Self::File(Stamp::of_any(metadata)),
            _ => Self::Stamped(Stamp::of_any(metadata)),
        }
    }
}

/// A file system that notes what is looked at. Changes pass through it unnoted: it is for the sources of a site.
#[derive(Debug)]
pub(crate) struct ObservedFiles {
    fs: Arc<dyn FileSystem>,
    /// What need not be looked at.
    known: RwLock<Option<KnownFiles>>,
    seen: [Mutex<KeyedMap<Utf8PathBuf, Look>>; 32],
    links: Mutex<KeyedMap<Utf8PathBuf, Look>>,
    /// Where folders really are: their files are beside one another.
    folders: Mutex<KeyedMap<Utf8PathBuf, Utf8PathBuf>>,
    /// What could not be looked at or read, and why.
    failures: Mutex<BTreeMap<Utf8PathBuf, String>>,
}

/// Whether a look need not be taken again. A stamp says more than that there is a folder.
fn says_enough(look: Option<&Look>) -> bool {
    look.is_some_and(|look| *look != Look::Folder)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ObservedFiles {
    pub(crate) fn new(fs: Arc<dyn FileSystem>) -> Self {
        Self {
            fs,
            known: RwLock::default(),
            seen: std::array::from_fn(|_| Mutex::default()),
            links: Mutex::default(),
            folders: Mutex::default(),
            failures: Mutex::default(),
        }
    }

    /// Takes over what was just found out of regular files below `root`: they are not looked at again, and count as looked at only if
    /// somebody asks for them.
    pub(crate) fn know(&self, root: &Utf8Path, looks: Looks) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(KnownFiles::new(root, looks));
    }

    fn ask_known<T>(&self, ask: impl FnOnce(&KnownFiles) -> T) -> Option<T> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(ask)
    }

    /// What is at a path, if that is a known file.
    fn known_metadata(&self, path: &Utf8Path) -> Option<Metadata> {
        self.ask_known(|known| known.metadata(path)).flatten()
    }

    /// Ends the notes, and gives everything that was looked at, with paths relative to `root` where they are in it. The first may have
    /// changed meanwhile. The second are known files that nobody read: what became of them since is the next build's matter.
    pub(crate) fn take_looks(&self, root: &Utf8Path) -> (Looks, Looks) {
        let known = self.known.write().unwrap_or_else(PoisonError::into_inner).take();
        let (mut looks, unread) = known.map(KnownFiles::into_looks).unwrap_or_default();
        let relative = |path: Utf8PathBuf| match path.strip_prefix(root) {
            Ok(inside) => inside.to_owned(),
            Err(_) => path,
        };
        for part in self.seen.iter().chain([&self.links]) {
            looks.extend(mem::take(&mut *lock(part)).into_iter().map(|(path, look)| (relative(path), look)));
        }
        (looks, unread)
    }

    /// Reports everything that could not be looked at or read, unless an error names it already. Whoever only asks whether something is
    /// there takes such a failure for a no, and the site is made without it.
    pub(crate) fn report_failures(&self, root: &Utf8Path, problems: &mut Vec<Diagnostic>) {
        for (path, error) in &*lock(&self.failures) {
            let path = path.strip_prefix(root).unwrap_or(path);
            let names_it = |problem: &Diagnostic| {
                let location = problem.location.as_ref();
                problem.severity == Severity::Error && location.is_some_and(|location| location.path == path)
            };
            if !problems.iter().any(names_it) {
                let message = format!("cannot read this: {error}");
                problems.push(Diagnostic::error("unreadable", message).in_file(path));
            }
        }
    }

    /// Whether anything could not be looked at or read.
    pub(crate) fn have_failed(&self) -> bool {
        !lock(&self.failures).is_empty()
    }

    /// Notes that something failed, unless the error says that nothing is there, or nothing that could be read.
    fn note_failure(&self, path: &Utf8Path, error: &io::Error) {
        use io::ErrorKind::{InvalidFilename, InvalidInput, IsADirectory, NotADirectory, NotFound};
        if !matches!(error.kind(), NotFound | NotADirectory | IsADirectory | InvalidFilename | InvalidInput) {
            lock(&self.failures).entry(path.to_owned()).or_insert_with(|| error.to_string());
        }
    }

    fn part(&self, path: &Utf8Path) -> MutexGuard<'_, KeyedMap<Utf8PathBuf, Look>> {
        let hash =
            path.as_str().bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte)));
        lock(&self.seen[hash % self.seen.len()])
    }

    /// Notes how something looks that is to be read, unless that is known.
    ///
    /// # Errors
    /// Something else has come in the place of a known file: a symbolic link could lead anywhere.
    fn look(&self, path: &Utf8Path) -> io::Result<()> {
        if says_enough(self.part(path).get(path)) {
            return Ok(());
        }
        let is_known = self.ask_known(|known| known.note_read(path)) == Some(true);
        let found = self.fs.metadata(path);
        if !is_known {
            self.note(path, found.as_ref());
        } else if found.is_ok_and(|found| found.kind != FileKind::File) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "no longer the file that it was"));
        }
        Ok(())
    }

    /// Notes how something looked just now, unless it is known how it looked before.
    fn note(&self, path: &Utf8Path, found: Result<&Metadata, &io::Error>) {
        let look = match found {
            Ok(metadata) => Look::of(metadata),
            Err(error) => {
                self.note_failure(path, error);
                Look::Absent
            }
        };
        let mut seen = self.part(path);
        if !says_enough(seen.get(path)) {
            seen.insert(path.to_owned(), look);
        }
    }

    /// Notes that there is a folder, whatever is in it.
    fn note_folder(&self, path: &Utf8Path) {
        self.part(path).entry(path.to_owned()).or_insert(Look::Folder);
    }

    /// Where a path really is whose last part is no link: beside the others of its folder. `None` where there is more to find out.
    fn beside_others(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        let (folder, name) = (path.parent()?, path.file_name()?);
        let known = lock(&self.folders).get(folder).cloned();
        let real = match known {
            Some(real) => real,
            None => {
                let real = self.canonicalize_all(folder).ok()?;
                self.note_folder(&real);
                lock(&self.folders).insert(folder.to_owned(), real.clone());
                real
            }
        };
        if self.known_metadata(path).is_some() {
            return Some(real.join(name));
        }
        let found = self.fs.metadata(path).ok()?;
        match found.kind {
            FileKind::Symlink => return None,
            FileKind::Directory => self.note_folder(path),
            FileKind::File | FileKind::Other => self.note(path, Ok(&found)),
        }
        Some(real.join(name))
    }

    /// Where a path really is, all its parts looked at.
    fn canonicalize_all(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        let result = self.fs.canonicalize(path);
        // A link that leads nowhere is no failure.
        if let Err(error) = &result
            && !self.fs.metadata(path).is_ok_and(|metadata| metadata.kind == FileKind::Symlink)
        {
            self.note_failure(path, error);
        }
        match &result {
            Ok(real) if real == path => {}
            Ok(real) => drop(lock(&self.links).insert(path.to_owned(), Look::LeadsTo(real.clone()))),
            Err(_) => drop(lock(&self.links).insert(path.to_owned(), Look::LeadsNowhere)),
        }
        if let Ok(real) = &result {
            self.look_at_folders_of(real);
        }
        result
    }

    /// Notes the folders above something. As long as they are folders, and not links, it stays where it is.
    fn look_at_folders_of(&self, path: &Utf8Path) {
        for folder in path.ancestors().skip(1) {
            if folder.as_str().is_empty() || self.part(folder).contains_key(folder) {
                break;
            }
            self.part(folder).insert(folder.to_owned(), Look::Folder);
        }
    }
}

impl FileSystem for ObservedFiles {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.look(path)?;
        self.fs.read(path).inspect_err(|error| self.note_failure(path, error))
    }

    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.look(path)?;
        self.fs.read_dir(path).inspect_err(|error| self.note_failure(path, error))
    }

    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        if let Some(known) = self.known_metadata(path) {
            return Ok(known);
        }
        let found = self.fs.metadata(path);
        match &found {
            // That a folder is there says nothing of what is in it: a build makes its output and its cache in the site's folder.
            Ok(metadata) if metadata.kind == FileKind::Directory => self.note_folder(path),
            _ => self.note(path, found.as_ref()),
        }
        found
    }

    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        if !path.is_absolute() {
            // The site's folder as the caller names it: what is looked at later is below the absolute one.
            return self.fs.canonicalize(path);
        }
        self.beside_others(path).map_or_else(|| self.canonicalize_all(path), Ok)
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        self.fs.create_dir_all(path)
    }

    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()> {
        self.fs.create_new(path, content)
    }

    fn create_with(&self, path: &Utf8Path, write: &mut WriteContent<'_>) -> io::Result<()> {
        self.fs.create_with(path, write)
    }

    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.fs.rename(from, to)
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.fs.remove_file(path)
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        self.fs.remove_dir(path)
    }

    fn sync(&self, path: &Utf8Path) -> io::Result<()> {
        self.fs.sync(path)
    }

    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>> {
        self.fs.lock(path, wait)
    }
}
