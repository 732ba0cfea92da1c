//! JSON (RFC 8259) with places.

use super::{Data, Entry, MAX_DEPTH, Node, Problem};
use crate::value::Value;

/// Reads a document: one value and nothing after it.
pub(super) fn parse(text: &str) -> Result<Node, Problem> {
    let (node, end) = parse_prefix(text)?;
    let rest = text[end..].trim_start_matches(SPACE);
    if rest.is_empty() {
        return Ok(node);
    }
    let at = text.len() - rest.len();
    Err(Problem::new("nothing may follow the value", at..text.len()))
}

/// Reads the value at the start of a text, and where it ends.
pub(super) fn parse_prefix(text: &str) -> Result<(Node, usize), Problem> {
    let mut reader = Reader { text, at: 0 };
    let node = reader.value(0)?;
    Ok((node, reader.at))
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

struct Reader<'a> {
    text: &'a str,
    /// Always at a character boundary.
    at: usize,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.at = self.text.len() - self.text[self.at..].trim_start_matches(SPACE).len();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips space and `byte`, which is ASCII.
    fn take(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn problem(&self, expected: &str) -> Problem {
        let found = self.text[self.at..].chars().next();
        let message = match found {
            Some(c) => format!("expected {expected}, found `{}`", c.escape_debug()),
            None => format!("expected {expected}, found the end"),
        };
        Problem::new(message, self.at..self.at + found.map_or(0, char::len_utf8))
    }

    fn value(&mut self, depth: usize) -> Result<Node, Problem> {
        self.skip_space();
        let start = self.at;
        if depth > MAX_DEPTH {
            return Err(Problem::new(format!("nested deeper than {MAX_DEPTH} levels"), start..start + 1));
        }
        let data = match self.peek() {
            Some(b'{') => Data::Table(self.table(depth)?),
            Some(b'[') => Data::List(self.list(depth)?),
            Some(b'"') => Data::Scalar(Value::String(self.string()?)),
            _ => Data::Scalar(self.word()?),
        };
        Ok(Node { data, span: start..self.at, file: 0 })
    }

    fn table(&mut self, depth: usize) -> Result<Vec<Entry>, Problem> {
        self.at += 1;
        let mut entries = Vec::new();
        if self.take(b'}') {
            return Ok(entries);
        }
        loop {
            self.skip_space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.problem("a key in double quotes"));
            }
            let key = self.string()?;
            let key_span = start..self.at;
            if !self.take(b':') {
                return Err(self.problem("`:`"));
            }
            entries.push(Entry { key, key_span, value: self.value(depth + 1)? });
            if self.take(b'}') {
                return Ok(entries);
            }
            if !self.take(b',') {
                return Err(self.problem("`,` or `}`"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Problem> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(items);
            }
            if !self.take(b',') {
                return Err(self.problem("`,` or `]`"));
            }
        }
    }

    fn string(&mut self) -> Result<String, Problem> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'"' => {
                    self.at = end + 1;
                    return serde_json::from_str(&self.text[start..self.at]).map_err(|_| {
                        Problem::new("not a JSON string: a bad escape or a control character", start..self.at)
                    });
                }
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        Err(Problem::new("this text has no closing quote", start..start + 1))
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Value, Problem> {
        let rest = &self.text[self.at..];
        let len =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))).unwrap_or(rest.len());
        let span = self.at..self.at + len;
        let value = match &rest[..len] {
            "" => return Err(self.problem("a value")),
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            word => {
                let number: serde_json::Number = serde_json::from_str(word)
                    .map_err(|_| Problem::new(format!("`{word}` is not a JSON value"), span))?;
                match (number.as_i64(), number.as_f64()) {
                    (Some(whole), _) => Value::Int(whole),
                    (None, float) => Value::Float(float.unwrap_or(f64::NAN)),
                }
            }
        };
        self.at += len;
        Ok(value)
    }
}
