use super::*;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fs::{MemoryFileSystem, OsFileSystem, SiteFiles};
use camino::Utf8Path;
use proptest::prelude::*;
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
fn lists_that_are_not_closed_are_one_error() {
    let loaded = load(&site(&[("bengal.toml", "x = [[[[\n")]), &local());
    assert_eq!(
        brief(&loaded.diagnostics),
        ["bengal.toml:1:9: Error[config-syntax] broken TOML: unclosed array, expected `]`"]
    );
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
    insta::assert_debug_snapshot!(brief(&loaded.diagnostics), @r#"
    [
        "bengal.yaml:1:1: Warning[unknown-config-key] unknown configuration key `tilte` (did you mean `title`?)",
        "bengal.yaml:3:3: Warning[unknown-config-key] unknown configuration key `site.tittle` (did you mean `title`?)",
        "bengal.yaml:4:10: Error[config-type] `site.title` must be text, found a list",
        "bengal.yaml:6:16: Error[config-type] `build.pretty_urls` must be true or false, found text",
        "bengal.yaml:7:24: Error[config-type] `pagination.per_page` must be a whole number from 1 to 100000, found a number",
        "bengal.yaml:9:18: Error[config-value] `content.sort_pages_by` must be one of `weight`, `date`, `title`, `modified` (did you mean `weight`?)",
        "bengal.yaml:10:1: Note[inert-config-key] `autodoc` is a setting of the Python generator that has no effect here",
        "bengal.yaml:13:8: Warning[unknown-config-key] unknown configuration key `menu.main.nmae` (did you mean `name`?)",
        "bengal.yaml:14:7: Error[config-type] `menu.main` must be a list of tables with `name` and `url`, found text",
        "bengal.yaml:15:15: Error[config-value] `../x` is not the name of a folder under `themes/`",
        "bengal.yaml:16:10: Error[config-baseurl] `baseurl` must be empty, a path such as `/docs`, or start with `https://` (for example `https://example.org/docs`, or `/docs`, or nothing)",
        "bengal.yaml:17:23: Error[config-value] a taxonomy needs a name in lower case, without spaces and slashes",
    ]
    "#);
    assert!(!loaded.is_usable());
}

#[test]
fn broken_files_are_reported_with_line_and_column() {
    let files = site(&[("config/_default/a.yaml", "site:\n  title: [x\n"), ("config/_default/b.toml", "a = \n[x\n")]);
    insta::assert_debug_snapshot!(brief(&load(&files, &local()).diagnostics), @r#"
    [
        "config/_default/a.yaml:2:10: Error[config-syntax] broken YAML: unclosed bracket '['",
        "config/_default/b.toml:1:5: Error[config-syntax] broken TOML: string values must be quoted, expected literal string",
        "config/_default/b.toml:2:3: Error[config-syntax] broken TOML: unclosed table, expected `]`",
    ]
    "#);
}

#[test]
fn missing_environments_and_profiles_name_those_that_exist() {
    let files = site(&[("config/_default/a.yaml", "{}"), ("config/environments/staging.yaml", "title: S")]);
    let request = ConfigRequest { environment: "stagin".into(), profile: Some("x".into()), ..local() };
    insta::assert_debug_snapshot!(brief(&load(&files, &request).diagnostics), @r#"
    [
        "Error[unknown-config-part] there is no configuration for the environment `stagin` (did you mean `staging`?) (these exist: staging)",
        "Error[unknown-config-part] there is no configuration for the profile `x` (there is no file in `config/profiles/`)",
    ]
    "#);
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
#[expect(clippy::print_stderr, reason = "says why a test did nothing")]
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
        let mut names: Vec<&str> = loaded.diagnostics.iter().map(|d| d.message.as_str()).collect();
        names.dedup();
        assert_eq!(names.len(), loaded.diagnostics.len(), "one note for each key");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_configuration_panics(
        keys in proptest::collection::vec(0..keys::KEYS.len(), 0..6),
        values in proptest::collection::vec("(\\[\\]|\\{\\}|~|true|-1|3|weight|/x|https://e\\.org/ü|\\[1, a, \\{name: a, weight: 1\\}\\]|\\{a: b\\}|\\{a: \\[\\{parent: a\\}\\]\\}|'\\.\\.')", 6),
    ) {
        let mut root = Map::default();
        for (key, value) in keys.iter().zip(&values) {
            let value: Value = serde_saphyr::from_str(value).unwrap();
            let mut table = &mut root;
            let (path, last) = keys::KEYS[*key].0.rsplit_once('.').unwrap_or(("", keys::KEYS[*key].0));
            if !path.is_empty() {
                let slot = table.entry(path.to_owned()).or_insert_with(|| Value::Map(Map::default()));
                if slot.as_map().is_none() {
                    *slot = Value::Map(Map::default());
                }
                let Value::Map(inner) = slot else { continue };
                table = inner;
            }
            table.insert(last.to_owned(), value);
        }
        let text = serde_json::to_string(&Value::Map(root)).unwrap();
        let loaded = load(&site(&[("bengal.yaml", &text)]), &local());
        prop_assert!(loaded.diagnostics.iter().all(|d| d.location.as_ref().is_some_and(|place| place.line > 0)));
        prop_assert!(loaded.config.site.base_path.is_empty() || loaded.config.site.base_path.starts_with('/'));
        prop_assert!(!loaded.config.site.base_path.ends_with('/'));
    }
}

#[test]
fn widths_of_images_are_in_order_and_formats_are_known_ones() {
    let images = |text: &str| load(&site(&[("bengal.toml", text)]), &local());
    let loaded = images("[images]\nwidths = [960, 480, 960]\nformats = ['webp', 'jpg', 'webp']\nquality = 70\n");
    assert_eq!(brief(&loaded.diagnostics), Vec::<String>::new());
    let expected = ImagesConfig {
        widths: vec![480, 960],
        formats: vec![crate::ImageFormat::Webp, crate::ImageFormat::Jpeg],
        quality: 70,
        ..ImagesConfig::default()
    };
    assert_eq!(loaded.config.images, expected);
    let loaded = images("[images]\nwidths = [0]\nformats = ['wepb', 'avif']\nquality = 101\nwidth = 1\n");
    assert_eq!(loaded.config.images, ImagesConfig::default());
    assert_eq!(
        brief(&loaded.diagnostics),
        [
            "bengal.toml:2:10: Error[config-value] `images.widths` must be a list of at most 16 whole numbers from 1 to 16383",
            "bengal.toml:3:12: Error[config-value] `images.formats` can have `jpeg`, `png`, `webp` (did you mean `webp`?)",
            "bengal.toml:3:20: Error[config-value] `images.formats` can have `jpeg`, `png`, `webp`",
            "bengal.toml:4:11: Error[config-type] `images.quality` must be a whole number from 1 to 100, found a number",
            "bengal.toml:5:1: Warning[unknown-config-key] unknown configuration key `images.width` (did you mean `widths`?)",
        ]
    );
}
