//! The text of a query: S-expressions, as tree-sitter's grammars bring them.
//!
//! Only what the grammars use is known. All else is an error, so that no pattern is lost unseen.

use super::QueryError;

/// How deep patterns may stand in one another.
const MAX_DEPTH: usize = 64;

/// A pattern with what follows it: `(identifier)? @name`.
#[derive(Debug)]
pub(super) struct Pattern<'s> {
    pub(super) shape: Shape<'s>,
    pub(super) repeat: Repeat,
    pub(super) captures: Vec<&'s str>,
}

#[derive(Debug)]
pub(super) enum Shape<'s> {
    /// `(name …)`, `(supertype/name …)`.
    Node { name: &'s str, subtype: Option<&'s str>, children: Vec<Item<'s>>, anchored: bool },
    /// `"text"`.
    Anonymous(String),
    /// `_`: any node, named or not.
    Any,
    /// `(pattern pattern …)`: siblings.
    Sequence(Vec<Item<'s>>),
    /// `[pattern pattern …]`.
    OneOf(Vec<Pattern<'s>>),
    /// `field: pattern`.
    Field(&'s str, Box<Pattern<'s>>),
}

/// What may stand in parentheses.
#[derive(Debug)]
pub(super) enum Item<'s> {
    /// A pattern; `anchored` where a `.` stands before it.
    Pattern { anchored: bool, pattern: Pattern<'s> },
    /// `(#name? …)`.
    Predicate(Predicate<'s>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    Once,
    Optional,
    Any,
    AtLeastOnce,
}

#[derive(Debug)]
pub(super) struct Predicate<'s> {
    pub(super) name: &'s str,
    pub(super) arguments: Vec<Argument<'s>>,
}

#[derive(Debug)]
pub(super) enum Argument<'s> {
    Capture(&'s str),
    Text(String),
}

/// All patterns of a query's text, in order.
pub(super) fn parse(source: &str) -> Result<Vec<Item<'_>>, QueryError> {
    let mut parser = Parser { source, at: 0 };
    let mut items = Vec::new();
    parser.skip_space();
    while parser.at < source.len() {
        items.push(parser.item(false, 0)?);
        parser.skip_space();
    }
    Ok(items)
}

struct Parser<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Parser<'s> {
    fn item(&mut self, anchored: bool, depth: usize) -> Result<Item<'s>, QueryError> {
        if self.source[self.at..].starts_with("(#") {
            self.at += 2;
            return self.predicate().map(Item::Predicate);
        }
        Ok(Item::Pattern { anchored, pattern: self.pattern(depth)? })
    }

    fn pattern(&mut self, depth: usize) -> Result<Pattern<'s>, QueryError> {
        if depth > MAX_DEPTH {
            return Err(self.error("patterns nested too deeply"));
        }
        let shape = match self.peek() {
            b'[' => self.one_of(depth)?,
            b'(' => self.parenthesis(depth)?,
            b'"' => Shape::Anonymous(self.string()?),
            b'_' if !self.source[self.at + 1..].starts_with(is_name) => {
                self.at += 1;
                Shape::Any
            }
            _ => {
                let name = self.name()?;
                self.skip_space();
                self.expect(b':')?;
                Shape::Field(name, Box::new(self.pattern(depth + 1)?))
            }
        };
        self.suffixes(shape)
    }

    fn suffixes(&mut self, shape: Shape<'s>) -> Result<Pattern<'s>, QueryError> {
        let mut pattern = Pattern { shape, repeat: Repeat::Once, captures: Vec::new() };
        loop {
            self.skip_space();
            let repeat = match self.peek() {
                b'?' => Repeat::Optional,
                b'*' => Repeat::Any,
                b'+' => Repeat::AtLeastOnce,
                b'@' => {
                    self.at += 1;
                    pattern.captures.push(self.name()?);
                    continue;
                }
                _ => return Ok(pattern),
            };
            if pattern.repeat != Repeat::Once {
                return Err(self.error("two quantifiers"));
            }
            self.at += 1;
            pattern.repeat = repeat;
        }
    }

    fn one_of(&mut self, depth: usize) -> Result<Shape<'s>, QueryError> {
        self.expect(b'[')?;
        let mut branches = Vec::new();
        while self.peek() != b']' {
            branches.push(self.pattern(depth + 1)?);
        }
        self.expect(b']')?;
        Ok(Shape::OneOf(branches))
    }

    /// A group of siblings, or a named node with what is in it.
    fn parenthesis(&mut self, depth: usize) -> Result<Shape<'s>, QueryError> {
        self.expect(b'(')?;
        if matches!(self.peek(), b'(' | b'"' | b'[') {
            let (items, anchored) = self.items(depth)?;
            return if anchored {
                Err(self.error("an anchor at the end of a group"))
            } else {
                Ok(Shape::Sequence(items))
            };
        }
        let name = self.name()?;
        if name == "MISSING" {
            return Err(self.error("MISSING is not known"));
        }
        let subtype = match self.source.as_bytes().get(self.at) {
            Some(b'/') => {
                self.at += 1;
                Some(self.name()?)
            }
            _ => None,
        };
        self.skip_space();
        let (children, anchored) = self.items(depth)?;
        Ok(Shape::Node { name, subtype, children, anchored })
    }

    /// What is in parentheses, up to their end; and whether an anchor stands before that.
    fn items(&mut self, depth: usize) -> Result<(Vec<Item<'s>>, bool), QueryError> {
        let mut items = Vec::new();
        loop {
            let anchored = self.peek() == b'.';
            if anchored {
                self.expect(b'.')?;
            }
            if self.peek() == b')' {
                self.expect(b')')?;
                return Ok((items, anchored));
            }
            items.push(self.item(anchored, depth + 1)?);
            self.skip_space();
        }
    }

    fn predicate(&mut self) -> Result<Predicate<'s>, QueryError> {
        let start = self.at;
        self.name()?;
        if !matches!(self.peek(), b'?' | b'!') {
            return Err(self.error("a predicate ends in ? or !"));
        }
        self.at += 1;
        let mut predicate = Predicate { name: &self.source[start..self.at], arguments: Vec::new() };
        loop {
            self.skip_space();
            let argument = match self.peek() {
                b')' => {
                    self.expect(b')')?;
                    return Ok(predicate);
                }
                b'@' => {
                    self.at += 1;
                    Argument::Capture(self.name()?)
                }
                b'"' => Argument::Text(self.string()?),
                _ => Argument::Text(self.name()?.to_owned()),
            };
            predicate.arguments.push(argument);
        }
    }

    fn string(&mut self) -> Result<String, QueryError> {
        let start = self.at + 1;
        let mut text = String::new();
        let mut chars = self.source[start..].char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = start + at + 1;
                    return Ok(text);
                }
                '\n' => break,
                '\\' => match chars.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 'r')) => text.push('\r'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, '0')) => text.push('\0'),
                    Some((_, other)) => text.push(other),
                    None => break,
                },
                c => text.push(c),
            }
        }
        Err(self.error("a string that does not end"))
    }

    fn name(&mut self) -> Result<&'s str, QueryError> {
        let rest = &self.source[self.at..];
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if length == 0 || rest.starts_with('.') {
            return Err(self.error("no name"));
        }
        self.at += length;
        Ok(&rest[..length])
    }

    /// The byte that stands next; 0 at the end.
    fn peek(&self) -> u8 {
        self.source.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Passes over one byte and the space after it.
    fn expect(&mut self, byte: u8) -> Result<(), QueryError> {
        if self.peek() != byte {
            return Err(self.error("something else was expected"));
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn skip_space(&mut self) {
        loop {
            let rest = &self.source[self.at..];
            let text = rest.trim_start();
            self.at += rest.len() - text.len();
            if !text.starts_with(';') {
                return;
            }
            self.at += text.find('\n').unwrap_or(text.len());
        }
    }

    fn error(&self, what: &'static str) -> QueryError {
        QueryError::syntax(what, self.at)
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}
