//! Why a table cannot be used.

use bengal_core::Diagnostic;
use camino::Utf8Path;
use std::io;

/// Why a table of the cache cannot be used. Each is answered in the same way: by doing without it and writing it anew.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// The file is there and cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// Something other than a regular file is in its place; it was not opened.
    #[error("not a regular file")]
    NotAFile,
    /// The file is larger than any that this version would write; it was not read.
    #[error("the file has {len} bytes, and {limit} are the limit")]
    TooLarge {
        /// The size of the file in bytes.
        len: u64,
        /// The most that is read.
        limit: u64,
    },
    /// The file does not start as a table does.
    #[error("not a table of this cache")]
    NotATable,
    /// The header ends too early, or holds what is no text.
    #[error("the header is malformed")]
    Header,
    /// The file is another table.
    #[error("the file holds the table `{found}`")]
    OtherTable {
        /// The name in the header.
        found: String,
    },
    /// The table was written with another schema.
    #[error("the table has schema {found}, and {expected} is read")]
    OtherSchema {
        /// The schema in the header.
        found: u32,
        /// The schema that the reader knows.
        expected: u32,
    },
    /// Another tool, or another version of it, has written the table.
    #[error("the table was written by `{found}`")]
    OtherTool {
        /// The tool in the header.
        found: String,
    },
    /// The file is cut, or something follows the table.
    #[error("the payload has {found} bytes, and should have {expected}")]
    Length {
        /// The payload's length in the header.
        expected: u64,
        /// The bytes that follow the header.
        found: u64,
    },
    /// The payload is not what was written.
    #[error("the checksum does not match")]
    Checksum,
    /// The payload is intact and is not what the schema says.
    #[error("the payload does not follow its schema: {0}")]
    Encoding(String),
    /// The payload follows its schema and contradicts itself.
    #[error("the payload contradicts itself: {0}")]
    Inconsistent(&'static str),
}

impl Damage {
    /// Whether the table is sound and just not for this reader: nothing is wrong, it is only outdated.
    pub fn is_outdated(&self) -> bool {
        matches!(self, Self::OtherSchema { .. } | Self::OtherTool { .. })
    }

    /// The damage as a diagnostic for the file at `path`: the note `outdated-cache` or the warning `damaged-cache`.
    pub fn diagnostic(&self, path: &Utf8Path) -> Diagnostic {
        let diagnostic = if self.is_outdated() {
            Diagnostic::note("outdated-cache", format!("`{path}` is made anew: {self}"))
        } else {
            Diagnostic::warning("damaged-cache", format!("`{path}` is damaged and made anew: {self}"))
        };
        diagnostic.in_file(path)
    }
}
