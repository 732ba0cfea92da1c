//! Phase 2: from sources to pages and sections that know each other, with cascade and addresses.

use super::cascade::Cascades;
use super::content_type::{self, Known};
use super::draft::{Draft, LeftOut, NOT_FOUND_KEY, StatedUrl, bundle_folders, is_included, stated_cascades};
use super::names::{FileName, Role, below_content, last_name, parent_of};
use super::{
    Address, ModelOptions, Page, PageDetails, PageId, PageKind, Resource, Section, SectionId, Site, SiteInput, SitePath,
};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Fields, texts_of, title_from_name};
use crate::fs::compare_paths;
use crate::keyed::{KeyedMap, KeyedSet, KeyedState};
use crate::value::{Map, Value};
use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexSet;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Makes the pages and sections of a site: merges cascades, leaves out what this build excludes (drafts, `visibility.render`,
/// other editions, the files of folders that are there for such a page), finds addresses, titles and content types. Lists, prev/next, taxonomies and menus come in the later phases.
///
/// Costs O(n log n) in the number of files.
pub fn wire(config: Config, input: SiteInput, options: &ModelOptions) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let SiteInput { mut pages, mut resources, data } = input;
    pages.sort_by(|a, b| compare_paths(&a.parsed.path, &b.parsed.path));
    pages.dedup_by(|a, b| a.parsed.path.as_str() == b.parsed.path.as_str());
    resources.sort_by(|a, b| compare_paths(a, b));
    resources.dedup();

    let content = config.content_folder().to_owned();
    let bundles = bundle_folders(&pages, &content);
    let cascades = Cascades::resolve(&stated_cascades(&pages, &content));
    let mut site = Site { data, ..Site::default() };
    // With room for those that are made later, which costs nothing before it is used: a large list that grows is in memory twice.
    site.pages.reserve_exact(pages.len() + pages.len() / 4);
    let mut folders = Folders::default();
    let mut stated = Vec::new();
    let mut left_out = LeftOut::default();
    // One after the other: drafts are large.
    for source in pages {
        let draft = Draft::new(source, &content, &cascades, &bundles);
        let included = is_included(&draft.fields, &config, options);
        left_out.note(&draft, included, &content);
        if !included {
            continue;
        }
        let Some(mut draft) = draft.with_address(config.build.pretty_urls, &mut diagnostics) else { continue };
        let id = PageId::new(site.pages.len() as u32);
        stated.extend(draft.stated_url(id));
        let section = folders.number(&draft.section);
        site.pages.push(Page { id, section, ..page_of_draft(&config, draft) });
    }
    site.config = config;
    yield_taken_urls(&mut site.pages, stated, &mut diagnostics);
    make_sections(&mut site, folders, &cascades);
    set_content_types(&mut site);
    site.resources = resources
        .iter()
        .filter(|path| !left_out.holds(below_content(path.as_str(), &content)))
        .filter_map(|path| resource(path, &content, &mut diagnostics))
        .collect();
    (site, diagnostics)
}

/// The folders of sections, numbered as pages are found in them.
#[derive(Default)]
struct Folders {
    names: IndexSet<String, KeyedState>,
}

impl Folders {
    fn number(&mut self, folder: &str) -> SectionId {
        let known = self.names.get_index_of(folder);
        SectionId::new(known.unwrap_or_else(|| self.names.insert_full(folder.to_owned()).0) as u32)
    }
}

/// A page whose `url` is where another page stands by nature keeps its own place: nothing is lost, and it is said.
fn yield_taken_urls(pages: &mut [Page], stated: Vec<StatedUrl>, diagnostics: &mut Vec<Diagnostic>) {
    let by_statement: KeyedSet<PageId> = stated.iter().map(|stated| stated.page).collect();
    let wanted: KeyedSet<&Utf8Path> = by_statement.iter().map(|id| pages[id.index()].output.as_path()).collect();
    let by_nature = pages.iter().filter(|page| wanted.contains(&*page.output) && !by_statement.contains(&page.id));
    let by_nature: KeyedMap<Utf8PathBuf, Utf8PathBuf> =
        by_nature.filter_map(|page| Some((page.output.clone(), page.source.as_ref()?.path.clone()))).collect();
    for StatedUrl { page, key, place, natural } in stated {
        let page = &mut pages[page.index()];
        let Some(owner) = by_nature.get(&page.output) else { continue };
        let message =
            format!("`{key}` is taken: `{}` is the page of `{owner}`; this page stays at `{}`", page.url, natural.url);
        diagnostics.push(
            Diagnostic::warning("url-taken", message).at(place).hint(format!(
                "a redirect to another page is an entry under `aliases` of that page: `{}`",
                natural.url
            )),
        );
        page.url = natural.url;
        page.output = natural.output;
    }
}

/// Makes the sections of all pages, parents first, and says to each page which is its own.
fn make_sections(site: &mut Site, Folders { names }: Folders, cascades: &Cascades) {
    let mut folders: BTreeSet<&str> = BTreeSet::from([""]);
    for folder in &names {
        let mut next = Some(folder.as_str());
        while let Some(folder) = next
            && folders.insert(folder)
        {
            next = parent_of(folder);
        }
    }
    let mut ids: KeyedMap<&str, SectionId> = KeyedMap::default();
    let mut by_number = vec![SectionId::ROOT; names.len()];
    for (number, folder) in folders.into_iter().enumerate() {
        let id = SectionId::new(number as u32);
        let title = match folder {
            "" => site.config.site.title.clone(),
            folder => title_from_name(last_name(folder)).title,
        };
        site.sections.push(Section {
            id,
            parent: parent_of(folder).and_then(|parent| ids.get(parent).copied()),
            path: folder.to_owned(),
            title,
            url: SitePath::of_file(folder).unwrap_or_default().folder_page().url,
            cascade: Map::clone(&cascades.of(folder)),
            ..Section::default()
        });
        ids.insert(folder, id);
        if let Some(number) = names.get_index_of(folder) {
            by_number[number] = id;
        }
    }
    for page in &mut site.pages {
        page.section = by_number[page.section.index()];
        let own_url = page.url.as_str();
        if !page.details.aliases.is_empty() {
            page.details.aliases.retain(|alias| alias != own_url);
        }
        if matches!(page.kind, PageKind::Home | PageKind::Section) {
            own_section(&mut site.sections[page.section.index()], page);
        }
    }
}

/// The page that a draft becomes; no number and section yet.
fn page_of_draft(config: &Config, draft: Draft) -> Page {
    let kind = match draft.is_own {
        _ if draft.key == NOT_FOUND_KEY => PageKind::NotFound,
        true if draft.section.is_empty() => PageKind::Home,
        true => PageKind::Section,
        false => PageKind::Page,
    };
    let mut page = page_of(config, draft.fields, &draft.map);
    page.kind = kind;
    if page.title.is_empty() || page.date.is_none() {
        let file = FileName::of(draft.source.path.as_str(), config.content_folder());
        let named = title_from_name(if file.role == Role::Page { file.stem } else { last_name(file.folder) });
        let fallback = if kind == PageKind::Home { config.site.title.clone() } else { named.title };
        page.title = Some(std::mem::take(&mut page.title))
            .filter(|title| !title.is_empty())
            .or(draft.heading)
            .unwrap_or(fallback);
        page.date = page.date.or(named.date);
    }
    page.params = draft.params;
    page.key = draft.key;
    page.url = draft.address.url;
    page.output = draft.address.output;
    page.source = Some(draft.source);
    if kind == PageKind::NotFound {
        super::page_list::hide(&mut page);
    }
    page
}

/// Makes a page its section's own. Where there are two, the first (`_index.md`) stays.
pub(super) fn own_section(section: &mut Section, page: &Page) {
    if section.index.is_some() {
        return;
    }
    section.index = Some(page.id);
    section.title.clone_from(&page.title);
    section.nav_title.clone_from(&page.details.nav_title);
    section.description.clone_from(&page.description);
    section.icon.clone_from(&page.details.icon);
    section.weight = page.weight;
    section.url.clone_from(&page.url);
}

/// A page with everything that its front matter says, but for `params`; no address, kind or section yet.
pub(super) fn page_of(config: &Config, fields: Fields, map: &Map) -> Page {
    let pretty = config.build.pretty_urls;
    let mut aliases: Vec<String> = fields.aliases.iter().map(|alias| alias.page(pretty).url).collect();
    let mut seen = KeyedSet::default();
    aliases.retain(|alias| seen.insert(alias.clone()));
    let terms = config.taxonomies.iter().map(|taxonomy| (&taxonomy.name, terms_of(map, &taxonomy.keys)));
    let terms = terms.filter(|(_, terms)| !terms.is_empty());
    Page {
        terms: terms.map(|(name, terms)| (name.clone(), terms.into_boxed_slice())).collect(),
        title: fields.title.unwrap_or_default(),
        description: fields.description,
        date: fields.date,
        weight: fields.weight,
        draft: fields.draft,
        visibility: fields.visibility,
        content_type: fields.content_type.map(Arc::from).unwrap_or_default(),
        details: PageDetails {
            aliases,
            nav_title: fields.nav_title,
            updated: fields.updated,
            template: fields.template,
            variant: fields.variant,
            lang: fields.lang.filter(|lang| *lang != config.site.language),
            icon: fields.icon,
            reference_id: fields.reference_id,
            slug: fields.slug,
            keywords: fields.keywords,
            authors: fields.authors,
            ..PageDetails::default()
        }
        .into(),
        ..Page::default()
    }
}

/// The terms under some keys, each once.
fn terms_of(params: &Map, keys: &[String]) -> Vec<String> {
    let values = keys.iter().filter_map(|key| params.get(key));
    let mut terms: Vec<String> = values.flat_map(|value| texts_of(value).unwrap_or_default()).collect();
    if terms.len() > 1 {
        let mut seen = KeyedSet::default();
        terms.retain(|term| seen.insert(super::taxonomies::term_slug(term)));
    }
    terms
}

/// Gives each section its type, parents first, and each page that states none the type of its section.
fn set_content_types(site: &mut Site) {
    let mut first_dates: Vec<Vec<Option<crate::Date>>> = vec![Vec::new(); site.sections.len()];
    for page in site.pages.iter().filter(|page| page.kind == PageKind::Page) {
        let dates = &mut first_dates[page.section.index()];
        if dates.len() < content_type::SAMPLE {
            dates.push(page.date);
        }
    }
    let default_type: Arc<str> = site.config.content.default_type.as_str().into();
    let mut found: Vec<Option<String>> = Vec::with_capacity(site.sections.len());
    for (section, dates) in site.sections.iter_mut().zip(first_dates) {
        let index = section.index.map(|id| &site.pages[id.index()]);
        let stated = index.and_then(|page| page.param("content_type"));
        let stated = stated.as_deref().and_then(Value::as_str);
        let cascaded = section.cascade.get("type").and_then(Value::as_str);
        let inherited = section.parent.and_then(|parent| found[parent.index()].as_deref());
        let own = index.map(|page| &*page.content_type).filter(|own| !own.is_empty());
        let known = Known { stated, cascaded, own, path: &section.path, inherited };
        let content_type = content_type::of_section(&known, dates.into_iter()).map(str::to_owned);
        section.content_type = content_type.as_deref().map_or_else(|| default_type.clone(), Arc::from);
        found.push(content_type);
    }
    for page in &mut site.pages {
        if page.content_type.is_empty() {
            page.content_type.clone_from(&site.sections[page.section.index()].content_type);
        }
    }
}

fn resource(path: &Utf8Path, content: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Resource> {
    match SitePath::of_file(below_content(path.as_str(), content)) {
        Ok(target) if !target.as_str().is_empty() => {
            let Address { url, output } = target.file();
            Some(Resource { source: path.to_owned(), output, url })
        }
        Ok(_) => None,
        Err(problem) => {
            let message = format!("this file's path {problem}; it is left out");
            diagnostics.push(Diagnostic::error("bad-file-name", message).in_file(path));
            None
        }
    }
}
