//! Phase 2: from sources to pages and sections that know each other, with cascade and addresses.

use super::cascade::Cascades;
use super::content_type::{self, Known};
use super::draft::{Draft, LeftOut, NOT_FOUND_KEY, bundle_folders, is_included, stated_cascades};
use super::names::{FileName, Role, below_content, last_name, parent_of};
use super::{Address, ModelOptions, Page, PageId, PageKind, Resource, Section, SectionId, Site, SiteInput, SitePath};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Fields, texts_of, title_from_name};
use crate::value::{Map, Value};
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Makes the pages and sections of a site: merges cascades, leaves out what this build excludes (drafts, `visibility.render`,
/// other editions, the files of folders that are there for such a page), finds addresses, titles and content types. Lists, prev/next, taxonomies and menus come in the later phases.
///
/// Costs O(n log n) in the number of files.
pub fn wire(config: Config, input: SiteInput, options: &ModelOptions) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let SiteInput { mut pages, mut resources, data } = input;
    pages.sort_by(|a, b| a.parsed.path.cmp(&b.parsed.path));
    pages.dedup_by(|a, b| a.parsed.path == b.parsed.path);
    resources.sort();
    resources.dedup();

    let content = config.content_folder().to_owned();
    let bundles = bundle_folders(&pages, &content);
    let cascades = Cascades::resolve(&stated_cascades(&pages, &content));
    let mut drafts: Vec<Draft> = Vec::with_capacity(pages.len());
    let mut left_out = LeftOut::default();
    for source in pages {
        let draft = Draft::new(source, &content, &cascades, &bundles);
        let included = is_included(&draft.fields, &config, options);
        left_out.note(&draft, included, &content);
        if included {
            drafts.extend(draft.with_address(config.build.pretty_urls, &mut diagnostics));
        }
    }
    yield_taken_urls(&mut drafts, &mut diagnostics);

    let mut site = Site { config, data, ..Site::default() };
    let ids = make_sections(&mut site, &drafts, &cascades);
    site.pages.reserve_exact(drafts.len());
    for draft in drafts {
        add_page(&mut site, draft, &ids);
    }
    set_content_types(&mut site);
    site.resources = resources
        .iter()
        .filter(|path| !left_out.holds(below_content(path.as_str(), &content)))
        .filter_map(|path| resource(path, &content, &mut diagnostics))
        .collect();
    (site, diagnostics)
}

/// A page whose `url` is where another page stands by nature keeps its own place: nothing is lost, and it is said.
fn yield_taken_urls(drafts: &mut [Draft], diagnostics: &mut Vec<Diagnostic>) {
    let by_nature: FxHashMap<Utf8PathBuf, Utf8PathBuf> = drafts
        .iter()
        .filter(|draft| draft.fields.url.is_none())
        .map(|draft| (draft.address.output.clone(), draft.source.path.clone()))
        .collect();
    for draft in drafts.iter_mut().filter(|draft| draft.fields.url.is_some()) {
        let Some(owner) = by_nature.get(&draft.address.output) else { continue };
        let key = if draft.params.contains_key("url") { "url" } else { "permalink" };
        let message = format!(
            "`{key}` is taken: `{}` is the page of `{owner}`; this page stays at `{}`",
            draft.address.url, draft.natural.url
        );
        diagnostics.push(Diagnostic::warning("url-taken", message).at(draft.parsed.place_of(key)).hint(format!(
            "a redirect to another page is an entry under `aliases` of that page: `{}`",
            draft.natural.url
        )));
        draft.address = draft.natural.clone();
    }
}

/// Makes the sections of all pages that are left, parents first, and says which folder is which.
fn make_sections(site: &mut Site, drafts: &[Draft], cascades: &Cascades) -> FxHashMap<String, SectionId> {
    let mut folders: BTreeSet<&str> = BTreeSet::from([""]);
    for draft in drafts {
        let mut next = Some(draft.section.as_str());
        while let Some(folder) = next
            && folders.insert(folder)
        {
            next = parent_of(folder);
        }
    }
    let mut ids: FxHashMap<String, SectionId> = FxHashMap::default();
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
        ids.insert(folder.to_owned(), id);
    }
    ids
}

fn add_page(site: &mut Site, draft: Draft, ids: &FxHashMap<String, SectionId>) {
    let id = PageId::new(site.pages.len() as u32);
    let section = ids.get(&draft.section).copied().unwrap_or_default();
    let file = FileName::of(draft.source.path.as_str(), site.config.content_folder());
    let named = title_from_name(if file.role == Role::Page { file.stem } else { last_name(file.folder) });
    let is_home = draft.own_folder.as_deref() == Some("");
    let kind = match draft.own_folder {
        _ if draft.key == NOT_FOUND_KEY => PageKind::NotFound,
        Some(_) if is_home => PageKind::Home,
        Some(_) => PageKind::Section,
        None => PageKind::Page,
    };
    let fallback = if is_home { site.config.site.title.clone() } else { named.title };
    let mut page = page_of(&site.config, draft.fields, draft.params);
    page.id = id;
    page.kind = kind;
    page.key = draft.key;
    page.url = draft.address.url;
    page.output = draft.address.output;
    page.title =
        Some(std::mem::take(&mut page.title)).filter(|title| !title.is_empty()).or(draft.heading).unwrap_or(fallback);
    page.date = page.date.or(named.date);
    page.section = section;
    page.source = Some(draft.source);
    let own_url = page.url.clone();
    page.aliases.retain(|alias| *alias != own_url);
    if kind == PageKind::NotFound {
        super::page_list::hide(&mut page);
    }
    if matches!(kind, PageKind::Home | PageKind::Section) {
        own_section(&mut site.sections[section.index()], &page);
    }
    site.pages.push(page);
}

/// Makes a page its section's own. Where there are two, the first (`_index.md`) stays.
pub(super) fn own_section(section: &mut Section, page: &Page) {
    if section.index.is_some() {
        return;
    }
    section.index = Some(page.id);
    section.title.clone_from(&page.title);
    section.nav_title.clone_from(&page.nav_title);
    section.description.clone_from(&page.description);
    section.icon.clone_from(&page.icon);
    section.weight = page.weight;
    section.url.clone_from(&page.url);
}

/// A page with everything that its front matter says; no address, kind or section yet.
pub(super) fn page_of(config: &Config, fields: Fields, mut params: Map) -> Page {
    params.shrink_to_fit();
    let pretty = config.build.pretty_urls;
    let mut aliases: Vec<String> = fields.aliases.iter().map(|alias| alias.page(pretty).url).collect();
    let mut seen = FxHashSet::default();
    aliases.retain(|alias| seen.insert(alias.clone()));
    let terms = config.taxonomies.iter().map(|taxonomy| (taxonomy.name.clone(), terms_of(&params, &taxonomy.keys)));
    Page {
        terms: terms.filter(|(_, terms)| !terms.is_empty()).collect(),
        aliases,
        title: fields.title.unwrap_or_default(),
        nav_title: fields.nav_title,
        description: fields.description,
        date: fields.date,
        updated: fields.updated,
        weight: fields.weight,
        draft: fields.draft,
        visibility: fields.visibility,
        content_type: fields.content_type.unwrap_or_default(),
        template: fields.template,
        variant: fields.variant,
        lang: fields.lang.filter(|lang| *lang != config.site.language),
        icon: fields.icon,
        reference_id: fields.reference_id,
        slug: fields.slug,
        keywords: fields.keywords,
        authors: fields.authors,
        params,
        ..Page::default()
    }
}

/// The terms under some keys, each once.
fn terms_of(params: &Map, keys: &[String]) -> Vec<String> {
    let mut terms = Vec::new();
    let mut seen = FxHashSet::default();
    for value in keys.iter().filter_map(|key| params.get(key)) {
        for term in texts_of(value).unwrap_or_default() {
            if seen.insert(super::taxonomies::term_slug(&term)) {
                terms.push(term);
            }
        }
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
    let mut found: Vec<Option<String>> = Vec::with_capacity(site.sections.len());
    for (section, dates) in site.sections.iter_mut().zip(first_dates) {
        let index = section.index.map(|id| &site.pages[id.index()]);
        let stated = index.and_then(|page| page.param("content_type")).and_then(Value::as_str);
        let cascaded = section.cascade.get("type").and_then(Value::as_str);
        let inherited = section.parent.and_then(|parent| found[parent.index()].as_deref());
        let own = index.map(|page| page.content_type.as_str()).filter(|own| !own.is_empty());
        let known = Known { stated, cascaded, own, path: &section.path, inherited };
        let content_type = content_type::of_section(&known, dates.into_iter()).map(str::to_owned);
        section.content_type = content_type.clone().unwrap_or_else(|| site.config.content.default_type.clone());
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
