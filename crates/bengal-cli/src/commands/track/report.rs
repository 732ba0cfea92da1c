//! One page with everything, which loads nothing.

use super::{Tracked, treemap};
use crate::commands::html_page::{self, code, escape, exact_size, figure, list};
use crate::terminal::size;
use bengal_orchestration::track::{FileId, ReferenceId};
use std::fmt::Write;

/// So many of the heaviest pages are listed.
const HEAVIEST: usize = 100;

/// So many places of one finding are written.
const PLACES: usize = 5;

const STYLE: &str = "
.map-frame { overflow-x: auto } .map { display: block; width: 100%; min-width: 900px; border-radius: 6px } .map rect { stroke: #fff8; stroke-width: 1 } .map text { font-size: 12px; fill: #222; pointer-events: none } .map .inner { font-size: 11px; fill: #2229 }
.wider { display: none; margin: 0 0 .5rem } @media (max-width: 931px) { .wider { display: block } }
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
    let mut html = html_page::begin(&format!("Assets of {}", tracked.folder), STYLE);
    figures(&mut html, tracked);
    html.push_str("<h2>Bytes by folder</h2>\n");
    html.push_str("<p class=\"wider\"><small>The map is wider than the screen: move it sideways.</small></p>\n");
    html.push_str("<div class=\"map-frame\" tabindex=\"0\">\n");
    html.push_str(&treemap::svg(tracked.tree.files()));
    html.push_str("</div>\n");
    html.push_str("<h2><label for=\"search\">Search</label></h2>\n<input id=\"search\" type=\"search\" placeholder=\"part of a path, in every list below\">\n");
    missing(&mut html, tracked);
    wrong_case(&mut html, tracked);
    unused(&mut html, tracked);
    heaviest(&mut html, tracked);
    external(&mut html, tracked);
    html_page::end(html, SCRIPT)
}

fn figures(html: &mut String, tracked: &Tracked<'_>) {
    let summary = &tracked.summary;
    html.push_str("<ul class=\"figures\">\n");
    html.push_str(&figure(summary.pages, "pages", false));
    html.push_str(&figure(size(summary.bytes), "in all files", false));
    html.push_str(&figure(summary.references, "references", false));
    html.push_str(&figure(summary.unique_assets, "assets", false));
    html.push_str(&figure(summary.external_hosts, "other hosts", false));
    html.push_str(&figure(summary.missing, "missing", summary.missing > 0));
    html.push_str(&figure(summary.wrong_case, "in wrong letter case", summary.wrong_case > 0));
    html.push_str(&figure(
        format!("{} ({})", summary.unused, size(summary.unused_bytes)),
        "unused",
        summary.unused > 0,
    ));
    html.push_str("</ul>\n");
}

fn missing(html: &mut String, tracked: &Tracked<'_>) {
    let missing = &tracked.tree.findings().missing;
    let rows = missing.iter().map(|missing| {
        let near = missing.did_you_mean.map(|id| format!("<small>did you mean {}?</small>", file(tracked, id)));
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
        format!("<tr><td><code>{path}</code><td>{}<td>{places}</tr>\n", file(tracked, wrong.file))
    });
    list(html, "Wrong letter case", &["named", "the file", "where it is named"], rows, wrong.len());
}

fn unused(html: &mut String, tracked: &Tracked<'_>) {
    let unused = &tracked.tree.findings().unused;
    let rows = unused.iter().map(|id| {
        format!("<tr><td>{}<td class=\"n\">{}</tr>\n", file(tracked, *id), exact_size(tracked.tree.file(*id).bytes))
    });
    list(html, "Unused", &["file", "size"], rows, unused.len());
}

fn heaviest(html: &mut String, tracked: &Tracked<'_>) {
    let heaviest = tracked.tree.heaviest(HEAVIEST);
    let largest = heaviest.first().map_or(1, |weight| weight.bytes.max(1));
    let rows = heaviest.iter().map(|weight| {
        let own = exact_size(tracked.tree.file(weight.page).bytes);
        let share = weight.bytes as f64 / largest as f64 * 100.0;
        format!(
            "<tr><td>{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"n\">{own}<td><svg width=\"120\" height=\"10\" aria-hidden=\"true\"><rect width=\"{:.1}\" height=\"10\" fill=\"hsl(20 60% 55%)\"/></svg></tr>\n",
            file(tracked, weight.page),
            exact_size(weight.bytes),
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

fn file(tracked: &Tracked<'_>, id: FileId) -> String {
    code(&tracked.tree.file(id).path)
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
