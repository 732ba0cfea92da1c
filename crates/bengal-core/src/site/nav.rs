//! The navigation view: what is in a section, in the order in which a sidebar shows it.

use super::content_type::is_chronological;
use super::order::{title_order, weight_key};
use super::{PageId, SectionId, Site};

/// An entry of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NavNode {
    /// A page.
    Page(PageId),
    /// A section, which may have children.
    Section(SectionId),
}

impl Site {
    /// The pages and sections directly in a section that show up in navigation (`visibility.menu`), interleaved by weight, then title.
    /// Chronological sections (blogs, changelogs) keep the order of their pages, sections first.
    ///
    /// Costs O(n log n) in the number of children.
    pub fn children(&self, section: SectionId) -> Vec<NavNode> {
        let mut nodes = self.listed_children(section);
        nodes.retain(|node| self.is_in_navigation(*node));
        nodes
    }

    /// As [`children`](Self::children), whether or not they show up in navigation.
    pub(super) fn listed_children(&self, id: SectionId) -> Vec<NavNode> {
        let section = self.section(id);
        let sections = section.sections.iter().map(|id| NavNode::Section(*id));
        let pages = section.pages.iter().map(|id| NavNode::Page(*id));
        let mut nodes: Vec<NavNode> = sections.chain(pages).collect();
        let in_order = is_chronological(&section.content_type)
            || self.config.content.sort_pages_by != crate::config::SortBy::Weight;
        if !in_order {
            nodes.sort_by(|a, b| {
                let ((a_weight, a_title), (b_weight, b_title)) = (self.nav_key(*a), self.nav_key(*b));
                let order = a_weight.cmp(&b_weight).then_with(|| title_order(a_title, b_title));
                if self.config.content.sort_descending { order.reverse() } else { order }
            });
        }
        nodes
    }

    fn is_in_navigation(&self, node: NavNode) -> bool {
        let page = match node {
            NavNode::Page(id) => Some(id),
            NavNode::Section(id) => self.section(id).index,
        };
        page.is_none_or(|id| self.page(id).visibility.menu)
    }

    fn nav_key(&self, node: NavNode) -> ((bool, i64), &str) {
        match node {
            NavNode::Page(id) => (weight_key(self.page(id).weight), &self.page(id).title),
            NavNode::Section(id) => (weight_key(self.section(id).weight), &self.section(id).title),
        }
    }
}
