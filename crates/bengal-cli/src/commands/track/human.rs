//! Text for people.

use super::{Tracked, View};
use crate::terminal::{DIM, VERB, count, plain, seconds, size};
use bengal_orchestration::track::{FileId, ReferenceId, Target};
use std::io::{self, BufWriter, Write};

/// How many places of one finding are shown where not all are asked for.
const PLACES: usize = 3;

pub(super) fn print(tracked: &Tracked<'_>, views: &[View]) -> io::Result<()> {
    let mut out = BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()));
    for view in views {
        match *view {
            View::Missing => missing(tracked, &mut out)?,
            View::Unused => unused(tracked, &mut out)?,
            View::UsedBy(file) => used_by(tracked, file, &mut out)?,
            View::Page(page) => page_tree(tracked, page, &mut out)?,
            View::External => external(tracked, &mut out)?,
            View::Top(number) => top(tracked, number, &mut out)?,
        }
    }
    if views.is_empty() {
        summary(tracked, &mut out)?;
    }
    out.flush()
}

fn line(out: &mut impl Write, verb: &str, text: &str) -> io::Result<()> {
    writeln!(out, "{VERB}{verb:>12}{VERB:#} {text}")
}

fn summary(tracked: &Tracked<'_>, out: &mut impl Write) -> io::Result<()> {
    let figures = &tracked.summary;
    let milliseconds = tracked.elapsed.as_secs_f64() * 1e3;
    let rate = figures.bytes_read as f64 / 1e6 / tracked.elapsed.as_secs_f64().max(1e-9);
    line(
        out,
        "Tracked",
        &format!(
            "{} ({} files, {}) in {}: {} read, {rate:.0} MB/s",
            count(figures.pages, "page"),
            figures.files,
            size(figures.bytes),
            seconds(milliseconds),
            size(figures.bytes_read),
        ),
    )?;
    let cached = if figures.from_cache > 0 { format!(", {} known before", figures.from_cache) } else { String::new() };
    line(out, "References", &format!("{} to {}{cached}", figures.references, count(figures.unique_assets, "asset")))?;
    line(
        out,
        "External",
        &format!("{} on {}", count(figures.external_urls, "URL"), count(figures.external_hosts, "host")),
    )?;
    let findings = tracked.tree.findings();
    let places: usize = findings.missing.iter().map(|missing| missing.references.len()).sum();
    line(out, "Missing", &format!("{} in {}", count(figures.missing, "file"), count(places, "place")))?;
    line(out, "Wrong case", &count(figures.wrong_case, "path"))?;
    line(out, "Unused", &format!("{}, {}", count(figures.unused, "file"), size(figures.unused_bytes)))?;
    if figures.allowed > 0 {
        line(out, "Allowed", &count(figures.allowed, "finding"))?;
    }
    if figures.unreadable + figures.not_utf8 > 0 {
        line(out, "Troubled", &format!("{} unreadable, {} not UTF-8", figures.unreadable, figures.not_utf8))?;
    }
    let average = figures.weight.checked_div(figures.pages as u64).unwrap_or(0);
    line(out, "Weight", &format!("{} a page on average; the heaviest:", size(average)))?;
    for weight in tracked.tree.heaviest(5) {
        writeln!(out, "{:>12} {}", size(weight.bytes), plain(&tracked.tree.file(weight.page).path))?;
    }
    Ok(())
}

fn places(tracked: &Tracked<'_>, references: &[ReferenceId], out: &mut impl Write) -> io::Result<()> {
    let shown = if tracked.verbose { references.len() } else { PLACES };
    for id in references.iter().take(shown) {
        let place = tracked.tree.place(*id);
        let (file, url) = (plain(place.file), plain(place.url));
        writeln!(out, "    {file}:{}:{}: {} {DIM}{url}{DIM:#}", place.line, place.column, place.kind)?;
    }
    if references.len() > shown {
        writeln!(out, "    … and {}: `-v` shows all", count(references.len() - shown, "more place"))?;
    }
    Ok(())
}

fn missing(tracked: &Tracked<'_>, out: &mut impl Write) -> io::Result<()> {
    let findings = tracked.tree.findings();
    for missing in &findings.missing {
        let near = missing.did_you_mean.map(|id| format!(" (did you mean `{}`?)", plain(&tracked.tree.file(id).path)));
        writeln!(out, "`{}` is missing{}", plain(&missing.path), near.unwrap_or_default())?;
        places(tracked, &missing.references, out)?;
    }
    for wrong in &findings.wrong_case {
        writeln!(out, "`{}` is written `{}`", plain(&wrong.path), plain(&tracked.tree.file(wrong.file).path))?;
        places(tracked, &wrong.references, out)?;
    }
    let figures = &tracked.summary;
    line(out, "Missing", &format!("{}, {} in wrong letter case", count(figures.missing, "file"), figures.wrong_case))
}

fn unused(tracked: &Tracked<'_>, out: &mut impl Write) -> io::Result<()> {
    for id in &tracked.tree.findings().unused {
        let file = tracked.tree.file(*id);
        writeln!(out, "{:>12} {}", size(file.bytes), plain(&file.path))?;
    }
    let figures = &tracked.summary;
    line(out, "Unused", &format!("{}, {}", count(figures.unused, "file"), size(figures.unused_bytes)))
}

fn used_by(tracked: &Tracked<'_>, file: FileId, out: &mut impl Write) -> io::Result<()> {
    let users = tracked.tree.users(file);
    for user in &users {
        let place = tracked.tree.place(user.reference);
        let via = user.via.map(|via| format!(" via {}", plain(&tracked.tree.file(via).path))).unwrap_or_default();
        writeln!(out, "{}:{}:{}: {}{via}", plain(place.file), place.line, place.column, place.kind)?;
    }
    line(out, "Used", &format!("`{}` by {}", plain(&tracked.tree.file(file).path), count(users.len(), "file")))
}

fn page_tree(tracked: &Tracked<'_>, page: FileId, out: &mut impl Write) -> io::Result<()> {
    let tree = tracked.tree.page_tree(page);
    let file = tracked.tree.file(page);
    writeln!(out, "{} ({})", plain(&file.path), size(file.bytes))?;
    for entry in &tree.entries {
        let place = tracked.tree.place(entry.reference);
        let note = match entry.target {
            Target::Missing => "missing".to_owned(),
            Target::External => "external".to_owned(),
            Target::WrongCase(_) => "wrong letter case".to_owned(),
            _ if entry.repeated => "as above".to_owned(),
            _ => size(entry.bytes.unwrap_or(0)),
        };
        // What is nested deeper than this is not indented further.
        let indent = "  ".repeat(entry.depth.min(40) as usize);
        let path = plain(tracked.tree.destination(entry.reference));
        writeln!(out, "{indent}{path} ({note}) {DIM}{} at {}:{}{DIM:#}", place.kind, place.line, place.column)?;
    }
    line(out, "Weight", &format!("{} with link previews", size(tree.bytes)))
}

fn external(tracked: &Tracked<'_>, out: &mut impl Write) -> io::Result<()> {
    for host in tracked.tree.external() {
        writeln!(out, "{}", plain(&host.host))?;
        for (url, references) in &host.urls {
            writeln!(out, "  {}", plain(url))?;
            places(tracked, references, out)?;
        }
    }
    let figures = &tracked.summary;
    line(
        out,
        "External",
        &format!("{} on {}", count(figures.external_urls, "URL"), count(figures.external_hosts, "host")),
    )
}

fn top(tracked: &Tracked<'_>, number: usize, out: &mut impl Write) -> io::Result<()> {
    for weight in tracked.tree.heaviest(number) {
        let file = tracked.tree.file(weight.page);
        let files = count(weight.files as usize, "file");
        writeln!(
            out,
            "{:>12} {} {DIM}({files}, the page itself {}){DIM:#}",
            size(weight.bytes),
            plain(&file.path),
            size(file.bytes)
        )?;
    }
    Ok(())
}
