//! Raw HTML in Markdown: relative URLs in it are resolved as those of Markdown are.

use super::expand::Expanded;
use super::source::Place;
use super::syntax::contains_ignoring_case;
use super::tokens;
use super::writer::{LinkUse, Writer};
use crate::escape;
use std::borrow::Cow;
use std::ops::Range;

/// Attributes with a URL, by element.
const URLS: &[(&str, &str, LinkUse)] = &[
    ("a", "href", LinkUse::Page),
    ("img", "src", LinkUse::Image),
    ("source", "src", LinkUse::Image),
    ("video", "src", LinkUse::Image),
    ("video", "poster", LinkUse::Image),
    ("audio", "src", LinkUse::Image),
    ("track", "src", LinkUse::Image),
    ("embed", "src", LinkUse::Image),
    ("object", "data", LinkUse::Image),
    ("iframe", "src", LinkUse::Page),
];

/// Elements whose content is no markup.
const RAW_TEXT: &[&str] = &["script", "style", "textarea", "title"];

/// The HTML with relative URLs resolved and ids noted. `span` is where it stands in the expanded text. Linear in its length.
pub(super) fn rewrite(writer: &mut Writer<'_>, html: &str, span: Range<usize>) -> String {
    let mut out = String::with_capacity(html.len() + 16);
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        let start = at + found;
        out.push_str(&html[at..start]);
        if html[start..].starts_with("<!--") {
            let end = html[start + 4..].find("-->").map_or(html.len(), |end| start + 4 + end + 3);
            out.push_str(&html[start..end]);
            at = end;
            continue;
        }
        if !html.as_bytes().get(start + 1).is_some_and(u8::is_ascii_alphabetic) {
            out.push('<');
            at = start + 1;
            continue;
        }
        // A tag without an end has the rest of the text in it.
        let Some(tag) = read_tag(&html[start..]) else {
            at = start;
            break;
        };
        write_tag(writer, &html[start..start + tag.len], &tag, span.start + start, &mut out);
        at = start + tag.len;
        if RAW_TEXT.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            let rest = &html[at..];
            let end = end_of_raw_text(rest, tag.name);
            out.push_str(&rest[..end]);
            at += end;
        }
    }
    out.push_str(&html[at..]);
    out
}

fn end_of_raw_text(text: &str, name: &str) -> usize {
    let end = format!("</{name}");
    if !contains_ignoring_case(text, &end) {
        return text.len();
    }
    text.as_bytes()
        .windows(end.len())
        .position(|window| window.eq_ignore_ascii_case(end.as_bytes()))
        .unwrap_or(text.len())
}

/// A start tag.
struct Tag<'a> {
    name: &'a str,
    /// Name, and bytes of the value without its quotes.
    attributes: Vec<(&'a str, Range<usize>)>,
    len: usize,
}

/// Reads the start tag at the start of `html` (WHATWG HTML, section 13.2.5.6 onwards); `None` where there is none, or no end of it.
fn read_tag(html: &str) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    if !bytes.get(1)?.is_ascii_alphabetic() {
        return None;
    }
    let name_end = 1 + bytes[1..].iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))?;
    let mut tag = Tag { name: &html[1..name_end], attributes: Vec::new(), len: 0 };
    let mut at = name_end;
    loop {
        at += bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b'/')?;
        if bytes[at] == b'>' {
            tag.len = at + 1;
            return Some(tag);
        }
        let start = at;
        // An `=` in front belongs to the name.
        at += 1;
        at += bytes[at..].iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'='))?;
        let name = html.get(start..at)?;
        let value_at = at + bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        if bytes[value_at] != b'=' {
            tag.attributes.push((name, at..at));
            continue;
        }
        at = value_at + 1;
        at += bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        let value = match bytes[at] {
            quote @ (b'"' | b'\'') => {
                let end = at + 1 + memchr::memchr(quote, &bytes[at + 1..])?;
                let value = at + 1..end;
                at = end + 1;
                value
            }
            b'>' => at..at,
            _ => {
                let end = at + bytes[at..].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                let value = at..end;
                at = end;
                value
            }
        };
        tag.attributes.push((name, value));
    }
}

fn write_tag(writer: &mut Writer<'_>, html: &str, tag: &Tag<'_>, start: usize, out: &mut String) {
    let mut copied = 0;
    for (name, range) in &tag.attributes {
        let value = &html[range.clone()];
        if (name.eq_ignore_ascii_case("id")
            || (name.eq_ignore_ascii_case("name") && tag.name.eq_ignore_ascii_case("a")))
            && !value.is_empty()
        {
            writer.add_anchor(value.to_owned(), value.to_owned(), false);
        }
        let known = URLS.iter().find(|(element, attribute, _)| {
            tag.name.eq_ignore_ascii_case(element) && name.eq_ignore_ascii_case(attribute)
        });
        let Some((_, _, link_use)) = known.filter(|_| !value.trim().is_empty()) else { continue };
        let url = unescape(value.trim());
        let place = writer.place(start + range.start..start + range.end);
        let resolved = writer.resolve(&url, &place, *link_use);
        if resolved != url {
            out.push_str(&html[copied..range.start]);
            // An unquoted value may need quotes when it is another one.
            let quoted = matches!(html.as_bytes().get(range.start.wrapping_sub(1)), Some(b'"' | b'\''));
            if !quoted {
                out.push('"');
            }
            out.push_str(&escape::escaped(&resolved).replace('\'', "&#39;"));
            if !quoted {
                out.push('"');
            }
            copied = range.end;
        }
    }
    out.push_str(&html[copied..]);
}

/// The few character references that URLs are written with.
fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return value.into();
    }
    value
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .into()
}

/// HTML of a line with the originals of its tokens, except for variables, which have their values.
pub(super) fn with_tokens(writer: &mut Writer<'_>, html: &str, doc: &Expanded) -> String {
    if !html.contains(tokens::START) {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    for part in tokens::parts(html, doc.tokens.len()) {
        match part {
            tokens::Part::Text(text) => out.push_str(text),
            tokens::Part::Token(at) => {
                let Some(token) = doc.tokens.get(at) else { continue };
                let value = match &token.kind {
                    tokens::TokenKind::Variable(name) => {
                        super::variables::value(writer, name, &Place::clone(&token.place))
                    }
                    _ => None,
                };
                match value {
                    Some(value) if writer.may_borrow(value.len(), &token.place) => escape::attribute(&mut out, &value),
                    _ => out.push_str(&token.original),
                }
            }
        }
    }
    out
}

/// HTML without its links, for what is inside of a link itself.
pub(super) fn without_links(label: &str) -> String {
    if !label.contains("<a") {
        return label.to_owned();
    }
    let mut out = String::new();
    let mut rest = label;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        if !tag.starts_with("<a ") && !tag.starts_with("</a") {
            out.push_str(&tag[..end]);
        }
        rest = &tag[end..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let tag = read_tag("<img\n src='a b.png' alt=x data-y>rest").unwrap();
        let html = "<img\n src='a b.png' alt=x data-y>rest";
        let values: Vec<_> = tag.attributes.iter().map(|(name, range)| (*name, &html[range.clone()])).collect();
        assert_eq!(values, [("src", "a b.png"), ("alt", "x"), ("data-y", "")]);
        assert_eq!(&html[tag.len..], "rest");
        for broken in ["<img src=", "<img src='a", "< img>", "<", "<a", "</a>", "<a x"] {
            assert!(read_tag(broken).is_none(), "{broken}");
        }
    }
}
