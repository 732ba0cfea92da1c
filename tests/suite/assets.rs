//! Assets as symbols: fingerprints, the link step, what is published under which name.

use bengal_core::Digest;
use bengal_tests::{Outcome, TestSite, site};
use std::collections::BTreeSet;

/// The published path of an asset, by the manifest, which must tell its true digest.
#[track_caller]
fn published(outcome: &Outcome, logical: &str) -> String {
    let manifest: serde_json::Value = serde_json::from_str(&outcome.read("asset-manifest.json")).expect("JSON");
    let row = &manifest["assets"][logical];
    let path = outcome.published(logical);
    let bytes = &outcome.files()[camino::Utf8Path::new(&path)];
    assert_eq!(row["blake3"], Digest::of(bytes).to_string(), "{logical}");
    assert_eq!(row["size"], bytes.len() as u64, "{logical}");
    path
}

/// The published path of an asset whose name holds the fingerprint of its bytes.
#[track_caller]
fn fingerprinted(outcome: &Outcome, logical: &str) -> String {
    let path = published(outcome, logical);
    assert_ne!(path, logical, "{logical} has no fingerprint");
    let digest = Digest::of(&outcome.files()[camino::Utf8Path::new(&path)]).hex(12);
    assert!(path.contains(&format!(".{digest}.")), "{path} has not the fingerprint {digest}");
    outcome.files().keys().for_each(|file| assert_ne!(file, logical, "the plain name is there too"));
    path
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `bengal track`, which resolves every reference of the output as a browser does, misses nothing.
#[track_caller]
fn nothing_is_missing(site: &TestSite, base_url: &str) {
    let mut arguments = vec!["track", "public", "--missing", "--format", "json"];
    if !base_url.is_empty() {
        arguments.extend(["--base-url", base_url]);
    }
    let tracked = site.run(&arguments).succeeds();
    let report: serde_json::Value = serde_json::from_str(&tracked.stdout).expect("JSON");
    assert_eq!(report["summary"]["missing"], 0, "{}", report["missing"]);
}

/// A page with every way to refer to an image, each to one of its own: `0.png`, `1.png` ….
const IMAGES: [&str; 24] = [
    "<img src=\"@\">",
    "<img src=@ alt>",
    "<img src=\" @ \">",
    "<img srcset='@ 1x' src=data:,>",
    "<picture><source srcset=\"@ 100w\"></picture>",
    "<video poster=@></video>",
    "<video src=@></video>",
    "<audio><source src=@></audio>",
    "<input type=image src=@>",
    "<object data=@></object>",
    "<embed src=@>",
    "<iframe src=@></iframe>",
    "<iframe srcdoc=\"<img src='@'>\"></iframe>",
    "<p style=\"background: url(@)\">",
    "<p style=\"background: url('@')\">",
    "<style>p { background: url(\"@\") }</style>",
    "<style>p { background: image-set('@' 1x) }</style>",
    "<link rel=preload as=image href=@>",
    "<link rel=preload as=image imagesrcset='@ 2x' href=data:,>",
    "<link rel=icon href=@>",
    "<svg><use href=\"@#x\"/></svg>",
    "<svg><image xlink:href=@ /></svg>",
    "<meta property=og:image content=@>",
    "<script type=\"application/ld+json\">{\"image\": {\"url\": \"@\"}}</script>",
];

fn every_form(address: &str) -> (TestSite, String) {
    let mut site = site();
    let mut html = String::new();
    for (number, form) in IMAGES.iter().enumerate() {
        site = site.file(&format!("assets/img/{number}.png"), format!("image {number}"));
        html += &form.replace('@', &format!("{address}/assets/img/{number}.png"));
        html.push('\n');
    }
    (site, html)
}

#[test]
fn every_form_of_reference_is_linked() {
    for (base_url, address, prefix) in [
        ("", "", ""),
        ("https://example.org/sub", "", "/sub"),
        ("https://example.org/sub", "https://example.org/sub", "https://example.org/sub"),
        ("/sub", "/sub", "/sub"),
    ] {
        let (site, html) = every_form(address);
        let site = site
            .file("bengal.toml", format!("[site]\nbaseurl = \"{base_url}\"\n"))
            .file("templates/page.html", "{{ content | safe }}")
            .file("content/a.md", format!("---\ntitle: A\n---\n{html}"));
        let outcome = site.build().succeeds().does_not_say("missing");
        let page = outcome.read("a/index.html");
        for number in 0..IMAGES.len() {
            let published = fingerprinted(&outcome, &format!("assets/img/{number}.png"));
            assert!(page.contains(&format!("{prefix}/{published}")), "{published} is not in\n{page}");
            assert!(!page.contains(&format!("/{number}.png")), "{number}.png is in\n{page}");
        }
        if base_url.starts_with('h') {
            nothing_is_missing(&site, "https://example.org/sub/");
        }
    }
}

#[test]
fn assets_refer_to_each_other_by_their_published_names() {
    let site = site()
        .file("bengal.toml", "[site]\nbaseurl = \"https://example.org/sub\"\n")
        .file(
            "templates/page.html",
            "<link rel=stylesheet href=\"{{ asset_url('css/main.css') }}\"><link rel=manifest href=/assets/app.webmanifest>\
             <script type=module src=/assets/js/app.js></script><img src=/assets/i.svg>",
        )
        .file("content/a.md", "# A\n")
        .file("assets/css/main.css", "@import 'part.css';\n@font-face { src: url(../f.woff2?v=1#x) }\n/*# sourceMappingURL=main.css.map */")
        .file("assets/css/part.css", "p { background: url(/assets/p.png), url(data:,x), url(#y) }")
        .file("assets/css/main.css.map", "{}")
        .file("assets/f.woff2", "font")
        .file("assets/p.png", "p")
        .file("assets/app.webmanifest", r#"{"icons": [{"src": "icon.png"}], "screenshots": [{"src": "/assets/shot.png"}]}"#)
        .file("assets/icon.png", "icon")
        .file("assets/shot.png", "shot")
        .file(
            "assets/js/app.js",
            "import { a } from './a.js';\nimport react from 'react';\nimport('./b.js');\nnew URL('../w.bin', import.meta.url);\n\
             // import './no.js'\n//# sourceMappingURL=app.js.map\n",
        )
        .file("assets/js/a.js", "export const a = 1;")
        .file("assets/js/b.js", "export * from './a.js';")
        .file("assets/js/app.js.map", "{}")
        .file("assets/w.bin", "bin")
        .file("assets/i.svg", "<?xml-stylesheet href='i.css'?><svg xmlns='x'><use href='#a'/><image href='i.png'/></svg>")
        .file("assets/i.css", "a {}")
        .file("assets/i.png", "i");
    let outcome = site.build().succeeds().does_not_say("missing");
    let at = |logical: &str| fingerprinted(&outcome, logical);
    let page = outcome.read("a/index.html");
    for logical in ["assets/css/main.css", "assets/app.webmanifest", "assets/js/app.js", "assets/i.svg"] {
        assert!(page.contains(&format!("/sub/{}", at(logical))), "{page}");
    }
    let sheet = outcome.read(&at("assets/css/main.css"));
    assert!(sheet.contains(name(&at("assets/css/part.css"))), "{sheet}");
    assert!(sheet.contains(&format!("../{}?v=1#x", name(&at("assets/f.woff2")))), "{sheet}");
    assert!(!sheet.contains("sourceMappingURL"), "the map of a minified sheet tells nothing true");
    let part = outcome.read(&at("assets/css/part.css"));
    assert!(part.contains(&format!("/sub/{}", at("assets/p.png"))) && part.contains("url(#y)"), "{part}");
    let manifest = outcome.read(&at("assets/app.webmanifest"));
    assert!(manifest.contains(name(&at("assets/icon.png"))), "{manifest}");
    assert!(manifest.contains(&format!("/sub/{}", at("assets/shot.png"))), "{manifest}");
    let script = outcome.read(&at("assets/js/app.js"));
    for (before, logical) in
        [("./", "assets/js/a.js"), ("./", "assets/js/b.js"), ("../", "assets/w.bin"), ("=", "assets/js/app.js.map")]
    {
        assert!(script.contains(&format!("{before}{}", name(&at(logical)))), "{script}");
    }
    assert!(script.contains("'react'") && script.contains("// import './no.js'"), "{script}");
    let svg = outcome.read(&at("assets/i.svg"));
    assert!(
        svg.contains(name(&at("assets/i.css"))) && svg.contains(name(&at("assets/i.png"))) && svg.contains("'#a'"),
        "{svg}"
    );
    nothing_is_missing(&site, "https://example.org/sub/");
}

#[test]
fn a_font_reaches_the_page_through_the_sheets() {
    let site = site()
        .file("templates/page.html", "<link rel=stylesheet href=/assets/main.css>")
        .file("content/a.md", "# A\n")
        .file("content/b.md", "# B\n")
        .file("assets/main.css", "@import 'part.css';")
        .file("assets/part.css", "@font-face { src: url(f.woff2) }")
        .file("assets/f.woff2", "font")
        .file("assets/other.css", "p {}");
    let before = site.build().succeeds();
    let (old_files, old_sheet) = (before.files(), fingerprinted(&before, "assets/main.css"));
    let other = published(&before, "assets/other.css");
    assert_eq!(other, "assets/other.css", "nothing refers to it, and it keeps its name");
    site.write("assets/f.woff2", "another font");
    let after = site.build().succeeds();
    let sheet = fingerprinted(&after, "assets/main.css");
    assert_ne!(sheet, old_sheet);
    let changed: BTreeSet<String> = after
        .files()
        .into_iter()
        .filter(|(path, content)| old_files.get(path) != Some(content))
        .map(|(path, _)| path.into_string())
        .collect();
    let new = ["assets/f.woff2", "assets/main.css", "assets/part.css"].map(|logical| fingerprinted(&after, logical));
    let mut expected: BTreeSet<String> = new.into_iter().collect();
    expected.extend(["a/index.html", "asset-manifest.json", "b/index.html"].map(str::to_owned));
    assert_eq!(changed, expected);
    after.has("a/index.html", &sheet).does_not_publish(&old_sheet);
}

// The defects of the original, by the letters of its analysis.

#[test]
fn a_script_and_a_page_change_together() {
    let site = site()
        .file("templates/page.html", "<script src=/assets/x.js></script>{{ content }}")
        .file("content/a.md", "# A\n")
        .file("content/b.md", "# B\n")
        .file("assets/x.js", "1");
    site.build().succeeds();
    site.write("assets/x.js", "2");
    site.write("content/a.md", "# A\n\nnew\n");
    let outcome = site.build().succeeds();
    let script = fingerprinted(&outcome, "assets/x.js");
    outcome.has("a/index.html", &script).has("b/index.html", &script);
    nothing_is_missing(&site, "");
}

#[test]
fn an_image_edit_breaks_no_page() {
    let site = site()
        .file("content/a.md", "# A\n\n![cat](cat.png)\n")
        .file("content/b.md", "# B\n")
        .file("content/cat.png", "cat");
    let before = site.build().succeeds();
    let old = fingerprinted(&before, "cat.png");
    let old_files = before.files();
    site.write("content/cat.png", "a newer cat");
    let after = site.build().succeeds().does_not_publish(&old);
    after_has_only_changed(
        &after,
        &old_files,
        &["a/index.html", "asset-manifest.json", &fingerprinted(&after, "cat.png")],
    );
    nothing_is_missing(&site, "");
}

#[test]
fn a_new_file_that_nobody_uses_touches_no_page() {
    let site = site().file("content/a.md", "# A\n").file("assets/used.js", "1");
    let old_files = site.build().succeeds().files();
    site.write("assets/new.js", "import './used.js';\n");
    site.write("assets/more.js", "2");
    let after = site.build().succeeds();
    let used = fingerprinted(&after, "assets/used.js");
    after_has_only_changed(&after, &old_files, &["asset-manifest.json", "assets/more.js", "assets/new.js", &used]);
}

#[test]
fn a_deleted_asset_goes_from_output_and_manifest() {
    let site = site()
        .file("content/a.md", "# A\n\n<img src=/assets/x.png>\n")
        .file("assets/x.png", "x")
        .file("assets/unused.png", "y");
    let before = site.build().succeeds().publishes("assets/unused.png");
    let old = fingerprinted(&before, "assets/x.png");
    site.remove("assets/x.png");
    site.remove("assets/unused.png");
    let after = site.build().succeeds().says("missing-asset").says("content/a.md:3:10");
    after.does_not_publish(&old).does_not_publish("assets/unused.png").has_not("asset-manifest.json", ".png");
}

#[test]
fn a_deleted_page_leaves_its_assets_without_a_reader() {
    let site = site()
        .file("content/a.md", "# A\n")
        .file("content/b.md", "# B\n\n<img src=/assets/x.png>\n")
        .file("assets/x.png", "x");
    fingerprinted(&site.build().succeeds(), "assets/x.png");
    site.remove("content/b.md");
    let after = site.build().succeeds().does_not_publish("b");
    assert_eq!(published(&after, "assets/x.png"), "assets/x.png");
}

#[test]
fn the_manifest_is_the_same_after_an_equal_build() {
    let site = site().file("content/a.md", "# A\n");
    let before = site.build().succeeds().files();
    assert_eq!(site.build().succeeds().files(), before);
}

#[track_caller]
fn after_has_only_changed(
    after: &Outcome,
    before: &std::collections::BTreeMap<camino::Utf8PathBuf, Vec<u8>>,
    expected: &[&str],
) {
    let files = after.files();
    let changed: BTreeSet<&str> = files
        .iter()
        .filter(|(path, content)| before.get(*path) != Some(content))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(changed, expected.iter().copied().collect());
}

// What keeps its name.

#[test]
fn static_files_stay_as_they_are_and_what_they_name_is_there() {
    let outcome = site()
        .file("content/a.md", "# A\n\n<img src=/assets/x.png> [d](/demo.html) <img src=/favicon.ico>\n")
        .file("assets/x.png", "x")
        .file("assets/lib.css", "p  {  }")
        .file("static/favicon.ico", "icon")
        .file("static/robots.txt", "User-agent: *")
        .file("static/demo.html", "<link rel=stylesheet href=/assets/lib.css><img src=\"/assets/x.png\">")
        .build()
        .succeeds()
        .has("demo.html", "<img src=\"/assets/x.png\">")
        .has("a/index.html", "src=/favicon.ico")
        .has("a/index.html", "href=\"/demo.html\"")
        .publishes("assets/x.png")
        .publishes("assets/lib.css")
        .publishes("robots.txt");
    let linked = published(&outcome, "assets/x.png");
    assert_ne!(linked, "assets/x.png");
    outcome.has("a/index.html", &linked);
}

#[test]
fn stable_excluded_and_without_fingerprints() {
    let site = site()
        .file("bengal.toml", "[assets]\nstable = [\"*.pdf\"]\nexclude = [\"assets/raw/*\"]\n")
        .file("content/a.md", "# A\n\n[p](p.pdf) [z](z.zip) <img src=/assets/x.png>\n")
        .file("content/p.pdf", "p")
        .file("content/z.zip", "z")
        .file("assets/x.png", "x")
        .file("assets/raw/x.psd", "big");
    let outcome = site.build().succeeds().publishes("p.pdf").does_not_publish("assets/raw");
    fingerprinted(&outcome, "z.zip");
    fingerprinted(&outcome, "assets/x.png");
    site.write("bengal.toml", "[assets]\nfingerprint = false\n");
    site.build().succeeds().publishes("z.zip").publishes("assets/x.png").has("a/index.html", "src=/assets/x.png");
    site.write("bengal.toml", "[assets]\nstable = [\"[\"]\n");
    site.build().fails().says("config-glob");
}

#[test]
fn documents_keep_their_names_and_are_linked() {
    let outcome = site()
        .file("content/a.md", "# A\n\n<iframe src=demo.html></iframe>\n")
        .file("content/demo.html", "<script src=x.js></script>")
        .file("content/x.js", "1")
        .build()
        .succeeds();
    let script = fingerprinted(&outcome, "x.js");
    outcome.has("demo.html", &script).has("a/index.html", "demo.html");
}

#[test]
fn style_sheets_are_minified_and_bundled_on_demand() {
    let site = site()
        .file("content/a.md", "# A\n\n<link rel=stylesheet href=/assets/main.css>\n")
        .file("assets/main.css", "@import \"sub/part.css\" layer(x) screen;\nmain { color: #ff0000 }\n")
        .file("assets/sub/part.css", "p { background: url(p.png) }")
        .file("assets/sub/p.png", "p");
    let outcome = site.build().succeeds();
    let sheet = outcome.read(&fingerprinted(&outcome, "assets/main.css"));
    assert!(sheet.ends_with("layer(x) screen;main{color:red}"), "{sheet}");
    site.write("bengal.toml", "[assets]\nbundle = true\n");
    let outcome = site.build().succeeds();
    let sheet = outcome.read(&fingerprinted(&outcome, "assets/main.css"));
    let image = name(&fingerprinted(&outcome, "assets/sub/p.png")).to_owned();
    assert_eq!(sheet, format!("@layer x{{@media screen{{p{{background:url(./sub/{image})}}}}}}main{{color:red}}"));
    site.write("bengal.toml", "[assets]\nminify = false\n");
    let outcome = site.build().succeeds();
    let sheet = fingerprinted(&outcome, "assets/main.css");
    outcome.has(&sheet, "main { color: #ff0000 }\n");
}

#[test]
fn an_invalid_sheet_is_published_as_it_is() {
    let outcome = site()
        .file("content/a.md", "# A\n\n<link rel=stylesheet href=/assets/x.css>\n")
        .file("assets/x.css", "p { color: red }\na { b c }\n")
        .build()
        .succeeds()
        .says("warning[invalid-css]")
        .says("assets/x.css:2:");
    let sheet = fingerprinted(&outcome, "assets/x.css");
    outcome.has(&sheet, "p { color: red }\na { b c }\n");
}

#[test]
fn circles() {
    let site = site()
        .file(
            "content/a.md",
            "# A\n\n<link rel=stylesheet href=/assets/a.css><script type=module src=/assets/a.js></script>\n",
        )
        .file("assets/a.css", "@import 'b.css';")
        .file("assets/b.css", "@import 'a.css'; p { background: url(p.png) }")
        .file("assets/p.png", "p")
        .file("assets/a.js", "import './b.js'; export const a = 1;")
        .file("assets/b.js", "import './a.js'; export const b = 1;");
    let outcome = site
        .build()
        .succeeds()
        .says("warning[import-cycle]")
        .says("`assets/a.css` → `assets/b.css` → `assets/a.css`")
        .does_not_say("a.js");
    let names =
        ["assets/a.css", "assets/b.css", "assets/a.js", "assets/b.js"].map(|logical| published(&outcome, logical));
    assert!(names.iter().all(|path| path.matches('.').count() == 2), "{names:?}");
    nothing_is_missing(&site, "");
    site.write("assets/p.png", "another");
    let after = site.build().succeeds();
    assert_ne!(published(&after, "assets/a.css"), names[0], "what the circle refers to counts");
    assert_eq!(published(&after, "assets/a.js"), names[2]);
}

#[test]
fn integrity_of_scripts_and_sheets() {
    let outcome = site()
        .file("bengal.toml", "[assets]\nintegrity = true\n")
        .file(
            "templates/page.html",
            "<link rel=stylesheet href=\"/assets/x.css\"><script src=/assets/x.js></script><script integrity='sha256-x' src='/assets/x.js'></script>\
             <script src='https://cdn.example/x.js'></script><link rel=icon href=/assets/x.png>",
        )
        .file("content/a.md", "# A\n")
        .file("assets/x.css", "p{}")
        .file("assets/x.js", "1")
        .file("assets/x.png", "x")
        .build()
        .succeeds();
    let (sheet, script) = (fingerprinted(&outcome, "assets/x.css"), fingerprinted(&outcome, "assets/x.js"));
    let page = outcome.read("a/index.html");
    assert!(page.contains(&format!("href=\"/{sheet}\" integrity=\"sha384-")), "{page}");
    assert!(page.contains(&format!("src=/{script} integrity=\"sha384-")), "{page}");
    assert!(page.contains(&format!("<script integrity='sha256-x' src='/{script}'></script>")), "{page}");
    assert_eq!(page.matches("integrity=").count(), 3, "{page}");
}

#[test]
fn an_integrity_that_the_published_file_has_not_is_named() {
    let empty = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
    let site = site()
        .file("bengal.toml", "[assets]\nstable = ['assets/stable.js']\n")
        .file(
            "templates/page.html",
            format!(
                "<link rel=stylesheet href=/assets/x.css integrity='sha256-x'>\n<script src=/assets/stable.js integrity={empty}></script>\
                 <script src=/assets/y.js integrity=\"{{{{ asset_integrity('y.js') }}}}\"></script>{{{{ content | safe }}}}"
            ),
        )
        .file("content/a.md", "# A\n\n<script src=/assets/z.js integrity=sha512-z></script>\n")
        .file("content/b.md", "# B\n")
        .file("assets/x.css", "p { color: red }")
        .file("assets/stable.js", "")
        .file("assets/y.js", "1")
        .file("assets/z.js", "2");
    let about = |outcome: &Outcome| -> Vec<String> {
        let lines = outcome.stderr.lines().filter(|line| line.contains("integrity") || line.contains("--> "));
        lines.map(str::to_owned).collect()
    };
    let clean = || site.run(&["build", "--output", "../clean", "--cache-dir", "../clean-cache", "--no-incremental"]);
    let outcome = site.build().succeeds().says("content/a.md:3:13").says("templates/page.html:1:27");
    assert_eq!(outcome.stderr.matches("warning[integrity-mismatch]").count(), 2, "{outcome}");
    let manifest: serde_json::Value = serde_json::from_str(&outcome.read("asset-manifest.json")).expect("JSON");
    for logical in ["assets/x.css", "assets/z.js"] {
        let digest = manifest["assets"][logical]["integrity"].as_str().expect("a text");
        assert!(outcome.stderr.contains(&format!("write `{digest}`")), "{digest}: {outcome}");
    }
    // A page need not be made again for the file to become another one.
    site.write("assets/stable.js", "other");
    let outcome = site.build().succeeds().says("templates/page.html:2:13");
    assert_eq!(outcome.stderr.matches("warning[integrity-mismatch]").count(), 3, "{outcome}");
    assert_eq!(about(&outcome), about(&clean().succeeds()));
    site.run(&["build", "--strict"]).fails().says("integrity-mismatch");
}

#[test]
fn redirects_name_the_icon_so_that_no_browser_guesses_one() {
    let page = "---\ntitle: A\naliases: [/old/]\n---\n";
    let config = "[site]\nbaseurl = \"https://example.org/sub/\"\n";
    let site = site().file("bengal.toml", config).file("content/a.md", page);
    let outcome = site.build().succeeds();
    let icon = outcome.published("assets/images/favicon.svg");
    let outcome = outcome.has("old/index.html", &format!("<link rel=\"icon\" href=\"/sub/{icon}\">"));
    assert!(outcome.files().contains_key(camino::Utf8Path::new(&icon)), "{icon}");
    site.write("assets/images/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let outcome = site.build().succeeds();
    assert_ne!(outcome.published("assets/images/favicon.svg"), icon);
    let icon = outcome.published("assets/images/favicon.svg");
    outcome.has("old/index.html", &format!("href=\"/sub/{icon}\""));
    for template in ["page", "list", "home", "404"] {
        site.write(&format!("templates/{template}.html"), "no icon");
    }
    site.build().succeeds().has("old/index.html", "<link rel=\"icon\" href=\"data:,\">");
    site.write("static/favicon.ico", "icon");
    site.build().succeeds().has("old/index.html", "<link rel=\"icon\" href=\"/sub/favicon.ico\">");
}

#[test]
fn scripts_in_pages() {
    let outcome = site()
        .file(
            "templates/page.html",
            "<script type=importmap>{\"imports\": {\"x\": \"/assets/x.js\", \"y/\": \"https://cdn.example/y/\"}}</script>\
             <script type=module>import a from '/assets/a.js'; import x from 'x';</script><script>import('/assets/plain.js')</script>",
        )
        .file("content/a.md", "# A\n")
        .file("assets/x.js", "1")
        .file("assets/a.js", "2")
        .file("assets/plain.js", "3")
        .build()
        .succeeds();
    for logical in ["assets/x.js", "assets/a.js"] {
        let script = fingerprinted(&outcome, logical);
        assert!(outcome.read("a/index.html").contains(&script), "{logical}");
    }
    outcome.publishes("assets/plain.js");
}

// What is not there.

#[test]
fn a_missing_asset_is_named_where_it_was_written() {
    site()
        .file("templates/page.html", "<main>\n  <img src=\"{{ asset_url('logo.png') }}\">\n{{ content }}")
        .file("templates/list.html", "list")
        .file(
            "content/a.md",
            "---\ntitle: A\n---\n\nText <img src=\"/img/Cat.png\"> and <img src='/img/none.png'>\n\n![x](gone.png)\n",
        )
        .file("static/img/cat.png", "cat")
        .file("assets/x.css", "p {\n  background: url(none.svg);\n}")
        .file("assets/x.js", "import './non.js';")
        .file("assets/nun.js", "")
        .build()
        .succeeds()
        .says("content/a.md:5:16")
        .says("upper and lower case matter: the file is called `img/cat.png`")
        .says("content/a.md:5:45")
        .says("templates/page.html:2:27")
        .says("assets/x.css:2:19")
        .says("assets/x.js:1:9")
        .says("did you mean `nun.js`?")
        .says("missing-image")
        .does_not_say("there is no asset `a/gone.png`")
        .does_not_say("there is no asset `gone.png`");
}

#[test]
fn a_missing_asset_is_an_error_where_warnings_are() {
    let site = site().file("content/a.md", "# A\n\n<img src=/none.png> <a href=/none.pdf>x</a>\n");
    site.build().succeeds().says("`none.png`").does_not_say("`none.pdf`");
    site.run(&["build", "--strict"]).fails().says("missing-asset");
}
