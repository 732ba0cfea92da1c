//! Cascade, sections, URLs, taxonomies, menus: as a reader of the site sees them.

use bengal_tests::site;

#[test]
fn slug_url_and_permalink_work() {
    site()
        .file("content/a.md", "---\ntitle: A\nslug: alpha\n---\n[b](b.md) [c](c.md#x)\n")
        .file("content/b.md", "---\ntitle: B\nurl: /else/where/\n---\n")
        .file("content/c.md", "+++\ntitle = \"C\"\npermalink = \"/c.html\"\n+++\n")
        .build()
        .succeeds()
        .has("alpha/index.html", "href=\"/else/where/\"")
        .has("alpha/index.html", "href=\"/c.html#x\"")
        .publishes("else/where/index.html")
        .publishes("c.html")
        .does_not_publish("a");
}

#[test]
fn cascade_reaches_all_descendants_and_the_nearest_wins() {
    site()
        .file("templates/page.html", "[{{ page.params.mood }}]")
        .file("content/_index.md", "---\ntitle: Home\ncascade: {mood: calm}\n---\n")
        .file("content/a/_index.md", "---\ntitle: A\ncascade: {mood: loud}\n---\n")
        .file("content/a/x/p.md", "# P\n")
        .file("content/a/q.md", "---\ntitle: Q\nmood: own\n---\n")
        .file("content/r.md", "# R\n")
        .build()
        .succeeds()
        .has("a/x/p/index.html", "[loud]")
        .has("a/q/index.html", "[own]")
        .has("r/index.html", "[calm]");
}

#[test]
fn hidden_and_never_rendered_pages() {
    site()
        .file("content/index.md", "# Home\n")
        .file("content/s/a.md", "---\ntitle: Seen\ntags: [t]\n---\n")
        .file("content/s/b.md", "---\ntitle: Concealed\nhidden: true\ntags: [t]\n---\n")
        .file("content/s/c.md", "---\ntitle: Nowhere\nvisibility: {render: never}\ntags: [t]\n---\n")
        .build()
        .succeeds()
        .has("s/b/index.html", "noindex")
        .does_not_publish("s/c")
        .has("s/index.html", "Seen")
        .has_not("s/index.html", "Concealed")
        .has_not("tags/t/index.html", "Concealed")
        .has_not("s/a/index.html", "Nowhere");
}

#[test]
fn tags_and_categories_have_pages_and_long_lists_are_cut() {
    let site =
        site().file("bengal.toml", "[pagination]\nper_page = 5\nthreshold = 6\n").file("content/index.md", "# Home\n");
    for n in 0..12 {
        site.write(
            &format!("content/blog/p{n}.md"),
            format!("---\ntitle: Post {n}\ndate: 2026-01-{:02}\ntags: [Rust, C++]\ncategory: News\n---\n", n + 1),
        );
    }
    let outcome = site.build().succeeds();
    outcome
        .publishes("tags/index.html")
        .has("tags/rust/index.html", "Post 11")
        .has("tags/rust/page/3/index.html", "Post 0")
        .publishes("tags/c++/index.html")
        .has("categories/news/index.html", "Post 11")
        .publishes("blog/page/3/index.html")
        .does_not_publish("blog/page/4");
}

#[test]
fn relative_links_and_images_are_resolved_from_the_file() {
    site()
        .file("content/docs/guide/a.md", "[b](b.md) [up](../c.md) [dir](../) [s](b.md?q=1#h) ![i](../img/i.png)\n")
        .file("content/docs/guide/b.md", "# B\n\n## H\n")
        .file("content/docs/c.md", "# C\n")
        .file("content/docs/img/i.png", "x")
        .build()
        .succeeds()
        .has("docs/guide/a/index.html", "href=\"/docs/guide/b/\"")
        .has("docs/guide/a/index.html", "href=\"/docs/c/\"")
        .has("docs/guide/a/index.html", "href=\"/docs/\"")
        .has("docs/guide/a/index.html", "href=\"/docs/guide/b/?q=1#h\"")
        .has_asset("docs/guide/a/index.html", "src=\"/@\"", "docs/img/i.png");
}

#[test]
fn cross_references_work_in_a_first_build() {
    site()
        .file(
            "content/docs/a.md",
            "[[docs/b]] [[docs/b|text]] [[docs/b#part-one]] [[id:bee]] [[#Part One]] [[!spot]] [[nowhere]]\n",
        )
        .file("content/docs/b.md", "---\ntitle: Bee\nid: bee\n---\n\n## Part One\n\n:::{target} spot\n:::\n")
        .build()
        .succeeds()
        .has("docs/a/index.html", "<a href=\"/docs/b/\">Bee</a>")
        .has("docs/a/index.html", "<a href=\"/docs/b/\">text</a>")
        .has("docs/a/index.html", "href=\"/docs/b/#part-one\"")
        .has("docs/a/index.html", "href=\"/docs/b/#spot\"")
        .has("docs/a/index.html", "class=\"broken-ref\"")
        .says("broken-reference")
        .says("content/docs/a.md:1:");
}

#[test]
fn variables_are_put_into_text_but_not_into_code() {
    site()
        .file("bengal.toml", "[site]\ntitle = \"<T>\"\n[params]\nversion = \"1.2\"\n")
        .file(
            "content/a.md",
            "# A\n\n{{ page.title }} {{ params.version }} {{ site.title }} `{{ page.title }}` {{/* page.title */}}\n",
        )
        .build()
        .succeeds()
        .has("a/index.html", "A 1.2 &lt;T&gt; <code>{{ page.title }}</code> {{ page.title }}");
}
