//! Tags as tree construction gets them: with the attributes that it looks at, and a marker to know them by.

use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, TagToken, Token};
use html5ever::{Attribute as TreeAttribute, LocalName, QualName, local_name, ns};

use crate::rules::Attributes;
use crate::scanner::attributes::{self, TagEnd, Value};
use crate::scanner::is_attribute_name_end;
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
        let mut formatting = is_formatting(&html[name.clone()]).then(Distinct::default);
        let end = attributes::walk(bytes, name.end, |attribute| {
            found.add(bytes, attribute);
            let attribute_name = &html[attribute.name_start..attribute.name_end];
            let known = LOOKED_AT.iter().position(|known| attribute_name.eq_ignore_ascii_case(known));
            if let Some(index) = known {
                looked_at[index].get_or_insert(attribute.value);
            }
            if let Some(all) = &mut formatting {
                all.push(bytes, attribute.name_start);
            }
        })?;
        let marker = match formatting {
            Some(all) => StrTendril::from(all.describe(html)),
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

/// The attributes of a tag whose names differ, by the places of their names: of hostile tags there is no memory for more.
#[derive(Default)]
struct Distinct {
    starts: Vec<usize>,
}

impl Distinct {
    /// Adds the attribute whose name begins here, behind all others.
    fn push(&mut self, bytes: &[u8], start: usize) {
        if self.starts.len() == self.starts.capacity() {
            self.sort(bytes);
            // So that sorting again costs no more than what came since.
            self.starts.reserve(self.starts.len().max(8));
        }
        self.starts.push(start);
    }

    /// By name; of those with the same, the first stays, as the standard has it.
    fn sort(&mut self, bytes: &[u8]) {
        self.starts.sort_unstable_by(|&a, &b| folded(bytes, a).cmp(folded(bytes, b)).then(a.cmp(&b)));
        self.starts.dedup_by(|later, first| folded(bytes, *later).eq(folded(bytes, *first)));
    }

    /// All in one string: equal for tags whose attributes are equal, in whatever order.
    fn describe(mut self, html: &str) -> String {
        self.sort(html.as_bytes());
        let attributes = || self.starts.iter().filter_map(|&start| attributes::attribute_at(html.as_bytes(), start));
        let length = |attribute: attributes::Attribute| {
            attribute.name_end - attribute.name_start + attribute.value.end - attribute.value.start + 2
        };
        let mut description = String::with_capacity(attributes().map(length).sum());
        for attribute in attributes() {
            let name = fold(&html[attribute.name_start..attribute.name_end]);
            let text = Text::decode(html, attribute.value.start..attribute.value.end, Context::Attribute);
            // No name and no value holds NUL.
            description.extend([&*name, "\0", &*text.value, "\0"]);
        }
        description
    }
}

/// The bytes of the attribute name that begins at `start`, [folded](fold).
fn folded(bytes: &[u8], start: usize) -> impl Iterator<Item = u8> {
    let rest = bytes[start..].iter().enumerate();
    let name = rest.take_while(|&(at, &byte)| at == 0 || !is_attribute_name_end(byte));
    name.flat_map(|(_, &byte)| {
        let (bytes, length) = if byte == 0 { ([0xef, 0xbf, 0xbd], 3) } else { ([byte.to_ascii_lowercase(), 0, 0], 1) };
        bytes.into_iter().take(length)
    })
}
