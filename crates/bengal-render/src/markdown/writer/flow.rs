//! Where directives start and end in the flow of events.

use super::{Frame, FrameKind, Writer};
use crate::markdown::directives;
use crate::markdown::expand::MarkKind;
use crate::markdown::raw_html;
use crate::markdown::source::Place;
use bengal_core::Diagnostic;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;
use std::rc::Rc;

impl Writer<'_> {
    /// Events inside of code and raw HTML, which are collected before they are written.
    pub(super) fn verbatim(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::End(TagEnd::CodeBlock) => self.end_code_block(),
            Event::End(TagEnd::HtmlBlock) => self.end_html_block(),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                let Some(at) = self.mark_at(&range).filter(|_| self.raw_html.is_some()) else {
                    return self.collect(&text, range);
                };
                let doc = Rc::clone(&self.doc);
                let Some(mark) = doc.marks.get(at) else { return };
                self.flush_html();
                self.next_mark = at + 1;
                match mark.kind {
                    MarkKind::Open(number) => self.open_directive(number),
                    MarkKind::Close(number) => self.close_directive(number),
                }
            }
            _ => {}
        }
    }

    /// The mark in a span of the expanded text.
    fn mark_at(&self, range: &Range<usize>) -> Option<usize> {
        let marks = self.doc.marks.get(self.next_mark..)?;
        let at = self.next_mark + marks.partition_point(|mark| mark.at < range.start);
        self.doc.marks.get(at).filter(|mark| range.contains(&mark.at)).map(|_| at)
    }

    fn collect(&mut self, text: &str, range: Range<usize>) {
        // A mark that comes out in code is the text that it stood for.
        let original = self.mark_at(&range).and_then(|at| {
            self.next_mark = at + 1;
            let lines = &self.doc.marks.get(at)?.lines;
            self.texts.get(lines.text)?.text.get(lines.span.clone()).map(str::to_owned)
        });
        let text = match original {
            Some(original) => original + "\n",
            None if self.raw_html.is_some() => {
                let doc = Rc::clone(&self.doc);
                raw_html::with_tokens(self, text, &doc)
            }
            None => crate::markdown::tokens::restore(text, &self.doc.tokens).into_owned(),
        };
        if let Some(code) = &mut self.code {
            code.text.push_str(&text);
        } else if let Some((html, span)) = &mut self.raw_html {
            if html.is_empty() {
                *span = range.clone();
            }
            html.push_str(&text);
            span.end = range.end;
        }
    }

    pub(super) fn start_html_block(&mut self, range: Range<usize>) {
        self.raw_html = Some((String::new(), range.start..range.start));
    }

    fn end_html_block(&mut self) {
        self.flush_html();
        self.raw_html = None;
    }

    fn flush_html(&mut self) {
        let Some((html, span)) = &mut self.raw_html else { return };
        if html.is_empty() {
            return;
        }
        let (html, span) = (std::mem::take(html), span.clone());
        self.note_stray_at(&span);
        let written = raw_html::rewrite(self, &html, span);
        self.push(&written);
    }

    /// Remembers where something starts that is directly in a directive made of parts, and in none of them.
    pub(super) fn note_stray(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let is_content = match event {
            Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Start(Tag::HtmlBlock) => false,
            Event::Text(text) => !text.trim().is_empty(),
            _ => true,
        };
        if is_content {
            self.note_stray_at(range);
        }
    }

    fn note_stray_at(&mut self, range: &Range<usize>) {
        let depth = self.depth;
        let frame = self.frame();
        if frame.depth == depth && frame.stray.is_none() && directives::has_parts(frame.name) {
            let place = self.place(range.start..range.start + 1);
            self.frame().stray = Some(place);
        }
    }

    /// Reports what stands between the parts of the innermost directive, if anything does.
    pub(in crate::markdown) fn report_stray(
        &mut self,
        parts: &str,
        whole: &str,
        stray: Option<Place>,
        otherwise: &Place,
    ) {
        let message = format!("text directly in `{whole}` belongs to no `{parts}`");
        let problem = Diagnostic::warning("directive-stray-content", message)
            .hint(format!("put it into a `:::{{{parts}}}`, or outside of the `:::{{{whole}}}`"));
        self.problem(&stray.unwrap_or_else(|| otherwise.clone()), problem);
    }

    /// HTML in a line.
    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        // A mark that comes out in the middle of a line can start or end nothing.
        if let Some(at) = self.mark_at(&range) {
            self.next_mark = at + 1;
            return;
        }
        if self.image.is_some() {
            return;
        }
        let doc = Rc::clone(&self.doc);
        let html = raw_html::with_tokens(self, html, &doc);
        let written = raw_html::rewrite(self, &html, range);
        self.push(&written);
    }

    fn open_directive(&mut self, number: usize) {
        let doc = Rc::clone(&self.doc);
        let Some(directive) = doc.directives.get(number) else { return };
        let parent = self.frame().name;
        let mut frame = Frame::new(FrameKind::Directive(number), self.depth);
        let spec = directives::find(&directive.name);
        frame.name = spec.map_or("", |spec| spec.name);
        directives::check(self, directive, spec, parent);
        let depth = self.depth;
        let around = self.frame();
        if directives::has_parts(parent)
            && around.depth == depth
            && !spec.is_some_and(|spec| spec.inside.contains(&parent))
        {
            around.stray.get_or_insert_with(|| directive.place.clone());
        }
        self.frames.push(frame);
        if let Some(open) = spec.and_then(|spec| spec.open) {
            open(self, directive);
        }
    }

    fn close_directive(&mut self, number: usize) {
        let kind = FrameKind::Directive(number);
        // A directive that a list item's end has closed already is not there any more.
        if self
            .frames
            .iter()
            .rev()
            .take_while(|frame| matches!(frame.kind, FrameKind::Directive(_)))
            .any(|frame| frame.kind == kind)
        {
            while self.close_frame().is_some_and(|closed| closed != kind) {}
        }
    }

    /// Closes the innermost frame and writes what it has to the one around it.
    pub(super) fn close_frame(&mut self) -> Option<FrameKind> {
        if self.frames.len() < 2 {
            return None;
        }
        self.end_implied_paragraph();
        let mut frame = self.frames.pop()?;
        let kind = frame.kind.clone();
        match &frame.kind {
            FrameKind::Directive(number) => {
                let doc = Rc::clone(&self.doc);
                if let Some(directive) = doc.directives.get(*number) {
                    match directives::find(&directive.name) {
                        Some(spec) => (spec.close)(self, directive, &mut frame),
                        None => self.push(&frame.html),
                    }
                }
            }
            FrameKind::Footnote(name) => self.keep_footnote(name.clone(), frame.html),
            FrameKind::Page | FrameKind::Inline => self.push(&frame.html),
        }
        Some(kind)
    }

    /// The frame around the one that is being closed, by the canonical name of its directive; empty where it is none.
    pub(in crate::markdown) fn parent_name(&mut self) -> &'static str {
        self.frame().name
    }
}
