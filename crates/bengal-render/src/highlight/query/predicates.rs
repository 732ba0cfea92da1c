//! Conditions on the text of what was captured.

use super::QueryError;
use super::parse::{self, Argument};
use super::pattern_text::TextPattern;

/// A condition that a match must satisfy.
#[derive(Debug)]
pub(super) struct Predicate {
    capture: u16,
    test: Test,
    /// Whether the test must hold, or must not.
    positive: bool,
    /// Whether one captured node is enough where several are.
    any: bool,
}

#[derive(Debug)]
enum Test {
    Equals(String),
    /// The texts of another capture are the same, one by one.
    EqualsCapture(u16),
    IsOneOf(Vec<String>),
    Matches(TextPattern),
}

/// What stands in a pattern as a predicate.
pub(super) enum Statement {
    Condition(Predicate),
    /// `#set! key value`.
    Setting(String, Option<String>),
    /// Says something that tree-sitter leaves to others, and nobody here asks.
    Remark,
}

/// Predicates that change nothing: no scopes are followed, patterns of Lua are not known to tree-sitter's Rust binding either, and
/// what is embedded is taken whole.
const REMARKS: [&str; 4] = ["is?", "is-not?", "lua-match?", "offset!"];

/// Reads a predicate; `capture` gives the number of a capture by its name.
pub(super) fn read(
    predicate: &parse::Predicate<'_>,
    mut capture: impl FnMut(&str) -> u16,
) -> Result<Statement, QueryError> {
    let name = predicate.name;
    if REMARKS.contains(&name) {
        return Ok(Statement::Remark);
    }
    let wrong = || QueryError::predicate(name);
    if name == "set!" {
        let mut texts = predicate.arguments.iter().map(|argument| match argument {
            Argument::Text(text) => Ok(text.clone()),
            Argument::Capture(_) => Err(wrong()),
        });
        let key = texts.next().ok_or_else(wrong)??;
        return Ok(Statement::Setting(key, texts.next().transpose()?));
    }
    let Some((Argument::Capture(captured), values)) = predicate.arguments.split_first() else { return Err(wrong()) };
    let captured = capture(captured);
    if let ("eq?", [Argument::Capture(other)]) = (name, values) {
        let test = Test::EqualsCapture(capture(other));
        return Ok(Statement::Condition(Predicate { capture: captured, test, positive: true, any: false }));
    }
    let mut texts = Vec::with_capacity(values.len());
    for value in values {
        match value {
            Argument::Text(text) => texts.push(text.clone()),
            Argument::Capture(_) => return Err(wrong()),
        }
    }
    let any = name.starts_with("any-") && !name.starts_with("any-of");
    let rest = if any { &name["any-".len()..] } else { name };
    let positive = !rest.starts_with("not-");
    let rest = if positive { rest } else { &rest["not-".len()..] };
    let test = match (rest, texts.as_slice()) {
        ("eq?", [text]) => Test::Equals(text.clone()),
        ("match?", [pattern]) => Test::Matches(TextPattern::new(pattern)?),
        ("any-of?", _) => Test::IsOneOf(texts),
        _ => return Err(wrong()),
    };
    Ok(Statement::Condition(Predicate { capture: captured, test, positive, any }))
}

impl Predicate {
    /// Whether a match with these captured texts satisfies the condition; it does where nothing was captured.
    pub(super) fn holds<'t>(&self, captured: &(impl Iterator<Item = (u16, &'t [u8])> + Clone)) -> bool {
        let texts_of =
            |wanted: u16| captured.clone().filter(move |(capture, _)| *capture == wanted).map(|(_, text)| text);
        if let Test::EqualsCapture(other) = self.test {
            return texts_of(self.capture).eq(texts_of(other));
        }
        for text in texts_of(self.capture) {
            let holds = self.test.holds(text) == self.positive;
            if holds == self.any {
                return holds;
            }
        }
        true
    }
}

impl Test {
    fn holds(&self, text: &[u8]) -> bool {
        match self {
            Self::Equals(wanted) => text == wanted.as_bytes(),
            Self::EqualsCapture(_) => false,
            Self::IsOneOf(wanted) => wanted.iter().any(|wanted| text == wanted.as_bytes()),
            Self::Matches(pattern) => pattern.is_match(text),
        }
    }
}
