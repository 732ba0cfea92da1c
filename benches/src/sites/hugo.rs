//! The site as Hugo has it: a render hook for pictures, its asset pipes for style sheet and script.

use super::content::{Page, image_name, page_name, section_name, section_of};
use super::dialect::{Dialect, File, SHARED, files, yaml};

macro_rules! layout {
    ($name:literal) => {
        ($name, include_str!(concat!("../../sites/hugo/layouts/", $name)))
    };
}

const LAYOUTS: [(&str, &str); 11] = [
    layout!("baseof.html"),
    layout!("home.html"),
    layout!("section.html"),
    layout!("page.html"),
    layout!("taxonomy.html"),
    layout!("term.html"),
    layout!("404.html"),
    layout!("_markup/render-image.html"),
    layout!("_partials/nav.html"),
    layout!("_partials/crumbs.html"),
    layout!("_partials/entries.html"),
];

/// Links are plain addresses, which Hugo does not check: the cheapest way.
#[derive(Debug)]
pub(super) struct Hugo {
    pub(super) highlight: bool,
}

impl Dialect for Hugo {
    fn assets(&self) -> &'static str {
        "assets"
    }

    fn theme(&self) -> Vec<File> {
        let highlight = if self.highlight { "true" } else { "false" };
        let settings = include_str!("../../sites/hugo/hugo.toml").replace("HIGHLIGHT", highlight);
        let mut theme = vec![("hugo.toml".to_owned(), settings)];
        theme.extend(files("layouts/", &LAYOUTS));
        theme.extend(files("assets/", &SHARED));
        theme
    }

    fn front_matter(&self, page: &Page) -> String {
        yaml(page, page.hero)
    }

    fn section(&self, title: &str, section: Option<usize>) -> String {
        let weight = section.map_or(String::new(), |section| format!("weight: {}\n", section + 1));
        format!("---\ntitle: {title}\n{weight}---\n\nWhat is here.\n")
    }

    fn link(&self, _from: &Page, page: usize, text: &str) -> String {
        format!("[{text}](/{}/{}/)", section_name(section_of(page)), page_name(page))
    }

    fn image(&self, image: usize, alt: &str) -> String {
        format!("![{alt}](images/{})", image_name(image))
    }
}
