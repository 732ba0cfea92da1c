//! What to track, and why that may fail.

use bengal_cache::{CacheError, Damage};
use camino::Utf8PathBuf;
use std::io;

/// What to track, and how.
#[derive(Clone, Debug, Default)]
pub struct TrackOptions {
    /// The folder.
    pub folder: Utf8PathBuf,
    /// Where the folder is published, such as `https://example.org/docs/`: absolute links to it are then links to its
    /// files, and a path like `/docs/a.png` is the file `a.png`. Without it the folder is the root of a host.
    pub base_url: Option<String>,
    /// Globs of files and folders that are left alone: not read, and neither missing nor unused. A glob without a slash
    /// matches at any depth.
    pub ignore: Vec<String>,
    /// Globs of files that may be missing or unused.
    pub allow: Vec<String>,
    /// Number of threads; 0 for one each core.
    pub jobs: usize,
    /// Where to keep what was read, so that the next run reads only what changed: a file, or a cache folder if a folder is
    /// there or the path ends with a slash.
    pub cache: Option<Utf8PathBuf>,
    /// Return an error where another process has the cache folder open, and do not wait for it.
    pub no_wait: bool,
    /// Note where references stand that lead to files: whoever asks for [users](super::TrackedTree::users) or
    /// [page trees](super::TrackedTree::page_tree) may want to show it. Those that lead to no file always have a place.
    pub places_of_found: bool,
}

/// Follows a run.
pub trait TrackObserver: Sync {
    /// So many of all files are read.
    fn files_done(&self, _done: usize, _total: usize) {}

    /// Another process has the cache folder open; now the run waits for it.
    fn waiting_for_lock(&self) {}
}

/// An observer that nobody asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Untold;

impl TrackObserver for Untold {}

/// Why a folder cannot be tracked at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrackError {
    /// The folder cannot be opened.
    #[error("cannot open the folder `{path}`")]
    Folder {
        /// The folder.
        path: Utf8PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A glob is malformed.
    #[error("`{glob}` is not a glob: {reason}")]
    Glob {
        /// The glob.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The base URL is none.
    #[error("`{url}` is not an absolute http or https URL")]
    BaseUrl {
        /// What was given.
        url: String,
    },
    /// The cache cannot be opened or written.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// What the cache file is to be is something else, which is left as it is.
    #[error("`{path}` is not a cache of `bengal track`: {reason}")]
    ForeignCache {
        /// The file.
        path: Utf8PathBuf,
        /// How that is known.
        reason: Damage,
    },
    /// The cache file cannot be written.
    #[error("cannot write the cache `{path}`")]
    CacheFile {
        /// The file.
        path: Utf8PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// Threads cannot be started.
    #[error("cannot start threads: {0}")]
    Threads(String),
}

impl TrackError {
    /// Whether an option is malformed, whatever is in the folder.
    pub fn is_wrong_usage(&self) -> bool {
        matches!(self, Self::Glob { .. } | Self::BaseUrl { .. })
    }

    /// What the user may do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::ForeignCache { .. } => Some("name another file; this one stays as it is"),
            Self::Cache(CacheError::Locked { .. }) => Some("leave out `--no-wait` to wait for it"),
            Self::Cache(error) => error.hint(),
            Self::BaseUrl { .. } => Some("an example is `https://example.org/docs/`"),
            _ => None,
        }
    }
}
