//! `bengal explain PATH`: the whole text, as it stands in a terminal of 80 columns.

use bengal_tests::{TestSite, site};

/// A site that was built.
fn built() -> TestSite {
    let site = site()
        .file("bengal.toml", "[site]\ntitle = \"Fixture\"\nbaseurl = \"https://example.org\"\n")
        .file("data/site.toml", "motto = \"slow\"\n")
        .file("content/index.md", "---\ntitle: Home\n---\n![Logo](/assets/img/logo.svg)\n")
        .file("content/docs/_index.md", "---\ntitle: Docs\n---\n")
        .file("content/docs/a.md", "---\ntitle: A\nweight: 1\n---\nText.\n")
        .file("content/docs/b.md", "---\ntitle: B\nweight: 2\n---\nSee [[docs/a]].\n\n![Logo](/assets/img/logo.svg)\n")
        .file(
            "templates/page.html",
            "<title>{{ page.title }}</title><link rel=\"stylesheet\" href=\"/assets/css/main.css\">\n\
             {{ content }}{% include \"partials/footer.html\" %}\n",
        )
        .file("templates/list.html", "{% for p in section.pages %}{{ p.title }};{% endfor %}\n")
        .file("templates/home.html", "{{ content }}{{ site.data.site.motto }}\n")
        .file("templates/404.html", "Not found\n")
        .file("templates/partials/footer.html", "<footer>{{ config.site.title }}</footer>\n")
        .file("assets/css/main.css", "@import \"base.css\";\nbody { background: url(../img/logo.svg) }\n")
        .file("assets/css/base.css", "p { margin: 0 }\n")
        .file("assets/img/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
    site.build().succeeds();
    site
}

/// Compares the text on standard output, and looks at how wide it is.
#[track_caller]
fn explains(site: &TestSite, path: &str, expected: &str) {
    let outcome = site.run(&["explain", path]).succeeds();
    assert!(outcome.stdout == expected, "expected\n{expected}\nfound\n{}", outcome.stdout);
    let widest = outcome.stdout.lines().max_by_key(|line| line.chars().count()).unwrap_or_default();
    assert!(widest.chars().count() <= 80, "{widest}");
}

#[test]
fn a_page_with_nothing_to_be_done() {
    explains(
        &built(),
        "content/docs/b.md",
        "\
content/docs/b.md → docs/b/index.html
├─ fresh: the next build leaves it alone
├─ depends on
│  ├─ assets
│  │  ├─ assets/css/main.css
│  │  └─ assets/img/logo.svg
│  ├─ assets that it looks into
│  │  └─ size of the picture assets/img/logo.svg
│  ├─ configuration
│  │  ├─ configuration `site.title`
│  │  └─ settings of the configuration
│  ├─ pages
│  │  ├─ `title` of content/docs/a.md
│  │  ├─ `url` of content/docs/a.md
│  │  ├─ front matter and place of content/docs/b.md
│  │  └─ what `docs/a` leads to
│  └─ templates
│     ├─ template doc/page.html
│     ├─ template doc/single.html
│     ├─ template docs/page.html
│     ├─ template docs/single.html
│     ├─ template page.html
│     └─ template partials/footer.html
└─ needed by
   └─ pages that read it
      └─ content/docs/_index.md
         ├─ `pages` of section docs
         └─ `pages.title` of section docs
",
    );
}

#[test]
fn a_page_whose_template_changed() {
    let site = built();
    site.append("templates/partials/footer.html", "more\n");
    explains(
        &site,
        "docs/a/",
        "\
content/docs/a.md → docs/a/index.html
├─ would be rendered: template partials/footer.html changed
├─ depends on
│  ├─ assets
│  │  └─ assets/css/main.css
│  ├─ configuration
│  │  ├─ configuration `site.title`
│  │  └─ settings of the configuration
│  ├─ pages
│  │  └─ front matter and place of content/docs/a.md
│  └─ templates
│     ├─ template doc/page.html
│     ├─ template doc/single.html
│     ├─ template docs/page.html
│     ├─ template docs/single.html
│     ├─ template page.html
│     └─ template partials/footer.html (changed)
└─ needed by
   └─ pages that read it
      ├─ content/docs/_index.md
      │  ├─ `pages` of section docs
      │  └─ `pages.title` of section docs
      └─ content/docs/b.md
         ├─ `title` of content/docs/a.md
         └─ `url` of content/docs/a.md
",
    );
}

#[test]
fn a_page_that_shows_a_title_that_changed() {
    let site = built();
    site.replace("content/docs/a.md", "title: A", "title: Other");
    explains(
        &site,
        "content/docs/_index.md",
        "\
content/docs/_index.md → docs/index.html
├─ would be rendered: `pages.title` of section docs changed
├─ depends on
│  ├─ configuration
│  │  └─ settings of the configuration
│  ├─ lists and navigation
│  │  ├─ `pages.title` of section docs (changed)
│  │  └─ `pages` of section docs
│  ├─ pages
│  │  └─ front matter and place of content/docs/_index.md
│  └─ templates
│     ├─ template doc/list.html
│     ├─ template docs.html
│     ├─ template docs/list.html
│     └─ template list.html
└─ needed by nothing on record
",
    );
}

#[test]
fn an_asset() {
    let site = built();
    let published = site.build().published("assets/img/logo.svg");
    explains(
        &site,
        "assets/img/logo.svg",
        &format!(
            "\
assets/img/logo.svg → {published}
├─ depends on nothing on record
└─ needed by
   ├─ assets that refer to it
   │  └─ assets/css/main.css
   ├─ pages that look into it
   │  ├─ content/docs/b.md: size of the picture assets/img/logo.svg
   │  └─ content/index.md: size of the picture assets/img/logo.svg
   └─ pages that refer to it
      ├─ content/docs/b.md
      └─ content/index.md
"
        ),
    );
}

#[test]
fn a_file_of_the_output() {
    let site = built();
    let published = site.build().published("assets/css/main.css");
    explains(
        &site,
        &format!("public/{published}"),
        &format!(
            "\
assets/css/main.css → {published}
├─ depends on
│  └─ assets
│     ├─ assets/css/base.css
│     └─ assets/img/logo.svg
└─ needed by
   └─ pages that refer to it
      ├─ content/docs/a.md
      └─ content/docs/b.md
"
        ),
    );
    explains(
        &site,
        "public/docs/index.html",
        "\
content/docs/_index.md → docs/index.html
├─ fresh: the next build leaves it alone
├─ depends on
│  ├─ configuration
│  │  └─ settings of the configuration
│  ├─ lists and navigation
│  │  ├─ `pages.title` of section docs
│  │  └─ `pages` of section docs
│  ├─ pages
│  │  └─ front matter and place of content/docs/_index.md
│  └─ templates
│     ├─ template doc/list.html
│     ├─ template docs.html
│     ├─ template docs/list.html
│     └─ template list.html
└─ needed by nothing on record
",
    );
}

#[test]
fn a_path_that_there_is_not() {
    let outcome = built().run(&["explain", "contnt/docs/a.md"]).fails();
    assert_eq!(outcome.stdout, "");
    assert_eq!(
        outcome.stderr,
        "\
error[unknown-path]: `contnt/docs/a.md` is nothing that this site has
 |
 = help: did you mean `content/docs/a.md`?

"
    );
}
