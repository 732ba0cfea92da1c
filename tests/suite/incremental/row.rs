//! A row of the table: an edit, and all that the next build does.

use super::fixture::fixture;
use bengal_tests::{TestSite, tree};
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// An edit with what is expected of the build after it. Pages are named by their sources below `content/`, or by their URLs; files by their
/// paths in the output, where `*` stands for a fingerprint.
#[derive(Debug)]
pub(super) struct Row {
    name: &'static str,
    edit: fn(&TestSite),
    arguments: &'static [&'static str],
    expected: Work,
}

/// What a build did.
#[derive(Debug, Default, PartialEq, Eq)]
struct Work {
    rendered: Vec<String>,
    relinked: Vec<String>,
    written: Vec<String>,
    removed: Vec<String>,
}

/// A row whose build does nothing, until it says more.
pub(super) fn edit(name: &'static str, edit: fn(&TestSite)) -> Row {
    Row { name, edit, arguments: &[], expected: Work::default() }
}

impl Row {
    /// The build after the edit has these arguments.
    pub(super) const fn with(mut self, arguments: &'static [&'static str]) -> Self {
        self.arguments = arguments;
        self
    }

    /// These pages are rendered, and no others.
    pub(super) fn renders(mut self, pages: &[&str]) -> Self {
        self.expected.rendered = sorted(pages.iter().copied());
        self
    }

    /// These pages are linked again without being rendered, and no others.
    pub(super) fn relinks(mut self, pages: &[&str]) -> Self {
        self.expected.relinked = sorted(pages.iter().copied());
        self
    }

    /// These files are new or changed, and no others are written.
    pub(super) fn writes(mut self, files: &[&str]) -> Self {
        self.expected.written = sorted(files.iter().copied());
        self
    }

    /// These files go, and no others.
    pub(super) fn removes(mut self, files: &[&str]) -> Self {
        self.expected.removed = sorted(files.iter().copied());
        self
    }

    /// Builds, edits, builds, and puts everything back as it was. What is not as expected is given back.
    pub(super) fn check(&self) -> Option<String> {
        let site = fixture();
        let first = site.build().succeeds().files();
        let sources = sources(&site);
        (self.edit)(&site);
        let work = self.build(&site);
        put_back(&site, &sources);
        let reverted = site.build().succeeds();
        assert!(reverted.files() == first, "{}: the output is not what it was, after all was put back", self.name);
        (work != self.expected).then(|| format!("{}\n  expected\n{}  found\n{work}", self.name, self.expected))
    }

    fn build(&self, site: &TestSite) -> Work {
        let before = tree(&site.path("public"));
        let outcome = site.run(&[&["build", "--verify", "--format", "json"], self.arguments].concat()).succeeds();
        let after = outcome.files();
        let report: Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
        let written = after.iter().filter(|(path, content)| before.get(*path) != Some(content));
        let removed = before.keys().filter(|path| !after.contains_key(*path));
        let work = Work {
            rendered: pages(&report, "rendered"),
            relinked: pages(&report, "relinked"),
            written: sorted(written.map(|(path, _)| plain(path))),
            removed: sorted(removed.map(|path| plain(path))),
        };
        let count = |group: &str, name: &str| report[group][name].as_u64().expect("a count") as usize;
        let counted = ["rendered", "relinked"].map(|name| count("pages", name));
        assert_eq!(counted, [work.rendered.len(), work.relinked.len()], "{}: {outcome}", self.name);
        let total = counted.iter().sum::<usize>() + count("pages", "fresh");
        assert_eq!(count("pages", "total"), total, "{}: {outcome}", self.name);
        let counted = ["written", "unchanged", "removed"].map(|name| count("files", name));
        let seen = [work.written.len(), after.len() - work.written.len(), work.removed.len()];
        assert_eq!(counted, seen, "{}: {outcome}", self.name);
        work
    }
}

fn sorted(names: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().map(Into::into).collect();
    names.sort();
    names
}

/// A path in the output, with `*` for a fingerprint.
fn plain(path: &Utf8Path) -> String {
    let is_fingerprint = |part: &str| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts = path.as_str().split('.').map(|part| if is_fingerprint(part) { "*" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

/// The pages of the report about which something was done.
fn pages(report: &Value, action: &str) -> Vec<String> {
    let reasons = report["reasons"].as_array().expect("a list");
    let wanted = reasons.iter().filter(|reason| reason["action"] == action);
    let names = wanted.filter_map(|reason| reason["page"].as_str());
    sorted(names.map(|name| name.strip_prefix("content/").unwrap_or(name)))
}

/// All files of the site but output and cache.
fn sources(site: &TestSite) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
    let mut files = tree(site.root());
    files.retain(|path, _| !path.starts_with("public") && !path.starts_with(".bengal"));
    files
}

fn put_back(site: &TestSite, before: &BTreeMap<Utf8PathBuf, Vec<u8>>) {
    let now = sources(site);
    now.keys().filter(|path| !before.contains_key(*path)).for_each(|path| site.remove(path.as_str()));
    let other = before.iter().filter(|(path, content)| now.get(*path) != Some(content));
    other.for_each(|(path, content)| site.write(path.as_str(), content));
}

/// As it would stand in the table.
impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lists = [&self.rendered, &self.relinked, &self.written, &self.removed];
        for (verb, names) in ["renders", "relinks", "writes", "removes"].into_iter().zip(lists) {
            if !names.is_empty() {
                writeln!(f, "    .{verb}(&{names:?})")?;
            }
        }
        Ok(())
    }
}
