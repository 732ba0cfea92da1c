use super::*;
use crate::config::{Config, ConfigRequest};
use crate::digest::Digest;
use crate::front_matter::{parse, title_from_body};
use crate::fs::{FileKind, FileSystem, OsFileSystem, SiteFiles};
use crate::{Diagnostic, Severity};
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use proptest::prelude::*;
use std::sync::Arc;

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
    assert_eq!(page(&site, "/old.html").aliases, ["/e1/", "/e2.html"]);
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
    assert_eq!(page(&site, "/b/c.html").aliases, ["/x.html"]);
}

#[test]
fn bad_urls_fall_back_to_the_default() {
    let site = build(&[("a.md", "url: /../x"), ("b.md", "slug: ../../etc"), ("c.md", "aliases: [/%2e%2e/, /fine/]")]);
    assert_eq!(urls(&site), ["/a/", "/b/", "/c/", "/", "/404.html"]);
    assert_eq!(page(&site, "/c/").aliases, ["/fine/"]);
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
        (page.authors.join(","), page.variant.clone().unwrap_or_default(), page.param("type").is_some())
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
    assert_eq!(urls(&site), ["/c/", "/d/", "/e/f/", "/", "/tags/", "/tags/x/", "/404.html"]);
    assert_eq!((section(&site, "e").index, section(&site, "e").title.as_str()), (None, "E"));
    assert!(site.sections.iter().all(|section| section.path != "g"));
    assert_eq!(page(&site, "/d/").next, None.or(page(&site, "/d/").next));

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
    assert_eq!(urls_of(&site, &docs.list), ["/docs/get-started/a/"]);
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
fn order_is_by_weight_then_title_and_navigation_interleaves() {
    let site = build(&[
        ("a.md", "title: zeta"),
        ("b.md", "title: Alpha"),
        ("c.md", "weight: 5"),
        ("d/_index.md", "weight: 3\ntitle: Mid"),
        ("d/x.md", ""),
        ("e.md", "weight: -1"),
        ("f.md", "title: alpha"),
    ]);
    assert_eq!(urls_of(&site, &site.root().pages), ["/e/", "/c/", "/b/", "/f/", "/a/"]);
    let children: Vec<&str> = site
        .children(SectionId::ROOT)
        .map(|node| match node {
            NavNode::Page(id) => site.page(id).url.as_str(),
            NavNode::Section(id) => site.section(id).url.as_str(),
        })
        .collect();
    assert_eq!(children, ["/e/", "/d/", "/c/", "/b/", "/f/", "/a/"]);
    let mut walk = vec!["/e/"];
    while let Some(next) = url_of(&site, page(&site, walk[walk.len() - 1]).next) {
        assert_eq!(url_of(&site, page(&site, next).prev), walk.last().copied());
        walk.push(next);
    }
    assert_eq!(walk, ["/e/", "/d/", "/d/x/", "/c/", "/b/", "/f/", "/a/"]);
    assert_eq!(url_of(&site, page(&site, "/e/").next_in_section), Some("/c/"));
}

#[test]
fn orders_that_are_configured() {
    let pages = [
        ("a.md", "title: B\ndate: 2026-01-01\nweight: 1"),
        ("b.md", "title: A\ndate: 2026-01-02\nweight: 2"),
        ("c.md", "title: C"),
    ];
    for (sort_by, descending, expected) in [
        (crate::config::SortBy::Weight, false, ["/a/", "/b/", "/c/"]),
        (crate::config::SortBy::Weight, true, ["/c/", "/b/", "/a/"]),
        (crate::config::SortBy::Date, false, ["/b/", "/a/", "/c/"]),
        (crate::config::SortBy::Title, false, ["/b/", "/a/", "/c/"]),
    ] {
        let mut config = Config::default();
        config.content.sort_pages_by = sort_by;
        config.content.sort_descending = descending;
        let (site, _) = build_with(config, &local(), &[&pages[..], &[("_index.md", "content_type: doc")]].concat());
        assert_eq!(urls_of(&site, &site.root().pages), expected, "{sort_by:?} {descending}");
    }
}

#[test]
fn content_types_by_field_cascade_name_and_dates() {
    let site = build(&[
        ("blog/a.md", ""),
        ("posts-of-mine/2026-01-02-x.md", ""),
        ("posts-of-mine/2026-01-03-y.md", ""),
        ("docs/guides/b.md", ""),
        ("docs/other/c.md", "type: page"),
        ("releases/_index.md", "cascade: {type: log}"),
        ("releases/d.md", ""),
        ("own/_index.md", "type: changelog"),
        ("own/e.md", ""),
        ("landing/_index.md", "type: landing"),
        ("landing/f.md", ""),
    ]);
    let types: Vec<_> =
        site.sections.iter().map(|section| (section.path.as_str(), section.content_type.as_str())).collect();
    assert_eq!(
        types,
        [
            ("", "doc"),
            ("blog", "blog"),
            ("docs", "doc"),
            ("docs/guides", "tutorial"),
            ("docs/other", "doc"),
            ("landing", "doc"),
            ("own", "changelog"),
            ("posts-of-mine", "blog"),
            ("releases", "log"),
        ]
    );
    assert_eq!(page(&site, "/docs/other/c/").content_type, "page");
    assert_eq!(page(&site, "/landing/").content_type, "landing");
    let post = page(&site, "/posts-of-mine/2026-01-02-x/");
    assert_eq!((post.title.as_str(), post.date.map(|date| date.format("%F"))), ("X", Some("2026-01-02".into())));
    assert_eq!(
        urls_of(&site, &section(&site, "posts-of-mine").pages),
        ["/posts-of-mine/2026-01-03-y/", "/posts-of-mine/2026-01-02-x/"]
    );
}

#[test]
fn long_lists_of_posts_are_cut_into_pages() {
    let posts: Vec<(String, String)> =
        (1..=7).map(|day| (format!("blog/2026/p{day}.md"), format!("date: 2026-01-0{day}\ntags: t"))).collect();
    let posts: Vec<(&str, &str)> = posts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut config = Config::default();
    config.pagination = crate::config::PaginationConfig { per_page: 3, threshold: 3 };
    let (site, diagnostics) = build_with(config, &local(), &posts);
    assert_eq!(diagnostics, Vec::<String>::new());
    for base in ["/blog/", "/tags/t/"] {
        let first = page(&site, base);
        assert_eq!(urls_of(&site, &first.list), ["/blog/2026/p7/", "/blog/2026/p6/", "/blog/2026/p5/"]);
        let last = page(&site, &format!("{base}page/3/"));
        assert_eq!(urls_of(&site, &last.list), ["/blog/2026/p1/"]);
        let pager = last.pager.as_ref().unwrap();
        assert_eq!(
            (pager.number, pager.total, pager.items, pager.urls[1].as_str()),
            (3, 3, 7, format!("{base}page/2/").as_str())
        );
        assert_eq!(
            (last.output.as_str(), last.kind),
            (format!("{}page/3/index.html", &base[1..]).as_str(), first.kind)
        );
    }
    assert_eq!(page(&site, "/blog/2026/").pager.as_ref().map(|pager| pager.total), Some(3));
}

#[test]
fn terms_are_grouped_by_slug_and_pages_written_for_them_are_taken() {
    let site = build(&[
        ("a.md", "tags: [Rust, c++, C#, 'Big  Data', rust]\ndate: 2026-01-01"),
        ("b.md", "tags: rust, c\ncategory: News\ndate: 2026-01-02"),
        ("tags/_index.md", "title: All tags"),
        ("tags/rust.md", "title: About Rust"),
    ]);
    let tags = &site.taxonomies[0];
    let terms: Vec<_> =
        tags.terms.iter().map(|term| (term.slug.as_str(), term.name.as_str(), term.pages.len())).collect();
    assert_eq!(
        terms,
        [("big-data", "Big  Data", 1), ("c", "c", 1), ("c#", "C#", 1), ("c++", "c++", 1), ("rust", "Rust", 2)]
    );
    assert_eq!(page(&site, "/tags/c%23/").output, "tags/c#/index.html");
    assert_eq!(urls_of(&site, &tags.terms[4].pages), ["/b/", "/a/"]);
    let (all, rust) = (page(&site, "/tags/"), page(&site, "/tags/rust/"));
    assert_eq!((all.title.as_str(), all.kind, all.taxonomy), ("All tags", PageKind::Taxonomy, Some((0, None))));
    assert_eq!((rust.title.as_str(), rust.kind, rust.taxonomy), ("About Rust", PageKind::Term, Some((0, Some(4)))));
    assert_eq!(urls_of(&site, &rust.list), ["/b/", "/a/"]);
    assert_eq!(
        (site.taxonomies[1].name.as_str(), page(&site, "/categories/news/").title.as_str()),
        ("categories", "News")
    );
}

#[test]
fn related_pages_share_rare_terms() {
    let site = build(&[
        ("a.md", "tags: [common, rare]"),
        ("b.md", "tags: [common]"),
        ("c.md", "tags: [common, rare]"),
        ("d.md", "tags: [common]"),
        ("e.md", "tags: [alone]"),
    ]);
    assert_eq!(urls_of(&site, &page(&site, "/a/").related), ["/c/", "/b/", "/d/"]);
    assert!(page(&site, "/e/").related.is_empty());
}

#[test]
fn menus_from_configuration_pages_and_content() {
    let pages = [
        ("docs/_index.md", "weight: 1\nmenu: {main: {weight: 9, name: Guide}}"),
        ("docs/a.md", "menu: {footer: {}, main: {parent: docs}}"),
        ("blog/_index.md", "menu: false"),
        ("about.md", "weight: 3"),
    ];
    let names = |menu: &Menu| -> Vec<String> {
        menu.items
            .iter()
            .map(|item| format!("{}{:?}", item.name, item.children.iter().map(|child| &child.name).collect::<Vec<_>>()))
            .collect()
    };
    let site = build(&pages);
    assert_eq!(names(&site.menus["main"]), ["About[]", "Guide[\"A\"]"]);
    assert_eq!(names(&site.menus["footer"]), ["A[]"]);

    let item = |name: &str, url: &str, parent: Option<&str>| crate::config::MenuItemConfig {
        name: name.into(),
        url: url.into(),
        parent: parent.map(Into::into),
        ..Default::default()
    };
    let mut config = Config::default();
    config.menus.insert(
        "main".into(),
        vec![
            item("X", "about", None),
            item("Y", "https://e.org/", Some("X")),
            item("Z", "/z/#top", Some("W")),
            item("U", "/", Some("V")),
            item("V", "/", Some("U")),
        ],
    );
    config.menus.insert("extra".into(), vec![item("End", "/docs", None)]);
    let (site, diagnostics) = build_with(config, &local(), &[("docs/_index.md", ""), ("about.md", "")]);
    let main = &site.menus["main"];
    assert_eq!(names(main), ["X[\"Y\"]", "Z[]", "U[]", "V[]", "End[]"]);
    assert_eq!(
        (main.items[0].url.as_str(), main.items[0].page.is_some(), main.items[1].url.as_str()),
        ("/about/", true, "/z/#top")
    );
    assert_eq!((main.items[4].url.as_str(), main.items[4].section), ("/docs/", Some(section(&site, "docs").id)));
    assert_eq!(diagnostics.len(), 3, "{diagnostics:#?}");
}

#[test]
fn collisions_name_both() {
    let (site, diagnostics) = build_with(
        Config::default(),
        &local(),
        &[
            ("a.md", "url: /x/"),
            ("b.md", "url: /x/"),
            ("c.md", ""),
            ("C.md", ""),
            ("d.md", "url: /c/"),
            ("e.md", "aliases: [/c/, /new/, /one/]"),
            ("f.md", "aliases: [/new]"),
            ("g/_index.md", ""),
            ("g/index.md", ""),
            ("caf\u{e9}.md", ""),
            ("cafe\u{301}.md", ""),
            ("h.md", ""),
            ("h/index.html", ""),
            ("one", ""),
            ("one/two.txt", ""),
            ("404.html", ""),
        ],
    );
    insta::assert_debug_snapshot!(diagnostics, @r#"
    [
        "content/404.html:0: Note[page-replaced] `content/404.html` stands in place of the generated page `/404.html`",
        "content/b.md:0: Error[output-collision] `content/b.md` and `content/a.md` would both be `x/index.html`",
        "content/c.md:0: Error[output-collision] `content/c.md` and `content/C.md` would both be `c/index.html`",
        "content/café.md:0: Error[output-collision] `content/café.md` and `content/cafe\u{301}.md` would both be `café/index.html`",
        "content/d.md:2: Warning[url-taken] `url` is taken: `/c/` is the page of `content/c.md`; this page stays at `/d/`",
        "content/e.md:0: Warning[alias-taken] the alias `/c/` is taken by `content/C.md`; there is no redirect",
        "content/e.md:0: Warning[alias-taken] the alias `/one/` is taken by `content/one`; there is no redirect",
        "content/f.md:0: Warning[alias-taken] the alias `/new/` is taken by an alias of `content/e.md`; there is no redirect",
        "content/g/index.md:0: Error[output-collision] `content/g/index.md` and `content/g/_index.md` would both be `g/index.html`",
        "content/h/index.html:0: Error[output-collision] `content/h/index.html` and `content/h.md` would both be `h/index.html`",
        "content/one/two.txt:0: Error[output-collision] `content/one/two.txt` and `content/one` would both be `one/two.txt`",
    ]
    "#);
    let shadowed: Vec<_> = site.pages.iter().filter(|page| page.shadowed).map(|page| page.url.as_str()).collect();
    assert_eq!(shadowed, ["/x/", "/c/", "/caf%C3%A9/", "/g/", "/404.html"]);
    assert_eq!(page(&site, "/d/").source.as_ref().map(|source| source.path.as_str()), Some("content/d.md"));
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
        (page.param("x").and_then(crate::Value::as_int), page.param("free").is_some(), page.title.as_str()),
        (Some(1), true, "T")
    );
}

fn walk(fs: &dyn FileSystem, root: &Utf8Path, folder: &Utf8Path, input: &mut SiteInput) {
    for entry in fs.read_dir(&root.join(folder)).unwrap().into_iter().filter(|entry| !is_hidden_name(&entry.name)) {
        let path = folder.join(&entry.name);
        match entry.kind {
            FileKind::Directory => walk(fs, root, &path, input),
            _ if is_page_name(&entry.name) => {
                let text = String::from_utf8(fs.read(&root.join(&path)).unwrap()).unwrap();
                input.pages.push(source(path.as_str(), &text));
            }
            _ => input.resources.push(path),
        }
    }
}

/// A real site, with the diagnostics of its pages and of the model; `None` where it is not at hand.
#[expect(clippy::print_stderr, reason = "says why a test did nothing")]
fn real(name: &str) -> Option<(Site, Vec<Diagnostic>)> {
    let root = Utf8PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sites")).join(name);
    let Ok(files) = SiteFiles::new(Arc::new(OsFileSystem), &root) else {
        eprintln!("skipped: no real site at {root}");
        return None;
    };
    let config =
        crate::config::load(&files, &ConfigRequest { environment: "local".into(), ..Default::default() }).config;
    let (data, mut diagnostics) = crate::data::load(&files);
    let mut input = SiteInput { data, ..SiteInput::default() };
    walk(&OsFileSystem, &root, "content".into(), &mut input);
    diagnostics.extend(input.pages.iter().flat_map(|page| page.parsed.diagnostics.clone()));
    let (site, more) = assemble(config, input, &local());
    diagnostics.extend(more);
    Some((site, diagnostics))
}

/// How many diagnostics there are of each code.
fn counts(diagnostics: &[Diagnostic]) -> std::collections::BTreeMap<&str, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.code).or_default() += 1;
    }
    counts
}

#[test]
fn bengal_docs_is_whole() {
    let Some((site, diagnostics)) = real("bengal-docs") else { return };
    let written = site.pages.iter().filter(|page| page.source.is_some());
    assert_eq!(written.count(), 231, "266 Markdown files under content/, 35 of them in folders that start with `_`");
    assert_eq!((site.sections.len(), site.resources.len(), site.data.len()), (52, 2, 3));
    assert_eq!(counts(&diagnostics), [("alias-taken", 9), ("duplicate-key", 110), ("url-taken", 4)].into());
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.severity < Severity::Error));
    assert_eq!(
        (section(&site, "releases").content_type.as_str(), section(&site, "tracks").content_type.as_str()),
        ("changelog", "track")
    );
    let menu: Vec<_> = site.menus["main"].items.iter().map(|item| item.url.as_str()).collect();
    assert_eq!(menu, ["/tracks/", "/docs/", "/docs/reference/", "/docs/about/", "/releases/"]);
    assert!(site.pages.iter().all(|page| !page.title.is_empty() && !page.shadowed));
}

#[test]
fn cpp_docs_is_whole() {
    let Some((site, diagnostics)) = real("cpp-docs") else { return };
    assert_eq!(site.pages.iter().filter(|page| page.source.is_some()).count(), 706);
    assert_eq!(
        (site.sections.len(), site.resources.len(), site.config.site.origin.as_str()),
        (5, 348, "https://example.org")
    );
    assert_eq!(brief(&diagnostics), Vec::<String>::new());
}

/// Front matter from a few keys that change where pages stand and how they hang together.
fn front_matter() -> impl Strategy<Value = String> {
    const PATH: &str = "/?((a|b|c|d e|\\.\\.|%2e%2e|/|ü)/?){0,4}";
    prop_oneof![
        Just(String::new()),
        (0..5i64).prop_map(|weight| format!("weight: {weight}")),
        PATH.prop_map(|path| format!("url: '{path}'")),
        PATH.prop_map(|path| format!("slug: '{path}'")),
        PATH.prop_map(|path| format!("aliases: ['{path}', /a/]\ntags: [a, '{path}']")),
        (1..29u8, "[a-c]").prop_map(|(day, tag)| format!("date: 2026-01-{day:02}\ntags: {tag}\ncategory: x")),
        Just("draft: true\ncascade: {weight: 3, tags: [k]}".to_owned()),
        Just("hidden: true\nmenu: {main: {parent: a}}".to_owned()),
        Just("type: blog\nmenu: main".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_site_is_sound_and_does_not_depend_on_order(
        files in proptest::collection::btree_map("([abü]/){0,3}(_index|index|a|b|ü|\\.\\.|404)\\.(md|png)", front_matter(), 0..16),
        seed in any::<u64>(),
        pretty: bool,
    ) {
        let mut config = Config::default();
        config.build.pretty_urls = pretty;
        config.pagination = crate::config::PaginationConfig { per_page: 2, threshold: 2 };
        let pages: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (site, diagnostics) = build_with(config.clone(), &local(), &pages);
        let mut shuffled = pages.clone();
        shuffled.sort_by_key(|(path, _)| Digest::of(format!("{seed}{path}").as_bytes()));
        let (again, more) = build_with(config, &local(), &shuffled);
        prop_assert_eq!(format!("{site:?}"), format!("{again:?}"));
        prop_assert_eq!(diagnostics, more);

        let mut outputs = std::collections::BTreeSet::new();
        for (number, page) in site.pages.iter().enumerate() {
            prop_assert_eq!(page.id.index(), number);
            prop_assert!(page.output.components().all(|part| matches!(part, Utf8Component::Normal(_))), "{}", page.output);
            prop_assert!(page.shadowed || outputs.insert(page.output.to_string().to_lowercase()), "{}", page.output);
            for (_, output) in alias_outputs(page) {
                prop_assert!(output.components().all(|part| matches!(part, Utf8Component::Normal(_))));
                prop_assert!(outputs.insert(output.to_string().to_lowercase()), "{}", output);
            }
            for linked in [page.prev, page.next, page.prev_in_section, page.next_in_section].into_iter().flatten().chain(page.list.iter().chain(&page.related).copied()) {
                prop_assert!(site.page(linked).visibility.listings && !site.page(linked).draft);
            }
            if let Some(next) = page.next {
                prop_assert_eq!(site.page(next).prev, Some(page.id));
            }
        }
        for section in &site.sections {
            prop_assert!(section.index.is_some() || section.index_excluded);
            prop_assert_eq!(section.parent.is_none(), section.id == SectionId::ROOT);
        }
        for resource in &site.resources {
            prop_assert!(resource.output.components().all(|part| matches!(part, Utf8Component::Normal(_))));
        }
    }
}
