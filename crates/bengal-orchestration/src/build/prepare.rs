//! Before the first phase: where everything is, what the configuration says, and that nobody else is building.

use crate::options::BuildOptions;
use crate::output::{check_cache_folder, check_output_folder};
use crate::phase::Observer;
use bengal_cache::{Cache, CacheError, Durability, OpenOptions, WhenLocked};
use bengal_core::config::{self, ConfigRequest};
use bengal_core::fs::{FileKind, FileSystem, SiteFiles};
use bengal_core::{Config, Diagnostic};
use camino::{Utf8Path, Utf8PathBuf};
use std::error::Error;
use std::sync::Arc;

/// A site that can be built.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) files: SiteFiles,
    pub(super) config: Config,
    /// The output folder, canonical.
    pub(super) output: Utf8PathBuf,
    /// The open cache; `None` where it cannot be opened, which is a warning: the build works without.
    pub(super) cache: Option<Cache>,
}

/// Reads the configuration, checks the output folder and opens the cache. The site is read through `sources`, all else goes through `fs`.
///
/// # Errors
/// `Err` where no build is possible; what was found wrong is in `diagnostics` in either case.
pub(super) fn prepare(
    fs: &Arc<dyn FileSystem>,
    sources: &Arc<dyn FileSystem>,
    options: &BuildOptions,
    observer: &dyn Observer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared> {
    let (files, config) = read_configuration(sources, options, diagnostics)?;
    let output = output_folder(&files, options, &config);
    let cache_dir = cache_folder(&files, options);
    if let Err(diagnostic) = check_cache_folder(&**fs, files.root(), config.content_folder(), &cache_dir) {
        diagnostics.push(diagnostic);
        return None;
    }
    let output = match check_output_folder(
        &**fs,
        files.root(),
        &cache_dir,
        &options.protected,
        config.content_folder(),
        &output,
    ) {
        Ok(output) => output,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let cache = match open_cache(fs, &cache_dir, options.no_wait, observer) {
        Ok(cache) => Some(cache),
        Err(error @ CacheError::Locked { .. }) => {
            let diagnostic =
                Diagnostic::error("locked", error.to_string()).hint("leave out `--no-wait` to wait for it");
            diagnostics.push(diagnostic);
            return None;
        }
        Err(error) => {
            let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            diagnostics.push(
                Diagnostic::warning("no-cache", format!("this build leaves no records: {error}{cause}"))
                    .hint("name another folder with `--cache-dir DIR`"),
            );
            None
        }
    };
    Some(Prepared { files, config, output, cache })
}

/// The configuration, with the folder of the content resolved. `None` where no site is there, or its configuration cannot be used.
pub(super) fn read_configuration(
    fs: &Arc<dyn FileSystem>,
    options: &BuildOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(SiteFiles, Config)> {
    let source = &options.source;
    let files = match SiteFiles::new(Arc::clone(fs), source) {
        Ok(files) if is_folder(&**fs, files.root()) => files,
        Ok(_) => {
            diagnostics.push(Diagnostic::error("no-site", format!("`{source}` is not a folder")));
            return None;
        }
        Err(error) => {
            diagnostics
                .push(Diagnostic::error("no-site", format!("cannot open the site's folder `{source}`: {error}")));
            return None;
        }
    };
    let request = ConfigRequest {
        environment: options.environment.clone().unwrap_or_else(|| "local".to_owned()),
        profile: options.profile.clone(),
        file: options.config.clone(),
        environment_baseurl: options.environment_baseurl.clone(),
    };
    let mut loaded = config::load(&files, &request);
    let usable = loaded.is_usable();
    diagnostics.append(&mut loaded.diagnostics);
    if !usable {
        return None;
    }
    let configured = !loaded.sources.is_empty();
    match content_folder(&files, &loaded.config, configured) {
        Ok(folder) => {
            loaded.config.build.content_dir = Some(folder);
            Some((files, loaded.config))
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// The folder of the content: the configured one, else `content`, else the site's folder where it has Markdown and no configuration.
fn content_folder(files: &SiteFiles, config: &Config, configured: bool) -> Result<String, Diagnostic> {
    let exists = |path: &str| is_folder(&**files.fs(), &files.absolute(path));
    if let Some(folder) = &config.build.content_dir {
        return match bengal_core::url::join("", folder) {
            Some(path) if exists(&path) => Ok(path),
            _ => Err(Diagnostic::error("no-content", format!("there is no folder `{folder}` in the site"))
                .hint("`build.content_dir` names the folder of the content, inside the site's folder")),
        };
    }
    if exists("content") {
        return Ok("content".to_owned());
    }
    if configured {
        return Err(Diagnostic::error("no-content", "the site has no folder `content`")
            .hint("make `content/index.md`, or name another folder with `build.content_dir`"));
    }
    let has_markdown = files.fs().read_dir(files.root()).is_ok_and(|entries| {
        entries.iter().any(|entry| entry.kind == FileKind::File && entry.name.to_ascii_lowercase().ends_with(".md"))
    });
    if has_markdown {
        return Ok(String::new());
    }
    Err(Diagnostic::error("no-site", format!("there is no site in `{}`", files.root())).hint(
        "a site is a folder with `content/index.md`, or just Markdown files; `--source DIR` names another folder",
    ))
}

/// The output folder as asked for, not yet checked.
pub(super) fn output_folder(files: &SiteFiles, options: &BuildOptions, config: &Config) -> Utf8PathBuf {
    options.output.clone().unwrap_or_else(|| files.absolute(&config.build.output_dir))
}

/// The cache folder.
pub(super) fn cache_folder(files: &SiteFiles, options: &BuildOptions) -> Utf8PathBuf {
    options.cache_dir.clone().unwrap_or_else(|| files.absolute(".bengal"))
}

/// Opens the cache; tells the observer where another build has to be waited for.
pub(super) fn open_cache(
    fs: &Arc<dyn FileSystem>,
    folder: &Utf8Path,
    no_wait: bool,
    observer: &dyn Observer,
) -> Result<Cache, CacheError> {
    // What a power failure tears is recognised, and outputs are not brought to stable storage either.
    let options = OpenOptions::new().with_durability(Durability::Process);
    let at_once = options.clone().with_when_locked(WhenLocked::Fail);
    match Cache::open(Arc::clone(fs), folder, &at_once) {
        Err(CacheError::Locked { .. }) if !no_wait => {
            observer.waiting_for_lock();
            Cache::open(Arc::clone(fs), folder, &options)
        }
        result => result,
    }
}

fn is_folder(fs: &dyn FileSystem, path: &Utf8Path) -> bool {
    fs.canonicalize(path).and_then(|real| fs.metadata(&real)).is_ok_and(|metadata| metadata.kind == FileKind::Directory)
}
