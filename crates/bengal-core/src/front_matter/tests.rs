use super::*;
use crate::Value;
use crate::diagnostic::Severity;
use crate::site::RenderMode;
use proptest::prelude::*;

fn page(text: &str) -> ParsedSource {
    parse(text, "content/a.md".into())
}

fn brief(parsed: &ParsedSource) -> Vec<String> {
    let place = |d: &Diagnostic| d.location.as_ref().map_or((0, 0), |l| (l.line, l.column));
    let describe = |d: &Diagnostic| format!("{}:{} {:?}[{}] {}", place(d).0, place(d).1, d.severity, d.code, d.message);
    parsed.diagnostics.iter().map(describe).collect()
}

#[test]
fn the_three_notations() {
    for text in [
        "---\ntitle: A\nn: 1\n---\nBody",
        "+++\ntitle = 'A'\nn = 1\n+++\nBody",
        "{\n\"title\": \"A\", \"n\": 1\n}\nBody",
    ] {
        for text in
            [text.to_owned(), format!("\u{feff}{text}"), text.replace('\n', "\r\n"), text.replace("---\n", "---  \n")]
        {
            let parsed = page(&text);
            assert_eq!(brief(&parsed), Vec::<String>::new(), "{text:?}");
            let map = parsed.map.to_map();
            assert_eq!((map["title"].as_str(), map["n"].as_int()), (Some("A"), Some(1)), "{text:?}");
            assert_eq!(&text[parsed.body_start..], "Body", "{text:?}");
            let (key, place) = parsed.map.keys().zip(&parsed.keys).next().unwrap();
            assert_eq!((key, place.line), ("title", 2));
        }
    }
}

#[test]
fn texts_without_front_matter_are_all_body() {
    for text in [
        "",
        "Text",
        "---",
        "---\n",
        "---\n\nText\n",
        "----\na: 1\n---\n",
        " ---\na: 1\n---\n",
        "{{ page.title }}\n",
        "{#id}\n",
        "++\n",
    ] {
        let parsed = page(text);
        assert_eq!((parsed.map.len(), parsed.body_start, brief(&parsed)), (0, 0, vec![]), "{text:?}");
    }
    assert_eq!(page("\u{feff}Text").body_start, 3);
    assert_eq!((page("---\n---\nText").body_start, page("---\n# c\n---\nText").map.len()), (8, 0));
    assert_eq!(page("---\na: 1\n...\nText").body_start, 13);
}

#[test]
fn what_is_broken_is_reported_in_lines_of_the_whole_file() {
    assert_eq!(
        brief(&page("---\na: 1\nb: [x\n---\nBody")),
        ["3:4 Error[front-matter-syntax] broken YAML in the front matter: unclosed bracket '['"]
    );
    assert_eq!(
        brief(&page("---\r\nü: 1\r\nb: c: d\r\n---\r\n")),
        [
            "3:5 Error[front-matter-syntax] broken YAML in the front matter: mapping values are not allowed in this context"
        ]
    );
    assert_eq!(
        brief(&page("---\ntitle: A\nText")),
        ["1:1 Error[front-matter-unterminated] this front matter has no end"]
    );
    assert_eq!(brief(&page("+++\na = \n+++\n")).len(), 1);
    assert_eq!(
        brief(&page("---\na: 1\nb: 2\na: 3\n---\n")),
        ["4:1 Warning[duplicate-key] the key `a` is given twice; this one counts"]
    );
    assert_eq!(
        brief(&page("---\n- a\n---\n")),
        [
            "2:1 Error[front-matter-syntax] broken YAML in the front matter: expected a table of keys and values, found a list"
        ]
    );
    let parsed = page("---\nb: [x\n---\nBody");
    assert_eq!((parsed.map.len(), parsed.body_start), (0, 14), "the body is still there");
}

#[test]
fn wrong_types_are_warnings_and_bad_urls_errors() {
    let text = "---\ntitle: [x]\nweight: abc\ndate: soon\ndraft: maybe\naliases: [/ok/, ../up, 'https://e.org']\nurl: /%2e%2e/x\n\
                slug: a/b\nvisibility: {menu: x, rendr: never, render: sometimes}\ntags: {a: 1}\nmenu: 3\ncascade: {weight: x, url: /a/, target: b}\n\
                permalink: 'a\\b'\nunknown: {anything: 1}\n---\n";
    insta::assert_debug_snapshot!(brief(&page(text)), @r#"
    [
        "2:8 Warning[front-matter-type] `title` must be text, found a list; it is ignored",
        "4:7 Warning[front-matter-date] `date` is not a date: `soon`; it is ignored",
        "3:9 Warning[front-matter-type] `weight` must be a whole number, found text; it is ignored",
        "5:8 Error[front-matter-type] `draft` must be true or false, found text; it counts as true",
        "9:13 Warning[front-matter-type] `visibility.menu` must be true or false, found text; it is ignored",
        "9:13 Warning[front-matter-value] unknown key `visibility.rendr`",
        "9:13 Error[front-matter-value] `visibility.render` must be `always`, `local` or `never`; it counts as `never`",
        "8:7 Error[bad-url] `slug` must be one name without slashes: `a/b`; it is ignored",
        "7:6 Error[bad-url] `url` must not lead upwards with `..`: `/%2e%2e/x`; it is ignored",
        "13:12 Error[bad-url] `permalink` must not contain `\\\\`: `a\\\\b`; it is ignored",
        "6:10 Error[bad-url] `aliases` must not lead upwards with `..`: `../up`; it is ignored",
        "6:10 Error[bad-url] `aliases` must be a path in the site, without scheme or host: `https://e.org`; it is ignored",
        "11:7 Warning[front-matter-type] `menu` must be the name of a menu, or a table from menus to settings, found a number; it is ignored",
        "10:7 Warning[front-matter-type] `tags` must be a list of texts, found a table; it is ignored",
        "12:10 Warning[unsupported-cascade] `cascade` with targets is not supported",
        "12:10 Warning[front-matter-value] `cascade` hands `url` to every page below, which can have it only once; it is left out",
        "12:10 Warning[front-matter-type] `weight` must be a whole number, found text; it is ignored",
    ]
    "#);
}

#[test]
fn fields_of_all_known_keys() {
    let text = "---\ntitle: 2024\nnav_title: N\ndescription: D\ndate: 2026-03-01\nlastmod: 2026-03-02T10:00:00+02:00\nweight: '10'\ndraft: yes\n\
                type: blog\ntemplate: t.html\nlayout: wide\nlang: no\nicon: star\nid: x\nslug: my%20page\npermalink: /a/b/\naliases: /one/, /two\n\
                keywords: [a, 1]\nauthor: {name: Ann}\nauthors: [Ann, Bob]\nedition: pro\nmenu: {main: {weight: 3, parent: p, name: M}, footer: true, dropdown: x}\n\
                visibility: {listings: false, render: local, robots: none}\n---\n";
    let parsed = page(text);
    assert_eq!(brief(&parsed), Vec::<String>::new());
    let fields = Fields::read(&parsed.map.to_map());
    assert_eq!(fields.title.as_deref(), Some("2024"));
    assert_eq!(fields.date.map(|date| date.format("%F")), Some("2026-03-01".into()));
    assert_eq!(fields.updated.map(|date| date.iso()), Some("2026-03-02T10:00:00+02:00".into()));
    assert_eq!((fields.weight, fields.draft, fields.lang.as_deref()), (Some(10), true, Some("no")));
    assert_eq!((fields.variant.as_deref(), fields.slug.as_deref()), (Some("wide"), Some("my page")));
    assert_eq!(fields.url.map(|url| url.as_str().to_owned()), Some("a/b".into()));
    assert_eq!(fields.aliases.iter().map(crate::site::SitePath::as_str).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(
        (fields.authors, fields.keywords, fields.editions),
        (vec!["Ann".to_owned(), "Bob".into()], vec!["a".to_owned(), "1".into()], vec!["pro".to_owned()])
    );
    assert_eq!(
        (fields.visibility.listings, fields.visibility.menu, fields.visibility.render),
        (false, true, RenderMode::Local)
    );
    let MenuField::Entries(entries) = fields.menu else { panic!("no entries") };
    assert_eq!(
        entries.iter().map(|entry| (entry.menu.as_str(), entry.weight)).collect::<Vec<_>>(),
        [("main", Some(3)), ("footer", None)]
    );
}

#[test]
fn hidden_pages_are_rendered_but_nowhere_listed() {
    let visibility =
        Fields::read(&page("---\nhidden: true\nvisibility: {search: true}\n---\n").map.to_map()).visibility;
    assert_eq!(
        (visibility.menu, visibility.listings, visibility.sitemap, visibility.rss, visibility.search),
        (false, false, false, false, true)
    );
    assert_eq!((visibility.robots(), visibility.render), ("noindex, nofollow", RenderMode::Always));
}

#[test]
fn what_cannot_be_read_does_not_publish_a_page() {
    let fields = |text: &str| Fields::read(&page(text).map.to_map());
    assert!(fields("---\ndraft: maybe\n---\n").draft && fields("---\ndraft: 1\n---\n").draft);
    assert!(!fields("---\ndraft:\n---\n").draft && !fields("---\ndraft: off\n---\n").draft);
    assert!(!fields("---\nhidden: sort of\n---\n").visibility.listings);
    assert_eq!(fields("---\nvisibility: {render: nevr}\n---\n").visibility.render, RenderMode::Never);
}

#[test]
fn a_bad_value_is_ignored_and_leaves_the_page() {
    let parsed = page("---\nurl: ../x\naliases: [/a/, [b], '/c,d/', ../up, 7]\n---\n");
    assert!(!parsed.broken);
    assert_eq!(
        brief(&parsed),
        [
            "2:6 Error[bad-url] `url` must not lead upwards with `..`: `../x`; it is ignored",
            "3:10 Error[bad-url] an alias must be text, found a list; it is ignored",
            "3:10 Error[bad-url] `aliases` must not lead upwards with `..`: `../up`; it is ignored",
        ]
    );
    let aliases = Fields::read(&parsed.map.to_map()).aliases;
    assert_eq!(aliases.iter().map(crate::site::SitePath::as_str).collect::<Vec<_>>(), ["a", "c,d", "7"]);
    assert!(page("---\nurl: [\n---\n").broken && page("---\ntitle: x\n").broken && page("{\n\"a\" 1}").broken);
}

#[test]
fn a_rule_at_the_start_is_no_front_matter() {
    for text in
        ["---\n\nJust a rule\n\n---\n", "---\r\n\r\n# Heading\r\n\r\n---\r\ntext", "\u{feff}---\n \n- a list\n---"]
    {
        let parsed = page(text);
        assert_eq!((brief(&parsed), parsed.broken), (Vec::new(), false), "{text:?}");
        assert!(text[parsed.body_start..].starts_with("---"), "{text:?}");
    }
    for text in ["---\n\n# About\ndraft: true\n---\n", "---\n\n\"draft\": true\n---\n", "---\n\n{draft: true}\n---\n"] {
        assert!(Fields::read(&page(text).map.to_map()).draft, "{text:?}");
    }
    assert!(page("---\nJust text\n---\n").broken, "text right behind the fence");
    assert_eq!(page("---\n\n---\nx").body_start, 9, "empty front matter");
}

#[test]
fn nul_is_no_text() {
    let parsed = page("---\ntitle: \"a\\0b\"\nparams: {x: [\"\\0\"]}\nslug: \"a\\0b\"\n---\n");
    let fields = Fields::read(&parsed.map.to_map());
    assert_eq!((fields.title.as_deref(), fields.slug), (Some("a\u{fffd}b"), None));
    assert_eq!(parsed.map.get("params").unwrap().get_path("x"), Some(&Value::List(vec!["\u{fffd}".into()])));
    assert_eq!(title_from_body("# a\0b").as_deref(), Some("a\u{fffd}b"));
}

#[test]
fn titles_from_bodies() {
    for (body, title) in [
        ("# One\n", Some("One")),
        ("Text\n\n# *Two* `code` [link](x) ![alt](y) <b>bold</b> a_b \\* ##\n", Some("Two code link alt bold a_b *")),
        ("Title\nof two\n===\n", Some("Title of two")),
        ("> quote\n===\n", None),
        ("## Starts with two\n", Some("Starts with two")),
        ("Text\n\n## Not the title\n", None),
        ("<!-- # no\n# no\n-->\n# Yes {#id .x}\n", Some("Yes")),
        ("~~~~\n# no\n~~~\n# no\n~~~~\n# yes", Some("yes")),
        ("    # code\n", None),
        ("#no\n", None),
        ("# \n", None),
        ("a < b\n===\n", Some("a < b")),
        ("# T &lt;b&gt; &amp; x &#65;&#x42; &#0; &nope; &", Some("T <b> & x AB \u{fffd} &nope; &")),
        ("# `&lt;` `a\\*b` ``x`y`` `open", Some("&lt; a\\*b x`y `open")),
        (
            "# 2*3 a * b **x** *y **z*** snake_case __init__ ~~no~~ \\&amp;",
            Some("2*3 a * b x y z snake_case init no &amp;"),
        ),
        ("# Array[T] [a *b*](c) [d][e] [1.0]\n\n[1.0]: /x", Some("Array[T] a b d 1.0")),
        ("# [[docs/a|the page]] [[docs/b]] <https://e.org> <br/>", Some("the page docs/b https://e.org")),
    ] {
        assert_eq!(title_from_body(body).as_deref(), title, "{body:?}");
    }
}

#[test]
fn titles_from_names() {
    for (name, title, date) in [
        ("get-started", "Get Started", None),
        ("2026-01-02-first_news", "First News", Some("2026-01-02")),
        ("2026-01-02", "2026-01-02", Some("2026-01-02")),
        ("2026-99-02-x", "2026 99 02 X", None),
        ("---", "---", None),
        ("überblick", "Überblick", None),
    ] {
        let found = title_from_name(name);
        assert_eq!(
            (found.title.as_str(), found.date.map(|date| date.format("%F"))),
            (title, date.map(str::to_owned)),
            "{name}"
        );
    }
}

#[test]
fn hostile_front_matter_costs_no_more_than_its_length() {
    let many: String = (0..20_000).map(|i| format!("k{}: 1\n", i % 100)).collect();
    assert_eq!(page(&format!("---\n{many}---\n")).map.len(), 100);
    let aliases = "/../x, ".repeat(20_000);
    let parsed = page(&format!("---\naliases: '{aliases}'\n---\n"));
    assert_eq!(parsed.diagnostics.len(), MAX_PROBLEMS);
    assert!(parsed.diagnostics.iter().all(|d| d.severity == Severity::Error));
    assert_eq!(title_from_body(&format!("# {}", "](".repeat(500_000))).map(|title| title.len() < 2000), Some(true));
}

proptest! {
    #[test]
    fn nothing_panics(head in "(---|\\+\\+\\+|\\{\"?)?\\r?\n?", text in "([a-z:\\[\\]{}#,\"'=+ \\n\\r-]|---\n|\\+\\+\\+\n|aliases: |date: |menu: |cascade: |visibility: |\\PC){0,60}") {
        let text = head + &text;
        let parsed = page(&text);
        prop_assert!(text.is_char_boundary(parsed.body_start));
        title_from_body(&text[parsed.body_start..]);
        title_from_name(&text);
        Fields::read(&parsed.map.to_map());
        for diagnostic in &parsed.diagnostics {
            prop_assert!(diagnostic.location.as_ref().is_some_and(|location| location.line > 0));
        }
    }
}
