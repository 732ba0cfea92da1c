//! What a build is asked to do.

use camino::Utf8PathBuf;

/// The request for one build. Everything that depends on the machine is in here: the engine itself reads no environment.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// The site's folder.
    pub source: Utf8PathBuf,
    /// The output folder, absolute or relative to the process; `None` leaves it to the configuration.
    pub output: Option<Utf8PathBuf>,
    /// The cache folder, absolute or relative to the process; `None` is `.bengal` in the site's folder.
    pub cache_dir: Option<Utf8PathBuf>,
    /// The environment whose configuration is laid over the default one.
    pub environment: Option<String>,
    /// The profile whose configuration is laid over both.
    pub profile: Option<String>,
    /// The configuration file, instead of those that are looked for.
    pub config: Option<Utf8PathBuf>,
    /// A base URL that the environment states, for sites whose configuration states none.
    pub environment_baseurl: Option<String>,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Whether a warning fails the build.
    pub strict: bool,
    /// Whether the files of earlier builds are removed first.
    pub clean_output: bool,
    /// Whether what earlier builds know of pages is left aside: every page is rendered.
    pub from_scratch: bool,
    /// Threads; 0 means one for each core.
    pub jobs: usize,
    /// Folders that must never be an output folder, such as the user's home.
    pub protected: Vec<Utf8PathBuf>,
    /// Whether to fail at once, instead of waiting, where another build holds the lock.
    pub no_wait: bool,
}
