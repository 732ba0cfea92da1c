//! What pages weigh, and `[assets.budget]`.

use bengal_tests::{Outcome, TestSite, site};
use serde_json::Value;

/// Two pages: one loads a sheet that brings a font along, and a picture of 2000 bytes; the other only links to the picture and shows it in previews.
fn gallery(budget: &str) -> TestSite {
    site()
        .file("bengal.toml", format!("[assets.budget]\npage = {budget}\n"))
        .file("templates/page.html", "<link rel=stylesheet href=/assets/main.css>{{ content | safe }}")
        .file("templates/list.html", "list")
        .file("templates/home.html", "home")
        .file("templates/404.html", "gone")
        .file("content/heavy.md", "# H\n\n<img src=/assets/big.png><img src=/assets/big.png>\n")
        .file(
            "content/light.md",
            "# L\n\n<meta property=og:image content=/assets/big.png>\n\n[a picture](/assets/big.png)\n",
        )
        .file(
            "assets/main.css",
            "@font-face { font-family: f; src: url(f.woff2) }\n/*# sourceMappingURL=main.css.map */",
        )
        .file("assets/main.css.map", "{}".repeat(900))
        .file("assets/f.woff2", "f".repeat(300))
        .file("assets/big.png", "b".repeat(2000))
}

fn weights(site: &TestSite) -> Value {
    let outcome = site.run(&["assets", "list", "--pages", "--format", "json"]).succeeds();
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

fn published_size(outcome: &Outcome, path: &str) -> u64 {
    outcome.read(path).len() as u64
}

#[test]
fn a_page_weighs_its_html_and_all_that_it_loads_once() {
    let site = gallery("\"1 MB\"");
    let outcome = site.build().succeeds().does_not_say("page-too-heavy");
    let weights = weights(&site);
    let of = |page: &str| {
        let rows = weights.as_array().expect("a list").iter();
        rows.into_iter().find(|row| row["page"] == page).unwrap_or_else(|| panic!("{weights:#}")).clone()
    };
    let (heavy, light) = (of("content/heavy.md"), of("content/light.md"));
    let sheet = published_size(&outcome, &outcome.published("assets/main.css"));
    let html = published_size(&outcome, "heavy/index.html");
    assert_eq!((&heavy["html"], &heavy["bytes"]), (&html.into(), &(html + sheet + 2300).into()));
    let names: Vec<&str> =
        heavy["files"].as_array().expect("a list").iter().map(|file| file["logical"].as_str().unwrap()).collect();
    assert_eq!(names[0], "assets/big.png");
    assert_eq!(names.len(), 3, "{names:?}");
    let html = published_size(&outcome, "light/index.html");
    assert_eq!(light["bytes"], html + sheet + 300);
    assert_eq!(weights[0]["page"], "content/heavy.md", "the heaviest is the first");
    let human = site.run(&["assets", "list", "--pages"]).succeeds();
    assert!(human.stdout.contains("content/heavy.md (4 files, the page itself"), "{human}");
}

/// The warnings on weights of a build.
fn warnings(outcome: &Outcome) -> Vec<&str> {
    let lines = outcome.stderr.lines();
    lines.filter(|line| line.contains("page-too-heavy") || line.contains("the heaviest parts")).collect()
}

#[test]
fn a_page_over_budget_is_named_with_its_heaviest_parts_in_every_build() {
    let site = gallery("\"2 KB\"");
    let first = site.build().succeeds();
    let expected = ["warning[page-too-heavy]: `/heavy/` weighs 2.", "the heaviest parts: `assets/big.png` (2.0 KB), "];
    let found = warnings(&first);
    assert_eq!(found.len(), 2, "{first}");
    assert!(found.iter().zip(expected).all(|(line, expected)| line.contains(expected)), "{first}");
    let first = first.says("--> content/heavy.md").says("and its budget is 2.0 KB");
    // Nothing to do; another page; nothing but an asset of a page that is not made again.
    assert_eq!(warnings(&site.build().succeeds()), warnings(&first));
    site.write("content/new.md", "# N\n");
    assert_eq!(warnings(&site.build().succeeds()), warnings(&first));
    site.write("bengal.toml", "[assets]\nfingerprint = false\n[assets.budget]\npage = \"2 KB\"\n");
    site.build().succeeds().says("`/heavy/` weighs");
    site.write("assets/big.png", "small");
    site.build().succeeds().does_not_say("page-too-heavy");
    site.write("assets/f.woff2", "f".repeat(5000));
    let outcome = site.build().succeeds().says("`/heavy/` weighs").says("`/light/` weighs");
    let clean = ["build", "--output", "../clean", "--cache-dir", "../clean-cache", "--no-incremental"];
    assert_eq!(warnings(&outcome), warnings(&site.run(&clean).succeeds()));
    site.run(&["build", "--strict"]).fails();
}

#[test]
fn a_budget_is_a_size() {
    for (budget, is_exceeded) in [("2000", true), ("\"2KiB\"", true), ("\"0.01 mb\"", false), ("3000", false)] {
        let outcome = gallery(budget).build().succeeds();
        assert_eq!(!warnings(&outcome).is_empty(), is_exceeded, "{budget}: {outcome}");
    }
    for budget in ["\"plenty\"", "-1", "true", "\"5 k\"", "[1]"] {
        let outcome =
            gallery(budget).build().fails().says("bengal.toml:2:8").says("`assets.budget.page` must be a size");
        outcome.says("units are `B`, `KB`, `MB`, `KiB`, `MiB`");
    }
    let typo = site().file("bengal.toml", "[assets.budget]\npages = 1\n").file("content/a.md", "# A\n");
    typo.build().succeeds().says("bengal.toml:2:1").says("did you mean `page`?");
}
