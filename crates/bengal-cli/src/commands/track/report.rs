//! One page with everything, which loads nothing.

use super::{Tracked, treemap};
use crate::terminal::size;
use bengal_orchestration::track::{FileId, ReferenceId};
use std::fmt::Write;

/// So many rows of a list are written: a browser does not show a hundred thousand.
const ROWS: usize = 2000;

/// So many of the heaviest pages are listed.
const HEAVIEST: usize = 100;

/// So many places of one finding are written.
const PLACES: usize = 5;

/// The columns of numbers.
const NUMBERS: [&str; 4] = ["size", "weight", "files", "the page itself"];

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; --accent: light-dark(#b5542d, #f0936a) }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1080px; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none }
.figures li { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .8rem }
.figures b { display: block; font-size: 1.25rem } .bad b { color: var(--accent) }
.map-frame { overflow-x: auto } .map { display: block; width: 100%; min-width: 900px; border-radius: 6px } .map rect { stroke: #fff8; stroke-width: 1 } .map text { font-size: 12px; fill: #222; pointer-events: none } .map .inner { font-size: 11px; fill: #2229 }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem .8rem; border: 1px solid var(--line); border-radius: 6px; position: sticky; top: .5rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere }
th.n { text-align: right } td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums } code { font-size: .92em } small { opacity: .75; display: block }
[hidden] { display: none }
";

/// Rows without the text in the search box are hidden; each list says how many are left.
const SCRIPT: &str = "
const box = document.querySelector('input');
const lists = [...document.querySelectorAll('section[data-list]')].map(section => ({
  count: section.querySelector('[data-count]'),
  rows: [...section.querySelectorAll('tbody tr')].map(row => [row, row.textContent.toLowerCase()]),
}));
box.addEventListener('input', () => {
  const wanted = box.value.toLowerCase();
  for (const { count, rows } of lists) {
    let shown = 0;
    for (const [row, text] of rows) { row.hidden = !text.includes(wanted); shown += !row.hidden; }
    count.textContent = wanted ? `${shown} of ${rows.length}` : '';
  }
});
";

/// The report as one HTML document.
pub(super) fn page(tracked: &Tracked<'_>) -> String {
    let mut html = String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    let title = escape(&format!("Assets of {}", tracked.folder));
    // Writing to a string does not fail.
    _ = writeln!(
        html,
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>"
    );
    _ = writeln!(html, "<h1>{title}</h1>");
    figures(&mut html, tracked);
    html.push_str("<h2>Bytes by folder</h2>\n");
    html.push_str("<div class=\"map-frame\">\n");
    html.push_str(&treemap::svg(tracked.tree.files()));
    html.push_str("</div>\n");
    html.push_str("<h2><label for=\"search\">Search</label></h2>\n<input id=\"search\" type=\"search\" placeholder=\"part of a path, in every list below\">\n");
    missing(&mut html, tracked);
    wrong_case(&mut html, tracked);
    unused(&mut html, tracked);
    heaviest(&mut html, tracked);
    external(&mut html, tracked);
    _ = writeln!(html, "<script>{SCRIPT}</script>\n</html>");
    html
}

fn figures(html: &mut String, tracked: &Tracked<'_>) {
    let summary = &tracked.summary;
    let figure = |number: String, name: &str, bad: bool| {
        let class = if bad { " class=\"bad\"" } else { "" };
        format!("<li{class}><b>{number}</b>{name}</li>\n")
    };
    html.push_str("<ul class=\"figures\">\n");
    html.push_str(&figure(summary.pages.to_string(), "pages", false));
    html.push_str(&figure(size(summary.bytes), "in all files", false));
    html.push_str(&figure(summary.references.to_string(), "references", false));
    html.push_str(&figure(summary.unique_assets.to_string(), "assets", false));
    html.push_str(&figure(summary.external_hosts.to_string(), "other hosts", false));
    html.push_str(&figure(summary.missing.to_string(), "missing", summary.missing > 0));
    html.push_str(&figure(summary.wrong_case.to_string(), "in wrong letter case", summary.wrong_case > 0));
    html.push_str(&figure(
        format!("{} ({})", summary.unused, size(summary.unused_bytes)),
        "unused",
        summary.unused > 0,
    ));
    html.push_str("</ul>\n");
}

/// A list with its heading; `rows` are table rows, of which there are `total`.
fn list(html: &mut String, name: &str, head: &[&str], rows: impl Iterator<Item = String>, total: usize) {
    if total == 0 {
        return;
    }
    _ = writeln!(html, "<section data-list>\n<h2>{name} ({total}) <small data-count></small></h2>\n<table><thead><tr>");
    for column in head {
        let class = if NUMBERS.contains(column) { " class=\"n\"" } else { "" };
        _ = write!(html, "<th{class}>{column}</th>");
    }
    html.push_str("</tr></thead><tbody>\n");
    rows.take(ROWS).for_each(|row| html.push_str(&row));
    html.push_str("</tbody></table>\n");
    if total > ROWS {
        _ = writeln!(html, "<p>The first {ROWS} of {total} are listed; <code>--format json</code> has all.</p>");
    }
    html.push_str("</section>\n");
}

fn missing(html: &mut String, tracked: &Tracked<'_>) {
    let missing = &tracked.tree.findings().missing;
    let rows = missing.iter().map(|missing| {
        let near = missing.did_you_mean.map(|id| format!("<small>did you mean {}?</small>", code(tracked, id)));
        let path = escape(&missing.path);
        let places = places(tracked, &missing.references);
        format!("<tr><td><code>{path}</code>{}<td>{places}</tr>\n", near.unwrap_or_default())
    });
    list(html, "Missing", &["file", "where it is named"], rows, missing.len());
}

fn wrong_case(html: &mut String, tracked: &Tracked<'_>) {
    let wrong = &tracked.tree.findings().wrong_case;
    let rows = wrong.iter().map(|wrong| {
        let path = escape(&wrong.path);
        let places = places(tracked, &wrong.references);
        format!("<tr><td><code>{path}</code><td>{}<td>{places}</tr>\n", code(tracked, wrong.file))
    });
    list(html, "Wrong letter case", &["named", "the file", "where it is named"], rows, wrong.len());
}

fn unused(html: &mut String, tracked: &Tracked<'_>) {
    let unused = &tracked.tree.findings().unused;
    let rows = unused.iter().map(|id| {
        format!("<tr><td>{}<td class=\"n\">{}</tr>\n", code(tracked, *id), size(tracked.tree.file(*id).bytes))
    });
    list(html, "Unused", &["file", "size"], rows, unused.len());
}

fn heaviest(html: &mut String, tracked: &Tracked<'_>) {
    let heaviest = tracked.tree.heaviest(HEAVIEST);
    let largest = heaviest.first().map_or(1, |weight| weight.bytes.max(1));
    let rows = heaviest.iter().map(|weight| {
        let own = size(tracked.tree.file(weight.page).bytes);
        let share = weight.bytes as f64 / largest as f64 * 100.0;
        format!(
            "<tr><td>{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"n\">{own}<td><svg width=\"120\" height=\"10\" aria-hidden=\"true\"><rect width=\"{:.1}\" height=\"10\" fill=\"hsl(20 60% 55%)\"/></svg></tr>\n",
            code(tracked, weight.page),
            size(weight.bytes),
            weight.files,
            share * 1.2,
        )
    });
    list(html, "Heaviest pages", &["page", "weight", "files", "the page itself", ""], rows, heaviest.len());
}

fn external(html: &mut String, tracked: &Tracked<'_>) {
    let hosts = tracked.tree.external();
    let total = hosts.iter().map(|host| host.urls.len()).sum();
    let rows = hosts.iter().flat_map(|host| {
        host.urls.iter().map(|(url, references)| {
            format!("<tr><td><code>{}</code><td>{}</tr>\n", escape(url), places(tracked, references))
        })
    });
    list(html, "From other hosts", &["URL", "where it is named"], rows, total);
}

fn code(tracked: &Tracked<'_>, id: FileId) -> String {
    format!("<code>{}</code>", escape(&tracked.tree.file(id).path))
}

fn places(tracked: &Tracked<'_>, references: &[ReferenceId]) -> String {
    let mut places = String::new();
    for id in references.iter().take(PLACES) {
        let place = tracked.tree.place(*id);
        _ = write!(places, "<code>{}:{}:{}</code><br>", escape(place.file), place.line, place.column);
    }
    if references.len() > PLACES {
        _ = write!(places, "<small>and {} more</small>", references.len() - PLACES);
    }
    places
}

/// Text as HTML text or in a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
