//! What is computed once for all pages is still recorded for each: the second page that uses it must notice a change as the first does.

use crate::random::Random;
use crate::site::{Built, files};

/// Two pages with the same template; an edit that changes what it shows must make both stale, whichever was rendered first.
fn both_notice(template: &str, path: &str, before: &str, after: &str) {
    let mut site = files(&[
        ("bengal.toml", "[site]\ntitle = \"S\"\nbaseurl = \"https://example.org\"\n"),
        ("templates/page.html", "{{ content }}"),
        ("templates/t.html", template),
        ("data/d.yaml", "x: 1\n"),
        ("content/docs/_index.md", "---\ntitle: Docs\n---\n"),
        ("content/docs/one.md", "---\ntitle: One\ntemplate: t.html\n---\n"),
        ("content/docs/two.md", "---\ntitle: Two\ntemplate: t.html\n---\n"),
        ("content/docs/z.md", "---\ntitle: Z\n---\nZ\n"),
        ("content/far/f.md", "---\ntitle: F\n---\nF\n"),
    ]);
    site.insert(path.to_owned(), before.to_owned());
    let old: Vec<Built> = (1..5).map(|seed| Built::new(&site, Vec::new(), &mut Random::new(seed))).collect();
    site.insert(path.to_owned(), after.to_owned());
    for old in old {
        let new = Built::new(&site, old.answers.derived(), &mut Random::new(9));
        let stale = new.stale(&old);
        for page in ["content/docs/one.md", "content/docs/two.md"] {
            assert_ne!(new.pages[page].html, old.pages[page].html, "the edit must be seen in {template}");
            assert!(stale.contains_key(page), "{page} with {template} did not notice");
        }
    }
}

const PAGE: &str = "content/docs/z.md";

#[test]
fn navigation_trees() {
    for template in ["{{ nav_tree() }}", "{{ nav_tree(whole=0) }}", "{{ nav_tree(site.root) }}"] {
        both_notice(template, PAGE, "---\ntitle: Z\n---\n", "---\ntitle: Y\n---\n");
        both_notice(template, "content/docs/y.md", "---\ntitle: Y\ndraft: true\n---\n", "---\ntitle: Y\n---\n");
    }
}

/// A tree that becomes small enough to be given whole changes, though no level on the way to the page does.
#[test]
fn the_size_of_a_tree() {
    let (hidden, shown) = ("---\ntitle: G\ndraft: true\n---\n", "---\ntitle: G\n---\n");
    both_notice("{{ nav_tree(site.root, whole=6) }}", "content/far/g.md", shown, hidden);
    both_notice("{{ nav_tree(site.root, whole=6) }}", "content/far/g.md", hidden, shown);
}

#[test]
fn menus() {
    for template in
        ["{{ nav_menu() }}", "{{ nav_menu('main', bar=1) }}", "{% for i in menus.main %}{{ i.name }}{% endfor %}"]
    {
        both_notice(template, "content/docs/_index.md", "---\ntitle: Docs\n---\n", "---\ntitle: Manual\n---\n");
    }
}

#[test]
fn bodies_of_other_pages() {
    for field in ["content", "excerpt", "word_count"] {
        both_notice(&format!("{{{{ get_page('docs/z').{field} }}}}"), PAGE, "One.", "One two.");
    }
}

#[test]
fn lists_of_the_site() {
    both_notice("{{ site.pages | length }}", "content/new.md", "---\ndraft: true\n---\n", "---\n---\n");
    both_notice("{{ site.has_rss }}", PAGE, "---\ntitle: Z\n---\n", "---\ntitle: Z\ndate: 2026-01-01\n---\n");
    both_notice("{{ site.data.d.x }}", "data/d.yaml", "x: 1\n", "x: 2\n");
    both_notice("{{ get_section('new') is undefined }}", "content/new/n.md", "---\ndraft: true\n---\n", "---\n---\n");
}

#[test]
fn terms() {
    let (one, two) = ("---\ntags: [a]\n---\n", "---\ntags: [a, b]\n---\n");
    both_notice("{% for t in site.taxonomies.tags.terms %}{{ t }}{% endfor %}", PAGE, one, two);
    both_notice("{% for t in get_taxonomy('tags').terms %}{{ t.pages | length }}{% endfor %}", PAGE, one, two);
}

#[test]
fn templates_that_come_to_stand_before_others() {
    both_notice("{% include 'partials/footer.html' %}", "templates/partials/footer.html", "a", "b");
    both_notice("{% include ['x.html', 'page.html'] %}", "templates/x.html", "", "new");
}

/// The body of another page is made from more than its text: what it looks at counts for those who show it.
#[test]
fn what_other_pages_bodies_look_at() {
    let site = |value: &str| {
        files(&[
            ("templates/page.html", "{{ content }}"),
            ("templates/t.html", "{{ get_page('z').content }}"),
            ("data/d.yaml", value),
            ("content/z.md", "{{ site.data.d.x }}"),
            ("content/one.md", "---\ntemplate: t.html\n---\n"),
        ])
    };
    let old = Built::clean(&site("x: 1\n"));
    let new = Built::new(&site("x: 2\n"), old.answers.derived(), &mut Random::new(2));
    assert_eq!(new.stale(&old).into_keys().collect::<Vec<_>>(), ["content/one.md", "content/z.md"]);
}
