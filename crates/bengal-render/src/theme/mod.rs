//! The embedded default theme.

/// A file of the default theme.
#[derive(Clone, Copy, Debug)]
pub struct ThemeFile {
    /// Its path below `templates/` or `assets/`: `base.html`, `css/style.css`.
    pub path: &'static str,
    /// Its content.
    pub content: &'static [u8],
}

/// The templates of the default theme, by path.
pub fn templates() -> &'static [ThemeFile] {
    &[]
}

/// The assets of the default theme, by path; they are published under `/assets/`.
pub fn assets() -> &'static [ThemeFile] {
    &[]
}
