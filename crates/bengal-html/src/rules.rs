//! The rule table of the crate documentation: which attribute of which element is a reference, and of what kind.

use std::borrow::Cow;

use crate::reference::Kind;
use crate::scanner::attributes::{Attribute, Value};

/// The attributes that some rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Name {
    As,
    Background,
    Content,
    Data,
    Href,
    ImageSrcset,
    Integrity,
    Named,
    Poster,
    Property,
    Rel,
    Src,
    SrcDoc,
    Srcset,
    Style,
    Type,
    XlinkHref,
}

impl Name {
    const COUNT: usize = 17;

    /// The attribute with this name, in any case.
    #[inline]
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            // Nearly all are these, in lower case.
            b"rel" => Self::Rel,
            b"src" => Self::Src,
            b"href" => Self::Href,
            b"name" => Self::Named,
            b"type" => Self::Type,
            b"content" => Self::Content,
            _ => return Self::of_any(name),
        })
    }

    fn of_any(name: &[u8]) -> Option<Self> {
        let known = match name.len() {
            2 => (Self::As, "as"),
            3 if name[0].eq_ignore_ascii_case(&b's') => (Self::Src, "src"),
            3 => (Self::Rel, "rel"),
            4 => match name[0].to_ascii_lowercase() {
                b'h' => (Self::Href, "href"),
                b'd' => (Self::Data, "data"),
                b'n' => (Self::Named, "name"),
                _ => (Self::Type, "type"),
            },
            5 => (Self::Style, "style"),
            6 if name[3].eq_ignore_ascii_case(&b's') => (Self::Srcset, "srcset"),
            6 if name[3].eq_ignore_ascii_case(&b'd') => (Self::SrcDoc, "srcdoc"),
            6 => (Self::Poster, "poster"),
            7 => (Self::Content, "content"),
            8 => (Self::Property, "property"),
            9 => (Self::Integrity, "integrity"),
            10 if name[0].eq_ignore_ascii_case(&b'b') => (Self::Background, "background"),
            10 => (Self::XlinkHref, "xlink:href"),
            11 => (Self::ImageSrcset, "imagesrcset"),
            _ => return None,
        };
        name.eq_ignore_ascii_case(known.1.as_bytes()).then_some(known.0)
    }

    /// The name in lower case.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::As => "as",
            Self::Background => "background",
            Self::Content => "content",
            Self::Data => "data",
            Self::Href => "href",
            Self::ImageSrcset => "imagesrcset",
            Self::Integrity => "integrity",
            Self::Named => "name",
            Self::Poster => "poster",
            Self::Property => "property",
            Self::Rel => "rel",
            Self::Src => "src",
            Self::SrcDoc => "srcdoc",
            Self::Srcset => "srcset",
            Self::Style => "style",
            Self::Type => "type",
            Self::XlinkHref => "xlink:href",
        }
    }
}

/// Length of the longest element name for which there is a rule: `feimage`, with room to spare.
pub(crate) const LONGEST_ELEMENT: usize = 8;

/// The attributes of one tag that some rule looks at. Of duplicates the first counts, as the standard has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    values: [Option<Value>; Name::COUNT],
    has_any: bool,
}

impl Attributes {
    #[inline]
    pub(crate) fn add(&mut self, bytes: &[u8], attribute: Attribute) {
        if let Some(name) = Name::of(&bytes[attribute.name_start..attribute.name_end]) {
            self.put(name, attribute.value);
        }
    }

    #[inline]
    pub(crate) fn put(&mut self, name: Name, value: Value) {
        self.values[name as usize].get_or_insert(value);
        self.has_any = true;
    }

    /// The same with only those of these attributes that are marked.
    pub(crate) fn only(self, kept: [(Name, bool); 2]) -> Self {
        let mut only = Self::default();
        for (name, _) in kept.into_iter().filter(|(_, is_kept)| *is_kept) {
            if let Some(value) = self.get(name) {
                only.put(name, value);
            }
        }
        only
    }

    pub(crate) fn get(&self, name: Name) -> Option<Value> {
        self.values[name as usize]
    }

    /// Whether no rule applies to the element, whatever it is.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        !self.has_any
    }
}

/// Namespace of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    Html,
    Svg,
    MathMl,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// The whole value is one URL.
    Url,
    /// A list of image candidates.
    Srcset,
    /// CSS declarations.
    Declarations,
    /// A whole document.
    Document,
}

/// What the caller wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) anchors: bool,
    pub(crate) base: bool,
    pub(crate) meta: bool,
    pub(crate) srcdoc: bool,
}

/// An attribute that holds references.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder {
    pub(crate) name: Name,
    pub(crate) kind: Kind,
    pub(crate) content: Content,
    pub(crate) value: Value,
}

/// Calls `visit` with the attributes of the element that hold references, in the order of the source. `name` is in lower
/// case; `text_of` gives the value of an attribute.
#[inline]
pub(crate) fn holders<'t>(
    namespace: Namespace,
    name: &[u8],
    attributes: &Attributes,
    wanted: Wanted,
    text_of: impl Fn(Value) -> Cow<'t, str>,
    visit: impl FnMut(Holder),
) {
    // No rule names more than two attributes, and `style` counts on every element.
    let mut holders = [None::<Holder>; 3];
    let mut count = 0;
    put_holders(namespace, name, attributes, wanted, text_of, |holder| {
        if let Some(slot) = holders.get_mut(count) {
            *slot = Some(holder);
            count += 1;
        }
    });
    if count > 1 {
        holders[..count].sort_unstable_by_key(|holder| holder.map(|holder| holder.value.start));
    }
    holders.iter().take(count).copied().flatten().for_each(visit);
}

#[inline]
fn put_holders<'t>(
    namespace: Namespace,
    name: &[u8],
    attributes: &Attributes,
    wanted: Wanted,
    text_of: impl Fn(Value) -> Cow<'t, str>,
    mut visit: impl FnMut(Holder),
) {
    let mut put = |name: Name, kind: Kind, content: Content| {
        if let Some(value) = attributes.get(name) {
            visit(Holder { name, kind, content, value });
        }
    };
    put(Name::Style, Kind::CssUrl, Content::Declarations);
    match namespace {
        Namespace::MathMl => {}
        Namespace::Svg => {
            let kind = match name {
                b"image" | b"use" | b"feimage" => Kind::Image,
                b"script" => Kind::Script,
                b"a" if wanted.anchors => Kind::Anchor,
                _ => return,
            };
            put(Name::Href, kind, Content::Url);
            put(Name::XlinkHref, kind, Content::Url);
        }
        Namespace::Html => match name {
            b"img" | b"image" => {
                put(Name::Src, Kind::Image, Content::Url);
                put(Name::Srcset, Kind::Image, Content::Srcset);
            }
            b"source" => {
                put(Name::Src, Kind::Media, Content::Url);
                put(Name::Srcset, Kind::Image, Content::Srcset);
            }
            b"script" => put(Name::Src, Kind::Script, Content::Url),
            b"iframe" => {
                put(Name::Src, Kind::Frame, Content::Url);
                if wanted.srcdoc {
                    put(Name::SrcDoc, Kind::Frame, Content::Document);
                }
            }
            b"frame" => put(Name::Src, Kind::Frame, Content::Url),
            b"audio" | b"track" => put(Name::Src, Kind::Media, Content::Url),
            b"embed" => put(Name::Src, Kind::Embed, Content::Url),
            b"video" => {
                put(Name::Src, Kind::Media, Content::Url);
                put(Name::Poster, Kind::Image, Content::Url);
            }
            b"object" => put(Name::Data, Kind::Embed, Content::Url),
            b"body" | b"table" | b"thead" | b"tbody" | b"tfoot" | b"tr" | b"td" | b"th" => {
                put(Name::Background, Kind::Image, Content::Url);
            }
            b"a" | b"area" if wanted.anchors => put(Name::Href, Kind::Anchor, Content::Url),
            b"base" if wanted.base => put(Name::Href, Kind::Base, Content::Url),
            b"input"
                if attributes.get(Name::Type).is_some_and(|value| text_of(value).eq_ignore_ascii_case("image")) =>
            {
                put(Name::Src, Kind::Image, Content::Url);
            }
            b"meta" if wanted.meta => {
                let names = [Name::Property, Name::Named].into_iter().filter_map(|name| attributes.get(name));
                if names.into_iter().any(|value| is_preview(&text_of(value))) {
                    put(Name::Content, Kind::Meta, Content::Url);
                }
            }
            b"link" => {
                let relation = attributes.get(Name::Rel).map(&text_of);
                let target = attributes.get(Name::As).map(&text_of);
                if let Some(kind) = relation.and_then(|rel| kind_of_link(&rel, target.as_deref())) {
                    put(Name::Href, kind, Content::Url);
                    put(Name::ImageSrcset, Kind::Image, Content::Srcset);
                } else if wanted.anchors {
                    put(Name::Href, Kind::Anchor, Content::Url);
                }
            }
            _ => {}
        },
    }
}

/// What a link of these relations is for, in the order in which they decide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    Stylesheet,
    Icon,
    Manifest,
    Preload,
    ImageSource,
}

impl Relation {
    fn of(name: &str) -> Option<Self> {
        match name {
            // Most are these, in lower case.
            "stylesheet" => return Some(Self::Stylesheet),
            "icon" => return Some(Self::Icon),
            "alternate" | "canonical" => return None,
            _ => {}
        }
        let (relation, expected) = match name.len() {
            4 => (Self::Icon, "icon"),
            7 => (Self::Preload, "preload"),
            8 if name.as_bytes()[0].eq_ignore_ascii_case(&b'm') => (Self::Manifest, "manifest"),
            8 => (Self::Preload, "prefetch"),
            9 if name.as_bytes()[0].eq_ignore_ascii_case(&b'm') => (Self::Icon, "mask-icon"),
            9 => (Self::ImageSource, "image_src"),
            10 => (Self::Stylesheet, "stylesheet"),
            13 => (Self::Preload, "modulepreload"),
            16 => (Self::Icon, "apple-touch-icon"),
            25 => (Self::Icon, "apple-touch-startup-image"),
            28 => (Self::Icon, "apple-touch-icon-precomposed"),
            _ => return None,
        };
        name.eq_ignore_ascii_case(expected).then_some(relation)
    }
}

/// The kind of a `link`, from its `rel` and `as`; `None` when it fetches nothing.
fn kind_of_link(rel: &str, target: Option<&str>) -> Option<Kind> {
    Some(match rel.split_ascii_whitespace().filter_map(Relation::of).min()? {
        Relation::Stylesheet => Kind::Stylesheet,
        Relation::Icon => Kind::Icon,
        Relation::Manifest => Kind::Manifest,
        Relation::Preload if target.is_some_and(|target| target.eq_ignore_ascii_case("font")) => Kind::Font,
        Relation::Preload => Kind::Preload,
        Relation::ImageSource => Kind::Image,
    })
}

/// Whether a `meta` with this `property` or `name` holds the URL of an image, video or sound for link previews.
fn is_preview(name: &str) -> bool {
    let without = |suffix: &str| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(suffix.len())?)?;
        end.eq_ignore_ascii_case(suffix).then_some(stem)
    };
    let stem = without(":secure_url").or_else(|| without(":url")).unwrap_or(name);
    ["og:image", "og:video", "og:audio", "twitter:image"].iter().any(|known| stem.eq_ignore_ascii_case(known))
}
