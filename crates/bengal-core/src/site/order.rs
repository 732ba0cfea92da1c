//! Orders in which pages and sections are shown. All of them are total: the last tie-breaker is the place in the site.

use super::content_type::is_chronological;
use super::{Page, PageId, Section, Site};
use crate::config::{ContentConfig, SortBy};
use std::cmp::{Ordering, Reverse};

/// A weight as a sort key: none comes last.
pub(super) fn weight_key(weight: Option<i64>) -> (bool, i64) {
    (weight.is_none(), weight.unwrap_or(0))
}

/// Sorts the pages of a section.
pub(super) fn sort_section_pages(pages: &mut [PageId], site: &Site, section: &Section) {
    let config = &site.config.content;
    if is_chronological(&section.content_type) {
        pages.sort_by(|a, b| by_date(site.page(*a), site.page(*b)));
    } else {
        pages.sort_by(|a, b| by_config(config, site.page(*a), site.page(*b)));
    }
}

/// Newest first, those without a date last; then weight, title, source path.
pub(super) fn by_date(a: &Page, b: &Page) -> Ordering {
    let key = |page: &Page| (Reverse(page.date), weight_key(page.weight));
    key(a).cmp(&key(b)).then_with(|| by_title(a, b))
}

fn by_config(config: &ContentConfig, a: &Page, b: &Page) -> Ordering {
    let order = match config.sort_pages_by {
        SortBy::Weight => weight_key(a.weight).cmp(&weight_key(b.weight)).then_with(|| by_title(a, b)),
        SortBy::Date => by_date(a, b),
        SortBy::Title => by_title(a, b),
    };
    if config.sort_descending { order.reverse() } else { order }
}

/// By title without regard to case, then by place in the site, which is the order of source paths.
pub(super) fn by_title(a: &Page, b: &Page) -> Ordering {
    title_order(&a.title, &b.title).then_with(|| a.id.cmp(&b.id))
}

/// Compares titles without regard to case.
pub(super) fn title_order(a: &str, b: &str) -> Ordering {
    let folded = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
    folded(a).cmp(&folded(b)).then_with(|| a.cmp(b))
}
