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
