//! The embedded default theme: its templates, style sheets and scripts, written for this program and part of the binary.

#[cfg(test)]
mod tests;

/// A file of the default theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Its path below `templates/` or `assets/`: `base.html`, `css/style.css`.
    pub path: &'static str,
    /// Its content.
    pub content: &'static [u8],
}

macro_rules! embed {
    ($folder:literal: $($path:literal)*) => {
        &[$(ThemeFile { path: $path, content: include_bytes!(concat!("../../theme/", $folder, "/", $path)) }),*]
    };
}

const TEMPLATES: &[ThemeFile] = embed!("templates":
    "404.html"
    "base.html"
    "blog/list.html"
    "blog/single.html"
    "home.html"
    "list.html"
    "page.html"
    "partials/breadcrumbs.html"
    "partials/cards.html"
    "partials/drawer.html"
    "partials/footer.html"
    "partials/head.html"
    "partials/header.html"
    "partials/icons.html"
    "partials/meta.html"
    "partials/pager.html"
    "partials/prev-next.html"
    "partials/tags.html"
    "partials/title.html"
    "partials/toc-inline.html"
    "partials/toc.html"
    "taxonomy.html"
    "term.html"
);

const ASSETS: &[ThemeFile] = embed!("assets":
    "css/code.css"
    "css/content.css"
    "css/style.css"
    "images/favicon.svg"
    "js/appearance.js"
    "js/bengal.js"
);

/// The templates of the default theme, by path.
pub fn templates() -> &'static [ThemeFile] {
    TEMPLATES
}

/// The assets of the default theme, by path; they are published under `/assets/`.
pub fn assets() -> &'static [ThemeFile] {
    ASSETS
}
