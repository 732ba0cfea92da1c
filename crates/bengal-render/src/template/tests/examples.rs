//! The templates of the example sites, with the model of the test site.

use super::support::*;
use crate::template::Templates;
use bengal_core::config::ConfigRequest;
use bengal_core::fs::{OsFileSystem, SiteFiles};
use camino::Utf8Path;
use std::sync::Arc;

fn example(name: &str) -> (SiteFiles, TestSite) {
    let folder = Utf8Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples")).join(name);
    (SiteFiles::new(Arc::new(OsFileSystem), &folder).unwrap(), TestSite::new())
}

#[test]
fn the_examples_templates_are_right() {
    for name in ["blog", "docs"] {
        let (files, site) = example(name);
        assert_eq!(site.templates_in(files).validate(), [], "{name}");
    }
}

#[test]
fn the_examples_configuration_has_no_unknown_key() {
    for name in ["blog", "docs"] {
        let (files, _) = example(name);
        let request = ConfigRequest { environment: "local".into(), ..ConfigRequest::default() };
        let loaded = bengal_core::config::load(&files, &request);
        assert_eq!(loaded.diagnostics, [], "{name}");
        assert_eq!(loaded.config.menus["main"][0].url, if name == "blog" { "/posts/" } else { "/guide/" });
    }
}

#[test]
fn the_docs_example_uses_its_own_template_and_footer() {
    let (files, site) = example("docs");
    let models = serde_json::from_str(r#"[{"name": "Kettle One", "watts": 1800}]"#).unwrap();
    let site = site.with(|site| {
        site.pages[HOME.index()].details.template = Some("landing.html".into());
        site.data.insert("models".into(), models);
    });
    let templates: Templates = site.templates_in(files);
    let html = templates.render(HOME, body(), &Default::default()).unwrap();
    assert!(html.contains("<td>Kettle One</td><td>1800 W</td>"), "{html}");
    assert!(html.contains("is a fiction"), "{html}");
}
