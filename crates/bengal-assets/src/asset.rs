//! What goes in: assets with their places.

use bengal_core::fs::SiteFiles;
use camino::{Utf8Path, Utf8PathBuf};
use std::borrow::Cow;
use std::io;

/// Where the bytes of an asset are.
#[derive(Clone, Debug)]
pub enum AssetSource {
    /// In memory: the default theme, or something that was made.
    Embedded(Cow<'static, [u8]>),
    /// In a file of the site, by its path in the site's folder.
    File(Utf8PathBuf),
}

impl AssetSource {
    /// The bytes.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn read(&self, files: &SiteFiles) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Embedded(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::File(path) => files.read(path).map(Cow::Owned),
        }
    }

    /// The path of the file, where there is one.
    pub fn file(&self) -> Option<&Utf8Path> {
        match self {
            Self::Embedded(_) => None,
            Self::File(path) => Some(path),
        }
    }
}

/// An asset that shall be published.
#[derive(Clone, Debug)]
pub struct AssetInput {
    /// Its logical path.
    pub logical: String,
    /// Where its bytes are.
    pub source: AssetSource,
    /// Whether it is published byte for byte under its own name, as the files of `static/` are.
    pub verbatim: bool,
}
