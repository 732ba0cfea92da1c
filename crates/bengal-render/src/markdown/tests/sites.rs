//! The two real documentation sites: every page renders, and what is reported is what is really wrong with them.

use super::support::TestSite;
use bengal_core::fs::OsFileSystem;
use bengal_core::{Diagnostic, Map, Value};
use camino::{Utf8Path, Utf8PathBuf};

fn root(name: &str) -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sites").join(name)
}

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn open(name: &str) -> Option<TestSite> {
    let root = root(name);
    if !root.is_dir() {
        println!("skipped: no site at {root}");
        return None;
    }
    Some(TestSite::open(&root, |site| {
        for (project, template) in [
            ("kida", "https://lbliii.github.io/kida/{target}"),
            ("patitas", "https://lbliii.github.io/patitas/{target}"),
            ("rosettes", "https://lbliii.github.io/rosettes/{target}"),
            ("python", "https://docs.python.org/3/library/{module}.html#{name}"),
            ("requests", "https://requests.readthedocs.io/en/latest/api/#{name}"),
        ] {
            site.config.external_refs.insert(project.into(), template.into());
        }
        site.data.insert("glossary".into(), glossary(&root.join("data/glossary.yaml")));
    }))
}

/// The terms of a glossary file, as far as these tests need them.
fn glossary(path: &Utf8Path) -> Value {
    let text = bengal_core::fs::read_text(&OsFileSystem, path).unwrap_or_default();
    let mut terms = Vec::new();
    let mut term = Map::default();
    for line in text.lines().map(str::trim).chain(["- term:"]) {
        if let Some(name) = line.strip_prefix("- term:") {
            let done =
                std::mem::replace(&mut term, [("term".to_owned(), Value::from(name.trim()))].into_iter().collect());
            terms.push(Value::Map(done));
        } else if let Some(text) = line.strip_prefix("definition:") {
            term.insert("definition".into(), text.trim().into());
        } else if let Some(tags) = line.strip_prefix("tags:") {
            let tags = tags.trim().trim_matches(['[', ']']).split(',').map(|tag| Value::from(tag.trim())).collect();
            term.insert("tags".into(), Value::List(tags));
        }
    }
    Value::List(terms)
}

/// All problems of a site's pages as `path:line code`, sorted, and a check of each page's HTML.
fn render_all(site: &TestSite) -> Vec<(String, Diagnostic)> {
    let mut problems = Vec::new();
    for page in &site.site.pages {
        let Some(source) = &page.source else { continue };
        let body = site.body(source.path.as_str());
        let text = visible_text(&body.html);
        assert!(!text.contains("[[docs/") && !text.contains('\u{e0f1}'), "{}", source.path);
        assert!(!text.contains(":::{") && !body.html.contains("<!--:"), "{}", source.path);
        for problem in body.diagnostics {
            let at = problem.location.as_ref().expect("every problem of a page has a place");
            problems.push((format!("{}:{} {}", at.path, at.line, problem.code), problem));
        }
    }
    problems.sort_by(|a, b| a.0.cmp(&b.0));
    problems
}

/// HTML without tags and without code.
fn visible_text(html: &str) -> String {
    let mut text = String::new();
    let mut code = 0;
    for part in html.split('<') {
        let (tag, content) = part.split_once('>').unwrap_or(("", part));
        match tag.split(' ').next().unwrap_or_default() {
            "code" | "pre" => code += 1,
            "/code" | "/pre" => code -= 1,
            _ => {}
        }
        if code == 0 {
            text.push_str(content);
        }
    }
    text
}

#[test]
fn bengal_docs() {
    let Some(site) = open("bengal-docs") else { return };
    assert_eq!(site.site.pages.len(), 251, "pages without snippets");
    let problems: Vec<String> = render_all(&site).into_iter().map(|(problem, _)| problem).collect();
    // Pages and headings that the site no longer has, closers of nothing, text between steps, pictures of companies, and notebooks, which are files here.
    assert_eq!(
        problems,
        [
            "content/_versions/v0.1.4/docs/about/concepts/assets.md:122 broken-reference",
            "content/_versions/v0.1.4/docs/about/concepts/build-pipeline.md:115 broken-reference",
            "content/_versions/v0.1.4/docs/get-started/_index.md:73 broken-reference",
            "content/_versions/v0.1.4/docs/get-started/quickstart-contributor.md:160 broken-reference",
            "content/docs/about/glossary.md:178 broken-anchor",
            "content/docs/about/glossary.md:62 broken-anchor",
            "content/docs/build-sites/customize/recipes/archive-page.md:258 broken-anchor",
            "content/docs/build-sites/customize/recipes/author-byline.md:279 broken-anchor",
            "content/docs/build-sites/customize/recipes/content-freshness.md:210 broken-anchor",
            "content/docs/build-sites/customize/recipes/content-freshness.md:211 broken-anchor",
            "content/docs/build-sites/customize/recipes/featured-posts.md:285 broken-anchor",
            "content/docs/build-sites/customize/recipes/section-statistics.md:310 broken-anchor",
            "content/docs/build-sites/customize/recipes/series-navigation.md:208 broken-anchor",
            "content/docs/build-sites/customize/recipes/social-sharing-buttons.md:260 broken-anchor",
            "content/docs/build-sites/customize/recipes/social-sharing-buttons.md:261 broken-anchor",
            "content/docs/build-sites/customize/templating/kida/create-custom-template.md:333 broken-anchor",
            "content/docs/build-sites/write/authoring/callouts.md:171 stray-directive-end",
            "content/docs/build-sites/write/authoring/code-blocks.md:145 directive-stray-content",
            "content/docs/build-sites/write/authoring/notebooks/_index.md:40 broken-link",
            "content/docs/build-sites/write/authoring/notebooks/_index.md:47 broken-link",
            "content/docs/reference/directives/versioning.md:197 stray-directive-end",
            "content/docs/reference/directives/versioning.md:302 broken-reference",
            "content/docs/reference/directives/versioning.md:303 stray-directive-end",
            "content/docs/reference/icons.md:233 unknown-icon",
            "content/docs/reference/icons.md:234 unknown-icon",
            "content/docs/reference/icons.md:235 unknown-icon",
            "content/docs/reference/icons.md:241 unknown-icon",
            "content/docs/reference/icons.md:242 unknown-icon",
            "content/docs/reference/icons.md:243 unknown-icon",
            "content/docs/reference/icons.md:244 unknown-icon",
            "content/docs/ship/ai-native-output.md:50 broken-anchor",
            "content/docs/tutorials/content/create-a-tutorial-series.md:198 stray-directive-end",
            "content/docs/tutorials/content/create-a-tutorial-series.md:92 directive-stray-content",
            "content/docs/tutorials/migration/from-hugo.md:679 broken-anchor",
        ]
    );
}

#[test]
fn cpp_docs() {
    let Some(site) = open("cpp-docs") else { return };
    assert_eq!(site.site.pages.len(), 706);
    let problems = render_all(&site);
    let count = |code: &str| problems.iter().filter(|(_, problem)| problem.code == code).count();
    assert_eq!((count("foreign-syntax"), count("broken-link")), (FOREIGN, 722));
    assert_eq!(problems.len(), FOREIGN + 722, "no image is missing, and nothing else is wrong");
    // What is broken leads to parts of the documentation that are not here.
    let content = root("cpp-docs").join("content");
    for (place, problem) in problems.iter().filter(|(_, problem)| problem.code == "broken-link") {
        let link = problem.message.split('`').nth(1).unwrap_or_default().replace('\\', "/");
        let folder =
            place.strip_prefix("content/").and_then(|path| path.rsplit_once('/')).map_or("", |(folder, _)| folder);
        let target = bengal_core::url::join(folder, bengal_core::url::split_suffix(&link).0);
        assert!(target.is_none_or(|target| !content.join(target).exists()), "{place}: {link}");
    }
}

/// Constructs of the other dialect: `:::image`, `::: moniker`, `[!INCLUDE`, `[!div`, `[!code-cpp` and their ends.
const FOREIGN: usize = 697;
