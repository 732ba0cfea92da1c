//! Generated sites: the same content for Bengal, Hugo and Zola, and for each a theme with the same features, in its own idiom.
//!
//! Pages have headings, lists, a table, a quote, two fenced blocks, pictures, links, tags, dates and weights; the themes have the
//! navigation of sections, breadcrumbs, a table of contents, tag pages, links to the neighbours, a feed, a sitemap, and addresses of
//! style sheet, script and pictures that change with their content. Nothing depends on a clock or on the machine.

mod bengal;
mod content;
mod dialect;
mod hugo;
mod pictures;
mod prose;
mod random;
mod zola;

pub use content::{SECTIONS, TAGS};

use content::{Page, Scope, page_name, section_name, section_of};
use dialect::Dialect;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Pictures of a site, where nobody says otherwise: 400 photos and 100 drawings.
pub const IMAGES: usize = 500;

/// The name of the file which says that a folder is a generated site, and may be removed.
const MARKER: &str = ".generated-site";

/// A generator, and with Bengal the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Bengal with small templates that have the features of those of the peers.
    Bengal,
    /// Bengal with its own default theme: navigation tree, related pages, cards.
    BengalDocs,
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
}

/// How much there is on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Some 4 KB of Markdown.
    Full,
    /// Some 300 bytes: two sentences, a link, a tag.
    Small,
}

/// What is generated.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// For whom.
    pub peer: Peer,
    /// Pages, without home page, sections and tags.
    pub pages: usize,
    /// Pictures.
    pub images: usize,
    /// How much there is on each page.
    pub size: Size,
    /// Whether code is to be highlighted. Bengal has no such setting: without it, its fenced blocks name no language.
    pub highlight: bool,
}

impl Recipe {
    /// A site with [`IMAGES`] pictures, full pages and highlighting.
    pub fn new(peer: Peer, pages: usize) -> Self {
        Self { peer, pages, images: IMAGES, size: Size::Full, highlight: true }
    }

    /// Small pages and no pictures.
    pub fn small(peer: Peer, pages: usize) -> Self {
        Self { images: 0, size: Size::Small, ..Self::new(peer, pages) }
    }

    /// Path and Markdown of each page of a site of Bengal's, without front matter.
    pub fn pages(&self) -> Vec<(String, String)> {
        let dialect = bengal::Bengal { docs: true, highlight: self.highlight };
        let scope = Scope { pages: self.pages, images: self.images };
        let page = |number| {
            let path = format!("content/{}/{}.md", section_name(section_of(number)), page_name(number));
            (path, dialect::body(&dialect, &Page::new(number, scope, self.size)))
        };
        (0..self.pages).map(page).collect()
    }

    /// Writes the site. A site that was generated before is removed from the folder first.
    ///
    /// # Errors
    /// When the folder holds something else, and when a file cannot be written.
    pub fn generate(&self, folder: &Path) -> io::Result<()> {
        clear(folder)?;
        let site = Writer { folder };
        site.write(MARKER, b"This folder was generated, and may be removed.\n")?;
        let dialect: &dyn Dialect = match self.peer {
            Peer::Bengal => &bengal::Bengal { docs: false, highlight: self.highlight },
            Peer::BengalDocs => &bengal::Bengal { docs: true, highlight: self.highlight },
            Peer::Hugo => &hugo::Hugo { highlight: self.highlight },
            Peer::Zola => &zola::Zola { highlight: self.highlight },
        };
        for (path, text) in dialect.theme() {
            site.write(&path, text.as_bytes())?;
        }
        for image in 0..self.images {
            let bytes = pictures::picture(image).map_err(io::Error::other)?;
            site.write(&format!("{}/images/{}", dialect.assets(), content::image_name(image)), &bytes)?;
        }
        site.write("content/_index.md", dialect.section("Home", None).as_bytes())?;
        for section in 0..SECTIONS {
            let text = dialect.section(&format!("Section {section}"), Some(section));
            site.write(&format!("content/{}/_index.md", section_name(section)), text.as_bytes())?;
        }
        let scope = Scope { pages: self.pages, images: self.images };
        for number in 0..self.pages {
            let page = Page::new(number, scope, self.size);
            let path = format!("content/{}/{}.md", section_name(section_of(number)), page_name(number));
            site.write(&path, dialect::markdown(dialect, &page).as_bytes())?;
        }
        Ok(())
    }
}

/// The names of the pictures of every site.
pub fn image_names() -> impl Iterator<Item = String> {
    (0..IMAGES).map(content::image_name)
}

/// The source file of a page, below the folder of its site.
pub fn page_path(number: usize) -> PathBuf {
    Path::new("content").join(section_name(section_of(number))).join(format!("{}.md", page_name(number)))
}

/// The file of a picture, below the folder of a site of Bengal or Hugo.
pub fn image_path(number: usize) -> PathBuf {
    Path::new("assets/images").join(content::image_name(number))
}

fn clear(folder: &Path) -> io::Result<()> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(mut entries) => {
            if entries.next().is_none() {
                return Ok(());
            }
            if !folder.join(MARKER).exists() {
                let message = format!("{} is not empty, and was not generated", folder.display());
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
            }
            fs::remove_dir_all(folder)
        }
    }
}

/// Writes below one folder.
struct Writer<'a> {
    folder: &'a Path,
}

impl Writer<'_> {
    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)
    }
}

#[cfg(test)]
mod tests;
