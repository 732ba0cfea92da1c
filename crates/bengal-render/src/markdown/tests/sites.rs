//! The two real documentation sites: every page renders, and what is reported is what is really wrong with them.

use super::support::TestSite;
use bengal_core::{Map, Value};
use camino::Utf8Path;

fn open(name: &str) -> Option<TestSite> {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sites").join(name);
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
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut terms = Vec::new();
    let mut term = Map::new();
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

#[test]
fn dump() {
    for name in ["bengal-docs", "cpp-docs"] {
        let Some(site) = open(name) else { continue };
        let start = std::time::Instant::now();
        let mut bytes = 0;
        for page in &site.site.pages {
            let path = page.source.as_ref().unwrap().path.clone();
            let body = site.body(path.as_str());
            bytes += body.html.len();
            for d in &body.diagnostics {
                let l = d.location.clone().unwrap();
                println!("{name} {} {}:{}:{} {} {:?}", d.code, l.path, l.line, l.column, d.message, d.hints);
            }
            let out = format!("/tmp/mdout/{name}/{}.html", path.as_str().replace('/', "__"));
            std::fs::create_dir_all(format!("/tmp/mdout/{name}")).unwrap();
            std::fs::write(out, &body.html).unwrap();
        }
        println!("{name}: {} pages, {bytes} bytes in {:?}", site.site.pages.len(), start.elapsed());
    }
}
