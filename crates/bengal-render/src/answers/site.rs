//! Listings of the whole site: pages, menus, taxonomies, terms.

use super::encoding::Encoding;
use super::{Answers, PageQuery};
use crate::markdown::{is_tagged, names_of_files};
use crate::template::{Field, ListName, is_automatic};
use bengal_core::PageId;
use bengal_core::site::{Menu, Term};
use camino::Utf8Path;

/// The field of a term of this name, in the form that reads have.
pub(super) fn term_field_named(name: &str) -> Option<&'static str> {
    if let Some(field) = ["name", "url", "count", "pages"].into_iter().find(|field| *field == name) {
        return Some(field);
    }
    match PageQuery::named(name)? {
        query @ PageQuery::OfList(ListName::Pages, _) => Some(query.name()),
        _ => None,
    }
}

impl Answers {
    pub(super) fn write_site(&self, name: &str, out: &mut Encoding) -> Option<()> {
        let site = self.site();
        let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
        match (first, rest) {
            ("pages", field) => self.write_list(self.shared.listed_pages(), field, out)?,
            ("regular_pages", field) => self.write_list(self.shared.regular_pages(), field, out)?,
            ("menus", None) => {
                out.count(site.menus.len());
                site.menus.keys().for_each(|name| out.text(name));
            }
            ("menus", Some(name)) => self.write_menu(name, site.menus.get(name)?, out),
            ("taxonomies", None) => {
                out.count(site.taxonomies.len());
                site.taxonomies.iter().for_each(|taxonomy| out.text(&taxonomy.name));
            }
            ("taxonomies", Some(name)) => self.write_taxonomy(name, out)?,
            ("tagged", Some(tag)) => {
                for page in site.pages.iter().filter(|page| is_tagged(page, tag)) {
                    out.text(self.page_name(page.id));
                }
            }
            ("sections", Some(path)) => drop(self.shared.section_by_path(path)?),
            ("has_rss", None) => out.flag(self.shared.has_feed()),
            ("names", Some(of)) => self.write_names(of, out)?,
            _ => return None,
        }
        Some(())
    }

    /// The names that one which leads nowhere is compared with, to find the one that was meant.
    fn write_names(&self, of: &str, out: &mut Encoding) -> Option<()> {
        let markdown = &self.shared.markdown;
        match of {
            "pages" => self.site().pages.iter().for_each(|page| {
                out.text(&page.key);
                out.optional_text(page.details.slug.as_deref());
            }),
            "files" => markdown.near_names().iter().for_each(|(folder, names)| {
                out.text(folder);
                out.texts(names);
            }),
            "templates" => self.templates.names().for_each(|name| out.text(name)),
            _ => out.texts(&names_of_files(markdown.files(), Utf8Path::new(of.strip_prefix("in.")?))),
        }
        Some(())
    }

    fn write_list(&self, pages: &[PageId], field: Option<&str>, out: &mut Encoding) -> Option<()> {
        match field {
            None => self.write_pages(pages, out),
            Some(field) => self.write_field_of_all(pages, Field::named(field)?, out),
        }
        Some(())
    }

    /// All entries of a menu with what they lead to. A stack of its own, so that nesting costs no call depth.
    fn write_menu(&self, name: &str, menu: &Menu, out: &mut Encoding) {
        let site = self.site();
        // Where the automatic menu is cut, it leads on to the home page.
        let home = site.home().filter(|_| is_automatic(site, name)).map(|home| home.url.as_str());
        out.optional_text(home);
        out.count(menu.items.len());
        let mut open: Vec<_> = menu.items.iter().rev().collect();
        while let Some(item) = open.pop() {
            out.text(&item.name);
            out.text(&item.url);
            out.optional_text(item.icon.as_deref());
            out.optional_text(item.page.map(|id| self.page_name(id)));
            out.optional_text(item.section.map(|id| self.section_path(id)));
            out.count(item.children.len());
            open.extend(item.children.iter().rev());
        }
    }

    fn write_taxonomy(&self, name: &str, out: &mut Encoding) -> Option<()> {
        let taxonomy = self.site().taxonomies.iter().find(|taxonomy| taxonomy.name == name)?;
        out.text(&taxonomy.singular);
        self.write_page_and_url(taxonomy.page, out);
        out.count(taxonomy.terms.len());
        for term in &taxonomy.terms {
            out.text(&term.slug);
            out.text(&term.name);
            out.count(term.pages.len());
            self.write_page_and_url(term.page, out);
        }
        Some(())
    }

    fn write_page_and_url(&self, page: Option<PageId>, out: &mut Encoding) {
        let page = page.and_then(|id| self.site().pages.get(id.index()));
        out.optional(page, |out, page| {
            out.text(self.page_name(page.id));
            out.text(&page.url);
        });
    }

    pub(super) fn write_term(&self, taxonomy: &str, slug: &str, field: &str, out: &mut Encoding) -> Option<()> {
        let term = self.term(taxonomy, slug)?;
        match field {
            "name" => out.text(&term.name),
            "url" => self.write_page_and_url(term.page, out),
            "count" => out.count(term.pages.len()),
            "pages" => self.write_pages(&term.pages, out),
            _ => match PageQuery::named(field)? {
                PageQuery::OfList(_, field) => self.write_field_of_all(&term.pages, field, out),
                _ => return None,
            },
        }
        Some(())
    }

    fn term(&self, taxonomy: &str, slug: &str) -> Option<&Term> {
        let at = self.site().taxonomies.iter().position(|known| known.name == taxonomy)?;
        // Terms are in order of their slugs where they come from the model.
        let terms = &self.site().taxonomies[at].terms;
        match terms.binary_search_by(|term| term.slug.as_str().cmp(slug)) {
            Ok(found) => terms.get(found),
            Err(_) => terms.iter().find(|term| term.slug == slug),
        }
    }
}
