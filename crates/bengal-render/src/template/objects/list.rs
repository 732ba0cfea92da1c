//! Lists of pages and sections.

use super::super::scope::Scope;
use super::field::{Field, ListName};
use super::{PageObject, SectionObject};
use crate::Read;
use bengal_core::{PageId, SectionId, Site};
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which list it is.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// A list of a section.
    Section(SectionId, ListName),
    /// A list of a page.
    Page(PageId, ListName),
    /// The pages of a term, by taxonomy and slug.
    Term(String, String),
    /// A list of the site, by the name of its read.
    Site(String),
}

/// A list that pages were reached through. A field that is read of any of its pages is one read, of that field of the whole list.
#[derive(Debug)]
pub(super) struct Origin {
    source: Source,
    recorded: AtomicU64,
}

impl Origin {
    pub(super) fn record(&self, field: Field, scope: &Scope) {
        let bit = 1u64 << (field as u8);
        if self.recorded.fetch_or(bit, Ordering::Relaxed) & bit != 0 {
            return;
        }
        scope.record(match &self.source {
            Source::Section(id, list) => Read::Section(*id, field.of_list(*list)),
            Source::Page(id, list) => Read::Page(*id, field.of_list(*list)),
            Source::Term(taxonomy, slug) => Read::Term(taxonomy.clone(), slug.clone(), field.of_list(ListName::Pages)),
            Source::Site(name) => Read::Site(format!("{name}.{}", field.name())),
        });
    }
}

/// Pages in order.
pub(super) struct PageList {
    scope: Arc<Scope>,
    origin: Arc<Origin>,
    pages: Pages,
}

/// Where the ids are: in the site, or in a list made for the purpose.
enum Pages {
    InSection(SectionId),
    InPage(PageId, ListName),
    InTerm(usize, usize),
    Apart(Arc<[PageId]>),
}

impl PageList {
    /// A list of a section; records which pages it has.
    pub(super) fn of_section(scope: &Arc<Scope>, section: SectionId) -> Value {
        let source = Source::Section(section, ListName::Pages);
        Self::value(scope, source, Read::Section(section, ListName::Pages.name()), Pages::InSection(section))
    }

    /// The ordinary pages of a section and of all sections below it, each section's before those of its sections.
    pub(super) fn of_section_and_below(scope: &Arc<Scope>, section: SectionId) -> Value {
        let pages = pages_below(scope.site(), section);
        let list = ListName::RegularPages;
        let read = Read::Section(section, list.name());
        Self::value(scope, Source::Section(section, list), read, Pages::Apart(pages.into()))
    }

    /// What a page lists, or the pages related to it.
    pub(super) fn of_page(scope: &Arc<Scope>, page: PageId, list: ListName) -> Value {
        Self::value(scope, Source::Page(page, list), Read::Page(page, list.name()), Pages::InPage(page, list))
    }

    /// The pages of a term.
    pub(super) fn of_term(scope: &Arc<Scope>, taxonomy: usize, term: usize) -> Value {
        let found = &scope.site().taxonomies[taxonomy];
        let (name, slug) = (found.name.clone(), found.terms[term].slug.clone());
        let read = Read::Term(name.clone(), slug.clone(), ListName::Pages.name());
        Self::value(scope, Source::Term(name, slug), read, Pages::InTerm(taxonomy, term))
    }

    /// A list of the whole site.
    pub(super) fn of_site(scope: &Arc<Scope>, name: &str, pages: &Arc<[PageId]>) -> Value {
        let read = Read::Site(name.to_owned());
        Self::value(scope, Source::Site(name.to_owned()), read, Pages::Apart(Arc::clone(pages)))
    }

    fn value(scope: &Arc<Scope>, source: Source, read: Read, pages: Pages) -> Value {
        scope.record(read);
        let origin = Arc::new(Origin { source, recorded: AtomicU64::new(0) });
        Value::from_object(Self { scope: Arc::clone(scope), origin, pages })
    }

    fn ids(&self) -> &[PageId] {
        let site = self.scope.site();
        match &self.pages {
            Pages::InSection(id) => &site.section(*id).pages,
            Pages::InPage(id, ListName::Related) => site.related(*id),
            Pages::InPage(id, _) => &site.page(*id).details.list,
            Pages::InTerm(taxonomy, term) => &site.taxonomies[*taxonomy].terms[*term].pages,
            Pages::Apart(ids) => ids,
        }
    }
}

impl fmt::Debug for PageList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pages", self.ids().len())
    }
}

impl Object for PageList {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let id = *self.ids().get(key.as_usize()?)?;
        Some(PageObject::listed(&self.scope, id, &self.origin))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.ids().len())
    }
}

/// The ordinary pages of a section and of all sections below it, each section's before those of its sections.
pub(crate) fn pages_below(site: &Site, section: SectionId) -> Vec<PageId> {
    let mut pages = Vec::new();
    let mut open = vec![section];
    while let Some(id) = open.pop() {
        let section = site.section(id);
        pages.extend_from_slice(&section.pages);
        open.extend(section.sections.iter().rev());
    }
    pages
}

/// Sections in order.
pub(super) struct SectionList {
    scope: Arc<Scope>,
    sections: Vec<SectionId>,
}

impl SectionList {
    /// The sections directly in a section; records which these are.
    pub(super) fn of_section(scope: &Arc<Scope>, section: SectionId) -> Value {
        scope.record(Read::Section(section, "sections"));
        Self::value(scope, scope.site().section(section).sections.clone())
    }

    pub(super) fn value(scope: &Arc<Scope>, sections: Vec<SectionId>) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope), sections })
    }
}

impl fmt::Debug for SectionList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sections", self.sections.len())
    }
}

impl Object for SectionList {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(SectionObject::value(&self.scope, *self.sections.get(key.as_usize()?)?))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.sections.len())
    }
}
