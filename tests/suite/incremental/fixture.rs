//! The site of the table: each kind of dependency once or twice, so that too much work is seen as well as too little.

use bengal_tests::{TestSite, site};

/// Templates of its own, which look at little; some pages that look at each other, and some that do not.
pub(super) fn fixture() -> TestSite {
    let site = site()
        .file(
            "bengal.toml",
            "[site]\ntitle = \"Fixture\"\nbaseurl = \"https://example.org\"\n\
             [params]\ncolor = \"red\"\nunread = \"x\"\n[theme]\nname = \"own\"\n",
        )
        .file("data/site.toml", "motto = \"slow\"\nunread = \"x\"\n");
    assets(pages(templates(site)))
}

fn pages(site: TestSite) -> TestSite {
    site.file("content/index.md", "---\ntitle: Home\n---\n![Logo](/assets/img/logo.svg)\n")
        .file("content/docs/_index.md", "---\ntitle: Docs\n---\n")
        .file("content/docs/a.md", "---\ntitle: A\nweight: 1\n---\nText of A.\n\n## Setup\n")
        .file("content/docs/b.md", "---\ntitle: B\nweight: 2\n---\nSee [[docs/a]].\n\n![Cat](cat.svg)\n")
        .file("content/docs/c.md", "---\ntitle: C\nweight: 3\n---\n:::{include} _part.md\n:::\n\n[To A](a.md#setup)\n")
        .file("content/docs/_part.md", "A part.\n")
        .file("content/docs/special.md", "---\ntitle: Special\nweight: 4\ntemplate: special.html\n---\nText.\n")
        .file("content/blog/_index.md", "---\ntitle: Blog\n---\n")
        .file("content/blog/one.md", "---\ntitle: One\ndate: 2026-01-01\ntags: [x]\n---\nText.\n")
        .file("content/blog/two.md", "---\ntitle: Two\ndate: 2026-02-01\ntags: [x, y]\n---\nText.\n")
        .file("content/blog/three.md", "---\ntitle: Three\ndate: 2026-03-01\n---\n![Raw](/img/raw.png)\n")
        .file("content/blog/later.md", "---\ntitle: Later\ndate: 2026-04-01\ndraft: true\n---\nText.\n")
}

fn templates(site: TestSite) -> TestSite {
    let extended = |block: &str| format!("{{% extends 'base.html' %}}{{% block more %}}{block}{{% endblock %}}\n");
    let list = "{% for p in section.pages %}<a href=\"{{ p.url }}\">{{ p.title }}</a>{% endfor %}";
    let dates = "{% for p in section.pages %}{{ p.title }}: {{ p.date }};{% endfor %}";
    let neighbours = "{% if page.prev_in_section %}{{ page.prev_in_section.title }}{% endif %}";
    let home = "{{ config.params.color }}{% for s in site.sections %}{{ s.title }};{% endfor %}";
    let terms = "{% for t in terms %}{{ t.name }}: {{ t.count }};{% endfor %}";
    let posts = "{% for p in posts %}{{ p.title }};{% endfor %}";
    site.file(
        "templates/base.html",
        "<title>{{ page.title }}</title><link rel=\"stylesheet\" href=\"{{ asset_url('css/main.css') }}\">\n\
         {{ content }}{% block more %}{% endblock %}{% include 'partials/footer.html' %}\n",
    )
    .file("templates/page.html", extended(""))
    .file("templates/list.html", extended(list))
    .file("templates/blog/list.html", extended(dates))
    .file("templates/blog/single.html", extended(neighbours))
    .file("templates/home.html", extended(home))
    .file("templates/taxonomy.html", extended(terms))
    .file("templates/term.html", extended(posts))
    .file("templates/404.html", "<title>Not found</title>\n")
    .file(
        "templates/special.html",
        "{% from 'macros.html' import badge %}{{ badge(page) }}{{ site.data.site.motto }}{{ content }}\n",
    )
    .file("templates/macros.html", "{% macro badge(page) %}[{{ page.title }}]{% endmacro %}\n")
    .file("themes/own/templates/partials/footer.html", "<footer>of the theme</footer>\n")
}

fn assets(site: TestSite) -> TestSite {
    let picture = |width: u8| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"1\"/>");
    site.file("assets/css/main.css", "@import \"fonts.css\";\nbody { margin: 1px }\n")
        .file("assets/css/fonts.css", "@font-face { font-family: f; src: url(../fonts/f.woff2) }\n")
        .file("assets/css/unused.css", "i { margin: 1px }\n")
        .file("assets/fonts/f.woff2", "a font")
        .file("assets/img/logo.svg", picture(1))
        .file("content/docs/cat.svg", picture(2))
        .file("static/img/raw.png", "raw")
        .file("static/file.txt", "a file")
}
