//! The problems of one page.

use super::source::{Place, SourceText};
use bengal_core::{Diagnostic, Severity};
use rustc_hash::FxHashSet;

/// A page lists at most this many problems; the rest are counted. Otherwise a hostile page could cost the square of its size.
const MAX_PROBLEMS: usize = 1000;

/// Collects the problems of one page.
#[derive(Debug, Default)]
pub(super) struct Report {
    diagnostics: Vec<Diagnostic>,
    more: usize,
    worst_of_more: Option<Severity>,
    once: FxHashSet<String>,
    /// While set, nothing is noted: the page is looked through only for its anchors.
    muted: bool,
}

impl Report {
    pub(super) fn new(muted: bool) -> Self {
        Self { muted, ..Self::default() }
    }

    /// Notes a problem at a place.
    pub(super) fn at(&mut self, texts: &[SourceText], place: &Place, diagnostic: Diagnostic) {
        if self.muted {
            return;
        }
        if self.diagnostics.len() >= MAX_PROBLEMS {
            self.more += 1;
            self.worst_of_more = self.worst_of_more.max(Some(diagnostic.severity));
            return;
        }
        self.diagnostics.push(match texts.get(place.text) {
            Some(text) => diagnostic.at(text.location(place.span.clone())),
            None => diagnostic,
        });
    }

    /// Whether `subject` comes up for the first time on this page.
    pub(super) fn first(&mut self, subject: String) -> bool {
        self.once.insert(subject)
    }

    /// The problems in the order of their places.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        bengal_core::diagnostic::sort(&mut self.diagnostics);
        if let Some(severity) = self.worst_of_more {
            let message = format!("{} more problems in this page are not listed", self.more);
            self.diagnostics.push(Diagnostic::new(severity, "more-problems", message));
        }
        self.diagnostics
    }
}
