//! Text, code spans, mathematics, tokens.

use super::{Purpose, Writer};
use crate::escape;
use crate::markdown::tokens::{self, Part, START, TokenKind};
use crate::markdown::{references, roles, variables};
use bengal_core::Diagnostic;
use std::ops::Range;
use std::rc::Rc;

/// Text that was read and not yet written.
#[derive(Debug, Default)]
pub(super) struct Pending {
    text: String,
    start: usize,
    end: usize,
}

/// Whether a line with this character in it may be more than text.
pub(super) fn needs_markdown(c: char) -> bool {
    matches!(c, '*' | '_' | '`' | '[' | '<' | '&' | '\\' | '{' | '$' | '~' | '!' | START)
}

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if self.pending.text.is_empty() {
            self.pending.start = range.start;
        }
        self.pending.text.push_str(text);
        self.pending.end = range.end;
    }

    /// Writes the text that is pending.
    pub(super) fn flush(&mut self) {
        if self.pending.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.pending.text);
        if text.contains(":::{") {
            self.report_directive_in_text();
        }
        if text.contains("[^") {
            self.report_missing_footnotes();
        }
        if !text.contains(START) {
            return self.plain(&text);
        }
        let doc = Rc::clone(&self.doc);
        for part in tokens::parts(&text, doc.tokens.len()) {
            match part {
                Part::Text(text) => self.plain(text),
                Part::Token(at) => self.token(at),
            }
        }
    }

    /// A directive where none can start, in the middle of a line, would be shown as it is written.
    fn report_directive_in_text(&mut self) {
        let start = self.pending.start;
        if self.doc.text.as_bytes().get(start.wrapping_sub(1)) == Some(&b'\\') {
            return;
        }
        let place = self.doc.map.place(start..self.pending.end);
        let problem = Diagnostic::warning("directive-in-text", "a directive does not start here, and is shown as text")
            .hint("directives start a line; in text write it as code, or `\\:::{…}`");
        self.problem(&place, problem);
    }

    /// `[^name]` that came out as text: there is no footnote of that name.
    fn report_missing_footnotes(&mut self) {
        let doc = Rc::clone(&self.doc);
        let (start, end) = (self.pending.start, self.pending.end);
        let written = doc.text.get(start..end).unwrap_or_default();
        for (at, _) in written.match_indices("[^") {
            // Only as far as a name goes: what has no end must not be read over and over.
            let rest = &written[at + 2..];
            let len =
                rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
            let (name, behind) = rest.split_at(len);
            let Some(behind) = behind.strip_prefix(']').filter(|_| !name.is_empty()) else { continue };
            let is_escaped = start + at > 0 && doc.text.as_bytes().get(start + at - 1) == Some(&b'\\');
            if !is_escaped && !behind.starts_with(['(', '[', '*', '+', '?', '{']) {
                let place = self.doc.map.place(start + at..start + at + name.len() + 3);
                let problem = Diagnostic::warning("missing-footnote", format!("no footnote `{name}` is defined"))
                    .hint(format!("define it with a line `[^{name}]: text`; to show the brackets write `\\[^{name}]`"));
                self.problem(&place, problem);
            }
        }
    }

    /// Writes text without tokens.
    pub(in crate::markdown) fn plain(&mut self, text: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
            return;
        }
        self.summary.text(text);
        self.heading_text(text);
        self.push_text(text);
    }

    fn token(&mut self, at: usize) {
        let doc = Rc::clone(&self.doc);
        let Some(token) = doc.tokens.get(at) else { return };
        match &token.kind {
            TokenKind::Literal(text) => self.plain(text),
            TokenKind::Variable(name) => match variables::value(self, name, &token.place) {
                Some(value) if self.may_borrow(value.len(), &token.place) => self.plain(&value),
                _ => self.plain(&token.original),
            },
            TokenKind::Reference(inner) => references::write(self, inner, &token.place),
            TokenKind::Foreign { name, shown } => {
                let message = format!("`{name}` is not of this dialect");
                let hint = match name.as_str() {
                    "[!INCLUDE" => "a file is included with `:::{include} path`",
                    ":::image" => "an image is written `![words](path)`, or with `:::{figure} path`",
                    _ => "what it says is left out",
                };
                self.problem(&token.place, Diagnostic::warning("foreign-syntax", message).hint(hint));
                self.plain(shown);
            }
        }
    }

    /// Text that may have tokens, without markup: for attributes.
    pub(super) fn expand_tokens(&mut self, text: &str) -> String {
        if !text.contains(START) {
            return text.to_owned();
        }
        let doc = Rc::clone(&self.doc);
        let mut out = String::with_capacity(text.len());
        for part in tokens::parts(text, doc.tokens.len()) {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Token(at) => {
                    let Some(token) = doc.tokens.get(at) else { continue };
                    match &token.kind {
                        TokenKind::Variable(name) => match variables::value(self, name, &token.place) {
                            Some(value) if self.may_borrow(value.len(), &token.place) => out.push_str(&value),
                            _ => out.push_str(&token.original),
                        },
                        TokenKind::Literal(text) => out.push_str(text),
                        TokenKind::Reference(_) | TokenKind::Foreign { .. } => out.push_str(&token.original),
                    }
                }
            }
        }
        out
    }

    pub(super) fn code_span(&mut self, code: &str, range: Range<usize>) {
        let doc = Rc::clone(&self.doc);
        let code = tokens::restore(code, &doc.tokens);
        if self.pending.end == range.start
            && let Some((before, role)) = roles::at_end(&self.pending.text)
        {
            let (role, keep) = (role.to_owned(), before.len());
            let span = self.pending.end - role.len() - 2..range.end;
            self.pending.text.truncate(keep);
            self.flush();
            let place = self.doc.map.place(span);
            return roles::write(self, &role, &code, &place);
        }
        self.flush();
        if let Some(image) = &mut self.image {
            image.alt.push_str(&code);
            return;
        }
        self.summary.code(&code);
        self.heading_text(&code);
        self.push("<code>");
        self.push_text(&code);
        self.push("</code>");
    }

    /// Writes HTML that stands for some text.
    pub(in crate::markdown) fn inline_html(&mut self, html: &str, text: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
            return;
        }
        self.summary.text(text);
        self.heading_text(text);
        self.push(html);
    }

    pub(super) fn inline_math(&mut self, tex: &str, range: Range<usize>) {
        // `$5 to $6`: a sum of money is not the end of a formula.
        let next = self.doc.text.get(range.end..).and_then(|rest| rest.chars().next());
        let doc = Rc::clone(&self.doc);
        let tex = tokens::restore(tex, &doc.tokens);
        if next.is_some_and(char::is_alphanumeric) {
            return self.text(&format!("${tex}$"), range);
        }
        self.write_math(&tex);
    }

    pub(in crate::markdown) fn write_math(&mut self, tex: &str) {
        self.has_math = true;
        let html = format!("<span class=\"math math-inline\">{}</span>", escape::escaped(tex));
        self.inline_html(&html, tex);
    }

    pub(super) fn display_math(&mut self, tex: &str, range: Range<usize>) {
        self.has_math = true;
        let doc = Rc::clone(&self.doc);
        let tex = tokens::restore(tex.trim(), &doc.tokens).into_owned();
        // Alone in its paragraph it is a block, and takes the place of the paragraph.
        let text = &doc.text;
        let line_start = text[..range.start].trim_end_matches([' ', '\t']);
        let line_end = text[range.end..].trim_start_matches([' ', '\t']);
        let alone = self.frame().html.ends_with("<p>")
            && (line_start.is_empty() || line_start.ends_with('\n'))
            && (line_end.is_empty() || line_end.starts_with("\n\n") || line_end.trim().is_empty());
        if alone {
            let kept = self.frame().html.len() - "<p>".len();
            self.frame().html.truncate(kept);
            let html = format!("<div class=\"math math-display\">{}</div>\n<p>", escape::escaped(&tex));
            return self.inline_html(&html, "");
        }
        let html = format!("<span class=\"math math-display\">{}</span>", escape::escaped(&tex));
        self.inline_html(&html, &tex);
    }

    /// Whether links are looked up and problems reported.
    pub(in crate::markdown) fn resolves(&self) -> bool {
        self.purpose == Purpose::Body
    }
}
