//! The names of fields: how they are recorded, and what happens to those that do not exist.

use bengal_core::suggest::nearest;
use minijinja::{Error, ErrorKind, Value};
use std::fmt;

/// Declares the fields of pages: variant, name for reads, and the names under which templates find it.
macro_rules! page_fields {
    ($($variant:ident $name:literal $(| $alias:literal)*,)*) => {
        /// A field of a page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Field { $(
            #[doc = $name]
            $variant,
        )* }

        impl Field {
            /// All fields, in order.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// All names, aliases too.
            pub(crate) const NAMES: &[&str] = &[$($name, $($alias,)*)*];

            /// The field of this name.
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name {
                    $($name $(| $alias)* => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The name that reads of one page have.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The name that reads of all pages of a list have: one read for the list, however long it is.
            pub(crate) fn of_list(self, list: ListName) -> &'static str {
                match (list, self) { $(
                    (ListName::Pages, Self::$variant) => concat!("pages.", $name),
                    (ListName::RegularPages, Self::$variant) => concat!("regular_pages.", $name),
                    (ListName::List, Self::$variant) => concat!("list.", $name),
                    (ListName::Related, Self::$variant) => concat!("related.", $name),
                )* }
            }
        }
    };
}

/// The lists of a section or a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListName {
    /// A section's own pages.
    Pages,
    /// The ordinary pages of a section and of all below it.
    RegularPages,
    /// What a list page lists.
    List,
    /// Related pages.
    Related,
}

impl ListName {
    /// The list of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Pages, Self::RegularPages, Self::List, Self::Related].into_iter().find(|list| list.name() == name)
    }

    /// The name that the read of the list itself has: which pages, in which order.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::RegularPages => "regular_pages",
            Self::List => "list",
            Self::Related => "related",
        }
    }
}

page_fields! {
    Title "title",
    NavTitle "nav_title" | "linktitle",
    Url "url" | "href",
    AbsoluteUrl "absolute_url" | "permalink",
    Description "description",
    MetaDescription "meta_description" | "meta_desc",
    Date "date",
    Updated "updated" | "lastmod",
    Year "year",
    Weight "weight",
    Draft "draft",
    Kind "kind",
    Type "type",
    Template "template",
    Variant "variant" | "layout",
    Lang "lang" | "language",
    Icon "icon",
    ReferenceId "id",
    Slug "slug",
    Key "key",
    SourcePath "source_path",
    Keywords "keywords",
    Author "author",
    Authors "authors",
    Terms "terms",
    Params "params" | "metadata",
    Aliases "aliases",
    Robots "robots",
    IsHome "is_home",
    IsSection "is_section",
    IsPage "is_page",
    Generated "generated",
    Section "section",
    Parent "parent",
    Ancestors "ancestors",
    Prev "prev",
    Next "next",
    PrevInSection "prev_in_section",
    NextInSection "next_in_section",
    Related "related" | "related_posts",
    List "list" | "pages" | "posts",
    Pagination "pagination",
    Content "content",
    Toc "toc",
    TocItems "toc_items",
    Excerpt "excerpt" | "summary",
    WordCount "word_count",
    ReadingTime "reading_time",
    StartsWithTitle "starts_with_title",
    HasMath "has_math",
    HasDiagrams "has_diagrams",
}

impl Field {
    /// Whether it comes from rendering the page's own text.
    pub(crate) fn is_body(self) -> bool {
        (self as u8) >= (Self::Content as u8)
    }

    /// Whether the current page's `fields` read, which every rendering has, covers it: what its front matter, its place in the
    /// site and the cascade say. Neighbours, lists and the body are apart.
    pub(crate) fn is_own(self) -> bool {
        (self as u8) < (Self::Prev as u8) || matches!(self, Self::Pagination)
    }
}

/// A field that an object does not have. It is a value that fails where it is used, so that a misspelt field is an error
/// with its place, and not an empty page.
#[derive(Clone, Debug)]
pub(crate) struct UnknownField {
    /// What to write instead, if that is known.
    pub(crate) suggestion: Option<String>,
}

impl fmt::Display for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown field")
    }
}

impl std::error::Error for UnknownField {}

/// The value of `object.name` where there is no such field.
pub(super) fn unknown_field(object: &str, name: &str, fields: &[&str]) -> Value {
    unknown_field_hinted(object, name, nearest(name, fields.iter().copied()).map(str::to_owned))
}

pub(super) fn unknown_field_hinted(object: &str, name: &str, suggestion: Option<String>) -> Value {
    Value::from(
        Error::new(ErrorKind::UndefinedError, format!("{object} has no field `{name}`"))
            .with_source(UnknownField { suggestion }),
    )
}
