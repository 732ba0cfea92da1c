use super::support::*;
use bengal_core::PageId;

fn html(site: TestSite, page: PageId) -> String {
    site.render(page).0.unwrap()
}

#[test]
fn the_site_comes_before_its_theme_and_the_theme_before_the_default() {
    let with_theme = || {
        TestSite::new()
            .with(|site| site.config.theme.name = "mine".into())
            .file("themes/mine/templates/page.html", "theme")
            .file("themes/mine/templates/404.html", "theme's 404")
    };
    assert_eq!(html(with_theme(), INSTALL), "theme");
    assert_eq!(html(with_theme().file("templates/page.html", "site"), INSTALL), "site");
    assert_eq!(html(with_theme().file("templates/page.html", "site"), NOT_FOUND), "theme's 404");
    assert!(html(with_theme(), TAG).starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_theme_s_name_is_no_path() {
    let site = TestSite::new()
        .with(|site| site.config.theme.name = "../../other".into())
        .file("other/templates/page.html", "escaped");
    assert_ne!(html(site, INSTALL), "escaped");
}

#[test]
fn the_nearest_folder_wins_and_the_type_before_it() {
    let site = || {
        TestSite::new()
            .file("templates/docs/single.html", "docs")
            .file("templates/docs/guide/single.html", "guide")
            .file("templates/docs/list.html", "docs list")
            .file("templates/docs.html", "docs named")
    };
    assert_eq!(html(site(), INTRO), "docs");
    assert_eq!(html(site(), INSTALL), "guide");
    assert_eq!(html(site(), GUIDE), "docs list");
    assert_eq!(html(site().file("templates/doc/single.html", "type"), INSTALL), "type");
    assert_eq!(html(TestSite::new().file("templates/docs.html", "docs named"), GUIDE), "docs named");
}

#[test]
fn generated_pages_look_for_their_taxonomy_first() {
    let site = || TestSite::new().file("templates/tags/term.html", "term").file("templates/tags.html", "tags");
    assert_eq!(html(site(), TAG), "term");
    assert_eq!(html(site(), TAGS), "tags");
    assert_eq!(html(TestSite::new().file("templates/tag.html", "tag"), TAG), "tag");
    assert_eq!(html(TestSite::new().file("templates/home.html", "home"), HOME), "home");
}

#[test]
fn front_matter_chooses_with_or_without_extension() {
    let site = |wish: &str| {
        let wish = Some(wish.to_owned());
        TestSite::new().file("templates/landing.html", "landing").with(|site| site.pages[4].template = wish)
    };
    assert_eq!(html(site("landing.html"), INSTALL), "landing");
    assert_eq!(html(site("landing"), INSTALL), "landing");
    assert_eq!(site("landing").templates().check(INSTALL), None);
}

#[test]
fn a_wish_that_cannot_be_met_is_a_warning_and_the_page_is_rendered() {
    let site =
        || TestSite::new().page_template("fallback").with(|site| site.pages[4].template = Some("pgae.html".into()));
    assert_eq!(html(site(), INSTALL), "fallback");
    let warning = site().templates().check(INSTALL).unwrap();
    assert_eq!(warning.code, "template-not-found");
    assert_eq!(warning.hints, ["did you mean `page.html`?"]);
    assert_eq!(warning.location.unwrap().path, "content/docs/guide/install.md");
}
