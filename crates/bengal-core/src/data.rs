//! `data/`: files whose values templates read.

use crate::diagnostic::{Diagnostic, Location};
use crate::fs::{FileKind, SiteFiles};
use crate::site::is_hidden_name;
use crate::syntax::{Format, parse_any};
use crate::value::{Map, Value};
use camino::{Utf8Path, Utf8PathBuf};
use std::io;

/// The folder of data files.
pub const DATA_FOLDER: &str = "data";

/// Deepest nesting of folders that is read.
const MAX_DEPTH: usize = 32;

/// Reads `data/**/*.{yaml,yml,json,toml}` into one table, nested by path without extension: `data/team/lead.yaml` is `team.lead`.
/// Files whose names start with `.` or `_` are left out. Every problem is reported; the other files are there all the same.
pub fn load(files: &SiteFiles) -> (Map, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut data = Map::default();
    for path in find(files, &mut diagnostics) {
        match files.read_text(&path) {
            Ok(text) => {
                if let Some(value) = read(&path, &text, &mut diagnostics) {
                    insert(&mut data, &path, value, &mut diagnostics);
                }
            }
            Err(error) => diagnostics.push(unreadable(&path, &error)),
        }
    }
    crate::diagnostic::sort(&mut diagnostics);
    (data, diagnostics)
}

fn unreadable(path: &Utf8Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("data-unreadable", format!("cannot read this data file: {error}")).in_file(path)
}

fn format_of(path: &Utf8Path) -> Option<Format> {
    Format::of_extension(path.extension()?)
}

/// The data files, folder by folder, sorted by name.
fn find(files: &SiteFiles, diagnostics: &mut Vec<Diagnostic>) -> Vec<Utf8PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(Utf8PathBuf::from(DATA_FOLDER), 0)];
    while let Some((folder, depth)) = open.pop() {
        let entries = match files.locate(&folder).and_then(|real| files.fs().read_dir(&real)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                diagnostics.push(unreadable(&folder, &error));
                continue;
            }
        };
        for entry in entries.into_iter().filter(|entry| entry.utf8 && !is_hidden_name(&entry.name)) {
            let path = folder.join(&entry.name);
            match entry.kind {
                FileKind::Directory if depth < MAX_DEPTH => open.push((path, depth + 1)),
                FileKind::Directory => {
                    let message = format!("folders nested deeper than {MAX_DEPTH} levels are not read");
                    diagnostics.push(Diagnostic::warning("data-too-deep", message).in_file(&path));
                }
                FileKind::File if format_of(&path).is_some() => found.push(path),
                FileKind::Symlink if format_of(&path).is_some() && files.is_file(&path) => found.push(path),
                FileKind::File | FileKind::Symlink | FileKind::Other => {}
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Utf8Path, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let format = format_of(path)?;
    match parse_any(format, text) {
        Ok(table) => {
            for problem in table.duplicates {
                let place = Location::in_source(path, text, problem.span);
                diagnostics.push(Diagnostic::warning("duplicate-key", problem.message).at(place));
            }
            Some(table.root.to_value())
        }
        Err(problems) => {
            for problem in problems {
                let message = format!("broken {}: {}", format.name(), problem.message);
                diagnostics.push(Diagnostic::error("data-syntax", message).at(Location::in_source(
                    path,
                    text,
                    problem.span,
                )));
            }
            None
        }
    }
}

/// Puts a file's value at its place; what stands there already stays.
fn insert(data: &mut Map, path: &Utf8Path, value: Value, diagnostics: &mut Vec<Diagnostic>) {
    let inner = path.strip_prefix(DATA_FOLDER).unwrap_or(path).with_extension("");
    let mut names: Vec<&str> = inner.as_str().split('/').collect();
    let Some(last) = names.pop() else { return };
    let mut table = data;
    for name in names {
        match table.entry(name.to_owned()).or_insert_with(|| Value::Map(Map::default())) {
            Value::Map(inner) => table = inner,
            _ => {
                diagnostics.push(collision(path, name));
                return;
            }
        }
    }
    match (table.get_mut(last), value) {
        (None, value) => drop(table.insert(last.to_owned(), value)),
        (Some(Value::Map(there)), Value::Map(more)) => {
            for (key, value) in more {
                if there.contains_key(&key) {
                    diagnostics.push(collision(path, &key));
                } else {
                    there.insert(key, value);
                }
            }
        }
        (Some(_), _) => diagnostics.push(collision(path, last)),
    }
}

fn collision(path: &Utf8Path, key: &str) -> Diagnostic {
    let message = format!("another data file gives `{key}` at this place already; this one is left out");
    Diagnostic::warning("data-collision", message).in_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::MemoryFileSystem;
    use std::sync::Arc;

    fn load_files(files: &[(&str, &str)]) -> (String, Vec<String>) {
        let fs = MemoryFileSystem::new();
        fs.write("/site/.keep", "");
        for (path, text) in files {
            fs.write(format!("/site/{path}"), text);
        }
        let files = SiteFiles::new(Arc::new(fs), Utf8Path::new("/site")).unwrap();
        let (data, diagnostics) = load(&files);
        let place = |d: &Diagnostic| d.location.as_ref().map(|l| format!("{}:{}", l.path, l.line)).unwrap_or_default();
        (
            serde_json::to_string(&Value::Map(data)).unwrap(),
            diagnostics.iter().map(|d| format!("{} {}", place(d), d.code)).collect(),
        )
    }

    #[test]
    fn files_are_nested_by_path() {
        let files = [
            ("data/team/lead.yaml", "name: A"),
            ("data/list.json", "[1, 2]"),
            ("data/t.toml", "x = 1"),
            ("data/.hidden.yaml", "x: 1"),
            ("data/readme.txt", "x"),
        ];
        let expected = r#"{"list":[1,2],"t":{"x":1},"team":{"lead":{"name":"A"}}}"#;
        assert_eq!(load_files(&files), (expected.to_owned(), vec![]));
        assert_eq!(load_files(&[]), ("{}".to_owned(), vec![]));
    }

    #[test]
    fn problems_do_not_hide_other_files() {
        let files = [
            ("data/a.json", "[1]"),
            ("data/a.yaml", "x: 1"),
            ("data/b.yaml", "x: [\n"),
            ("data/c.yaml", "d: 1"),
            ("data/c/d.yaml", "2"),
            ("data/c/e.yaml", "3"),
        ];
        let (data, diagnostics) = load_files(&files);
        assert_eq!(data, r#"{"a":[1],"c":{"d":2,"e":3}}"#);
        assert_eq!(
            diagnostics,
            ["data/a.yaml:0 data-collision", "data/b.yaml:1 data-syntax", "data/c.yaml:0 data-collision"]
        );
    }
}
