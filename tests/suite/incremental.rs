//! The work that an edit asks for: which pages are rendered, which are linked again, which files are written.
//!
//! A row of the table is an edit of the site of [`fixture`], and all that the build after it does. What is not named is not done: the counts
//! of the JSON report have to agree. Each row also verifies that build, and that putting everything back gives the first output again.

mod fixture;
mod row;

use row::{Row, edit};
use std::fs::{self, File};
use std::time::SystemTime;

/// Pages whose templates extend `base.html`, which has the style sheet and the footer, and their files.
const WITH_BASE: [&str; 12] = [
    "/tags/",
    "/tags/x/",
    "/tags/y/",
    "blog/_index.md",
    "blog/one.md",
    "blog/three.md",
    "blog/two.md",
    "docs/_index.md",
    "docs/a.md",
    "docs/b.md",
    "docs/c.md",
    "index.md",
];
const FILES_WITH_BASE: [&str; 12] = [
    "blog/index.html",
    "blog/one/index.html",
    "blog/three/index.html",
    "blog/two/index.html",
    "docs/a/index.html",
    "docs/b/index.html",
    "docs/c/index.html",
    "docs/index.html",
    "index.html",
    "tags/index.html",
    "tags/x/index.html",
    "tags/y/index.html",
];

/// The other pages.
const OTHERS: [&str; 2] = ["/404.html", "docs/special.md"];

fn pages() -> Vec<Row> {
    vec![
        edit("nothing", |_| {}),
        edit("a page is touched", |site| {
            let file = File::options().write(true).open(site.path("content/docs/a.md")).unwrap();
            file.set_modified(SystemTime::now()).unwrap();
        }),
        edit("a page is edited and put back before the build", |site| {
            site.append("content/docs/a.md", "More.\n");
            site.replace("content/docs/a.md", "More.\n", "");
        }),
        edit("the text of a page", |site| site.append("content/docs/a.md", "More.\n"))
            .renders(&["docs/a.md"])
            .writes(&["docs/a/index.html"]),
        // More than the edit asks for: the page with the link asks for all anchors of the other one, and their texts are among them.
        edit("a heading that another page links to", |site| {
            site.replace("content/docs/a.md", "Setup", "Start {#setup}");
        })
        .renders(&["docs/a.md", "docs/c.md"])
        .writes(&["docs/a/index.html"]),
        edit("the title of a page", |site| site.replace("content/docs/a.md", "title: A", "title: Ä"))
            .renders(&["docs/_index.md", "docs/a.md", "docs/b.md"])
            .writes(&["docs/a/index.html", "docs/b/index.html", "docs/index.html"]),
        edit("the title of a post", |site| site.replace("content/blog/two.md", "title: Two", "title: 2"))
            .renders(&["/tags/x/", "/tags/y/", "blog/_index.md", "blog/one.md", "blog/two.md"])
            .writes(&[
                "blog/index.html",
                "blog/one/index.html",
                "blog/two/index.html",
                "rss.xml",
                "tags/x/index.html",
                "tags/y/index.html",
            ]),
        edit("the title of a section", |site| site.replace("content/docs/_index.md", "Docs", "Manual"))
            .renders(&["docs/_index.md", "index.md"])
            .writes(&["docs/index.html", "index.html"]),
        edit("a description that nobody shows", |site| {
            site.replace("content/docs/a.md", "weight: 1", "weight: 1\ndescription: About A");
        })
        .renders(&["docs/a.md"]),
        edit("a tag more", |site| site.replace("content/blog/one.md", "tags: [x]", "tags: [x, z]"))
            .renders(&["/tags/", "/tags/z/", "blog/one.md"])
            .writes(&["sitemap.xml", "tags/index.html", "tags/z/index.html"]),
        edit("a tag less", |site| site.replace("content/blog/two.md", "tags: [x, y]", "tags: [x]"))
            .renders(&["/tags/", "blog/two.md"])
            .writes(&["sitemap.xml", "tags/index.html"])
            .removes(&["tags/y/index.html"]),
        edit("a date that keeps the order", |site| site.replace("content/blog/two.md", "2026-02-01", "2026-02-02"))
            .renders(&["blog/_index.md", "blog/two.md"])
            .writes(&["blog/index.html", "rss.xml", "sitemap.xml"]),
        edit("a date that changes the order", |site| site.replace("content/blog/one.md", "2026-01-01", "2026-02-15"))
            .renders(&["/tags/x/", "blog/_index.md", "blog/one.md", "blog/two.md"])
            .writes(&[
                "blog/index.html",
                "blog/one/index.html",
                "blog/two/index.html",
                "rss.xml",
                "sitemap.xml",
                "tags/x/index.html",
            ]),
        edit("a weight that keeps the order", |site| site.replace("content/docs/special.md", "weight: 4", "weight: 5"))
            .renders(&["docs/special.md"]),
        edit("a weight that changes the order", |site| site.replace("content/docs/a.md", "weight: 1", "weight: 9"))
            .renders(&["docs/_index.md", "docs/a.md"])
            .writes(&["docs/index.html"]),
        edit("a draft is published", |site| site.replace("content/blog/later.md", "draft: true", "draft: false"))
            .renders(&["blog/_index.md", "blog/later.md", "blog/three.md"])
            .writes(&["blog/index.html", "blog/later/index.html", "blog/three/index.html", "rss.xml", "sitemap.xml"]),
        edit("a post becomes a draft", |site| site.replace("content/blog/two.md", "tags: [x, y]", "draft: true"))
            .renders(&["/tags/", "/tags/x/", "blog/_index.md", "blog/one.md"])
            .writes(&[
                "blog/index.html",
                "blog/one/index.html",
                "rss.xml",
                "sitemap.xml",
                "tags/index.html",
                "tags/x/index.html",
            ])
            .removes(&["blog/two/index.html", "tags/y/index.html"]),
        edit("drafts are asked for", |_| {})
            .with(&["--drafts"])
            .renders(&["blog/_index.md", "blog/later.md", "blog/three.md"])
            .writes(&["blog/index.html", "blog/later/index.html", "blog/three/index.html", "rss.xml", "sitemap.xml"]),
        edit("a page is added", |site| site.write("content/docs/d.md", "---\ntitle: D\nweight: 5\n---\nText.\n"))
            .renders(&["docs/_index.md", "docs/d.md"])
            .writes(&["docs/d/index.html", "docs/index.html", "sitemap.xml"]),
        edit("a page is deleted that nobody refers to", |site| site.remove("content/docs/special.md"))
            .renders(&["docs/_index.md"])
            .writes(&["docs/index.html", "sitemap.xml"])
            .removes(&["docs/special/index.html"]),
        edit("a page is renamed", |site| site.rename("content/docs/special.md", "content/docs/extra.md"))
            .renders(&["docs/_index.md", "docs/extra.md"])
            .writes(&["docs/extra/index.html", "docs/index.html", "sitemap.xml"])
            .removes(&["docs/special/index.html"]),
        edit("a page is moved to another section", |site| {
            site.rename("content/docs/special.md", "content/blog/special.md");
        })
        .renders(&["blog/_index.md", "blog/special.md", "docs/_index.md"])
        .writes(&["blog/index.html", "blog/special/index.html", "docs/index.html", "sitemap.xml"])
        .removes(&["docs/special/index.html"]),
        edit("the letter case of a page's file", |site| {
            site.rename("content/docs/special.md", "content/docs/Special.md");
        })
        .renders(&["docs/Special.md", "docs/_index.md"])
        .writes(&["docs/Special/index.html", "docs/index.html", "sitemap.xml"])
        .removes(&["docs/special/index.html"]),
        edit("a section is deleted", |site| fs::remove_dir_all(site.path("content/blog")).unwrap())
            .renders(&["index.md"])
            .writes(&["index.html", "sitemap.xml"])
            .removes(&[
                "blog/index.html",
                "blog/one/index.html",
                "blog/three/index.html",
                "blog/two/index.html",
                "rss.xml",
                "tags/index.html",
                "tags/x/index.html",
                "tags/y/index.html",
            ]),
        edit("an included file", |site| site.write("content/docs/_part.md", "Another part.\n"))
            .renders(&["docs/c.md"])
            .writes(&["docs/c/index.html"]),
    ]
}

fn templates() -> Vec<Row> {
    vec![
        edit("the template of one page", |site| site.append("templates/special.html", "more\n"))
            .renders(&["docs/special.md"])
            .writes(&["docs/special/index.html"]),
        edit("the template of all pages", |site| site.append("templates/base.html", "more\n"))
            .renders(&WITH_BASE)
            .writes(&FILES_WITH_BASE),
        // More than the edit asks for: a template counts by its bytes.
        edit("a comment in a template", |site| {
            site.replace("templates/special.html", "{{ content", "{# more #}{{ content");
        })
        .renders(&["docs/special.md"]),
        edit("the template of posts, outside its blocks", |site| site.append("templates/blog/single.html", "more\n"))
            .renders(&["blog/one.md", "blog/three.md", "blog/two.md"]),
        edit("a macro", |site| site.replace("templates/macros.html", "[", "("))
            .renders(&["docs/special.md"])
            .writes(&["docs/special/index.html"]),
        edit("a partial of the theme", |site| {
            site.append("themes/own/templates/partials/footer.html", "more\n");
        })
        .renders(&WITH_BASE)
        .writes(&FILES_WITH_BASE),
        edit("a partial over that of the theme", |site| {
            site.write("templates/partials/footer.html", "<footer>of the site</footer>\n");
        })
        .renders(&WITH_BASE)
        .writes(&FILES_WITH_BASE),
        edit("a template that is found before the one in use", |site| {
            site.write("templates/docs/single.html", "<title>{{ page.title }}</title>{{ content }}\n");
        })
        .renders(&["docs/a.md", "docs/b.md", "docs/c.md"])
        .writes(&["docs/a/index.html", "docs/b/index.html", "docs/c/index.html"]),
        edit("a template that nobody uses", |site| site.write("templates/other.html", "other\n")),
    ]
}

fn settings_and_data() -> Vec<Row> {
    vec![
        edit("a value of data that a page reads", |site| site.replace("data/site.toml", "slow", "fast"))
            .renders(&["docs/special.md"])
            .writes(&["docs/special/index.html"]),
        edit("a value of data that nobody reads", |site| site.replace("data/site.toml", "\"x\"", "\"y\"")),
        edit("a data file that nobody reads", |site| site.write("data/other.toml", "a = 1\n")),
        edit("a parameter that a page reads", |site| site.replace("bengal.toml", "red", "blue"))
            .renders(&["index.md"])
            .writes(&["index.html"]),
        edit("a parameter that nobody reads", |site| site.replace("bengal.toml", "\"x\"", "\"y\"")),
        edit("the title of the site, which nobody shows", |site| site.replace("bengal.toml", "Fixture", "Site"))
            .writes(&["rss.xml"]),
        // More than the edit asks for: the host is one of the settings that every page reads as a whole, and no page shows it.
        edit("the host", |site| site.replace("bengal.toml", "example.org", "example.net"))
            .renders(&[&WITH_BASE[..], &OTHERS].concat())
            .writes(&["robots.txt", "rss.xml", "sitemap.xml"]),
        // More than the edit asks for: only addresses change, which linking could do.
        edit("a folder of the host", |site| site.replace("bengal.toml", "example.org", "example.org/site"))
            .renders(&[&WITH_BASE[..], &OTHERS].concat())
            .writes(&[&FILES_WITH_BASE[..], &["robots.txt", "rss.xml", "sitemap.xml"]].concat()),
    ]
}

fn assets() -> Vec<Row> {
    vec![
        edit("a style sheet", |site| site.append("assets/css/main.css", "p { margin: 2px }\n"))
            .relinks(&WITH_BASE)
            .writes(&[&FILES_WITH_BASE[..], &["asset-manifest.json", "assets/css/main.*.css"]].concat())
            .removes(&["assets/css/main.*.css"]),
        edit("a style sheet that nobody uses", |site| site.append("assets/css/unused.css", "p { margin: 2px }\n"))
            .writes(&["asset-manifest.json", "assets/css/unused.css"]),
        edit("a font", |site| site.write("assets/fonts/f.woff2", "another font"))
            .relinks(&WITH_BASE)
            .writes(
                &[
                    &FILES_WITH_BASE[..],
                    &[
                        "asset-manifest.json",
                        "assets/css/fonts.*.css",
                        "assets/css/main.*.css",
                        "assets/fonts/f.*.woff2",
                    ],
                ]
                .concat(),
            )
            .removes(&["assets/css/fonts.*.css", "assets/css/main.*.css", "assets/fonts/f.*.woff2"]),
        edit("a picture", |site| site.replace("assets/img/logo.svg", "/>", "><title>Logo</title></svg>"))
            .relinks(&["index.md"])
            .writes(&["asset-manifest.json", "assets/img/logo.*.svg", "index.html"])
            .removes(&["assets/img/logo.*.svg"]),
        edit("a picture is touched", |site| {
            let file = File::options().write(true).open(site.path("assets/img/logo.svg")).unwrap();
            file.set_modified(SystemTime::now()).unwrap();
        }),
        edit("other bytes of a picture, in its size and with its time", |site| {
            let time = fs::metadata(site.path("assets/img/logo.svg")).unwrap().modified().unwrap();
            site.replace("assets/img/logo.svg", "height=\"1\"", "height='1'");
            let file = File::options().write(true).open(site.path("assets/img/logo.svg")).unwrap();
            file.set_modified(time).unwrap();
        })
        .relinks(&["index.md"])
        .writes(&["asset-manifest.json", "assets/img/logo.*.svg", "index.html"])
        .removes(&["assets/img/logo.*.svg"]),
        edit("the size of a picture", |site| site.replace("content/docs/cat.svg", "width=\"2\"", "width=\"3\""))
            .renders(&["docs/b.md"])
            .writes(&["asset-manifest.json", "docs/b/index.html", "docs/cat.*.svg"])
            .removes(&["docs/cat.*.svg"]),
        edit("a file of static/ that a page refers to", |site| site.write("static/img/raw.png", "other"))
            .writes(&["asset-manifest.json", "img/raw.png"]),
        edit("a file of static/", |site| site.write("static/file.txt", "another file"))
            .writes(&["asset-manifest.json", "file.txt"]),
        edit("a file more in static/", |site| site.write("static/more.txt", "more"))
            .writes(&["asset-manifest.json", "more.txt"]),
        edit("an asset is deleted that nobody uses", |site| site.remove("assets/css/unused.css"))
            .writes(&["asset-manifest.json"])
            .removes(&["assets/css/unused.css"]),
        edit("an asset more", |site| site.write("assets/css/more.css", "b { margin: 1px }\n"))
            .writes(&["asset-manifest.json", "assets/css/more.css"]),
    ]
}

fn outputs() -> Vec<Row> {
    vec![
        edit("the output of a page is deleted", |site| site.remove("public/docs/a/index.html"))
            .renders(&["docs/a.md"])
            .writes(&["docs/a/index.html"]),
        edit("the output of a page is altered", |site| site.write("public/docs/a/index.html", "altered"))
            .renders(&["docs/a.md"])
            .writes(&["docs/a/index.html"]),
        edit("the output of a style sheet is deleted", |site| site.remove("public/assets/css/unused.css"))
            .writes(&["assets/css/unused.css"]),
        edit("a file of static/ is altered in the output", |site| site.write("public/file.txt", "altered"))
            .writes(&["file.txt"]),
        edit("the sitemap is deleted", |site| site.remove("public/sitemap.xml")).writes(&["sitemap.xml"]),
        edit("the sitemap is altered, and the text of a page", |site| {
            site.write("public/sitemap.xml", "altered");
            site.append("content/docs/a.md", "More.\n");
        })
        .renders(&["docs/a.md"])
        .writes(&["docs/a/index.html", "sitemap.xml"]),
        edit("the author has a feed, and the text of a page", |site| {
            site.write("static/rss.xml", "mine");
            site.append("content/docs/a.md", "More.\n");
        })
        .renders(&["docs/a.md"])
        .writes(&["asset-manifest.json", "docs/a/index.html", "rss.xml"]),
        // Without records every page is rendered; what is in place stays.
        edit("the cache is deleted", |site| fs::remove_dir_all(site.path(".bengal")).unwrap())
            .renders(&[&WITH_BASE[..], &OTHERS].concat()),
    ]
}

/// Checks rows, and shows all that are not as expected.
fn check(rows: &[Row]) {
    let wrong: Vec<String> = rows.iter().filter_map(Row::check).collect();
    assert!(wrong.is_empty(), "{} of {} rows are wrong\n\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn work_after_edits_of_pages() {
    check(&pages());
}

#[test]
fn work_after_edits_of_templates() {
    check(&templates());
}

#[test]
fn work_after_edits_of_settings_and_data() {
    check(&settings_and_data());
}

#[test]
fn work_after_edits_of_assets() {
    check(&assets());
}

#[test]
fn work_after_changes_of_the_output() {
    check(&outputs());
}
