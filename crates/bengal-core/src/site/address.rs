//! Addresses of pages: from what authors write, and from file names, to URLs and output files that cannot lead out of the output folder.

use super::names::join;
use crate::url::{decode_path, encode_path, is_external, split_suffix};
use camino::Utf8PathBuf;

/// Where a page stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Its URL in the site: percent-encoded, starting with `/`, without the base path.
    pub url: String,
    /// Its file, relative to the output folder: only plain names joined by `/`, not percent-encoded.
    pub output: Utf8PathBuf,
}

/// A path in the site as an author wrote it, decoded and checked: no part of it is `.`, `..` or unfit for a file name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SitePath {
    /// Plain names joined by `/`; empty for the root.
    pub(super) path: String,
    /// Whether it was written with a slash at the end.
    pub(super) folder: bool,
}

impl Address {
    /// Where the page with a URL of this site stands: the way back from [`Address::url`]. `None` for a URL that no page can have.
    pub fn of_url(url: &str) -> Option<Self> {
        SitePath::parse(url).ok().map(|path| path.page(true))
    }
}

/// Longest name of a file or folder in the output, in bytes: what file systems in common use allow, less what a
/// temporary name needs.
const LONGEST_NAME: usize = 240;

/// Longest path in the output, in bytes.
const LONGEST_PATH: usize = 2000;

/// Extensions with which a URL without a slash at the end names a file.
const FILE_EXTENSIONS: [&str; 6] = ["html", "htm", "xhtml", "xml", "txt", "json"];

impl SitePath {
    /// Reads the path of a URL in the site, relative to its root whether or not it starts with `/`. It is percent-decoded once;
    /// what counts is the result.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("is empty".into());
        }
        if is_external(text) {
            return Err("must be a path in the site, without scheme or host".into());
        }
        if !split_suffix(text).1.is_empty() {
            return Err("must not have a query or fragment".into());
        }
        let Some(decoded) = decode_path(text) else { return Err("is not UTF-8 when percent-decoded".into()) };
        Ok(Self { folder: decoded.ends_with('/'), path: clean(&decoded)? })
    }

    /// The path of a file or folder name as it is, without decoding.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn of_file(path: &str) -> Result<Self, String> {
        Ok(Self { path: clean(path)?, folder: false })
    }

    /// Plain names joined by `/`, decoded; empty for the root.
    pub fn as_str(&self) -> &str {
        &self.path
    }

    /// The path with its last name replaced.
    pub(super) fn with_last(&self, name: &str) -> Self {
        let path = match self.path.rsplit_once('/') {
            Some((folder, _)) => join(folder, name),
            None => name.to_owned(),
        };
        Self { path, folder: false }
    }

    /// Where a page with this path stands.
    pub fn page(&self, pretty: bool) -> Address {
        if self.path.is_empty() {
            return Address { url: "/".into(), output: "index.html".into() };
        }
        if !self.folder && self.names_a_file() {
            return self.file();
        }
        self.named_page(pretty)
    }

    /// Where a page stands whose source has this path: a dot in a file's name (`notes-1.0.txt.md`) does not make it another kind of file.
    pub fn named_page(&self, pretty: bool) -> Address {
        if self.path.is_empty() {
            return Address { url: "/".into(), output: "index.html".into() };
        }
        let encoded = encode_path(&self.path);
        // Joined, and not formatted, they have no spare room: a site has many.
        let (url_end, file_end) = if pretty || self.folder { ("/", "/index.html") } else { (".html", ".html") };
        Address { url: ["/", &encoded, url_end].concat(), output: [&self.path, file_end].concat().into() }
    }

    /// Where a folder's own page stands: always `index.html` in that folder.
    pub fn folder_page(&self) -> Address {
        Self { path: self.path.clone(), folder: true }.page(true)
    }

    /// Where a file with this path stands.
    pub fn file(&self) -> Address {
        Address { url: format!("/{}", encode_path(&self.path)), output: self.path.clone().into() }
    }

    fn names_a_file(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').is_some_and(|(stem, extension)| !stem.is_empty() && FILE_EXTENSIONS.contains(&extension))
    }
}

/// Reads a `slug`: one name.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn parse_slug(text: &str) -> Result<String, String> {
    let path = SitePath::parse(text)?;
    if path.path.contains('/') || path.folder || path.path.is_empty() {
        return Err("must be one name without slashes".into());
    }
    Ok(path.path)
}

/// The names of a path joined by one `/` each.
fn clean(decoded: &str) -> Result<String, String> {
    let mut path = String::with_capacity(decoded.len());
    for name in decoded.split('/').filter(|name| !matches!(*name, "" | ".")) {
        if name == ".." {
            return Err("must not lead upwards with `..`".into());
        }
        if let Some(bad) = name.chars().find(|c| *c == '\\' || c.is_control()) {
            return Err(format!("must not contain `{}`", bad.escape_default()));
        }
        if name.len() > LONGEST_NAME {
            return Err(format!("has a name longer than {LONGEST_NAME} bytes"));
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(name);
    }
    if path.len() > LONGEST_PATH {
        return Err(format!("is longer than {LONGEST_PATH} bytes"));
    }
    Ok(path)
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
