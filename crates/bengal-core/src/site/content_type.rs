//! Content types: what a section's pages are.

use super::names::last_name;
use crate::date::Date;

/// Names of folders and the type that they stand for, first match first.
const BY_NAME: &[(&str, &[&str])] = &[
    ("blog", &["blog", "posts", "news", "articles"]),
    ("changelog", &["changelog", "changelogs", "releases", "release-notes", "changes"]),
    ("notebook", &["notebooks"]),
    ("tutorial", &["tutorials", "guides", "how-to", "how-tos"]),
    ("doc", &["docs", "doc", "documentation", "reference", "api", "cli"]),
];

/// Types of section pages that say what the pages below are too.
const COLLECTIVE: [&str; 7] = ["blog", "changelog", "archive", "doc", "tutorial", "track", "notebook"];

/// How many pages are looked at to tell whether a section is a blog.
pub(super) const SAMPLE: usize = 5;

/// What is known of a section when its type is looked for.
pub(super) struct Known<'a> {
    /// `content_type` of its own page.
    pub(super) stated: Option<&'a str>,
    /// `type` that is cascaded to its pages.
    pub(super) cascaded: Option<&'a str>,
    /// `type` of its own page.
    pub(super) own: Option<&'a str>,
    /// Its folder.
    pub(super) path: &'a str,
    /// The type that its parent section has for another reason than the default.
    pub(super) inherited: Option<&'a str>,
}

/// The type of a section's pages, `None` where only the default is left.
pub(super) fn of_section<'a>(known: &Known<'a>, dates: impl Iterator<Item = Option<Date>>) -> Option<&'a str> {
    let by_name = || {
        let name = last_name(known.path).to_lowercase();
        BY_NAME.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(content_type, _)| *content_type)
    };
    known
        .stated
        .or(known.cascaded)
        .or(known.own.filter(|own| COLLECTIVE.contains(own)))
        .or_else(by_name)
        .or(known.inherited)
        .or_else(|| mostly_dated(dates).then_some("blog"))
}

/// Whether at least three fifths of the first pages have a date.
fn mostly_dated(dates: impl Iterator<Item = Option<Date>>) -> bool {
    let (mut all, mut dated) = (0, 0);
    for date in dates.take(SAMPLE) {
        all += 1;
        dated += usize::from(date.is_some());
    }
    all > 0 && dated * 5 >= all * 3
}

/// Whether pages of this type are sorted by date, newest first, and their lists are cut into pages.
pub(super) fn is_chronological(content_type: &str) -> bool {
    matches!(content_type, "blog" | "changelog" | "archive")
}
