//! Regular expressions of predicates.
//!
//! Compiling one takes the crate `regex` ten times as long as all the code of a small page takes to be matched, and most are of two
//! simple kinds. These are decided here; all others, and all text that is not ASCII, by `regex`, compiled when it is first needed.

use super::QueryError;
use regex::bytes::Regex;
use std::sync::OnceLock;

/// A regular expression over bytes.
#[derive(Debug)]
pub(super) struct TextPattern {
    source: String,
    simple: Option<Simple>,
    full: OnceLock<Option<Regex>>,
}

#[derive(Debug)]
enum Simple {
    /// `^(one|another)$`
    Words(Vec<String>),
    /// `^[A-Z][a-z_]*`, `^[A-Z]+$`
    Classes { classes: Vec<Class>, to_end: bool },
}

/// A set of ASCII characters, and how often one of them may stand.
#[derive(Debug)]
struct Class {
    set: u128,
    /// May be missing.
    optional: bool,
    /// May stand again.
    again: bool,
}

impl TextPattern {
    pub(super) fn new(source: &str) -> Result<Self, QueryError> {
        let simple = words(source).or_else(|| classes(source));
        let full = OnceLock::new();
        if simple.is_none() {
            full.set(Some(Regex::new(source).map_err(|_| QueryError::predicate(source))?)).ok();
        }
        Ok(Self { source: source.to_owned(), simple, full })
    }

    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        match &self.simple {
            Some(simple) if text.is_ascii() => simple.is_match(text),
            _ => {
                self.full.get_or_init(|| Regex::new(&self.source).ok()).as_ref().is_some_and(|full| full.is_match(text))
            }
        }
    }
}

impl Simple {
    fn is_match(&self, text: &[u8]) -> bool {
        match self {
            Self::Words(words) => words.iter().any(|word| word.as_bytes() == text),
            Self::Classes { classes, to_end } => classes_match(classes, *to_end, text),
        }
    }
}

/// Follows all ways through the classes at once: bit n says that the first n classes are behind. Linear in the text.
fn classes_match(classes: &[Class], to_end: bool, text: &[u8]) -> bool {
    let all = 1u32 << classes.len();
    let skip_optional = |mut ways: u32| {
        for (at, class) in classes.iter().enumerate() {
            if class.optional && ways & (1 << at) != 0 {
                ways |= 1 << (at + 1);
            }
        }
        ways
    };
    let mut ways = skip_optional(1);
    for byte in text {
        if ways == 0 || (!to_end && ways & all != 0) {
            break;
        }
        let mut next = 0;
        for (at, class) in classes.iter().enumerate() {
            if class.set & (1 << (byte & 127)) == 0 {
                continue;
            }
            if ways & (1 << at) != 0 {
                next |= 1 << (at + 1);
            }
            if class.again && ways & (1 << (at + 1)) != 0 {
                next |= 1 << (at + 1);
            }
        }
        ways = skip_optional(next);
    }
    ways & all != 0
}

fn words(source: &str) -> Option<Simple> {
    let inner = source.strip_prefix("^(")?.strip_suffix(")$")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '|' | '\'' | '-' | '!' | ' ');
    inner.chars().all(plain).then(|| Simple::Words(inner.split('|').map(str::to_owned).collect()))
}

fn classes(source: &str) -> Option<Simple> {
    let mut rest = source.strip_prefix('^')?;
    let mut classes = Vec::new();
    while !rest.is_empty() && rest != "$" {
        let (set, after) = class(rest)?;
        let (optional, again, after) = match after.as_bytes().first() {
            Some(b'*') => (true, true, &after[1..]),
            Some(b'+') => (false, true, &after[1..]),
            Some(b'?') => (true, false, &after[1..]),
            _ => (false, false, after),
        };
        // A second sign after the first, as in `+?`, is for `regex`.
        if after.starts_with(['*', '+', '?']) {
            return None;
        }
        classes.push(Class { set, optional, again });
        rest = after;
    }
    (classes.len() < 31).then_some(Simple::Classes { classes, to_end: rest == "$" })
}

/// `[A-Z_\d]` or one character that stands for itself; and what follows it.
fn class(source: &str) -> Option<(u128, &str)> {
    let Some(inside) = source.strip_prefix('[') else {
        let first = source.bytes().next().filter(|byte| byte.is_ascii_alphanumeric() || b"_-/".contains(byte))?;
        return Some((1 << first, &source[1..]));
    };
    let (inside, after) = inside.split_once(']')?;
    let mut set = 0;
    let mut bytes = inside.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => match bytes.next()? {
                b'd' => set |= range(b'0', b'9'),
                _ => return None,
            },
            first if first.is_ascii_alphanumeric() => {
                let mut last = first;
                if bytes.next_if_eq(&b'-').is_some() {
                    last = bytes.next().filter(|last| last.is_ascii_alphanumeric() && *last >= first)?;
                }
                set |= range(first, last);
            }
            b'_' => set |= 1 << b'_',
            _ => return None,
        }
    }
    (set != 0).then_some((set, after))
}

fn range(first: u8, last: u8) -> u128 {
    (first..=last).fold(0, |set, byte| set | 1 << byte)
}
