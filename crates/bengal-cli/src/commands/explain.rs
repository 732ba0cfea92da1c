//! `bengal explain`.

use super::site_options;
use crate::args::{ExplainArguments, Format};
use crate::terminal::diagnostics::{self, Show};
use crate::terminal::{DIM, VERB};
use bengal_core::fs::{FileSystem, OsFileSystem};
use bengal_orchestration::{BuildOptions, Dependency, Explanation, PageState};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::sync::Arc;

/// How many entries of one group are shown where not all are asked for.
const OF_EACH: usize = 12;

/// Lines that would be longer than this, in characters, go on in lines of their own.
const COLUMNS: usize = 80;

pub(crate) fn run(arguments: &ExplainArguments) -> anyhow::Result<ExitCode> {
    let fs: Arc<dyn FileSystem> = Arc::new(OsFileSystem);
    let options = BuildOptions { drafts: arguments.drafts, ..site_options(&arguments.site) };
    let explained = bengal_orchestration::explain(&fs, &options, &arguments.path);
    diagnostics::print(&explained.diagnostics, Show::Errors)?;
    let Some(explanation) = explained.explanation else { return Ok(ExitCode::from(1)) };
    match arguments.format {
        Format::Json => {
            let mut json = serde_json::to_string_pretty(&explanation)?;
            json.push('\n');
            io::stdout().write_all(json.as_bytes())?;
        }
        Format::Human => print(&explanation, arguments.verbose)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(explanation: &Explanation, all: bool) -> io::Result<()> {
    let mut out = BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()));
    let output = explanation.output.as_ref().map(|path| format!(" → {path}")).unwrap_or_default();
    writeln!(out, "{VERB}{}{VERB:#}{output}", explanation.subject)?;
    let reason = explanation.reason.as_deref().unwrap_or_default();
    match explanation.state {
        Some(PageState::Fresh) => writeln!(out, "├─ fresh: the next build leaves it alone")?,
        Some(PageState::Render) => writeln!(out, "├─ would be rendered: {reason}")?,
        Some(PageState::Relink) => writeln!(out, "├─ would be relinked: {reason}")?,
        None => {}
    }
    branch(&mut out, ["├─ ", "│  "], "depends on", &explanation.depends_on, all)?;
    branch(&mut out, ["└─ ", "   "], "needed by", &explanation.needed_by, all)?;
    out.flush()
}

fn branch(
    out: &mut impl Write,
    [knot, indent]: [&str; 2],
    title: &str,
    groups: &BTreeMap<String, Vec<Dependency>>,
    all: bool,
) -> io::Result<()> {
    if groups.is_empty() {
        return writeln!(out, "{knot}{title} nothing on record");
    }
    writeln!(out, "{knot}{title}")?;
    for (number, (group, list)) in groups.iter().enumerate() {
        let last = number + 1 == groups.len();
        writeln!(out, "{indent}{}{group}", if last { "└─ " } else { "├─ " })?;
        let inner = if last { "   " } else { "│  " };
        let shown = if all { list.len() } else { OF_EACH };
        for (number, Dependency { name, changed, reads }) in list.iter().take(shown).enumerate() {
            let is_last = number + 1 == list.len();
            let changed = if *changed { " (changed)" } else { "" };
            let line = format!("{indent}{inner}{}{name}{changed}", if is_last { "└─ " } else { "├─ " });
            let joined = if reads.is_empty() { String::new() } else { format!(": {}", reads.join(", ")) };
            if line.chars().count() + joined.chars().count() <= COLUMNS {
                writeln!(out, "{line}{DIM}{joined}{DIM:#}")?;
                continue;
            }
            writeln!(out, "{line}")?;
            let below = if is_last { "   " } else { "│  " };
            for (number, read) in reads.iter().enumerate() {
                let knot = if number + 1 == reads.len() { "└─ " } else { "├─ " };
                writeln!(out, "{indent}{inner}{below}{knot}{DIM}{read}{DIM:#}")?;
            }
        }
        if list.len() > shown {
            writeln!(out, "{indent}{inner}└─ {DIM}… and {} more: `-v` shows all{DIM:#}", list.len() - shown)?;
        }
    }
    Ok(())
}
