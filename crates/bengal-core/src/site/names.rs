//! What the names of files and folders under `content/` mean.

use camino::Utf8Path;

/// Whether a file or folder with this name is neither page nor published file: it starts with `.` or `_` and is not a
/// section's own page.
///
/// ```
/// use bengal_core::site::is_hidden_name;
/// assert!(is_hidden_name("_snippets") && is_hidden_name(".git"));
/// assert!(!is_hidden_name("_index.md") && !is_hidden_name("a_b.md"));
/// ```
pub fn is_hidden_name(name: &str) -> bool {
    name.starts_with(['.', '_']) && !matches!(name, "_index.md" | "_index.markdown")
}

/// Whether a file with this name is a page (of Markdown), rather than a file that is published as it is.
///
/// ```
/// assert!(bengal_core::site::is_page_name("a.md") && !bengal_core::site::is_page_name("a.png"));
/// ```
pub fn is_page_name(name: &str) -> bool {
    matches!(Utf8Path::new(name).extension(), Some("md" | "markdown"))
}

/// What the name of a page's file says of its place in its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `_index.md`: the folder's own page.
    SectionIndex,
    /// `index.md`: the folder's own page too, or the page that the folder is there for.
    Index,
    /// Any other name.
    Page,
}

/// A page's file, taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileName<'a> {
    /// Its folder under `content/`, empty for `content/` itself.
    pub(super) folder: &'a str,
    /// Its name without extension.
    pub(super) stem: &'a str,
    /// What the name says.
    pub(super) role: Role,
}

impl<'a> FileName<'a> {
    /// Takes apart a path in the site's folder; `content` is the folder of the content in it.
    pub(super) fn of(path: &'a str, content: &str) -> Self {
        let path = below_content(path, content);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown")).unwrap_or(name);
        let role = match stem {
            "_index" => Role::SectionIndex,
            "index" => Role::Index,
            _ => Role::Page,
        };
        Self { folder, stem, role }
    }

    /// Its key for cross references: the folder for the folder's own page, else folder and stem.
    pub(super) fn key(&self) -> String {
        match self.role {
            Role::SectionIndex | Role::Index => self.folder.to_owned(),
            Role::Page => join(self.folder, self.stem),
        }
    }
}

/// A path in the site's folder without the content folder before it.
pub(super) fn below_content<'a>(path: &'a str, content: &str) -> &'a str {
    path.strip_prefix(content).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}

/// The folder that a folder is in; `None` for the root (empty).
pub(super) fn parent_of(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent))
}

/// The last name of a path.
pub(super) fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Joins a folder (empty for the root) and a name.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { [folder, "/", name].concat() }
}
