//! Elements of Markdown and their tags.

use super::links::LinkUse;
use super::{Frame, FrameKind, Writer};
use crate::markdown::directives::admonition;
use pulldown_cmark::{Alignment, BlockQuoteKind, Event, LinkType, Tag, TagEnd};
use std::fmt::Write as _;
use std::ops::Range;

/// A table that is open.
#[derive(Debug)]
pub(super) struct OpenTable {
    alignments: Vec<Alignment>,
    in_head: bool,
    cell: usize,
}

impl Writer<'_> {
    pub(super) fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if matches!(tag, Tag::HtmlBlock) {
            return self.start_html_block(range);
        }
        self.depth += 1;
        match tag {
            Tag::Paragraph => {
                let top = self.depth == 1 && self.frames.len() == 1;
                self.summary.start_paragraph(top);
                if self.is_block_frame() {
                    self.push("<p>");
                }
            }
            Tag::Heading { level, id, classes, .. } => self.start_heading(level as u8, id.as_deref(), &classes),
            Tag::BlockQuote(None) => self.push("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let html = admonition::opening(alert_name(kind), None);
                self.push(&html);
            }
            Tag::CodeBlock(kind) => self.start_code_block(&kind),
            Tag::List(start) => self.start_list(start),
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(name) => {
                let frame = Frame::new(FrameKind::Footnote(name.to_string()), self.depth);
                self.frames.push(frame);
            }
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => self.push("<dt>"),
            Tag::DefinitionListDefinition => self.push("<dd>"),
            Tag::Table(alignments) => {
                self.tables.push(OpenTable { alignments, in_head: false, cell: 0 });
                self.push("<div class=\"table-wrapper\"><table>\n");
            }
            Tag::TableHead => {
                self.start_row(true);
                self.push("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.start_row(false);
                self.push("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Superscript => self.push("<sup>"),
            Tag::Subscript => self.push("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                if link_type == LinkType::Email {
                    self.links.push(true);
                    let url = format!("mailto:{dest_url}");
                    self.start_link(&url, &title, range, LinkUse::Verbatim);
                } else {
                    self.links.push(true);
                    self.start_link(&dest_url, &title, range, LinkUse::Page);
                }
            }
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, range),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        self.close_inner_frames_before(&tag);
        match tag {
            TagEnd::Paragraph => {
                self.summary.end_paragraph();
                if self.is_block_frame() {
                    self.end_paragraph();
                }
            }
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::BlockQuote(None) => self.push("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.push("</div>\n"),
            TagEnd::List(ordered) => self.end_list(ordered),
            TagEnd::Item => self.end_item(),
            TagEnd::FootnoteDefinition => {
                if matches!(self.frame().kind, FrameKind::Footnote(_)) {
                    self.close_frame();
                }
            }
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::Table => {
                self.tables.pop();
                self.push("</tbody></table></div>\n");
            }
            TagEnd::TableHead => self.push("</tr>\n</thead>\n<tbody>\n"),
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Superscript => self.push("</sup>"),
            TagEnd::Subscript => self.push("</sub>"),
            TagEnd::Link => {
                if self.links.pop().is_some() {
                    self.push("</a>");
                }
            }
            TagEnd::Image => self.end_image(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// Text directly in a directive is a paragraph, in tight lists too.
    pub(super) fn imply_paragraph(&mut self, event: &Event<'_>) {
        let depth = self.depth;
        let frame = self.frame();
        if frame.depth != depth || !matches!(frame.kind, FrameKind::Directive(_)) {
            return;
        }
        let is_inline = matches!(
            event,
            Event::Text(_)
                | Event::Code(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        );
        match event {
            _ if is_inline && frame.implied_paragraph => {}
            _ if is_inline => {
                frame.implied_paragraph = true;
                frame.html.push_str("<p>");
            }
            Event::Start(_) | Event::Rule => {
                self.flush();
                self.end_implied_paragraph();
            }
            _ => {}
        }
    }

    /// Ends the paragraph that was implied in the innermost frame.
    pub(super) fn end_implied_paragraph(&mut self) {
        if std::mem::take(&mut self.frame().implied_paragraph) {
            self.end_paragraph();
        }
    }

    /// A paragraph without anything in it, as is left of a formula or a line of another dialect, is none.
    fn end_paragraph(&mut self) {
        let out = self.out();
        match out.strip_suffix("<p>").map(str::len) {
            Some(kept) => out.truncate(kept),
            None => out.push_str("</p>\n"),
        }
    }

    fn close_inner_frames_before(&mut self, tag: &TagEnd) {
        // The frame of a footnote is opened inside of its element, and closed by it.
        let own = matches!(tag, TagEnd::FootnoteDefinition);
        while self.frames.len() > 1 && self.frame().depth >= self.depth {
            if matches!(self.frame().kind, FrameKind::Inline | FrameKind::Page) {
                return;
            }
            if own && matches!(self.frame().kind, FrameKind::Footnote(_)) {
                return;
            }
            self.close_frame();
        }
    }

    /// Whether paragraphs have tags here: not in a line inside of something else.
    fn is_block_frame(&mut self) -> bool {
        self.frame().kind != FrameKind::Inline || self.depth > self.frame().depth + 1
    }

    fn start_list(&mut self, start: Option<u64>) {
        self.frame().lists += 1;
        if self.is_table_from_list() && self.frame().lists <= 2 {
            return;
        }
        match start {
            None => self.push("<ul>\n"),
            Some(1) => self.push("<ol>\n"),
            Some(number) => {
                let _ = writeln!(self.out(), "<ol start=\"{number}\">");
            }
        }
    }

    fn end_list(&mut self, ordered: bool) {
        let lists = self.frame().lists;
        self.frame().lists = lists.saturating_sub(1);
        if self.is_table_from_list() && lists <= 2 {
            return;
        }
        self.push(if ordered { "</ol>\n" } else { "</ul>\n" });
    }

    fn start_item(&mut self) {
        if self.is_table_from_list() {
            match self.frame().lists {
                1 => return self.frame().rows.push(Vec::new()),
                2 => return self.frame().html.clear(),
                _ => {}
            }
        }
        let frame = self.frame();
        frame.last_item = Some(frame.html.len());
        frame.html.push_str("<li>");
    }

    fn end_item(&mut self) {
        if self.is_table_from_list() {
            match self.frame().lists {
                1 => return,
                2 => {
                    let frame = self.frame();
                    let cell = std::mem::take(&mut frame.html);
                    if let Some(row) = frame.rows.last_mut() {
                        row.push(cell.trim().to_owned());
                    }
                    return;
                }
                _ => {}
            }
        }
        self.push("</li>\n");
    }

    /// Whether the two outer levels of a list are rows and cells here.
    fn is_table_from_list(&mut self) -> bool {
        self.frame().name == "list-table"
    }

    pub(super) fn task(&mut self, done: bool) {
        let frame = self.frame();
        frame.tasks.1 += 1;
        frame.tasks.0 += usize::from(done);
        if let Some(at) = frame.last_item.take()
            && frame.html.get(at..).is_some_and(|item| item.starts_with("<li>"))
        {
            frame.html.insert_str(at + 3, " class=\"task-list-item\"");
        }
        let checked = if done { " checked" } else { "" };
        let _ = write!(self.out(), "<input class=\"task-list-item-checkbox\" type=\"checkbox\" disabled{checked}> ");
    }

    fn start_row(&mut self, in_head: bool) {
        if let Some(table) = self.tables.last_mut() {
            table.in_head = in_head;
            table.cell = 0;
        }
    }

    fn start_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let name = if table.in_head { "th" } else { "td" };
        let align = match table.alignments.get(table.cell) {
            Some(Alignment::Left) => " style=\"text-align: left\"",
            Some(Alignment::Center) => " style=\"text-align: center\"",
            Some(Alignment::Right) => " style=\"text-align: right\"",
            Some(Alignment::None) | None => "",
        };
        table.cell += 1;
        let _ = write!(self.out(), "<{name}{align}>");
    }

    fn end_cell(&mut self) {
        let in_head = self.tables.last().is_some_and(|table| table.in_head);
        self.push(if in_head { "</th>" } else { "</td>" });
    }
}

fn alert_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}
