//! Bad input: a clear diagnostic or a refusal, exit code 1, nothing outside touched, and the other problems in the same run.

use bengal_tests::{TestSite, site};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

fn home() -> TestSite {
    site().file("content/index.md", "# Home\n")
}

#[test]
fn broken_front_matter() {
    home()
        .file("content/a.md", "---\ntitle: A\ntags: [x\n---\nText\n")
        .build()
        .fails()
        .says("content/a.md:")
        .says("error[")
        .publishes("index.html")
        .does_not_publish("a/index.html");
}

#[test]
fn broken_configuration() {
    home()
        .file("bengal.toml", "[site]\ntitle = \n")
        .build()
        .fails()
        .says("bengal.toml:2:")
        .does_not_publish("index.html");
    home().file("config/_default/site.yaml", "site:\n  title: [x\n").build().fails().says("config/_default/site.yaml:");
}

#[test]
fn an_unknown_key_has_a_suggestion() {
    home()
        .file("bengal.toml", "[site]\ntitel = \"x\"\n")
        .build()
        .succeeds()
        .says("bengal.toml:2:1")
        .says("did you mean `title`?");
}

#[test]
fn a_template_that_does_not_compile() {
    home()
        .file("templates/page.html", "{% if x %}\n")
        .file("content/a.md", "# A\n")
        .file("content/b.md", "# B\n")
        .build()
        .fails()
        .says("templates/page.html:");
}

#[test]
fn a_template_that_fails_on_one_page_only() {
    home()
        .file("templates/page.html", "<p>{{ page.title }}\n{% if page.title == 'B' %}{{ 1 / 0 }}{% endif %}")
        .file("content/a.md", "# A\n")
        .file("content/b.md", "# B\n")
        .build()
        .fails()
        .says("templates/page.html:2:")
        .publishes("a/index.html")
        .does_not_publish("b/index.html");
}

#[test]
fn a_template_without_end() {
    home()
        .file(
            "templates/page.html",
            "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
        )
        .file("content/a.md", "# A\n")
        .build()
        .fails()
        .says("templates/page.html");
}

#[test]
fn an_unknown_directive_has_a_suggestion_and_its_body_is_rendered() {
    let outcome = home().file("content/a.md", "# A\n\n:::{nott} Title\n**body**\n:::\n").build().fails();
    outcome.says("content/a.md:3:").says("did you mean `note`?").has("a/index.html", "<strong>body</strong>");
}

#[test]
fn an_include_that_is_missing_or_goes_in_a_circle() {
    home()
        .file("content/a.md", "# A\n\n:::{include} nowhere.md\n:::\n")
        .file("content/b.md", "# B\n\n:::{include} _c.md\n:::\n")
        .file("content/_c.md", ":::{include} _c.md\n:::\n")
        .build()
        .fails()
        .says("content/a.md:3:")
        .says("nowhere.md")
        .says("_c.md")
        .publishes("b/index.html");
}

#[test]
fn no_include_reads_outside_the_site() {
    let site = home();
    let outside = site.root().parent().unwrap().join("secret.md");
    fs::write(&outside, "SECRET").unwrap();
    site.write(
        "content/a.md",
        format!("# A\n\n:::{{include}} {outside}\n:::\n\n:::{{literalinclude}} ../../secret.md\n:::\n"),
    );
    symlink(&outside, site.path("content/_link.md")).unwrap();
    site.write("content/b.md", "# B\n\n:::{include} _link.md\n:::\n");
    let outcome = site.build().fails();
    for (path, content) in outcome.files() {
        assert!(!String::from_utf8_lossy(&content).contains("SECRET"), "{path}");
    }
}

#[test]
fn no_url_leads_out_of_the_output() {
    let urls = [
        "/../../evil/",
        "/%2e%2e/%2e%2e/evil/",
        "..\\\\..\\\\evil",
        "/a/%252e%252e/../../../evil/",
        "https://evil.example/",
        "//evil/x",
    ];
    for key in ["url", "permalink", "slug"] {
        for url in urls {
            let site = home().file("content/a.md", format!("---\ntitle: A\n{key}: \"{url}\"\n---\n"));
            let outcome = site.build();
            assert!(outcome.code == 0 || outcome.code == 1, "{outcome}");
            let around: Vec<_> = fs::read_dir(site.root().parent().unwrap()).unwrap().flatten().collect();
            assert_eq!(around.len(), 1, "{key}: {url}: {around:?}");
            assert!(!site.path("evil").exists(), "{key}: {url}");
        }
    }
    home().file("content/a.md", "---\ntitle: A\nurl: /../x/\n---\n").build().fails().says("content/a.md:3:");
    home().file("content/a.md", "---\ntitle: A\naliases: [/../../x/]\n---\n").build().fails().says("content/a.md:3:");
}

#[test]
fn two_pages_with_one_url_are_both_named() {
    let outcome = home()
        .file("content/a.md", "# A\n")
        .file("content/b.md", "---\ntitle: B\nurl: /a/\n---\n")
        .file("content/A.md", "# Big A\n")
        .build()
        .fails();
    outcome.says("content/a.md").says("content/b.md").says("content/A.md");
}

#[test]
fn symbolic_links_that_loop_or_lead_out() {
    let site = home();
    symlink(".", site.path("content/loop")).unwrap();
    symlink("self", site.path("content/self")).unwrap();
    symlink("/etc", site.path("content/etc")).unwrap();
    symlink("nowhere", site.path("content/dangling.md")).unwrap();
    let outcome = site.build().fails();
    let outcome = outcome.says("symlink-loop").says("symlink-outside").says("content/self").says("content/dangling.md");
    outcome.publishes("index.html").does_not_publish("etc").does_not_publish("loop");
}

#[test]
fn a_fifo_is_not_waited_for() {
    let site = home();
    for folder in ["content", "static", "assets", "data", "templates"] {
        fs::create_dir_all(site.path(folder)).unwrap();
        assert!(Command::new("mkfifo").arg(site.path(&format!("{folder}/pipe.md"))).status().unwrap().success());
    }
    site.build().fails().says("special-file").says("content/pipe.md").publishes("index.html");
}

#[test]
fn an_unreadable_file_is_named() {
    let site = home().file("content/a.md", "# A\n").file("content/b.md", [0x23, 0x20, 0xff, 0xfe]);
    fs::set_permissions(site.path("content/a.md"), fs::Permissions::from_mode(0o000)).unwrap();
    let readable_all_the_same = fs::read(site.path("content/a.md")).is_ok();
    let outcome = site.build().fails().says("content/b.md").publishes("index.html");
    // The superuser reads everything.
    if !readable_all_the_same {
        outcome.says("content/a.md");
    }
}

#[test]
fn output_folders_that_hold_other_things_are_refused() {
    let site = home().file("precious.txt", "x");
    let root = site.root().to_owned();
    let parent = root.parent().unwrap().to_owned();
    let home_folder = parent.join("home");
    fs::create_dir(&home_folder).unwrap();
    for output in [
        ".",
        "..",
        root.as_str(),
        parent.as_str(),
        home_folder.as_str(),
        "/",
        "content",
        "content/public",
        ".bengal",
        "precious.txt",
    ] {
        let before = bengal_tests::tree(&parent);
        site.run(&["build", "--clean-output", "--output", output]).fails().says("unsafe-output-folder");
        assert_eq!(bengal_tests::tree(&parent), before, "{output}");
    }
}

#[test]
fn cache_folders_among_the_sources_are_refused() {
    let site = home();
    for cache in ["content", "static/x", ".", "templates"] {
        site.run(&["build", "--cache-dir", cache]).fails().says("unsafe-cache-folder").does_not_publish("index.html");
    }
}

#[test]
fn all_problems_are_reported_in_one_run() {
    home()
        .file("content/a.md", "---\ntitle: [\n---\n")
        .file("content/b.md", ":::{nott}\n:::\n")
        .file("content/c.md", "[x](missing.md) ![y](missing.png)\n")
        .file("data/x.yaml", "a: [\n")
        .build()
        .fails()
        .says("content/a.md")
        .says("content/b.md")
        .says("content/c.md")
        .says("missing.png")
        .says("data/x.yaml");
}
