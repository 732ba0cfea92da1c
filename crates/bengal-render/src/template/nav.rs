//! The navigation tree of a section, as HTML that all its pages share.
//!
//! A tree in a template costs a page as much work as the tree has entries, which for a site of n pages is n² in all. So a tree is
//! built once as text, with the places noted where a page's own copy differs: the mark of the current page, and the
//! branches that are open. A page's copy is then a splice: O(length of the text + depth of the page).
//!
//! A small tree is given whole, with its branches in `<details>`. A large one is cut: only the branches that lead to the
//! current page are in it, and of each level at most [`LEVEL`] entries around that page, with a link to the section's own page,
//! which lists the rest. So a page's tree is bounded by its depth, however many pages there are, and all trees together are
//! linear in the number of pages.
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
use std::ops::Range;
use std::sync::OnceLock;

/// A tree of at most this many entries is given whole, unless the template says otherwise.
pub(super) const WHOLE_TREE: usize = 200;

/// How many entries of one level a cut tree has at most.
const LEVEL: usize = 60;

pub(super) const CURRENT: &str = " aria-current=\"page\"";
const OPEN: &str = " open";

/// The trees of all sections, each built when it is first asked for.
#[derive(Debug)]
pub(crate) struct NavTrees {
    /// How many entries stand below each section.
    sizes: Vec<usize>,
    /// A section's own entries, branches closed.
    levels: Vec<OnceLock<Level>>,
    /// A section's whole tree.
    wholes: Vec<OnceLock<Tree>>,
}

/// A whole tree without the marks of a page.
#[derive(Debug)]
pub(crate) struct WholeTree<'a> {
    pub(crate) html: &'a str,
    /// Where the mark of the current page goes.
    pub(crate) pages: Vec<(usize, PageId)>,
    /// Where a branch is opened.
    pub(crate) branches: Vec<(usize, SectionId)>,
}

/// The entries of a level that are shown around one of them. Places are counted from the start of `html`.
#[derive(Debug)]
pub(crate) struct ShownLevel<'a> {
    pub(crate) html: &'a str,
    /// How many entries are left out before and after.
    pub(crate) before: usize,
    pub(crate) after: usize,
    /// The page whose link may be marked, and where.
    pub(crate) page: Option<PageId>,
    pub(crate) mark: Option<usize>,
    /// Where the branch goes that leads on.
    pub(crate) branch: Option<usize>,
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

/// The entries of one section, one behind the other, without the `<ul>` around them.
#[derive(Debug, Default)]
struct Level {
    tree: Tree,
    /// Where each entry begins, and behind the last one where it ends.
    starts: Vec<usize>,
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
        let levels = site.sections.iter().map(|_| OnceLock::new()).collect();
        let wholes = site.sections.iter().map(|_| OnceLock::new()).collect();
        Self { sizes, levels, wholes }
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
        scope.record(Read::NavFits(root, whole_up_to));
        if self.fits(root, whole_up_to) {
            scope.record(Read::Section(root, "nav_tree"));
            self.wholes[root.index()].get_or_init(|| whole(site, root)).marked(scope.page, &trail)
        } else {
            self.cut(scope, &trail)
        }
    }

    /// Whether the tree below a section has at most so many entries.
    pub(crate) fn fits(&self, root: SectionId, entries: usize) -> bool {
        self.sizes.get(root.index()).is_some_and(|size| *size <= entries)
    }

    /// The whole tree below a section, and in it the places of pages and of branches, in order.
    pub(crate) fn whole(&self, site: &Site, root: SectionId) -> WholeTree<'_> {
        let tree = self.wholes[root.index()].get_or_init(|| whole(site, root));
        let mut pages: Vec<(usize, PageId)> = tree.current.iter().map(|(page, at)| (*at, *page)).collect();
        let mut branches: Vec<(usize, SectionId)> = tree.branch.iter().map(|(section, at)| (*at, *section)).collect();
        pages.sort_unstable();
        branches.sort_unstable();
        WholeTree { html: &tree.html, pages, branches }
    }

    /// What a cut tree shows of one level around an entry, without the marks of a page.
    pub(crate) fn shown(&self, site: &Site, section: SectionId, around: NavNode) -> ShownLevel<'_> {
        let level = self.levels[section.index()].get_or_init(|| level(site, section));
        let (branch, page) = match around {
            NavNode::Section(next) => (level.tree.branch.get(&next).copied(), site.section(next).index),
            NavNode::Page(page) => (None, Some(page)),
        };
        let mark = page.and_then(|page| level.tree.current.get(&page)).copied();
        let entries = level.window(branch.or(mark));
        let start = level.start_of(entries.start);
        ShownLevel {
            html: &level.tree.html[start..level.start_of(entries.end)],
            before: entries.start,
            after: level.entries() - entries.end,
            page: page.filter(|_| mark.is_some()),
            mark: mark.and_then(|at| at.checked_sub(start)),
            branch: branch.and_then(|at| at.checked_sub(start)),
        }
    }

    /// The levels of the sections on the trail, each put into the one above it.
    fn cut(&self, scope: &Scope, trail: &[SectionId]) -> String {
        let (site, page) = (scope.site(), scope.page);
        let mut html = String::new();
        let mut behind = Vec::new();
        for (at, id) in trail.iter().enumerate() {
            let section = site.section(*id);
            let level = self.levels[id.index()].get_or_init(|| level(site, *id));
            let next = trail.get(at + 1).copied().filter(|next| level.tree.branch.contains_key(next));
            let mark = level.tree.current.get(&page).copied();
            let branch = next.and_then(|next| level.tree.branch.get(&next)).copied();
            let around = trail.get(at + 1).map_or(NavNode::Page(page), |next| NavNode::Section(*next));
            scope.record(Read::NavLevel(*id, around));
            let shown = level.window(branch.or(mark));
            let stop = level.start_of(shown.end);
            let end = branch.unwrap_or(stop);
            html.push_str("<ul>");
            push_rest(&mut html, section, shown.start);
            append_marked(&mut html, &level.tree.html, level.start_of(shown.start)..end, mark);
            behind.push((section, level.entries() - shown.end, &level.tree.html[end..stop]));
            let Some(next) = next else { break };
            html.push_str("<details open>");
            push_summary(&mut html, site.section(next));
        }
        for (depth, (section, rest, entries)) in behind.into_iter().enumerate().rev() {
            html.push_str(entries);
            push_rest(&mut html, section, rest);
            html.push_str(if depth == 0 { "</ul>" } else { "</ul></details>" });
        }
        html
    }
}

impl Level {
    fn entries(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn start_of(&self, entry: usize) -> usize {
        self.starts.get(entry).copied().unwrap_or(self.tree.html.len())
    }

    /// The entries that are shown: [`LEVEL`] at most, around the one that the byte `at` is in.
    fn window(&self, at: Option<usize>) -> Range<usize> {
        let entry = at.map_or(0, |at| self.starts.partition_point(|start| *start <= at).saturating_sub(1));
        let last = self.entries().saturating_sub(LEVEL);
        let start = entry.saturating_sub(LEVEL / 2).min(last);
        start..self.entries().min(start + LEVEL)
    }
}

/// The link to the section's page in place of the entries that are left out, if any are.
fn push_rest(html: &mut String, section: &Section, count: usize) {
    if count == 0 {
        return;
    }
    html.push_str("<li class=\"nav-more\">");
    if section.index.is_some() {
        html.push_str("<a href=\"");
        escape::attribute(html, &section.url);
        html.push_str("\">");
    }
    html.push_str(&format!("{count} more"));
    html.push_str(if section.index.is_some() { "</a></li>" } else { "</li>" });
}

fn append_marked(out: &mut String, html: &str, range: Range<usize>, mark: Option<usize>) {
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
        spliced(&self.html, marks)
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

/// `html` with texts put in at byte offsets.
pub(super) fn spliced(html: &str, mut marks: Vec<(usize, &str)>) -> String {
    marks.sort_unstable();
    let mut out = String::with_capacity(html.len() + marks.iter().map(|(_, mark)| mark.len()).sum::<usize>());
    let mut from = 0;
    for (at, mark) in marks {
        out.push_str(&html[from..at]);
        out.push_str(mark);
        from = at;
    }
    out.push_str(&html[from..]);
    out
}

fn push_summary(html: &mut String, section: &Section) {
    html.push_str("<summary><span>");
    escape::text(html, section.nav_title());
    html.push_str("</span></summary>");
}

/// A section's own entries, branches closed.
fn level(site: &Site, section: SectionId) -> Level {
    let mut level = Level::default();
    for entry in site.children(section) {
        let tree = &mut level.tree;
        level.starts.push(tree.html.len());
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
    level.starts.push(level.tree.html.len());
    level.starts.shrink_to_fit();
    level.tree.html.shrink_to_fit();
    level
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
