//! Functions and filters beyond those of minijinja. The [module documentation of templates](super) lists them.

mod assets;
mod collections;
mod images;
mod lookups;
mod text;
mod urls;

pub(crate) use text::shortened;
pub(crate) use urls::{absolute, find_page};

use super::scope::{Scope, Shared, current};
use minijinja::{Environment, Error, ErrorKind};
use std::sync::Arc;

/// Our filters, for suggestions.
pub(super) const FILTERS: [&str; 20] = [
    "absolute_url",
    "relurl",
    "asset_url",
    "asset_inline",
    "asset_integrity",
    "image_size",
    "image_resize",
    "image_srcset",
    "dateformat",
    "date",
    "truncate",
    "slugify",
    "striptags",
    "plainify",
    "markdownify",
    "reading_time",
    "where",
    "sort_by",
    "group_by",
    "limit",
];

/// Our functions, for suggestions.
pub(super) const FUNCTIONS: [&str; 16] = [
    "absolute_url",
    "relurl",
    "asset_url",
    "asset_inline",
    "asset_integrity",
    "image_size",
    "image_resize",
    "image_srcset",
    "url_for",
    "get_page",
    "get_section",
    "get_menu",
    "get_taxonomy",
    "nav_menu",
    "nav_tree",
    "icon",
];

/// Filters of minijinja that this build has.
pub(super) const BUILTIN_FILTERS: [&str; 48] = [
    "safe",
    "escape",
    "e",
    "lower",
    "upper",
    "title",
    "capitalize",
    "replace",
    "length",
    "count",
    "dictsort",
    "items",
    "reverse",
    "trim",
    "join",
    "split",
    "lines",
    "default",
    "d",
    "round",
    "abs",
    "int",
    "float",
    "attr",
    "first",
    "last",
    "min",
    "max",
    "sort",
    "list",
    "string",
    "bool",
    "batch",
    "slice",
    "sum",
    "indent",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "map",
    "groupby",
    "unique",
    "chain",
    "zip",
    "format",
    "tojson",
    "urlencode",
];

/// Functions of minijinja that this build has.
pub(super) const BUILTIN_FUNCTIONS: [&str; 5] = ["range", "dict", "namespace", "super", "loop"];

/// Tests of minijinja that this build has.
pub(super) const BUILTIN_TESTS: [&str; 31] = [
    "undefined",
    "defined",
    "none",
    "safe",
    "escaped",
    "boolean",
    "odd",
    "even",
    "divisibleby",
    "number",
    "integer",
    "int",
    "float",
    "string",
    "sequence",
    "iterable",
    "mapping",
    "startingwith",
    "endingwith",
    "lower",
    "upper",
    "sameas",
    "eq",
    "equalto",
    "ne",
    "lt",
    "gt",
    "in",
    "true",
    "false",
    "filter",
];

/// Puts functions and filters into an environment.
pub(super) fn register(environment: &mut Environment<'_>, shared: &Arc<Shared>) {
    urls::register(environment, shared);
    text::register(environment, shared);
    collections::register(environment);
    lookups::register(environment);
    assets::register(environment);
    images::register(environment);
}

/// The rendering that a function was called from.
fn scope() -> Result<Arc<Scope>, Error> {
    current().ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "there is no current page"))
}
