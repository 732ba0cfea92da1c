//! The block structure pass: from a page's text, with its includes, to one Markdown text in which directives are marks.
//!
//! The whole page stays *one* Markdown document: where a directive starts or ends, its line is replaced by an HTML comment,
//! a block that CommonMark lets stand anywhere, in list items too. So link definitions and footnotes hold for the whole
//! page, wherever on it they are, and lists go on around a directive. Inline constructs (`[[…]]`, `{{ … }}`) are replaced by
//! tokens for the same reason: nothing in them is then Markdown, not even the `|` in a table's cell.
//! [`SourceMap`] keeps where every byte came from.

mod quotes;

use super::directive::{Directive, DirectiveOption};
use super::include::{IncludeFiles, Includer, Input};
use super::report::Report;
use super::source::{Place, SourceMap, SourceText};
use super::syntax::{self, ColonLine, Fence};
use super::tokens::{self, Token};
use bengal_core::Diagnostic;
use std::rc::Rc;
use std::sync::Arc;

/// Directives deeper than this are not opened: their lines are text.
pub(super) const MAX_NESTING: usize = 64;

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// The directive with this number starts.
    Open(usize),
    /// It ends.
    Close(usize),
}

/// A directive's line in the expanded text.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Where its comment starts in the expanded text.
    pub(super) at: usize,
    pub(super) kind: MarkKind,
    /// The lines that it stands for.
    pub(super) lines: Place,
}

/// The comments that stand for directives.
pub(super) const OPEN_MARK: &str = "<!--:{-->";
pub(super) const CLOSE_MARK: &str = "<!--:}-->";

/// A page as one Markdown text.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub(super) text: String,
    pub(super) map: SourceMap,
    /// In the order of their places.
    pub(super) marks: Vec<Mark>,
    pub(super) directives: Vec<Rc<Directive>>,
    pub(super) tokens: Vec<Token>,
}

/// A directive that is open.
struct Open {
    directive: usize,
    colons: usize,
    /// Columns of indentation that lines inside lose.
    strip: usize,
    /// Columns of white space before its closing mark.
    indent: usize,
    /// Where it opens, for the message if it is never closed.
    place: Place,
    name: String,
    /// A block of another dialect: it has no marks.
    foreign: bool,
}

/// What the lines are in, if not in ordinary text.
enum Verbatim {
    No,
    Fence { fence: Fence, container: usize, indent: String },
    Html { end: &'static str },
}

/// Expands the body of a page: `texts[0]` from `body_start`. Linear in the length of all texts together.
pub(super) fn expand(
    files: IncludeFiles<'_>,
    texts: &mut Vec<SourceText>,
    body_start: usize,
    report: &mut Report,
) -> Expanded {
    let end = texts.first().map_or(0, |text| text.text.len());
    let mut pass = Pass {
        inputs: vec![Input::whole(0, body_start.min(end), end)],
        texts,
        includer: Includer::new(files),
        report,
        out: Expanded::default(),
        open: Vec::new(),
        lists: Vec::new(),
        verbatim: Verbatim::No,
        after_text: false,
    };
    pass.out.text.reserve(end);
    pass.run();
    pass.out
}

struct Pass<'a> {
    texts: &'a mut Vec<SourceText>,
    includer: Includer<'a>,
    report: &'a mut Report,
    inputs: Vec<Input>,
    out: Expanded,
    open: Vec<Open>,
    /// Columns at which the content of the open list items starts.
    lists: Vec<usize>,
    verbatim: Verbatim,
    /// Whether the line before is the text of a paragraph, so that a less indented line may continue it.
    after_text: bool,
}

/// A line of an input: its text without line end and without what the open directives strip.
struct Line {
    text: String,
    place: Place,
}

impl Pass<'_> {
    fn run(&mut self) {
        let mut buffer = String::new();
        while !self.inputs.is_empty() {
            match self.next_line(&mut buffer) {
                Some(line) => {
                    self.line(&line);
                    buffer = line.text;
                }
                None => self.end_input(),
            }
        }
    }

    /// The next line of the innermost input, in the memory of `buffer`.
    fn next_line(&mut self, buffer: &mut String) -> Option<Line> {
        let strip = self.open.last().map_or(0, |open| open.strip);
        let input = self.inputs.last_mut()?;
        let text = Arc::clone(&self.texts.get(input.text)?.text);
        let rest = text.get(input.at..input.end).filter(|rest| !rest.is_empty())?;
        let (line, next) = match memchr::memchr(b'\n', rest.as_bytes()) {
            Some(at) => (&rest[..at], at + 1),
            None => (rest, rest.len()),
        };
        let line = line.strip_suffix('\r').unwrap_or(line);
        let start = input.at;
        input.at += next;
        let stripped = syntax::unquote(line, &input.quotes, strip);
        let dropped = line.len() - stripped.len();
        let place = Place::new(input.text, start + dropped..start + line.len());
        let mut text = std::mem::take(buffer);
        text.clear();
        text.push_str(stripped);
        Some(Line { text, place })
    }

    fn end_input(&mut self) {
        if self.inputs.last().is_some_and(|input| !input.quotes.is_empty()) {
            return self.end_quote();
        }
        let Some(input) = self.inputs.pop() else { return };
        if let Verbatim::Fence { fence, indent, .. } = &self.verbatim {
            // What is left open at the end of an included file does not reach into the file that includes it.
            if !self.inputs.is_empty() {
                let closer = format!("{indent}{}\n", fence.closer());
                self.put(&closer, &Place::new(input.text, input.end..input.end));
            }
        }
        self.verbatim = Verbatim::No;
        self.close_unclosed(input.open, &Place::new(input.text, input.end..input.end));
        self.includer.leave();
    }

    /// Closes the directives inside of `keep` others, which their text has left open.
    fn close_unclosed(&mut self, keep: usize, end: &Place) {
        while self.open.len() > keep {
            let Some(open) = self.open.pop() else { break };
            if open.foreign {
                continue;
            }
            let message = format!("directive `{}` is not closed", open.name);
            let hint = format!("close it with a line of {} colons", open.colons);
            self.report.at(self.texts, &open.place, Diagnostic::warning("unclosed-directive", message).hint(hint));
            self.close_mark(&open, end);
        }
    }

    fn line(&mut self, line: &Line) {
        let content = line.text.trim_start_matches([' ', '\t']);
        let indent = syntax::columns(&line.text[..line.text.len() - content.len()]);
        if self.inside_verbatim(line, content, indent) {
            return;
        }
        if content.is_empty() {
            self.after_text = false;
            return self.copy(line, false);
        }
        let starts_block =
            content.starts_with([':', '`', '~', '<', '#', '>']) || syntax::list_marker(content).is_some();
        if starts_block || !self.after_text {
            while self.lists.last().is_some_and(|column| indent < *column) {
                self.lists.pop();
            }
        }
        // Behind list markers a block may start on the same line.
        let (mut prefix, mut column, mut rest) = (line.text.len() - content.len(), indent, content);
        while let Some(width) = syntax::list_marker(rest) {
            while self.lists.last().is_some_and(|open| column < *open) {
                self.lists.pop();
            }
            column += width;
            if self.lists.len() < MAX_NESTING {
                self.lists.push(column);
            }
            let taken = width.min(rest.len());
            prefix += taken;
            rest = &rest[taken..];
        }
        let container = self.lists.last().copied().unwrap_or(0);
        let is_indented = column.saturating_sub(container) >= 4;
        let is_code = is_indented && self.open.is_empty();
        self.after_text = !starts_block;
        if is_code {
            return self.copy(line, true);
        }
        if content.starts_with('>') && !is_indented && self.enter_quote(line, content, container) {
            return;
        }
        if let Some(fence) = Fence::open(rest).filter(|_| !is_indented) {
            let indent = " ".repeat(column);
            self.verbatim = Verbatim::Fence { fence, container, indent };
            return self.copy(line, false);
        }
        if let Some(end) = syntax::raw_html_end(rest).filter(|_| !is_indented) {
            self.verbatim = Verbatim::Html { end };
            return self.copy(line, false);
        }
        match syntax::colon_line(rest) {
            Some(colon_line) => self.colon_line(line, prefix, column, container, colon_line),
            None if tokens::is_open(&line.text) => self.copy_joined(line),
            None => self.copy(line, true),
        }
    }

    /// Copies a line of code or raw HTML; says whether it was one.
    fn inside_verbatim(&mut self, line: &Line, content: &str, indent: usize) -> bool {
        match &self.verbatim {
            Verbatim::No => return false,
            // A less indented line ends the list item and the fence in it.
            Verbatim::Fence { container, .. } if !content.is_empty() && indent < *container => {
                self.verbatim = Verbatim::No;
                return false;
            }
            Verbatim::Fence { fence, container, .. } if indent < container + 4 && fence.is_closed_by(content) => {
                self.verbatim = Verbatim::No;
            }
            Verbatim::Html { end } if syntax::contains_ignoring_case(content, end) => self.verbatim = Verbatim::No,
            Verbatim::Fence { .. } | Verbatim::Html { .. } => {}
        }
        self.copy(line, false);
        self.after_text = false;
        true
    }

    fn colon_line(&mut self, line: &Line, prefix: usize, column: usize, container: usize, found: ColonLine<'_>) {
        let base = self.inputs.last().map_or(0, |input| input.open);
        match found {
            ColonLine::Open { .. } if self.open.len() >= MAX_NESTING => {
                let message = format!("directives are nested deeper than {MAX_NESTING}");
                self.report.at(self.texts, &line.place, Diagnostic::error("directive-nesting", message));
                self.copy(line, true);
            }
            ColonLine::Open { colons, name, title } => {
                self.open_directive(line, prefix, column, container, (colons, name, title));
            }
            ColonLine::Close { colons } => {
                let last = self.open[base.min(self.open.len())..].last();
                if last.is_some_and(|open| open.colons <= colons) {
                    self.close(line);
                } else {
                    let (message, hint) = match last {
                        Some(open) => (
                            format!("{colons} colons do not close `{}`, which opens with {}", open.name, open.colons),
                            format!("write {} colons", open.colons),
                        ),
                        None => (
                            "no directive is open that this line could close".to_owned(),
                            "remove the line, or open the outer directive with more colons than those inside"
                                .to_owned(),
                        ),
                    };
                    let problem = Diagnostic::warning("stray-directive-end", message).hint(hint);
                    self.report.at(self.texts, &line.place, problem);
                    self.blank(line);
                }
            }
            ColonLine::NamedClose { name } => {
                let inside = &self.open[base.min(self.open.len())..];
                let levels = inside.iter().rev().position(|open| open.name.eq_ignore_ascii_case(name));
                match levels {
                    Some(levels) => (0..=levels).for_each(|_| self.close(line)),
                    None => {
                        let message = format!("no directive `{name}` is open");
                        let nearest = self.report.nearest(name, inside.iter().map(|open| open.name.as_str()));
                        let problem =
                            Diagnostic::warning("stray-directive-end", message).did_you_mean(nearest.as_deref());
                        self.report.at(self.texts, &line.place, problem);
                        self.blank(line);
                    }
                }
            }
            ColonLine::ForeignOpen { colons, name } => {
                self.foreign(line, name);
                let strip = self.open.last().map_or(0, |open| open.strip);
                if self.open.len() < MAX_NESTING {
                    self.open.push(Open {
                        directive: 0,
                        colons,
                        strip,
                        indent: 0,
                        place: line.place.clone(),
                        name: name.to_owned(),
                        foreign: true,
                    });
                }
            }
            ColonLine::Foreign { name } => self.foreign(line, name),
        }
    }

    fn open_directive(
        &mut self,
        line: &Line,
        prefix: usize,
        column: usize,
        container: usize,
        (colons, name, title): (usize, &str, &str),
    ) {
        let at = |part: &str| syntax::offset_in(&line.text, part);
        let place = line.place.part(at(name), name.len());
        let mut directive = Directive {
            name: name.to_owned(),
            title: title.to_owned(),
            options: Vec::new(),
            place,
            title_place: line.place.part(at(title), title.len()),
        };
        let mut lines = line.place.clone();
        // The indentation that is the directive's own, not that of the list item in which it stands.
        let own = column.saturating_sub(container);
        let strip = self.open.last().map_or(0, |open| open.strip) + own;
        let head = &line.text[..prefix];
        let (head, indent) = match head.trim().is_empty() {
            true => (" ".repeat(container), container),
            false => (head.to_owned(), column),
        };
        while let Some((option, end)) = self.peek_option() {
            directive.options.push(option);
            lines.span.end = end;
        }
        let place = directive.place.clone();
        if name.eq_ignore_ascii_case("include") {
            self.skip_body_of_include(colons, &mut lines);
            return self.include(&directive, &head, &lines);
        }
        let number = self.out.directives.len();
        self.out.directives.push(Rc::new(directive));
        self.mark(&head, MarkKind::Open(number), &lines);
        self.open.push(Open { directive: number, colons, strip, indent, place, name: name.to_owned(), foreign: false });
    }

    /// Takes the next line if it is an option.
    fn peek_option(&mut self) -> Option<(DirectiveOption, usize)> {
        let before = self.inputs.last()?.at;
        let line = self.next_line(&mut String::new())?;
        let content = line.text.trim_start();
        let Some((key, value)) = syntax::option_line(content) else {
            self.inputs.last_mut()?.at = before;
            return None;
        };
        let option = DirectiveOption {
            key: key.replace('-', "_").to_ascii_lowercase(),
            value: value.to_owned(),
            place: line.place.part(syntax::offset_in(&line.text, key), key.len()),
            value_place: line.place.part(syntax::offset_in(&line.text, value), value.len()),
        };
        Some((option, line.place.span.end))
    }

    /// An include has no body: what stands up to its closer is left out, if a closer follows at once or behind blank lines.
    fn skip_body_of_include(&mut self, colons: usize, lines: &mut Place) {
        let Some(before) = self.inputs.last().map(|input| input.at) else { return };
        while let Some(line) = self.next_line(&mut String::new()) {
            let text = line.text.trim();
            let closes = match syntax::colon_line(text) {
                Some(ColonLine::Close { colons: closing }) => closing >= colons,
                Some(ColonLine::NamedClose { name }) => name == "include",
                _ => false,
            };
            if closes {
                lines.span.end = line.place.span.end;
                return;
            }
            if !text.is_empty() {
                break;
            }
        }
        if let Some(input) = self.inputs.last_mut() {
            input.at = before;
        }
    }

    fn include(&mut self, directive: &Directive, head: &str, lines: &Place) {
        self.put_blank(lines);
        let may_suggest = self.report.may_suggest();
        match self.includer.enter(directive, self.texts, may_suggest) {
            Ok(mut input) => {
                input.open = self.open.len();
                input.prefix = format!("{}{head}", self.inputs.last().map_or("", |outer| &outer.prefix));
                self.inputs.push(input);
            }
            Err(problem) => {
                // Files that include each other come here over and over; each limit is reported once.
                let is_limit = matches!(problem.code, "include-cycle" | "include-depth" | "include-size");
                if !is_limit || self.report.first(format!("{}: {}", problem.code, problem.message)) {
                    self.report.at(self.texts, &directive.title_place, *problem);
                }
            }
        }
    }

    /// Closes the innermost open block.
    fn close(&mut self, line: &Line) {
        let Some(open) = self.open.pop() else { return };
        if open.foreign {
            self.blank(line);
        } else {
            self.close_mark(&open, &line.place);
        }
    }

    fn foreign(&mut self, line: &Line, name: &str) {
        let message = format!("`::: {name}` is not of this dialect");
        let hint = match super::directives::find(name) {
            Some(_) => format!("a directive is written `:::{{{name}}}`"),
            None => "the line is left out; what it encloses is shown".to_owned(),
        };
        let place = line.place.part(syntax::offset_in(&line.text, line.text.trim_start()), line.text.trim().len());
        self.report.at(self.texts, &place, Diagnostic::warning("foreign-syntax", message).hint(hint));
        self.blank(line);
    }

    /// The closing mark stands in the list item in which the directive was opened, or farther out if that item has ended.
    fn close_mark(&mut self, open: &Open, lines: &Place) {
        let indent = open.indent.min(self.lists.last().copied().unwrap_or(0));
        self.mark(&" ".repeat(indent), MarkKind::Close(open.directive), lines);
    }

    fn mark(&mut self, indent: &str, kind: MarkKind, lines: &Place) {
        let start = self.out.text.len();
        let prefix = self.inputs.last().map(|input| input.prefix.clone()).unwrap_or_default();
        let indent = format!("{prefix}{indent}");
        let comment = if matches!(kind, MarkKind::Open(_)) { OPEN_MARK } else { CLOSE_MARK };
        self.out.marks.push(Mark { at: start + indent.len(), kind, lines: lines.clone() });
        self.out.map.push(start, lines.text, lines.span.start, 0);
        self.out.text.push_str(&indent);
        self.out.text.push_str(comment);
        self.out.text.push('\n');
    }

    /// An empty line in the place of one that is left out.
    fn blank(&mut self, line: &Line) {
        self.put_blank(&line.place);
        self.after_text = false;
    }

    fn put_blank(&mut self, place: &Place) {
        // A line that is quite empty would end the quote.
        let prefix = self.inputs.last().map_or("", |input| input.prefix.as_str());
        let line = if prefix.contains('>') { format!("{prefix}\n") } else { "\n".to_owned() };
        self.put(&line, place);
    }

    fn put(&mut self, text: &str, place: &Place) {
        self.out.map.push(self.out.text.len(), place.text, place.span.start, 0);
        self.out.text.push_str(text);
    }

    fn copy(&mut self, line: &Line, with_tokens: bool) {
        if let Some(prefix) = self.inputs.last().map(|input| input.prefix.clone()).filter(|prefix| !prefix.is_empty()) {
            self.put(&prefix, &line.place);
        }
        if with_tokens {
            tokens::copy_line(&line.text, &line.place, &mut self.out);
        } else {
            self.out.map.push(self.out.text.len(), line.place.text, line.place.span.start, line.text.len() + 1);
            self.out.text.push_str(&line.text);
        }
        self.out.text.push('\n');
    }
}

/// A construct may go over so many lines.
const MAX_JOINED_LINES: usize = 4;

impl Pass<'_> {
    /// Copies a line that has the start of an inline construct, with the lines in which the construct goes on.
    fn copy_joined(&mut self, line: &Line) {
        let Some(start) = self.inputs.last().map(|input| (input.at, input.text)) else { return };
        let mut joined = Line { text: line.text.clone(), place: line.place.clone() };
        for _ in 1..MAX_JOINED_LINES {
            let Some(next) = self.next_line(&mut String::new()) else { break };
            // Only lines that follow on each other byte by byte keep their places as one; what starts a block does not go on.
            let goes_on = next.place.text == start.1
                && next.place.span.start == joined.place.span.end + 1
                && !next.text.trim().is_empty()
                && !next.text.trim_start().starts_with([':', '`', '~', '<', '#', '>', '|', '-', '*', '+']);
            if !goes_on {
                break;
            }
            joined.text.push('\n');
            joined.text.push_str(&next.text);
            joined.place.span.end = next.place.span.end;
            if !tokens::is_open(&joined.text) {
                return self.copy(&joined, true);
            }
        }
        // It never ends: the line is text, and those behind it are read again.
        if let Some(input) = self.inputs.last_mut() {
            input.at = start.0;
        }
        self.copy(line, true);
    }
}

#[cfg(test)]
mod tests;
