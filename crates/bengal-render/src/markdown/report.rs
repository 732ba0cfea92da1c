//! The problems of one page.

use super::source::{Place, SourceText};
use bengal_core::keyed::KeyedSet;
use bengal_core::{Diagnostic, Severity, suggest};

/// A problem without a place, on its way to where the place is known.
pub(super) type Problem = Box<Diagnostic>;

/// A page lists at most this many problems; the rest are counted. Otherwise a hostile page could cost the square of its size.
const MAX_PROBLEMS: usize = 1000;

/// A suggestion is looked for this often on a page: each may compare a name with all names of the site.
const MAX_SUGGESTIONS: usize = 100;

/// Collects the problems of one page.
#[derive(Debug, Default)]
pub(super) struct Report {
    diagnostics: Vec<Diagnostic>,
    more: usize,
    worst_of_more: Option<Severity>,
    once: KeyedSet<String>,
    suggestions: usize,
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

    /// The candidate that is likely to be meant by `name`.
    pub(super) fn nearest(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Option<String> {
        if !self.may_suggest() {
            return None;
        }
        let candidates: Vec<_> = candidates.into_iter().collect();
        suggest::nearest(name, candidates.iter().map(AsRef::as_ref)).map(str::to_owned)
    }

    /// Whether one more suggestion may be looked for.
    pub(super) fn may_suggest(&mut self) -> bool {
        self.suggestions += 1;
        !self.muted && self.suggestions <= MAX_SUGGESTIONS
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
