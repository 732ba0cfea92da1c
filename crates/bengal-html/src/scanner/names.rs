//! Tag names that need attention, and a filter that rules the others out by their first four bytes.

use crate::extractor::Options;
use crate::text::is_whitespace;

/// What a start tag means to the scanner beyond its attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    /// Nothing: only its attributes count.
    Plain,
    Body,
    Column,
    /// Ignored: a `frame` belongs into a `frameset`, and pages with one are not read here.
    Frame,
    Frameset,
    MathMl,
    /// Like `Plain`, and belongs into the head.
    Metadata,
    Noscript,
    PlainText,
    /// Its content is text up to the end tag.
    RawText,
    Script,
    Style,
    Svg,
    Template,
}

impl Special {
    #[inline]
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Self::of_lower(name).or_else(|| Self::of_any(name))
    }

    /// Some are in upper case, and some only look special to the filter.
    #[cold]
    fn of_any(name: &[u8]) -> Option<Self> {
        let mut lower = [0; 9];
        let lower = lower.get_mut(..name.len())?;
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        Self::of_lower(lower)
    }

    fn of_lower(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"a" | b"area" | b"audio" | b"embed" | b"image" | b"img" | b"input" | b"object" | b"source" | b"track"
            | b"video" => Self::Plain,
            b"base" | b"link" | b"meta" => Self::Metadata,
            b"body" => Self::Body,
            b"col" | b"colgroup" => Self::Column,
            b"frame" => Self::Frame,
            b"frameset" => Self::Frameset,
            b"iframe" | b"noembed" | b"noframes" | b"textarea" | b"title" | b"xmp" => Self::RawText,
            b"math" => Self::MathMl,
            b"noscript" => Self::Noscript,
            b"plaintext" => Self::PlainText,
            b"script" => Self::Script,
            b"style" => Self::Style,
            b"svg" => Self::Svg,
            b"template" => Self::Template,
            _ => return None,
        })
    }

    /// Whether the tag opens no body.
    pub(super) fn stays_in_head(self) -> bool {
        matches!(self, Self::Metadata | Self::Noscript | Self::Script | Self::Style)
    }
}

/// Whether tree construction may ignore a tag of this name as a whole, so that its attributes are nowhere.
pub(super) fn may_be_ignored(name: &[u8], template_seen: bool, body_seen: bool) -> bool {
    let is = |names: &[&[u8]]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    if is(&[b"body"]) {
        // The attributes of the first one count, also where the body is open already.
        return body_seen || template_seen;
    }
    is(&[
        b"caption",
        b"col",
        b"colgroup",
        b"form",
        b"head",
        b"html",
        b"noscript",
        b"select",
        b"tbody",
        b"td",
        b"tfoot",
        b"th",
        b"thead",
        b"tr",
    ]) || (template_seen && is(&[b"table"]))
}

/// Whether there is a rule for the `background` of this element.
pub(super) fn has_background(name: &str) -> bool {
    ["body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The names by their first four bytes, in lower case; shorter ones with each byte that can end them.
const FOUR: [&[u8; 4]; 25] = [
    b"audi", b"base", b"body", b"colg", b"embe", b"fram", b"ifra", b"imag", b"inpu", b"link", b"math", b"meta",
    b"noem", b"nofr", b"nosc", b"obje", b"plai", b"scri", b"sour", b"styl", b"temp", b"text", b"titl", b"trac",
    b"vide",
];
const THREE: [&[u8; 3]; 4] = [b"img", b"svg", b"xmp", b"col"];
/// Tab, line feed, form feed, carriage return, space, `/` and `>`, with the bit that makes letters lower case set.
const FOLDED_ENDS: [u8; 7] = [0x29, 0x2a, 0x2c, 0x2d, b' ', b'/', b'>'];

const SLOTS: usize = 1 << 10;

/// A set of four-byte keys: a hash table of two keys a slot, built at compile time.
pub(super) struct Filter {
    slots: [[u32; 2]; SLOTS],
}

static WITHOUT_ANCHORS: Filter = Filter::new(false);
static WITH_ANCHORS: Filter = Filter::new(true);

pub(super) fn filter(options: Options) -> &'static Filter {
    if options.anchors { &WITH_ANCHORS } else { &WITHOUT_ANCHORS }
}

impl Filter {
    const fn new(anchors: bool) -> Self {
        let mut filter = Self { slots: [[0; 2]; SLOTS] };
        let mut at = 0;
        while at < FOUR.len() {
            filter.insert(u32::from_le_bytes(*FOUR[at]));
            at += 1;
        }
        at = 0;
        while at < THREE.len() {
            let [first, second, third] = *THREE[at];
            let mut end = 0;
            while end < FOLDED_ENDS.len() {
                filter.insert(u32::from_le_bytes([first, second, third, FOLDED_ENDS[end]]));
                end += 1;
            }
            at += 1;
        }
        if anchors {
            filter.insert(u32::from_le_bytes(*b"area"));
        }
        filter
    }

    const fn insert(&mut self, key: u32) {
        let slot = &mut self.slots[Self::slot(key)];
        if slot[0] == 0 || slot[0] == key {
            slot[0] = key;
        } else {
            assert!(slot[1] == 0, "three keys in one slot: choose another multiplier");
            slot[1] = key;
        }
    }

    const fn slot(key: u32) -> usize {
        (key.wrapping_mul(0x9e37_79b1) >> 22) as usize
    }

    /// Whether the tag whose name begins at `at` may be special. Never wrong when it says no.
    #[inline]
    pub(super) fn may_be_special(&self, bytes: &[u8], at: usize) -> bool {
        let Some(&four) = bytes.get(at..).and_then(|rest| rest.first_chunk()) else {
            // No tag ends so close to the end, except one with a very short name.
            return true;
        };
        let key = u32::from_le_bytes(four) | 0x2020_2020;
        let slot = self.slots[Self::slot(key)];
        slot[0] == key || slot[1] == key
    }
}

/// Whether the name that begins at `at` is `a`.
#[inline]
pub(super) fn is_anchor(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at..), Some([b'a' | b'A', end, ..]) if is_whitespace(*end) || matches!(end, b'/' | b'>'))
}
