//! Pages do not grow with the site.

use super::support::*;
use crate::Read;
use bengal_core::site::{MenuItem, NavNode, Section};
use bengal_core::{Page, PageId, PageKind, SectionId, Site};

/// Puts `count` pages into the section `docs/guide`.
fn with_siblings(site: &mut Site, count: u32) {
    let guide = SectionId::new(2);
    for at in 0..count {
        let id = PageId::new(site.pages.len() as u32);
        let key = format!("docs/guide/p{at:06}");
        let title = format!("Page {at:06}");
        site.pages.push(Page { id, url: format!("/{key}/"), key, title, section: guide, ..Page::default() });
        site.sections[guide.index()].pages.push(id);
        site.sections[guide.index()].children.push(NavNode::Page(id));
    }
}

/// Puts `count` folders with a page each at the top, and an entry for each into the menu.
fn with_top_folders(site: &mut Site, count: u32) {
    for at in 0..count {
        let page = PageId::new(site.pages.len() as u32);
        let id = SectionId::new(site.sections.len() as u32);
        let (key, title) = (format!("s{at:06}"), format!("Folder {at:06}"));
        let url = format!("/{key}/");
        site.sections.push(Section {
            id,
            parent: Some(SectionId::ROOT),
            index: Some(page),
            url: url.clone(),
            title: title.clone(),
            path: key.clone(),
            ..Section::default()
        });
        site.sections[0].sections.push(id);
        site.sections[0].children.push(NavNode::Section(id));
        let item = MenuItem {
            name: title.clone(),
            url: url.clone(),
            page: Some(page),
            section: Some(id),
            ..MenuItem::default()
        };
        site.menus.get_mut("main").unwrap().items.push(item);
        site.pages.push(Page { id: page, kind: PageKind::Section, url, key, title, section: id, ..Page::default() });
    }
}

/// The bytes of the longest of three pages: the first, a middle and the last of those that were added.
fn longest(count: u32, grow: fn(&mut Site, u32)) -> usize {
    let templates = TestSite::new().with(|site| grow(site, count)).templates();
    [11, 11 + count / 2, 10 + count]
        .map(|id| templates.render(PageId::new(id), body(), &Default::default()).unwrap().len())
        .into_iter()
        .max()
        .unwrap()
}

#[test]
fn a_page_does_not_grow_with_its_siblings() {
    let (few, many) = (longest(1_000, with_siblings), longest(4_000, with_siblings));
    assert!(many * 5 < few * 6, "{few} bytes beside 1,000 pages, {many} beside 4,000");
    assert!(many < 24_000, "{many}");
}

#[test]
fn a_page_does_not_grow_with_the_folders_at_the_top() {
    let (few, many) = (longest(100, with_top_folders), longest(1_000, with_top_folders));
    assert!(many * 5 < few * 6, "{few} bytes beside 100 folders, {many} beside 1,000");
    assert!(many < 24_000, "{many}");
}

#[test]
fn a_long_level_is_a_window_around_the_page_with_links_to_the_rest() {
    let tree = |id: u32| {
        let site = TestSite::new().with(|site| with_siblings(site, 300)).page_template("{{ nav_tree() }}");
        site.render(PageId::new(id)).0.unwrap()
    };
    let middle = tree(11 + 150);
    assert_eq!(middle.matches("/docs/guide/p").count(), 60, "{middle}");
    assert!(middle.contains("<a href=\"/docs/guide/p000150/\" aria-current=\"page\">Page 000150</a>"));
    let rest: Vec<&str> =
        middle.split("<li class=\"nav-more\">").skip(1).map(|rest| rest.split("</li>").next().unwrap()).collect();
    assert_eq!(rest, ["<a href=\"/docs/guide/\">122 more</a>", "<a href=\"/docs/guide/\">120 more</a>"]);
    let last = tree(10 + 300);
    assert!(last.contains("Page 000299</a></li></ul>") && last.contains(">242 more</a>"), "{last}");
    assert_eq!(last.matches("nav-more").count(), 1);
    assert_eq!(middle.matches("<ul>").count(), middle.matches("</ul>").count());
    assert_eq!(middle.matches("<li").count(), middle.matches("</li>").count());
}

#[test]
fn the_bar_has_seven_entries_and_the_rest_under_more() {
    let site = || TestSite::new().with(|site| with_top_folders(site, 100)).page_template("{{ nav_menu(bar=7) }}");
    let (html, reads) = site().render(INSTALL);
    let html = html.unwrap();
    let (row, more) = html.split_once("<details class=\"menu-group menu-more\"").unwrap();
    assert_eq!(row.matches("<a ").count(), 7, "{row}");
    assert!(row.starts_with("<ul><li><a href=\"/docs/\" class=\"active\">Docs</a></li>"), "{row}");
    assert!(more.starts_with(" name=\"main-menu\"><summary>More</summary>"), "{more}");
    assert_eq!(more.matches("<a ").count(), 33 + 1);
    assert!(more.ends_with("<li class=\"nav-more\"><a href=\"/\">All 102</a></li></ul></details></li></ul>"), "{more}");
    assert!(reads.contains(&Read::Site("menus.main".into())));
    let below_more = TestSite::new()
        .with(|site| with_top_folders(site, 100))
        .file("templates/list.html", "{{ nav_menu(bar=7) }}")
        .render(PageId::new(11 + 9))
        .0
        .unwrap();
    assert!(below_more.contains("<summary class=\"active\">More</summary>"), "{below_more}");
    assert!(below_more.contains("<a href=\"/s000009/\" aria-current=\"page\">"), "{below_more}");
}

#[test]
fn a_configured_menu_is_whole_and_nested() {
    let nested = |site: &mut Site| {
        with_top_folders(site, 100);
        site.config.menus.insert("main".into(), Vec::new());
        let child = site.menus["main"].items[1].clone();
        site.menus.get_mut("main").unwrap().items[0].children.push(child);
    };
    let print = |template: &str| {
        TestSite::new().with(nested).file("templates/blog/single.html", template).render(POST).0.unwrap()
    };
    let list = print("{{ nav_menu() }}");
    assert_eq!(list.matches("<a ").count(), 103, "{list}");
    assert!(
        list.starts_with("<ul><li><a href=\"/docs/\">Docs</a><ul><li><a href=\"/blog/\">Blog</a></li></ul></li>"),
        "{list}"
    );
    let bar = print("{{ nav_menu('main', bar=200) }}");
    assert!(
        bar.starts_with(
            "<ul><li><details class=\"menu-group\" name=\"main-menu\"><summary class=\"active\">Docs</summary>"
        ),
        "{bar}"
    );
    assert_eq!(print("{{ nav_menu('none') }}"), "");
}
#[test]
fn long_names_go_under_more_and_none_is_left_out() {
    let long = |site: &mut Site| {
        with_top_folders(site, 6);
        for item in &mut site.menus.get_mut("main").unwrap().items {
            item.name = format!("{} and what belongs to it", item.name);
        }
    };
    let html = TestSite::new().with(long).page_template("{{ nav_menu(bar=7) }}").render(INSTALL).0.unwrap();
    let (row, more) = html.split_once("<summary>More</summary>").unwrap();
    assert_eq!((row.matches("<a ").count(), more.matches("<a ").count()), (2, 6), "{html}");
}
