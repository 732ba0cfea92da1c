//! Pages whose meaning depends on tree construction.
//!
//! The tokens of this crate drive html5ever's [`TreeBuilder`], over a [`Sink`] that builds no document: it only notes
//! which start tags became elements, and in which namespace. So the answer is html5ever's, and the places are ours.
//!
//! The work is bounded. Tree construction looks through its stack of open elements and its list of formatting elements
//! again and again, so that hostile nesting makes it quadratic. Here it ends for good when more than [`DEEPEST`] of them
//! are open, or when it has taken more than [`WORK_PER_BYTE`] steps for every byte read: from there on every start tag is
//! taken for an element, as [`crate::scanner::run_on`] does.

mod sink;
mod tag;

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, CommentToken, Doctype, DoctypeToken, NullCharacterToken, Token, TokenSink,
    TokenSinkResult, Tokenizer,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use crate::emit::{Element, Emitter, ForeignStyle};
use crate::extractor::Options;
use crate::reference::Reference;
use crate::rules::{Attributes, Name, Namespace};
use crate::scanner::{self, markup, name_end};
use crate::text::{Context, Text, is_whitespace};
use sink::{Handle, Outcome, Sink};
use tag::{StartTag, is_formatting};

/// Open elements and formatting elements together: as deep as browsers build a document.
const DEEPEST: usize = 512;

/// Steps of tree construction that a byte may cost, and what any page may.
const WORK_PER_BYTE: u64 = 32;
const WORK_OF_ANY_PAGE: u64 = 1 << 24;

/// How many tags go by before the open elements are counted again.
const TAGS_PER_COUNT: u32 = 64;

/// Calls `emit` for the references of the page that begin at `from` or after, in order.
pub(crate) fn run<'a>(html: &'a str, options: Options, from: usize, emit: &mut dyn FnMut(Reference<'a>)) {
    let mut reader = Reader::new(html, options);
    let end = reader.document();
    reader.finish_styles(|_| true);
    reader.raise_buried();
    reader.found.sort_by_key(|found| found.reference.span.start);
    let mut emit_rest = |reference: Reference<'a>| {
        if reference.span.start >= from {
            emit(reference);
        }
    };
    reader.found.into_iter().for_each(|found| emit_rest(found.reference));
    if let End::PastTheCap(at) = end {
        scanner::run_on(html, options, at, &mut emit_rest);
    }
}

/// Where tree construction ended.
enum End {
    /// With the page.
    Page,
    /// At a tag that was one too many.
    PastTheCap(usize),
}

/// A reference of an element that exists so far.
struct Found<'a> {
    reference: Reference<'a>,
    /// What copies of its element can be known by, if there can be any.
    marker: Option<StrTendril>,
    /// Whether it stays when a `<frameset>` replaces the body.
    outlives_body: bool,
}

/// An SVG `<style>`, whose text may come in pieces for as long as tree construction has it on its lists.
struct Style {
    element: Handle,
    content: ForeignStyle,
}

impl Style {
    /// Whether nothing but this knows the element, so that its text is complete.
    fn is_complete(&self) -> bool {
        Rc::strong_count(&self.element) == 1
    }
}

struct Reader<'a> {
    html: &'a str,
    bytes: &'a [u8],
    emitter: Emitter<'a>,
    builder: TreeBuilder<Handle, Sink>,
    found: Vec<Found<'a>>,
    /// The references that went with the body.
    buried: Vec<Found<'a>>,
    /// Those that have text and may get more, by their numbers.
    styles: BTreeMap<usize, Style>,
    /// When there are so many, the complete ones are read.
    most_styles: usize,
    /// What was open when it was last counted.
    open: sink::Open,
    tags_since_count: u32,
}

impl<'a> Reader<'a> {
    fn new(html: &'a str, options: Options) -> Self {
        let builder_options = TreeBuilderOpts {
            scripting_enabled: options.scripting,
            iframe_srcdoc: options.depth > 0,
            drop_doctype: true,
            ..TreeBuilderOpts::default()
        };
        Self {
            html,
            bytes: html.as_bytes(),
            emitter: Emitter { html, options },
            builder: TreeBuilder::new(Sink::default(), builder_options),
            found: Vec::new(),
            buried: Vec::new(),
            styles: BTreeMap::new(),
            most_styles: 2 * DEEPEST,
            open: sink::Open::default(),
            tags_since_count: 0,
        }
    }

    fn document(&mut self) -> End {
        let mut at = if self.html.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        while at < self.bytes.len() {
            let open = memchr::memchr(b'<', &self.bytes[at..]).map_or(self.bytes.len(), |length| at + length);
            self.text(at..open, Context::Text);
            at = match (self.bytes.get(open + 1), self.bytes.get(open + 2)) {
                (Some(byte), _) if byte.is_ascii_alphabetic() => {
                    if self.is_past_the_cap(open) {
                        return End::PastTheCap(open);
                    }
                    self.start_tag(open)
                }
                (Some(b'/'), Some(byte)) if byte.is_ascii_alphabetic() => {
                    if self.is_past_the_cap(open) {
                        return End::PastTheCap(open);
                    }
                    self.end_tag(open)
                }
                (Some(b'/'), Some(b'>')) => open + 3,
                // The page ends in what would have been a tag, and is text.
                (Some(b'/'), None) | (None, _) => {
                    self.text(open..self.bytes.len(), Context::Text);
                    self.bytes.len()
                }
                (Some(b'!'), _) => self.declaration(open),
                (Some(b'/' | b'?'), _) => self.comment(open),
                _ => {
                    self.text(open..open + 1, Context::Text);
                    open + 1
                }
            };
        }
        End::Page
    }

    fn is_past_the_cap(&mut self, at: usize) -> bool {
        self.tags_since_count += 1;
        if self.tags_since_count >= TAGS_PER_COUNT {
            self.tags_since_count = 0;
            self.open = sink::count_open(&self.builder);
        }
        self.open.all > DEEPEST || self.builder.sink.work() > WORK_OF_ANY_PAGE + WORK_PER_BYTE * at as u64
    }

    fn feed(&self, token: Token) -> TokenSinkResult<Handle> {
        // Line numbers matter to nobody.
        self.builder.process_token(token, 1)
    }

    /// Feeds a token after which the text goes on as before.
    fn feed_plain(&self, token: Token) {
        // Only tags change how the text goes on.
        let _continue = self.feed(token);
    }

    fn start_tag(&mut self, open: usize) -> usize {
        let name = open + 1..name_end(self.bytes, open + 1);
        let Some((tag, end)) = StartTag::read(self.html, name.clone(), open) else { return self.bytes.len() };
        if is_formatting(&self.html[name.clone()]) {
            // The list of formatting elements is gone through without a call to the sink, and attributes are compared.
            self.builder.sink.add_work(16 * self.open.formatting as u64);
        }
        self.builder.sink.expect_element(tag.marker.clone());
        let text_mode = self.feed(tag.token(end.is_self_closing));
        let outcome = self.builder.sink.take_outcome();
        if self.builder.sink.take_body_removal() {
            let (kept, buried) = std::mem::take(&mut self.found).into_iter().partition(|found| found.outlives_body);
            self.found = kept;
            self.buried = buried;
            self.styles
                .values_mut()
                .filter(|style| !style.element.outlives_body())
                .for_each(|style| style.content.clear());
        }
        if let Some(outcome) = outcome {
            let marker = is_formatting(&self.html[name.clone()]).then_some(tag.marker);
            self.element(&name, tag.attributes, outcome, marker);
        }
        match text_mode {
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => end.after,
            TokenSinkResult::Plaintext => self.bytes.len(),
            TokenSinkResult::RawData(RawKind::Rcdata | RawKind::Rawtext) => {
                let text = markup::raw_text(self.bytes, end.after, &self.bytes[name.clone()]);
                if self.html[name.clone()].eq_ignore_ascii_case("style") {
                    let outlives_body = outcome.is_some_and(|outcome| outcome.outlives_body);
                    let put = &mut put_into(&mut self.found, outlives_body, None);
                    self.emitter.style_text(end.after..text.end, put);
                }
                self.end_raw_text(name, text)
            }
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
                let text = markup::script_text(self.bytes, end.after);
                self.end_raw_text(name, text)
            }
        }
    }

    /// The element, or the attributes given to one, that a tag became.
    fn element(&mut self, name: &Range<usize>, attributes: Attributes, outcome: Outcome, marker: Option<StrTendril>) {
        let element = Element { namespace: outcome.namespace, name: &self.html[name.clone()] };
        let attributes = match outcome.merged {
            Some(merged) => attributes.only([(Name::Style, merged.style), (Name::Background, merged.background)]),
            None => attributes,
        };
        let put = &mut put_into(&mut self.found, outcome.outlives_body, marker);
        self.emitter.element(element, &attributes, put);
    }

    /// The end tag of an element without markup, unless the page ends in it.
    fn end_raw_text(&self, name: Range<usize>, text: markup::RawText) -> usize {
        if text.is_closed {
            self.feed_plain(tag::end_tag(&self.html[name]));
        }
        text.after
    }

    fn end_tag(&mut self, open: usize) -> usize {
        let name = open + 2..name_end(self.bytes, open + 2);
        let Some(end) = scanner::attributes::walk(self.bytes, name.end, |_| {}) else { return self.bytes.len() };
        let name = &self.html[name];
        if is_formatting(name) {
            self.builder.sink.add_work(self.open.formatting as u64);
        }
        self.feed_plain(tag::end_tag(name));
        end.after
    }

    /// Text, of which tree construction wants to know little: whether it is whitespace, begins with a line end, or has NUL.
    fn text(&mut self, range: Range<usize>, context: Context) {
        let raw = &self.html[range.clone()];
        if raw.is_empty() {
            return;
        }
        for (index, piece) in raw.split('\0').enumerate() {
            if index > 0 {
                self.feed_plain(NullCharacterToken);
            }
            let decoded = Text::decode(piece, 0..piece.len(), context);
            let (line_end, rest) = match decoded.value.strip_prefix('\n') {
                Some(rest) => ("\n", rest),
                None => ("", &*decoded.value),
            };
            let rest = outline(rest);
            if !decoded.value.is_empty() {
                self.feed_plain(CharacterTokens(StrTendril::from([line_end, rest].concat())));
            }
        }
        if let Some(element) = self.builder.sink.take_styled()
            && let Some(number) = element.foreign_style()
        {
            let style = self.styles.entry(number).or_insert_with(|| Style { element, content: ForeignStyle::new() });
            style.content.push(self.html, range, context);
            if self.styles.len() >= self.most_styles {
                self.finish_styles(Style::is_complete);
                self.most_styles = 2 * (self.styles.len() + DEEPEST);
            }
        }
    }

    /// What begins with `<!` at `open`.
    fn declaration(&mut self, open: usize) -> usize {
        let rest = &self.bytes[open..];
        if rest.starts_with(b"<![CDATA[") && self.builder.adjusted_current_node_present_but_not_in_html_namespace() {
            let section = markup::cdata_section(self.bytes, open);
            self.text(section.text, Context::Cdata);
            return section.after;
        }
        if rest.get(2..9).is_some_and(|name| name.eq_ignore_ascii_case(b"doctype")) {
            let after = markup::declaration_end(self.bytes, open);
            self.feed_plain(DoctypeToken(read_doctype(&self.html[open..after])));
            return after;
        }
        self.comment(open)
    }

    fn comment(&self, open: usize) -> usize {
        self.feed_plain(CommentToken(StrTendril::new()));
        markup::declaration_end(self.bytes, open)
    }

    /// Brings back the references of formatting elements of which there are copies outside of the body that is gone.
    fn raise_buried(&mut self) {
        let sink = &self.builder.sink;
        let is_alive =
            |found: &Found<'_>| found.marker.as_ref().is_some_and(|marker| sink.is_made_without_body(marker));
        self.found.extend(std::mem::take(&mut self.buried).into_iter().filter(is_alive));
    }

    /// Reads the style sheets of which that can be said.
    fn finish_styles(&mut self, can_be_read: impl Fn(&Style) -> bool) {
        for (_, style) in self.styles.extract_if(.., |_, style| can_be_read(style)) {
            let put = &mut put_into(&mut self.found, style.element.outlives_body(), None);
            self.emitter.foreign_style_text(&style.content, put);
        }
    }
}

/// Keeps references of an element that stays, or does not, when a `<frameset>` replaces the body.
fn put_into<'a>(
    found: &mut Vec<Found<'a>>,
    outlives_body: bool,
    marker: Option<StrTendril>,
) -> impl FnMut(Reference<'a>) {
    move |reference| found.push(Found { reference, marker: marker.clone(), outlives_body })
}

/// The shortest text that tree construction takes for `text`: whether there is whitespace before and behind what is none.
/// Behind `</html>` of a frameset, whitespace alone makes elements, and the rest is dropped.
fn outline(text: &str) -> &'static str {
    let is_other = |byte: &u8| !is_whitespace(*byte);
    let bytes = text.as_bytes();
    let Some(first) = bytes.iter().position(is_other) else {
        return if bytes.is_empty() { "" } else { " " };
    };
    match (first > 0, bytes[first..].iter().all(is_other)) {
        (false, true) => "x",
        (true, true) => " x",
        (false, false) => "x ",
        (true, false) => " x ",
    }
}

/// The parts of a doctype, on which quirks depend: html5ever's own reading of it.
fn read_doctype(raw: &str) -> Doctype {
    #[derive(Default)]
    struct Reading(std::cell::RefCell<Doctype>);
    impl TokenSink for Reading {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            if let DoctypeToken(doctype) = token {
                *self.0.borrow_mut() = doctype;
            }
            TokenSinkResult::Continue
        }
    }
    let tokenizer = Tokenizer::new(Reading::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(raw));
    // A doctype asks for nothing while it is read.
    let _done = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// The namespace by its atom; `None` for what no tag makes.
fn namespace_of(namespace: &html5ever::Namespace) -> Option<Namespace> {
    if *namespace == html5ever::ns!(html) {
        Some(Namespace::Html)
    } else if *namespace == html5ever::ns!(svg) {
        Some(Namespace::Svg)
    } else if *namespace == html5ever::ns!(mathml) {
        Some(Namespace::MathMl)
    } else {
        None
    }
}
