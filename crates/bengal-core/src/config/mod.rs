//! Configuration: the merged tree, and the part of it that the engine acts on as typed values.

mod base_url;
mod collections;
mod environment;
mod images;
mod keys;
mod load;
mod reader;
mod typed;

#[cfg(test)]
mod tests;

pub use environment::canonical_environment;
pub use images::ImagesConfig;
pub use load::{ConfigRequest, Loaded, load};

use crate::value::{Map, Value};
use indexmap::IndexMap;

/// The configuration of a site. [`Default`] is a site without any configuration file.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// What the site is called and where it will stand.
    pub site: SiteConfig,
    /// Where output goes and how URLs look.
    pub build: BuildConfig,
    /// How pages are described, sorted and listed.
    pub content: ContentConfig,
    /// The theme and its settings.
    pub theme: ThemeConfig,
    /// How assets are processed and named.
    pub assets: AssetsConfig,
    /// Site-wide outputs.
    pub outputs: OutputConfig,
    /// Taxonomies, in the order in which their pages are made.
    pub taxonomies: Vec<TaxonomyConfig>,
    /// What is made of pictures.
    pub images: ImagesConfig,
    /// How many items a list page shows.
    pub pagination: PaginationConfig,
    /// Menus as configured, by name.
    pub menus: IndexMap<String, Vec<MenuItemConfig>>,
    /// Targets of `[[ext:project:target]]`: URL templates by project.
    pub external_refs: IndexMap<String, String>,
    /// Whether warnings fail the build (`build.strict_mode`).
    pub strict: bool,
    /// Free values for templates and `{{ params.x }}`.
    pub params: Map,
    /// The whole merged tree, as templates see it under `config`.
    pub raw: Value,
}

/// `[site]`.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteConfig {
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// `scheme://host` of `baseurl` without a slash at the end; empty where `baseurl` has none.
    pub origin: String,
    /// The path part of `baseurl`: empty, or `/path` without a slash at the end.
    pub base_path: String,
    /// Language code of the pages.
    pub language: String,
    /// Author.
    pub author: String,
}

/// `[build]`.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildConfig {
    /// The output folder, relative to the site's folder or absolute.
    pub output_dir: String,
    /// The folder of the content, relative to the site's folder; `None` where the site does not say.
    pub content_dir: Option<String>,
    /// `/about/` (true) or `/about.html` (false).
    pub pretty_urls: bool,
}

/// The order of pages in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// Weight, then title.
    Weight,
    /// Date, newest first, then title.
    Date,
    /// Title.
    Title,
}

/// `[content]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentConfig {
    /// The type of a page that has no other.
    pub default_type: String,
    /// Longest excerpt, in Unicode scalar values.
    pub excerpt_length: usize,
    /// Longest description made from text, in Unicode scalar values.
    pub summary_length: usize,
    /// Words a minute for the reading time.
    pub reading_speed: usize,
    /// How many related pages a page lists.
    pub related_count: usize,
    /// Deepest heading level in a table of contents.
    pub toc_depth: u8,
    /// A page with fewer headings has no table of contents.
    pub toc_min_headings: usize,
    /// The order of pages in a section.
    pub sort_pages_by: SortBy,
    /// Whether that order is turned round.
    pub sort_descending: bool,
}

/// `[theme]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeConfig {
    /// The theme's folder under `themes/`, or `default`.
    pub name: String,
    /// `light`, `dark` or `system`.
    pub default_appearance: String,
    /// Feature names such as `navigation.toc`; `None` where the site does not say, which turns all on.
    pub features: Option<Vec<String>>,
    /// The whole table, as templates see it under `theme`.
    pub raw: Map,
}

/// `[assets]`. Globs are matched with the path in the output folder, such as `assets/css/style.css`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetsConfig {
    /// Whether style sheets are minified.
    pub minify: bool,
    /// Whether the local style sheets that a sheet imports are put into it.
    pub bundle: bool,
    /// The oldest browsers that minified sheets are written for; empty: syntax stays as it is.
    pub targets: Vec<BrowserTarget>,
    /// Whether published names hold a digest of the content.
    pub fingerprint: bool,
    /// Globs of files that keep their names.
    pub stable: Vec<String>,
    /// Globs of files that are not published.
    pub exclude: Vec<String>,
    /// Whether scripts and style sheets of the site get an `integrity` attribute.
    pub integrity: bool,
    /// What pages may weigh.
    pub budget: BudgetConfig,
}

/// `[assets.budget]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BudgetConfig {
    /// The bytes that the HTML of a page and all that it loads from the site may have together; `None`: any number.
    pub page: Option<u64>,
}

/// The oldest version of a browser that has to be supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrowserTarget {
    /// One of [`BrowserTarget::NAMES`].
    pub browser: &'static str,
    /// Major version.
    pub major: u8,
    /// Minor version.
    pub minor: u8,
}

impl BrowserTarget {
    /// The browsers that can be named.
    pub const NAMES: [&'static str; 8] =
        ["android", "chrome", "edge", "firefox", "ios_saf", "opera", "safari", "samsung"];

    /// Reads `safari 16.4`; `None` where that is no known browser with a version.
    ///
    /// ```
    /// use bengal_core::config::BrowserTarget;
    /// let target = BrowserTarget::parse("Safari 16.4").unwrap();
    /// assert_eq!((target.browser, target.major, target.minor), ("safari", 16, 4));
    /// assert!(BrowserTarget::parse("netscape 4").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (name, version) = text.trim().split_once([' ', '>'])?;
        let name = name.trim().to_ascii_lowercase();
        let browser = Self::NAMES.into_iter().find(|known| *known == name)?;
        let version = version.trim_start_matches(['>', '=', ' ']);
        let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
        Some(Self { browser, major: major.parse().ok()?, minor: minor.parse().ok()? })
    }
}

/// Site-wide outputs (`features:` in the original's words).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputConfig {
    /// `sitemap.xml`.
    pub sitemap: bool,
    /// `rss.xml`.
    pub rss: bool,
    /// `robots.txt`.
    pub robots: bool,
}

/// A taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxonomyConfig {
    /// Plural name, which is its folder in the output and its key in templates: `tags`.
    pub name: String,
    /// Name of one term: `tag`.
    pub singular: String,
    /// The front matter keys that hold terms: `categories` and `category`.
    pub keys: Vec<String>,
}

/// `[pagination]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaginationConfig {
    /// Items a page of a list.
    pub per_page: usize,
    /// A list of at most this many items is not cut into pages.
    pub threshold: usize,
}

/// One entry of a menu, as configured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MenuItemConfig {
    /// Text.
    pub name: String,
    /// Target, as written: a path in the site or an absolute URL.
    pub url: String,
    /// Order: lower first, without weight last.
    pub weight: Option<i64>,
    /// Name by which children refer to it.
    pub identifier: String,
    /// Identifier (or name) of the entry that this one stands under.
    pub parent: Option<String>,
    /// Icon name.
    pub icon: Option<String>,
}

impl Config {
    /// The folder of the content, relative to the site's folder: `content`, unless the site says otherwise.
    pub fn content_folder(&self) -> &str {
        self.build.content_dir.as_deref().unwrap_or("content")
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            site: SiteConfig {
                title: String::new(),
                description: String::new(),
                origin: String::new(),
                base_path: String::new(),
                language: "en".into(),
                author: String::new(),
            },
            build: BuildConfig { output_dir: "public".into(), content_dir: None, pretty_urls: true },
            content: ContentConfig {
                default_type: "doc".into(),
                excerpt_length: 750,
                summary_length: 160,
                reading_speed: 200,
                related_count: 5,
                toc_depth: 4,
                toc_min_headings: 2,
                sort_pages_by: SortBy::Weight,
                sort_descending: false,
            },
            theme: ThemeConfig {
                name: "default".into(),
                default_appearance: "system".into(),
                features: None,
                raw: Map::default(),
            },
            assets: AssetsConfig {
                minify: true,
                bundle: false,
                targets: Vec::new(),
                fingerprint: true,
                stable: Vec::new(),
                exclude: Vec::new(),
                integrity: false,
                budget: BudgetConfig::default(),
            },
            outputs: OutputConfig { sitemap: true, rss: true, robots: true },
            taxonomies: vec![
                TaxonomyConfig { name: "tags".into(), singular: "tag".into(), keys: vec!["tags".into(), "tag".into()] },
                TaxonomyConfig {
                    name: "categories".into(),
                    singular: "category".into(),
                    keys: vec!["categories".into(), "category".into()],
                },
            ],
            images: ImagesConfig::default(),
            pagination: PaginationConfig { per_page: 10, threshold: 20 },
            menus: IndexMap::new(),
            external_refs: IndexMap::new(),
            strict: false,
            params: Map::default(),
            raw: Value::Map(Map::default()),
        }
    }
}
