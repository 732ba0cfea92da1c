//! A list that is cut into pages.

use super::field::unknown_field;
use bengal_core::site::Pager;
use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};
use std::sync::Arc;

const FIELDS: [&str; 10] = [
    "number",
    "current_page",
    "total",
    "total_pages",
    "items",
    "prev_url",
    "next_url",
    "first_url",
    "last_url",
    "window",
];

/// How many pages before and after the current one a window shows.
const AROUND: usize = 2;

/// `pagination` on a page of a list.
#[derive(Debug)]
pub(super) struct Pagination {
    pager: Pager,
}

impl Pagination {
    pub(super) fn value(pager: &Pager) -> Value {
        Value::from_object(Self { pager: pager.clone() })
    }

    /// The URL of a page of the list, from 1.
    fn url(&self, number: usize) -> Value {
        let url = number.checked_sub(1).and_then(|at| self.pager.urls.get(at));
        url.map_or(Value::UNDEFINED, |url| Value::from(url.as_str()))
    }

    /// The first page, the last, those around the current one, and a gap where some are left out:
    /// `{number, url, current}` or `{gap: true}`. At most nine entries, however long the list is.
    fn window(&self) -> Value {
        let Pager { number, total, .. } = self.pager;
        let shown = |page: usize| page == 1 || page == total || page.abs_diff(number) <= AROUND;
        let mut entries = Vec::new();
        let mut before = 0;
        let near = number.saturating_sub(AROUND).max(1)..=(number + AROUND).min(total);
        for page in std::iter::once(1).chain(near).chain(std::iter::once(total)).filter(|page| shown(*page)) {
            if page <= before {
                continue;
            }
            if page > before + 1 {
                entries.push(Value::from_pairs([("gap", Value::from(true))]));
            }
            entries.push(Value::from_pairs([
                ("number", Value::from(page)),
                ("url", self.url(page)),
                ("current", Value::from(page == number)),
            ]));
            before = page;
        }
        Value::from(entries)
    }
}

impl Object for Pagination {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(match key {
            "number" | "current_page" => Value::from(self.pager.number),
            "total" | "total_pages" => Value::from(self.pager.total),
            "items" => Value::from(self.pager.items),
            "prev_url" => self.url(self.pager.number.saturating_sub(1)),
            "next_url" => self.url(self.pager.number + 1),
            "first_url" => self.url(1),
            "last_url" => self.url(self.pager.total),
            "window" => self.window(),
            _ => unknown_field("`pagination`", key, &FIELDS),
        })
    }
}
