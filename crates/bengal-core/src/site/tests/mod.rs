mod collisions;
mod lists;
mod properties;
mod real_sites;

use super::*;
use crate::Diagnostic;
use crate::config::Config;
use crate::digest::Digest;
use crate::front_matter::{parse, title_from_body};

fn source(path: &str, text: &str) -> PageSource {
    let parsed = parse(text, path.into());
    let title = title_from_body(&text[parsed.body_start..]);
    PageSource { parsed, digest: Digest::of(text.as_bytes()), title }
}

fn local() -> ModelOptions {
    ModelOptions { drafts: false, environment: "local".into() }
}

/// Assembles pages given by path under `content/` and front matter (without fences).
fn build_with(config: Config, options: &ModelOptions, pages: &[(&str, &str)]) -> (Site, Vec<String>) {
    let mut input = SiteInput::default();
    for (path, text) in pages {
        let path = format!("content/{path}");
        if is_page_name(&path) {
            input.pages.push(source(&path, &format!("---\n{text}\n---\n")));
        } else {
            input.resources.push(path.into());
        }
    }
    let (site, diagnostics) = assemble(config, input, options);
    (site, brief(&diagnostics))
}

fn build(pages: &[(&str, &str)]) -> Site {
    let (site, diagnostics) = build_with(Config::default(), &local(), pages);
    assert_eq!(diagnostics, Vec::<String>::new());
    site
}

fn brief(diagnostics: &[Diagnostic]) -> Vec<String> {
    let place = |d: &Diagnostic| d.location.as_ref().map(|l| format!("{}:{}: ", l.path, l.line)).unwrap_or_default();
    diagnostics.iter().map(|d| format!("{}{:?}[{}] {}", place(d), d.severity, d.code, d.message)).collect()
}

fn urls(site: &Site) -> Vec<&str> {
    site.pages.iter().map(|page| page.url.as_str()).collect()
}

fn page<'a>(site: &'a Site, url: &str) -> &'a Page {
    site.pages.iter().find(|page| page.url == url).unwrap_or_else(|| panic!("no page at {url}: {:?}", urls(site)))
}

fn section<'a>(site: &'a Site, path: &str) -> &'a Section {
    site.sections.iter().find(|section| section.path == path).unwrap_or_else(|| panic!("no section {path}"))
}

fn urls_of(site: &Site, ids: &[PageId]) -> Vec<String> {
    ids.iter().map(|id| site.page(*id).url.clone()).collect()
}

fn url_of(site: &Site, id: Option<PageId>) -> Option<&str> {
    id.map(|id| site.page(id).url.as_str())
}

#[test]
fn an_empty_site_has_a_home_and_a_404_page() {
    let site = build(&[]);
    assert_eq!(urls(&site), ["/", "/404.html"]);
    assert_eq!((site.home().unwrap().kind, page(&site, "/404.html").kind), (PageKind::Home, PageKind::NotFound));
    assert!(site.menus["main"].items.is_empty());
}

#[test]
fn addresses_follow_files_slugs_and_urls() {
    let site = build(&[
        ("_index.md", ""),
        ("About Us.md", ""),
        ("docs/_index.md", ""),
        ("docs/a.md", "slug: b"),
        ("docs/c/index.md", ""),
        ("docs/d.md", "url: /else/where"),
        ("docs/e.markdown", "permalink: old.html\naliases: [/e1, 'e2.html', /e1/, /old.html]"),
        ("404.md", "title: Lost"),
    ]);
    let found: Vec<_> = site
        .pages
        .iter()
        .filter(|page| page.source.is_some())
        .map(|page| (page.key.as_str(), page.url.as_str(), page.output.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("404", "/404.html", "404.html"),
            ("About Us", "/About%20Us/", "About Us/index.html"),
            ("", "/", "index.html"),
            ("docs", "/docs/", "docs/index.html"),
            ("docs/a", "/docs/b/", "docs/b/index.html"),
            ("docs/c", "/docs/c/", "docs/c/index.html"),
            ("docs/d", "/else/where/", "else/where/index.html"),
            ("docs/e", "/old.html", "old.html"),
        ]
    );
    assert_eq!(page(&site, "/old.html").details.aliases, ["/e1/", "/e2.html"]);
    assert_eq!(
        alias_outputs(page(&site, "/old.html")).map(|(_, output)| output.into_string()).collect::<Vec<_>>(),
        ["e1/index.html", "e2.html"]
    );
    assert_eq!(site.pages.iter().filter(|page| page.kind == PageKind::NotFound).count(), 1);
    assert_eq!(page(&site, "/docs/c/").section, section(&site, "docs").id, "a bundle is a page of the section above");
}

#[test]
fn ugly_urls() {
    let mut config = Config::default();
    config.build.pretty_urls = false;
    let (site, _) = build_with(
        config,
        &local(),
        &[("a.md", ""), ("b/_index.md", ""), ("b/c.md", "aliases: /x"), ("d.md", "url: /d/")],
    );
    let found: Vec<_> = site.pages.iter().filter(|page| page.source.is_some()).map(|page| page.url.as_str()).collect();
    assert_eq!(found, ["/a.html", "/b/", "/b/c.html", "/d/"]);
    assert_eq!(page(&site, "/b/c.html").details.aliases, ["/x.html"]);
}

#[test]
fn bad_urls_fall_back_to_the_default() {
    let site = build(&[("a.md", "url: /../x"), ("b.md", "slug: ../../etc"), ("c.md", "aliases: [/%2e%2e/, /fine/]")]);
    assert_eq!(urls(&site), ["/a/", "/b/", "/c/", "/", "/404.html"]);
    assert_eq!(page(&site, "/c/").details.aliases, ["/fine/"]);
}

#[test]
fn cascade_reaches_everything_below_and_the_nearest_wins() {
    let site = build(&[
        ("_index.md", "cascade: {author: root, variant: wide, url: /x/}"),
        ("docs/_index.md", "cascade: {type: doc, author: docs}"),
        ("docs/a.md", "author: own"),
        ("docs/deep/b.md", ""),
        ("other.md", ""),
    ]);
    let facts = |url| {
        let page = page(&site, url);
        (page.details.authors.join(","), page.details.variant.clone().unwrap_or_default(), page.param("type").is_some())
    };
    assert_eq!(facts("/"), (String::new(), String::new(), false), "not to the page that states it");
    assert_eq!(facts("/docs/"), ("root".into(), "wide".into(), false));
    assert_eq!(facts("/docs/a/"), ("own".into(), "wide".into(), true));
    assert_eq!(facts("/docs/deep/"), ("docs".into(), "wide".into(), true), "a generated page inherits too");
    assert_eq!(facts("/docs/deep/b/"), ("docs".into(), "wide".into(), true));
    assert_eq!(facts("/other/"), ("root".into(), "wide".into(), false));
}

const DRAFTS: &[(&str, &str)] = &[
    ("a.md", "draft: true"),
    ("b.md", "visibility: {render: never}"),
    ("c.md", "visibility: {render: local}"),
    ("d.md", "edition: [pro]"),
    ("e/_index.md", "draft: true\ntitle: Secret"),
    ("e/f.md", "tags: [x]"),
    ("g/_index.md", "draft: true\ncascade: {draft: true}"),
    ("g/h.md", "tags: [y]"),
];

#[test]
fn what_is_excluded_is_not_there_at_all() {
    let site = build(DRAFTS);
    assert_eq!(urls(&site), ["/c/", "/d/", "/e/f/", "/", "/e/", "/tags/", "/tags/x/", "/404.html"]);
    let made = page(&site, "/e/");
    assert_eq!((section(&site, "e").index, made.source.is_none(), made.title.as_str()), (Some(made.id), true, "E"));
    assert!(site.sections.iter().all(|section| section.path != "g"));
    assert_eq!(
        (url_of(&site, page(&site, "/c/").next), url_of(&site, page(&site, "/d/").next)),
        (Some("/d/"), Some("/e/f/"))
    );

    let options = ModelOptions { drafts: true, environment: "prod".into() };
    let mut config = Config::default();
    config.params.insert("edition".into(), "free".into());
    let (site, _) = build_with(config, &options, DRAFTS);
    assert_eq!(
        urls(&site),
        ["/a/", "/e/", "/e/f/", "/g/", "/g/h/", "/", "/tags/", "/tags/x/", "/tags/y/", "/404.html"]
    );
}

#[test]
fn the_files_of_a_page_that_is_left_out_are_left_out_too() {
    let pages = [
        ("a.png", ""),
        ("index.md", "draft: true"),
        ("bundle/index.md", "draft: true"),
        ("bundle/secret.png", ""),
        ("bundle/deep/secret.pdf", ""),
        ("never/_index.md", "visibility: {render: never}\ncascade: {draft: true}"),
        ("never/x.md", ""),
        ("never/y.png", ""),
        ("docs/_index.md", "draft: true"),
        ("docs/b.md", ""),
        ("docs/c.md", "draft: true"),
        ("docs/shared.png", ""),
    ];
    let site = build(&pages);
    let resources = |site: &Site| site.resources.iter().map(|file| file.url.clone()).collect::<Vec<_>>();
    assert_eq!(resources(&site), ["/a.png", "/docs/shared.png"]);
    assert_eq!(urls(&site), ["/docs/b/", "/", "/docs/", "/404.html"]);
    let (site, _) = build_with(Config::default(), &ModelOptions { drafts: true, ..local() }, &pages);
    assert_eq!(resources(&site).len(), 5);
}

#[test]
fn hidden_pages_are_in_no_list() {
    let site = build(&[
        ("a.md", ""),
        ("b.md", "hidden: true\ntags: x"),
        ("c.md", ""),
        ("d/_index.md", "hidden: true"),
        ("d/e.md", ""),
    ]);
    assert_eq!(urls_of(&site, &site.root().pages), ["/a/", "/c/"]);
    assert_eq!(
        (url_of(&site, page(&site, "/a/").next), url_of(&site, page(&site, "/c/").prev)),
        (Some("/c/"), Some("/a/"))
    );
    assert_eq!((page(&site, "/b/").prev, page(&site, "/b/").next), (None, None));
    assert!(site.taxonomies.is_empty());
    assert!(site.root().sections.is_empty());
    let names: Vec<_> = site.menus["main"].items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["A", "C"]);
}

#[test]
fn folders_without_a_page_get_one() {
    let site =
        build(&[("docs/get-started/a.md", ""), ("docs/b.md", ""), ("lone.md", ""), ("secret/x.md", "hidden: true")]);
    let docs = page(&site, "/docs/get-started/");
    assert_eq!(
        (docs.title.as_str(), docs.kind, docs.source.is_none(), docs.key.as_str()),
        ("Get Started", PageKind::Section, true, "docs/get-started")
    );
    assert_eq!(urls_of(&site, &docs.details.list), ["/docs/get-started/a/"]);
    assert!(!page(&site, "/secret/").visibility.listings, "nothing in it is listed");
    assert!(page(&site, "/docs/").visibility.listings);
}

#[test]
fn a_page_beside_a_folder_is_the_folders_page() {
    let site = build(&[("docs.md", "title: D\nweight: 2"), ("docs/a.md", "")]);
    let docs = section(&site, "docs");
    assert_eq!((url_of(&site, docs.index), docs.title.as_str(), docs.weight), (Some("/docs/"), "D", Some(2)));
    assert_eq!(page(&site, "/docs/").kind, PageKind::Section);
    assert!(site.root().pages.is_empty());
}

#[test]
fn file_names_that_lead_nowhere_are_left_out() {
    let (site, diagnostics) = build_with(
        Config::default(),
        &local(),
        &[("../../etc/passwd.md", ""), ("a\\..\\b.md", ""), ("x/../../y.png", ""), ("ok.md", "")],
    );
    assert_eq!(urls(&site), ["/ok/", "/", "/404.html"]);
    assert_eq!(diagnostics.len(), 3);
    assert!(site.resources.is_empty());
}

#[test]
fn params_are_raised_beside_the_others() {
    let site = build(&[("a.md", "params: {x: 1, title: no}\ntitle: T\nfree: 2")]);
    let page = page(&site, "/a/");
    assert_eq!(
        (page.param("x").and_then(|value| value.as_int()), page.param("free").is_some(), page.title.as_str()),
        (Some(1), true, "T")
    );
}
