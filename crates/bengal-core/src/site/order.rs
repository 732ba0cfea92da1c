//! Orders in which pages and sections are shown. All of them are total: the last tie-breaker is the place in the site, which is
//! the order of source paths.

use super::content_type::is_chronological;
use super::{Page, PageId, Section, Site};
use crate::config::SortBy;
use std::cmp::Reverse;

/// A weight as a sort key: none comes last.
pub(super) fn weight_key(weight: Option<i64>) -> (bool, i64) {
    (weight.is_none(), weight.unwrap_or(0))
}

/// A title as a sort key, without regard to case.
pub(super) fn title_key(title: &str) -> String {
    match title.is_ascii() {
        true => title.to_ascii_lowercase(),
        false => title.chars().flat_map(char::to_lowercase).collect(),
    }
}

/// Sorts the pages of a section: newest first where it is chronological, else as configured.
pub(super) fn sort_section_pages(pages: &mut [PageId], site: &Site, section: &Section) {
    if is_chronological(&section.content_type) {
        sort_by_date(pages, site);
        return;
    }
    let config = &site.config.content;
    match config.sort_pages_by {
        SortBy::Weight => pages.sort_by_cached_key(|id| weight_then_title(site.page(*id))),
        SortBy::Date => sort_by_date(pages, site),
        SortBy::Title => pages.sort_by_cached_key(|id| (title_key(&site.page(*id).title), *id)),
    }
    if config.sort_descending {
        pages.reverse();
    }
}

/// Newest first, those without a date last; then weight, title, source path.
pub(super) fn sort_by_date(pages: &mut [PageId], site: &Site) {
    pages.sort_by_cached_key(|id| {
        let page = site.page(*id);
        (Reverse(page.date), weight_then_title(page))
    });
}

fn weight_then_title(page: &Page) -> ((bool, i64), String, PageId) {
    (weight_key(page.weight), title_key(&page.title), page.id)
}
