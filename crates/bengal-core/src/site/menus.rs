//! Phase 9: menus.

use super::menu_tree::{Flat, tree};
use super::order::weight_key;
use super::{Menu, MenuItem, NavNode, Page, PageId, PageKind, SectionId, Site};
use crate::config::MenuItemConfig;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{MenuEntry, MenuField};
use crate::keyed::KeyedMap;
use crate::url::{is_external, split_suffix};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// The menu that every site has: as configured, or else made from the top of the content.
const MAIN: &str = "main";

/// Entries under this name are added to the end of the main menu.
const EXTRA: &str = "extra";

/// Builds all menus: those of the configuration; the main menu, where it is not configured, from the sections and pages at the top;
/// and the entries that pages state in their front matter, which change an entry of the same page or are added.
///
/// Costs O(n log n) in the number of pages and entries.
pub fn build_menus(site: &mut Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let by_url: KeyedMap<&str, PageId> = site.pages.iter().rev().map(|page| (page.url.as_str(), page.id)).collect();
    let configured = |items: &[MenuItemConfig]| items.iter().map(|item| flat_of_config(site, &by_url, item)).collect();
    let mut menus: BTreeMap<String, Vec<Flat>> = BTreeMap::new();
    for (name, items) in site.config.menus.iter().filter(|(name, _)| *name != EXTRA) {
        menus.insert(name.clone(), configured(items));
    }
    let stated = stated_by_pages(site);
    menus.entry(MAIN.to_owned()).or_insert_with(|| automatic(site, &stated));
    for (page, field) in &stated {
        let MenuField::Entries(entries) = field else { continue };
        for entry in entries {
            add_entry(menus.entry(entry.menu.clone()).or_default(), site, *page, entry);
        }
    }
    for (name, items) in &mut menus {
        items.sort_by_key(|entry| weight_key(entry.weight));
        if name == MAIN
            && let Some(extra) = site.config.menus.get(EXTRA)
        {
            let extra: Vec<Flat> = configured(extra);
            items.extend(extra);
        }
    }
    let menus: IndexMap<String, Menu> =
        menus.into_iter().map(|(name, items)| (name.clone(), tree(&name, items, &mut diagnostics))).collect();
    site.menus = menus;
    diagnostics
}

/// What pages say of menus, by page.
fn stated_by_pages(site: &Site) -> Vec<(PageId, MenuField)> {
    let stated = site.pages.iter().filter(|page| page.source.is_some() && page.params.contains_key("menu"));
    stated
        .map(|page| (page.id, MenuField::of(&page.params.to_map())))
        .filter(|(_, field)| *field != MenuField::Unset)
        .collect()
}

/// The sections and pages at the top of the content.
fn automatic(site: &Site, stated: &[(PageId, MenuField)]) -> Vec<Flat> {
    let hidden = |page: Option<PageId>| page.is_some_and(|id| stated.contains(&(id, MenuField::Hidden)));
    let mut items = Vec::new();
    for node in site.children(SectionId::ROOT) {
        match node {
            NavNode::Page(id) if !hidden(Some(id)) => items.push(flat_of_page(site.page(id))),
            NavNode::Section(id) => {
                let section = site.section(id);
                if let Some(index) = section.index.filter(|index| !hidden(Some(*index))) {
                    let mut entry = flat_of_page(site.page(index));
                    entry.item.section = Some(id);
                    entry.identifier.clone_from(&section.path);
                    items.push(entry);
                }
            }
            NavNode::Page(_) => {}
        }
    }
    items
}

fn flat_of_page(page: &Page) -> Flat {
    let section = matches!(page.kind, PageKind::Section | PageKind::Home).then_some(page.section);
    Flat {
        item: MenuItem {
            name: page.nav_title().to_owned(),
            url: page.url.clone(),
            icon: page.details.icon.clone(),
            page: Some(page.id),
            section,
            children: Vec::new(),
        },
        identifier: page.key.clone(),
        parent: None,
        weight: page.weight,
    }
}

fn add_entry(items: &mut Vec<Flat>, site: &Site, page: PageId, entry: &MenuEntry) {
    let at = items.iter().position(|flat| flat.item.page == Some(page)).unwrap_or_else(|| {
        items.push(flat_of_page(site.page(page)));
        items.len() - 1
    });
    let flat = &mut items[at];
    if let Some(name) = &entry.name {
        flat.item.name.clone_from(name);
    }
    if let Some(identifier) = &entry.identifier {
        flat.identifier.clone_from(identifier);
    }
    flat.item.icon = entry.icon.clone().or(flat.item.icon.take());
    flat.parent = entry.parent.clone().or(flat.parent.take());
    flat.weight = entry.weight.or(flat.weight);
}

fn flat_of_config(site: &Site, by_url: &KeyedMap<&str, PageId>, config: &MenuItemConfig) -> Flat {
    let (url, page) = target(by_url, &config.url);
    let page = page.map(|id| site.page(id));
    let section = page.filter(|page| matches!(page.kind, PageKind::Section | PageKind::Home)).map(|page| page.section);
    let name = match page {
        Some(page) if config.name.is_empty() => page.nav_title().to_owned(),
        _ => config.name.clone(),
    };
    Flat {
        item: MenuItem {
            name,
            url,
            icon: config.icon.clone(),
            page: page.map(|page| page.id),
            section,
            children: Vec::new(),
        },
        identifier: config.identifier.clone(),
        parent: config.parent.clone(),
        weight: config.weight,
    }
}

/// A configured URL as it stands in the site, and the page that it leads to: `about`, `/about` and `/about/` are one page.
fn target(by_url: &KeyedMap<&str, PageId>, written: &str) -> (String, Option<PageId>) {
    let (path, suffix) = split_suffix(written);
    if written.is_empty() || is_external(written) || path.is_empty() {
        return (written.to_owned(), None);
    }
    let rooted = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let encoded =
        crate::url::decode_path(&rooted).map_or_else(|| rooted.clone(), |decoded| crate::url::encode_path(&decoded));
    for candidate in [encoded.clone(), format!("{encoded}/"), format!("{encoded}.html")] {
        if let Some(page) = by_url.get(candidate.as_str()) {
            return (candidate + suffix, Some(*page));
        }
    }
    (rooted + suffix, None)
}
