//! Why pages were made again, for people.

use crate::terminal::{DIM, VERB, count};
use bengal_orchestration::{BuildReport, PageAction, PageReason};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

/// How many pages with the same reason are named where not all are asked for.
const OF_EACH: usize = 5;

/// Prints pages grouped by what was done and why, in the order of the first page of each group; then, of what only would be done, the files
/// that would go.
pub(super) fn print(report: &BuildReport, dry_run: bool, all: bool) -> io::Result<()> {
    let mut out = BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()));
    for (action, reason, pages) in groups(&report.reasons) {
        let verb = verb(action, dry_run);
        if let [page] = pages.as_slice() {
            writeln!(out, "{VERB}{verb:>12}{VERB:#} {page}: {reason}")?;
            continue;
        }
        writeln!(out, "{VERB}{verb:>12}{VERB:#} {}: {reason}", count(pages.len(), "page"))?;
        list(&mut out, &pages, all)?;
    }
    let removed: Vec<&str> = report.changes.removed.iter().map(|path| &**path).collect();
    if dry_run && !removed.is_empty() {
        writeln!(out, "{VERB}{:>12}{VERB:#} {}", "Would remove", count(removed.len(), "file"))?;
        list(&mut out, &removed, all)?;
    }
    out.flush()
}

fn verb(action: PageAction, dry_run: bool) -> &'static str {
    match (action, dry_run) {
        (PageAction::Rendered, false) => "Rendered",
        (PageAction::Rendered, true) => "Would render",
        (PageAction::Relinked, false) => "Relinked",
        (PageAction::Relinked, true) => "Would relink",
        (PageAction::Failed, false) => "Failed",
        (PageAction::Failed, true) => "Would fail",
    }
}

fn groups(reasons: &[PageReason]) -> Vec<(PageAction, &str, Vec<&str>)> {
    let mut numbers: BTreeMap<(PageAction, &str), usize> = BTreeMap::new();
    let mut groups: Vec<(PageAction, &str, Vec<&str>)> = Vec::new();
    for PageReason { page, action, reason } in reasons {
        let number = *numbers.entry((*action, reason)).or_insert_with(|| {
            groups.push((*action, reason, Vec::new()));
            groups.len() - 1
        });
        groups[number].2.push(page);
    }
    groups
}

fn list(out: &mut impl Write, names: &[&str], all: bool) -> io::Result<()> {
    let shown = if all { names.len() } else { OF_EACH };
    for name in names.iter().take(shown) {
        writeln!(out, "{:>12} {name}", "")?;
    }
    match names.len().saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(out, "{:>12} {DIM}… and {more} more: `-v` shows all{DIM:#}", ""),
    }
}
