//! What is wrong with a tree.

use super::closure::Walker;
use super::files::{FileId, FileTable, Role};
use super::patterns::Patterns;
use super::references::{ReferenceId, References, Target};
use super::suggestions::Suggestions;
use super::texts::TextId;
use bengal_core::keyed::KeyedMap;
use bengal_html::Kind;

/// A file that is referred to and not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The path where it should be.
    pub path: String,
    /// A file that may be meant.
    pub did_you_mean: Option<FileId>,
    /// Every reference to it.
    pub references: Vec<ReferenceId>,
}

/// A file that is referred to in other letters than its own: right on a computer that does not tell letter case apart,
/// and missing on most servers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongCase {
    /// The path that is referred to.
    pub path: String,
    /// The file that is there.
    pub file: FileId,
    /// Every reference in these letters.
    pub references: Vec<ReferenceId>,
}

/// Everything that is wrong, in the order of paths. What `--allow` names is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Missing files.
    pub missing: Vec<Missing>,
    /// Files in wrong letter case.
    pub wrong_case: Vec<WrongCase>,
    /// Files that no page leads to.
    pub unused: Vec<FileId>,
    /// Files that are missing or unused and may be.
    pub allowed: usize,
}

impl Findings {
    pub(super) fn find(table: &FileTable, references: &mut References, patterns: &Patterns) -> Self {
        let mut findings = Self::default();
        let by_name = correct_letter_case(table, references);
        let mut suggestions = Suggestions::new(table);
        for (name, found) in by_name {
            let path = references.text(name).to_owned();
            if patterns.allows(&path) {
                findings.allowed += 1;
                continue;
            }
            match found.is_file {
                Some(file) => findings.wrong_case.push(WrongCase { path, file, references: found.references }),
                None => {
                    let did_you_mean = suggestions.nearest(&path);
                    findings.missing.push(Missing { path, did_you_mean, references: found.references });
                }
            }
        }
        findings.missing.sort_by(|a, b| a.path.cmp(&b.path));
        findings.wrong_case.sort_by(|a, b| a.path.cmp(&b.path));
        for file in unused(table, references) {
            if patterns.allows(&table.get(file).path) {
                findings.allowed += 1;
            } else {
                findings.unused.push(file);
            }
        }
        findings
    }
}

#[derive(Default)]
struct NotThere {
    references: Vec<ReferenceId>,
    /// The file with this name in other letters.
    is_file: Option<FileId>,
}

/// Gathers what is missing by name, and notes in the references which of it is there in other letters.
fn correct_letter_case(table: &FileTable, references: &mut References) -> Vec<(TextId, NotThere)> {
    let mut places: KeyedMap<TextId, usize> = KeyedMap::default();
    let mut found: Vec<(TextId, NotThere)> = Vec::new();
    for (id, reference) in references.iter().filter(|(_, reference)| reference.target == Target::Missing) {
        let place = *places.entry(reference.name).or_insert_with(|| {
            found.push((reference.name, NotThere::default()));
            found.len() - 1
        });
        found[place].1.references.push(id);
    }
    if found.is_empty() {
        return found;
    }
    let mut folded: KeyedMap<String, Vec<(usize, usize)>> = KeyedMap::default();
    for (place, (name, not_there)) in found.iter().enumerate() {
        let is_document = |id: &ReferenceId| matches!(references.get(*id).kind, Kind::Frame | Kind::Anchor);
        let documents = not_there.references.iter().any(is_document);
        for (rank, file) in files_meant_by(references.text(*name), documents).enumerate() {
            folded.entry(file.to_lowercase()).or_default().push((place, rank));
        }
    }
    let mut best = vec![usize::MAX; found.len()];
    for id in table.ids() {
        for (place, rank) in folded.get(&table.get(id).path.to_lowercase()).into_iter().flatten() {
            if *rank < best[*place] {
                best[*place] = *rank;
                found[*place].1.is_file = Some(id);
            }
        }
    }
    for reference in references.iter_mut().filter(|reference| reference.target == Target::Missing) {
        let place = places.get(&reference.name).and_then(|place| found[*place].1.is_file);
        if let Some(file) = place {
            reference.target = Target::WrongCase(file);
        }
    }
    found
}

/// The files that a server may give for a path, the best first.
fn files_meant_by(path: &str, as_document: bool) -> impl Iterator<Item = String> {
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = (!is_folder).then(|| path.to_owned());
    let index = if is_folder { format!("{path}index.html") } else { format!("{path}/index.html") };
    let document = (!is_folder && as_document).then(|| format!("{path}.html"));
    file.into_iter().chain(Some(index)).chain(document)
}

/// Files that no page leads to, by reference or link, under any of their names.
fn unused(table: &FileTable, references: &References) -> Vec<FileId> {
    let mut used = vec![false; table.len()];
    Walker::new(table, references).walk(table.pages(), |_| true, |file| used[file.index()] = true);
    for (alias, file) in table.aliases() {
        used[file.index()] |= used[alias.index()];
    }
    for (alias, file) in table.aliases() {
        used[alias.index()] |= used[file.index()];
    }
    let is_unused =
        |id: &FileId| !used[id.index()] && table.get(*id).role != Role::Page && !asked_for(&table.get(*id).path);
    table.ids().filter(is_unused).collect()
}

/// Whether browsers, search engines or hosts ask for a file of this name without any reference to it.
fn asked_for(path: &str) -> bool {
    const AT_THE_ROOT: [&str; 11] = [
        "CNAME",
        "_headers",
        "_redirects",
        "ads.txt",
        // What Bengal writes for the tools of its users.
        "asset-manifest.json",
        "browserconfig.xml",
        "favicon.ico",
        "humans.txt",
        "robots.txt",
        "security.txt",
        "sitemap.xml",
    ];
    let is_hidden = path.split('/').any(|name| name.starts_with('.'));
    let is_sitemap = path.starts_with("sitemap") && (path.ends_with(".xml") || path.ends_with(".xml.gz"));
    let is_touch_icon = path.starts_with("apple-touch-icon") && path.ends_with(".png");
    is_hidden || AT_THE_ROOT.contains(&path) || (!path.contains('/') && (is_sitemap || is_touch_icon))
}
