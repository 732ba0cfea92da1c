use super::super::functions::{BUILTIN_FILTERS, BUILTIN_TESTS, FILTERS, FUNCTIONS, shortened};
use super::support::*;
use bengal_core::Date;
use minijinja::{Environment, ErrorKind};
use proptest::prelude::*;

fn print(template: &str) -> String {
    TestSite::new().print(template)
}

#[test]
fn urls_of_assets_are_logical() {
    assert_eq!(print("{{ asset_url('css/style.css') }}"), "/assets/css/style.css");
    assert_eq!(print("{{ 'img/a b.png?x#y' | asset_url }}"), "/assets/img/a%20b.png?x#y");
    assert_eq!(
        print("{{ asset_url('https://cdn.example/x.js') }} {{ asset_url('/x.js') }}"),
        "https://cdn.example/x.js /x.js"
    );
}

#[test]
fn urls_of_things_in_the_site() {
    assert_eq!(
        print("{{ url_for(page) }} {{ url_for(section) }} {{ url_for(page.tags[0]) }} {{ url_for(menus.main[1]) }}"),
        "/docs/guide/install/ /docs/guide/ /tags/setup/ /blog/"
    );
    assert_eq!(
        print(
            "{{ url_for('docs/intro.md#x') }} {{ url_for('docs/intro') }} {{ 'content/docs/guide/_index.md' | relurl }}"
        ),
        "/docs/intro/#x /docs/intro/ /docs/guide/"
    );
    assert_eq!(
        print(
            "{{ 'rss.xml' | relurl }} {{ '/x?y' | relurl }} {{ 'mailto:a@b' | relurl }} {{ '#top' | relurl }} {{ none | relurl }}"
        ),
        "/rss.xml /x?y mailto:a@b #top "
    );
    let problem = TestSite::new().problem("{{ url_for('docs/itnro.md') }}");
    assert_eq!(problem.message, "there is no page `docs/itnro.md`; did you mean `docs/intro`?");
}

#[test]
fn absolute_urls_have_host_and_base_path() {
    assert_eq!(print("{{ absolute_url(page) }}"), "https://example.org/base/docs/guide/install/");
    assert_eq!(
        print("{{ '/rss.xml' | absolute_url }} {{ 'https://a.b/c' | absolute_url }}"),
        "https://example.org/base/rss.xml https://a.b/c"
    );
    let site = TestSite::new().with(|site| site.config.site.origin.clear());
    assert_eq!(site.print("{{ '/rss.xml' | absolute_url }}"), "/rss.xml");
}

#[test]
fn looking_things_up() {
    assert_eq!(
        print("{{ get_page('docs/intro').url }} {{ get_page('/blog/first/').title }} {{ get_page('none').title }}"),
        "/docs/intro/ First post "
    );
    assert_eq!(
        print(
            "{{ get_section('docs/guide').title }} {{ get_section('/docs/').title }} {{ get_section('no') is defined }}"
        ),
        "Guide Docs false"
    );
    assert_eq!(
        print("{{ get_menu() | length }} {{ get_menu('main') | length }} {{ get_menu('no') | length }}"),
        "2 2 0"
    );
    assert_eq!(print("{{ get_taxonomy('tags').count }} {{ get_taxonomy('series') is defined }}"), "1 false");
}

#[test]
fn icons_are_svg() {
    let html = print("{{ icon('book', size=16, class='x') }}");
    assert!(html.starts_with("<svg class=\"icon icon-book x\" width=\"16\""), "{html}");
    assert_eq!(print("{{ icon('no such') }}{{ icon(page.icon) or 'none' }}"), "none");
}

#[test]
fn dates() {
    let site =
        || TestSite::new().with(|site| site.pages[INSTALL.index()].date = Date::parse("2026-03-01T10:30:00+02:00"));
    assert_eq!(
        site().print(
            "{{ page.date | dateformat }}|{{ page.date | date('%Y-%m-%d %H:%M') }}|{{ page.date }}|{{ page.year }}"
        ),
        "1 March 2026|2026-03-01 10:30|2026-03-01T10:30:00+02:00|2026"
    );
    assert_eq!(
        print("{{ 'soon' | dateformat }}{{ page.date | dateformat }}{{ '2026-01-02' | dateformat('%j') }}"),
        "soon002"
    );
}

#[test]
fn text() {
    assert_eq!(
        print(
            "{{ 'one two three' | truncate(9) }}|{{ 'one two' | truncate(7) }}|{{ 'one two three' | truncate(length=10, end='...') }}"
        ),
        "one two…|one two|one two..."
    );
    assert_eq!(print("{{ page.icon | truncate(9) }}{{ page.icon | slugify }}{{ page.icon | striptags }}"), "");
    assert_eq!(print("{{ \"What's new in C++?\" | slugify }}"), "whats-new-in-c");
    assert_eq!(
        print("{{ '<p>a &amp; <b>b</b></p><!-- <x> --> c' | striptags }}|{{ '<p>x' | plainify }}"),
        "a &amp; b c|x"
    );
    assert_eq!(
        print("{{ '**a** <i>b</i>' | markdownify }}|{{ 'a\n\nb' | markdownify }}"),
        "<strong>a</strong> <i>b</i>|<p>a</p>\n<p>b</p>"
    );
    assert_eq!(print("{{ ('word ' * 401) | reading_time }} {{ '' | reading_time }}"), "3 0");
}

#[test]
fn lists() {
    let titles = "map(attribute='title') | join(',')";
    assert_eq!(print(&format!("{{{{ site.pages | where('type', 'blog') | {titles} }}}}")), "Blog,First post");
    assert_eq!(
        print(&format!("{{{{ site.pages | where('tags', 'contains', 'setup') | {titles} }}}}")),
        "Install,First post"
    );
    assert_eq!(print(&format!("{{{{ site.pages | where('kind', 'in', ['home']) | {titles} }}}}")), "Home");
    assert_eq!(
        print(&format!("{{{{ site.pages | where('section.path', '!=', 'docs/guide') | limit(3) | {titles} }}}}")),
        "Home,Docs,Intro &lt;1&gt;"
    );
    let numbers = "[{'n': 3, 'k': 'a'}, {'n': 1, 'k': 'b'}, {'k': 'c'}, {'n': 2, 'k': 'a'}]";
    assert_eq!(
        print(&format!("{{{{ {numbers} | sort_by('n') | map(attribute='n') | list }}}}")),
        "[1, 2, 3, undefined]"
    );
    assert_eq!(print(&format!("{{{{ {numbers} | sort_by('n', reverse=true) | map(attribute='k') | join }}}}")), "aabc");
    assert_eq!(
        print(&format!(
            "{{% for g in {numbers} | group_by('k') %}}{{{{ g.name }}}}{{{{ g['items'] | length }}}} {{% endfor %}}"
        )),
        "a2 b1 c1 "
    );
    for (operator, kept) in [("<", "b"), ("<=", "ba"), (">", "a"), (">=", "aa"), ("==", "a"), ("!=", "abc")] {
        let template = format!("{{{{ {numbers} | where('n', '{operator}', 2) | map(attribute='k') | join }}}}");
        assert_eq!(print(&template), kept, "{operator}");
    }
    assert_eq!(TestSite::new().problem("{{ site.pages | where('title', '~', 1) }}").code, "template-error");
}

/// Suggestions must name nothing that is not there, and the lists must not miss what is.
#[test]
fn the_lists_of_names_are_true() {
    let environment = Environment::new();
    let mut state = environment.empty_state();
    for filter in BUILTIN_FILTERS {
        let kind = state.apply_filter(filter, &[]).err().map(|error| error.kind());
        assert_ne!(kind, Some(ErrorKind::UnknownFilter), "{filter}");
    }
    for test in BUILTIN_TESTS {
        let kind = state.perform_test(test, &[]).err().map(|error| error.kind());
        assert_ne!(kind, Some(ErrorKind::UnknownTest), "{test}");
    }
    for filter in FILTERS {
        assert!(!print(&format!("{{{{ x | {filter} }}}}")).contains("unknown-filter"), "{filter}");
    }
    for function in FUNCTIONS {
        assert_eq!(print(&format!("{{{{ {function} is defined }}}}")), "true", "{function}");
    }
}

proptest! {
    #[test]
    fn shortened_text_is_as_short_as_asked(text in "\\PC{0,60}", limit in 1usize..70) {
        let short = shortened(&text, limit, "…");
        prop_assert!(short.chars().count() <= limit);
        prop_assert!(text.chars().count() > limit || short == text);
    }

    #[test]
    fn stripping_never_fails(html in "[<>a-z !&;-]{0,60}") {
        let template = format!("{{% raw %}}{{% endraw %}}{{{{ {html:?} | striptags | length }}}}");
        prop_assert!(print(&template).parse::<usize>().is_ok());
    }
}
