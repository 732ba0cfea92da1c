//! Answers are no coarser than they must be: which pages an edit makes stale.

use crate::random::Random;
use crate::site::{Built, Files, files};

/// A site whose pages list titles, or show excerpts, or refer to anchors.
fn site() -> Files {
    files(&[
        ("bengal.toml", "[site]\ntitle = \"S\"\n[params]\na = 1\nb = 2\n"),
        ("templates/page.html", "{{ content }}"),
        ("templates/list.html", "{{ content }}"),
        ("templates/home.html", "{{ content }}"),
        ("templates/titles.html", "{% for p in section.pages %}{{ p.title }}{% endfor %}"),
        ("templates/excerpts.html", "{% for p in section.pages %}{{ p.excerpt }}{% endfor %}"),
        ("templates/a.html", "{{ site.params.a }}"),
        ("templates/tree.html", "{{ nav_tree(site.root, whole=0) }}"),
        ("data/d.yaml", "x: 1\ny: 2\n"),
        ("content/docs/a.md", "---\ntitle: A\n---\n## Heading\n\nText of a.\n\nMore.\n"),
        ("content/docs/b.md", "---\ntitle: B\n---\n[[docs/a#heading]]\n"),
        ("content/docs/c.md", "---\ntitle: C\n---\n{{ site.data.d.x }}\n"),
        ("content/docs/e.md", "---\ntitle: E\n---\n[[#Heading]]\n"),
        ("content/docs/titles.md", "---\ntitle: T\ntemplate: titles.html\n---\n"),
        ("content/docs/excerpts.md", "---\ntitle: X\ntemplate: excerpts.html\n---\n"),
        ("content/docs/params.md", "---\ntitle: P\ntemplate: a.html\n---\n"),
        ("content/far/tree.md", "---\ntitle: R\ntemplate: tree.html\n---\n"),
    ])
}

/// The pages that are stale after some texts were put in the place of others, derived answers taken over.
fn stale(edits: &[(&str, &str, &str)]) -> Vec<String> {
    let mut edited = site();
    let before = Built::clean(&edited);
    for (path, from, to) in edits {
        let text = edited.get_mut(*path).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        *text = text.replace(from, to);
    }
    let after = Built::new(&edited, before.answers.derived(), &mut Random::new(7));
    let strip = |name: String| name.trim_start_matches("content/").to_owned();
    after.stale(&before).into_keys().map(strip).collect()
}

#[test]
fn nothing_makes_nothing_stale() {
    assert_eq!(stale(&[]), Vec::<String>::new());
}

#[test]
fn a_body_is_of_no_concern_to_lists_of_titles() {
    assert_eq!(stale(&[("content/docs/a.md", "More", "Other")]), ["docs/a.md", "docs/excerpts.md"]);
}

/// The text changes, what others see of it does not.
#[test]
fn a_body_that_comes_out_the_same_stops_there() {
    assert_eq!(stale(&[("content/docs/a.md", "\n\nMore", "\n\n\n\nMore")]), ["docs/a.md"]);
}

#[test]
fn a_heading_is_seen_by_references_to_anchors() {
    let seen = stale(&[("content/docs/a.md", "## Heading", "## Changed")]);
    // The texts of `b` and `e` have the heading in them, and so has the list of excerpts.
    assert_eq!(seen, ["docs/a.md", "docs/b.md", "docs/e.md", "docs/excerpts.md"]);
}

/// Only references to the page itself, and lists of titles.
#[test]
fn a_title_is_seen_where_it_is_shown() {
    let seen = stale(&[("content/docs/a.md", "title: A", "title: A2")]);
    assert_eq!(seen, ["docs/a.md", "docs/b.md", "docs/titles.md"]);
}

#[test]
fn configuration_and_data_are_seen_by_key() {
    assert_eq!(stale(&[("bengal.toml", "a = 1", "a = 3")]), ["docs/params.md"]);
    assert_eq!(stale(&[("bengal.toml", "b = 2", "b = 3")]), Vec::<String>::new());
    assert_eq!(stale(&[("data/d.yaml", "x: 1", "x: 3")]), ["docs/c.md", "docs/excerpts.md"]);
    assert_eq!(stale(&[("data/d.yaml", "y: 2", "y: 3")]), Vec::<String>::new());
}

#[test]
fn a_template_is_seen_by_its_pages() {
    assert_eq!(stale(&[("templates/titles.html", "{{ p.title }}", "{{ p.title }},")]), ["docs/titles.md"]);
}
