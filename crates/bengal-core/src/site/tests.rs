use super::*;
use crate::config::Config;
use crate::digest::Digest;
use crate::front_matter::{parse, title_from_body};
use crate::fs::{FileKind, FileSystem, OsFileSystem, SiteFiles};
use crate::{Diagnostic, Severity};
use camino::{Utf8Path, Utf8PathBuf};
use std::sync::Arc;

fn source(path: &str, text: &str) -> PageSource {
    let parsed = parse(text, path.into());
    let title = title_from_body(&text[parsed.body_start..]);
    PageSource { parsed, digest: Digest::of(text.as_bytes()), title }
}

fn walk(fs: &dyn FileSystem, root: &Utf8Path, folder: &Utf8Path, input: &mut SiteInput) {
    for entry in fs.read_dir(&root.join(folder)).unwrap() {
        if is_hidden_name(&entry.name) {
            continue;
        }
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

fn real(name: &str, options: &BuildOptions) -> Option<(Site, Vec<Diagnostic>, Vec<Diagnostic>)> {
    let root = Utf8PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sites")).join(name);
    let Ok(files) = SiteFiles::new(Arc::new(OsFileSystem), &root) else {
        eprintln!("skipped: no real site at {root}");
        return None;
    };
    let request = crate::config::ConfigRequest { environment: "local".into(), ..Default::default() };
    let config = crate::config::load(&files, &request).config;
    let mut input = SiteInput { data: crate::data::load(&files).0, ..SiteInput::default() };
    walk(&OsFileSystem, &root, "content".into(), &mut input);
    let found = input.pages.iter().flat_map(|page| page.parsed.diagnostics.clone()).collect();
    let (site, diagnostics) = assemble(config, input, options);
    Some((site, found, diagnostics))
}

#[test]
fn probe() {
    for name in ["bengal-docs", "cpp-docs"] {
        let Some((site, found, diagnostics)) = real(name, &BuildOptions { drafts: false, environment: "local".into() })
        else {
            return;
        };
        println!(
            "{name}: {} pages, {} written, {} sections, {} resources",
            site.pages.len(),
            site.pages.iter().filter(|p| p.source.is_some()).count(),
            site.sections.len(),
            site.resources.len()
        );
        for d in found.iter().chain(&diagnostics) {
            println!(
                "{:?} {} {:?} {:?}",
                d.severity,
                d.message,
                d.location.as_ref().map(|l| (l.path.as_str(), l.line, l.column)),
                d.hints
            );
        }
        for item in &site.menus["main"].items {
            println!("menu {} {}", item.name, item.url);
        }
        for s in &site.sections {
            println!(
                "section {:?} {} [{}] {} pages={} sections={} gen={:?}",
                s.path,
                s.title,
                s.content_type,
                s.url,
                s.pages.len(),
                s.sections.len(),
                s.index.map(|i| site.page(i).is_generated())
            );
        }
        for t in &site.taxonomies {
            println!("{} {}", t.name, t.terms.len());
        }
    }
}
