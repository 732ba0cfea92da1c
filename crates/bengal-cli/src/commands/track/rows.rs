//! The lists as rows of equal columns, for machines.

use super::{Tracked, View};
use bengal_orchestration::track::{FileId, ReferenceId, Target};
use serde::Serialize;

/// A row of some list. Every row of a list has the same columns.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Row<'t> {
    /// A reference to a file that is missing, or in wrong letter case.
    NotThere {
        finding: &'static str,
        path: &'t str,
        page: &'t str,
        line: u32,
        column: u32,
        kind: &'static str,
        url: &'t str,
        did_you_mean: Option<&'t str>,
    },
    /// An unused file.
    Unused { path: &'t str, bytes: u64 },
    /// A file that uses another.
    User { page: &'t str, line: u32, column: u32, kind: &'static str, url: &'t str, via: Option<&'t str> },
    /// A line of a page's tree.
    Below {
        depth: u32,
        path: &'t str,
        status: &'static str,
        bytes: Option<u64>,
        kind: &'static str,
        page: &'t str,
        line: u32,
        column: u32,
        repeated: bool,
    },
    /// A reference to another host.
    External { host: String, url: &'t str, page: &'t str, line: u32, column: u32, kind: &'static str },
    /// A heavy page.
    Heavy { page: &'t str, bytes: u64, files: u32, own_bytes: u64 },
}

impl View {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unused => "unused",
            Self::UsedBy(_) => "used_by",
            Self::Page(_) => "page",
            Self::External => "external",
            Self::Top(_) => "top",
        }
    }
}

impl View {
    /// The names of the columns, which a list without rows has too.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Missing => &["finding", "path", "page", "line", "column", "kind", "url", "did_you_mean"],
            Self::Unused => &["path", "bytes"],
            Self::UsedBy(_) => &["page", "line", "column", "kind", "url", "via"],
            Self::Page(_) => &["depth", "path", "status", "bytes", "kind", "page", "line", "column", "repeated"],
            Self::External => &["host", "url", "page", "line", "column", "kind"],
            Self::Top(_) => &["page", "bytes", "files", "own_bytes"],
        }
    }
}

pub(super) fn status(target: Target) -> &'static str {
    match target {
        Target::File(_) => "there",
        Target::WrongCase(_) => "wrong-case",
        Target::Missing => "missing",
        Target::External => "external",
        Target::Untracked => "untracked",
    }
}

/// The rows of a list.
pub(super) fn rows<'t>(tracked: &Tracked<'t>, view: View) -> Vec<Row<'t>> {
    let tree = tracked.tree;
    let path = |id: FileId| -> &'t str { &tree.file(id).path };
    match view {
        View::Missing => {
            let findings = tree.findings();
            let missing = findings.missing.iter().flat_map(|missing| {
                let near = missing.did_you_mean.map(path);
                missing.references.iter().map(move |id| not_there(tracked, "missing", &missing.path, near, *id))
            });
            let wrong_case = findings.wrong_case.iter().flat_map(|wrong| {
                let file = Some(path(wrong.file));
                wrong.references.iter().map(move |id| not_there(tracked, "wrong-case", &wrong.path, file, *id))
            });
            missing.chain(wrong_case).collect()
        }
        View::Unused => {
            let unused = tree.findings().unused.iter();
            unused.map(|id| Row::Unused { path: path(*id), bytes: tree.file(*id).bytes }).collect()
        }
        View::UsedBy(file) => {
            let users = tree.users(file).into_iter();
            users
                .map(|user| {
                    let place = tree.place(user.reference);
                    let (line, column, kind, url) = (place.line, place.column, place.kind.as_str(), place.url);
                    Row::User { page: place.file, line, column, kind, url, via: user.via.map(path) }
                })
                .collect()
        }
        View::Page(page) => {
            let entries = tree.page_tree(page).entries.into_iter();
            entries
                .map(|entry| {
                    let place = tree.place(entry.reference);
                    Row::Below {
                        depth: entry.depth,
                        path: tree.destination(entry.reference),
                        status: status(entry.target),
                        bytes: entry.bytes,
                        kind: place.kind.as_str(),
                        page: place.file,
                        line: place.line,
                        column: place.column,
                        repeated: entry.repeated,
                    }
                })
                .collect()
        }
        View::External => {
            let mut rows = Vec::new();
            for host in tree.external() {
                for (url, references) in host.urls {
                    rows.extend(references.into_iter().map(|id| {
                        let place = tree.place(id);
                        let (line, column, kind) = (place.line, place.column, place.kind.as_str());
                        Row::External { host: host.host.clone(), url, page: place.file, line, column, kind }
                    }));
                }
            }
            rows
        }
        View::Top(count) => {
            let heaviest = tree.heaviest(count).into_iter();
            heaviest
                .map(|weight| Row::Heavy {
                    page: path(weight.page),
                    bytes: weight.bytes,
                    files: weight.files,
                    own_bytes: tree.file(weight.page).bytes,
                })
                .collect()
        }
    }
}

fn not_there<'t>(
    tracked: &Tracked<'t>,
    finding: &'static str,
    path: &'t str,
    did_you_mean: Option<&'t str>,
    id: ReferenceId,
) -> Row<'t> {
    let place = tracked.tree.place(id);
    Row::NotThere {
        finding,
        path,
        page: place.file,
        line: place.line,
        column: place.column,
        kind: place.kind.as_str(),
        url: place.url,
        did_you_mean,
    }
}

/// The figures as one row.
#[derive(Serialize)]
pub(super) struct Summary {
    pages: usize,
    files: usize,
    bytes: u64,
    references: usize,
    unique_assets: usize,
    external_hosts: usize,
    external_urls: usize,
    missing: usize,
    wrong_case: usize,
    unused: usize,
    unused_bytes: u64,
    allowed: usize,
    page_weight: u64,
    bytes_read: u64,
    files_from_cache: usize,
    unreadable: usize,
    not_utf8: usize,
    elapsed_ms: f64,
}

pub(super) fn summary(tracked: &Tracked<'_>) -> Summary {
    let summary = &tracked.summary;
    Summary {
        pages: summary.pages,
        files: summary.files,
        bytes: summary.bytes,
        references: summary.references,
        unique_assets: summary.unique_assets,
        external_hosts: summary.external_hosts,
        external_urls: summary.external_urls,
        missing: summary.missing,
        wrong_case: summary.wrong_case,
        unused: summary.unused,
        unused_bytes: summary.unused_bytes,
        allowed: summary.allowed,
        page_weight: summary.weight,
        bytes_read: summary.bytes_read,
        files_from_cache: summary.from_cache,
        unreadable: summary.unreadable,
        not_utf8: summary.not_utf8,
        elapsed_ms: tracked.elapsed.as_secs_f64() * 1e3,
    }
}
