//! Reads as they are stored: without the ids of one build, the same on every machine.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A [`Read`](super::Read) in a form that outlives a build: pages, sections and terms by name in place of their numbers.
///
/// It is one text: its parts with tabs between them, the kind of read first (`page`, `title`, `content/a.md`). A tab in a part is written
/// `\t`, a backslash `\\`. [`Display`](fmt::Display) writes it for people.
///
/// Made and read by [`Answers`](crate::Answers), which know the names of a site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReadKey(Box<str>);

impl ReadKey {
    /// A key that was stored before. Any text is one: what is no read of this version has no answer.
    pub fn from_stored(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text that is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key of these parts.
    pub(crate) fn of_parts(parts: &[&str]) -> Self {
        let mut text = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            if part.contains(['\t', '\\']) {
                text.push_str(&part.replace('\\', "\\\\").replace('\t', "\\t"));
            } else {
                text.push_str(part);
            }
        }
        Self(text.into())
    }

    /// The parts, kind first, as the table of [`Answers`](crate::Answers) has them.
    pub fn parts(&self) -> Vec<String> {
        self.0.split('\t').map(unescaped).collect()
    }
}

fn unescaped(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    let mut chars = part.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.push(if chars.next() == Some('t') { '\t' } else { '\\' }),
            c => text.push(c),
        }
    }
    text
}

/// For people: ``page `title` of content/a.md``.
impl fmt::Display for ReadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["settings"] => f.write_str("settings of the configuration"),
            ["page", "fields", page] => write!(f, "front matter and place of {page}"),
            ["page", field, page] => write!(f, "`{field}` of {page}"),
            ["section", field, ""] => write!(f, "`{field}` of the root section"),
            ["section", field, section] => write!(f, "`{field}` of section {section}"),
            ["nav-fits", most, section] => {
                write!(f, "whether the navigation below /{section} has at most {most} entries")
            }
            ["nav-level", section, _, around] => write!(f, "navigation of /{section} around {around}"),
            ["site", name] => write!(f, "`{name}` of the site"),
            ["term", field, taxonomy, slug] => write!(f, "`{field}` of {taxonomy}/{slug}"),
            ["config", ""] => f.write_str("whole configuration"),
            ["config", path] => write!(f, "configuration `{path}`"),
            ["data", ""] => f.write_str("all of data/"),
            ["data", path] => write!(f, "data `{path}`"),
            ["template", name] => write!(f, "template {name}"),
            ["file", path] => write!(f, "file {path}"),
            ["reference", _, text] => write!(f, "what `{text}` leads to"),
            ["asset", "content", path] => write!(f, "content of {path}"),
            ["asset", "integrity", path] => write!(f, "published bytes of {path}"),
            ["asset", "image", path] => write!(f, "size of the picture {path}"),
            ["asset", operation, path] => write!(f, "picture {operation} of {path}"),
            ["anchors"] => f.write_str("anchors of all pages"),
            ["anchors", page] => write!(f, "anchors of {page}"),
            other => f.write_str(&other.join(" ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_come_back(parts in prop::collection::vec("[a\\t\\\\ é.]{0,6}", 1..5)) {
            let borrowed: Vec<&str> = parts.iter().map(String::as_str).collect();
            prop_assert_eq!(ReadKey::of_parts(&borrowed).parts(), parts);
        }

        #[test]
        fn any_text_is_a_key(text in any::<String>()) {
            let key = ReadKey::from_stored(text.as_str());
            let _ = (key.parts(), key.to_string());
            prop_assert_eq!(key.as_str(), text);
        }
    }
}
