//! Tags as tree construction gets them: with the attributes that it looks at, and a marker to know them by.

use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, TagToken, Token};
use html5ever::{Attribute as TreeAttribute, LocalName, QualName, local_name, ns};

use crate::rules::Attributes;
use crate::scanner::attributes::{self, TagEnd, Value};
use crate::text::{Context, Text};

/// A start tag.
pub(super) struct StartTag {
    name: LocalName,
    /// The same for two tags only if they are of equal formatting elements, which tree construction cannot tell apart
    /// either: their attributes. For other tags, their place.
    pub(super) marker: StrTendril,
    /// What tree construction looks at, the marker first.
    seen: Vec<TreeAttribute>,
    /// What the rules look at.
    pub(super) attributes: Attributes,
}

/// Attributes that change what tree construction does, or that merge into an element that is there.
const LOOKED_AT: [&str; 7] = ["type", "encoding", "color", "face", "size", "style", "background"];

impl StartTag {
    /// The tag at `open` with its name at `name`; `None` when the page ends in it.
    pub(super) fn read(html: &str, name: Range<usize>, open: usize) -> Option<(Self, TagEnd)> {
        let bytes = html.as_bytes();
        let mut found = Attributes::default();
        let mut looked_at: [Option<Value>; LOOKED_AT.len()] = [None; LOOKED_AT.len()];
        let mut formatting = is_formatting(&html[name.clone()]).then(Vec::new);
        let end = attributes::walk(bytes, name.end, |attribute| {
            found.add(bytes, attribute);
            let attribute_name = &html[attribute.name_start..attribute.name_end];
            let known = LOOKED_AT.iter().position(|known| attribute_name.eq_ignore_ascii_case(known));
            if let Some(index) = known {
                looked_at[index].get_or_insert(attribute.value);
            }
            if let Some(all) = &mut formatting {
                all.push((fold(attribute_name), attribute.value));
            }
        })?;
        let marker = match formatting {
            Some(all) => StrTendril::from(describe(html, all)),
            None => StrTendril::from(open.to_string()),
        };
        let value_of = |name: &str, value: Value| {
            // Of those that merge only the presence counts.
            if matches!(name, "style" | "background") {
                return StrTendril::new();
            }
            let text = Text::decode(html, value.start..value.end, Context::Attribute);
            StrTendril::from(&*text.value)
        };
        let seen =
            std::iter::once(attribute(marker_name(), marker.clone()))
                .chain(looked_at.iter().zip(LOOKED_AT).filter_map(|(value, name)| {
                    value.map(|value| attribute(LocalName::from(name), value_of(name, value)))
                }))
                .collect();
        let tag = Self { name: LocalName::from(fold(&html[name])), marker, seen, attributes: found };
        Some((tag, end))
    }

    /// The token for tree construction, which takes the attributes along.
    pub(super) fn token(&self, is_self_closing: bool) -> Token {
        TagToken(Tag {
            kind: TagKind::StartTag,
            name: self.name.clone(),
            self_closing: is_self_closing,
            attrs: self.seen.clone(),
            had_duplicate_attributes: false,
        })
    }
}

/// The name of the marker among the attributes.
pub(super) fn marker_name() -> LocalName {
    local_name!("id")
}

/// The end tag of this name.
pub(super) fn end_tag(name: &str) -> Token {
    TagToken(Tag {
        kind: TagKind::EndTag,
        name: LocalName::from(fold(name)),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    })
}

/// Whether the element goes on the list of formatting elements.
pub(super) fn is_formatting(name: &str) -> bool {
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

fn attribute(local: LocalName, value: StrTendril) -> TreeAttribute {
    TreeAttribute { name: QualName::new(None, ns!(), local), value }
}

/// A name as the tokenizer emits it.
fn fold(name: &str) -> String {
    let mut name = name.to_ascii_lowercase();
    if name.contains('\0') {
        name = name.replace('\0', "\u{fffd}");
    }
    name
}

/// All attributes in one string: equal for tags whose attributes are equal, in whatever order.
fn describe(html: &str, mut all: Vec<(String, Value)>) -> String {
    // Stable, so that the first of duplicates stays the first.
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    all.dedup_by(|(later, _), (first, _)| later == first);
    let mut description = String::new();
    for (name, value) in all {
        let text = Text::decode(html, value.start..value.end, Context::Attribute);
        // No name and no value holds NUL.
        description.extend([&*name, "\0", &*text.value, "\0"]);
    }
    description
}
