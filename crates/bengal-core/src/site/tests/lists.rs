use super::*;

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
    let types: Vec<_> = site.sections.iter().map(|section| (section.path.as_str(), &*section.content_type)).collect();
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
    assert_eq!(&*page(&site, "/docs/other/c/").content_type, "page");
    assert_eq!(&*page(&site, "/landing/").content_type, "landing");
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
        assert_eq!(urls_of(&site, &first.details.list), ["/blog/2026/p7/", "/blog/2026/p6/", "/blog/2026/p5/"]);
        let last = page(&site, &format!("{base}page/3/"));
        assert_eq!(urls_of(&site, &last.details.list), ["/blog/2026/p1/"]);
        let pager = last.details.pager.as_ref().unwrap();
        assert_eq!(
            (pager.number, pager.total, pager.items, pager.urls[1].as_str()),
            (3, 3, 7, format!("{base}page/2/").as_str())
        );
        assert_eq!(
            (last.output.as_str(), last.kind),
            (format!("{}page/3/index.html", &base[1..]).as_str(), first.kind)
        );
    }
    assert_eq!(page(&site, "/blog/2026/").details.pager.as_ref().map(|pager| pager.total), Some(3));
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
    assert_eq!((all.title.as_str(), all.kind, all.details.taxonomy), ("All tags", PageKind::Taxonomy, Some((0, None))));
    assert_eq!(
        (rust.title.as_str(), rust.kind, rust.details.taxonomy),
        ("About Rust", PageKind::Term, Some((0, Some(4))))
    );
    assert_eq!(urls_of(&site, &rust.details.list), ["/b/", "/a/"]);
    assert_eq!(
        (site.taxonomies[1].name.as_str(), page(&site, "/categories/news/").title.as_str()),
        ("categories", "News")
    );
}

#[test]
fn terms_without_a_url_are_reported() {
    let long = "x".repeat(300);
    let (site, diagnostics) =
        build_with(Config::default(), &local(), &[("a.md", &format!("tags: ['?', '..', ok, {long}]"))]);
    assert_eq!(site.taxonomies[0].terms.iter().map(|term| term.slug.as_str()).collect::<Vec<_>>(), ["ok"]);
    assert_eq!(diagnostics.len(), 3, "{diagnostics:?}");
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
    assert_eq!(urls_of(&site, site.related(page(&site, "/a/").id)), ["/c/", "/b/", "/d/"]);
    assert_eq!((site.related.count(&site), site.related(site.pages.last().unwrap().id)), (4, &[][..]));
    assert!(site.related(page(&site, "/e/").id).is_empty());
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
