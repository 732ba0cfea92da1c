//! Footnotes: numbered in the order in which the text first refers to them, written at the end of the page.

use super::Writer;
use crate::escape;
use bengal_core::keyed::KeyedMap;
use std::fmt::Write as _;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// By name: the index into `order`.
    numbers: KeyedMap<String, usize>,
    /// Names in the order of their numbers, with how often each was referred to.
    order: Vec<(String, usize)>,
    /// HTML by name.
    texts: KeyedMap<String, String>,
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, name: &str) {
        let notes = &mut self.footnotes;
        let at = match notes.numbers.get(name) {
            Some(at) => *at,
            None => {
                let at = notes.order.len();
                notes.numbers.insert(name.to_owned(), at);
                notes.order.push((name.to_owned(), 0));
                at
            }
        };
        let Some((_, uses)) = notes.order.get_mut(at) else { return };
        *uses += 1;
        let (number, uses) = (at + 1, *uses);
        let suffix = if uses > 1 { format!("-{uses}") } else { String::new() };
        let _ = write!(
            self.out(),
            "<sup class=\"footnote-ref\" id=\"fnref-{number}{suffix}\"><a href=\"#fn-{number}\">{number}</a></sup>"
        );
    }

    pub(super) fn keep_footnote(&mut self, name: String, html: String) {
        self.footnotes.texts.entry(name).or_insert(html);
    }

    pub(super) fn write_footnotes(&mut self) {
        let notes = std::mem::take(&mut self.footnotes);
        if notes.order.is_empty() {
            return;
        }
        self.push("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\"><ol>\n");
        for (at, (name, uses)) in notes.order.iter().enumerate() {
            let number = at + 1;
            let text = notes.texts.get(name).cloned().unwrap_or_else(|| escape::escaped(name));
            let mut back = String::new();
            for nth in 1..=*uses {
                let (suffix, shown) = match nth {
                    1 => (String::new(), String::new()),
                    nth => (format!("-{nth}"), format!("<sup>{nth}</sup>")),
                };
                let _ = write!(
                    back,
                    " <a class=\"footnote-backref\" href=\"#fnref-{number}{suffix}\" aria-label=\"Back to reference {number}{suffix}\">&#8617;{shown}</a>"
                );
            }
            let text = match text.trim_end().strip_suffix("</p>") {
                Some(text) => format!("{text}{back}</p>"),
                None => format!("{text}{back}"),
            };
            let _ = writeln!(self.out(), "<li id=\"fn-{number}\">{text}</li>");
        }
        self.push("</ol></section>\n");
    }
}
