//! Pages in the making: a source with what is cascaded to it, and its address.

use super::cascade::{self, Cascades};
use super::names::{FileName, Role, parent_of};
use super::{Address, ModelOptions, PageId, PageSource, RenderMode, SitePath, Source};
use crate::config::{Config, canonical_environment};
use crate::diagnostic::{Diagnostic, Location};
use crate::front_matter::Fields;
use crate::keyed::KeyedSet;
use crate::packed::PackedMap;
use crate::value::{Map, Value};
use camino::Utf8PathBuf;
use std::collections::{BTreeMap, BTreeSet};

/// A page in the making.
pub(super) struct Draft {
    pub(super) source: Source,
    /// Whether it is its section's own page.
    pub(super) is_own: bool,
    /// The folder of the section that it is in.
    pub(super) section: String,
    pub(super) key: String,
    /// What its file's name says.
    role: Role,
    pub(super) fields: Fields,
    /// The front matter with what is cascaded.
    pub(super) map: Map,
    /// The same, for keeping.
    pub(super) params: PackedMap,
    pub(super) heading: Option<String>,
    /// Where it would stand by its file's name and `slug`, if its front matter did not say something else.
    natural: Option<Address>,
    /// Where it stands.
    pub(super) address: Address,
    /// The key that states its address, if there is one, and where it stands.
    stated: Option<(&'static str, Location)>,
}

/// A page that stands where its front matter says.
pub(super) struct StatedUrl {
    pub(super) page: PageId,
    /// The key that says it.
    pub(super) key: &'static str,
    pub(super) place: Location,
    /// Where the page would stand otherwise.
    pub(super) natural: Address,
}

impl Draft {
    pub(super) fn new(source: PageSource, content: &str, cascades: &Cascades, bundles: &KeyedSet<String>) -> Self {
        let PageSource { parsed, digest, title } = source;
        let file = FileName::of(parsed.path.as_str(), content);
        let is_bundle = file.role == Role::Index && bundles.contains(file.folder);
        let parent = parent_of(file.folder).unwrap_or_default();
        let (is_own, section, inherits_from) = match file.role {
            Role::Page => (false, file.folder, Some(file.folder)),
            _ if is_bundle => (false, parent, Some(parent)),
            _ => (true, file.folder, (!file.folder.is_empty()).then_some(parent)),
        };
        let (section, key, role) = (section.to_owned(), file.key(), file.role);
        let cascade = inherits_from.map(|folder| cascades.of(folder)).unwrap_or_default();
        let mut map = parsed.map.to_map();
        let is_whole = cascade.is_empty() && !map.contains_key("params");
        if !is_whole {
            map = cascade::apply(map, &cascade);
        }
        let fields = Fields::read(&map);
        let stated = fields.url.as_ref().map(|_| {
            let key = if map.contains_key("url") { "url" } else { "permalink" };
            (key, parsed.place_of(key))
        });
        Self {
            is_own,
            section,
            key,
            role,
            source: Source { path: parsed.path, digest, body_start: parsed.body_start },
            fields,
            params: if is_whole { parsed.map } else { PackedMap::of(&map) },
            map,
            heading: title,
            natural: None,
            address: Address { url: String::new(), output: Utf8PathBuf::new() },
            stated,
        }
    }

    /// Finds its address; `None`, with a diagnostic, where its file's name is unfit for one.
    pub(super) fn with_address(mut self, pretty: bool, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let path = match SitePath::of_file(&self.key) {
            Ok(path) => path,
            Err(problem) => {
                let message = format!("this file's path {problem}; it is left out");
                diagnostics.push(Diagnostic::error("bad-file-name", message).in_file(&self.source.path));
                return None;
            }
        };
        let is_folder = self.role != Role::Page;
        let path = match &self.fields.slug {
            Some(slug) if !path.as_str().is_empty() => path.with_last(slug),
            _ => path,
        };
        self.address = match () {
            () if self.key == NOT_FOUND_KEY => not_found_address(),
            () if is_folder => path.folder_page(),
            () => path.named_page(pretty),
        };
        if let Some(url) = &self.fields.url {
            self.natural = Some(std::mem::replace(&mut self.address, url.page(pretty)));
        }
        Some(self)
    }

    /// Takes what is known of its address, if its front matter states that; `page` is its number.
    pub(super) fn stated_url(&mut self, page: PageId) -> Option<StatedUrl> {
        let (key, place) = self.stated.take()?;
        Some(StatedUrl { page, key, place, natural: self.natural.take()? })
    }
}

/// The key of a page that is the site's own 404 page.
pub(super) const NOT_FOUND_KEY: &str = "404";

/// Where the 404 page stands: servers look for it there.
pub(super) fn not_found_address() -> Address {
    Address { url: "/404.html".into(), output: "404.html".into() }
}

/// Folders that are there for one page: they hold `index.md` and no other page, at any depth. The page is in the section above.
pub(super) fn bundle_folders(pages: &[PageSource], content: &str) -> KeyedSet<String> {
    let mut bundles: BTreeSet<&str> = BTreeSet::new();
    let mut others: KeyedSet<&str> = KeyedSet::default();
    for page in pages {
        let file = FileName::of(page.parsed.path.as_str(), content);
        let mut occupied = Some(file.folder);
        if file.role == Role::Index && !file.folder.is_empty() {
            bundles.insert(file.folder);
            occupied = parent_of(file.folder);
        }
        while let Some(folder) = occupied
            && others.insert(folder)
        {
            occupied = parent_of(folder);
        }
    }
    bundles.into_iter().filter(|folder| !others.contains(folder)).map(str::to_owned).collect()
}

/// What folders' own pages hand down, excluded ones too: a draft's cascade is what makes its pages drafts.
pub(super) fn stated_cascades(pages: &[PageSource], content: &str) -> BTreeMap<String, Map> {
    let mut stated = BTreeMap::new();
    for page in pages {
        let file = FileName::of(page.parsed.path.as_str(), content);
        if file.role != Role::Page
            && let Some(map) = cascade::stated_by(&page.parsed.map)
        {
            // `_index.md` sorts before `index.md` and wins.
            stated.entry(file.folder.to_owned()).or_insert(map);
        }
    }
    stated
}

/// Folders whose own page is left out and that hold no other page which is not: the files in them are that page's.
#[derive(Default)]
pub(super) struct LeftOut {
    own_pages: KeyedSet<String>,
    /// Folders with an included page, at any depth.
    occupied: KeyedSet<String>,
}

impl LeftOut {
    /// Takes note of a page.
    pub(super) fn note(&mut self, draft: &Draft, included: bool, content: &str) {
        let file = FileName::of(draft.source.path.as_str(), content);
        if !included {
            if draft.role != Role::Page && !file.folder.is_empty() {
                self.own_pages.insert(file.folder.to_owned());
            }
            return;
        }
        let mut next = Some(file.folder);
        while let Some(folder) = next
            && self.occupied.insert(folder.to_owned())
        {
            next = parent_of(folder);
        }
    }

    /// Whether a file, relative to the content folder, is in one of them. Asks once every page is noted.
    pub(super) fn holds(&self, path: &str) -> bool {
        std::iter::successors(parent_of(path), |folder| parent_of(folder))
            .any(|folder| self.own_pages.contains(folder) && !self.occupied.contains(folder))
    }
}

pub(super) fn is_included(fields: &Fields, config: &Config, options: &ModelOptions) -> bool {
    let rendered = match fields.visibility.render {
        RenderMode::Always => true,
        RenderMode::Local => canonical_environment(&options.environment) == "local",
        RenderMode::Never => false,
    };
    let edition = config.params.get("edition").and_then(Value::to_text);
    let of_edition = match edition {
        Some(edition) => fields.editions.is_empty() || fields.editions.contains(&edition),
        None => true,
    };
    rendered && of_edition && (options.drafts || !fields.draft)
}
