//! Pages.

use super::{Details, SectionId};
use crate::date::Date;
use crate::digest::Digest;
use crate::packed::PackedMap;
use crate::value::Value;
use camino::Utf8PathBuf;
use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;

/// The number of a page in [`Site::pages`](super::Site::pages). One that may be missing takes no more room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(NonZeroU32);

impl PageId {
    /// The `index`-th page.
    pub const fn new(index: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index))
    }

    /// The place in [`Site::pages`](super::Site::pages).
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Default for PageId {
    fn default() -> Self {
        Self::new(0)
    }
}

impl fmt::Debug for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PageId").field(&self.index()).finish()
    }
}

/// What a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// The home page: the root section's own page.
    Home,
    /// A section's own page: written (`_index.md`, `index.md`) or made because the folder has none.
    Section,
    /// An ordinary page.
    #[default]
    Page,
    /// The list of a taxonomy's terms: `/tags/`.
    Taxonomy,
    /// The list of the pages of one term: `/tags/rust/`.
    Term,
    /// `404.html`.
    NotFound,
}

/// Where a page's text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file, relative to the site's folder: `content/docs/a.md`.
    pub path: Utf8PathBuf,
    /// The digest of the whole file.
    pub digest: Digest,
    /// The byte at which the body starts, behind the front matter.
    pub body_start: usize,
}

/// Whether a page is rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RenderMode {
    /// In every environment.
    #[default]
    Always,
    /// Only in the `local` environment.
    Local,
    /// Never: the page is not in the output at all.
    Never,
}

/// Where a page shows up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visibility {
    /// In menus and navigation.
    pub menu: bool,
    /// In lists: sections, terms, related, previous and next.
    pub listings: bool,
    /// In `sitemap.xml`.
    pub sitemap: bool,
    /// In the search index.
    pub search: bool,
    /// In `rss.xml`.
    pub rss: bool,
    /// The content of `<meta name="robots">`, where it is not [the usual one](Self::robots).
    pub robots: Option<Box<str>>,
    /// Whether it is rendered.
    pub render: RenderMode,
}

impl Default for Visibility {
    fn default() -> Self {
        Self {
            menu: true,
            listings: true,
            sitemap: true,
            search: true,
            rss: true,
            robots: None,
            render: RenderMode::Always,
        }
    }
}

impl Visibility {
    /// The content of `<meta name="robots">`.
    pub fn robots(&self) -> &str {
        self.robots.as_deref().unwrap_or("index, follow")
    }
}

/// One page of a list that is cut into pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// Which, from 1.
    pub number: usize,
    /// Of how many.
    pub total: usize,
    /// The URL of each page of the list, in order; shared by all of them.
    pub urls: Arc<[String]>,
    /// How many items all of them list.
    pub items: usize,
}

/// A page that will be published.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its number.
    pub id: PageId,
    /// What it is.
    pub kind: PageKind,
    /// Its text; `None` for generated pages.
    pub source: Option<Source>,
    /// Its key for cross references: the path under `content/` without extension and without `/_index` or `/index` at the end
    /// (`docs/guide/install`, `docs`, empty for the home page). For generated pages the URL without its slashes.
    pub key: String,
    /// Its URL in the site: `/docs/a/`. Percent-encoded, without the base path.
    pub url: String,
    /// Its file, relative to the output folder: `docs/a/index.html`. Not percent-encoded.
    pub output: Utf8PathBuf,
    /// Title; never empty, except for a home page of a site without a title.
    pub title: String,
    /// Description.
    pub description: Option<String>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Order in its section: lower first, none last.
    pub weight: Option<i64>,
    /// Whether it is a draft (only with `--drafts` is one in the model).
    pub draft: bool,
    /// Where it shows up.
    pub visibility: Visibility,
    /// Its content type: `doc`, `blog`, …
    pub content_type: Arc<str>,
    /// Terms as written, by taxonomy name, in the order of the configuration.
    pub terms: Box<[(String, Box<[String]>)]>,
    /// The whole front matter with what is cascaded from above.
    pub params: PackedMap,
    /// The section that it is in; for a section's own page that section itself.
    pub section: SectionId,
    /// The page before it in the order of the whole site.
    pub prev: Option<PageId>,
    /// The page after it in the order of the whole site.
    pub next: Option<PageId>,
    /// The page before it in its section.
    pub prev_in_section: Option<PageId>,
    /// The page after it in its section.
    pub next_in_section: Option<PageId>,
    /// Whether another page has its output file, which phase 12.5 reports as an error: it is neither rendered nor written.
    pub shadowed: bool,
    /// What few pages have.
    pub details: Details,
}

impl Page {
    /// The title for navigation.
    pub fn nav_title(&self) -> &str {
        self.details.nav_title.as_deref().unwrap_or(&self.title)
    }

    /// Its terms in the taxonomy of this name.
    pub fn terms_of(&self, taxonomy: &str) -> &[String] {
        self.terms.iter().find(|(name, _)| name == taxonomy).map_or(&[], |(_, terms)| terms)
    }

    /// A value of its front matter, cascade included.
    pub fn param(&self, key: &str) -> Option<Cow<'_, Value>> {
        self.params.get(key)
    }

    /// Whether it has a source file.
    pub fn is_generated(&self) -> bool {
        self.source.is_none()
    }
}

/// A file under `content/` that is no page and is published at its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The file, relative to the site's folder.
    pub source: Utf8PathBuf,
    /// Where it goes, relative to the output folder.
    pub output: Utf8PathBuf,
    /// Its URL, percent-encoded, without the base path.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site has a hundred thousand of them.
    #[test]
    fn a_page_takes_little_room() {
        assert!(size_of::<Page>() <= 344, "{} bytes", size_of::<Page>());
        assert_eq!(size_of::<Option<PageId>>(), 4);
        assert_eq!((PageId::new(7).index(), format!("{:?}", PageId::default())), (7, "PageId(0)".to_owned()));
    }
}
