//! What is done to a site between two builds.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The files of a site by path relative to its folder, without output and cache.
pub type Sources = BTreeMap<String, Arc<[u8]>>;

/// One step of a sequence: what is changed before the next build. It says exactly what is done, so that it means the same in a shorter
/// sequence.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What it is, in words.
    pub name: String,
    /// What is done, in order.
    pub changes: Vec<Change>,
}

/// A change of the site's folder, or of how it is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A source file gets this content. It is made where it is missing.
    Write(String, Arc<[u8]>),
    /// The same, and on disk the file keeps its modification time.
    WriteWithSameTime(String, Arc<[u8]>),
    /// The same, and on disk the file gets a modification time of long ago.
    WriteInThePast(String, Arc<[u8]>),
    /// A source file goes, if it is there.
    Remove(String),
    /// All source files of a folder go.
    RemoveFolder(String),
    /// A source file gets another modification time, and keeps its content.
    Touch(String),
    /// The n-th file of the output gets other bytes; they count round.
    AlterOutput(usize),
    /// The n-th file of the output goes.
    RemoveOutput(usize),
    /// A file that is not ours comes into the output.
    ForeignOutput(String),
    /// The cache goes.
    LoseCache,
    /// A byte of a table of the cache is another one, or all from there on is gone.
    DamageCache {
        /// Which table; they count round.
        table: usize,
        /// Which byte; they count round.
        byte: usize,
        /// Whether the table ends there.
        cut: bool,
    },
    /// The next builds have these options.
    Options(Options),
    /// On disk, so much time passes that the stamps of files are trusted.
    Wait,
}

/// What builds are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether drafts are published.
    pub drafts: bool,
    /// Whether the environment is `production`.
    pub production: bool,
    /// Whether the output goes to another folder.
    pub elsewhere: bool,
}

impl Edit {
    /// An edit of one change.
    pub fn new(name: impl Into<String>, change: Change) -> Self {
        Self { name: name.into(), changes: vec![change] }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        self.changes.iter().try_for_each(|change| write!(f, "\n    {change}"))
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write(path, content) => write!(f, "write {path}: {}", shown(content)),
            Self::WriteWithSameTime(path, content) => write!(f, "write {path}, same time: {}", shown(content)),
            Self::WriteInThePast(path, content) => write!(f, "write {path}, in the past: {}", shown(content)),
            other => write!(f, "{other:?}"),
        }
    }
}

/// The start of a content, for people.
fn shown(content: &[u8]) -> String {
    const MOST: usize = 1_500;
    let text = String::from_utf8_lossy(&content[..content.len().min(MOST)]);
    format!("{} bytes {text:?}", content.len())
}
