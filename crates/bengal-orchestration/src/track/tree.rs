//! The result: a tree with its references and findings, which answers queries.

use super::closure::{PageWeight, Walker, is_asset};
use super::files::{FileId, FileTable, Role, TrackedFile};
use super::findings::Findings;
use super::page_tree::{self, PageTree};
use super::read::Counts;
use super::references::{Reference, ReferenceId, References, Target};
use super::used_by::{self, User};
use bengal_cache::{AssetDependencyMap, Batch};
use bengal_core::url::decode_path;
use bengal_core::{Diagnostic, suggest};
use bengal_html::Kind;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// A tracked tree.
#[derive(Debug)]
pub struct TrackedTree {
    pub(super) table: FileTable,
    pub(super) references: References,
    pub(super) findings: Findings,
    pub(super) weights: Vec<PageWeight>,
    pub(super) counts: Counts,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) base_url: Option<String>,
}

/// Where a reference stands, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'t> {
    /// The path of the file that it is in.
    pub file: &'t str,
    /// Line, from 1; 0 where the reference leads to a file and [its place](super::TrackOptions::places_of_found) was not
    /// asked for.
    pub line: u32,
    /// Column in Unicode scalar values, from 1; 0 likewise.
    pub column: u32,
    /// What it is used for.
    pub kind: Kind,
    /// The URL as written.
    pub url: &'t str,
    /// What it leads to.
    pub target: Target,
}

/// Files of the tree that come from one other host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalHost<'t> {
    /// The host, with its port where that is not the usual one.
    pub host: String,
    /// Absolute URLs with all references, in order.
    pub urls: Vec<(&'t str, Vec<ReferenceId>)>,
}

/// Figures of a tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrackSummary {
    /// HTML files.
    pub pages: usize,
    /// All files.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
    /// References to files of the tree, to what is missing and to what is elsewhere, links to downloads among them. Links
    /// between pages and references to what is ignored are not counted.
    pub references: usize,
    /// Files, not pages, that some reference leads to.
    pub unique_assets: usize,
    /// Absolute URLs elsewhere that pages load.
    pub external_urls: usize,
    /// Hosts of these.
    pub external_hosts: usize,
    /// Missing files.
    pub missing: usize,
    /// Paths in wrong letter case.
    pub wrong_case: usize,
    /// Files that no page leads to.
    pub unused: usize,
    /// Bytes of these.
    pub unused_bytes: u64,
    /// Findings that are allowed.
    pub allowed: usize,
    /// Bytes of all pages with everything that they load, shared files counted for each.
    pub weight: u64,
    /// Bytes that were read.
    pub bytes_read: u64,
    /// Files that were known from an earlier run.
    pub from_cache: usize,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Pages, style sheets and the like that are not UTF-8.
    pub not_utf8: usize,
}

impl TrackedTree {
    /// All files in the order of their paths.
    pub fn files(&self) -> &[TrackedFile] {
        self.table.all()
    }

    /// One file.
    pub fn file(&self, id: FileId) -> &TrackedFile {
        self.table.get(id)
    }

    /// What is wrong with the tree.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Files that could not be used as they are, by file.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Where a reference stands.
    pub fn place(&self, id: ReferenceId) -> Place<'_> {
        let reference = self.references.get(id);
        Place {
            file: &self.table.get(self.references.file_of(id)).path,
            line: reference.line,
            column: reference.column,
            kind: reference.kind,
            url: self.references.text(reference.url),
            target: reference.target,
        }
    }

    /// What a reference leads to as text: the path of a file, there or not, or an absolute URL.
    pub fn destination(&self, id: ReferenceId) -> &str {
        let reference = self.references.get(id);
        match reference.target.file() {
            Some(file) => &self.table.get(file).path,
            None => self.references.text(reference.name),
        }
    }

    /// The file at a path: relative to the tree, with or without a slash in front; a folder stands for its `index.html`,
    /// a URL under the base URL for its file. What is not the path of a file is tried percent-decoded.
    ///
    /// # Errors
    /// Where nothing is there: the path of a file that may be meant.
    pub fn find(&self, path: &str) -> Result<FileId, Option<&str>> {
        let path = self.base_url.as_deref().and_then(|base| path.strip_prefix(base)).unwrap_or(path);
        let path = path.strip_prefix("./").unwrap_or(path).trim_start_matches('/');
        let folder = path.trim_end_matches('/');
        let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        let decoded = || decode_path(path).filter(|decoded| decoded != path);
        self.table
            .find(path)
            .or_else(|| self.table.find(&index))
            .or_else(|| self.table.find(&decoded()?))
            .ok_or_else(|| suggest::nearest(path, self.files().iter().map(|file| &*file.path)))
    }

    /// Everything that a page refers to, and what that refers to.
    pub fn page_tree(&self, page: FileId) -> PageTree {
        page_tree::grow(&self.table, &self.references, page)
    }

    /// The pages that use a file, directly or through another, by path. Costs all references.
    pub fn users(&self, file: FileId) -> Vec<User> {
        used_by::users(&self.table, &self.references, file)
    }

    /// The weight of every page, by path.
    pub fn weights(&self) -> &[PageWeight] {
        &self.weights
    }

    /// The `count` heaviest pages, heaviest first; of equal ones the first by path.
    pub fn heaviest(&self, count: usize) -> Vec<PageWeight> {
        let mut weights = self.weights.clone();
        weights.sort_by(|a, b| (b.bytes, a.page).cmp(&(a.bytes, b.page)));
        weights.truncate(count);
        weights
    }

    /// What pages load from elsewhere, by host and URL.
    pub fn external(&self) -> Vec<ExternalHost<'_>> {
        let mut hosts: BTreeMap<String, BTreeMap<&str, Vec<ReferenceId>>> = BTreeMap::new();
        for (id, reference) in self.references.iter().filter(|(_, reference)| reference.target == Target::External) {
            let url = self.references.text(reference.name);
            hosts.entry(host_of(url)).or_default().entry(url).or_default().push(id);
        }
        hosts.into_iter().map(|(host, urls)| ExternalHost { host, urls: urls.into_iter().collect() }).collect()
    }

    /// The dependency map: every page with its closure, without links and without what framed pages use. Files have their paths, whether they are there or
    /// not; what is elsewhere has its absolute URL.
    pub fn map(&self) -> AssetDependencyMap {
        let map = AssetDependencyMap::new();
        let mut walker = Walker::new(&self.table, &self.references);
        let mut batch = Batch::new();
        for page in self.table.pages() {
            let mut assets: Vec<&str> = Vec::new();
            walker.walk([page], is_asset, |file| {
                if file != page {
                    assets.push(&self.table.get(file).path);
                    // What a framed page refers to is its own.
                    if self.table.get(file).role == Role::Page {
                        return;
                    }
                }
                let others = self.references.of(file).iter().filter(|reference| is_asset(reference));
                let others = others.filter(|other| matches!(other.target, Target::Missing | Target::External));
                assets.extend(others.map(|other| self.references.text(other.name)));
            });
            batch.track(&self.table.get(page).path, assets);
        }
        map.extend([batch]);
        map
    }

    fn is_tracked(&self, reference: &Reference) -> bool {
        let leads_to_page = || reference.target.file().is_some_and(|file| self.file(file).role == Role::Page);
        reference.target != Target::Untracked && !(reference.kind == Kind::Anchor && leads_to_page())
    }

    /// Figures. Costs all references.
    pub fn summary(&self) -> TrackSummary {
        let external: BTreeSet<&str> = self
            .references
            .iter()
            .filter(|(_, reference)| reference.target == Target::External)
            .map(|(_, reference)| self.references.text(reference.name))
            .collect();
        let hosts: BTreeSet<String> = external.iter().map(|url| host_of(url)).collect();
        let mut used = vec![false; self.table.len()];
        for file in self.references.iter().filter_map(|(_, reference)| reference.target.file()) {
            used[file.index()] = true;
        }
        let unused_bytes = self.findings.unused.iter().map(|file| self.file(*file).bytes).sum();
        TrackSummary {
            pages: self.weights.len(),
            files: self.table.len(),
            bytes: self.files().iter().map(|file| file.bytes).sum(),
            references: self.references.iter().filter(|(_, reference)| self.is_tracked(reference)).count(),
            unique_assets: self.table.ids().filter(|id| used[id.index()] && self.file(*id).role != Role::Page).count(),
            external_urls: external.len(),
            external_hosts: hosts.len(),
            missing: self.findings.missing.len(),
            wrong_case: self.findings.wrong_case.len(),
            unused: self.findings.unused.len(),
            unused_bytes,
            allowed: self.findings.allowed,
            weight: self.weights.iter().map(|weight| weight.bytes).sum(),
            bytes_read: self.counts.bytes_read,
            from_cache: self.counts.from_cache,
            unreadable: self.counts.unreadable,
            not_utf8: self.counts.not_utf8,
        }
    }
}

fn host_of(url: &str) -> String {
    // Without a base URL nobody knows the scheme.
    let absolute = if url.starts_with("//") { format!("https:{url}") } else { url.to_owned() };
    let Ok(url) = Url::parse(&absolute) else { return String::new() };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}
