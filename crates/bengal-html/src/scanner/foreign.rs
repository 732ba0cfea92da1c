//! SVG and MathML, as far as a short stack of open elements decides them:
//! <https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign>.
//!
//! Within one `<svg>` or `<math>` every element has its namespace, until HTML begins: at a start tag in an integration
//! point (`foreignObject`, `desc`, `mi`, …), at one that breaks out (`div`, `p`, …), or at an end tag that nothing here
//! matches. What happens then depends on the HTML around it, so that tree construction has to say.

use std::ops::Range;

use super::{Doubt, Reason, Scan, Scanner, attributes, markup, name_end};
use crate::emit::{Element, ForeignStyle};
use crate::rules::{Attributes, Namespace};
use crate::text::Context;

/// The open elements of one `<svg>` or `<math>`, by the places of their names.
struct Stack {
    names: [(usize, usize); Self::CAPACITY],
    depth: usize,
}

impl Stack {
    const CAPACITY: usize = 64;

    fn push(&mut self, name: Range<usize>) -> bool {
        let Some(slot) = self.names.get_mut(self.depth) else { return false };
        *slot = (name.start, name.end);
        self.depth += 1;
        true
    }

    fn top(&self) -> Range<usize> {
        let (start, end) = self.depth.checked_sub(1).map_or((0, 0), |top| self.names[top]);
        start..end
    }

    /// The innermost open element of this name.
    fn find(&self, bytes: &[u8], name: &[u8]) -> Option<usize> {
        self.names[..self.depth].iter().rposition(|&(start, end)| bytes[start..end].eq_ignore_ascii_case(name))
    }
}

/// The `<style>` that is open.
struct Style {
    start: usize,
    content: ForeignStyle,
}

impl Scanner<'_, '_> {
    /// The content of the `<svg>` or `<math>` whose start tag ends before `at`. Returns where HTML goes on.
    pub(super) fn foreign(&mut self, mut at: usize, root: Range<usize>, namespace: Namespace) -> Scan<usize> {
        let bytes = self.bytes;
        let mut stack = Stack { names: [(0, 0); Stack::CAPACITY], depth: 0 };
        stack.push(root);
        let mut style: Option<Style> = None;
        while stack.depth > 0 {
            let open = memchr::memchr(b'<', &bytes[at..]).map_or(bytes.len(), |length| at + length);
            if let Some(style) = &mut style {
                style.content.push(self.html, at..open, Context::Text);
            }
            at = match (bytes.get(open + 1), bytes.get(open + 2)) {
                // The page ends in what would have been a tag, and is text.
                (None, _) | (Some(b'/'), None) => {
                    if let Some(style) = &mut style {
                        style.content.push(self.html, open..bytes.len(), Context::Text);
                    }
                    bytes.len()
                }
                (Some(byte), _) if byte.is_ascii_alphabetic() => {
                    let begin = style.as_ref().map_or(open, |style| style.start);
                    let after = self.foreign_start_tag(open, begin, namespace, &mut stack)?;
                    if namespace == Namespace::Svg && is_named(bytes, stack.top(), b"style") && style.is_none() {
                        style = Some(Style { start: after, content: ForeignStyle::new() });
                    }
                    after
                }
                (Some(b'/'), Some(byte)) if byte.is_ascii_alphabetic() => {
                    let begin = style.as_ref().map_or(open, |style| style.start);
                    let after = self.foreign_end_tag(open, begin, &mut stack)?;
                    if !is_named(bytes, stack.top(), b"style") {
                        self.end_style(style.take());
                    }
                    after
                }
                (Some(b'/'), Some(b'>')) => open + 3,
                (Some(b'!'), _) if bytes[open..].starts_with(b"<![CDATA[") => {
                    let section = markup::cdata_section(bytes, open);
                    if let Some(style) = &mut style {
                        style.content.push(self.html, section.text, Context::Cdata);
                    }
                    section.after
                }
                (Some(b'/' | b'!' | b'?'), _) => markup::declaration_end(bytes, open),
                _ => {
                    if let Some(style) = &mut style {
                        style.content.push(self.html, open..open + 1, Context::Text);
                    }
                    open + 1
                }
            };
            if at >= bytes.len() {
                break;
            }
        }
        self.end_style(style);
        Ok(at)
    }

    fn foreign_start_tag(&mut self, open: usize, begin: usize, namespace: Namespace, stack: &mut Stack) -> Scan<usize> {
        let bytes = self.bytes;
        let name = open + 1..name_end(bytes, open + 1);
        let top = stack.top();
        let leaves = breaks_out(&bytes[name.clone()])
            || is_integration_point(namespace, &bytes[top.clone()])
            || is_named(bytes, top, b"style");
        if leaves {
            self.doubt(begin, Reason::ForeignContent)?;
            stack.depth = 0;
            return Ok(open);
        }
        let mut found = Attributes::default();
        let Some(end) = self.attributes(name.end, &mut found) else { return Ok(bytes.len()) };
        let element = Element { namespace, name: &self.html[name.clone()] };
        self.typed_script_seen |= is_named(bytes, name.clone(), b"script") && self.has_type_of_its_own(&found);
        self.emitter.element(element, &found, &mut |reference| self.gate.put(reference));
        if !end.is_self_closing && !stack.push(name) {
            self.doubt(end.after, Reason::ForeignDepth)?;
        }
        Ok(end.after)
    }

    fn foreign_end_tag(&mut self, open: usize, begin: usize, stack: &mut Stack) -> Scan<usize> {
        let bytes = self.bytes;
        let name = open + 2..name_end(bytes, open + 2);
        let Some(end) = attributes::walk(bytes, name.end, |_| {}) else {
            return Ok(bytes.len());
        };
        let name = &bytes[name];
        let opens_html = name.eq_ignore_ascii_case(b"p") || name.eq_ignore_ascii_case(b"br");
        match stack.find(bytes, name) {
            Some(depth) if !opens_html => stack.depth = depth,
            _ => {
                self.doubt(begin, Reason::ForeignContent)?;
                if self.doubt == Doubt::Assume && opens_html {
                    stack.depth = 0;
                }
            }
        }
        Ok(end.after)
    }

    fn end_style(&mut self, style: Option<Style>) {
        if let Some(style) = style {
            let gate = &mut self.gate;
            self.emitter.foreign_style_text(&style.content, &mut |reference| gate.put(reference));
        }
    }
}

fn is_named(bytes: &[u8], name: Range<usize>, expected: &[u8]) -> bool {
    bytes[name].eq_ignore_ascii_case(expected)
}

/// Whether HTML may begin directly in this element.
fn is_integration_point(namespace: Namespace, name: &[u8]) -> bool {
    let is = |names: &[&[u8]]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    match namespace {
        Namespace::Html => false,
        Namespace::Svg => is(&[b"foreignobject", b"desc", b"title"]),
        Namespace::MathMl => is(&[b"mi", b"mo", b"mn", b"ms", b"mtext", b"annotation-xml"]),
    }
}

/// Whether a start tag of this name ends foreign content. `font` does so with some attributes only.
fn breaks_out(name: &[u8]) -> bool {
    let mut lower = [0; 10];
    let Some(lower) = lower.get_mut(..name.len()) else { return false };
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"b" | b"big"
            | b"blockquote"
            | b"body"
            | b"br"
            | b"center"
            | b"code"
            | b"dd"
            | b"div"
            | b"dl"
            | b"dt"
            | b"em"
            | b"embed"
            | b"font"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"head"
            | b"hr"
            | b"i"
            | b"img"
            | b"li"
            | b"listing"
            | b"menu"
            | b"meta"
            | b"nobr"
            | b"ol"
            | b"p"
            | b"pre"
            | b"ruby"
            | b"s"
            | b"small"
            | b"span"
            | b"strike"
            | b"strong"
            | b"sub"
            | b"sup"
            | b"table"
            | b"tt"
            | b"u"
            | b"ul"
            | b"var"
    )
}
