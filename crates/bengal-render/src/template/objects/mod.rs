//! The values that templates see. Each reads from the site when it is asked, records what it read, and copies nothing before.

mod context;
mod field;
mod list;
mod menu;
mod page;
mod pagination;
mod section;
mod site;
mod taxonomy;
mod theme;
mod toc;
mod tree;

pub(super) use context::{Context, NAMES as CONTEXT_NAMES};
pub(super) use field::UnknownField;
pub(crate) use field::{Field, ListName};
pub(crate) use list::pages_below;
pub(super) use menu::{MenuItemObject, MenuObject};
pub(super) use page::PageObject;
pub(crate) use page::kind_name;
pub(super) use section::SectionObject;
pub(super) use taxonomy::{TermObject, taxonomies};

/// The names of all fields of pages.
#[cfg(test)]
pub(super) fn field_names() -> &'static [&'static str] {
    field::Field::NAMES
}
