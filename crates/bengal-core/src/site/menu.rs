//! Menus.

use super::{PageId, SectionId};

/// A menu: entries in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Menu {
    /// The top entries, in order.
    pub items: Vec<MenuItem>,
}

/// An entry of a menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuItem {
    /// Text.
    pub name: String,
    /// Target: a URL in the site without the base path, or an absolute URL.
    pub url: String,
    /// Icon name.
    pub icon: Option<String>,
    /// The page that it leads to, if it is one of the site's.
    pub page: Option<PageId>,
    /// The section that it leads to, if it is one of the site's.
    pub section: Option<SectionId>,
    /// The entries below it, in order.
    pub children: Vec<MenuItem>,
}
