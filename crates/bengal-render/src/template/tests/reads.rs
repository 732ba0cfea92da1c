use super::support::*;
use crate::{Lookup, Read};
use bengal_core::{Map, SectionId, Value};

fn reads(template: &str) -> Vec<Read> {
    reads_of(TestSite::new(), template)
}

/// What the page read beside its own fields and its template.
fn reads_of(site: TestSite, template: &str) -> Vec<Read> {
    let (html, mut reads) = site.page_template(template).render(INSTALL);
    html.unwrap_or_else(|problems| panic!("{problems:#?}"));
    let own = Read::Page(INSTALL, "fields");
    assert!(reads.contains(&own));
    reads.retain(|read| *read != own && !matches!(read, Read::Template(_) | Read::Settings));
    reads
}

const GUIDE_SECTION: SectionId = SectionId::new(2);

#[test]
fn a_page_s_own_fields_are_one_read() {
    assert_eq!(reads("{{ page.title }}{{ page.url }}{{ params.x }}{{ content }}{{ toc }}{{ page.excerpt }}"), []);
}

#[test]
fn other_pages_are_read_field_by_field() {
    assert_eq!(
        reads("{{ page.next_in_section.nav_title }}{{ page.next_in_section.href }}"),
        [Read::Page(INSTALL, "next_in_section"), Read::Page(UPGRADE, "nav_title"), Read::Page(UPGRADE, "url")]
    );
    assert_eq!(reads("{{ page.prev }}"), [Read::Page(INSTALL, "prev")]);
}

#[test]
fn a_list_is_one_read_and_one_for_each_field() {
    assert_eq!(
        reads("{% for p in section.pages %}{{ p.title }}{{ p.title }}{{ p.excerpt }}{% endfor %}"),
        [
            Read::Section(GUIDE_SECTION, "pages"),
            Read::Section(GUIDE_SECTION, "pages.excerpt"),
            Read::Section(GUIDE_SECTION, "pages.title")
        ]
    );
    assert_eq!(
        reads("{{ site.pages | length }}{{ site.pages[2].date }}"),
        [Read::Site("pages".into()), Read::Site("pages.date".into())]
    );
    assert_eq!(
        reads("{{ site.pages | sort_by('weight') | length }}"),
        [Read::Site("pages".into()), Read::Site("pages.weight".into())]
    );
    assert_eq!(
        reads("{% for t in page.tags %}{% for p in t.pages %}{{ p.url }}{% endfor %}{% endfor %}"),
        [Read::Term("tags".into(), "setup".into(), "pages"), Read::Term("tags".into(), "setup".into(), "pages.url")]
    );
}

#[test]
fn trees_are_read_where_a_value_is_taken_out() {
    let site = || {
        TestSite::new().with(|site| {
            let team: Value = serde_json::from_str(r#"{"lead": {"name": "Ada"}, "sizes": [1, 2]}"#).unwrap();
            site.data = Map::from_iter([("team".to_owned(), team)]);
        })
    };
    let data = |path: &str| Read::Data(path.to_owned());
    assert_eq!(reads_of(site(), "{{ site.data.team.lead.name }}"), [data("team.lead.name")]);
    assert_eq!(reads_of(site(), "{{ site.data.team.lead.age }}"), [data("team.lead.age")]);
    assert_eq!(reads_of(site(), "{{ site.data.team.sizes[0] }}"), [data("team.sizes")]);
    assert_eq!(reads_of(site(), "{% for k in site.data.team %}{{ k }}{% endfor %}"), [data("team")]);
    assert_eq!(
        reads_of(site(), "{% if site.data.team %}x{% endif %}{{ site.data.none.x }}"),
        [data("none"), data("team")]
    );
    assert_eq!(reads_of(site(), "{{ config.build.x }}"), [Read::Config("build".into())]);
    assert_eq!(
        reads_of(site(), "{{ site.params.x }}{{ theme.y }}{{ theme.has('z') }}{{ site.title }}"),
        [
            Read::Config("params.x".into()),
            Read::Config("site.title".into()),
            Read::Config("theme.features".into()),
            Read::Config("theme.y".into())
        ]
    );
}

#[test]
fn menus_taxonomies_and_look_ups() {
    assert_eq!(
        reads("{% for i in menus.main %}{{ i.name }}{{ i.active }}{% endfor %}"),
        [Read::Site("menus.main".into())]
    );
    assert_eq!(reads("{{ get_section('none') }}"), [Read::Site("sections.none".into())]);
    assert_eq!(reads("{{ get_page('none') }}"), [Read::Reference(Lookup::Page, "none".into())]);
    assert_eq!(
        reads("{{ get_page('docs/intro').title }}"),
        [Read::Page(INTRO, "title"), Read::Reference(Lookup::Page, "docs/intro".into())]
    );
    assert_eq!(
        reads("{% for t in get_taxonomy('tags').terms %}{{ t.name }}{% endfor %}"),
        [Read::Site("taxonomies.tags".into()), Read::Term("tags".into(), "setup".into(), "name")]
    );
}

#[test]
fn templates_are_read_by_name_for_each_page_and_those_that_are_missing_too() {
    let site = || {
        TestSite::new()
            .file(
                "templates/page.html",
                "{% extends 'frame.html' %}{% block a %}{% include ['no.html', 'part.html'] %}{% endblock %}",
            )
            .file("templates/frame.html", "{% block a %}{% endblock %}{% from 'partials/icons.html' import glyph %}")
            .file("templates/part.html", "part")
    };
    let templates = site().templates();
    for page in [INSTALL, UPGRADE] {
        let reads = std::sync::Arc::new(crate::ReadLog::new());
        templates.render(page, body(), &reads).unwrap();
        let mut used = sorted(reads.take());
        used.retain(|read| matches!(read, Read::Template(_)));
        let names = used.iter().map(|read| match read {
            Read::Template(name) => name.as_str(),
            _ => "",
        });
        assert_eq!(
            names.collect::<Vec<_>>(),
            [
                "doc/page.html",
                "doc/single.html",
                "docs/guide/page.html",
                "docs/guide/single.html",
                "docs/page.html",
                "docs/single.html",
                "frame.html",
                "no.html",
                "page.html",
                "part.html",
                "partials/icons.html",
            ]
        );
    }
}

#[test]
fn the_default_theme_reads_little() {
    let (html, reads) = TestSite::new().render(INSTALL);
    html.unwrap();
    let others = reads.iter().filter(|read| !matches!(read, Read::Template(_) | Read::Config(_))).count();
    assert!(others < 25, "{reads:#?}");
}
