//! Which template a page gets.

use bengal_core::site::PageKind;
use bengal_core::{Page, Site};

/// The templates for a page without a `template` in its front matter, in the order in which they are looked for. The last one is
/// always there: the default theme has it.
///
/// | kind | looked for |
/// |---|---|
/// | home | `<type>/home.html`, `home.html`, `index.html`, `list.html` |
/// | section | `<type>/list.html`, `<folder>/list.html` and `<folder>.html` for its folder and those above, `list.html` |
/// | page | `<type>/single.html`, `<type>/page.html`, `<folder>/single.html` and `<folder>/page.html` likewise, `page.html` |
/// | taxonomy | `<taxonomy>/taxonomy.html`, `<taxonomy>.html`, `taxonomy.html` |
/// | term | `<taxonomy>/term.html`, `<singular>.html`, `term.html` |
/// | not found | `404.html` |
pub(super) fn candidates(site: &Site, page: &Page) -> Vec<String> {
    let kind = &*page.content_type;
    let mut names = Vec::new();
    match page.kind {
        PageKind::Home => {
            names.extend([format!("{kind}/home.html"), "home.html".into(), "index.html".into(), "list.html".into()]);
        }
        PageKind::Section => {
            names.push(format!("{kind}/list.html"));
            for folder in folders(&site.section(page.section).path) {
                names.extend([format!("{folder}/list.html"), format!("{folder}.html")]);
            }
            names.push("list.html".into());
        }
        PageKind::Page => {
            names.extend([format!("{kind}/single.html"), format!("{kind}/page.html")]);
            for folder in folders(&site.section(page.section).path) {
                names.extend([format!("{folder}/single.html"), format!("{folder}/page.html")]);
            }
            names.push("page.html".into());
        }
        PageKind::Taxonomy | PageKind::Term => {
            let taxonomy = page.details.taxonomy.and_then(|(at, _)| site.taxonomies.get(at));
            let (plural, singular) = taxonomy.map_or(("", ""), |taxonomy| (&taxonomy.name, &taxonomy.singular));
            if page.kind == PageKind::Term {
                names.extend([format!("{plural}/term.html"), format!("{singular}.html"), "term.html".into()]);
            } else {
                names.extend([format!("{plural}/taxonomy.html"), format!("{plural}.html"), "taxonomy.html".into()]);
            }
        }
        PageKind::NotFound => names.push("404.html".into()),
    }
    names.retain(|name| !name.starts_with('/'));
    names
}

/// A folder and those above it, nearest first: `docs/guide`, `docs`. Names that templates have anyway are left out.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors((!path.is_empty()).then_some(path), |path| path.rsplit_once('/').map(|(above, _)| above))
        .filter(|path| !matches!(*path, "page" | "home" | "index" | "base" | "taxonomy" | "term" | "404" | "partials"))
}

/// How a front matter's `template` may be meant: as written, or without its extension.
pub(super) fn asked(template: &str) -> [String; 2] {
    [template.to_owned(), format!("{template}.html")]
}
