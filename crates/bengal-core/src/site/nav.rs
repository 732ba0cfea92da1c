//! The navigation view: what is in a section, in the order in which a sidebar shows it.

use super::content_type::is_chronological;
use super::order::{title_key, weight_key};
use super::{PageId, Section, SectionId, Site};
use crate::config::SortBy;

/// Something in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NavNode {
    /// A page.
    Page(PageId),
    /// A section, which may have children of its own.
    Section(SectionId),
}

impl Site {
    /// What is directly in a section and shows up in navigation (`visibility.menu`), in order: pages and sections interleaved by
    /// weight, then title. Where pages are sorted otherwise (blogs, changelogs, `sort_pages_by`), sections come first.
    ///
    /// Sorted once, in phase 6: costs nothing but the walk.
    pub fn children(&self, section: SectionId) -> impl Iterator<Item = NavNode> {
        self.section(section).children.iter().copied().filter(|node| {
            let page = match node {
                NavNode::Page(id) => Some(*id),
                NavNode::Section(id) => self.section(*id).index,
            };
            page.is_none_or(|id| self.page(id).visibility.menu)
        })
    }
}

/// The listed pages and sections of a section whose lists are sorted.
pub(super) fn children_in_order(site: &Site, section: &Section) -> Vec<NavNode> {
    let sections = section.sections.iter().map(|id| NavNode::Section(*id));
    let pages = section.pages.iter().map(|id| NavNode::Page(*id));
    let mut nodes: Vec<NavNode> = sections.chain(pages).collect();
    if is_chronological(&section.content_type) || site.config.content.sort_pages_by != SortBy::Weight {
        return nodes;
    }
    nodes.sort_by_cached_key(|node| {
        let (weight, title) = match node {
            NavNode::Page(id) => (site.page(*id).weight, &site.page(*id).title),
            NavNode::Section(id) => (site.section(*id).weight, &site.section(*id).title),
        };
        (weight_key(weight), title_key(title))
    });
    if site.config.content.sort_descending {
        nodes.reverse();
    }
    nodes
}
