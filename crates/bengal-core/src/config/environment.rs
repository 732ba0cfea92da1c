//! Names of environments.

/// Each group is one environment; its canonical name is the first.
const GROUPS: [&[&str]; 3] =
    [&["local", "dev", "development"], &["preview", "staging", "stage"], &["production", "prod"]];

/// The canonical name of an environment: `prod` is `production`, `dev` is `local`. Other names are their own.
///
/// ```
/// assert_eq!(bengal_core::config::canonical_environment("prod"), "production");
/// assert_eq!(bengal_core::config::canonical_environment("qa"), "qa");
/// ```
pub fn canonical_environment(name: &str) -> &str {
    GROUPS.iter().find(|group| group.contains(&name)).map_or(name, |group| group[0])
}

/// The names under which the files of an environment may stand, the one asked for first.
pub(super) fn file_names(name: &str) -> Vec<&str> {
    let mut names = vec![name];
    if let Some(group) = GROUPS.iter().find(|group| group.contains(&name)) {
        names.extend(group.iter().filter(|other| **other != name));
    }
    names
}

/// Whether an environment exists without a file of its own.
pub(super) fn is_standard(name: &str) -> bool {
    GROUPS.iter().any(|group| group.contains(&name))
}
