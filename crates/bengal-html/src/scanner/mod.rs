//! The scanner: reads a page tag by tag, and decides by itself what almost every page means.
//!
//! It is the WHATWG tokenizer, exactly. What it leaves out is tree construction, which decides the meaning of a page in few
//! ways only: whether a tag that may be ignored is, which namespace an element has, and whether `<frameset>` replaces the
//! body. Where that matters, and a look at the tag and a short stack of open foreign elements cannot tell, scanning ends
//! with [`Undecided`] and [`crate::tree`] reads the page instead.

pub(crate) mod attributes;
mod foreign;
mod gate;
pub(crate) mod markup;
mod names;
mod search;
mod tags;

use std::ops::Range;

use crate::emit::{Element, Emitter};
use crate::extractor::Options;
use crate::reference::Reference;
use crate::rules::{Attributes, Name, Namespace};
use attributes::TagEnd;
use gate::{Gate, Phase};
use names::Special;
pub(crate) use search::{holds_escapes, is_attribute_name_end, name_end};
use tags::Tag;

/// The page cannot be decided by looking at its tags alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Undecided {
    /// No reference at or after this place has been found yet.
    pub(crate) at: usize,
    pub(crate) reason: Reason,
}

/// Why a page needs tree construction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A `<frameset>` where it may take the place of the body.
    Frameset,
    /// SVG or MathML in which HTML is nested, or whose tags do not match.
    ForeignContent,
    /// SVG or MathML nested deeper than the local stack.
    ForeignDepth,
    /// A tag that refers to something and may be ignored as a whole (such as `<td>` outside a table).
    IgnorableTag,
    /// A `<col>` in a `<template>`, after which other tags may be ignored.
    TemplateColumns,
}

/// What to do where tags alone cannot tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Give up.
    Stop,
    /// Take every start tag for an element: past the cap of [`crate::tree`].
    Assume,
}

/// Calls `emit` for every reference of the page, in order. Whether it may have a `script` with a `type`.
pub(crate) fn run<'a>(html: &'a str, options: Options, emit: &mut dyn FnMut(Reference<'a>)) -> bool {
    let mut scanner = Scanner::new(html, options, Doubt::Stop, Gate::new(&mut *emit));
    match scanner.content(0) {
        Ok(()) => {
            scanner.gate.open();
            let typed_script_seen = scanner.typed_script_seen;
            if let Some(from) = scanner.gate.shut_at() {
                run_settled(html, options, from, emit);
            }
            typed_script_seen
        }
        Err(undecided) => {
            let from = scanner.gate.first_held().unwrap_or(undecided.at);
            crate::tree::run(html, options, from, emit);
            true
        }
    }
}

/// Calls `emit` for the references from `from` on, of a page that is known to be decided and in which no `<frameset>` counts.
fn run_settled<'a>(html: &'a str, options: Options, from: usize, emit: &mut dyn FnMut(Reference<'a>)) {
    let mut emit_rest = |reference: Reference<'a>| {
        if reference.span.start >= from {
            emit(reference);
        }
    };
    let mut scanner = Scanner::new(html, options, Doubt::Stop, Gate::new(&mut emit_rest));
    scanner.gate.settle();
    // It was decided once.
    let _decided = scanner.content(0);
}

/// Reads on from `at`, in HTML content, taking every start tag for an element.
pub(crate) fn run_on<'a>(html: &'a str, options: Options, at: usize, emit: &mut dyn FnMut(Reference<'a>)) {
    let mut scanner = Scanner::new(html, options, Doubt::Assume, Gate::new(emit));
    scanner.gate.settle();
    // Nothing is undecided when everything is assumed.
    let _decided = scanner.content(at);
    scanner.gate.open();
}

struct Scanner<'a, 'e> {
    html: &'a str,
    bytes: &'a [u8],
    emitter: Emitter<'a>,
    doubt: Doubt,
    gate: Gate<'a, 'e>,
    names: &'static names::Filter,
    template_seen: bool,
    body_seen: bool,
    typed_script_seen: bool,
}

type Scan<T> = Result<T, Undecided>;

impl<'a, 'e> Scanner<'a, 'e> {
    fn new(html: &'a str, options: Options, doubt: Doubt, gate: Gate<'a, 'e>) -> Self {
        Self {
            html,
            bytes: html.as_bytes(),
            emitter: Emitter { html, options },
            doubt,
            gate,
            names: names::filter(options),
            template_seen: false,
            body_seen: false,
            typed_script_seen: false,
        }
    }

    /// HTML content from `at` to the end of the text.
    fn content(&mut self, mut at: usize) -> Scan<()> {
        while let Some(open) = search::find(self.bytes, at, b'<') {
            if self.gate.phase() == Phase::Head {
                self.gate.text(&self.bytes[at..open]);
            }
            at = match self.bytes.get(open + 1) {
                Some(byte) if byte.is_ascii_alphabetic() => self.start_tag(open)?,
                Some(b'/') => self.end_tag(open),
                Some(b'!' | b'?') => markup::declaration_end(self.bytes, open),
                _ => open + 1,
            };
        }
        Ok(())
    }

    /// The start tag at `open`. Returns where content goes on.
    #[inline]
    fn start_tag(&mut self, open: usize) -> Scan<usize> {
        if self.emitter.options.anchors && names::is_anchor(self.bytes, open + 1) {
            return self.link(open);
        }
        if self.names.may_be_special(self.bytes, open + 1) {
            return self.special(open, open + 1..name_end(self.bytes, open + 1));
        }
        if self.gate.phase() != Phase::Settled {
            self.gate.start_tag(&self.bytes[open + 1..name_end(self.bytes, open + 1)], self.template_seen);
        }
        match tags::skip_plain(self.bytes, open + 1) {
            Tag::Ends(after) => Ok(after),
            Tag::Unfinished => Ok(self.bytes.len()),
            Tag::Look => self.tag(open, open + 1..name_end(self.bytes, open + 1)),
        }
    }

    /// The end tag at `open`, or what only looks like one.
    #[inline]
    fn end_tag(&mut self, open: usize) -> usize {
        if self.gate.phase() == Phase::Head {
            self.gate.end_tag(&self.bytes[open + 2..name_end(self.bytes, open + 2)]);
        }
        // Only in a value, behind an equals sign, can a `>` be other than the end, whatever this is.
        match search::find_equals_or_close(self.bytes, open + 2) {
            Some(found) if self.bytes[found] == b'>' => found + 1,
            Some(_) => self.unusual_end_tag(open),
            None => self.bytes.len(),
        }
    }

    #[cold]
    fn unusual_end_tag(&self, open: usize) -> usize {
        match self.bytes.get(open + 2) {
            Some(byte) if byte.is_ascii_alphabetic() => {
                let end = attributes::walk(self.bytes, name_end(self.bytes, open + 2), |_| {});
                end.map_or(self.bytes.len(), |end| end.after)
            }
            _ => markup::declaration_end(self.bytes, open),
        }
    }

    /// Reads the whole tag at `open` and reports its references. Returns where content goes on.
    #[inline(never)]
    fn tag(&mut self, open: usize, name: Range<usize>) -> Scan<usize> {
        let mut found = Attributes::default();
        let end = attributes::walk(self.bytes, name.end, |attribute| found.add(self.bytes, attribute));
        let Some(end) = end else { return Ok(self.bytes.len()) };
        self.element(open, name, Namespace::Html, &found)?;
        Ok(end.after)
    }

    fn element(&mut self, open: usize, name: Range<usize>, namespace: Namespace, found: &Attributes) -> Scan<()> {
        let element = Element { namespace, name: &self.html[name] };
        let refers = |name| found.get(name).is_some_and(|value| self.emitter.refers(name, value));
        let has_any = found.get(Name::Style).is_some() || found.get(Name::Background).is_some();
        if has_any
            && namespace == Namespace::Html
            && names::may_be_ignored(element.name.as_bytes(), self.template_seen, self.body_seen)
            && (refers(Name::Style) || (names::has_background(element.name) && refers(Name::Background)))
        {
            self.doubt(open, Reason::IgnorableTag)?;
        }
        self.emitter.element(element, found, &mut |reference| self.gate.put(reference));
        Ok(())
    }

    /// A tag with a meaning of its own.
    fn special(&mut self, open: usize, name: Range<usize>) -> Scan<usize> {
        let Some(special) = Special::of(&self.bytes[name.clone()]) else {
            return self.plain(open, name);
        };
        if self.gate.phase() != Phase::Settled && !special.stays_in_head() {
            self.gate.start_tag(&self.bytes[name.clone()], self.template_seen);
        }
        match special {
            Special::Frameset if self.gate.phase() != Phase::Settled => self.doubt(open, Reason::Frameset)?,
            Special::Column if self.template_seen => self.doubt(open, Reason::TemplateColumns)?,
            _ => {}
        }
        let mut found = Attributes::default();
        let Some(end) = self.attributes(name.end, &mut found) else { return Ok(self.bytes.len()) };
        let namespace = match special {
            Special::Svg => Namespace::Svg,
            Special::MathMl => Namespace::MathMl,
            _ => Namespace::Html,
        };
        if !found.is_empty() && !matches!(special, Special::Frame | Special::Frameset) {
            self.element(open, name.clone(), namespace, &found)?;
        }
        let after = end.after;
        Ok(match special {
            Special::Plain | Special::Metadata | Special::Column | Special::Frame | Special::Frameset => after,
            Special::Body => {
                self.body_seen = true;
                after
            }
            Special::Template => {
                self.template_seen = true;
                after
            }
            Special::Style => {
                let text = markup::raw_text(self.bytes, after, &self.bytes[name]);
                self.emitter.style_text(after..text.end, &mut |reference| self.gate.put(reference));
                text.after
            }
            Special::Noscript if !self.emitter.options.scripting => after,
            Special::RawText | Special::Noscript => markup::raw_text(self.bytes, after, &self.bytes[name]).after,
            Special::Script => {
                self.typed_script_seen |= self.has_type_of_its_own(&found);
                markup::script_text(self.bytes, after).after
            }
            Special::PlainText => self.bytes.len(),
            Special::Svg | Special::MathMl if end.is_self_closing => after,
            Special::Svg | Special::MathMl => self.foreign(after, name, namespace)?,
        })
    }

    /// Collects the attributes of the tag whose name ends at `at`. `None` where the text ends in it.
    #[inline]
    fn attributes(&self, at: usize, found: &mut Attributes) -> Option<TagEnd> {
        match tags::collect(self.bytes, at, found) {
            Tag::Ends(end) => Some(end),
            Tag::Unfinished => None,
            Tag::Look => {
                *found = Attributes::default();
                attributes::walk(self.bytes, at, |attribute| found.add(self.bytes, attribute))
            }
        }
    }

    /// Whether the `type` of a script says more than that it is plain JavaScript or JSON.
    fn has_type_of_its_own(&self, found: &Attributes) -> bool {
        const PLAIN: [&[u8]; 4] = [b"text/json", b"application/json", b"text/javascript", b"application/javascript"];
        found.get(Name::Type).is_some_and(|value| {
            let written = &self.bytes[value.start..value.end];
            !PLAIN.iter().any(|plain| written.eq_ignore_ascii_case(plain))
        })
    }

    /// An `<a>`: the most frequent tag that refers to anything.
    #[inline]
    fn link(&mut self, open: usize) -> Scan<usize> {
        let name = open + 1..open + 2;
        if self.gate.phase() != Phase::Settled {
            self.gate.start_tag(&self.bytes[name.clone()], self.template_seen);
        }
        match tags::link(self.bytes, name.end) {
            Tag::Ends((href, after)) => {
                if let Some(href) = href {
                    self.emitter.link(href, |reference| self.gate.put(reference));
                }
                Ok(after)
            }
            Tag::Unfinished => Ok(self.bytes.len()),
            Tag::Look => self.tag(open, name),
        }
    }

    /// A tag that only looked as if it had a meaning of its own.
    fn plain(&mut self, open: usize, name: Range<usize>) -> Scan<usize> {
        if self.gate.phase() != Phase::Settled {
            self.gate.start_tag(&self.bytes[name.clone()], self.template_seen);
        }
        self.tag(open, name)
    }

    /// Stops, unless everything is to be assumed.
    fn doubt(&self, at: usize, reason: Reason) -> Scan<()> {
        match self.doubt {
            Doubt::Stop => Err(Undecided { at, reason }),
            Doubt::Assume => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
