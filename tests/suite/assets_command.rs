//! `bengal assets`: who uses what, through which chain.

use bengal_tests::{TestSite, site};
use serde_json::Value;

fn fonts() -> TestSite {
    site()
        .file(
            "templates/page.html",
            "<head>\n<link rel=stylesheet href=\"{{ asset_url('main.css') }}\">\n{{ content | safe }}",
        )
        .file("templates/list.html", "list")
        .file("content/a.md", "# A\n\n<img src=/assets/cat.png>\n\n[again](/assets/cat.png)\n")
        .file("content/b.md", "# B\n\n![none](/assets/cut.png)\n")
        .file("assets/main.css", "@import 'part.css';\np { color: red }\n")
        .file("assets/part.css", "@font-face {\n  src: url(f.woff2) }\n")
        .file("assets/f.woff2", "font")
        .file("assets/cat.png", "cat")
        .file("static/notes.txt", "nobody")
}

fn json(site: &TestSite, arguments: &[&str]) -> Value {
    let arguments = [&["assets"], arguments, &["--format", "json"]].concat();
    serde_json::from_str(&site.run(&arguments).succeeds().stdout).expect("JSON")
}

#[test]
fn a_font_is_there_because_of_sheets_and_pages() {
    let site = fonts();
    let outcome = site.run(&["assets", "why", "assets/f.woff2"]).succeeds();
    let chain = [
        "assets/f.woff2 → assets/f.",
        "\n  assets/part.css:2:",
        "\n    assets/main.css:1:",
        "\n      content/a.md: templates/page.html:2:",
        "\n      content/b.md: templates/page.html:2:",
    ];
    let mut rest = outcome.stdout.as_str();
    for line in chain {
        let at = rest.find(line).unwrap_or_else(|| panic!("{line:?} is not in the rest\n{outcome}"));
        rest = &rest[at + line.len()..];
    }
    let why = json(&site, &["why", "assets/f.woff2"]);
    let users: Vec<_> =
        why["users"].as_array().expect("a list").iter().map(|user| (&user["depth"], &user["name"])).collect();
    let expected = [(1, "assets/part.css"), (2, "assets/main.css"), (3, "content/a.md"), (3, "content/b.md")];
    assert_eq!(users.len(), expected.len(), "{why:#}");
    for (user, expected) in users.into_iter().zip(expected) {
        assert_eq!((user.0.as_u64(), user.1.as_str()), (Some(expected.0), Some(expected.1)));
    }
}

#[test]
fn every_reference_of_a_page_has_its_place() {
    let why = json(&fonts(), &["why", "assets/cat.png"]);
    let places: Vec<String> = why["users"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|user| {
            format!(
                "{}:{}:{}",
                user["location"]["path"].as_str().unwrap(),
                user["location"]["line"],
                user["location"]["column"]
            )
        })
        .collect();
    assert_eq!(places, ["content/a.md:3:10", "content/a.md:5:9"]);
}

#[test]
fn an_asset_has_several_names() {
    let site = fonts();
    let published = site.build().succeeds().published("assets/cat.png");
    for name in ["assets/cat.png", "/assets/cat.png", &published] {
        assert_eq!(json(&site, &["why", name])["asset"]["logical"], "assets/cat.png", "{name}");
    }
    assert_eq!(json(&site, &["why", "static/notes.txt"])["asset"]["logical"], "notes.txt");
    site.run(&["assets", "why", "assets/cot.png"]).fails().says("did you mean `assets/cat.png`?");
}

#[test]
fn lists() {
    let site = fonts();
    for _ in 0..2 {
        // The second time the build has nothing to do.
        let listed = json(&site, &["list"]);
        let row = |logical: &str| {
            let rows = listed.as_array().expect("a list").iter();
            rows.into_iter().find(|row| row["logical"] == logical).unwrap_or_else(|| panic!("{listed:#}")).clone()
        };
        assert_eq!((&row("assets/main.css")["pages"], &row("assets/part.css")["assets"]), (&2.into(), &1.into()));
        assert_eq!((&row("assets/f.woff2")["bytes"], &row("assets/f.woff2")["used"]), (&4.into(), &true.into()));
        let unused = json(&site, &["unused"]);
        let names: Vec<_> =
            unused.as_array().expect("a list").iter().map(|row| row["logical"].as_str().unwrap()).collect();
        assert!(names.contains(&"notes.txt") && !names.contains(&"assets/cat.png"), "{names:?}");
        let missing = json(&site, &["missing"]);
        assert_eq!(missing[0]["location"]["path"], "content/b.md", "{missing:#}");
        assert_eq!((missing.as_array().map(Vec::len), &missing[0]["location"]["line"]), (Some(1), &3.into()));
    }
    let human = site.run(&["assets", "list"]).succeeds();
    assert!(human.stdout.contains("Listed") && human.stdout.contains("2 pages"), "{human}");
    let human = site.run(&["assets", "missing"]).succeeds();
    assert!(human.stdout.contains("content/b.md:3:") && human.stdout.contains("Missing 1 reference"), "{human}");
}

#[test]
fn a_graph_for_graphviz_and_for_machines() {
    let site = fonts();
    let dot = site.run(&["assets", "graph"]).succeeds().stdout;
    assert!(dot.starts_with("digraph assets {\n") && dot.ends_with("}\n"), "{dot}");
    assert!(dot.contains("  \"content/a.md\" -> \"assets/main.css\";\n"), "{dot}");
    assert!(dot.contains("  \"assets/part.css\" -> \"assets/f.woff2\";\n"), "{dot}");
    let graph = json(&site, &["graph"]);
    let edges = graph["edges"].as_array().expect("a list");
    assert!(edges.contains(&serde_json::json!(["assets/main.css", "assets/part.css"])), "{graph:#}");
}

#[test]
fn a_graph_to_look_at() {
    let site = fonts().file("content/c.md", "# C\n\n<img src='/assets/x&lt;script&gt;.svg'>\n");
    site.write("assets/x<script>.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let html = site.run(&["assets", "graph", "--format", "html"]).succeeds().stdout;
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"), "{html}");
    assert!(!html.contains("x<script>") && html.contains("x&lt;script&gt;.svg"), "{html}");
    let start = html.find("id=\"data\">").expect("there is data") + 10;
    let data: Value =
        serde_json::from_str(&html[start..start + html[start..].find("</script>").unwrap()]).expect("JSON");
    let assets = data["assets"].as_array().expect("a list");
    let number = |name: &str| assets.iter().position(|asset| asset[0] == name).unwrap_or_else(|| panic!("{data:#}"));
    assert_eq!(assets[number("assets/part.css")][2], serde_json::json!([number("assets/f.woff2")]));
    let page = data["pages"].as_array().expect("a list").iter().find(|page| page[0] == "content/c.md").expect("a page");
    assert!(page[2].as_array().expect("a list").contains(&number("assets/x<script>.svg").into()), "{data:#}");
    for outside in ["src=", "http://", "https://", "@import", "url("] {
        assert!(!html.replace("http://www.w3.org/2000/svg", "").contains(outside), "{outside} is in\n{html}");
    }
}

/// A PNG of a size, grey.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(width, height).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

#[test]
fn a_picture_is_used_through_those_that_are_made_from_it() {
    let site = fonts()
        .file("bengal.toml", "[images]\nwidths = [20]\n")
        .file("content/c.md", "# C\n\n![a photo](photo.png)\n")
        .file("content/d.md", "# D\n\n<img src=\"{{ 1 }}\">\n")
        .file("templates/page.html", "{{ content | safe }}{% if page.title == 'D' %}<img src={{ image_resize('only.png', width=5).url }}>{% endif %}")
        .file("content/photo.png", png(40, 20))
        .file("assets/only.png", png(10, 10));
    for _ in 0..2 {
        let why = json(&site, &["why", "content/photo.png"]);
        let users: Vec<_> = why["users"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|user| (user["depth"].as_u64().unwrap(), user["name"].as_str().unwrap(), user["is_made"] == true))
            .collect();
        assert!(users.contains(&(1, "photo.png.20w.png", true)), "{why:#}");
        assert!(users.contains(&(2, "content/c.md", false)) && users.contains(&(1, "content/c.md", false)), "{why:#}");
        let listed = json(&site, &["list"]);
        let rows = listed.as_array().expect("a list");
        let made =
            rows.iter().find(|row| row["logical"] == "assets/only.png.5w.png").unwrap_or_else(|| panic!("{listed:#}"));
        assert_eq!((&made["made_from"], &made["pages"]), (&"assets/only.png".into(), &1.into()));
        let unused = json(&site, &["unused"]);
        assert!(!unused.to_string().contains("only.png"), "{unused:#}");
    }
    let graph = json(&site, &["graph"]);
    let edge = serde_json::json!(["assets/only.png.5w.png", "assets/only.png"]);
    assert!(graph["edges"].as_array().expect("a list").contains(&edge), "{graph:#}");
}

#[test]
fn the_manifest_lists_what_is_published() {
    let site = fonts()
        .file("bengal.toml", "[images]\nwidths = [20]\n")
        .file("content/c.md", "# C\n\n![a photo](photo.png)\n")
        .file("templates/page.html", "{{ content | safe }}{{ image_resize('/photo.png', width=5).width }}")
        .file("content/photo.png", png(40, 20));
    let listed = || {
        let built = site.build().succeeds();
        let manifest: Value = serde_json::from_str(&built.read("asset-manifest.json")).expect("JSON");
        let rows = manifest["assets"].as_object().expect("a table").clone();
        let files = built.files();
        for (logical, row) in &rows {
            let path = row["path"].as_str().expect("a path");
            assert!(files.keys().any(|file| file == path), "{logical} is to be at {path}");
        }
        rows.contains_key("photo.png.20w.png")
    };
    assert!(listed());
    site.write("content/c.md", "# C\n");
    assert!(!listed(), "nobody shows the picture any more");
}

#[test]
fn a_site_that_cannot_be_built_has_no_answers() {
    let site = fonts().file("templates/page.html", "{% if %}");
    site.run(&["assets", "list"]).fails().says("the site could not be built");
}

#[test]
fn a_question_leaves_the_next_build_nothing_to_do() {
    let site = fonts();
    let before = site.build().succeeds().files();
    json(&site, &["list"]);
    assert_eq!(site.build().succeeds().files(), before);
}
