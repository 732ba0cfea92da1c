//! One function for every peer: from a page to the number of its references and the bytes of their URLs.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::hint::black_box;

use bengal_html::Extractor;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, local_name, ns, parse_document};
use lol_html::html_content::{Element, TextChunk};
use lol_html::{ElementContentHandlers, HtmlRewriter, Selector, Settings};
use markup5ever_rcdom::{Node, NodeData, RcDom};

use super::rules::Tally;

/// Something that reads pages.
pub struct Peer {
    /// Its name in tables.
    pub name: &'static str,
    /// What it does and does not do, in a few words.
    pub note: &'static str,
    /// Whether it does the whole job, so that its counts can be compared.
    pub is_complete: bool,
    /// Reads one page; returns the references and the bytes of their URLs.
    pub run: fn(&str) -> (usize, usize),
}

/// All of them, this project's first.
pub const PEERS: &[Peer] = &[
    Peer { name: "bengal-html", note: "`Extractor::visit`: borrowed URLs with spans", is_complete: true, run: bengal },
    Peer {
        name: "bengal-html, collected",
        note: "`extract`: the same in a `Vec`",
        is_complete: true,
        run: bengal_collected,
    },
    Peer {
        name: "lol_html 3",
        note: "tag selectors, `*[style]`, text of `style`; raw values, not into `noscript`",
        is_complete: false,
        run: lol_html,
    },
    Peer {
        name: "html5ever tokenizer",
        note: "tokens thrown away, text modes by name; no references",
        is_complete: false,
        run: tokenizer,
    },
    Peer { name: "html5ever + rcdom", note: "document built and walked", is_complete: true, run: rcdom },
    Peer { name: "limit: every `<`", note: "`memchr_iter`; nothing else", is_complete: false, run: every_tag },
    Peer { name: "limit: memcpy", note: "copies the page", is_complete: false, run: copy },
];

fn bengal(page: &str) -> (usize, usize) {
    let mut tally = (0, 0);
    Extractor::new().with_srcdoc(false).visit(page, |reference| {
        tally.0 += 1;
        tally.1 += reference.url.len();
    });
    tally
}

fn bengal_collected(page: &str) -> (usize, usize) {
    let references = Extractor::new().with_srcdoc(false).extract(page);
    (references.len(), references.iter().map(|reference| reference.url.len()).sum())
}

fn rcdom(page: &str) -> (usize, usize) {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let dom = parse_document(RcDom::default(), ParseOpts { tree_builder, ..ParseOpts::default() }).one(page);
    let mut tally = Tally::default();
    let mut pending = vec![dom.document.clone()];
    while let Some(node) = pending.pop() {
        if let NodeData::Element { name, attrs, template_contents, .. } = &node.data {
            let attributes = attrs.borrow();
            let get = |wanted: &str| {
                let found = attributes.iter().find(|attribute| match wanted.strip_prefix("xlink:") {
                    Some(local) => attribute.name.ns == ns!(xlink) && &*attribute.name.local == local,
                    None => attribute.name.ns == ns!() && &*attribute.name.local == wanted,
                });
                found.map(|attribute| &*attribute.value)
            };
            tally.element(name.ns == ns!(svg), &name.local, get);
            if let Some(style) = get("style") {
                tally.declarations(style);
            }
            if name.local == local_name!("style") {
                tally.style_sheet(&text_of(&node));
            }
            pending.extend(template_contents.borrow().iter().cloned());
        }
        pending.extend(node.children.borrow().iter().cloned());
    }
    (tally.references, tally.bytes)
}

fn text_of(node: &Node) -> String {
    let children = node.children.borrow();
    let texts = children.iter().filter_map(|child| match &child.data {
        NodeData::Text { contents } => Some(contents.borrow().to_string()),
        _ => None,
    });
    texts.collect()
}

thread_local! {
    /// Parsed once: only the handlers are made anew for every page.
    static SELECTORS: [Selector; 5] = [
        "img, source, script, iframe, frame, audio, track, embed, video, object, input, meta, link",
        "*[background]",
        "svg image, svg use, svg feImage",
        "*[style]",
        "style",
    ]
    .map(|selector| selector.parse().unwrap_or_else(|error| panic!("`{selector}` is a selector: {error}")));
}

fn lol_html(page: &str) -> (usize, usize) {
    SELECTORS.with(|selectors| lol_html_with(selectors, page))
}

fn lol_html_with([html, background, svg, styled, style]: &[Selector; 5], page: &str) -> (usize, usize) {
    let tally = Cell::new(Tally::default());
    let css = RefCell::new(String::new());
    let count = |is_svg: bool, element: &Element<'_, '_>| {
        let mut all = tally.get();
        all.element(is_svg, &element.tag_name(), |name| element.get_attribute(name));
        tally.set(all);
    };
    let count_html = |element: &mut Element<'_, '_>| {
        count(false, element);
        Ok(())
    };
    let count_svg = |element: &mut Element<'_, '_>| {
        count(true, element);
        Ok(())
    };
    let count_declarations = |element: &mut Element<'_, '_>| {
        let mut all = tally.get();
        all.declarations(&element.get_attribute("style").unwrap_or_default());
        tally.set(all);
        Ok(())
    };
    let count_style_sheet = |chunk: &mut TextChunk<'_>| {
        let mut css = css.borrow_mut();
        css.push_str(chunk.as_str());
        if chunk.last_in_text_node() {
            let mut all = tally.get();
            all.style_sheet(&css);
            tally.set(all);
            css.clear();
        }
        Ok(())
    };
    let handlers = ElementContentHandlers::default;
    let settings = [
        (html, handlers().element(count_html)),
        (background, handlers().element(count_html)),
        (svg, handlers().element(count_svg)),
        (styled, handlers().element(count_declarations)),
        (style, handlers().text(count_style_sheet)),
    ]
    .into_iter()
    .fold(Settings::new(), |settings, (selector, handlers)| {
        settings.append_element_content_handler((Cow::Borrowed(selector), handlers))
    });
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    let is_read = rewriter.write(page.as_bytes()).and_then(|()| rewriter.end());
    black_box(is_read.is_ok());
    (tally.get().references, tally.get().bytes)
}

/// Throws all tokens away, but tells the tokenizer where text begins.
struct Discard;

impl TokenSink for Discard {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let TagToken(tag) = black_box(token) else { return TokenSinkResult::Continue };
        if tag.kind != StartTag {
            return TokenSinkResult::Continue;
        }
        match tag.name {
            local_name!("title") | local_name!("textarea") => TokenSinkResult::RawData(RawKind::Rcdata),
            local_name!("script") => TokenSinkResult::RawData(RawKind::ScriptData),
            local_name!("style") | local_name!("xmp") | local_name!("iframe") | local_name!("noembed") => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

fn tokenizer(page: &str) -> (usize, usize) {
    let tokenizer = Tokenizer::new(Discard, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    let _done = black_box(tokenizer.feed(&input));
    tokenizer.end();
    (0, 0)
}

fn every_tag(page: &str) -> (usize, usize) {
    (memchr::memchr_iter(b'<', page.as_bytes()).map(black_box).filter(|&at| at > 0).count(), 0)
}

thread_local! {
    static TARGET: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn copy(page: &str) -> (usize, usize) {
    TARGET.with_borrow_mut(|target| {
        target.clear();
        target.extend_from_slice(page.as_bytes());
        black_box(&*target);
    });
    (0, 0)
}
