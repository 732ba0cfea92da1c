//! The typed view of a page's front matter.

use super::view::{Report, View, texts_of, wrong};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::site::{SitePath, Visibility};
use crate::value::{Map, Value};

/// What front matter says of its page, typed. A value of a wrong type counts as absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    /// `title`.
    pub title: Option<String>,
    /// `nav_title`.
    pub nav_title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `date`.
    pub date: Option<Date>,
    /// `lastmod` or `updated`.
    pub updated: Option<Date>,
    /// `weight`.
    pub weight: Option<i64>,
    /// `draft`.
    pub draft: bool,
    /// `visibility`, and `hidden`, which turns everything off but rendering.
    pub visibility: Visibility,
    /// `type`.
    pub content_type: Option<String>,
    /// `content_type`: the type of the pages below a section's page.
    pub section_type: Option<String>,
    /// `template`.
    pub template: Option<String>,
    /// `variant`, or else `layout`.
    pub variant: Option<String>,
    /// `lang`.
    pub lang: Option<String>,
    /// `icon`.
    pub icon: Option<String>,
    /// `id`.
    pub reference_id: Option<String>,
    /// `slug`, percent-decoded.
    pub slug: Option<String>,
    /// `url`, or else `permalink`.
    pub url: Option<SitePath>,
    /// `aliases`.
    pub aliases: Vec<SitePath>,
    /// `keywords`.
    pub keywords: Vec<String>,
    /// `authors` and `author`.
    pub authors: Vec<String>,
    /// `edition`.
    pub editions: Vec<String>,
    /// `menu`.
    pub menu: MenuField,
}

/// What `menu` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MenuField {
    /// Nothing.
    #[default]
    Unset,
    /// `menu: false`: not in the automatic menu.
    Hidden,
    /// Entries in menus by name.
    Entries(Vec<MenuEntry>),
}

/// A page's entry in a menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuEntry {
    /// The menu.
    pub menu: String,
    /// Text, where it is not the page's title.
    pub name: Option<String>,
    /// Order, where it is not the page's.
    pub weight: Option<i64>,
    /// Name by which children refer to it.
    pub identifier: Option<String>,
    /// Identifier (or name) of the entry that it stands under.
    pub parent: Option<String>,
    /// Icon name.
    pub icon: Option<String>,
}

impl MenuField {
    /// Reads the `menu` of front matter.
    pub fn of(map: &Map) -> Self {
        View { map, report: &mut |_, _| {} }.menu()
    }
}

/// Reports every known key whose value is of a wrong type or unusable, `cascade` included.
pub(super) fn check(map: &Map, report: Report<'_>) {
    Fields::read_with(map, report);
    read_terms(map, report);
    match map.get("cascade") {
        None | Some(Value::Null) => {}
        Some(Value::Map(cascade)) => {
            if let Some(key) = ["target", "_target"].into_iter().find(|key| cascade.contains_key(*key)) {
                report("cascade", unsupported_cascade().hint(format!("`{key}` would limit it to some pages")));
            }
            for key in ["url", "permalink", "slug", "aliases", "id"] {
                if cascade.contains_key(key) {
                    let message = format!(
                        "`cascade` hands `{key}` to every page below, which can have it only once; it is left out"
                    );
                    report("cascade", Diagnostic::warning("front-matter-value", message));
                }
            }
            read_terms(cascade, &mut |_, diagnostic| report("cascade", diagnostic));
            Fields::read_with(cascade, &mut |_, diagnostic| report("cascade", diagnostic));
        }
        Some(Value::List(_)) => report("cascade", unsupported_cascade().hint("write it as one table")),
        Some(other) => report("cascade", wrong("cascade", other, "a table")),
    }
}

/// The keys of the taxonomies that every site has.
fn read_terms(map: &Map, report: Report<'_>) {
    for key in ["tags", "tag", "categories", "category"] {
        if let Some(value) = map.get(key).filter(|value| **value != Value::Null && texts_of(value).is_none()) {
            report(key, wrong(key, value, "a list of texts"));
        }
    }
}

fn unsupported_cascade() -> Diagnostic {
    Diagnostic::warning("unsupported-cascade", "`cascade` with targets is not supported")
}

impl Fields {
    /// Reads the known keys of a table. What is wrong with them was reported when their source was [parsed](super::parse).
    pub fn read(map: &Map) -> Self {
        Self::read_with(map, &mut |_, _| {})
    }

    fn read_with(map: &Map, report: Report<'_>) -> Self {
        let mut view = View { map, report };
        let hidden = view.withholding("hidden");
        Self {
            title: view.text("title").filter(|title| !title.trim().is_empty()),
            nav_title: view.text("nav_title"),
            description: view.text("description"),
            date: view.date("date"),
            updated: view.date("lastmod").or(view.date("updated")),
            weight: view.weight("weight"),
            draft: view.withholding("draft"),
            visibility: view.visibility(hidden),
            content_type: view.text("type"),
            section_type: view.text("content_type"),
            template: view.text("template"),
            variant: view.text("variant").or(view.text("layout")),
            lang: view.text("lang"),
            icon: view.text("icon"),
            reference_id: view.text("id"),
            slug: view.slug(),
            url: view.path("url").or(view.path("permalink")),
            aliases: view.aliases(),
            keywords: view.texts("keywords"),
            authors: view.authors(),
            editions: view.texts("edition"),
            menu: view.menu(),
        }
    }
}
