use super::support::*;

const ALL: [bengal_core::PageId; 11] = [HOME, DOCS, INTRO, GUIDE, INSTALL, UPGRADE, BLOG, POST, TAGS, TAG, NOT_FOUND];

#[test]
fn the_default_theme_renders_every_kind_of_page() {
    let templates = TestSite::new().templates();
    for page in ALL {
        let html =
            templates.render(page, body(), &Default::default()).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{html}");
        assert!(html.trim_end().ends_with("</html>"));
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert_eq!(html.matches("<main").count(), 1);
    }
}

#[test]
fn all_templates_of_the_default_theme_compile() {
    assert_eq!(TestSite::new().templates().validate(), []);
}

#[test]
fn a_body_with_its_own_title_gets_no_second_one() {
    let templates = TestSite::new().templates();
    for page in [HOME, DOCS, INSTALL, BLOG, POST] {
        let own = crate::markdown::Body { html: "<h1>Own</h1>".into(), starts_with_title: true, ..Default::default() };
        let html = templates.render(page, own, &Default::default()).unwrap();
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
    }
}

#[test]
fn the_inline_contents_stand_behind_the_body_s_own_title() {
    let html = "<h1>Own <em>title</em></h1>\n<p>a &amp; b</p>".to_owned();
    let own = crate::markdown::Body { html, starts_with_title: true, ..body() };
    let html = TestSite::new().templates().render(INSTALL, own, &Default::default()).unwrap();
    let places =
        ["<h1>Own <em>title</em></h1>", "class=\"toc-inline\"", "<p>a &amp; b</p>"].map(|part| html.find(part));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {html}");
}

#[test]
fn the_body_s_own_title_and_the_rest_are_apart() {
    let print = |html: &str, starts_with_title| {
        let own = crate::markdown::Body { html: html.into(), starts_with_title, ..body() };
        let templates = TestSite::new().page_template("{{ content_title }}|{{ content_rest }}").templates();
        templates.render(INSTALL, own, &Default::default()).unwrap()
    };
    assert_eq!(print("<h1 id=\"t\">T</h1>\n<p>a</p>\n<h1>U</h1>", true), "<h1 id=\"t\">T</h1>|\n<p>a</p>\n<h1>U</h1>");
    assert_eq!(print("<p>a</p>\n<h1>U</h1>", false), "|<p>a</p>\n<h1>U</h1>");
}

#[test]
fn headings_without_text_are_not_in_the_table_of_contents() {
    let entry = |id: &str, text: &str, children| crate::markdown::TocEntry {
        level: 2,
        id: id.into(),
        text: text.into(),
        children,
    };
    let toc = vec![entry("a", " ", vec![entry("b", "B", Vec::new())]), entry("c", "", Vec::new())];
    let own = crate::markdown::Body { toc, ..body() };
    let templates = TestSite::new().page_template("{{ toc }}").templates();
    let html = templates.render(INSTALL, own, &Default::default()).unwrap();
    assert_eq!(html, "<ul><li><ul><li><a href=\"#b\">B</a></li></ul></li></ul>");
}

#[test]
fn the_home_page_lists_sections_and_the_pages_at_the_top() {
    let site = TestSite::new().with(|site| site.pages[HOME.index()].details.list = vec![INSTALL]);
    let html = site.render(HOME).0.unwrap();
    let cards: Vec<&str> =
        html.split("<li class=\"index-card\"><a href=\"").skip(1).map(|card| card.split('"').next().unwrap()).collect();
    assert_eq!(cards, ["/docs/", "/blog/", "/docs/guide/install/"]);
}
