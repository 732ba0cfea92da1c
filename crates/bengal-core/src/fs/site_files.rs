//! Reading inside the site's folder, and nowhere else.

use super::{FileKind, FileSystem, Stamp};
use camino::{Utf8Path, Utf8PathBuf};
use std::io;
use std::sync::Arc;

/// The files of one site. Every path is relative to the site's folder, with `/`; none leads out of it, by `..` or by symbolic link.
#[derive(Clone, Debug)]
pub struct SiteFiles {
    fs: Arc<dyn FileSystem>,
    /// Canonical, so that canonical paths of files can be compared with it.
    root: Utf8PathBuf,
}

impl SiteFiles {
    /// The files below `root`, which must exist.
    pub fn new(fs: Arc<dyn FileSystem>, root: &Utf8Path) -> io::Result<Self> {
        let root = fs.canonicalize(root)?;
        Ok(Self { fs, root })
    }

    /// The site's folder, canonical.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// The file access that this one is a part of.
    pub fn fs(&self) -> &Arc<dyn FileSystem> {
        &self.fs
    }

    /// The absolute path of a file of the site.
    pub fn absolute(&self, path: impl AsRef<Utf8Path>) -> Utf8PathBuf {
        self.root.join(path)
    }

    /// Where a path of the site really is, if that is inside the site: symbolic links are followed, then whole path components compared.
    ///
    /// # Errors
    /// `NotFound` where nothing is there; `PermissionDenied` where it is outside the site.
    pub fn locate(&self, path: impl AsRef<Utf8Path>) -> io::Result<Utf8PathBuf> {
        let real = self.fs.canonicalize(&self.absolute(path))?;
        if real.starts_with(&self.root) {
            return Ok(real);
        }
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "outside the site's folder"))
    }

    /// The content of a file of the site.
    ///
    /// # Errors
    /// As [`locate`](Self::locate), and those of reading.
    pub fn read(&self, path: impl AsRef<Utf8Path>) -> io::Result<Vec<u8>> {
        self.fs.read(&self.locate(path)?)
    }

    /// The content of a file of the site as text; not UTF-8 is `InvalidData`.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_text(&self, path: impl AsRef<Utf8Path>) -> io::Result<String> {
        super::read_text(&*self.fs, &self.locate(path)?)
    }

    /// How a file of the site looks, or what a symbolic link in its place leads to. `None` where that is no regular file, or outside the site.
    pub fn stamp(&self, path: impl AsRef<Utf8Path>) -> Option<Stamp> {
        let metadata = self.fs.metadata(&self.absolute(&path)).ok()?;
        match metadata.kind {
            FileKind::Symlink => Stamp::at(&*self.fs, &self.locate(path).ok()?),
            _ => Stamp::of(&metadata),
        }
    }

    /// Whether a regular file, or a symbolic link to one inside the site, is at this path.
    pub fn is_file(&self, path: impl AsRef<Utf8Path>) -> bool {
        self.locate(path).and_then(|real| self.fs.metadata(&real)).is_ok_and(|metadata| metadata.kind == FileKind::File)
    }
}
