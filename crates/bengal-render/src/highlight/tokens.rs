//! From overlapping captures to flat HTML.

use crate::escape;

/// What a capture does to the text under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing: the capture is for other uses.
    Ignored,
    /// Takes the colour of what is around it away.
    Plain,
    /// Gives it this class.
    Named(&'static str),
}

/// Classes by capture name; a name that is not here has the class of its longest dotted prefix that is.
const CLASSES: &[(&str, Class)] = &[
    ("attribute", Class::Named("hl-at")),
    ("boolean", Class::Named("hl-co")),
    ("character", Class::Named("hl-s")),
    ("comment", Class::Named("hl-c")),
    ("conditional", Class::Named("hl-k")),
    ("constant", Class::Named("hl-co")),
    ("constant.numeric", Class::Named("hl-n")),
    ("constructor", Class::Named("hl-cr")),
    ("define", Class::Named("hl-k")),
    ("diff.delta", Class::Named("hl-da")),
    ("diff.deletion", Class::Named("hl-dd")),
    ("diff.minus", Class::Named("hl-dd")),
    ("diff.addition", Class::Named("hl-da")),
    ("diff.plus", Class::Named("hl-da")),
    ("embedded", Class::Plain),
    ("escape", Class::Named("hl-s")),
    ("exception", Class::Named("hl-k")),
    ("field", Class::Plain),
    ("float", Class::Named("hl-n")),
    ("function", Class::Named("hl-f")),
    ("function.macro", Class::Named("hl-m")),
    ("include", Class::Named("hl-k")),
    ("keyword", Class::Named("hl-k")),
    ("keyword.operator", Class::Named("hl-k")),
    ("label", Class::Named("hl-l")),
    ("macro", Class::Named("hl-m")),
    ("markup.bold", Class::Named("hl-st")),
    ("markup.heading", Class::Named("hl-tt")),
    ("markup.italic", Class::Named("hl-em")),
    ("markup.link", Class::Named("hl-tu")),
    ("markup.raw", Class::Named("hl-tl")),
    ("markup.strikethrough", Class::Named("hl-tx")),
    ("method", Class::Named("hl-f")),
    ("module", Class::Named("hl-ns")),
    ("namespace", Class::Named("hl-ns")),
    ("number", Class::Named("hl-n")),
    ("operator", Class::Named("hl-o")),
    ("parameter", Class::Plain),
    ("preproc", Class::Named("hl-k")),
    ("property", Class::Named("hl-pr")),
    ("punctuation", Class::Plain),
    ("repeat", Class::Named("hl-k")),
    ("storageclass", Class::Named("hl-k")),
    ("string", Class::Named("hl-s")),
    ("structure", Class::Named("hl-k")),
    ("tag", Class::Named("hl-tg")),
    ("tag.attribute", Class::Named("hl-at")),
    ("tag.delimiter", Class::Plain),
    ("text.emphasis", Class::Named("hl-em")),
    ("text.literal", Class::Named("hl-tl")),
    ("text.reference", Class::Named("hl-tu")),
    ("text.strike", Class::Named("hl-tx")),
    ("text.strikethrough", Class::Named("hl-tx")),
    ("text.strong", Class::Named("hl-st")),
    ("text.title", Class::Named("hl-tt")),
    ("text.uri", Class::Named("hl-tu")),
    ("type", Class::Named("hl-t")),
    ("variable", Class::Plain),
];

/// The class of a capture by its name in the grammar's query.
pub(super) fn class_of(capture: &str) -> Class {
    let mut name = capture;
    loop {
        if let Some((_, class)) = CLASSES.iter().find(|(known, _)| *known == name) {
            return *class;
        }
        match name.rfind('.') {
            Some(dot) => name = &name[..dot],
            None => return Class::Ignored,
        }
    }
}

/// A capture: bytes of the code and what they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Later patterns of a query win over earlier ones; patterns of an embedded language over those around it.
    pub(super) priority: u32,
    pub(super) class: Class,
}

/// HTML of `code`: the innermost capture of each byte gives the class. O(n log n) in the number of spans.
pub(super) fn to_html(code: &str, mut spans: Vec<Span>) -> String {
    spans.retain(|span| span.start < span.end && code.is_char_boundary(span.start) && code.is_char_boundary(span.end));
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end), span.priority));
    let mut html = HtmlWriter { code, out: String::with_capacity(code.len() * 2), at: 0, open: None };
    let mut stack: Vec<Span> = Vec::new();
    for span in spans {
        while let Some(top) = stack.last().copied().filter(|top| top.end <= span.start) {
            html.write_to(top.end, top.class);
            stack.pop();
        }
        let end = stack.last().map_or(span.end, |top| span.end.min(top.end));
        html.write_to(span.start, stack.last().map_or(Class::Plain, |top| top.class));
        stack.push(Span { end, ..span });
    }
    while let Some(top) = stack.pop() {
        html.write_to(top.end, top.class);
    }
    html.write_to(code.len(), Class::Plain);
    html.close();
    html.out
}

/// Writes escaped code in order, merging runs of one class and closing elements at line ends.
struct HtmlWriter<'a> {
    code: &'a str,
    out: String,
    at: usize,
    open: Option<&'static str>,
}

impl HtmlWriter<'_> {
    fn write_to(&mut self, end: usize, class: Class) {
        let Some(text) = self.code.get(self.at..end).filter(|text| !text.is_empty()) else { return };
        self.at = end;
        let class = match class {
            Class::Named(class) => Some(class),
            Class::Plain | Class::Ignored => None,
        };
        for line in text.split_inclusive('\n') {
            let (content, line_end) = match line.strip_suffix('\n') {
                Some(content) => (content, "\n"),
                None => (line, ""),
            };
            if !content.is_empty() {
                // White space needs no colour, so it joins whatever runs on both sides of it.
                if !content.bytes().all(|byte| byte == b' ') {
                    self.switch(class);
                }
                escape::text(&mut self.out, content);
            }
            if !line_end.is_empty() {
                self.close();
                self.out.push_str(line_end);
            }
        }
    }

    fn switch(&mut self, class: Option<&'static str>) {
        if self.open == class {
            return;
        }
        self.close();
        if let Some(class) = class {
            self.out.push_str("<span class=\"");
            self.out.push_str(class);
            self.out.push_str("\">");
        }
        self.open = class;
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("</span>");
        }
    }
}
