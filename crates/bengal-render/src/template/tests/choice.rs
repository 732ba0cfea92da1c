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
        TestSite::new().file("templates/landing.html", "landing").with(|site| site.pages[4].details.template = wish)
    };
    assert_eq!(html(site("landing.html"), INSTALL), "landing");
    assert_eq!(html(site("landing"), INSTALL), "landing");
    assert_eq!(site("landing").templates().check(INSTALL), None);
}

#[test]
fn a_wish_that_cannot_be_met_is_an_error_and_the_page_is_rendered() {
    let site = || {
        TestSite::new().page_template("fallback").with(|site| site.pages[4].details.template = Some("pgae.html".into()))
    };
    assert_eq!(html(site(), INSTALL), "fallback");
    let error = site().templates().check(INSTALL).unwrap();
    assert_eq!((error.code, error.severity), ("template-not-found", bengal_core::Severity::Error));
    assert_eq!(error.message, "`template` in the front matter: there is no template `pgae.html`");
    assert_eq!(error.hints, ["did you mean `page.html`?", "`page.html` is used instead"]);
    assert_eq!(error.location.unwrap().path, "content/docs/guide/install.md");
    let second = site().pager(INSTALL, 2, 3).templates();
    assert_eq!(second.check(INSTALL), None, "the first page of the list says it");
}

#[test]
fn a_theme_without_a_folder_is_a_warning() {
    let problems = |name: &str| {
        let site = TestSite::new().with(|site| site.config.theme.name = name.into());
        site.file("themes/mine/assets/css/a.css", "").file("themes/notes.html", "").templates().validate()
    };
    assert_eq!(problems("mine"), []);
    assert_eq!(problems("default"), []);
    let warning = problems("mien").remove(0);
    assert_eq!((warning.code, warning.severity), ("theme-not-found", bengal_core::Severity::Warning));
    assert_eq!(warning.message, "there is no theme `mien`: no folder `themes/mien`");
    assert_eq!(warning.hints[0], "did you mean `mine`?");
    assert_eq!(problems("notes.html").len(), 1, "a file is no theme");
    assert_eq!(problems("defualt")[0].hints[0], "did you mean `default`?");
}
