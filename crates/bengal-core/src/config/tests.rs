use super::*;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fs::{MemoryFileSystem, OsFileSystem, SiteFiles};
use camino::Utf8Path;
use std::sync::Arc;

fn site(files: &[(&str, &str)]) -> SiteFiles {
    let fs = MemoryFileSystem::new();
    fs.write("/site/.keep", "");
    for (path, text) in files {
        fs.write(format!("/site/{path}"), text);
    }
    SiteFiles::new(Arc::new(fs), Utf8Path::new("/site")).unwrap()
}

fn local() -> ConfigRequest {
    ConfigRequest { environment: "local".into(), ..ConfigRequest::default() }
}

fn brief(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|d| {
            let place =
                d.location.as_ref().map(|l| format!("{}:{}:{}: ", l.path, l.line, l.column)).unwrap_or_default();
            let hints: String = d.hints.iter().map(|hint| format!(" ({hint})")).collect();
            format!("{place}{:?}[{}] {}{hints}", d.severity, d.code, d.message)
        })
        .collect()
}

#[test]
fn a_site_without_configuration_has_the_defaults() {
    let loaded = load(&site(&[]), &local());
    assert_eq!(loaded.diagnostics, []);
    assert_eq!(loaded.sources, Vec::<String>::new());
    assert_eq!(loaded.config, Config::default());
}

#[test]
fn flat_keys_stand_for_keys_in_tables() {
    let files = site(&[(
        "bengal.toml",
        "title = 'T'\nbaseurl = 'https://example.org/x/'\ntheme = 'default'\n[site]\nauthor='A'\n",
    )]);
    let loaded = load(&files, &local());
    assert_eq!(brief(&loaded.diagnostics), Vec::<String>::new());
    assert_eq!(loaded.config.site.title, "T");
    assert_eq!(loaded.config.site.author, "A");
    assert_eq!(
        (loaded.config.site.origin.as_str(), loaded.config.site.base_path.as_str()),
        ("https://example.org", "/x")
    );
    assert_eq!(loaded.config.raw.get_path("site.title").and_then(Value::as_str), Some("T"));
    assert_eq!(loaded.config.raw.get_path("theme.name").and_then(Value::as_str), Some("default"));
}

#[test]
fn folder_form_merges_in_order_and_replaces_lists() {
    let files = site(&[
        ("bengal.toml", "title = 'ignored'"),
        ("config/_default/b.yaml", "site: {title: B}\nparams: {list: [1, 2], keep: x}\n"),
        ("config/_default/a.yaml", "site: {title: A, description: D}\n"),
        ("config/environments/prod.yaml", "params: {list: [3]}\nsite: {baseurl: /p}\n"),
        ("config/profiles/dev.toml", "[site]\ntitle = 'P'\n"),
    ]);
    let request = ConfigRequest { environment: "production".into(), profile: Some("dev".into()), ..local() };
    let loaded = load(&files, &request);
    insta::assert_debug_snapshot!(brief(&loaded.diagnostics), @r#"
    [
        "bengal.toml:0:0: Warning[config-ignored] `bengal.toml` is not read, because the site has `config/`",
    ]
    "#);
    assert_eq!(
        loaded.sources,
        [
            "config/_default/a.yaml",
            "config/_default/b.yaml",
            "config/environments/prod.yaml",
            "config/profiles/dev.toml"
        ]
    );
    assert_eq!(loaded.config.site.title, "P");
    assert_eq!(loaded.config.site.description, "D");
    assert_eq!(loaded.config.site.base_path, "/p");
    assert_eq!(loaded.config.params["list"], Value::List(vec![Value::Int(3)]));
    assert_eq!(loaded.config.params["keep"].as_str(), Some("x"));
}

#[test]
fn every_problem_is_reported_with_its_place() {
    let text = "tilte: x\nsite:\n  tittle: y\n  title: [1]\nbuild:\n  pretty_urls: maybe\npagination: {per_page: 0}\n\
                content:\n  sort_pages_by: wieght\nautodoc: {python: {x: 1}}\nmenu:\n  main:\n    - {nmae: a, url: /}\n    - x\n\
                theme: {name: ../x}\nbaseurl: example.org\ntaxonomies: {Tags Of: x}\n";
    let loaded = load(&site(&[("bengal.yaml", text)]), &local());
    insta::assert_debug_snapshot!(brief(&loaded.diagnostics), @"");
    assert!(!loaded.is_usable());
}

#[test]
fn broken_files_are_reported_with_line_and_column() {
    let files = site(&[("config/_default/a.yaml", "site:\n  title: [x\n"), ("config/_default/b.toml", "a = \n[x\n")]);
    insta::assert_debug_snapshot!(brief(&load(&files, &local()).diagnostics), @"");
}

#[test]
fn missing_environments_and_profiles_name_those_that_exist() {
    let files = site(&[("config/_default/a.yaml", "{}"), ("config/environments/staging.yaml", "title: S")]);
    let request = ConfigRequest { environment: "stagin".into(), profile: Some("x".into()), ..local() };
    insta::assert_debug_snapshot!(brief(&load(&files, &request).diagnostics), @"");
    let request = ConfigRequest { environment: "preview".into(), ..local() };
    assert_eq!(load(&files, &request).config.site.title, "S");
    assert!(load(&files, &local()).is_usable());
}

#[test]
fn menus_taxonomies_and_references_are_typed() {
    let text = "menu:\n  main:\n    - {name: A, url: /a/, weight: 2, identifier: a, icon: i}\n    - {name: B, url: /b/, parent: a}\n\
                taxonomies: [tags, {name: series, singular: series}, {name: topics, keys: [topic]}]\n\
                external_refs: {templates: {py: 'https://py/{name}'}}\npagination: {per_page: 3}\n";
    let loaded = load(&site(&[("bengal.yml", text)]), &local());
    assert_eq!(brief(&loaded.diagnostics), Vec::<String>::new());
    let main = &loaded.config.menus["main"];
    assert_eq!((main[0].weight, main[0].identifier.as_str(), main[1].parent.as_deref()), (Some(2), "a", Some("a")));
    let names: Vec<_> =
        loaded.config.taxonomies.iter().map(|t| (t.name.as_str(), t.singular.as_str(), t.keys.join(","))).collect();
    assert_eq!(
        names,
        [
            ("tags", "tag", "tags,tag".to_owned()),
            ("series", "series", "series,series".to_owned()),
            ("topics", "topic", "topic".to_owned())
        ]
    );
    assert_eq!(loaded.config.external_refs["py"], "https://py/{name}");
    assert_eq!(loaded.config.pagination, PaginationConfig { per_page: 3, threshold: 3 });
}

#[test]
fn the_environments_baseurl_counts_only_where_there_is_none() {
    let request = ConfigRequest { environment_baseurl: Some("https://e.org/p".into()), ..local() };
    assert_eq!(load(&site(&[]), &request).config.site.base_path, "/p");
    assert_eq!(load(&site(&[("bengal.toml", "baseurl = ''")]), &request).config.site.base_path, "/p");
    assert_eq!(load(&site(&[("bengal.toml", "baseurl = '/q'")]), &request).config.site.base_path, "/q");
    let request = ConfigRequest { environment_baseurl: Some("nonsense".into()), ..local() };
    assert!(!load(&site(&[]), &request).is_usable());
}

#[test]
fn a_file_that_is_asked_for_beats_those_that_are_found() {
    let files = site(&[("bengal.toml", "title = 'A'"), ("other.toml", "title = 'B'")]);
    let request = ConfigRequest { file: Some("other.toml".into()), ..local() };
    assert_eq!(load(&files, &request).config.site.title, "B");
    let request = ConfigRequest { file: Some("none.toml".into()), ..local() };
    assert!(!load(&files, &request).is_usable());
}

#[test]
fn real_sites_load_without_warnings() {
    let sites = Utf8Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sites"));
    for (name, environment) in [("bengal-docs", "local"), ("bengal-docs", "production"), ("cpp-docs", "local")] {
        let Ok(files) = SiteFiles::new(Arc::new(OsFileSystem), &sites.join(name)) else {
            eprintln!("skipped: no real sites at {sites}");
            return;
        };
        let loaded = load(&files, &ConfigRequest { environment: environment.into(), ..ConfigRequest::default() });
        let problems: Vec<_> = loaded.diagnostics.iter().filter(|d| d.severity > Severity::Note).cloned().collect();
        assert_eq!(brief(&problems), Vec::<String>::new(), "{name}");
        println!("{}", brief(&loaded.diagnostics).join("\n"));
    }
}
