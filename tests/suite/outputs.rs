//! What a build publishes.

use bengal_tests::site;

#[test]
fn a_folder_of_markdown_without_anything_else() {
    site()
        .file("content/index.md", "# Welcome\n\nSee [the guide](guide/first-steps.md).\n")
        .file("content/guide/first-steps.md", "Text without a heading.\n")
        .build()
        .succeeds()
        .has("index.html", "<title>Welcome")
        .has("index.html", "href=\"/guide/first-steps/\"")
        .has("guide/first-steps/index.html", "First Steps")
        .has("guide/index.html", "First Steps")
        .publishes("404.html")
        .publishes("robots.txt")
        .has_asset("index.html", "href=\"/@\"", "assets/css/style.css");
}

#[test]
fn a_folder_of_markdown_without_a_content_folder() {
    site()
        .file("README.md", "# Notes\n\nSee [one](one.md).\n")
        .file("one.md", "# One\n")
        .file("img/cat.png", "png")
        .file("id_rsa", "secret")
        .file("run.sh", "secret")
        .build()
        .succeeds()
        .says("note[left-out]")
        .does_not_publish("id_rsa")
        .does_not_publish("run.sh")
        .has("one/index.html", "<title>One")
        .publishes("img/cat.png")
        .does_not_publish("public/index.html");
}

#[test]
fn sitemap_and_feed_with_absolute_urls() {
    let outcome = site()
        .file("bengal.toml", "[site]\ntitle = \"T & T\"\nbaseurl = \"https://example.org/sub/\"\n")
        .file("content/index.md", "# Home\n")
        .file("content/a b.md", "---\ntitle: A & B\ndate: 2026-01-02\ndescription: <x>\n---\n")
        .file("content/hidden.md", "---\ntitle: Hidden\nhidden: true\n---\n")
        .build()
        .succeeds();
    let sitemap = outcome.read("sitemap.xml");
    assert!(sitemap.contains("<loc>https://example.org/sub/a%20b/</loc>"), "{sitemap}");
    assert!(sitemap.contains("<lastmod>2026-01-02T00:00:00+00:00</lastmod>"), "{sitemap}");
    assert!(!sitemap.contains("hidden") && !sitemap.contains("404"), "{sitemap}");
    let feed = outcome.read("rss.xml");
    assert!(feed.contains("<title>A &amp; B</title>") && feed.contains("&lt;x&gt;"), "{feed}");
    assert!(feed.contains("<pubDate>Fri, 02 Jan 2026 00:00:00 +0000</pubDate>"), "{feed}");
    outcome.has("robots.txt", "Sitemap: https://example.org/sub/sitemap.xml").publishes("hidden/index.html");
}

#[test]
fn without_a_host_there_is_no_sitemap_and_the_build_says_why() {
    site()
        .file("content/index.md", "# Home\n")
        .build()
        .succeeds()
        .does_not_publish("sitemap.xml")
        .does_not_publish("rss.xml")
        .says("note[no-base-url]")
        .has_not("robots.txt", "Sitemap");
}

#[test]
fn the_base_path_is_in_front_of_every_root_relative_url() {
    let outcome = site()
        .file("bengal.toml", "[site]\ntitle = \"T\"\nbaseurl = \"https://example.org/sub\"\n")
        .file("content/index.md", "# Home\n\n[a](a.md) ![i](i.png) <a href='/a/'>raw</a>\n")
        .file("content/a.md", "# A\n")
        .file("content/i.png", "png")
        .build()
        .succeeds()
        .has("index.html", "href=\"/sub/a/\"")
        .has_asset("index.html", "src=\"/sub/@\"", "i.png")
        .has("index.html", "href='/sub/a/'");
    let html = outcome.read("index.html");
    for (at, _) in html.match_indices("=\"/") {
        assert!(html[at..].starts_with("=\"/sub/") || html[at..].starts_with("=\"//"), "{}", &html[at..at + 40]);
    }
}

#[test]
fn a_feed_is_linked_only_where_there_is_one() {
    let config = "[site]\nbaseurl = \"https://example.org\"\n";
    site().file("content/index.md", "# Home\n").build().succeeds().has_not("index.html", "rss.xml");
    let site = site().file("bengal.toml", config).file("content/index.md", "# Home\n");
    site.build().succeeds().has_not("index.html", "rss.xml").does_not_publish("rss.xml");
    site.write("content/a.md", "---\ntitle: A\ndate: 2026-01-02\n---\n");
    site.build().succeeds().has("index.html", "/rss.xml").publishes("rss.xml");
}

#[test]
fn a_dot_in_a_file_name_makes_no_other_kind_of_file() {
    site().file("content/notes-1.0.txt.md", "# Notes\n").build().succeeds().publishes("notes-1.0.txt/index.html");
}

#[test]
fn ids_of_the_theme_leave_those_of_headings_alone() {
    let outcome = site().file("content/a.md", "# A\n\n## Content\n\n## Drawer\n\n## Main\n").build().succeeds();
    let html = outcome.read("a/index.html");
    for id in ["content", "drawer", "main"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn aliases_become_redirects() {
    site()
        .file("bengal.toml", "[site]\nbaseurl = \"https://example.org/sub/\"\n")
        .file("content/new.md", "---\ntitle: <New>\naliases: [/old/, other/place]\n---\n")
        .build()
        .succeeds()
        .has("old/index.html", "url=/sub/new/")
        .has("old/index.html", "<link rel=\"canonical\" href=\"https://example.org/sub/new/\">")
        .has("old/index.html", "&lt;New&gt;")
        .publishes("other/place/index.html");
}

#[test]
fn static_files_assets_and_files_beside_pages() {
    let outcome = site()
        .file("content/index.md", "# Home\n")
        .file("content/docs/index.md", "# Docs\n\n![a cat](cat.png)\n")
        .file("content/docs/cat.png", "cat")
        .file("content/docs/data.csv", "1,2")
        .file("static/robots.txt", "mine")
        .file("static/.well-known/x", "y")
        .file("assets/css/custom.css", "p { color: red }")
        .file("assets/css/style.css", "own { color: red }")
        .build()
        .succeeds()
        .has_asset("docs/index.html", "src=\"/@\"", "docs/cat.png")
        .has("docs/data.csv", "1,2")
        .has("robots.txt", "mine")
        .has(".well-known/x", "y")
        .has("assets/css/custom.css", "p{color:red}");
    let style = outcome.published("assets/css/style.css");
    outcome.has(&style, "own{color:red}");
}

#[test]
fn drafts_only_where_asked_for() {
    let site =
        site().file("content/index.md", "# Home\n").file("content/a.md", "---\ntitle: Draft A\ndraft: true\n---\n");
    site.build().succeeds().does_not_publish("a/index.html").has_not("index.html", "Draft A");
    site.run(&["build", "--drafts"]).succeeds().publishes("a/index.html");
    site.build().succeeds().does_not_publish("a/index.html").does_not_publish("a");
}

#[test]
fn a_site_template_and_a_theme_template_take_precedence() {
    site()
        .file("bengal.toml", "[theme]\nname = \"mine\"\n")
        .file("themes/mine/templates/page.html", "theme:{{ page.title }}:{{ content }}")
        .file("themes/mine/templates/list.html", "theme list:{{ section.title }}")
        .file("themes/mine/assets/x.css", "x")
        .file("templates/list.html", "site list:{{ section.title }}")
        .file("content/docs/a.md", "# A\n\ntext\n")
        .build()
        .succeeds()
        .has("docs/a/index.html", "theme:A:")
        .has("docs/a/index.html", "<p>text</p>")
        .has("docs/index.html", "site list:Docs")
        .publishes("assets/x.css");
}
