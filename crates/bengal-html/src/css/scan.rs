//! The scanner: jumps from one byte that can begin something to the next, and tokenizes exactly from there.

use std::borrow::Cow;
use std::ops::Range;

use super::name::{is_escape, is_name_byte, name_end, name_is, starts_identifier};
use super::value::{Value, after_comment, bare_url, skip_trivia, skip_whitespace, string};
use crate::reference::Kind;
use crate::syntax::Form;
use crate::text::trim_cow;

/// What the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Rules, with at-rules.
    StyleSheet,
    /// Declarations only.
    Declarations,
}

/// One URL in CSS text.
pub(crate) struct Found<'a> {
    pub(crate) url: Cow<'a, str>,
    pub(crate) span: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) form: Form,
}

/// Calls `emit` for every reference in `css`, in order. Linear in its length.
pub(crate) fn scan<'a>(css: &'a str, scope: Scope, emit: &mut dyn FnMut(Found<'a>)) {
    if may_refer(css.as_bytes()) {
        Scanner { css, bytes: css.as_bytes(), scope, rule: Rule::Other, sets: ImageSets::default(), emit }.run();
    }
}

/// A quick look that is never wrong when it says no: a reference follows `url(`, `image-set(` or `@import`.
fn may_refer(css: &[u8]) -> bool {
    let mut hits = memchr::memchr2_iter(b'(', b'@', css).peekable();
    if hits.peek().is_none() {
        return false;
    }
    // Names with escapes can end in anything.
    memchr::memchr(b'\\', css).is_some()
        || hits.any(|at| match css[at] {
            b'@' => matches!(css.get(at + 1), Some(b'i' | b'I')),
            _ => at > 0 && matches!(css[at - 1], b'l' | b'L' | b't' | b'T'),
        })
}

/// The at-rule that the text is in, as far as it changes what a URL means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Other,
    /// Up to the next `;`, `{` or `}`: names a namespace.
    Namespace,
    /// Up to the `{` that opens its block.
    FontFacePrelude,
    /// In its block, with this many braces open.
    FontFace(usize),
}

/// The brackets that are open from an `image-set(` on, each by the byte that closes it and [`ImageSets::STRINGS`].
#[derive(Default)]
struct ImageSets {
    /// The outermost, so that a usual style sheet allocates nothing.
    outer: [u8; 32],
    depth: usize,
    /// Those within.
    inner: Vec<u8>,
}

impl ImageSets {
    /// Marks the parenthesis of an `image-set(`, in which strings are URLs.
    const STRINGS: u8 = 0x80;

    fn is_active(&self) -> bool {
        self.depth > 0
    }

    fn innermost(&self) -> Option<u8> {
        self.inner.last().or_else(|| self.outer[..self.depth].last()).copied()
    }

    fn takes_strings(&self) -> bool {
        self.innermost().is_some_and(|bracket| bracket & Self::STRINGS != 0)
    }

    fn open(&mut self, closer: u8, is_image_set: bool) {
        let bracket = closer | if is_image_set { Self::STRINGS } else { 0 };
        match self.outer.get_mut(self.depth) {
            Some(slot) => {
                *slot = bracket;
                self.depth += 1;
            }
            None => self.inner.push(bracket),
        }
    }

    fn close(&mut self, closer: u8) {
        let closes = self.innermost().is_some_and(|bracket| bracket & !Self::STRINGS == closer);
        if closes && self.inner.pop().is_none() {
            self.depth -= 1;
        }
    }
}

struct Scanner<'a, 'e> {
    css: &'a str,
    bytes: &'a [u8],
    scope: Scope,
    rule: Rule,
    sets: ImageSets,
    emit: &'e mut dyn FnMut(Found<'a>),
}

/// Bytes that matter outside of any at-rule and `image-set()`.
const PLAIN: u8 = 1;
/// Bytes that matter within one.
const NESTED: u8 = 2;

static STOPS: [u8; 256] = {
    let mut stops = [0; 256];
    let mut at = 0;
    while at < 256 {
        stops[at] = match at as u8 {
            b'/' | b'"' | b'\'' | b'@' | b'(' | b'\\' => PLAIN | NESTED,
            b'{' | b'}' | b'[' | b']' | b')' | b';' => NESTED,
            _ => 0,
        };
        at += 1;
    }
    stops
};

impl<'a> Scanner<'a, '_> {
    fn run(mut self) {
        let mut at = 0;
        loop {
            let stops = if self.rule == Rule::Other && !self.sets.is_active() { PLAIN } else { NESTED };
            let Some(next) = self.bytes[at..].iter().position(|&byte| STOPS[usize::from(byte)] & stops != 0) else {
                return;
            };
            at = self.step(at, at + next);
        }
    }

    /// Handles the byte at `at`; nothing since `from` was one that matters. Returns where to go on.
    fn step(&mut self, from: usize, at: usize) -> usize {
        let bytes = self.bytes;
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'*') => after_comment(bytes, at),
            quote @ (b'"' | b'\'') => match string(bytes, at) {
                Ok(value) => {
                    if self.sets.takes_strings() {
                        self.report(&value, Kind::CssUrl, quoted(quote));
                    }
                    value.end
                }
                Err(end) => end,
            },
            b'@' if starts_identifier(bytes, at + 1) => self.at_keyword(at + 1),
            b'\\' if is_escape(bytes, at) => self.escaped_name(from, at),
            b'(' => self.parenthesis(self.name_start(from, at).unwrap_or(at), at),
            bracket => {
                self.bracket(bracket);
                at + 1
            }
        }
    }

    /// Where the name begins that the name bytes before `end` belong to; `None` when they are part of a hash or an
    /// at-keyword. Nothing since `from` was a byte that matters.
    fn name_start(&self, from: usize, end: usize) -> Option<usize> {
        let length = self.bytes[from..end].iter().rev().take_while(|&&byte| is_name_byte(byte)).count();
        let start = end - length;
        match &self.bytes[..start] {
            [.., b'#' | b'@'] => None,
            // `<!--` is a token of its own, unless its `<` is escaped: then it ended the name before.
            [.., b'<', b'!'] if start >= from + 2 && self.bytes[start..end].starts_with(b"--") => Some(start + 2),
            _ => Some(start),
        }
    }

    /// A name with an escape at `at`; nothing since `from` was a byte that matters.
    fn escaped_name(&mut self, from: usize, at: usize) -> usize {
        let start = self.name_start(from, at).filter(|&start| starts_identifier(self.bytes, start));
        let end = name_end(self.bytes, at);
        match self.bytes.get(end) {
            Some(b'(') => self.parenthesis(start.unwrap_or(end), end),
            _ => end,
        }
    }

    /// The parenthesis at `at`, after the name that begins at `start`.
    fn parenthesis(&mut self, start: usize, at: usize) -> usize {
        let name = &self.css[start..at];
        if !name_is(name, "url") {
            let is_image_set = name_is(name, "image-set") || name_is(name, "-webkit-image-set");
            if is_image_set || self.sets.is_active() {
                self.sets.open(b')', is_image_set);
            }
            return at + 1;
        }
        self.url(at, self.kind_of_url())
    }

    /// The `url(` whose parenthesis is at `at`. Returns where to go on.
    fn url(&mut self, at: usize, kind: Option<Kind>) -> usize {
        let start = skip_whitespace(self.bytes, at + 1);
        let (value, form) = match self.bytes.get(start) {
            Some(&quote @ (b'"' | b'\'')) => {
                if self.sets.is_active() {
                    self.sets.open(b')', false);
                }
                (string(self.bytes, start), quoted(quote))
            }
            _ => (bare_url(self.bytes, start), Form::CssBare),
        };
        match value {
            Ok(value) => {
                if let Some(kind) = kind {
                    self.report(&value, kind, form);
                }
                value.end
            }
            Err(end) => end,
        }
    }

    fn kind_of_url(&self) -> Option<Kind> {
        match self.rule {
            Rule::Namespace => None,
            Rule::FontFace(_) => Some(Kind::Font),
            Rule::Other | Rule::FontFacePrelude => Some(Kind::CssUrl),
        }
    }

    /// The at-keyword whose name begins at `start`.
    fn at_keyword(&mut self, start: usize) -> usize {
        let end = name_end(self.bytes, start);
        let name = &self.css[start..end];
        if self.scope == Scope::Declarations {
            return end;
        }
        if name_is(name, "import") {
            return self.import(end);
        }
        if name_is(name, "namespace") {
            self.rule = Rule::Namespace;
        } else if name_is(name, "font-face") {
            self.rule = Rule::FontFacePrelude;
        }
        end
    }

    /// What follows `@import`.
    fn import(&mut self, after_name: usize) -> usize {
        let start = skip_trivia(self.bytes, after_name);
        match self.bytes.get(start) {
            Some(&quote @ (b'"' | b'\'')) => match string(self.bytes, start) {
                Ok(value) => {
                    self.report(&value, Kind::CssImport, quoted(quote));
                    value.end
                }
                Err(end) => end,
            },
            _ if starts_identifier(self.bytes, start) => {
                let end = name_end(self.bytes, start);
                if self.bytes.get(end) == Some(&b'(') && name_is(&self.css[start..end], "url") {
                    self.url(end, Some(Kind::CssImport))
                } else {
                    start
                }
            }
            _ => start,
        }
    }

    /// Brackets and semicolons, which matter in `image-set()` and at-rules only.
    fn bracket(&mut self, byte: u8) {
        if self.sets.is_active() {
            match byte {
                b'{' => self.sets.open(b'}', false),
                b'[' => self.sets.open(b']', false),
                b'}' | b']' | b')' => self.sets.close(byte),
                _ => {}
            }
        }
        self.rule = match (self.rule, byte) {
            (Rule::Namespace, b';' | b'{' | b'}') | (Rule::FontFacePrelude, b';' | b'}') => Rule::Other,
            (Rule::FontFacePrelude, b'{') => Rule::FontFace(1),
            (Rule::FontFace(depth), b'{') => Rule::FontFace(depth + 1),
            (Rule::FontFace(1), b'}') => Rule::Other,
            (Rule::FontFace(depth), b'}') => Rule::FontFace(depth - 1),
            (rule, _) => rule,
        };
    }

    fn report(&mut self, value: &Value, kind: Kind, form: Form) {
        let span = value.span(self.css);
        let url = trim_cow(value.decode(self.css));
        if !url.is_empty() {
            (self.emit)(Found { url, span, kind, form });
        }
    }
}

const fn quoted(quote: u8) -> Form {
    if quote == b'"' { Form::CssDoubleQuoted } else { Form::CssSingleQuoted }
}
