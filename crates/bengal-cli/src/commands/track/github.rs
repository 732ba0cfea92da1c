//! Findings as workflow commands of GitHub Actions, which shows them beside the files.

use super::Tracked;
use crate::terminal::{count, plain};
use bengal_orchestration::track::ReferenceId;
use std::io::{self, Write};

/// One annotation a finding: GitHub shows ten of a step. A finding is annotated at its first place.
pub(super) fn print(tracked: &Tracked<'_>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (tree, findings) = (tracked.tree, tracked.tree.findings());
    for missing in &findings.missing {
        let near = missing.did_you_mean.map(|id| format!("; did you mean `{}`?", tree.file(id).path));
        let text = format!("`{}` is not there{}", missing.path, near.unwrap_or_default());
        error(&mut out, tracked, "missing", &missing.references, &text)?;
    }
    for wrong in &findings.wrong_case {
        let text = format!("`{}` is written `{}`", wrong.path, tree.file(wrong.file).path);
        error(&mut out, tracked, "wrong-case", &wrong.references, &text)?;
    }
    for id in &findings.unused {
        let unused = tree.file(*id);
        let file = property(tracked.folder.join(&*unused.path).as_str());
        let text = format!("no page leads to this file of {} bytes", unused.bytes);
        writeln!(out, "::warning file={file},title=unused::{}", message(&text))?;
    }
    out.flush()
}

fn error(
    out: &mut impl Write,
    tracked: &Tracked<'_>,
    title: &str,
    references: &[ReferenceId],
    text: &str,
) -> io::Result<()> {
    let Some((first, others)) = references.split_first() else { return Ok(()) };
    let place = tracked.tree.place(*first);
    let file = property(tracked.folder.join(place.file).as_str());
    let more = if others.is_empty() { String::new() } else { format!(" (and {})", count(others.len(), "more place")) };
    let text = message(&format!("{text}{more}"));
    writeln!(out, "::error file={file},line={},col={},title={title}::{text}", place.line, place.column)
}

fn message(text: &str) -> String {
    plain(&encoded(text)).into_owned()
}

fn property(text: &str) -> String {
    plain(&encoded(text).replace(':', "%3A").replace(',', "%2C")).into_owned()
}

/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>
fn encoded(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
