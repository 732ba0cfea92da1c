//! Licences of dependencies: permissive ones only.

use serde_json::Value;

/// Licences that code linked into the binary may have. The same list as in `deny.toml`.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

pub(super) fn check(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut findings: Vec<String> = packages
        .iter()
        .filter_map(|package| {
            let name = package["name"].as_str().unwrap_or("?");
            match package["license"].as_str() {
                Some(licence) if is_allowed(licence) => None,
                Some(licence) => Some(format!("{name}: the licence `{licence}` is not on the list")),
                None => Some(format!("{name}: states no licence")),
            }
        })
        .collect();
    if packages.len() < 10 {
        findings.push("cargo metadata names no dependencies: the check looks in the wrong place".to_owned());
    }
    findings
}

/// Whether an SPDX expression of `OR`s and `AND`s, with parentheses, can be satisfied.
fn is_allowed(expression: &str) -> bool {
    // `MIT/Apache-2.0` is how older crates write OR.
    let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
    // Parentheses only ever stand round an OR in the wild, so OR binding tighter is the stricter reading of the two.
    expression
        .split(" AND ")
        .all(|alternatives| alternatives.split(" OR ").any(|licence| ALLOWED.contains(&licence.trim())))
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn expressions() {
        assert!(is_allowed("MIT OR Apache-2.0"));
        assert!(is_allowed("MIT/Apache-2.0"));
        assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(is_allowed("GPL-3.0 OR MIT"));
        assert!(!is_allowed("GPL-3.0"));
        assert!(!is_allowed("MIT AND EUPL-1.2"));
        assert!(!is_allowed("(MIT OR Apache-2.0) AND EUPL-1.2"));
    }
}
