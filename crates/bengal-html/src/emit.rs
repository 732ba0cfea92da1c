//! From an element that exists to its references.

use std::borrow::Cow;
use std::ops::Range;

use crate::css;
use crate::extractor::Options;
use crate::reference::{Kind, Reference};
use crate::rules::{self, Attributes, Content, Holder, Name, Namespace};
use crate::scanner::attributes::Value;
use crate::scanner::holds_escapes;
use crate::srcset;
use crate::syntax::{Form, Layer, Syntax};
use crate::text::{Context, Place, Text, is_whitespace, trim, trim_cow, trimmed_span};

/// An element by its tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) namespace: Namespace,
    /// As written.
    pub(crate) name: &'a str,
}

impl<'a> Element<'a> {
    /// Longer names are cut, so that a hostile one cannot be copied for every reference.
    const LONGEST_DISPLAYED: usize = 64;

    /// The name as references give it.
    pub(crate) fn display_name(self) -> Cow<'a, str> {
        let name = self.name;
        if self.namespace == Namespace::Html && name.eq_ignore_ascii_case("image") {
            return Cow::Borrowed("img");
        }
        let name = &name[..name.floor_char_boundary(Self::LONGEST_DISPLAYED)];
        if name.bytes().any(|byte| byte.is_ascii_uppercase() || byte == 0) {
            let mut folded = name.to_ascii_lowercase().replace('\0', "\u{fffd}");
            folded.truncate(folded.floor_char_boundary(Self::LONGEST_DISPLAYED));
            return Cow::Owned(folded);
        }
        Cow::Borrowed(name)
    }
}

/// The text of an SVG `<style>`, in which character references and CDATA sections count.
#[derive(Debug)]
pub(crate) struct ForeignStyle {
    text: Text<'static>,
}

impl ForeignStyle {
    pub(crate) fn new() -> Self {
        Self { text: Text::empty() }
    }

    /// Appends what stands in this range of the source.
    pub(crate) fn push(&mut self, html: &str, range: Range<usize>, context: Context) {
        self.text.push(html, range, context);
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }
}

/// Finds the references of single elements of one document.
#[derive(Clone, Copy)]
pub(crate) struct Emitter<'a> {
    pub(crate) html: &'a str,
    pub(crate) options: Options,
}

impl<'a> Emitter<'a> {
    /// The references in the attributes of one element, in order.
    pub(crate) fn element(self, element: Element<'a>, attributes: &Attributes, emit: &mut dyn FnMut(Reference<'a>)) {
        if attributes.is_empty() {
            return;
        }
        let mut lower = [0; rules::LONGEST_ELEMENT];
        let name = match lower.get_mut(..element.name.len()) {
            _ if !element.name.bytes().any(|byte| byte.is_ascii_uppercase()) => element.name.as_bytes(),
            Some(lower) => {
                lower.copy_from_slice(element.name.as_bytes());
                lower.make_ascii_lowercase();
                &*lower
            }
            // No rule but that for `style` is for it.
            None => &[],
        };
        let text_of = |value: Value| self.decode(value).value;
        let has_integrity = attributes.get(Name::Integrity).is_some();
        rules::holders(element.namespace, name, attributes, self.options.wanted(), text_of, |holder| {
            self.holder(element, holder, has_integrity, emit);
        });
    }

    /// The `href` of an HTML `<a>` without `style` and `integrity`.
    #[inline]
    pub(crate) fn link(self, href: Value, emit: impl FnOnce(Reference<'a>)) {
        if self.leaves_out(Kind::Anchor, href) {
            return;
        }
        if let Some((url, span)) = self.url(href) {
            emit(Reference {
                url,
                span,
                rest: Box::default(),
                kind: Kind::Anchor,
                element: Cow::Borrowed("a"),
                attribute: Some(Name::Href.as_str()),
                syntax: Syntax::new(Form::Plain, Some(href.quotes)),
                has_integrity: false,
            });
        }
    }

    /// Whether the caller does not want to see a reference of this kind whose value this is.
    #[inline]
    fn leaves_out(self, kind: Kind, value: Value) -> bool {
        kind == Kind::Anchor
            && self.options.is_left_out.is_some_and(|is_left_out| is_left_out(&self.html[value.start..value.end]))
    }

    /// The URL that a value is, and the bytes that write it; `None` where there is nothing but whitespace.
    fn url(self, value: Value) -> Option<(Cow<'a, str>, Range<usize>)> {
        let raw = &self.html[value.start..value.end];
        if let [first, .., last] = raw.as_bytes()
            && !is_whitespace(*first)
            && !is_whitespace(*last)
            && !holds_escapes(self.html.as_bytes(), value.start..value.end)
        {
            return Some((Cow::Borrowed(raw), value.start..value.end));
        }
        let url = trim_cow(self.decode(value).value);
        (!url.is_empty()).then(|| (url, trimmed_span(raw, value.start)))
    }

    /// The text of an HTML `<style>`, which is CSS as it stands.
    pub(crate) fn style_text(self, text: Range<usize>, emit: &mut dyn FnMut(Reference<'a>)) {
        let start = text.start;
        css::scan(&self.html[text], css::Scope::StyleSheet, &mut |found| {
            emit(Reference {
                url: found.url,
                span: start + found.span.start..start + found.span.end,
                rest: Box::default(),
                kind: found.kind,
                element: Cow::Borrowed("style"),
                attribute: None,
                syntax: Syntax::new(found.form, None),
                has_integrity: false,
            });
        });
    }

    /// The text of an SVG `<style>`.
    pub(crate) fn foreign_style_text(self, style: &ForeignStyle, emit: &mut dyn FnMut(Reference<'a>)) {
        let mut places = style.text.places(self.html);
        css::scan(&style.text.value, css::Scope::StyleSheet, &mut |found| {
            let Place { span, rest, context } = places.place(found.span);
            let layer = if context == Context::Cdata { Layer::Cdata } else { Layer::Text };
            emit(Reference {
                url: Cow::Owned(found.url.into_owned()),
                span,
                rest,
                kind: found.kind,
                element: Cow::Borrowed("style"),
                attribute: None,
                syntax: Syntax::new(found.form, Some(layer)),
                has_integrity: false,
            });
        });
    }

    fn decode(self, value: Value) -> Text<'a> {
        Text::decode(self.html, value.start..value.end, Context::Attribute)
    }

    fn holder(self, element: Element<'a>, holder: Holder, has_integrity: bool, emit: &mut dyn FnMut(Reference<'a>)) {
        let Holder { name, kind, content, value } = holder;
        let html = self.html;
        let layer = value.quotes;
        let reference = |url: Cow<'a, str>, span: Range<usize>, kind: Kind, form: Form| Reference {
            url,
            span,
            rest: Box::default(),
            kind,
            element: element.display_name(),
            attribute: Some(name.as_str()),
            syntax: Syntax::new(form, Some(layer)),
            has_integrity,
        };
        if content == Content::Url {
            if !self.leaves_out(kind, value)
                && let Some((url, span)) = self.url(value)
            {
                emit(reference(url, span, kind, Form::Plain));
            }
            return;
        }
        let text = self.decode(value);
        let mut places = text.places(html);
        match (content, &text.value) {
            (Content::Url, _) => {}
            (Content::Srcset, Cow::Borrowed(srcset)) => srcset::candidates(srcset).for_each(|found| {
                emit(reference(Cow::Borrowed(found.url), places.source(found.span), kind, Form::Srcset));
            }),
            (Content::Srcset, Cow::Owned(srcset)) => srcset::candidates(srcset).for_each(|found| {
                emit(reference(Cow::Owned(found.url.to_owned()), places.source(found.span), kind, Form::Srcset));
            }),
            (Content::Declarations, Cow::Borrowed(css)) => css::scan(css, css::Scope::Declarations, &mut |found| {
                emit(reference(found.url, places.source(found.span), found.kind, found.form));
            }),
            (Content::Declarations, Cow::Owned(css)) => css::scan(css, css::Scope::Declarations, &mut |found| {
                let url = Cow::Owned(found.url.into_owned());
                emit(reference(url, places.source(found.span), found.kind, found.form));
            }),
            (Content::Document, document) => {
                let Some(extractor) = self.options.for_nested_document() else { return };
                extractor.visit(document, |inner| {
                    let mut outer = inner.into_owned();
                    outer.span = places.source(outer.span);
                    places.sources_behind(&mut outer.rest);
                    outer.syntax = outer.syntax.within(layer);
                    emit(outer);
                });
            }
        }
    }

    /// Whether a `style` attribute with this value, or a `background`, refers to anything.
    pub(crate) fn refers(self, name: Name, value: Value) -> bool {
        let text = self.decode(value);
        match name {
            Name::Style => {
                let mut found_any = false;
                css::scan(&text.value, css::Scope::Declarations, &mut |_| found_any = true);
                found_any
            }
            _ => !trim(&text.value).is_empty(),
        }
    }
}
