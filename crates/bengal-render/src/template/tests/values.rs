use super::support::*;
use bengal_core::{Map, Value};

fn print(template: &str) -> String {
    TestSite::new().print(template)
}

fn data(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn text_is_escaped_and_html_is_not() {
    assert_eq!(print("{{ site.title }}|{{ page.description }}"), "Testing &amp; Co|How to &quot;install&quot;");
    assert_eq!(print("{{ content }}"), "<h2 id=\"a\">A &amp; B</h2>\n<p>Some <em>text</em>.</p>");
    assert_eq!(print("{{ page.url }}"), "/docs/guide/install/");
    assert_eq!(print("{{ \"it's <b>\" }}|{{ \"it's <b>\" | e }}"), "it&#39;s &lt;b&gt;|it&#39;s &lt;b&gt;");
    assert_eq!(print("{{ '<b>' | safe }}{{ true }}{{ none }}{{ 1.5 }}"), "<b>true1.5");
}

#[test]
fn text_templates_are_not_escaped() {
    let site = TestSite::new().file("templates/a.txt", "{{ site.title }}");
    assert_eq!(site.print("{% include 'a.txt' %}"), "Testing & Co");
}

#[test]
fn a_page_has_its_fields() {
    let template = "{{ page.title }}|{{ page.nav_title }}|{{ page.kind }}|{{ page.type }}|{{ page.lang }}|{{ page.is_page }}|\
                    {{ page.source_path }}|{{ page.absolute_url }}|{{ page.word_count }}|{{ page.reading_time }}|{{ page.excerpt }}";
    let expected = "Install|Install|page|doc|en|true|content/docs/guide/install.md|\
                    https://example.org/base/docs/guide/install/|2|1|Some text.";
    assert_eq!(print(template), expected);
}

#[test]
fn what_a_page_does_not_have_is_undefined() {
    for field in
        ["date", "updated", "weight", "template", "variant", "icon", "id", "slug", "author", "prev", "prev_in_section"]
    {
        assert_eq!(print(&format!("{{{{ page.{field} is defined }}}}{{{{ page.{field}.a.b }}}}")), "false", "{field}");
    }
    assert_eq!(print("{{ page.prev.title | default('none') }}"), "none");
}

#[test]
fn every_field_of_a_page_can_be_read_of_every_kind_of_page() {
    for name in super::super::objects::field_names() {
        let template = format!("{{% for p in site.pages %}}{{{{ p.{name} }}}}{{% endfor %}}{{{{ page.{name} }}}}");
        for page in [HOME, DOCS, INTRO, POST, TAGS, TAG, NOT_FOUND] {
            let site = TestSite::new().file("templates/all.html", &template);
            let site = site
                .with(|site| site.pages.iter_mut().for_each(|page| page.details.template = Some("all.html".into())));
            site.render(page).0.unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        }
    }
}

#[test]
fn neighbours_and_relatives() {
    assert_eq!(
        print("{{ page.next_in_section.title }} {{ page.section.title }} {{ page.parent.url }}"),
        "Upgrade Guide /docs/guide/"
    );
    assert_eq!(print("{{ page.ancestors | map(attribute='title') | join('/') }}"), "Home/Docs/Guide");
    let template = "{{ page.related | map(attribute='title') | join(',') }}";
    assert_eq!(TestSite::new().page_template(template).render(INTRO).0.unwrap(), "Install,Upgrade");
    assert_eq!(
        print(
            "{{ page == page.next_in_section.prev_in_section }} {{ page in section.pages }} {{ page in site.root.pages }}"
        ),
        "true true false"
    );
}

#[test]
fn front_matter_is_free() {
    let site = || TestSite::new().param(INSTALL, "team", data(r#"{"lead": {"name": "Ada"}, "size": 3, "on": true}"#));
    assert_eq!(
        site().print("{{ params.team.lead.name }} {{ page.params.team.size + 1 }} {{ metadata.team.on }}"),
        "Ada 4 true"
    );
    assert_eq!(
        site().print(
            "{{ params.none.of.this }}{% if params.team.none %}x{% endif %}{% for x in params.no %}x{% endfor %}"
        ),
        ""
    );
    assert_eq!(
        site().print("{{ params | length }} {{ params.keys is defined }} {{ params | list | join(',') }}"),
        "1 false team"
    );
}

#[test]
fn data_config_and_theme_are_free_trees() {
    let site = TestSite::new().with(|site| {
        site.data.insert(
            "team".into(),
            data(r#"{"members": [{"name": "Ada"}, {"name": "Bo"}], "place": {"city": "Graz"}}"#),
        );
        site.config.raw = data(r#"{"build": {"output_dir": "out"}}"#);
        site.config.params = Map::from_iter([("color".to_owned(), Value::from("red"))]);
        site.config.theme.raw =
            Map::from_iter([("max_tags".to_owned(), Value::Int(3)), ("name".to_owned(), "x".into())]);
    });
    let template = "{% for m in site.data.team.members %}{{ m.name }} {% endfor %}{{ site.data.team.place.city }} \
                    {{ config.build.output_dir }} {{ site.params.color }} {{ theme.max_tags }} {{ theme.name }} {{ theme.none.x }}\
                    {{ site.data.team | list | join('+') }}";
    assert_eq!(site.print(template), "Ada Bo Graz out red 3 default members+place");
}

#[test]
fn theme_features_are_all_on_unless_named() {
    let template = "{{ theme.has('navigation.toc') }} {{ theme.has('x') }}";
    assert_eq!(print(template), "true true");
    let site = TestSite::new().with(|site| site.config.theme.features = Some(vec!["navigation.toc".into()]));
    assert_eq!(site.print(template), "true false");
}

#[test]
fn sections_list_their_pages() {
    assert_eq!(
        print("{{ section.name }} {{ section.path }}: {{ section.pages | map(attribute='title') | join(',') }}"),
        "guide docs/guide: Install,Upgrade"
    );
    assert_eq!(
        print("{{ section.parent.regular_pages | map(attribute='url') | join(' ') }}"),
        "/docs/intro/ /docs/guide/install/ /docs/guide/upgrade/"
    );
    assert_eq!(
        print("{{ site.sections | map(attribute='title') | join(',') }} {{ section.parent.sections | length }}"),
        "Docs,Blog 1"
    );
    assert_eq!(
        print(
            "{{ site.pages | length }} {{ site.regular_pages | length }} {{ site.home.title }} {{ site.root.title }}"
        ),
        "8 4 Home Home"
    );
}

#[test]
fn pages_that_must_not_be_listed_are_not() {
    let site = TestSite::new().with(|site| site.pages[POST.index()].visibility.listings = false);
    assert_eq!(
        site.print("{{ site.regular_pages | map(attribute='title') | join(',') }}"),
        "Intro &lt;1&gt;,Install,Upgrade"
    );
}

#[test]
fn terms_print_as_they_are_written_and_know_their_page() {
    assert_eq!(
        print("{% for t in page.tags %}{{ t }} {{ t.url }} {{ t.count }} {{ t.slug }}{% endfor %}"),
        "setup /tags/setup/ 2 setup"
    );
    assert_eq!(print("{{ page.categories | length }} {{ page.terms.tags | join(',') }}"), "0 setup");
    assert_eq!(
        print(
            "{% for t in site.taxonomies.tags.terms %}{{ t.name }}: {{ t.pages | map(attribute='title') | join(',') }}{% endfor %}"
        ),
        "Setup: Install,First post"
    );
    let term = TestSite::new().file(
        "templates/term.html",
        "{{ term.name }} {{ taxonomy.singular }} {{ tag.count }} {{ terms | length }} {{ pages | length }}",
    );
    assert_eq!(term.render(TAG).0.unwrap(), "Setup tag 2 1 2");
}

#[test]
fn menus_know_where_the_reader_is() {
    let template = "{% for i in menus.main %}{{ i.name }}:{{ i.active }}:{{ i.active_trail }} {% endfor %}{{ menus.none | length }}";
    assert_eq!(print(template), "Docs:false:true Blog:false:false 0");
    let blog = TestSite::new().file("templates/blog/list.html", template).render(BLOG).0.unwrap();
    assert_eq!(blog, "Docs:false:false Blog:true:true 0");
}

#[test]
fn a_pager_s_window_is_short() {
    let window = |number, total| {
        let template = "{% for e in pagination.window %}{% if e.gap %}..{% else %}{{ e.number }}{{ '*' if e.current }}{% endif %} {% endfor %}";
        let site = TestSite::new().file("templates/list.html", template).pager(GUIDE, number, total);
        site.render(GUIDE).0.unwrap().trim_end().to_owned()
    };
    assert_eq!(window(1, 1), "1*");
    assert_eq!(window(1, 3), "1* 2 3");
    assert_eq!(window(5, 9), "1 .. 3 4 5* 6 7 .. 9");
    assert_eq!(window(9, 9), "1 .. 7 8 9*");
    assert_eq!(window(500, 1000), "1 .. 498 499 500* 501 502 .. 1000");
    let ends = "{{ pagination.prev_url }}|{{ pagination.next_url }}|{{ pagination.items }}";
    let first = TestSite::new().file("templates/list.html", ends).pager(GUIDE, 1, 2).render(GUIDE).0.unwrap();
    assert_eq!(first, "|/page/2/|20");
}

#[test]
fn the_table_of_contents_is_html_and_data() {
    assert_eq!(
        print("{{ toc }}"),
        "<ul><li><a href=\"#a\">A &amp; B</a><ul><li><a href=\"#c\">C</a></li></ul></li></ul>"
    );
    assert_eq!(
        print("{% for e in toc_items %}{{ e.level }} {{ e.id }} {{ e.title }} {{ e.children | length }}{% endfor %}"),
        "2 a A &amp; B 1"
    );
}

#[test]
fn pages_turn_into_json_as_their_titles_without_end() {
    assert_eq!(print("{{ [page, page.next_in_section] | tojson }}"), "[\"Install\", \"Upgrade\"]");
}
