//! Finding and merging configuration files.

use super::keys::FLAT;
use super::{Config, environment, typed};
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::fs::{FileKind, SiteFiles, read_text};
use crate::keyed::KeyedSet;
use crate::syntax::{Data, Entry, Format, Node, parse_table};
use camino::{Utf8Path, Utf8PathBuf};
use std::io;

/// Which configuration is asked for.
#[derive(Clone, Debug, Default)]
pub struct ConfigRequest {
    /// The environment, such as `local` or `production`, or an alias of one (`prod`).
    pub environment: String,
    /// The profile, if one is asked for.
    pub profile: Option<String>,
    /// One file, relative to the site's folder or absolute, instead of those that are found.
    pub file: Option<Utf8PathBuf>,
    /// `baseurl` as the environment knows it; counts where the configuration has none.
    pub environment_baseurl: Option<String>,
}

/// A configuration, and how it came about.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The configuration. With an error among the diagnostics it is not fit for use.
    pub config: Config,
    /// What was wrong, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read, in the order in which they were merged.
    pub sources: Vec<Utf8PathBuf>,
}

/// A file that was read: its path, and its text for pointing at lines.
pub(super) struct SourceFile {
    pub(super) path: Utf8PathBuf,
    pub(super) text: String,
}

const SINGLE_FILES: [&str; 3] = ["bengal.toml", "bengal.yaml", "bengal.yml"];
const FOLDER: &str = "config";

/// Reads the configuration of a site: the file that is asked for; else the folder form (`config/_default/*`, then
/// `config/environments/<environment>`, then `config/profiles/<profile>`); else `bengal.toml`, `bengal.yaml` or `bengal.yml`;
/// else the defaults.
///
/// Later files win: tables are merged, everything else is replaced. Every problem is reported, not only the first.
pub fn load(files: &SiteFiles, request: &ConfigRequest) -> Loaded {
    let mut merge = Merge::default();
    let mut unreadable = Vec::new();
    for path in choose_files(files, request, &mut unreadable) {
        match read(files, &path) {
            Ok(text) => merge.add(path, text),
            Err(error) => {
                let message = format!("cannot read the configuration: {error}");
                unreadable.push(Diagnostic::error("config-unreadable", message).in_file(&path));
            }
        }
    }
    let Merge { root, files: sources, mut diagnostics } = merge;
    diagnostics.append(&mut unreadable);
    let config = typed::read(&root, &sources, request, &mut diagnostics);
    crate::diagnostic::sort(&mut diagnostics);
    Loaded { config, diagnostics, sources: sources.into_iter().map(|source| source.path).collect() }
}

impl Loaded {
    /// Whether the configuration can be used: no diagnostic is an error.
    pub fn is_usable(&self) -> bool {
        self.diagnostics.iter().all(|diagnostic| diagnostic.severity < Severity::Error)
    }
}

/// A file of the site; a file outside only where the request names it.
fn read(files: &SiteFiles, path: &Utf8Path) -> io::Result<String> {
    if path.is_absolute() { read_text(&**files.fs(), path) } else { files.read_text(path) }
}

fn choose_files(files: &SiteFiles, request: &ConfigRequest, diagnostics: &mut Vec<Diagnostic>) -> Vec<Utf8PathBuf> {
    if let Some(path) = &request.file {
        return vec![path.clone()];
    }
    let single: Vec<&str> = SINGLE_FILES.into_iter().filter(|name| files.is_file(name)).collect();
    let mut parts = config_files(files, "_default");
    let folder_form = !parts.is_empty() || !config_files(files, "environments").is_empty();
    if folder_form {
        for name in single {
            let message = format!("`{name}` is not read, because the site has `{FOLDER}/`");
            diagnostics.push(Diagnostic::warning("config-ignored", message).in_file(name.into()));
        }
    } else {
        for name in single.iter().skip(1) {
            let message = format!("`{name}` is not read, because the site has `{}`", single[0]);
            diagnostics.push(Diagnostic::warning("config-ignored", message).in_file((*name).into()));
        }
        parts.extend(single.first().map(Utf8PathBuf::from));
    }
    let names = environment::file_names(&request.environment);
    let found = named_files(files, "environments", &names);
    if found.is_empty() && !environment::is_standard(&request.environment) && !request.environment.is_empty() {
        diagnostics.push(missing(files, "environments", "environment", &request.environment));
    }
    parts.extend(found);
    if let Some(profile) = &request.profile {
        let found = named_files(files, "profiles", &[profile]);
        if found.is_empty() {
            diagnostics.push(missing(files, "profiles", "profile", profile));
        }
        parts.extend(found);
    }
    parts
}

/// The configuration files of one part of `config/`, by name.
fn config_files(files: &SiteFiles, part: &str) -> Vec<Utf8PathBuf> {
    let folder = Utf8Path::new(FOLDER).join(part);
    let Ok(entries) = files.locate(&folder).and_then(|real| files.fs().read_dir(&real)) else { return Vec::new() };
    entries
        .into_iter()
        .filter(|entry| entry.utf8 && matches!(entry.kind, FileKind::File | FileKind::Symlink))
        .map(|entry| folder.join(entry.name))
        .filter(|path| !path.file_name().is_some_and(|name| name.starts_with('.')))
        .filter(|path| matches!(format_of(path), Some(Format::Yaml | Format::Toml)))
        .collect()
}

/// The files of a part whose stem is the first of `names` that has any.
fn named_files(files: &SiteFiles, part: &str, names: &[&str]) -> Vec<Utf8PathBuf> {
    let all = config_files(files, part);
    names
        .iter()
        .map(|name| all.iter().filter(|path| path.file_stem() == Some(*name)).cloned().collect::<Vec<_>>())
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn missing(files: &SiteFiles, part: &str, what: &str, name: &str) -> Diagnostic {
    let known: Vec<String> =
        config_files(files, part).iter().filter_map(|path| path.file_stem()).map(str::to_owned).collect();
    let hint = if known.is_empty() {
        format!("there is no file in `{FOLDER}/{part}/`")
    } else {
        format!("these exist: {}", known.join(", "))
    };
    Diagnostic::error("unknown-config-part", format!("there is no configuration for the {what} `{name}`"))
        .did_you_mean(crate::suggest::nearest(name, known.iter().map(String::as_str)))
        .hint(hint)
}

fn format_of(path: &Utf8Path) -> Option<Format> {
    Format::of_extension(path.extension()?)
}

struct Merge {
    root: Node,
    files: Vec<SourceFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Default for Merge {
    fn default() -> Self {
        Self { root: empty_table(0), files: Vec::new(), diagnostics: Vec::new() }
    }
}

fn empty_table(file: usize) -> Node {
    Node { data: Data::Table(Vec::new()), span: 0..0, file }
}

impl Merge {
    fn add(&mut self, path: Utf8PathBuf, text: String) {
        let number = self.files.len();
        let format = format_of(&path).unwrap_or(Format::Toml);
        match parse_table(format, &text) {
            Ok(table) => {
                for problem in table.duplicates {
                    let place = Location::in_source(&path, &text, problem.span);
                    self.diagnostics.push(Diagnostic::warning("duplicate-key", problem.message).at(place));
                }
                let mut root = table.root;
                number_nodes(&mut root, number);
                unflatten(&mut root, number);
                merge_into(&mut self.root, root);
            }
            Err(mut problems) => {
                // A parser that goes on after an error may come back to the same place.
                let mut seen = KeyedSet::default();
                problems.retain(|problem| seen.insert((problem.span.clone(), problem.message.clone())));
                for problem in problems {
                    let message = format!("broken {}: {}", format.name(), problem.message);
                    let place = Location::in_source(&path, &text, problem.span);
                    self.diagnostics.push(Diagnostic::error("config-syntax", message).at(place));
                }
            }
        }
        self.files.push(SourceFile { path, text });
    }
}

fn number_nodes(node: &mut Node, file: usize) {
    node.file = file;
    match &mut node.data {
        Data::Scalar(_) => {}
        Data::List(items) => items.iter_mut().for_each(|item| number_nodes(item, file)),
        Data::Table(entries) => entries.iter_mut().for_each(|entry| number_nodes(&mut entry.value, file)),
    }
}

/// Moves keys that are written flat into the tables that they belong to; a key that is there already wins.
fn unflatten(root: &mut Node, file: usize) {
    for (flat, table, key) in FLAT {
        let Data::Table(entries) = &mut root.data else { return };
        let Some(at) = entries.iter().position(|entry| entry.key == *flat) else { continue };
        if entries[at].value.as_table().is_some() {
            continue;
        }
        let mut moved = entries.remove(at);
        moved.key = (*key).to_owned();
        let place = Entry { key: (*table).to_owned(), key_span: moved.key_span.clone(), value: empty_table(file) };
        let home = match entries.iter().position(|entry| entry.key == *table) {
            Some(at) => &mut entries[at],
            None => {
                entries.push(place);
                let last = entries.len() - 1;
                &mut entries[last]
            }
        };
        if let Data::Table(home) = &mut home.value.data
            && !home.iter().any(|entry| entry.key == *key)
        {
            home.push(moved);
        }
    }
}

/// Tables are merged, everything else is replaced.
fn merge_into(base: &mut Node, over: Node) {
    match (&mut base.data, over.data) {
        (Data::Table(base), Data::Table(over)) => {
            for entry in over {
                match base.iter_mut().find(|known| known.key == entry.key) {
                    Some(known) => {
                        // The span of a key belongs to the file of its value.
                        if known.value.as_table().is_none() || entry.value.as_table().is_none() {
                            known.key_span = entry.key_span;
                        }
                        merge_into(&mut known.value, entry.value);
                    }
                    None => base.push(entry),
                }
            }
        }
        (_, data) => *base = Node { data, span: over.span, file: over.file },
    }
}
