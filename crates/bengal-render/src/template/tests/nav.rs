use super::support::*;
use crate::Read;
use bengal_core::site::{NavNode, PageDetails, Section};
use bengal_core::{Page, PageId, SectionId, Site};

#[test]
fn a_small_tree_is_whole_with_the_way_to_the_page_open() {
    let html = TestSite::new().print("{{ nav_tree() }}");
    let expected = "<ul><li><a href=\"/docs/intro/\">Intro &lt;1&gt;</a></li>\
        <li class=\"nav-section\"><a href=\"/docs/guide/\">Guide</a><details open><summary><span>Guide</span></summary><ul>\
        <li><a href=\"/docs/guide/install/\" aria-current=\"page\">Install</a></li>\
        <li><a href=\"/docs/guide/upgrade/\">Upgrade</a></li></ul></details></li></ul>";
    assert_eq!(html, expected);
}

#[test]
fn branches_beside_the_way_are_closed() {
    let html = TestSite::new().page_template("{{ nav_tree() }}").render(INTRO).0.unwrap();
    assert!(html.contains("<a href=\"/docs/intro/\" aria-current=\"page\">"), "{html}");
    assert!(html.contains("<details><summary>") && !html.contains("<details open"), "{html}");
}

#[test]
fn a_large_tree_has_only_the_way_to_the_page() {
    let cut = |page| TestSite::new().page_template("{{ nav_tree(whole=0) }}").render(page).0.unwrap();
    let closed = "<ul><li><a href=\"/docs/intro/\" aria-current=\"page\">Intro &lt;1&gt;</a></li>\
        <li class=\"nav-section\"><a href=\"/docs/guide/\">Guide</a></li></ul>";
    assert_eq!(cut(INTRO), closed);
    assert_eq!(
        cut(INSTALL),
        TestSite::new().print("{{ nav_tree() }}"),
        "both forms look the same where a branch is open"
    );
}

#[test]
fn a_section_s_own_page_is_marked_in_both_forms() {
    for template in ["{{ nav_tree() }}", "{{ nav_tree(whole=0) }}"] {
        let html = TestSite::new().file("templates/list.html", template).render(GUIDE).0.unwrap();
        assert!(html.contains("<a href=\"/docs/guide/\" aria-current=\"page\">Guide</a><details open>"), "{html}");
        assert_eq!(html.matches("aria-current").count(), 1);
    }
}

#[test]
fn another_section_s_tree_has_no_mark() {
    let html = TestSite::new().print("{{ nav_tree(get_section('blog')) }}");
    assert_eq!(html, "<ul><li><a href=\"/blog/first/\">First post</a></li></ul>");
    assert_eq!(TestSite::new().problem("{{ nav_tree('blog') }}").code, "template-error");
}

#[test]
fn what_is_not_in_menus_is_not_in_the_tree() {
    let site = TestSite::new().with(|site| site.pages[GUIDE.index()].visibility.menu = false);
    assert_eq!(site.print("{{ nav_tree() }}"), "<ul><li><a href=\"/docs/intro/\">Intro &lt;1&gt;</a></li></ul>");
    let site = TestSite::new().with(|site| site.pages[GUIDE.index()].visibility.menu = false);
    assert_eq!(site.print("{{ nav_tree(whole=0) }}"), "<ul><li><a href=\"/docs/intro/\">Intro &lt;1&gt;</a></li></ul>");
}

#[test]
fn the_tree_is_one_read_or_one_a_level() {
    let reads = |template| {
        let (_, mut reads) = TestSite::new().page_template(template).render(INSTALL);
        reads.retain(|read| matches!(read, Read::Section(..) | Read::NavFits(..) | Read::NavLevel(..)));
        reads
    };
    let (docs, guide) = (SectionId::new(1), SectionId::new(2));
    assert_eq!(reads("{{ nav_tree() }}"), [Read::Section(docs, "nav_tree"), Read::NavFits(docs, 200)]);
    assert_eq!(
        reads("{{ nav_tree(whole=0) }}"),
        [
            Read::NavFits(docs, 0),
            Read::NavLevel(docs, NavNode::Section(guide)),
            Read::NavLevel(guide, NavNode::Page(INSTALL))
        ]
    );
}

/// A chain of sections as deep as folders can be nested, which a recursive walk would not survive.
#[test]
fn deep_nesting_is_no_recursion() {
    let depth = 20_000u32;
    let deep = |site: &mut Site| {
        for at in 0..depth {
            let id = SectionId::new(4 + at);
            let page = PageId::new(11 + at);
            let parent = if at == 0 { SectionId::new(1) } else { SectionId::new(3 + at) };
            site.sections[parent.index()].sections.push(id);
            site.sections[parent.index()].children.push(NavNode::Section(id));
            site.sections.push(Section {
                id,
                parent: Some(parent),
                index: Some(page),
                url: "/d/".into(),
                ..Section::default()
            });
            let details = PageDetails { template: Some("page.html".into()), ..PageDetails::default() };
            site.pages.push(Page { id: page, section: id, details: details.into(), ..Page::default() });
        }
    };
    let last = PageId::new(10 + depth);
    for template in ["{{ nav_tree(whole=1000000) }}", "{{ nav_tree() }}"] {
        let html = TestSite::new().with(deep).page_template(template).render(last).0.unwrap();
        assert!(html.matches("<details open").count() > 19_000);
        assert_eq!(html.matches("<ul>").count(), html.matches("</ul>").count());
        assert_eq!(html.matches("<li").count(), html.matches("</li>").count());
    }
}
