//! Fields of pages.

use super::Answers;
use super::encoding::Encoding;
use crate::Read;
use crate::template::{Field, absolute, kind_name};
use bengal_core::site::Pager;
use bengal_core::{Page, PageId, PageKind};

impl Answers {
    /// All that a page is by its front matter, its place and what is cascaded to it.
    pub(super) fn write_own_fields(&self, page: &Page, out: &mut Encoding) {
        for field in Field::ALL.iter().filter(|field| field.is_own() && **field != Field::MetaDescription) {
            self.write_field(page, *field, out);
        }
        out.optional(page.details.taxonomy, |out, (taxonomy, term)| {
            let taxonomy = self.site().taxonomies.get(taxonomy);
            out.optional(taxonomy, |out, taxonomy| {
                out.text(&taxonomy.name);
                out.text(&taxonomy.singular);
            });
            let term = taxonomy.and_then(|taxonomy| taxonomy.terms.get(term?));
            out.optional(term, |out, term| out.text(&term.slug));
        });
    }

    /// A field of each page of a list, in order.
    pub(super) fn write_field_of_all(&self, pages: &[PageId], field: Field, out: &mut Encoding) {
        out.count(pages.len());
        for page in pages.iter().filter_map(|id| self.site().pages.get(id.index())) {
            self.write_field(page, field, out);
        }
    }

    /// One field of a page, as templates and Markdown see it.
    pub(super) fn write_field(&self, page: &Page, field: Field, out: &mut Encoding) {
        let config = &self.site().config;
        match field {
            Field::Title => out.text(&page.title),
            Field::NavTitle => out.text(page.nav_title()),
            Field::Url => out.text(&page.url),
            Field::AbsoluteUrl => out.text(&absolute(config, &page.url)),
            Field::Description => out.optional_text(page.description.as_deref()),
            Field::MetaDescription => {
                out.optional_text(page.description.as_deref());
                if page.description.is_none() {
                    out.answer(&self.body(page.id, field));
                }
            }
            Field::Date => out.optional_text(page.date.map(|date| date.iso()).as_deref()),
            Field::Updated => out.optional_text(page.details.updated.map(|date| date.iso()).as_deref()),
            Field::Year => out.optional(page.date, |out, date| out.number(date.year().into())),
            Field::Weight => out.optional(page.weight, Encoding::number),
            Field::Draft => out.flag(page.draft),
            Field::Kind => out.text(kind_name(page.kind)),
            Field::Type => out.text(&page.content_type),
            Field::Template => out.optional_text(page.details.template.as_deref()),
            Field::Variant => out.optional_text(page.details.variant.as_deref()),
            Field::Lang => out.text(page.details.lang.as_deref().unwrap_or(&config.site.language)),
            Field::Icon => out.optional_text(page.details.icon.as_deref()),
            Field::ReferenceId => out.optional_text(page.details.reference_id.as_deref()),
            Field::Slug => out.optional_text(page.details.slug.as_deref()),
            Field::Key => out.text(&page.key),
            Field::SourcePath => out.optional_text(page.source.as_ref().map(|source| source.path.as_str())),
            Field::Keywords => out.texts(&page.details.keywords),
            Field::Author => out.optional_text(page.details.authors.first().map(String::as_str)),
            Field::Authors => out.texts(&page.details.authors),
            Field::Terms => self.write_terms(page, out),
            Field::Params => out.packed(&page.params),
            Field::Aliases => out.texts(&page.details.aliases),
            Field::Robots => out.text(page.visibility.robots()),
            Field::IsHome => out.flag(page.kind == PageKind::Home),
            Field::IsSection => out.flag(page.kind == PageKind::Section),
            Field::IsPage => out.flag(page.kind == PageKind::Page),
            Field::Generated => out.flag(page.is_generated()),
            Field::Section => out.text(self.section_path(page.section)),
            Field::Parent => {
                let parent = match page.kind {
                    PageKind::Home => None,
                    PageKind::Section => self.site().sections.get(page.section.index()).and_then(|own| own.parent),
                    _ => Some(page.section),
                };
                out.optional_text(parent.map(|id| self.section_path(id)));
            }
            Field::Ancestors => {
                let sections = self.site().ancestors(page);
                out.count(sections.len());
                for id in sections {
                    out.text(self.section_path(id));
                }
            }
            Field::Prev => self.write_neighbour(page.prev, out),
            Field::Next => self.write_neighbour(page.next, out),
            Field::PrevInSection => self.write_neighbour(page.prev_in_section, out),
            Field::NextInSection => self.write_neighbour(page.next_in_section, out),
            Field::Related => self.write_pages(self.site().related(page.id), out),
            Field::List => self.write_pages(&page.details.list, out),
            Field::Pagination => out.optional(page.details.pager.as_ref(), write_pager),
            Field::Content
            | Field::Toc
            | Field::TocItems
            | Field::Excerpt
            | Field::WordCount
            | Field::ReadingTime
            | Field::StartsWithTitle
            | Field::HasMath
            | Field::HasDiagrams => out.answer(&self.digest(&Read::Page(page.id, field.name()))),
        }
    }

    fn write_neighbour(&self, page: Option<PageId>, out: &mut Encoding) {
        out.optional_text(page.map(|id| self.page_name(id)));
    }

    /// The terms as written, by taxonomy, and for each whether the taxonomy has it: one that only hidden pages have it has not.
    fn write_terms(&self, page: &Page, out: &mut Encoding) {
        out.count(page.terms.len());
        for (name, terms) in &page.terms {
            let taxonomy = self.site().taxonomies.iter().position(|taxonomy| taxonomy.name == *name);
            out.text(name);
            out.flag(taxonomy.is_some());
            out.count(terms.len());
            for term in terms {
                let found = taxonomy.and_then(|taxonomy| self.shared.terms.find(taxonomy, term));
                out.text(term);
                out.flag(found.is_some());
            }
        }
    }
}

/// The part of a list and the URLs that it can lead to: not those of all parts, of which there may be many.
fn write_pager(out: &mut Encoding, pager: &Pager) {
    /// How far on both sides of the part its neighbours can be reached.
    const AROUND: usize = 2;
    out.count(pager.number);
    out.count(pager.total);
    out.count(pager.items);
    let near = pager.number.saturating_sub(AROUND)..=pager.number + AROUND;
    for number in [1, pager.total].into_iter().chain(near) {
        let url = number.checked_sub(1).and_then(|at| pager.urls.get(at));
        out.optional_text(url.map(String::as_str));
    }
}
