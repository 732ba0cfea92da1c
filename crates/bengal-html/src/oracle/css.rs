//! The references of CSS, by way of cssparser's tokens.

use cssparser::{ParseError, Parser, Token};

use crate::reference::Kind;

/// Blocks deeper than this are not read: the walk is recursive.
const DEEPEST: usize = 100;

pub(super) fn references(text: &str, is_style_sheet: bool) -> Vec<(Kind, String)> {
    let mut walk = Walk { is_style_sheet, rule: Rule::None, found: Vec::new() };
    let mut parser = Parser::new(text);
    parser.set_nested_block_limit(u8::MAX);
    // The walk itself never fails.
    let _done = walk.tokens(&mut parser, false, 0);
    walk.found
}

/// The at-rule that changes what a URL means.
enum Rule {
    None,
    Namespace,
    FontFace { open: usize },
}

struct Walk {
    is_style_sheet: bool,
    rule: Rule,
    found: Vec<(Kind, String)>,
}

impl Walk {
    fn tokens(&mut self, parser: &mut Parser<'_>, in_image_set: bool, depth: usize) -> Result<(), ParseError<()>> {
        while let Ok(token) = parser.next_including_whitespace_and_comments().cloned() {
            match &token {
                Token::UnquotedUrl(url) => self.put_url(url),
                Token::QuotedString(url) if in_image_set => self.put(Kind::CssUrl, url),
                Token::Function(name) if name.eq_ignore_ascii_case("url") => self.url(parser, None, depth)?,
                Token::Function(name) => {
                    let is_set =
                        name.eq_ignore_ascii_case("image-set") || name.eq_ignore_ascii_case("-webkit-image-set");
                    self.block(parser, is_set, depth)?;
                }
                Token::ParenthesisBlock | Token::SquareBracketBlock => self.block(parser, false, depth)?,
                Token::CurlyBracketBlock => {
                    self.bracket('{');
                    let is_closed = self.block(parser, false, depth);
                    self.bracket('}');
                    is_closed?;
                }
                Token::CloseCurlyBracket => self.bracket('}'),
                Token::Semicolon => self.bracket(';'),
                Token::AtKeyword(name) if self.is_style_sheet => self.at_keyword(name, parser, depth)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn block(&mut self, parser: &mut Parser<'_>, in_image_set: bool, depth: usize) -> Result<(), ParseError<()>> {
        parser.parse_nested_block(
            |inner| {
                if depth < DEEPEST { self.tokens(inner, in_image_set, depth + 1) } else { Ok(()) }
            },
        )
    }

    /// The arguments of `url(`.
    fn url(&mut self, parser: &mut Parser<'_>, kind: Option<Kind>, depth: usize) -> Result<(), ParseError<()>> {
        parser.parse_nested_block(|inner| {
            loop {
                let start = inner.state();
                match inner.next_including_whitespace().cloned() {
                    Ok(Token::WhiteSpace(_)) => {}
                    Ok(Token::QuotedString(url)) => {
                        match kind {
                            Some(kind) => self.put(kind, &url),
                            None => self.put_url(&url),
                        }
                        break;
                    }
                    _ => {
                        inner.reset(&start);
                        break;
                    }
                }
            }
            self.tokens(inner, false, depth + 1)
        })
    }

    fn at_keyword(&mut self, name: &str, parser: &mut Parser<'_>, depth: usize) -> Result<(), ParseError<()>> {
        if name.eq_ignore_ascii_case("namespace") {
            self.rule = Rule::Namespace;
        } else if name.eq_ignore_ascii_case("font-face") {
            self.rule = Rule::FontFace { open: 0 };
        } else if name.eq_ignore_ascii_case("import") {
            let start = parser.state();
            match parser.next().cloned() {
                Ok(Token::QuotedString(url) | Token::UnquotedUrl(url)) => self.put(Kind::CssImport, &url),
                Ok(Token::Function(name)) if name.eq_ignore_ascii_case("url") => {
                    self.url(parser, Some(Kind::CssImport), depth)?;
                }
                _ => parser.reset(&start),
            }
        }
        Ok(())
    }

    fn bracket(&mut self, bracket: char) {
        match (&mut self.rule, bracket) {
            (Rule::Namespace, _) => self.rule = Rule::None,
            (Rule::FontFace { open }, '{') => *open += 1,
            (Rule::FontFace { open: 0 | 1 }, '}') | (Rule::FontFace { open: 0 }, ';') => self.rule = Rule::None,
            (Rule::FontFace { open }, '}') => *open -= 1,
            _ => {}
        }
    }

    fn put_url(&mut self, url: &str) {
        match self.rule {
            Rule::Namespace => {}
            Rule::FontFace { open: 1.. } => self.put(Kind::Font, url),
            _ => self.put(Kind::CssUrl, url),
        }
    }

    fn put(&mut self, kind: Kind, url: &str) {
        let url = url.trim_matches([' ', '\t', '\n', '\x0c', '\r']);
        if !url.is_empty() {
            self.found.push((kind, url.to_owned()));
        }
    }
}
