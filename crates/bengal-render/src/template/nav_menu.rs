//! Menus as HTML that all pages share, as the trees of [`nav`](super::nav) are: built once a site, and for each page only its own
//! entry and the way there are marked.
//!
//! The automatic main menu has an entry for everything at the top of the content, so it is cut at [`AUTOMATIC`] entries, with a
//! link to the home page, which lists the rest. A configured menu is given as it was written.

use super::nav::{CURRENT, spliced};
use super::scope::Scope;
use crate::{Read, escape};
use bengal_core::site::MenuItem;
use bengal_core::{PageId, SectionId, Site};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many entries of the automatic main menu are given.
const AUTOMATIC: usize = 40;

/// How many characters the names in a bar have together, with [`GAP`] for each: what stands in one row of a screen of 1280 pixels.
const ROW: usize = 96;

/// The characters that the space around a name is worth.
const GAP: usize = 3;

/// The menu that is made from the content where the configuration has none of this name.
const MAIN: &str = "main";

const ACTIVE: &str = " class=\"active\"";

/// The menus of a site, each built when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct NavMenus {
    built: Mutex<BTreeMap<Form, Arc<MenuHtml>>>,
}

/// A menu by its place, and how many of its entries stand in a bar; `None` for a plain list.
type Form = (usize, Option<usize>);

/// A menu's HTML, and where pages' copies of it differ.
#[derive(Debug, Default)]
struct MenuHtml {
    html: String,
    pages: FxHashMap<PageId, Vec<(usize, &'static str)>>,
    sections: FxHashMap<SectionId, Vec<usize>>,
}

impl NavMenus {
    /// The menu for the page that is rendered, empty where there is no entry. With `bar` as a row of at most so many entries (fewer
    /// where their names are long), those with entries below them as `<details>`, the rest under "More"; without as a nested list.
    pub(super) fn html(&self, scope: &Scope, name: &str, bar: Option<usize>) -> String {
        scope.record(Read::Site(format!("menus.{name}")));
        let site = scope.site();
        let Some((place, _, menu)) = site.menus.get_full(name).filter(|(_, _, menu)| !menu.items.is_empty()) else {
            return String::new();
        };
        let kept = self.lock().get(&(place, bar)).cloned();
        let html = kept.unwrap_or_else(|| {
            let built = Arc::new(build(site, &menu.items, is_automatic(site, name), bar));
            Arc::clone(self.lock().entry((place, bar)).or_insert(built))
        });
        html.marked(scope.page, &site.ancestors(scope.current()))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Form, Arc<MenuHtml>>> {
        self.built.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the menu is made from the content.
pub(crate) fn is_automatic(site: &Site, name: &str) -> bool {
    name == MAIN && !site.config.menus.contains_key(MAIN)
}

fn build(site: &Site, items: &[MenuItem], automatic: bool, bar: Option<usize>) -> MenuHtml {
    let mut menu = MenuHtml::default();
    let given = if automatic { items.len().min(AUTOMATIC) } else { items.len() };
    let home = site.home().filter(|_| given < items.len());
    let in_bar = bar.map_or(given, |bar| fitting(&items[..given], bar));
    menu.html.push_str("<ul>");
    for item in &items[..in_bar] {
        match bar {
            Some(_) => menu.bar_entry(item),
            None => menu.list_entry(item),
        }
    }
    if in_bar < given {
        let group = menu.open_group("More", " menu-more");
        items[in_bar..].iter().for_each(|item| menu.mark_below(item, group));
        for item in &items[in_bar..given] {
            menu.entry(item, "<li>");
            for child in &item.children {
                menu.entry(child, "<li class=\"menu-below\">");
            }
        }
    }
    if let Some(home) = home {
        menu.html.push_str("<li class=\"nav-more\"><a href=\"");
        escape::attribute(&mut menu.html, &home.url);
        menu.html.push_str(&format!("\">All {}</a></li>", items.len()));
    }
    menu.html.push_str(if in_bar < given { "</ul></details></li></ul>" } else { "</ul>" });
    menu
}

/// How many of the entries stand in a bar: at most `bar`, and as many as fit into a row, but one at least.
fn fitting(items: &[MenuItem], bar: usize) -> usize {
    let widths = items.iter().map(|item| item.name.chars().count() + GAP);
    let ends = widths.scan(0, |end, width| {
        *end += width;
        Some(*end)
    });
    ends.take(bar).take_while(|end| *end <= ROW).count().max(bar.min(items.len()).min(1))
}

impl MenuHtml {
    /// A copy with the page's own entry marked, and the entries of the bar that lead to it.
    fn marked(&self, page: PageId, ancestors: &[SectionId]) -> String {
        let mut marks = self.pages.get(&page).cloned().unwrap_or_default();
        let above = ancestors.iter().filter_map(|section| self.sections.get(section)).flatten();
        marks.extend(above.map(|at| (*at, ACTIVE)));
        marks.sort_unstable();
        marks.dedup();
        spliced(&self.html, marks)
    }

    fn bar_entry(&mut self, item: &MenuItem) {
        if item.children.is_empty() {
            let at = self.entry(item, "<li>");
            self.mark(item, at);
            return;
        }
        let group = self.open_group(&item.name, "");
        self.mark_below(item, group);
        if !item.url.is_empty() {
            self.entry(item, "<li>");
        }
        for child in &item.children {
            self.entry(child, "<li>");
        }
        self.html.push_str("</ul></details></li>");
    }

    fn list_entry(&mut self, item: &MenuItem) {
        self.html.push_str("<li>");
        self.link(item);
        if !item.children.is_empty() {
            self.html.push_str("<ul>");
            for child in &item.children {
                self.entry(child, "<li>");
            }
            self.html.push_str("</ul>");
        }
        self.html.push_str("</li>");
    }

    /// Begins a group of the bar. Returns the place of its mark.
    fn open_group(&mut self, name: &str, class: &str) -> usize {
        self.html.push_str(&format!("<li><details class=\"menu-group{class}\" name=\"main-menu\"><summary"));
        let mark = self.html.len();
        self.html.push('>');
        escape::text(&mut self.html, name);
        self.html.push_str("</summary><ul>");
        mark
    }

    fn entry(&mut self, item: &MenuItem, open: &str) -> usize {
        self.html.push_str(open);
        let mark = self.link(item);
        self.html.push_str("</li>");
        mark
    }

    /// An entry's link, or its name where it leads nowhere. Returns the place of its marks.
    fn link(&mut self, item: &MenuItem) -> usize {
        let element = if item.url.is_empty() { "span" } else { "a" };
        self.html.push('<');
        self.html.push_str(element);
        if !item.url.is_empty() {
            self.html.push_str(" href=\"");
            escape::attribute(&mut self.html, &item.url);
            self.html.push('"');
        }
        let mark = self.html.len();
        if let Some(page) = item.page {
            self.pages.entry(page).or_default().push((mark, CURRENT));
        }
        self.html.push('>');
        escape::text(&mut self.html, &item.name);
        self.html.push_str(&format!("</{element}>"));
        mark
    }

    /// Marks a place on the entry's page, and on the pages of its section. The root section does not count: every page is in it.
    fn mark(&mut self, item: &MenuItem, at: usize) {
        if let Some(page) = item.page {
            self.pages.entry(page).or_default().push((at, ACTIVE));
        }
        if let Some(section) = item.section.filter(|section| *section != SectionId::ROOT) {
            self.sections.entry(section).or_default().push(at);
        }
    }

    /// Marks a place for an entry and all that are below it.
    fn mark_below(&mut self, item: &MenuItem, at: usize) {
        let mut open = vec![item];
        while let Some(item) = open.pop() {
            self.mark(item, at);
            open.extend(&item.children);
        }
    }
}
