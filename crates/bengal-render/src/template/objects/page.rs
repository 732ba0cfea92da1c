//! Pages.

use super::super::scope::Scope;
use super::super::value::{text_or_undefined, to_template};
use super::field::{Field, ListName, unknown_field_hinted};
use super::list::{Origin, PageList, SectionList};
use super::pagination::Pagination;
use super::taxonomy::{TermList, TermsOfPage};
use super::{SectionObject, toc};
use crate::Read;
use crate::markdown::Body;
use bengal_core::site::PageKind;
use bengal_core::suggest::nearest;
use bengal_core::{Page, PageId};
use minijinja::Value;
use minijinja::value::{DynObject, Enumerator, Object, ObjectRepr};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A page. Which fields it has is in [`Field`].
pub(crate) struct PageObject {
    scope: Arc<Scope>,
    id: PageId,
    /// The list that it was reached through.
    origin: Option<Arc<Origin>>,
}

impl PageObject {
    pub(crate) fn value(scope: &Arc<Scope>, id: PageId) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope), id, origin: None })
    }

    pub(super) fn listed(scope: &Arc<Scope>, id: PageId, origin: &Arc<Origin>) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope), id, origin: Some(Arc::clone(origin)) })
    }

    /// Its URL; recorded as its field is.
    pub(crate) fn url(&self) -> String {
        self.record(Field::Url);
        self.page().url.clone()
    }

    fn page(&self) -> &Page {
        self.scope.site().page(self.id)
    }

    fn is_current(&self) -> bool {
        self.id == self.scope.page
    }

    fn record(&self, field: Field) {
        match &self.origin {
            Some(origin) => origin.record(field, &self.scope),
            None if self.is_current() && (field.is_own() || field.is_body()) => {}
            None => self.scope.record(Read::Page(self.id, field.name())),
        }
    }

    fn get(&self, field: Field) -> Value {
        self.record(field);
        let page = self.page();
        let scope = &self.scope;
        match field {
            Field::Title => Value::from(page.title.as_str()),
            Field::NavTitle => Value::from(page.nav_title()),
            Field::Url => Value::from(page.url.as_str()),
            Field::AbsoluteUrl => Value::from(super::super::functions::absolute(scope.shared.config(), &page.url)),
            Field::Description => text_or_undefined(page.description.as_deref()),
            Field::MetaDescription => self.meta_description(),
            Field::Date => page.date.map_or(Value::UNDEFINED, |date| Value::from(date.iso())),
            Field::Updated => page.details.updated.map_or(Value::UNDEFINED, |date| Value::from(date.iso())),
            Field::Year => page.date.map_or(Value::UNDEFINED, |date| Value::from(date.year())),
            Field::Weight => page.weight.map_or(Value::UNDEFINED, Value::from),
            Field::Draft => Value::from(page.draft),
            Field::Kind => Value::from(kind_name(page.kind)),
            Field::Type => Value::from(&*page.content_type),
            Field::Template => text_or_undefined(page.details.template.as_deref()),
            Field::Variant => text_or_undefined(page.details.variant.as_deref()),
            Field::Lang => Value::from(page.details.lang.as_deref().unwrap_or(&scope.shared.config().site.language)),
            Field::Icon => text_or_undefined(page.details.icon.as_deref()),
            Field::ReferenceId => text_or_undefined(page.details.reference_id.as_deref()),
            Field::Slug => text_or_undefined(page.details.slug.as_deref()),
            Field::Key => Value::from(page.key.as_str()),
            Field::SourcePath => text_or_undefined(page.source.as_ref().map(|source| source.path.as_str())),
            Field::Keywords => strings(&page.details.keywords),
            Field::Author => text_or_undefined(page.details.authors.first().map(String::as_str)),
            Field::Authors => strings(&page.details.authors),
            Field::Terms => TermsOfPage::value(scope, self.id),
            Field::Params => Value::from_object(PageParams { scope: Arc::clone(scope), id: self.id }),
            Field::Aliases => strings(&page.details.aliases),
            Field::Robots => Value::from(page.visibility.robots()),
            Field::IsHome => Value::from(page.kind == PageKind::Home),
            Field::IsSection => Value::from(page.kind == PageKind::Section),
            Field::IsPage => Value::from(page.kind == PageKind::Page),
            Field::Generated => Value::from(page.is_generated()),
            Field::Section => SectionObject::value(scope, page.section),
            Field::Parent => self.parent(),
            Field::Ancestors => self.ancestors(),
            Field::Prev => self.neighbour(page.prev),
            Field::Next => self.neighbour(page.next),
            Field::PrevInSection => self.neighbour(page.prev_in_section),
            Field::NextInSection => self.neighbour(page.next_in_section),
            Field::Related => PageList::of_page(scope, self.id, ListName::Related),
            Field::List => PageList::of_page(scope, self.id, ListName::List),
            Field::Pagination => page.details.pager.as_ref().map_or(Value::UNDEFINED, Pagination::value),
            Field::Content if self.is_current() => scope.content.clone(),
            Field::Content => self.with_body(|body| Value::from_safe_string(body.html.clone())),
            Field::Toc => self.with_body(|body| Value::from_safe_string(toc::html(&body.toc))),
            Field::TocItems => self.with_body(|body| toc::items(&body.toc)),
            Field::Excerpt => self.with_body(|body| Value::from(body.excerpt.as_str())),
            Field::WordCount => self.with_body(|body| Value::from(body.words)),
            Field::ReadingTime => self.with_body(|body| Value::from(body.reading_minutes)),
            Field::StartsWithTitle => self.with_body(|body| Value::from(body.starts_with_title)),
            Field::HasMath => self.with_body(|body| Value::from(body.has_math)),
            Field::HasDiagrams => self.with_body(|body| Value::from(body.has_diagrams)),
        }
    }

    /// The current page's body is at hand; another's is rendered now, unless it was before.
    fn with_body(&self, get: impl FnOnce(&Body) -> Value) -> Value {
        if self.is_current() {
            return get(&self.scope.body);
        }
        let shared = &self.scope.shared;
        get(&shared.bodies.get(&shared.markdown, self.id).body)
    }

    /// The description, or the start of the text.
    fn meta_description(&self) -> Value {
        if let Some(description) = &self.page().description {
            return Value::from(description.as_str());
        }
        let limit = self.scope.shared.config().content.summary_length;
        self.with_body(|body| Value::from(super::super::functions::shortened(&body.excerpt, limit, "…")))
    }

    /// The section above: for a section's own page that of the section, else the section that the page is in.
    fn parent(&self) -> Value {
        let page = self.page();
        let section = match page.kind {
            PageKind::Home => None,
            PageKind::Section => self.scope.site().section(page.section).parent,
            _ => Some(page.section),
        };
        section.map_or(Value::UNDEFINED, |id| SectionObject::value(&self.scope, id))
    }

    /// The sections from the root down, without the page itself.
    fn ancestors(&self) -> Value {
        let page = self.page();
        let mut sections = self.scope.site().ancestors(page);
        if matches!(page.kind, PageKind::Home | PageKind::Section) {
            sections.pop();
        }
        SectionList::value(&self.scope, sections)
    }

    fn neighbour(&self, page: Option<PageId>) -> Value {
        page.map_or(Value::UNDEFINED, |id| Self::value(&self.scope, id))
    }

    fn unknown(&self, name: &str) -> Value {
        if let Some(taxonomy) = self.scope.shared.config().taxonomies.iter().position(|known| known.name == name) {
            self.record(Field::Terms);
            return TermList::of_page(&self.scope, self.id, taxonomy);
        }
        let suggestion = if self.page().params.contains_key(name) {
            Some(format!("params.{name}"))
        } else {
            nearest(name, Field::NAMES.iter().copied()).map(str::to_owned)
        };
        unknown_field_hinted("a page", name, suggestion)
    }
}

/// The name of a kind of page.
pub(crate) fn kind_name(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Home => "home",
        PageKind::Section => "section",
        PageKind::Page => "page",
        PageKind::Taxonomy => "taxonomy",
        PageKind::Term => "term",
        PageKind::NotFound => "404",
    }
}

fn strings(items: &[String]) -> Value {
    items.iter().map(|item| Value::from(item.as_str())).collect::<Vec<_>>().into()
}

impl fmt::Debug for PageObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.record(Field::Url);
        write!(f, "page {}", self.page().url)
    }
}

impl Object for PageObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(match Field::named(key) {
            Some(field) => self.get(field),
            None => self.unknown(key),
        })
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        Some(self.id.cmp(&other.downcast_ref::<Self>()?.id))
    }

    /// Printed, a page is its title.
    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.record(Field::Title);
        f.write_str(&self.page().title)
    }
}

/// The front matter of a page, with what is cascaded. Its keys are the author's: one that is missing is undefined, and no error.
struct PageParams {
    scope: Arc<Scope>,
    id: PageId,
}

impl fmt::Debug for PageParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scope.record(Read::Page(self.id, "url"));
        write!(f, "front matter of {}", self.scope.site().page(self.id).url)
    }
}

impl Object for PageParams {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.scope.site().page(self.id).params.get(key).as_deref().map(to_template)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let keys = self.scope.site().page(self.id).params.keys();
        Enumerator::Values(keys.map(Value::from).collect())
    }
}
