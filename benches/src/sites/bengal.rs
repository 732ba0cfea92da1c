//! The site as Bengal has it.

use super::content::{Page, image_name, page_name, section_name, section_of};
use super::dialect::{Dialect, File, SHARED, files, yaml};

macro_rules! template {
    ($name:literal) => {
        ($name, include_str!(concat!("../../sites/bengal/templates/", $name)))
    };
}

const TEMPLATES: [(&str, &str); 8] = [
    template!("base.html"),
    template!("home.html"),
    template!("list.html"),
    template!("page.html"),
    template!("taxonomy.html"),
    template!("term.html"),
    template!("404.html"),
    template!("partials/entry.html"),
];

/// Pictures are named by the path at which they are published, links by the file that they lead to.
#[derive(Debug)]
pub(super) struct Bengal {
    /// The default theme instead of small templates.
    pub(super) docs: bool,
    pub(super) highlight: bool,
}

impl Dialect for Bengal {
    fn assets(&self) -> &'static str {
        "assets"
    }

    fn theme(&self) -> Vec<File> {
        if self.docs {
            let mut theme = files("", &[("bengal.toml", include_str!("../../sites/bengal/docs.toml"))]);
            theme.extend(files("assets/", &[("css/site.css", include_str!("../../sites/bengal/site.css"))]));
            return theme;
        }
        let mut theme = files("", &[("bengal.toml", include_str!("../../sites/bengal/equal.toml"))]);
        theme.extend(files("templates/", &TEMPLATES));
        theme.extend(files("assets/", &SHARED));
        theme
    }

    fn front_matter(&self, page: &Page) -> String {
        yaml(page, page.hero.filter(|_| !self.docs))
    }

    fn section(&self, title: &str, section: Option<usize>) -> String {
        let weight = section.map_or(String::new(), |section| format!("weight: {}\n", section + 1));
        // Dated pages would be taken for a blog.
        format!("---\ntitle: {title}\n{weight}content_type: doc\n---\n\nWhat is here.\n")
    }

    fn link(&self, from: &Page, page: usize, text: &str) -> String {
        let (section, name) = (section_of(page), page_name(page));
        if section == section_of(from.number) {
            format!("[{text}]({name}.md)")
        } else {
            format!("[{text}](../{}/{name}.md)", section_name(section))
        }
    }

    fn image(&self, image: usize, alt: &str) -> String {
        format!("![{alt}](/assets/images/{})", image_name(image))
    }

    fn language(&self, language: &'static str) -> &'static str {
        if self.highlight { language } else { "" }
    }
}
