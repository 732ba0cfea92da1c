//! Source files: none is too long, and each says what it is for.

use std::fs;
use std::path::{Path, PathBuf};

/// A file holds one job; beyond this many lines it holds two.
const MAX_LINES: usize = 600;

/// Folders with Rust sources of ours.
const FOLDERS: [&str; 5] = ["crates", "xtask", "tests", "benches", "fuzz"];

/// Folder names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 4] = ["utils", "util", "common", "helpers"];

pub(super) fn check(root: &Path) -> Result<Vec<String>, String> {
    let mut findings = Vec::new();
    let mut pending: Vec<PathBuf> =
        FOLDERS.iter().map(|folder| root.join(folder)).filter(|path| path.exists()).collect();
    let mut files = 0;
    while let Some(folder) = pending.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                if entry.file_name() != "target" {
                    pending.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files += 1;
                let text =
                    fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
                let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                findings.extend(problems(&name, &text));
            }
        }
    }
    if files == 0 {
        findings.push("no Rust file found: the check looks in the wrong place".to_owned());
    }
    findings.sort();
    Ok(findings)
}

/// What is wrong with one file.
fn problems(name: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        findings.push(format!("{name}: {lines} lines, more than {MAX_LINES}"));
    }
    let module_doc = text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| line.starts_with("//!"));
    let is_test = name.ends_with("tests.rs") || name.contains("/src/") && name.contains("/tests/");
    if !module_doc && !is_test {
        findings.push(format!("{name}: does not begin with a module comment (`//!`)"));
    }
    let parts = name.split(['/', '\\']).map(|part| part.trim_end_matches(".rs"));
    if let Some(part) = parts.into_iter().find(|part| EMPTY_NAMES.contains(part)) {
        findings.push(format!("{name}: `{part}` says nothing about what is inside"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::problems;

    #[test]
    fn each_problem_is_found() {
        assert_eq!(problems("a.rs", "//! Good.\n"), Vec::<String>::new());
        assert_eq!(problems("a.rs", "fn main() {}\n").len(), 1);
        assert_eq!(problems("a.rs", &format!("//! Long.\n{}", "\n".repeat(600))).len(), 1);
        assert_eq!(problems("x/utils/a.rs", "//! Good.\n").len(), 1);
        assert_eq!(problems("x/common.rs", "").len(), 2);
        assert_eq!(
            problems("x/src/y/tests/z.rs", "fn f() {}\n"),
            Vec::<String>::new(),
            "a test's name says what it is for"
        );
    }
}
