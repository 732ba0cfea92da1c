//! Templates: minijinja, with the site's objects, filters and functions.
//!
//! A template is looked for in the site's `templates/`, then in `themes/<name>/templates/`, then in the embedded
//! [default theme](crate::theme). `{% extends %}`, `{% include %}` and `{% import %}` look in the same places, so a site can replace any
//! single file of a theme, `partials/footer.html` say. The language is
//! [minijinja's](https://docs.rs/minijinja/3/minijinja/syntax/index.html), which is Jinja's. What is particular here:
//!
//! * Values are escaped as HTML, except in templates whose name ends with `.txt` or `.json`. `content`, `toc` and other HTML of the
//!   engine is not escaped.
//! * A line break behind a block tag and white space before one are dropped (`trim_blocks`, `lstrip_blocks`).
//! * *Free* values (front matter, `data/`, `params`, `config`) may miss a key: what is missing is undefined, prints nothing, is
//!   false, iterates as empty, and so is whatever is taken out of it, so that `{{ params.author.name }}` and
//!   `{% if page.prev.title %}` need no ceremony. *Fixed* values (pages, sections, the site, …) have the fields below and no other: `page.titel`
//!   is an error with its place and a suggestion. That is stricter than Jinja's default where a mistake can be told from a
//!   missing value, and more lenient where it cannot.
//! * A template's work is limited (by fuel, which grows with the site and with the length of the page's text), and so is its nesting:
//!   an endless one ends with an error.
//!
//! # Names
//!
//! | name | is |
//! |---|---|
//! | `page` | the page, see below |
//! | `site` | the site |
//! | `section` | the section that the page is in; for a section's page the section itself |
//! | `config` | the merged configuration, free |
//! | `theme` | `theme.name`, `theme.default_appearance`, `theme.has("navigation.toc")`, and the keys of `[theme]`, free |
//! | `params`, `metadata` | the front matter of the page with what is cascaded, free |
//! | `menus` | menus by name: `menus.main`; one that does not exist is empty |
//! | `content`, `toc` | the body and its table of contents, as HTML |
//! | `content_title`, `content_rest` | the `<h1>` that the body begins with, empty where it begins otherwise; and the body without it |
//! | `title`, `description`, `meta_desc`, `excerpt`, `word_count`, `reading_time`, `toc_items`, `pagination` | of `page` |
//! | `pages`, `posts` | what a section's, term's or home page lists, this page of the list |
//! | `subsections` | the sections in `section` |
//! | `taxonomy`, `terms` | on the page of a taxonomy or a term: the taxonomy, and all its terms |
//! | `term`, `tag` | on the page of a term: the term |
//! | `bengal` | `bengal.version` |
//!
//! # Fields
//!
//! **A page**: `title`, `nav_title`, `url` (`href`), `absolute_url` (`permalink`), `description`, `meta_description`
//! (the description, or the start of the text), `date`, `updated` (`lastmod`), `year`, `weight`, `draft`, `kind` (`home`,
//! `section`, `page`, `taxonomy`, `term`, `404`), `type`, `template`, `variant` (`layout`), `lang`, `icon`, `id`, `slug`, `key`,
//! `source_path`, `keywords`, `author`, `authors`, `terms` (by taxonomy), and each taxonomy by its name (`tags`, `categories`), `params`
//! (`metadata`), `aliases`, `robots`, `is_home`, `is_section`, `is_page`, `generated`, `section`, `parent`, `ancestors`, `prev`,
//! `next`, `prev_in_section`, `next_in_section`, `related`, `list` (`pages`, `posts`), `pagination`, `content`, `toc`, `toc_items`
//! (`level`, `id`, `title`, `children`), `excerpt` (`summary`), `word_count`, `reading_time`, `starts_with_title` (the body begins
//! with a heading of level 1), `has_math`, `has_diagrams`. Printed, a page is its
//! title. Dates are text (ISO 8601) for [`dateformat`](#filters). The body of another page is rendered when it is asked for.
//!
//! **A section**: `title`, `nav_title`, `url` (`href`), `absolute_url`, `description`, `icon`, `weight`, `path`, `name`, `type`, `params` (of its
//! page), `page`, `parent`, `pages`, `regular_pages` (those of the sections below too), `sections` (`subsections`).
//!
//! **The site**: `title`, `description`, `author`, `language` (`lang`), `baseurl`, `origin`, `base_path`, `data`, `params`, `config`,
//! `theme`, `menus`, `taxonomies`, `pages` (all that may be listed and are written, in the order of their files), `regular_pages` (without
//! home and sections), `sections`, `root`, `home`, `has_rss`, `has_sitemap`.
//!
//! **A taxonomy**: `name`, `singular`, `url`, `page`, `terms`, `count`. **A term**: `name` (`title`), `slug`, `url` (`href`), `count`,
//! `pages`, `taxonomy`; printed, it is its name. **A menu entry**: `name`, `url` (`href`), `icon`, `page`, `children`, `active`
//! (leads to this page), `active_trail` (or to a section that it is in), `external`. **`pagination`**: `number` (`current_page`), `total` (`total_pages`), `items`,
//! `prev_url`, `next_url`, `first_url`, `last_url`, `window` (entries with `number`, `url`, `current`, or `gap`).
//!
//! # Functions
//!
//! | function | gives |
//! |---|---|
//! | `asset_url("css/style.css")` | the logical URL of an asset, `/assets/css/style.css`; the link step puts the published name in |
//! | `asset_inline("css/style.css")` | the text of CSS, JavaScript, JSON or SVG as it can stand in its element; relative URLs of CSS become root-relative |
//! | `asset_integrity("js/app.js")` | the digest of the published bytes, for `integrity` |
//! | `image_size("cat.png")` | `width` and `height` of a picture; paths as for `asset_url`, or from the root of the site: `/docs/cat.png` |
//! | `image_resize("cat.png", width=480, height=, op="fit", format="webp", quality=)` | `url`, `width`, `height` of a picture made from it; `op` is `fit`, `fill`, `fit_width` or `fit_height`. Of one from which nothing can be made, its own |
//! | `image_srcset("cat.png", widths=[480, 960], format=)` | the value of `srcset`; without `widths`, in those of the configuration |
//! | `url_for(x)`, `relurl(x)` | the URL of a page, section, term or menu entry, or of a path: a source file (`docs/a.md`), a key (`docs/a`), or else the path from the root |
//! | `absolute_url(x)` | the same with host and base path, where the site has a host |
//! | `get_page("docs/a")` | the page, undefined where there is none |
//! | `get_section("docs")` | the section of a folder, undefined where there is none |
//! | `get_menu("footer")` | the menu, without a name `main` |
//! | `get_taxonomy("tags")` | the taxonomy, undefined where it has no term |
//! | `icon("book", size=20, class="")` | an icon as inline SVG, undefined where there is none of this name |
//! | `nav_tree(section, whole=200)` | the navigation tree as HTML, below `section` or else below the page's top-level section; whole up to so many entries, else only what leads to the page, and of each level the 60 entries around it with a link to the section's page for the rest. Costs a splice and not a walk: see the source of `nav` |
//! | `nav_menu("main", bar=7)` | a menu as HTML, built once a site: with `bar` a row of at most so many entries (fewer where names are long) and the rest under "More", without it a nested list. The automatic main menu is cut at 40 entries, with a link to the home page; one of the configuration is whole |
//!
//! # Filters
//!
//! Those of minijinja (`default`, `first`, `last`, `join`, `length`, `map`, `selectattr`, `sort`, `tojson`, `unique`, …), and:
//!
//! | filter | gives |
//! |---|---|
//! | `absolute_url`, `relurl`, `asset_url`, `asset_inline`, `asset_integrity`, `image_size`, `image_resize`, `image_srcset` | as the functions |
//! | `dateformat("%Y-%m-%d")`, `date` | a date by a `strftime` pattern, without one as `1 March 2026`; what is no date stays |
//! | `truncate(100, end="…")` | at most so many characters (255), cut between words |
//! | `slugify` | as ids of headings are made |
//! | `striptags`, `plainify` | text without tags |
//! | `markdownify` | Markdown as HTML; one paragraph without its `<p>` |
//! | `reading_time` | minutes, by `content.reading_speed` |
//! | `where("type", "blog")`, `where("weight", "<", 10)` | the items whose attribute is so; `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`, `contains` |
//! | `sort_by("date", reverse=true)` | the items in order of an attribute, those without it last |
//! | `group_by("year")` | groups as `{name, items}` in the order of first occurrence |
//! | `limit(5)` | the first items |
//!
//! # What is recorded
//!
//! Reads outside the page's own text go into its [`ReadLog`], each where it happens, look-ups that find nothing too:
//!
//! | read | when |
//! |---|---|
//! | `Settings` | always: what rendering itself takes from the configuration |
//! | `Page(self, "fields")` | always: the page's own place in the model (front matter, cascade, URL, section) |
//! | `Page(other, field)` | a field of a page that was reached alone, `prev` say; names as above, aliases resolved |
//! | `Page(id, "list")`, `Page(id, "related")`, `Section(id, "pages")`, `Section(id, "regular_pages")`, `Site("pages")`, `Site("regular_pages")`, `Term("tags", "rust", "pages")` | which pages a list has, in which order |
//! | `Section(id, "pages.title")`, `Page(id, "list.url")`, `Site("pages.date")`, … | a field of any page of that list: one read a list and field, however many pages |
//! | `Section(id, field)` | a field of a section; `sections`: which sections are in it |
//! | `NavFits(id, 200)`, `Section(id, "nav_tree")`; `NavLevel(id, entry)` | whether the tree is given whole; titles, URLs and order of all entries below a section; the entries that are shown around one |
//! | `Site("menus.main")`, `Site("menus")` | a menu with all its entries; the names of menus |
//! | `Site("taxonomies.tags")`, `Term("tags", "rust", "url")` | a taxonomy with names, slugs, URLs and counts of its terms; a field of one term |
//! | `Site("sections.docs")` | whether that folder is a section |
//! | `Config("site.title")`, `Data("team.lead")` | a value, or everything below a table that was iterated or counted |
//! | `Template(name)` | a template, an include, and candidates that do not exist |
//! | `Reference(Page, path)` | what `get_page`, `url_for` and `relurl` find by a path |
//! | `Asset(path, Content)`, `Asset(path, Integrity)`, `Asset(path, Image)`, `Asset(path, Derived(operation))` | what an asset function asks about a logical path; Markdown images ask for the last two |

mod bodies;
mod choose;
mod environment;
mod error;
mod escaping;
mod files;
mod functions;
mod misspelt;
mod nav;
mod nav_menu;
mod objects;
mod scope;
mod terms;
#[cfg(test)]
mod tests;
mod value;

use crate::ReadLog;
use crate::markdown::{Body, Markdown};
use bengal_core::fs::SiteFiles;
use bengal_core::site::SiteIndex;
use bengal_core::{Diagnostic, Location, PageId, Site};
use camino::Utf8PathBuf;
pub(crate) use files::TemplateFiles;
pub(crate) use functions::{absolute, find_page, shortened};
use minijinja::Environment;
pub(crate) use nav_menu::is_automatic;
use objects::Context;
pub(crate) use objects::{Field, ListName, kind_name, pages_below};
use scope::Scope;
pub(crate) use scope::Shared;
use std::fmt;
use std::sync::Arc;

/// The template engine of one site. Cheap to share between threads.
pub struct Templates {
    files: Arc<TemplateFiles>,
    shared: Arc<Shared>,
    environment: Environment<'static>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Templates {
    /// The engine for a finished site model. Reads no template yet.
    pub fn new(site: Arc<Site>, index: Arc<SiteIndex>, files: SiteFiles, markdown: Arc<Markdown>) -> Self {
        let files = Arc::new(TemplateFiles::new(files, &site.config.theme.name));
        let shared = Arc::new(Shared::new(site, index, markdown));
        let environment = environment::build(&files, &shared);
        Self { files, shared, environment }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// The file of the template of this name, relative to the site's folder; for one of the default theme a path that begins with
    /// `bengal:default`.
    pub fn path_of(&self, name: &str) -> Option<Utf8PathBuf> {
        self.files.path(name)
    }

    pub(crate) fn files(&self) -> &Arc<TemplateFiles> {
        &self.files
    }

    /// Compiles every template of the site and the theme (phase 1.5) and says what is wrong with them.
    pub fn validate(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::from_iter(self.files.missing_theme());
        for name in self.files.names() {
            match self.environment.get_template(name) {
                Ok(template) => problems.extend(misspelt::names(&self.files, &template)),
                Err(error) => problems.push(error::diagnostic(&self.files, &error, "")),
            }
        }
        problems
    }

    /// What is wrong with a page's wish for a template, if it has one: an error where no such template exists.
    /// [`render`](Self::render) then takes the one that the page would have without it. The further pages of a list have the wish of
    /// the first one, which is checked for all of them.
    pub fn check(&self, page: PageId) -> Option<Diagnostic> {
        let page = self.shared.site.page(page);
        let wish = page.details.template.as_deref()?;
        if page.details.pager.as_ref().is_some_and(|pager| pager.number > 1) {
            return None;
        }
        if choose::asked(wish).iter().any(|name| self.files.contains(name)) {
            return None;
        }
        let near = bengal_core::suggest::nearest(wish, self.files.names());
        let message = format!("`template` in the front matter: there is no template `{wish}`");
        let error = Diagnostic::error("template-not-found", message).did_you_mean(near);
        let mut candidates = choose::candidates(&self.shared.site, page).into_iter();
        let error = match candidates.find(|name| self.files.contains(name)) {
            Some(instead) => error.hint(format!("`{instead}` is used instead")),
            None => error,
        };
        Some(match &page.source {
            Some(source) => error.at(Location::file(source.path.clone())),
            None => error,
        })
    }

    /// Puts a page's body into its template.
    ///
    /// # Errors
    /// What is wrong with the template, with its file, line and column. Nothing where a template cannot be read or does not compile:
    /// [`validate`](Self::validate) says that once, and not every page again.
    pub fn render(&self, page: PageId, body: Body, reads: &Arc<ReadLog>) -> Result<String, Vec<Diagnostic>> {
        let environment = environment::with_fuel_for(&self.environment, self.shared.site.pages.len(), &body);
        let scope = Arc::new(Scope::new(Arc::clone(&self.shared), Arc::clone(reads), page, body));
        scope::enter(&scope, || {
            let name = self.choose(page);
            environment.get_template(&name).and_then(|template| template.render(Context::value(&scope)))
        })
        .map_err(|error| match error::is_of_file(&error) {
            true => Vec::new(),
            false => vec![error::diagnostic(&self.files, &error, self.name_of(page))],
        })
    }

    /// The template of a page. Every name that was looked for is recorded, those that were not found too.
    fn choose(&self, page: PageId) -> String {
        let page = self.shared.site.page(page);
        let wished = page.details.template.as_deref().map(choose::asked).into_iter().flatten();
        let mut last = String::from("page.html");
        for name in wished.chain(choose::candidates(&self.shared.site, page)) {
            environment::record_use(&name);
            if self.files.contains(&name) {
                return name;
            }
            last = name;
        }
        last
    }

    /// A page's source, or its URL where it has none.
    fn name_of(&self, page: PageId) -> &str {
        let page = self.shared.site.page(page);
        page.source.as_ref().map_or(&page.url, |source| source.path.as_str())
    }
}
