//! The globs of `--ignore` and `--allow`.

use super::options::{TrackError, TrackOptions};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

#[derive(Debug)]
pub(super) struct Patterns {
    ignore: GlobSet,
    allow: GlobSet,
}

impl Patterns {
    pub(super) fn new(options: &TrackOptions) -> Result<Self, TrackError> {
        Ok(Self { ignore: compile(&options.ignore)?, allow: compile(&options.allow)? })
    }

    /// Whether a file or folder, by its own path, is to be left alone.
    pub(super) fn ignores(&self, path: &str) -> bool {
        self.ignore.is_match(path)
    }

    /// Whether a path, or a folder that it is in, is to be left alone.
    pub(super) fn ignores_within(&self, path: &str) -> bool {
        !self.ignore.is_empty()
            && (self.ignores(path.trim_end_matches('/'))
                || path.match_indices('/').any(|(slash, _)| self.ignores(&path[..slash])))
    }

    /// Whether a file may be missing or unused.
    pub(super) fn allows(&self, path: &str) -> bool {
        self.allow.is_match(path)
    }
}

/// A glob without a slash matches at any depth, as in `.gitignore`.
fn compile(globs: &[String]) -> Result<GlobSet, TrackError> {
    let malformed = |glob: &str, error: &globset::Error| TrackError::Glob {
        glob: glob.to_owned(),
        reason: error.kind().to_string(),
    };
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let path = glob.trim_end_matches('/');
        let pattern = match path.strip_prefix('/') {
            Some(rooted) => rooted.to_owned(),
            None if path.contains('/') => path.to_owned(),
            None => format!("**/{path}"),
        };
        let compiled =
            GlobBuilder::new(&pattern).literal_separator(true).build().map_err(|error| malformed(glob, &error))?;
        set.add(compiled);
    }
    set.build().map_err(|error| malformed(&globs.join(" "), &error))
}
