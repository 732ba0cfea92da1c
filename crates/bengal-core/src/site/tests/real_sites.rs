use super::*;
use crate::Severity;
use crate::config::ConfigRequest;
use crate::fs::{FileKind, FileSystem, OsFileSystem, SiteFiles};
use camino::{Utf8Path, Utf8PathBuf};
use std::sync::Arc;

fn walk(fs: &dyn FileSystem, root: &Utf8Path, folder: &Utf8Path, input: &mut SiteInput) {
    for entry in fs.read_dir(&root.join(folder)).unwrap().into_iter().filter(|entry| !is_hidden_name(&entry.name)) {
        let path = folder.join(&entry.name);
        match entry.kind {
            FileKind::Directory => walk(fs, root, &path, input),
            _ if is_page_name(&entry.name) => {
                let text = String::from_utf8(fs.read(&root.join(&path)).unwrap()).unwrap();
                input.pages.push(source(path.as_str(), &text));
            }
            _ => input.resources.push(path),
        }
    }
}

/// A real site, with the diagnostics of its pages and of the model; `None` where it is not at hand.
#[expect(clippy::print_stderr, reason = "says why a test did nothing")]
fn real(name: &str) -> Option<(Site, Vec<Diagnostic>)> {
    let root = Utf8PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sites")).join(name);
    let Ok(files) = SiteFiles::new(Arc::new(OsFileSystem), &root) else {
        eprintln!("skipped: no real site at {root}");
        return None;
    };
    let config =
        crate::config::load(&files, &ConfigRequest { environment: "local".into(), ..Default::default() }).config;
    let (data, mut diagnostics) = crate::data::load(&files);
    let mut input = SiteInput { data, ..SiteInput::default() };
    walk(&OsFileSystem, &root, "content".into(), &mut input);
    diagnostics.extend(input.pages.iter().flat_map(|page| page.parsed.diagnostics.clone()));
    let (site, more) = assemble(config, input, &local());
    diagnostics.extend(more);
    Some((site, diagnostics))
}

/// How many diagnostics there are of each code.
fn counts(diagnostics: &[Diagnostic]) -> std::collections::BTreeMap<&str, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.code).or_default() += 1;
    }
    counts
}

#[test]
fn bengal_docs_is_whole() {
    let Some((site, diagnostics)) = real("bengal-docs") else { return };
    let written = site.pages.iter().filter(|page| page.source.is_some());
    assert_eq!(written.count(), 231, "266 Markdown files under content/, 35 of them in folders that start with `_`");
    assert_eq!((site.sections.len(), site.resources.len(), site.data.len()), (52, 2, 3));
    assert_eq!(counts(&diagnostics), [("alias-taken", 9), ("duplicate-key", 110), ("url-taken", 4)].into());
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.severity < Severity::Error));
    assert_eq!(
        (&*section(&site, "releases").content_type, &*section(&site, "tracks").content_type),
        ("changelog", "track")
    );
    let menu: Vec<_> = site.menus["main"].items.iter().map(|item| item.url.as_str()).collect();
    assert_eq!(menu, ["/tracks/", "/docs/", "/docs/reference/", "/docs/about/", "/releases/"]);
    assert!(site.pages.iter().all(|page| !page.title.is_empty() && !page.shadowed));
}

#[test]
fn cpp_docs_is_whole() {
    let Some((site, diagnostics)) = real("cpp-docs") else { return };
    assert_eq!(site.pages.iter().filter(|page| page.source.is_some()).count(), 706);
    assert_eq!(
        (site.sections.len(), site.resources.len(), site.config.site.origin.as_str()),
        (5, 348, "https://example.org")
    );
    assert_eq!(brief(&diagnostics), Vec::<String>::new());
}
