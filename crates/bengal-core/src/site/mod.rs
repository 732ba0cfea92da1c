//! The site as data: pages, sections, taxonomies, menus, resources.
//!
//! Everything refers to everything else by small ids ([`PageId`], [`SectionId`]), so the model has no cycles and is cheap to share.

mod address;
mod assemble;
mod cascade;
mod collisions;
mod content_type;
mod draft;
mod index;
mod input;
mod menu;
mod menu_tree;
mod menus;
mod names;
mod nav;
mod order;
mod page;
mod page_details;
mod page_list;
mod pages_by_name;
mod related;
mod section;
mod sections;
mod taxonomies;
mod taxonomy;
mod wiring;

#[cfg(test)]
mod tests;

pub(crate) use address::parse_slug;
pub use address::{Address, SitePath};
pub use assemble::assemble;
pub use collisions::{ClaimOwner, OutputClaim, Resolution, alias_outputs, resolve_collisions};
pub use index::SiteIndex;
pub use input::{ModelOptions, PageSource, SiteInput};
pub use menu::{Menu, MenuItem};
pub use menus::build_menus;
pub use names::{is_hidden_name, is_page_name};
pub use nav::NavNode;
pub use page::{Page, PageId, PageKind, Pager, RenderMode, Resource, Source, Visibility};
pub use page_details::{Details, PageDetails};
pub use page_list::complete_page_list;
pub use pages_by_name::PagesByName;
pub use related::{RelatedPages, relate};
pub use section::{Section, SectionId};
pub use sections::complete_sections;
pub use taxonomies::{collect_terms, make_term_pages, term_slug};
pub use taxonomy::{Taxonomy, Term};
pub use wiring::wire;

use crate::config::Config;
use crate::value::Map;
use indexmap::IndexMap;

/// A whole site, before anything is rendered. Built by the phases 2–12, then never changed.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The configuration.
    pub config: Config,
    /// All pages that will be published, by [`PageId`]; those from content in order of source path, generated ones after.
    pub pages: Vec<Page>,
    /// All sections, by [`SectionId`]; the root is the first.
    pub sections: Vec<Section>,
    /// Taxonomies in the order of the configuration; those without a term are left out.
    pub taxonomies: Vec<Taxonomy>,
    /// Menus by name; `main` is always there.
    pub menus: IndexMap<String, Menu>,
    /// `data/`, nested by path.
    pub data: Map,
    /// Files under `content/` that are published at their path.
    pub resources: Vec<Resource>,
    /// Related pages: see [`Site::related`].
    pub related: RelatedPages,
}

impl Site {
    /// The page with this id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// The section with this id.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// The root section.
    pub fn root(&self) -> &Section {
        &self.sections[0]
    }

    /// A page's sections from the root down to the one that it is in.
    pub fn ancestors(&self, page: &Page) -> Vec<SectionId> {
        let mut chain = Vec::new();
        let mut next = Some(page.section);
        while let Some(id) = next {
            chain.push(id);
            next = self.section(id).parent;
        }
        chain.reverse();
        chain
    }

    /// The home page, where the site has one.
    pub fn home(&self) -> Option<&Page> {
        self.sections.first().and_then(|root| root.index).map(|id| self.page(id))
    }

    /// Whether the site has a feed: it is asked for, URLs can be absolute, and a page is dated.
    pub fn has_feed(&self) -> bool {
        self.config.outputs.rss && !self.config.site.origin.is_empty() && self.feed_pages().next().is_some()
    }

    /// The pages that the feed is made of, in no particular order.
    pub fn feed_pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(|page| {
            let wanted = page.kind == PageKind::Page && page.visibility.rss && page.visibility.listings;
            wanted && !page.shadowed && page.date.is_some()
        })
    }

    /// The ids of all pages in order.
    pub fn page_ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len() as u32).map(PageId::new)
    }
}
