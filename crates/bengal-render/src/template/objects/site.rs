//! The site, and what this program is.

use super::super::scope::Scope;
use super::field::unknown_field;
use super::list::{PageList, SectionList};
use super::menu::Menus;
use super::page::PageObject;
use super::section::SectionObject;
use super::taxonomy::Taxonomies;
use super::theme::ThemeObject;
use super::tree::Tree;
use crate::Read;
use bengal_core::SectionId;
use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};
use std::fmt;
use std::sync::Arc;

const FIELDS: [&str; 21] = [
    "title",
    "description",
    "author",
    "language",
    "lang",
    "origin",
    "base_path",
    "baseurl",
    "data",
    "params",
    "config",
    "theme",
    "menus",
    "taxonomies",
    "pages",
    "regular_pages",
    "sections",
    "root",
    "home",
    "has_rss",
    "has_sitemap",
];

/// The site.
pub(super) struct SiteObject {
    scope: Arc<Scope>,
}

impl SiteObject {
    pub(super) fn value(scope: &Arc<Scope>) -> Value {
        Value::from_object(Self { scope: Arc::clone(scope) })
    }

    fn setting(&self, key: &str, value: &str) -> Value {
        self.scope.record(Read::Config(key.to_owned()));
        Value::from(value)
    }

    fn get(&self, name: &str) -> Value {
        let scope = &self.scope;
        let config = scope.shared.config();
        let site = &config.site;
        match name {
            "title" => self.setting("site.title", &site.title),
            "description" => self.setting("site.description", &site.description),
            "author" => self.setting("site.author", &site.author),
            "language" | "lang" => self.setting("site.language", &site.language),
            "origin" => self.setting("site.baseurl", &site.origin),
            "base_path" => self.setting("site.baseurl", &site.base_path),
            "baseurl" => self.setting("site.baseurl", &format!("{}{}", site.origin, site.base_path)),
            "data" => Tree::data(scope),
            "params" => Tree::params(scope),
            "config" => Tree::config(scope),
            "theme" => ThemeObject::value(scope),
            "menus" => Menus::value(scope),
            "taxonomies" => Taxonomies::value(scope),
            "pages" => PageList::of_site(scope, "pages", scope.shared.listed_pages()),
            "regular_pages" => PageList::of_site(scope, "regular_pages", scope.shared.regular_pages()),
            "sections" => SectionList::of_section(scope, SectionId::ROOT),
            "root" => SectionObject::value(scope, SectionId::ROOT),
            "home" => {
                scope.record(Read::Section(SectionId::ROOT, "page"));
                scope.site().home().map_or(Value::UNDEFINED, |home| PageObject::value(scope, home.id))
            }
            "has_rss" => {
                scope.record(Read::Site("has_rss".into()));
                Value::from(scope.shared.has_feed())
            }
            "has_sitemap" => {
                scope.record(Read::Config("features.sitemap".into()));
                Value::from(config.outputs.sitemap && !config.site.origin.is_empty())
            }
            _ => unknown_field("`site`", name, &FIELDS),
        }
    }
}

impl fmt::Debug for SiteObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("site")
    }
}

impl Object for SiteObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(self.get(key))
    }
}
