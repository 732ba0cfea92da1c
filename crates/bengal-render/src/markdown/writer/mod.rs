//! From the events of one page's Markdown to HTML.
//!
//! A [`Writer`] keeps a stack of [`Frame`]s: one for the page, one for each directive or footnote that is open. What is written
//! goes to the innermost; where a directive ends, its handler gets its frame and writes the result to the one around it.
//! So nothing here recurses over what an author nests.

mod blocks;
mod code;
mod flow;
mod footnotes;
mod frame;
mod headings;
mod images;
mod inline;
mod links;
mod summary;

pub(super) use code::{CodeOptions, line_ranges};
pub(super) use frame::{Frame, FrameKind, Pane};
pub(super) use headings::Anchor;
pub(super) use images::ImageTag;
pub(super) use links::{FOREIGN, LinkUse, encode, opening_tag};

use super::Markdown;
use super::expand::Expanded;
use super::report::Report;
use super::source::{Place, SourceText};
use crate::ReadLog;
use crate::escape;
use bengal_core::{Diagnostic, Page};
use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;
use std::rc::Rc;

/// What a page is rendered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Its body.
    Body,
    /// Its anchors only: nothing is highlighted, resolved or reported.
    Anchors,
}

/// Renders one page.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) markdown: &'a Markdown,
    pub(super) page: &'a Page,
    pub(super) reads: &'a ReadLog,
    pub(super) purpose: Purpose,
    pub(super) texts: Vec<SourceText>,
    pub(super) report: Report,
    doc: Rc<Expanded>,
    /// The next mark of `doc` that was not reached.
    next_mark: usize,
    frames: Vec<Frame>,
    /// How many elements of the Markdown are open.
    depth: usize,
    /// Text that was read and not written: a role's name may be at its end.
    pending: inline::Pending,
    code: Option<code::CodeBlock>,
    raw_html: Option<(String, Range<usize>)>,
    image: Option<links::OpenImage>,
    links: Vec<bool>,
    tables: Vec<blocks::OpenTable>,
    headings: headings::Headings,
    footnotes: footnotes::Footnotes,
    summary: summary::Summary,
    pub(super) has_math: bool,
    pub(super) has_diagrams: bool,
    /// How many bytes a page may still get from elsewhere: a short directive must not become a long page over and over.
    borrowed_left: usize,
}

/// What directives and variables write into one page from files, data and other pages is at most this long, in bytes.
const MAX_BORROWED_BYTES: usize = 16 * 1024 * 1024;

/// The extensions to CommonMark.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        markdown: &'a Markdown,
        page: &'a Page,
        reads: &'a ReadLog,
        purpose: Purpose,
        texts: Vec<SourceText>,
        report: Report,
    ) -> Self {
        Self {
            markdown,
            page,
            reads,
            purpose,
            texts,
            report,
            doc: Rc::default(),
            next_mark: 0,
            frames: vec![Frame::new(FrameKind::Page, 0)],
            depth: 0,
            pending: inline::Pending::default(),
            code: None,
            raw_html: None,
            image: None,
            links: Vec::new(),
            tables: Vec::new(),
            headings: headings::Headings::default(),
            footnotes: footnotes::Footnotes::default(),
            summary: summary::Summary::new(markdown.site.config.content.excerpt_length),
            has_math: false,
            has_diagrams: false,
            borrowed_left: MAX_BORROWED_BYTES,
        }
    }

    /// Writes the whole page.
    pub(super) fn page(&mut self, doc: Expanded) {
        // HTML is longer than its Markdown: so the text is seldom moved while it grows.
        self.out().reserve(doc.text.len() * 2);
        self.doc = Rc::new(doc);
        self.events();
        while self.frames.len() > 1 {
            self.close_frame();
        }
        self.write_footnotes();
        self.check_own_fragments();
    }

    fn events(&mut self) {
        let doc = Rc::clone(&self.doc);
        for (event, range) in Parser::new_ext(&doc.text, options()).into_offset_iter() {
            self.event(event, range);
        }
        self.flush();
    }

    /// A line without blocks as HTML: the title of a directive, a label.
    pub(super) fn inline(&mut self, line: &str, place: &Place) -> String {
        if !line.contains(inline::needs_markdown) {
            self.summary.count_words(line);
            return escape::escaped(line);
        }
        // An escaped character in front keeps the line from being a heading, a list or anything else but a paragraph.
        let mut doc = Expanded::default();
        doc.text.push_str("\\!");
        doc.map.push(0, place.text, place.span.start, 0);
        super::tokens::copy_line(line, place, &mut doc);
        let outer = std::mem::replace(&mut self.doc, Rc::new(doc));
        let outer_mark = std::mem::replace(&mut self.next_mark, 0);
        let outer_pending = std::mem::take(&mut self.pending);
        let outer_html = self.raw_html.take();
        let outer_links = std::mem::take(&mut self.links);
        self.frames.push(Frame::new(FrameKind::Inline, self.depth));
        self.events();
        let html = self.frames.pop().map(|frame| frame.html).unwrap_or_default();
        self.links = outer_links;
        self.raw_html = outer_html;
        self.pending = outer_pending;
        self.next_mark = outer_mark;
        self.doc = outer;
        html.strip_prefix('!').map(str::to_owned).unwrap_or(html)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.code.is_some() || self.raw_html.is_some() {
            return self.verbatim(event, range);
        }
        self.imply_paragraph(&event);
        self.note_stray(&event, &range);
        match event {
            Event::Text(text) => return self.text(&text, range),
            Event::SoftBreak => return self.text("\n", range),
            Event::Code(code) => return self.code_span(&code, range),
            _ => self.flush(),
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::InlineMath(tex) => self.inline_math(&tex, range),
            Event::DisplayMath(tex) => self.display_math(&tex, range),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::HardBreak => self.push("<br>\n"),
            Event::Rule => self.push("<hr>\n"),
            Event::TaskListMarker(done) => self.task(done),
            Event::Text(_) | Event::SoftBreak | Event::Code(_) => {}
        }
    }

    /// Appends HTML.
    pub(super) fn push(&mut self, html: &str) {
        self.out().push_str(html);
    }

    /// Appends text, escaped.
    pub(super) fn push_text(&mut self, text: &str) {
        escape::text(self.out(), text);
    }

    /// Where HTML goes: the innermost frame.
    pub(super) fn out(&mut self) -> &mut String {
        &mut self.frame().html
    }

    /// The innermost frame.
    pub(super) fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(FrameKind::Page, 0));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Appends HTML that a directive made from something else than its own text; where that exceeds its bound, a problem.
    pub(super) fn push_borrowed(&mut self, html: &str, place: &Place) {
        if self.may_borrow(html.len(), place) {
            self.push(html);
        }
    }

    /// Whether so many more bytes may come from elsewhere. If not, that is reported, once.
    pub(super) fn may_borrow(&mut self, bytes: usize, place: &Place) -> bool {
        match self.borrowed_left.checked_sub(bytes) {
            Some(left) => {
                self.borrowed_left = left;
                true
            }
            None => {
                if self.report.first("borrowed".to_owned()) {
                    let message = "files, data and lists in this page are too long";
                    let hint = format!("at most {} MiB together", MAX_BORROWED_BYTES / 1024 / 1024);
                    self.problem(place, Diagnostic::error("page-size", message).hint(hint));
                }
                false
            }
        }
    }

    /// The frame around the innermost one.
    pub(super) fn around(&mut self) -> Option<&mut Frame> {
        let at = self.frames.len().checked_sub(2)?;
        self.frames.get_mut(at)
    }

    /// Where a span of the document that is being written came from.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        self.doc.map.place(range)
    }

    /// Notes a problem at a place of a source.
    pub(super) fn problem(&mut self, place: &Place, diagnostic: Diagnostic) {
        self.report.at(&self.texts, place, diagnostic);
    }

    /// The excerpt and the number of words.
    pub(super) fn finish_summary(&mut self) -> (String, usize) {
        let (excerpt, words) = std::mem::replace(&mut self.summary, summary::Summary::new(0)).finish();
        (escape::without_nul(excerpt), words)
    }

    /// The excerpt ends here.
    pub(super) fn stop_excerpt(&mut self) {
        self.summary.stop();
    }

    /// Takes the finished HTML out.
    pub(super) fn take_html(&mut self) -> String {
        escape::without_nul(std::mem::take(self.out()))
    }

    /// The folder of the file in which a place is, relative to the site's folder.
    pub(super) fn folder_of(&self, place: &Place) -> String {
        self.texts.get(place.text).map_or("", |text| text.folder()).to_owned()
    }
}
