//! Sections.

use super::super::scope::Scope;
use super::super::value::text_or_undefined;
use super::field::unknown_field;
use super::list::{PageList, SectionList};
use super::page::PageObject;
use crate::Read;
use bengal_core::{Section, SectionId};
use minijinja::Value;
use minijinja::value::{DynObject, Object, ObjectRepr};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

const FIELDS: [&str; 18] = [
    "title",
    "nav_title",
    "url",
    "href",
    "absolute_url",
    "description",
    "icon",
    "weight",
    "path",
    "name",
    "type",
    "params",
    "page",
    "parent",
    "pages",
    "regular_pages",
    "sections",
    "subsections",
];

/// A section.
pub(crate) struct SectionObject {
    scope: Arc<Scope>,
    id: SectionId,
}

impl SectionObject {
    pub(crate) fn value(scope: &Arc<Scope>, id: SectionId) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope), id })
    }

    /// Its number.
    pub(crate) fn id(&self) -> SectionId {
        self.id
    }

    /// The URL of its page; recorded.
    pub(crate) fn url(&self) -> String {
        self.scope.record(Read::Section(self.id, "url"));
        self.section().url.clone()
    }

    fn section(&self) -> &Section {
        self.scope.site().section(self.id)
    }

    fn field(&self, name: &'static str, value: Value) -> Value {
        self.scope.record(Read::Section(self.id, name));
        value
    }

    fn get(&self, name: &str) -> Value {
        let section = self.section();
        match name {
            "title" => self.field("title", Value::from(section.title.as_str())),
            "nav_title" => self.field("nav_title", Value::from(section.nav_title())),
            "url" | "href" => self.field("url", Value::from(section.url.as_str())),
            "absolute_url" => {
                self.field("url", super::super::functions::absolute(self.scope.shared.config(), &section.url).into())
            }
            "description" => self.field("description", text_or_undefined(section.description.as_deref())),
            "icon" => self.field("icon", text_or_undefined(section.icon.as_deref())),
            "weight" => self.field("weight", section.weight.map_or(Value::UNDEFINED, Value::from)),
            "path" => Value::from(section.path.as_str()),
            "name" => Value::from(section.path.rsplit('/').next().unwrap_or_default()),
            "type" => self.field("type", Value::from(&*section.content_type)),
            "params" => self.page().get_attr("params").unwrap_or_default(),
            "page" => self.page(),
            "parent" => {
                self.field("parent", section.parent.map_or(Value::UNDEFINED, |id| Self::value(&self.scope, id)))
            }
            "pages" => PageList::of_section(&self.scope, self.id),
            "regular_pages" => PageList::of_section_and_below(&self.scope, self.id),
            "sections" | "subsections" => SectionList::of_section(&self.scope, self.id),
            _ => unknown_field("a section", name, &FIELDS),
        }
    }

    fn page(&self) -> Value {
        let page = self.section().index;
        self.field("page", page.map_or(Value::UNDEFINED, |id| PageObject::value(&self.scope, id)))
    }
}

impl fmt::Debug for SectionObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "section {}", self.section().path)
    }
}

impl Object for SectionObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(self.get(key))
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        Some(self.id.cmp(&other.downcast_ref::<Self>()?.id))
    }

    /// Printed, a section is its title.
    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scope.record(Read::Section(self.id, "title"));
        f.write_str(&self.section().title)
    }
}
