//! What a site is made from.

use crate::digest::Digest;
use crate::front_matter::ParsedSource;
use crate::value::Map;
use camino::Utf8PathBuf;

/// A page's source, read and taken apart.
#[derive(Clone, Debug)]
pub struct PageSource {
    /// Path (`content/docs/a.md`), front matter and where the body starts.
    pub parsed: ParsedSource,
    /// The digest of the whole file.
    pub digest: Digest,
    /// The title that the body's first heading gives: [`title_from_body`](crate::front_matter::title_from_body). Not needed where
    /// the front matter [has one](ParsedSource::has_title).
    pub title: Option<String>,
}

/// What a site is made from. The order of lists does not matter.
#[derive(Clone, Debug, Default)]
pub struct SiteInput {
    /// All pages.
    pub pages: Vec<PageSource>,
    /// All other files under `content/` that are published: paths in the site's folder.
    pub resources: Vec<Utf8PathBuf>,
    /// `data/`, as [loaded](crate::data::load).
    pub data: Map,
}

/// What decides which pages are in a build.
#[derive(Clone, Debug, Default)]
pub struct ModelOptions {
    /// Whether drafts are pages.
    pub drafts: bool,
    /// The environment, such as `local` or `production`, or an alias of one.
    pub environment: String,
}
