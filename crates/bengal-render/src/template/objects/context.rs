//! The names that a template starts with.

use super::super::scope::Scope;
use super::field::ListName;
use super::list::PageList;
use super::menu::Menus;
use super::page::PageObject;
use super::section::SectionObject;
use super::site::SiteObject;
use super::taxonomy::{TaxonomyObject, TermList, TermObject};
use super::theme::ThemeObject;
use super::tree::Tree;
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use std::fmt;
use std::sync::Arc;

/// All of them.
pub(crate) const NAMES: [&str; 28] = [
    "site",
    "page",
    "section",
    "config",
    "theme",
    "params",
    "metadata",
    "menus",
    "bengal",
    "content",
    "content_title",
    "content_rest",
    "toc",
    "toc_items",
    "title",
    "description",
    "meta_desc",
    "excerpt",
    "word_count",
    "reading_time",
    "pages",
    "posts",
    "subsections",
    "pagination",
    "taxonomy",
    "term",
    "tag",
    "terms",
];

/// What a template looks its names up in.
pub(crate) struct Context {
    scope: Arc<Scope>,
}

impl Context {
    pub(crate) fn value(scope: &Arc<Scope>) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope) })
    }

    fn page_field(&self, name: &str) -> Option<Value> {
        PageObject::value(&self.scope, self.scope.page).get_attr(name).ok()
    }

    /// The term that a term page is of.
    fn term(&self) -> Option<Value> {
        let (taxonomy, term) = self.scope.current().details.taxonomy?;
        Some(TermObject::value(&self.scope, taxonomy, term?, None))
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "names of {}", self.scope.current().url)
    }
}

impl Object for Context {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let scope = &self.scope;
        let page = scope.current();
        match key {
            "page" => Some(PageObject::value(scope, scope.page)),
            "site" => Some(SiteObject::value(scope)),
            "section" => Some(SectionObject::value(scope, page.section)),
            "config" => Some(Tree::config(scope)),
            "theme" => Some(ThemeObject::value(scope)),
            "menus" => Some(Menus::value(scope)),
            "bengal" => Some(Value::from_pairs([("version", env!("CARGO_PKG_VERSION"))])),
            "content" => Some(scope.content.clone()),
            "content_title" => Some(scope.content_parts()[0].clone()),
            "content_rest" => Some(scope.content_parts()[1].clone()),
            "pages" | "posts" => Some(PageList::of_page(scope, scope.page, ListName::List)),
            "subsections" => SectionObject::value(scope, page.section).get_attr("sections").ok(),
            "taxonomy" => page.details.taxonomy.map(|(at, _)| TaxonomyObject::value(scope, at)),
            "term" | "tag" => self.term(),
            "terms" => page.details.taxonomy.map(|(at, _)| TermList::of_taxonomy(scope, at)),
            "params" | "metadata" | "toc" | "toc_items" | "title" | "description" | "meta_desc" | "excerpt"
            | "word_count" | "reading_time" | "pagination" => self.page_field(key),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&NAMES)
    }
}
