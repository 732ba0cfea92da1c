//! Inline constructs that Markdown must not see: `[[references]]`, `{{ variables }}`, constructs of another dialect.
//!
//! Each is replaced by a token of three parts: a character of the private use area, a number, and another such character.
//! Where a token comes out in code or in raw HTML, its original text is put back.

use super::expand::Expanded;
use super::source::Place;

/// The characters around a token's number.
pub(super) const START: char = '\u{e0f1}';
const END: char = '\u{e0f2}';

/// What a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `[[target|text]]`: what is between the brackets.
    Reference(String),
    /// `{{ page.title }}`: the dotted name.
    Variable(String),
    /// `{{/* page.title */}}`: what is shown.
    Literal(String),
    /// A construct of another dialect.
    Foreign {
        /// How it starts: `[!INCLUDE`.
        name: String,
        /// What of it can be read.
        shown: String,
    },
}

/// A token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// As written.
    pub(super) original: String,
    pub(super) place: Place,
}

/// Appends a line of text, with tokens in the place of what is no Markdown.
pub(super) fn copy_line(line: &str, place: &Place, out: &mut Expanded) {
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'[', b'{', b':', &line.as_bytes()[at..]) {
        let start = at + found;
        match read(&line[start..]) {
            Some((kind, len)) if !is_escaped(line, start) => {
                out.map.push(out.text.len(), place.text, place.span.start + copied, start - copied);
                out.text.push_str(&line[copied..start]);
                put(kind, &line[start..start + len], place.part(start, len), out);
                at = start + len;
                copied = at;
            }
            _ => at = start + run(&line[start..]),
        }
    }
    out.map.push(out.text.len(), place.text, place.span.start + copied, line.len() - copied + 1);
    out.text.push_str(&line[copied..]);
}

/// Whether a line has the start of a reference or of another dialect's image whose end is not on it.
pub(super) fn is_open(line: &str) -> bool {
    if memchr::memchr2(b'[', b':', line.as_bytes()).is_none() {
        return false;
    }
    let reference = line.rfind("[[").is_some_and(|at| line[at..].contains('|') && !line[at..].contains(']'));
    let image = line.rfind(":::image ").is_some_and(|at| !line[at + 3..].contains(":::"));
    reference || image
}

/// How far to go on where nothing was found: behind a run of one character, so that long runs cost no more than their length.
fn run(text: &str) -> usize {
    let first = text.as_bytes().first().copied();
    let len = text.bytes().take_while(|byte| Some(*byte) == first).count();
    if len > 2 { len - 2 } else { 1 }
}

fn put(kind: TokenKind, original: &str, place: Place, out: &mut Expanded) {
    out.map.push(out.text.len(), place.text, place.span.start, 0);
    out.text.push(START);
    out.text.push_str(&out.tokens.len().to_string());
    out.text.push(END);
    out.tokens.push(Token { kind, original: original.to_owned(), place });
}

fn is_escaped(line: &str, at: usize) -> bool {
    line.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The construct at the start of `text`, and its length.
fn read(text: &str) -> Option<(TokenKind, usize)> {
    match text.as_bytes() {
        [b'[', b'[', ..] => reference(text),
        [b'{', b'{', ..] => variable(text),
        [b'[', b'!', ..] => foreign(text),
        [b':', b':', b':', ..] => foreign_image(text),
        _ => None,
    }
}

/// The longest inline construct, in bytes: a bound on how far one looks for its end.
const MAX_BYTES: usize = 2000;

/// The place of `end` in the first bytes of `text`.
fn find_end(text: &str, end: &str) -> Option<usize> {
    let limit = text.len().min(MAX_BYTES);
    memchr::memmem::find(&text.as_bytes()[..limit], end.as_bytes())
}

fn reference(text: &str) -> Option<(TokenKind, usize)> {
    let len = find_end(text, "]]")?;
    let inner = &text[2..len];
    // Two brackets in a row can also be a link whose text is in brackets: `[[1]](url)`, or code: `[[ -f x ]]`.
    if inner.trim().is_empty() || inner.contains(['[', ']', START]) || inner.starts_with(' ') {
        return None;
    }
    (!text[len + 2..].starts_with('('))
        .then(|| (TokenKind::Reference(inner.replace("\\|", "|").replace('\n', " ")), len + 2))
}

fn variable(text: &str) -> Option<(TokenKind, usize)> {
    let len = find_end(text, "}}")?;
    let inner = text[2..len].trim();
    if let Some(comment) = inner.strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/")) {
        return Some((TokenKind::Literal(format!("{{{{ {} }}}}", comment.trim())), len + 2));
    }
    let (root, _) = inner.split_once('.')?;
    let is_root = matches!(root, "page" | "site" | "config" | "params" | "section");
    (is_root && !inner.contains(START)).then(|| (TokenKind::Variable(inner.to_owned()), len + 2))
}

/// `[!INCLUDE [name](path)]`, `[!div class="…"]`, `[!code-cpp[name](path)]`; not the `[!NOTE]` of alerts, which has a `]` at once.
fn foreign(text: &str) -> Option<(TokenKind, usize)> {
    let name_len = text[2..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let name = &text[..2 + name_len];
    let rest = &text[name.len()..];
    if name_len == 0 || !rest.starts_with([' ', '[']) {
        return None;
    }
    let rest = rest.trim_start();
    let skipped = text.len() - rest.len();
    if let Some(label) = rest.strip_prefix('[') {
        let end = find_end(label, "](")?;
        let close = find_end(&label[end..], ")]")?;
        let shown = label[..end].to_owned();
        return Some((TokenKind::Foreign { name: name.to_owned(), shown }, skipped + 1 + end + close + 2));
    }
    let end = find_end(rest, "]")?;
    let fits = rest[..end].contains('=');
    fits.then(|| (TokenKind::Foreign { name: name.to_owned(), shown: String::new() }, skipped + end + 1))
}

/// `:::image type="content" source="a.png" alt-text="words":::`, `:::image-end:::`.
fn foreign_image(text: &str) -> Option<(TokenKind, usize)> {
    let rest = text.strip_prefix(":::")?;
    let rest = rest.trim_start_matches(' ');
    let is_image = rest.strip_prefix("image").is_some_and(|rest| rest.starts_with([' ', '-']));
    if !is_image {
        return None;
    }
    let skipped = text.len() - rest.len();
    let end = find_end(rest, ":::")?;
    let shown = attribute(&rest[..end], "alt-text").unwrap_or_default().replace('\n', " ");
    let name = if rest.starts_with("image-end") { ":::image-end" } else { ":::image" };
    Some((TokenKind::Foreign { name: name.to_owned(), shown }, skipped + end + 3))
}

fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let at = text.find(name)?;
    let value = text[at + name.len()..].trim_start().strip_prefix('=')?.trim_start().strip_prefix('"')?;
    value.split('"').next()
}

/// A part of a text that has tokens in it.
pub(super) enum Part<'a> {
    Text(&'a str),
    Token(usize),
}

/// Cuts a text at its tokens. Numbers of tokens that do not exist stay text.
pub(super) fn parts(mut text: &str, count: usize) -> impl Iterator<Item = Part<'_>> {
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let mut searched = 0;
        while let Some(found) = text[searched..].find(START) {
            let at = searched + found;
            let number = &text[at + START.len_utf8()..];
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            let token = number[..digits].parse::<usize>().ok().filter(|token| *token < count);
            match token.filter(|_| number[digits..].starts_with(END)) {
                Some(_) if at > 0 => {
                    let (before, rest) = text.split_at(at);
                    text = rest;
                    return Some(Part::Text(before));
                }
                Some(token) => {
                    text = &number[digits + END.len_utf8()..];
                    return Some(Part::Token(token));
                }
                None => searched = at + START.len_utf8(),
            }
        }
        Some(Part::Text(std::mem::take(&mut text)))
    })
}

/// The text with the originals of its tokens put back.
pub(super) fn restore<'a>(text: &'a str, tokens: &[Token]) -> std::borrow::Cow<'a, str> {
    if !text.contains(START) {
        return text.into();
    }
    let part = |part| match part {
        Part::Text(text) => text,
        Part::Token(at) => tokens.get(at).map_or("", |token| token.original.as_str()),
    };
    parts(text, tokens.len()).map(part).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(line: &str) -> Vec<(TokenKind, String)> {
        let mut expanded = Expanded::default();
        copy_line(line, &Place::default(), &mut expanded);
        assert_eq!(restore(&expanded.text, &expanded.tokens), line);
        expanded.tokens.into_iter().map(|token| (token.kind, token.original)).collect()
    }

    #[test]
    fn references_and_variables() {
        use TokenKind::*;
        assert_eq!(
            tokens("a [[docs/x|X]] and {{ page.title }} {{/* page.x */}}"),
            [
                (Reference("docs/x|X".into()), "[[docs/x|X]]".into()),
                (Variable("page.title".into()), "{{ page.title }}".into()),
                (Literal("{{ page.x }}".into()), "{{/* page.x */}}".into()),
            ]
        );
    }

    #[test]
    fn not_tokens() {
        for line in ["\\[[a]]", "[[1]](x)", "[[ -f x ]]", "{{ name }}", "[!NOTE]", "[!NOTE] text", "[[a", ":::image"] {
            assert_eq!(tokens(line), [], "{line}");
        }
    }

    #[test]
    fn foreign_constructs() {
        let shown = |line: &str| match tokens(line).pop() {
            Some((TokenKind::Foreign { name, shown }, _)) => (name, shown),
            other => panic!("{other:?}"),
        };
        assert_eq!(shown("[!INCLUDE [a b](../x.md)]"), ("[!INCLUDE".into(), "a b".into()));
        assert_eq!(shown("[!div class=\"checklist\"]"), ("[!div".into(), String::new()));
        assert_eq!(shown("> :::image source=\"a\" alt-text=\"Words.\":::"), (":::image".into(), "Words.".into()));
    }
}
