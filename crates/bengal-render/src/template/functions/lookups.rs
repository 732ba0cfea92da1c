//! Looking up pages, sections, menus and taxonomies by name.

#![expect(clippy::needless_pass_by_value, reason = "minijinja hands arguments over by value")]

use super::super::nav::WHOLE_TREE;
use super::super::objects::{MenuObject, PageObject, SectionObject};
use super::scope;
use super::urls::find_page;
use crate::{Lookup, Read, icons};
use bengal_core::SectionId;
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, Value};

pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_function("get_page", get_page);
    environment.add_function("get_section", get_section);
    environment.add_function("get_menu", get_menu);
    environment.add_function("get_taxonomy", get_taxonomy);
    environment.add_function("nav_menu", nav_menu);
    environment.add_function("nav_tree", nav_tree);
    environment.add_function("icon", icon);
}

/// The page that a path names, undefined where there is none.
fn get_page(path: &str) -> Result<Value, Error> {
    let scope = scope()?;
    scope.record(Read::Reference(Lookup::Page, path.to_owned()));
    Ok(find_page(&scope.shared, path).map_or(Value::UNDEFINED, |page| PageObject::value(&scope, page)))
}

/// The section of a folder under `content/`, undefined where there is none.
fn get_section(path: &str) -> Result<Value, Error> {
    let scope = scope()?;
    let path = path.trim_matches('/');
    scope.record(Read::Site(format!("sections.{path}")));
    let section = scope.shared.section_by_path(path);
    Ok(section.map_or(Value::UNDEFINED, |section| SectionObject::value(&scope, section)))
}

fn get_menu(name: Option<&str>) -> Result<Value, Error> {
    Ok(MenuObject::named(&scope()?, name.unwrap_or("main")))
}

fn get_taxonomy(name: &str) -> Result<Value, Error> {
    super::super::objects::taxonomies(&scope()?).get_attr(name)
}

/// The navigation tree below a section (without one: below the top-level section that the page is in) as HTML.
/// `whole` says up to how many entries the tree is given whole.
fn nav_tree(section: Option<&Value>, options: Kwargs) -> Result<Value, Error> {
    let scope = scope()?;
    let whole: Option<usize> = options.get("whole")?;
    options.assert_all_used()?;
    let root = match section {
        None => top_section(&scope),
        Some(value) => match value.downcast_object_ref::<SectionObject>() {
            Some(section) => section.id(),
            None => {
                return Err(Error::new(
                    ErrorKind::InvalidOperation,
                    format!("expected a section, not {}", value.kind()),
                ));
            }
        },
    };
    let html = scope.shared.nav.html(&scope, root, whole.unwrap_or(WHOLE_TREE));
    Ok(Value::from_safe_string(html))
}

/// A menu (without a name `main`) as HTML: with `bar` as a row of so many entries and the rest under "More", without as a list.
fn nav_menu(name: Option<&str>, options: Kwargs) -> Result<Value, Error> {
    let scope = scope()?;
    let bar: Option<usize> = options.get("bar")?;
    options.assert_all_used()?;
    Ok(Value::from_safe_string(scope.shared.menus.html(&scope, name.unwrap_or("main"), bar)))
}

/// An icon as SVG; undefined where there is none of this name, so that `icon(page.icon) or icon("file")` works.
fn icon(name: &Value, options: Kwargs) -> Result<Value, Error> {
    let size: Option<u16> = options.get("size")?;
    let class: Option<&str> = options.get("class")?;
    options.assert_all_used()?;
    let svg =
        name.as_str().and_then(|name| icons::svg(name, size.unwrap_or(icons::DEFAULT_SIZE), class.unwrap_or_default()));
    Ok(svg.map_or(Value::UNDEFINED, Value::from_safe_string))
}

/// The section directly below the root that the current page is in; the root for pages that are in none.
fn top_section(scope: &super::Scope) -> SectionId {
    scope.site().ancestors(scope.current()).get(1).copied().unwrap_or(SectionId::ROOT)
}
