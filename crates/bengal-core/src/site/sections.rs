//! Phase 6: every section has its own page, its lists in order, and its pages know their neighbours.

use super::content_type::is_chronological;
use super::names::join;
use super::nav::children_in_order;
use super::order::{sort_by_date, sort_section_pages, title_key, weight_key};
use super::wiring::{own_section, page_of};
use super::{Details, NavNode, Page, PageDetails, PageId, PageKind, Pager, SectionId, Site, SitePath};
use crate::front_matter::Fields;
use crate::keyed::KeyedMap;
use crate::packed::PackedMap;
use camino::Utf8PathBuf;
use std::sync::Arc;

/// Gives each section without its own page one, sorts pages and sections, cuts long lists of chronological sections into pages,
/// and links every listed page with its neighbours.
///
/// Costs O(n log n), times the depth of nested chronological sections, which list the pages of those below too.
pub fn complete_sections(site: &mut Site) {
    adopt_pages(site);
    generate_indexes(site);
    fill_sections(site);
    fill_children(site);
    fill_lists(site);
    link_in_sections(site);
    link_in_site(site);
}

/// A page beside a folder (`docs.md` and `docs/`) that stands where the folder's own page would is that page.
fn adopt_pages(site: &mut Site) {
    let without_page = site.sections.iter().filter(|section| section.index.is_none());
    let wanted = without_page.filter_map(|section| {
        let output = SitePath::of_file(&section.path).ok()?.folder_page().output;
        Some((section.id, output.into_string()))
    });
    let wanted: Vec<(SectionId, String)> = wanted.collect();
    let mut found: KeyedMap<&str, Option<PageId>> = wanted.iter().map(|(_, output)| (output.as_str(), None)).collect();
    if found.is_empty() {
        return;
    }
    for page in site.pages.iter().filter(|page| page.kind == PageKind::Page) {
        if let Some(first) = found.get_mut(page.output.as_str()) {
            first.get_or_insert(page.id);
        }
    }
    for (section, output) in &wanted {
        if let Some(id) = found.get(output.as_str()).copied().flatten() {
            let (page, section) = (&mut site.pages[id.index()], &mut site.sections[section.index()]);
            page.kind = if section.parent.is_none() { PageKind::Home } else { PageKind::Section };
            page.section = section.id;
            own_section(section, page);
        }
    }
}

fn generate_indexes(site: &mut Site) {
    let listed = sections_with_listed_pages(site);
    for (number, listed) in listed.into_iter().enumerate() {
        let section = &site.sections[number];
        if section.index.is_some() {
            continue;
        }
        let Ok(path) = SitePath::of_file(&section.path) else { continue };
        let address = path.folder_page();
        let mut page = page_of(&site.config, Fields::read(&section.cascade), &section.cascade);
        page.params = PackedMap::of(&section.cascade);
        page.id = PageId::new(site.pages.len() as u32);
        page.kind = if section.parent.is_none() { PageKind::Home } else { PageKind::Section };
        page.key.clone_from(&section.path);
        page.url = address.url;
        page.output = address.output;
        page.title.clone_from(&section.title);
        page.section = section.id;
        page.terms = Box::default();
        page.weight = None;
        if page.content_type.is_empty() {
            page.content_type.clone_from(&section.content_type);
        }
        if !listed {
            super::page_list::hide(&mut page);
        }
        own_section(&mut site.sections[number], &page);
        site.pages.push(page);
    }
}

/// For each section, whether it or one below it has a page that is listed. Sections follow their parents.
fn sections_with_listed_pages(site: &Site) -> Vec<bool> {
    let mut listed = vec![false; site.sections.len()];
    for page in site.pages.iter().filter(|page| page.visibility.listings) {
        listed[page.section.index()] = true;
    }
    for section in site.sections.iter().rev() {
        if let Some(parent) = section.parent
            && listed[section.id.index()]
        {
            listed[parent.index()] = true;
        }
    }
    listed
}

/// Whether a section shows up in lists: its own page does, or it has none.
fn is_listed(site: &Site, section: SectionId) -> bool {
    site.section(section).index.is_none_or(|index| site.page(index).visibility.listings)
}

fn fill_sections(site: &mut Site) {
    let mut pages: Vec<Vec<PageId>> = vec![Vec::new(); site.sections.len()];
    for page in site.pages.iter().filter(|page| page.kind == PageKind::Page && page.visibility.listings) {
        pages[page.section.index()].push(page.id);
    }
    // A second page for a folder that has its own (`index.md` beside `_index.md`) is one of its pages.
    for page in site.pages.iter().filter(|page| page.kind == PageKind::Section && page.visibility.listings) {
        if site.section(page.section).index != Some(page.id) {
            pages[page.section.index()].push(page.id);
        }
    }
    let mut sections: Vec<Vec<SectionId>> = vec![Vec::new(); site.sections.len()];
    for section in &site.sections {
        if let Some(parent) = section.parent.filter(|_| is_listed(site, section.id)) {
            sections[parent.index()].push(section.id);
        }
    }
    for (number, mut pages) in pages.into_iter().enumerate() {
        sort_section_pages(&mut pages, site, &site.sections[number]);
        site.sections[number].pages = pages;
    }
    for (number, mut children) in sections.into_iter().enumerate() {
        children.sort_by_cached_key(|id| {
            let section = site.section(*id);
            (weight_key(section.weight), title_key(&section.title), *id)
        });
        site.sections[number].sections = children;
    }
}

fn fill_children(site: &mut Site) {
    for number in 0..site.sections.len() {
        site.sections[number].children = children_in_order(site, &site.sections[number]);
    }
}

/// Says which pages each section's own page lists; a long chronological list goes on over further pages.
fn fill_lists(site: &mut Site) {
    for number in 0..site.sections.len() {
        let section = &site.sections[number];
        let Some(index) = section.index else { continue };
        if !is_chronological(&section.content_type) {
            site.pages[index.index()].details.list.clone_from(&section.pages);
            continue;
        }
        let mut items = pages_below(site, section.id);
        sort_by_date(&mut items, site);
        cut_list(site, index, items);
    }
}

/// The listed pages of a section and of those below it.
fn pages_below(site: &Site, section: SectionId) -> Vec<PageId> {
    let mut pages = Vec::new();
    let mut open = vec![section];
    while let Some(id) = open.pop() {
        let section = site.section(id);
        pages.extend_from_slice(&section.pages);
        open.extend_from_slice(&section.sections);
    }
    pages
}

/// How many pages [`cut_list`] adds for a list of so many items.
pub(super) fn pages_behind(site: &Site, items: usize) -> usize {
    match items > site.config.pagination.threshold {
        true => items.div_ceil(site.config.pagination.per_page.max(1)) - 1,
        false => 0,
    }
}

/// Gives a page its list, and adds the pages `page/2/`, `page/3/` … behind it where the list is longer than the configured threshold.
pub(super) fn cut_list(site: &mut Site, first: PageId, items: Vec<PageId>) {
    let per_page = site.config.pagination.per_page.max(1);
    let page = &site.pages[first.index()];
    let base = match page.output.file_name() {
        Some("index.html") => page.output.parent().map(Utf8PathBuf::from).unwrap_or_default(),
        _ => page.output.with_extension(""),
    };
    let addresses: Option<Vec<_>> = (2..=items.len().div_ceil(per_page))
        .map(|number| {
            SitePath::of_file(&join(base.as_str(), &format!("page/{number}"))).ok().map(|path| path.folder_page())
        })
        .collect();
    let Some(addresses) =
        addresses.filter(|addresses| !addresses.is_empty() && items.len() > site.config.pagination.threshold)
    else {
        site.pages[first.index()].details.list = items;
        return;
    };
    let total = addresses.len() + 1;
    let urls: Arc<[String]> =
        std::iter::once(page.url.clone()).chain(addresses.iter().map(|address| address.url.clone())).collect();
    let pager = |number| Some(Pager { number, total, urls: Arc::clone(&urls), items: items.len() });
    let template = Page { source: None, terms: Box::default(), details: Details::default(), ..page.clone() };
    let details = PageDetails {
        aliases: Vec::new(),
        reference_id: None,
        slug: None,
        list: Vec::new(),
        ..PageDetails::clone(&page.details)
    };
    for (address, (at, chunk)) in addresses.into_iter().zip(items.chunks(per_page).enumerate().skip(1)) {
        let id = PageId::new(site.pages.len() as u32);
        let key = address.url.trim_matches('/').to_owned();
        let mut page = Page {
            id,
            key,
            url: address.url,
            output: address.output,
            details: PageDetails { list: chunk.to_vec(), pager: pager(at + 1), ..details.clone() }.into(),
            ..template.clone()
        };
        page.visibility.menu = false;
        page.visibility.listings = false;
        page.visibility.search = false;
        page.visibility.rss = false;
        site.pages.push(page);
    }
    let first = &mut site.pages[first.index()];
    first.details.pager = pager(1);
    first.details.list = items.into_iter().take(per_page).collect();
}

fn link_in_sections(site: &mut Site) {
    for number in 0..site.sections.len() {
        let pages = std::mem::take(&mut site.sections[number].pages);
        for pair in pages.windows(2) {
            site.pages[pair[0].index()].next_in_section = Some(pair[1]);
            site.pages[pair[1].index()].prev_in_section = Some(pair[0]);
        }
        site.sections[number].pages = pages;
    }
}

/// Links the pages that were written and are listed in the order of the navigation: a section's own page, then what is in it.
fn link_in_site(site: &mut Site) {
    let mut walk: Vec<PageId> = Vec::new();
    let mut open = vec![NavNode::Section(SectionId::ROOT)];
    while let Some(node) = open.pop() {
        match node {
            NavNode::Page(id) => walk.push(id),
            NavNode::Section(id) => {
                walk.extend(site.section(id).index);
                open.extend(site.section(id).children.iter().rev());
            }
        }
    }
    walk.retain(|id| !site.page(*id).is_generated() && site.page(*id).visibility.listings);
    for pair in walk.windows(2) {
        site.pages[pair[0].index()].next = Some(pair[1]);
        site.pages[pair[1].index()].prev = Some(pair[0]);
    }
}
