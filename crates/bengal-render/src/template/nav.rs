//! The navigation tree of a section, as HTML that all its pages share.
//!
//! A tree in a template costs a page as much work as the tree has entries, which for a site of n pages is n² in all. So a tree is
//! built once as text, with the places noted where a page's own copy differs: the mark of the current page, and the
//! branches that are open. A page's copy is then a splice: O(length of the text + depth of the page).
//!
//! A small tree is given whole, with its branches in `<details>`. A large one is cut: only the branches that lead to the
//! current page are in it, which keeps the output linear in the number of pages too.
//!
//! ```html
//! <ul>
//!   <li><a href="/docs/start/" aria-current="page">Start</a></li>
//!   <li class="nav-section"><a href="/docs/guide/">Guide</a><details open><summary><span>Guide</span></summary><ul>…</ul></details></li>
//! </ul>
//! ```

use super::scope::Scope;
use crate::{Read, escape};
use bengal_core::site::{NavNode, Section, Site};
use bengal_core::{PageId, SectionId};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A tree of at most this many entries is given whole, unless the template says otherwise.
pub(super) const WHOLE_TREE: usize = 200;

const CURRENT: &str = " aria-current=\"page\"";
const OPEN: &str = " open";

/// The trees of all sections, each built when it is first asked for.
#[derive(Debug)]
pub(super) struct NavTrees {
    /// How many entries stand below each section.
    sizes: Vec<usize>,
    /// A section's own entries, branches closed.
    levels: Vec<OnceLock<Tree>>,
    /// A section's whole tree.
    wholes: Vec<OnceLock<Tree>>,
}

/// A list of entries as HTML, and where pages' copies of it differ.
#[derive(Debug, Default)]
struct Tree {
    html: String,
    /// Where the mark of the current page goes, by page.
    current: FxHashMap<PageId, usize>,
    /// Where a branch is opened, by section: behind `<details` in a whole tree, behind the section's link in a level.
    branch: FxHashMap<SectionId, usize>,
}

impl NavTrees {
    pub(super) fn new(site: &Site) -> Self {
        let mut order = Vec::with_capacity(site.sections.len());
        let mut open: Vec<SectionId> = site.sections.first().map(|root| root.id).into_iter().collect();
        while let Some(id) = open.pop() {
            order.push(id);
            open.extend(&site.section(id).sections);
        }
        let mut sizes = vec![0; site.sections.len()];
        for section in order.iter().rev().map(|id| site.section(*id)) {
            let below: usize = section.sections.iter().map(|id| sizes[id.index()]).sum();
            sizes[section.id.index()] = section.children.len() + below;
        }
        let empty = || site.sections.iter().map(|_| OnceLock::new()).collect();
        Self { sizes, levels: empty(), wholes: empty() }
    }

    /// The tree below `root` for the page that is rendered, and what it read: `nav_tree` of `root` where the tree is whole, else `nav`
    /// of each section on the way to the page.
    pub(super) fn html(&self, scope: &Scope, root: SectionId, whole_up_to: usize) -> String {
        let site = scope.site();
        let mut trail = site.ancestors(scope.current());
        match trail.iter().position(|section| *section == root) {
            Some(at) => drop(trail.drain(..at)),
            None => trail = vec![root],
        }
        if self.sizes[root.index()] <= whole_up_to {
            scope.record(Read::Section(root, "nav_tree"));
            self.wholes[root.index()].get_or_init(|| whole(site, root)).marked(scope.page, &trail)
        } else {
            trail.iter().for_each(|section| scope.record(Read::Section(*section, "nav")));
            self.cut(site, scope.page, &trail)
        }
    }

    /// The levels of the sections on the trail, each put into the one above it.
    fn cut(&self, site: &Site, page: PageId, trail: &[SectionId]) -> String {
        let mut html = String::new();
        let mut behind = Vec::new();
        for (at, section) in trail.iter().enumerate() {
            let level = self.levels[section.index()].get_or_init(|| level(site, *section));
            let branch = trail.get(at + 1).and_then(|next| Some((*next, *level.branch.get(next)?)));
            let end = branch.map_or(level.html.len(), |(_, end)| end);
            let mark = level.current.get(&page).copied();
            append_marked(&mut html, &level.html, 0..end, mark);
            let Some((next, _)) = branch else { break };
            html.push_str("<details open>");
            push_summary(&mut html, site.section(next));
            behind.push((level, end, mark));
        }
        for (level, start, mark) in behind.into_iter().rev() {
            html.push_str("</details>");
            append_marked(&mut html, &level.html, start..level.html.len(), mark);
        }
        html
    }
}

fn append_marked(out: &mut String, html: &str, range: std::ops::Range<usize>, mark: Option<usize>) {
    match mark {
        Some(at) if range.contains(&at) => {
            out.push_str(&html[range.start..at]);
            out.push_str(CURRENT);
            out.push_str(&html[at..range.end]);
        }
        _ => out.push_str(&html[range]),
    }
}

impl Tree {
    /// A copy with the current page marked and the branches of the trail open.
    fn marked(&self, page: PageId, trail: &[SectionId]) -> String {
        let mut marks: Vec<(usize, &str)> = trail.iter().filter_map(|id| Some((*self.branch.get(id)?, OPEN))).collect();
        marks.extend(self.current.get(&page).map(|at| (*at, CURRENT)));
        marks.sort_unstable();
        let mut html = String::with_capacity(self.html.len() + marks.len() * CURRENT.len());
        let mut from = 0;
        for (at, mark) in marks {
            html.push_str(&self.html[from..at]);
            html.push_str(mark);
            from = at;
        }
        html.push_str(&self.html[from..]);
        html
    }

    fn link(&mut self, page: Option<PageId>, url: &str, title: &str) {
        self.html.push_str("<a href=\"");
        escape::attribute(&mut self.html, url);
        self.html.push('"');
        if let Some(page) = page {
            self.current.insert(page, self.html.len());
        }
        self.html.push('>');
        escape::text(&mut self.html, title);
        self.html.push_str("</a>");
    }

    fn page(&mut self, site: &Site, page: PageId) {
        let page = site.page(page);
        self.html.push_str("<li>");
        self.link(Some(page.id), &page.url, page.nav_title());
        self.html.push_str("</li>");
    }
}

fn push_summary(html: &mut String, section: &Section) {
    html.push_str("<summary><span>");
    escape::text(html, section.nav_title());
    html.push_str("</span></summary>");
}

/// A section's own entries, branches closed.
fn level(site: &Site, section: SectionId) -> Tree {
    let mut tree = Tree::default();
    tree.html.push_str("<ul>");
    for entry in site.children(section) {
        match entry {
            NavNode::Page(page) => tree.page(site, page),
            NavNode::Section(id) => {
                let child = site.section(id);
                tree.html.push_str("<li class=\"nav-section\">");
                tree.link(child.index, &child.url, child.nav_title());
                tree.branch.insert(id, tree.html.len());
                tree.html.push_str("</li>");
            }
        }
    }
    tree.html.push_str("</ul>");
    tree
}

/// The whole tree below a section. A stack of its own, so that nesting costs no call depth.
fn whole(site: &Site, root: SectionId) -> Tree {
    let mut tree = Tree::default();
    tree.html.push_str("<ul>");
    let mut open = vec![site.children(root).peekable()];
    while let Some(level) = open.last_mut() {
        match level.next() {
            Some(NavNode::Page(page)) => tree.page(site, page),
            Some(NavNode::Section(id)) => {
                let child = site.section(id);
                let mut below = site.children(id).peekable();
                tree.html.push_str("<li class=\"nav-section\">");
                tree.link(child.index, &child.url, child.nav_title());
                if below.peek().is_none() {
                    tree.html.push_str("</li>");
                    continue;
                }
                tree.html.push_str("<details");
                tree.branch.insert(id, tree.html.len());
                tree.html.push('>');
                push_summary(&mut tree.html, child);
                tree.html.push_str("<ul>");
                open.push(below);
            }
            None => {
                open.pop();
                tree.html.push_str(if open.is_empty() { "</ul>" } else { "</ul></details></li>" });
            }
        }
    }
    tree
}
