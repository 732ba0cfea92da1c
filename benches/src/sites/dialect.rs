//! How a peer writes what all sites say.

use super::content::{Block, Page, image_name};
use std::fmt::Write as _;

/// A path and a text.
pub(super) type File = (String, String);

/// The style sheets, the scripts and the picture of every theme, below the folder for assets.
pub(super) const SHARED: [(&str, &str); 6] = [
    ("css/style.css", include_str!("../../sites/shared/css/style.css")),
    ("css/parts/layout.css", include_str!("../../sites/shared/css/parts/layout.css")),
    ("css/parts/code.css", include_str!("../../sites/shared/css/parts/code.css")),
    ("js/main.js", include_str!("../../sites/shared/js/main.js")),
    ("js/toggle.js", include_str!("../../sites/shared/js/toggle.js")),
    ("images/backdrop.svg", include_str!("../../sites/shared/backdrop.svg")),
];

/// A peer's way of writing.
pub(super) trait Dialect {
    /// The folder whose files are published.
    fn assets(&self) -> &'static str;
    /// Configuration, templates, style sheets and scripts.
    fn theme(&self) -> Vec<File>;
    /// Front matter, with its fences.
    fn front_matter(&self, page: &Page) -> String;
    /// The page of a section, or the home page.
    fn section(&self, title: &str, section: Option<usize>) -> String;
    /// A link to a page.
    fn link(&self, from: &Page, page: usize, text: &str) -> String;
    /// A picture in a paragraph of its own.
    fn image(&self, image: usize, alt: &str) -> String;
    /// What stands behind the fence of a code block.
    fn language(&self, language: &'static str) -> &'static str {
        language
    }
}

/// Front matter in YAML, with the pictures at the head of the page.
pub(super) fn yaml(page: &Page, hero: Option<(usize, usize)>) -> String {
    let mut text = format!(
        "---\ntitle: {}\ndescription: \"{}\"\ndate: {}\nweight: {}\ntags: {}\n",
        page.title,
        page.description,
        page.date,
        page.weight,
        quoted(&page.tags)
    );
    if let Some((small, large)) = hero {
        // Writing to a string does not fail.
        _ = writeln!(text, "hero: images/{}\nhero_large: images/{}", image_name(small), image_name(large));
    }
    text.push_str("---\n");
    text
}

/// The source of a page.
pub(super) fn markdown(dialect: &dyn Dialect, page: &Page) -> String {
    dialect.front_matter(page) + &body(dialect, page)
}

/// What stands below the front matter of a page.
pub(super) fn body(dialect: &dyn Dialect, page: &Page) -> String {
    let mut text = String::new();
    for block in &page.body {
        text.push('\n');
        text.push_str(&match block {
            Block::Markdown(text) => text.clone(),
            Block::Image { image, alt } => dialect.image(*image, alt),
            Block::Link { before, page: target, text } => {
                format!("{before} See {}.", dialect.link(page, *target, text))
            }
            Block::Code { language, code } => format!("```{}\n{code}```", dialect.language(language)),
        });
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}

/// Files of a theme.
pub(super) fn files(folder: &str, files: &[(&str, &str)]) -> Vec<File> {
    files.iter().map(|(path, text)| (format!("{folder}{path}"), (*text).to_owned())).collect()
}

/// Texts as a list in quotes, as YAML and TOML have it.
pub(super) fn quoted(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    format!("[{}]", texts.join(", "))
}
