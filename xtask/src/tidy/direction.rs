//! The direction of dependencies between our crates: each uses only those above it.

use serde_json::Value;

/// The crates from the top of the table in ARCHITECTURE.md down, each with those of ours that it may use.
const MAY_USE: [(&str, &[&str]); 7] = [
    ("bengal-html", &[]),
    ("bengal-core", &[]),
    ("bengal-cache", &["bengal-core"]),
    ("bengal-render", &["bengal-core", "bengal-cache", "bengal-html"]),
    ("bengal-assets", &["bengal-core", "bengal-cache", "bengal-html", "bengal-render"]),
    ("bengal-orchestration", &["bengal-core", "bengal-cache", "bengal-html", "bengal-render", "bengal-assets"]),
    ("bengal-server", &["bengal-core", "bengal-orchestration"]),
];

pub(super) fn check(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut findings = Vec::new();
    let mut found = 0;
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| *known == name) else { continue };
        found += 1;
        let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
        findings.extend(
            dependencies
                .iter()
                .filter_map(|dependency| dependency["name"].as_str())
                // A crate that turns on a feature of its own for its tests names itself.
                .filter(|dependency| *dependency != name && dependency.starts_with("bengal-"))
                .filter(|dependency| !allowed.contains(dependency))
                .map(|dependency| format!("{name} uses {dependency}, which it must not know")),
        );
    }
    if found < 5 {
        findings.push(format!("only {found} crates of ours found: the check looks in the wrong place"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use serde_json::json;

    #[test]
    fn an_upward_dependency_is_found() {
        let package =
            |name: &str, uses: &str| json!({"name": name, "dependencies": [{"name": uses}, {"name": "serde"}]});
        let packages = json!({"packages": [
            package("bengal-core", "bengal-html"),
            package("bengal-cache", "bengal-core"),
            package("bengal-html", "memchr"),
            package("bengal-render", "bengal-core"),
            package("bengal-orchestration", "bengal-cache"),
        ]});
        assert_eq!(check(&packages), ["bengal-core uses bengal-html, which it must not know"]);
    }
}
