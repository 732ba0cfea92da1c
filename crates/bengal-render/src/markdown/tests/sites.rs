//! The two real documentation sites: every page renders, and what is reported is what is really wrong with them.

use super::support::TestSite;
use camino::Utf8Path;

fn open(name: &str) -> Option<TestSite> {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sites").join(name);
    if !root.is_dir() {
        println!("skipped: no site at {root}");
        return None;
    }
    Some(TestSite::open(&root, |_| {}))
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
