//! Findings as workflow commands of GitHub Actions, which shows them beside the files.

use super::Tracked;
use super::View;
use super::rows::{self, Row};
use std::io::{self, Write};

pub(super) fn print(tracked: &Tracked<'_>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for row in rows::rows(tracked, View::Missing).into_iter().chain(rows::rows(tracked, View::Unused)) {
        match row {
            Row::NotThere { finding, path, page, line, column, did_you_mean, .. } => {
                let hint = did_you_mean.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                let file = property(tracked.folder.join(page).as_str());
                let message = message(&format!("`{path}` is not there{hint}"));
                writeln!(out, "::error file={file},line={line},col={column},title={finding}::{message}")?;
            }
            Row::Unused { path, bytes } => {
                let file = property(tracked.folder.join(path).as_str());
                writeln!(
                    out,
                    "::warning file={file},title=unused::{}",
                    message(&format!("no page leads to this file of {bytes} bytes"))
                )?;
            }
            _ => {}
        }
    }
    out.flush()
}

/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
