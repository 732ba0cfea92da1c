//! Code highlighting: CSS classes, never inline colours.
//!
//! One seam, [`Highlighter`], stands between the Markdown engine and the tree-sitter grammars. Grammars are compiled when a
//! page first needs them, results are cached by language and digest, and the work that a piece of code may cost is bounded by
//! its length: what exceeds the bounds, or has no grammar, comes out as plain escaped text.
//!
#![doc = include_str!("classes.md")]

mod cache;
mod grammar;
mod languages;
mod query;
mod tokens;

pub use languages::canonical as canonical_language;

use bengal_core::Digest;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Code longer than this many bytes is not highlighted.
const MAX_BYTES: usize = 256 * 1024;

/// Code with a line longer than this many bytes is not highlighted.
const MAX_LINE_BYTES: usize = 16 * 1024;

/// Highlights code. Shared by all threads; a result depends on the language and the code alone.
#[derive(Default)]
pub struct Highlighter {
    cache: Mutex<cache::Cache>,
    sessions: Mutex<Vec<grammar::Session>>,
}

impl fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlighter").finish_non_exhaustive()
    }
}

impl Highlighter {
    /// A highlighter with an empty cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// The code as HTML: escaped, with `<span class="hl-…">` around tokens, and no element open across a line end.
    ///
    /// `language` is what a fence says, in any case, aliases included. Linear in the length of `code`.
    ///
    /// ```
    /// let html = bengal_render::highlight::Highlighter::new().highlight("json", "[1]");
    /// assert_eq!(&*html, r#"[<span class="hl-n">1</span>]"#);
    /// ```
    pub fn highlight(&self, language: &str, code: &str) -> Arc<str> {
        let Some(grammar) = languages::grammar(language) else { return plain(code) };
        if code.len() > MAX_BYTES || code.lines().any(|line| line.len() > MAX_LINE_BYTES) {
            return plain(code);
        }
        let key = (grammar, Digest::of(code.as_bytes()));
        if let Some(html) = self.cache.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return html;
        }
        let mut session = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let html: Arc<str> = match session.spans(grammar, code) {
            Some(spans) => tokens::to_html(code, spans).into(),
            None => plain(code),
        };
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).push(session);
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&html));
        html
    }
}

fn plain(code: &str) -> Arc<str> {
    let mut html = String::with_capacity(code.len() + code.len() / 8);
    crate::escape::text(&mut html, code);
    html.into()
}

#[cfg(test)]
mod tests;
