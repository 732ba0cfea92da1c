use super::support::*;
use bengal_core::Diagnostic;

fn at(diagnostic: &Diagnostic) -> (String, u32, u32, u32) {
    let location = diagnostic.location.as_ref().unwrap();
    (location.path.to_string(), location.line, location.column, location.width)
}

#[test]
fn a_syntax_error_has_its_place() {
    let problem =
        TestSite::new().page_template("<p>\n  {% if page %}\n{{ page.title }\n").templates().validate().remove(0);
    assert_eq!(problem.code, "template-syntax");
    let location = problem.location.unwrap();
    assert_eq!((location.path.as_str(), location.line), ("templates/page.html", 3));
    assert_eq!(location.source_line.as_deref(), Some("{{ page.title }"));
}

#[test]
fn unknown_filters_tests_and_functions_are_named_and_suggested() {
    let problem = TestSite::new().problem("\n  {{ page.title | slugfy }}");
    assert_eq!((problem.code, problem.message.as_str()), ("unknown-filter", "unknown filter `slugfy`"));
    assert_eq!(problem.hints[0], "did you mean `slugify`?");
    assert_eq!(at(&problem).1, 2);
    let problem = TestSite::new().problem("{{ asset_ulr('a.css') }}");
    assert_eq!((problem.code, problem.hints[0].as_str()), ("unknown-function", "did you mean `asset_url`?"));
    let problem = TestSite::new().problem("{% if page is definde %}{% endif %}");
    assert_eq!((problem.code, problem.hints[0].as_str()), ("unknown-test", "did you mean `defined`?"));
}

#[test]
fn a_field_that_does_not_exist_is_an_error_with_a_suggestion() {
    let problem = TestSite::new().problem("a\n<b>{{ page.titel }}</b>");
    assert_eq!((problem.code, problem.message.as_str()), ("unknown-field", "a page has no field `titel`"));
    assert_eq!(problem.hints[0], "did you mean `title`?");
    assert_eq!(at(&problem), ("templates/page.html".into(), 2, 7, 10));
    for (template, hint) in [
        ("{{ site.tilte }}", "did you mean `title`?"),
        ("{{ section.subsetcions }}", "did you mean `subsections`?"),
        ("{{ menus.main[0].nmae }}", "did you mean `name`?"),
        ("{{ site.taxonomies.tags.trems }}", "did you mean `terms`?"),
        ("{{ page.tags[0].slgu }}", "did you mean `slug`?"),
        ("{{ site.pages | where('titel', 'x') }}", "did you mean `title`?"),
    ] {
        let problem = TestSite::new().problem(template);
        assert_eq!((problem.code, problem.hints[0].as_str()), ("unknown-field", hint), "{template}");
    }
}

#[test]
fn a_field_that_is_front_matter_is_said_to_be() {
    let site = TestSite::new().param(INSTALL, "subtitle", "x".into());
    assert_eq!(site.problem("{{ page.subtitle }}").hints[0], "did you mean `params.subtitle`?");
}

#[test]
fn an_error_in_an_include_is_shown_where_it_is() {
    let site = TestSite::new()
        .file("templates/partials/outer.html", "\n{% include 'partials/inner.html' %}")
        .file("templates/partials/inner.html", "\n\n{{ 1 / 0 }}");
    let problem = site.problem("{% include 'partials/outer.html' %}");
    assert_eq!(at(&problem).0, "templates/partials/inner.html");
    assert_eq!(at(&problem).1, 3);
    assert_eq!(
        problem.hints,
        [
            "included from `partials/outer.html`, line 2",
            "included from `page.html`, line 1",
            "while rendering content/docs/guide/install.md"
        ]
    );
}

#[test]
fn missing_templates_are_named() {
    let problem = TestSite::new().problem("{% extends 'bsae.html' %}");
    assert_eq!(problem.message, "template `bsae.html` does not exist");
    assert_eq!(problem.hints[0], "did you mean `base.html`?");
    let problem = TestSite::new().problem("{% include 'partials/haed.html' %}");
    assert_eq!(problem.hints[0], "did you mean `partials/head.html`?");
    assert_eq!(TestSite::new().print("a{% include 'none.html' ignore missing %}b"), "ab");
}

#[test]
fn names_do_not_lead_out_of_the_template_folders() {
    let site = || TestSite::new().file("secret.html", "secret").file("content/x.html", "secret");
    for name in ["../secret.html", "/site/secret.html", "../content/x.html", "partials/../../secret.html"] {
        let problem = site().problem(&format!("{{% include '{name}' %}}"));
        assert_eq!(problem.code, "template-not-found", "{name}");
    }
}

#[test]
fn endless_work_ends() {
    let nested = "{% for a in range(100000) %}{% for b in range(100000) %}{{ b }}{% endfor %}{% endfor %}";
    assert_eq!(TestSite::new().problem(nested).code, "template-endless");
    let doubling = "{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}";
    assert_eq!(TestSite::new().problem(doubling).code, "template-endless");
}

#[test]
fn endless_recursion_ends() {
    let recursive =
        TestSite::new().file("templates/a.html", "{% include 'a.html' %}").problem("{% include 'a.html' %}");
    assert_eq!(recursive.code, "template-error");
    assert!(recursive.message.contains("recursion"), "{}", recursive.message);
    let macros = TestSite::new().problem("{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}");
    assert!(macros.message.contains("recursion"), "{}", macros.message);
    let circle =
        TestSite::new().file("templates/b.html", "{% extends 'page.html' %}").problem("{% extends 'b.html' %}");
    assert_eq!(circle.code, "template-error");
}

#[test]
fn validation_finds_every_broken_template() {
    let problems = TestSite::new()
        .file("templates/a.html", "{% if %}")
        .file("templates/partials/b.html", "ok\n{{ 1 + }}")
        .file("templates/notes.md", "{% not a template")
        .templates()
        .validate();
    let places: Vec<_> = problems.iter().map(|problem| (problem.code, at(problem).0, at(problem).1)).collect();
    let expected =
        [("template-syntax", "templates/a.html".into(), 1), ("template-syntax", "templates/partials/b.html".into(), 2)];
    assert_eq!(places, expected);
}

#[test]
fn validation_finds_names_that_are_probably_misspelt() {
    let problems = TestSite::new()
        .file("templates/a.html", "{{ titel }} {{ entry }} {% include 'b.html' %}")
        .file("templates/b.html", "{{ pge.title }} {{ contents }}")
        .file("templates/c.html", "{% set contents = 1 %}{% include 'b.html' %}")
        .templates()
        .validate();
    let found: Vec<_> = problems.iter().map(|problem| (problem.message.as_str(), at(problem))).collect();
    let expected = [
        ("nothing is called `titel`", ("templates/a.html".into(), 1, 4, 5)),
        ("nothing is called `pge`", ("templates/b.html".into(), 1, 4, 3)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_template_that_is_not_utf8_is_said_to_be_unreadable() {
    let templates = TestSite::new().bytes("templates/page.html", b"\xff\xfe").templates();
    assert_eq!(templates.validate()[0].code, "template-unreadable");
}

#[test]
fn what_is_wrong_with_a_file_is_said_once_and_not_by_each_page() {
    let broken = [
        TestSite::new().page_template("{% if %}"),
        TestSite::new().page_template("{% include 'b.html' %}").file("templates/b.html", "{{ 1 + }}"),
        TestSite::new().bytes("templates/page.html", b"\xff\xfe"),
    ];
    for site in broken {
        let templates = site.templates();
        assert_eq!(templates.validate().len(), 1);
        assert_eq!(templates.render(INSTALL, body(), &Default::default()), Err(Vec::new()));
    }
}

/// The body is searched for twice as much as the fuel of a page without one pays for.
#[test]
fn a_long_text_is_no_endless_template() {
    let search = "{% for i in range(12) %}{{ 'x' if 'card-grid' in content }}{% endfor %}";
    let html = "y".repeat(60 << 20);
    let long = crate::markdown::Body { html, ..body() };
    let templates = TestSite::new().page_template(search).templates();
    assert_eq!(templates.render(INSTALL, long, &Default::default()), Ok(String::new()));
}
