//! Headings: ids, anchors, the table of contents.

use super::{FrameKind, Pane, Writer};
use crate::markdown::TocEntry;
use crate::markdown::directives::tabs;
use crate::markdown::source::Place;
use crate::{Lookup, Read, escape};
use bengal_core::Diagnostic;
use bengal_core::keyed::{KeyedMap, KeyedSet};
use bengal_core::url::{self, slugify};
use pulldown_cmark::CowStr;
use std::fmt::Write as _;

/// A place of a page that can be linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::markdown) struct Anchor {
    /// Its id on the page.
    pub(in crate::markdown) id: String,
    /// The text of the heading; for targets the id.
    pub(in crate::markdown) text: String,
    /// Whether it is a `:::{target}`.
    pub(in crate::markdown) target: bool,
}

/// The headings of a page.
#[derive(Debug, Default)]
pub(super) struct Headings {
    /// Ids that are taken, each with the next number to try.
    ids: KeyedMap<String, usize>,
    /// Ids that the author gave to elements, in raw HTML too.
    named: KeyedSet<String>,
    pub(super) anchors: Vec<Anchor>,
    /// Level, id and text of the headings that are in the table of contents.
    toc: Vec<(u8, String, String)>,
    open: Option<OpenHeading>,
    /// Fragments of links to this page, and where they are: the ids that they name may come later.
    linked: Vec<(String, Place)>,
    last_level: u8,
    pub(super) starts_with_title: bool,
    any: bool,
}

#[derive(Debug)]
struct OpenHeading {
    id: Option<String>,
    classes: String,
    /// Where its HTML starts in its frame.
    start: usize,
    text: String,
}

impl Headings {
    /// An id that no other element of the page has: `wanted`, or that with a number.
    fn unique(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let Some(next) = self.ids.get(wanted).copied() else {
            self.ids.insert(wanted.to_owned(), 1);
            return wanted.to_owned();
        };
        let mut number = next;
        loop {
            let id = format!("{wanted}-{number}");
            number += 1;
            if !self.ids.contains_key(&id) {
                self.ids.insert(wanted.to_owned(), number);
                self.ids.insert(id.clone(), 1);
                return id;
            }
        }
    }
}

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: u8, id: Option<&str>, classes: &[CowStr<'_>]) {
        if !self.headings.any {
            self.headings.any = true;
            self.headings.starts_with_title = level == 1 && self.frames.len() == 1 && self.frame().html.is_empty();
        }
        let classes = classes.iter().map(|class| escape::escaped(class)).collect::<Vec<_>>().join(" ");
        let start = self.frame().html.len();
        self.headings.open = Some(OpenHeading { id: id.map(str::to_owned), classes, start, text: String::new() });
    }

    pub(super) fn end_heading(&mut self, level: u8) {
        let Some(heading) = self.headings.open.take() else { return };
        let frame = self.frame();
        let html = frame.html.split_off(heading.start.min(frame.html.len()));
        let text = heading.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = escape::without_nul(text);
        let depth = self.depth;
        let frame = self.frame();
        if frame.name == "code-tabs" && frame.depth + 1 == depth {
            tabs::finish_pane(frame);
            frame.panes.push(Pane { label: html.trim().to_owned(), name: text, ..Pane::default() });
            return;
        }
        let id = match heading.id {
            Some(id) => self.claim_id(&id),
            None => self.claim_id(&slugify(&text)),
        };
        let class = if heading.classes.is_empty() { String::new() } else { format!(" class=\"{}\"", heading.classes) };
        let html = html.trim();
        let id_html = escape::escaped(&id);
        let _ = writeln!(
            self.out(),
            "<h{level} id=\"{id_html}\"{class}>{html}<a class=\"headerlink\" href=\"#{id_html}\" aria-label=\"Link to this section\">#</a></h{level}>"
        );
        self.headings.last_level = level;
        // A heading without text would be a link without text.
        if self.is_in_flow() && !text.is_empty() {
            self.headings.toc.push((level, id.clone(), text.clone()));
        }
        self.headings.anchors.push(Anchor { id, text, target: false });
    }

    /// Whether what is written here is seen by everybody who reads the page from top to bottom: headings in tabs and cards are
    /// not, and so not in the table of contents.
    fn is_in_flow(&self) -> bool {
        !self.frames.iter().any(|frame| {
            matches!(frame.name, "tab-item" | "tab-set" | "code-tabs" | "card" | "cards" | "list-table")
                || matches!(frame.kind, FrameKind::Footnote(_) | FrameKind::Inline)
        })
    }

    /// Text of the heading that is open.
    pub(super) fn heading_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.headings.open {
            heading.text.push_str(text);
        }
    }

    /// An id for an element: the wanted one if no other element of the page has it.
    pub(in crate::markdown) fn claim_id(&mut self, wanted: &str) -> String {
        self.headings.unique(wanted)
    }

    /// Makes an element with an id known to references.
    pub(in crate::markdown) fn add_anchor(&mut self, id: String, text: String, target: bool) {
        self.headings.named.insert(id.clone());
        self.headings.anchors.push(Anchor { id, text, target });
    }

    /// Notes a link to a page of this site whose URL has a fragment: if that is no anchor of the page, a problem.
    pub(in crate::markdown) fn check_fragment(&mut self, url: &str, place: &Place) {
        let Some((path, fragment)) = url.split_once('#').filter(|_| self.resolves()) else { return };
        // The standard knows the top of a page by name, and fragments that are directives to the browser.
        if fragment.is_empty() || fragment.eq_ignore_ascii_case("top") || fragment.starts_with(":~:") {
            return;
        }
        let fragment = url::decode_path(fragment).unwrap_or_else(|| fragment.to_owned());
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() || path == self.page.url {
            return self.headings.linked.push((fragment, place.clone()));
        }
        let markdown = self.markdown;
        self.reads.record(Read::Reference(Lookup::Url, path.to_owned()));
        let Some(page) = markdown.index.page_by_url(&markdown.site, path) else { return };
        // What a page without a source shows is made by its template.
        let Some(source) = &markdown.site.page(page).source else { return };
        self.reads.record(Read::Anchors(Some(page)));
        if markdown.anchor_by_id(page, &fragment).is_none() {
            let ids = markdown.anchors_of(page).iter().map(|anchor| anchor.id.as_str());
            let nearest = self.report.nearest(&fragment, ids);
            let message = format!("`{}` has no anchor `{fragment}`", source.path);
            self.broken_anchor(message, nearest, place);
        }
    }

    /// Reports links to anchors that this page turned out not to have.
    pub(super) fn check_own_fragments(&mut self) {
        for (fragment, place) in std::mem::take(&mut self.headings.linked) {
            let known = self.headings.ids.contains_key(&fragment) || self.headings.named.contains(&fragment);
            if !known {
                let ids = self.headings.anchors.iter().map(|anchor| anchor.id.as_str());
                let nearest = self.report.nearest(&fragment, ids);
                self.broken_anchor(format!("this page has no anchor `{fragment}`"), nearest, &place);
            }
        }
    }

    fn broken_anchor(&mut self, message: String, nearest: Option<String>, place: &Place) {
        let nearest = nearest.map(|id| format!("#{id}"));
        self.problem(place, Diagnostic::warning("broken-anchor", message).did_you_mean(nearest.as_deref()));
    }

    /// The level of a heading directly below what is around it, 2 to 6.
    pub(in crate::markdown) fn next_level(&self) -> u8 {
        (self.headings.last_level + 1).clamp(2, 6)
    }

    /// The anchors of the page in order.
    pub(in crate::markdown) fn take_anchors(&mut self) -> Vec<Anchor> {
        std::mem::take(&mut self.headings.anchors)
    }

    /// Whether the first thing of the page is a heading of level 1.
    pub(in crate::markdown) fn starts_with_title(&self) -> bool {
        self.headings.starts_with_title
    }

    /// The table of contents: headings of level 2 to `depth`; empty where there are fewer than `min`.
    pub(in crate::markdown) fn toc(&mut self, depth: u8, min: usize) -> Vec<TocEntry> {
        let mut headings = std::mem::take(&mut self.headings.toc);
        headings.retain(|(level, _, _)| (2..=depth).contains(level));
        if headings.len() < min.max(1) { Vec::new() } else { nest(headings) }
    }
}

/// Puts headings below those of lower level before them.
fn nest(headings: Vec<(u8, String, String)>) -> Vec<TocEntry> {
    let mut done: Vec<TocEntry> = Vec::new();
    let mut open: Vec<TocEntry> = Vec::new();
    fn close(open: &mut Vec<TocEntry>, done: &mut Vec<TocEntry>) {
        if let Some(entry) = open.pop() {
            match open.last_mut() {
                Some(parent) => parent.children.push(entry),
                None => done.push(entry),
            }
        }
    }
    for (level, id, text) in headings {
        while open.last().is_some_and(|entry| entry.level >= level) {
            close(&mut open, &mut done);
        }
        open.push(TocEntry { level, id, text, children: Vec::new() });
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let mut headings = Headings::default();
        let ids: Vec<String> = ["a", "a-1", "a", "a", ""].iter().map(|id| headings.unique(id)).collect();
        assert_eq!(ids, ["a", "a-1", "a-2", "a-3", "section"]);
    }

    #[test]
    fn headings_nest() {
        let flat = [2, 4, 3, 2].iter().map(|level| (*level, level.to_string(), String::new())).collect();
        let toc = nest(flat);
        let shape: Vec<(u8, Vec<u8>)> =
            toc.iter().map(|entry| (entry.level, entry.children.iter().map(|child| child.level).collect())).collect();
        assert_eq!(shape, [(2, vec![4, 3]), (2, vec![])]);
    }
}
