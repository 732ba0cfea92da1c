//! Fields and lists of sections.

use super::encoding::Encoding;
use super::{Answers, PageQuery};
use crate::template::{ListName, absolute, pages_below};
use bengal_core::SectionId;
use bengal_core::site::NavNode;

/// The fields of sections that are no lists of pages' fields.
const FIELDS: [&str; 16] = [
    "title",
    "nav_title",
    "url",
    "absolute_url",
    "description",
    "icon",
    "weight",
    "path",
    "type",
    "page",
    "parent",
    "pages",
    "regular_pages",
    "sections",
    "children",
    "nav_tree",
];

/// The field of this name, in the form that reads have.
pub(super) fn field_named(name: &str) -> Option<&'static str> {
    if let Some(field) = FIELDS.iter().find(|field| **field == name) {
        return Some(field);
    }
    match PageQuery::named(name)? {
        query @ PageQuery::OfList(ListName::Pages | ListName::RegularPages, _) => Some(query.name()),
        _ => None,
    }
}

impl Answers {
    pub(super) fn write_section(&self, id: SectionId, name: &str, out: &mut Encoding) -> Option<()> {
        let site = self.site();
        let section = site.sections.get(id.index())?;
        match name {
            "title" => out.text(&section.title),
            "nav_title" => out.text(section.nav_title()),
            "url" => out.text(&section.url),
            "absolute_url" => out.text(&absolute(&site.config, &section.url)),
            "description" => out.optional_text(section.description.as_deref()),
            "icon" => out.optional_text(section.icon.as_deref()),
            "weight" => out.optional(section.weight, Encoding::number),
            "path" => out.text(&section.path),
            "type" => out.text(&section.content_type),
            "page" => out.optional_text(section.index.map(|id| self.page_name(id))),
            "parent" => out.optional_text(section.parent.map(|id| self.section_path(id))),
            "pages" => self.write_pages(&section.pages, out),
            "regular_pages" => self.write_pages(&pages_below(site, id), out),
            "sections" => self.write_sections(&section.sections, out),
            "children" => {
                self.write_sections(&section.sections, out);
                self.write_pages(&section.pages, out);
            }
            "nav_tree" => self.write_tree(id, out),
            _ => match PageQuery::named(name)? {
                PageQuery::OfList(ListName::Pages, field) => self.write_field_of_all(&section.pages, field, out),
                PageQuery::OfList(ListName::RegularPages, field) => {
                    self.write_field_of_all(&pages_below(site, id), field, out);
                }
                _ => return None,
            },
        }
        Some(())
    }

    /// Writes the paths of sections, in order.
    fn write_sections(&self, sections: &[SectionId], out: &mut Encoding) {
        out.count(sections.len());
        for id in sections {
            out.text(self.section_path(*id));
        }
    }

    /// The whole navigation tree below a section, and whose mark goes where.
    fn write_tree(&self, root: SectionId, out: &mut Encoding) {
        let tree = self.shared.nav.whole(self.site(), root);
        out.text(tree.html);
        out.count(tree.pages.len());
        for (at, page) in tree.pages {
            out.count(at);
            out.text(self.page_name(page));
        }
        out.count(tree.branches.len());
        for (at, section) in tree.branches {
            out.count(at);
            out.text(self.section_path(section));
        }
    }

    /// What a cut navigation tree shows of one of its levels.
    pub(super) fn write_level(&self, id: SectionId, around: NavNode, out: &mut Encoding) -> Option<()> {
        let site = self.site();
        let section = site.sections.get(id.index())?;
        match around {
            NavNode::Page(page) => drop(site.pages.get(page.index())?),
            NavNode::Section(next) => drop(site.sections.get(next.index())?),
        }
        let shown = self.shared.nav.shown(site, id, around);
        out.text(shown.html);
        out.count(shown.before);
        out.count(shown.after);
        out.optional_text(shown.page.map(|id| self.page_name(id)));
        out.optional(shown.mark, Encoding::count);
        out.optional(shown.branch, Encoding::count);
        out.text(&section.url);
        out.flag(section.index.is_some());
        if let NavNode::Section(next) = around {
            out.text(site.section(next).nav_title());
        }
        Some(())
    }
}
