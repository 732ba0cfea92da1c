//! The site as Zola has it: internal links with `@/`, pictures by a shortcode, `?h=` behind addresses.

use super::content::{Page, image_name, page_name, section_name, section_of};
use super::dialect::{Dialect, File, SHARED, files, quoted};
use std::fmt::Write as _;

macro_rules! template {
    ($name:literal) => {
        ($name, include_str!(concat!("../../sites/zola/templates/", $name)))
    };
}

const TEMPLATES: [(&str, &str); 8] = [
    template!("base.html"),
    template!("index.html"),
    template!("section.html"),
    template!("page.html"),
    template!("tags/list.html"),
    template!("tags/single.html"),
    template!("404.html"),
    template!("shortcodes/image.html"),
];

/// Its links are checked, as those of Bengal are.
#[derive(Debug)]
pub(super) struct Zola {
    pub(super) highlight: bool,
}

impl Dialect for Zola {
    fn assets(&self) -> &'static str {
        "static"
    }

    fn theme(&self) -> Vec<File> {
        let mut settings = include_str!("../../sites/zola/config.toml").to_owned();
        if self.highlight {
            settings.push_str(include_str!("../../sites/zola/highlighting.toml"));
        }
        let mut theme = vec![("config.toml".to_owned(), settings)];
        theme.extend(files("templates/", &TEMPLATES));
        theme.extend(files("static/", &SHARED));
        theme
    }

    fn front_matter(&self, page: &Page) -> String {
        let mut text = format!(
            "+++\ntitle = \"{}\"\ndescription = \"{}\"\ndate = {}\nweight = {}\n\n[taxonomies]\ntags = {}\n",
            page.title,
            page.description,
            page.date,
            page.weight,
            quoted(&page.tags)
        );
        if let Some((small, large)) = page.hero {
            let (small, large) = (image_name(small), image_name(large));
            // Writing to a string does not fail.
            _ = writeln!(text, "\n[extra]\nhero = \"images/{small}\"\nhero_large = \"images/{large}\"");
        }
        text.push_str("+++\n");
        text
    }

    fn section(&self, title: &str, section: Option<usize>) -> String {
        let weight = section.map_or(String::new(), |section| format!("weight = {}\n", section + 1));
        let order = if section.is_some() { "weight" } else { "none" };
        format!("+++\ntitle = \"{title}\"\n{weight}sort_by = \"{order}\"\n+++\n\nWhat is here.\n")
    }

    fn link(&self, _from: &Page, page: usize, text: &str) -> String {
        format!("[{text}](@/{}/{}.md)", section_name(section_of(page)), page_name(page))
    }

    fn image(&self, image: usize, alt: &str) -> String {
        format!("{{{{ image(path=\"images/{}\", alt=\"{alt}\") }}}}", image_name(image))
    }
}
