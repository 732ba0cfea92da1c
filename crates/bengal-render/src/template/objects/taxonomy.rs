//! Taxonomies and terms.

use super::super::scope::Scope;
use super::field::unknown_field;
use super::list::PageList;
use super::page::PageObject;
use crate::Read;
use bengal_core::PageId;
use bengal_core::site::{Taxonomy, Term};
use minijinja::Value;
use minijinja::value::{DynObject, Enumerator, Object, ObjectRepr};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

const TAXONOMY_FIELDS: [&str; 6] = ["name", "singular", "url", "page", "terms", "count"];
const TERM_FIELDS: [&str; 8] = ["name", "title", "slug", "url", "href", "count", "pages", "taxonomy"];

/// `taxonomies`: taxonomies by name. One without a term is undefined.
pub(super) struct Taxonomies {
    scope: Arc<Scope>,
}

/// The taxonomies of the site, by name.
pub(crate) fn taxonomies(scope: &Arc<Scope>) -> Value {
    Taxonomies::value(scope)
}

impl Taxonomies {
    pub(super) fn value(scope: &Arc<Scope>) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope) })
    }
}

impl fmt::Debug for Taxonomies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("taxonomies")
    }
}

impl Object for Taxonomies {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.scope.record(Read::Site(format!("taxonomies.{key}")));
        let at = self.scope.site().taxonomies.iter().position(|taxonomy| taxonomy.name == key)?;
        Some(TaxonomyObject::value(&self.scope, at))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.scope.record(Read::Site("taxonomies".into()));
        let names = self.scope.site().taxonomies.iter().map(|taxonomy| Value::from(taxonomy.name.as_str()));
        Enumerator::Values(names.collect())
    }
}

/// A taxonomy. Its `taxonomies.<name>` read covers names, slugs, URLs and counts of its terms.
pub(super) struct TaxonomyObject {
    scope: Arc<Scope>,
    at: usize,
}

impl TaxonomyObject {
    pub(super) fn value(scope: &Arc<Scope>, at: usize) -> Value {
        record_taxonomy(scope, at);
        Value::from_object(Self { scope: Arc::clone(scope), at })
    }

    fn taxonomy(&self) -> &Taxonomy {
        &self.scope.site().taxonomies[self.at]
    }
}

impl fmt::Debug for TaxonomyObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.taxonomy().name)
    }
}

impl Object for TaxonomyObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let taxonomy = self.taxonomy();
        let page = taxonomy.page.map(|page| self.scope.site().page(page));
        Some(match key {
            "name" => Value::from(taxonomy.name.as_str()),
            "singular" => Value::from(taxonomy.singular.as_str()),
            "url" => page.map_or(Value::UNDEFINED, |page| Value::from(page.url.as_str())),
            "page" => page.map_or(Value::UNDEFINED, |page| PageObject::value(&self.scope, page.id)),
            "terms" => TermList::of_taxonomy(&self.scope, self.at),
            "count" => Value::from(taxonomy.terms.len()),
            _ => unknown_field("a taxonomy", key, &TAXONOMY_FIELDS),
        })
    }
}

fn record_taxonomy(scope: &Scope, at: usize) {
    scope.record(Read::Site(format!("taxonomies.{}", scope.site().taxonomies[at].name)));
}

/// Terms of one taxonomy, in order.
pub(super) struct TermList {
    scope: Arc<Scope>,
    taxonomy: usize,
    terms: Vec<(usize, Option<String>)>,
}

impl TermList {
    /// All terms of a taxonomy, by slug.
    pub(super) fn of_taxonomy(scope: &Arc<Scope>, taxonomy: usize) -> Value {
        record_taxonomy(scope, taxonomy);
        let terms = (0..scope.site().taxonomies[taxonomy].terms.len()).map(|term| (term, None)).collect();
        Value::from_object(Self { scope: Arc::clone(scope), taxonomy, terms })
    }

    /// The terms of a page in the `configured`-th taxonomy of the configuration, as the page spells them.
    pub(super) fn of_page(scope: &Arc<Scope>, page: PageId, configured: usize) -> Value {
        let site = scope.site();
        let name = &site.config.taxonomies[configured].name;
        let Some(taxonomy) = site.taxonomies.iter().position(|taxonomy| taxonomy.name == *name) else {
            return Value::from(Vec::<Value>::new());
        };
        let written = site.page(page).terms_of(name);
        let find = |term: &String| Some((scope.shared.terms.find(taxonomy, term)?, Some(term.clone())));
        let terms = written.iter().filter_map(find).collect();
        Value::from_object(Self { scope: Arc::clone(scope), taxonomy, terms })
    }
}

impl fmt::Debug for TermList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} terms", self.terms.len())
    }
}

impl Object for TermList {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let (term, written) = self.terms.get(key.as_usize()?)?;
        Some(TermObject::value(&self.scope, self.taxonomy, *term, written.clone()))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.terms.len())
    }
}

/// A term. Printed, it is its name.
pub(crate) struct TermObject {
    scope: Arc<Scope>,
    taxonomy: usize,
    term: usize,
    /// As the page spells it that the term was taken from.
    written: Option<String>,
}

impl TermObject {
    pub(super) fn value(scope: &Arc<Scope>, taxonomy: usize, term: usize, written: Option<String>) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope), taxonomy, term, written })
    }

    fn term(&self) -> &Term {
        &self.scope.site().taxonomies[self.taxonomy].terms[self.term]
    }

    fn name(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.term().name)
    }

    /// The URL of its page; recorded.
    pub(crate) fn url(&self) -> String {
        self.record("url");
        self.term().page.map(|page| self.scope.site().page(page).url.clone()).unwrap_or_default()
    }

    fn record(&self, field: &'static str) {
        let taxonomy = &self.scope.site().taxonomies[self.taxonomy];
        self.scope.record(Read::Term(taxonomy.name.clone(), self.term().slug.clone(), field));
    }
}

impl fmt::Debug for TermObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.record("name");
        f.write_str(self.name())
    }
}

impl Object for TermObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let term = self.term();
        Some(match key {
            "name" | "title" => {
                self.record("name");
                Value::from(self.name())
            }
            "slug" => Value::from(term.slug.as_str()),
            "url" | "href" => Value::from(self.url()),
            "count" => {
                self.record("count");
                Value::from(term.pages.len())
            }
            "pages" => PageList::of_term(&self.scope, self.taxonomy, self.term),
            "taxonomy" => TaxonomyObject::value(&self.scope, self.taxonomy),
            _ => unknown_field("a term", key, &TERM_FIELDS),
        })
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Self>()?;
        Some((self.taxonomy, self.term).cmp(&(other.taxonomy, other.term)))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.record("name");
        f.write_str(self.name())
    }
}

/// `page.terms`: the terms of a page by taxonomy.
pub(super) struct TermsOfPage {
    scope: Arc<Scope>,
    page: PageId,
}

impl TermsOfPage {
    pub(super) fn value(scope: &Arc<Scope>, page: PageId) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope), page })
    }
}

impl fmt::Debug for TermsOfPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scope.record(Read::Page(self.page, "url"));
        write!(f, "terms of {}", self.scope.site().page(self.page).url)
    }
}

impl Object for TermsOfPage {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let configured = self.scope.shared.config().taxonomies.iter().position(|taxonomy| taxonomy.name == key)?;
        Some(TermList::of_page(&self.scope, self.page, configured))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let terms = &self.scope.site().page(self.page).terms;
        Enumerator::Values(terms.iter().map(|(name, _)| Value::from(name.as_str())).collect())
    }
}
