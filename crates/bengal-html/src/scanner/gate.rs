//! Holds references back for as long as a `<frameset>` could still take the body, with all that is in it, away.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody>, "a start tag whose tag name is frameset".

use crate::reference::Reference;

/// How far the page has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Only what belongs into the head has been seen: it stays, even if a `<frameset>` follows.
    Head,
    /// A body may have begun, and a `<frameset>` would replace it.
    Unsettled,
    /// Any `<frameset>` from here on is ignored.
    Settled,
}

pub(super) struct Gate<'a, 'e> {
    emit: &'e mut dyn FnMut(Reference<'a>),
    phase: Phase,
    held: Vec<Reference<'a>>,
    /// The place of the first reference that was held when there were too many; none have been let through since.
    shut_at: Option<usize>,
}

impl<'a, 'e> Gate<'a, 'e> {
    /// So many references are held: a page of nothing but short ones takes far more memory for them than it has bytes.
    const MOST_HELD: usize = 4096;

    pub(super) fn new(emit: &'e mut dyn FnMut(Reference<'a>)) -> Self {
        Self { emit, phase: Phase::Head, held: Vec::new(), shut_at: None }
    }

    pub(super) fn phase(&self) -> Phase {
        self.phase
    }

    #[inline]
    pub(super) fn put(&mut self, reference: Reference<'a>) {
        if self.phase == Phase::Unsettled || self.shut_at.is_some() {
            self.hold(reference);
        } else {
            (self.emit)(reference);
        }
    }

    #[cold]
    fn hold(&mut self, reference: Reference<'a>) {
        if self.shut_at.is_some() {
            return;
        }
        self.held.push(reference);
        if self.held.len() >= Self::MOST_HELD {
            self.shut_at = self.first_held();
            self.held = Vec::new();
        }
    }

    /// Where the page has to be read again from, once it is certain that no `<frameset>` replaces the body.
    pub(super) fn shut_at(&self) -> Option<usize> {
        self.shut_at
    }

    /// Lets everything through that is held.
    pub(super) fn open(&mut self) {
        self.held.drain(..).for_each(&mut self.emit);
    }

    pub(super) fn settle(&mut self) {
        self.open();
        self.phase = Phase::Settled;
    }

    /// The place of the first reference that is held, or would be.
    pub(super) fn first_held(&self) -> Option<usize> {
        self.shut_at.or_else(|| self.held.first().map(|reference| reference.span.start))
    }

    /// Text of the head. Other text than whitespace opens the body and rules `<frameset>` out in one; but NUL, which is
    /// dropped, opens the body only.
    pub(super) fn text(&mut self, text: &[u8]) {
        if memchr::memchr(0, text).is_some() {
            self.phase = Phase::Unsettled;
        }
    }

    /// An end tag in the head: some open the body.
    pub(super) fn end_tag(&mut self, name: &[u8]) {
        if [&b"body"[..], b"html", b"br"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
            self.phase = Phase::Unsettled;
        }
    }

    /// A start tag in HTML content, before the phase is settled. What opens the body inside a `<template>` of the head
    /// opens none, so that with one nothing is certain any more.
    #[cold]
    pub(super) fn start_tag(&mut self, name: &[u8], template_seen: bool) {
        let mut lower = [0; 10];
        let Some(lower) = lower.get_mut(..name.len()) else {
            self.phase = Phase::Unsettled;
            return;
        };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        let is_certain = !template_seen;
        match &*lower {
            b"html" | b"head" | b"base" | b"basefont" | b"bgsound" | b"link" | b"meta" | b"title" | b"script"
            | b"style" | b"noframes" | b"noscript" => {}
            b"template" if self.phase == Phase::Head => {}
            // These rule `<frameset>` out wherever they stand in a body.
            b"area" | b"br" | b"button" | b"dd" | b"dt" | b"embed" | b"hr" | b"iframe" | b"image" | b"img" | b"li"
            | b"listing" | b"object" | b"pre" | b"select" | b"table" | b"template" | b"textarea" | b"wbr" | b"xmp"
            | b"body"
                if is_certain =>
            {
                self.settle();
            }
            _ => self.phase = Phase::Unsettled,
        }
    }
}
