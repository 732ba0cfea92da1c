//! How a URL is written at its place: the innermost form, and the layers of markup around it.

use std::fmt;

/// The way a URL is written: its own [`Form`], inside up to three [`Layer`]s of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Syntax {
    form: Form,
    layers: [Option<Layer>; Self::MAX_LAYERS],
}

impl Syntax {
    /// An attribute inside an `iframe[srcdoc]` inside an `iframe[srcdoc]`: deeper documents are not entered.
    pub(crate) const MAX_LAYERS: usize = 3;

    pub(crate) const fn new(form: Form, layer: Option<Layer>) -> Self {
        Self { form, layers: [layer, None, None] }
    }

    /// The same syntax inside one more layer. Nothing happens when all are taken (see [`Self::MAX_LAYERS`]).
    pub(crate) fn within(mut self, layer: Layer) -> Self {
        if let Some(free) = self.layers.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(layer);
        }
        self
    }

    /// The innermost form.
    pub const fn form(self) -> Form {
        self.form
    }

    /// The markup around the form, from the inside out; none in a style sheet or the text of an HTML `<style>`.
    pub fn layers(self) -> impl Iterator<Item = Layer> {
        self.layers.into_iter().flatten()
    }

    /// The stable name of the form and of the innermost layer, as in `css-url in double-quoted`.
    pub fn describe(self) -> String {
        match self.layers[0] {
            Some(layer) => format!("{} in {}", self.form.as_str(), layer.as_str()),
            None => self.form.as_str().to_owned(),
        }
    }
}

/// What a URL is part of, before any markup is considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// It is the whole value.
    Plain,
    /// One candidate of a `srcset`.
    Srcset,
    /// A CSS string in double quotes.
    CssDoubleQuoted,
    /// A CSS string in single quotes.
    CssSingleQuoted,
    /// The inside of `url(…)` without quotes.
    CssBare,
}

impl Form {
    /// The stable name: kebab-case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Srcset => "srcset",
            Self::CssDoubleQuoted => "css-double-quoted",
            Self::CssSingleQuoted => "css-single-quoted",
            Self::CssBare => "css-bare",
        }
    }
}

/// Markup that surrounds a value and has escapes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Layer {
    /// An attribute value in double quotes.
    DoubleQuoted,
    /// An attribute value in single quotes.
    SingleQuoted,
    /// An attribute value without quotes.
    Unquoted,
    /// Text in which character references count: an SVG `<style>`.
    Text,
    /// A CDATA section of an SVG `<style>`.
    Cdata,
}

impl Layer {
    /// The stable name: kebab-case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DoubleQuoted => "double-quoted",
            Self::SingleQuoted => "single-quoted",
            Self::Unquoted => "unquoted",
            Self::Text => "text",
            Self::Cdata => "cdata",
        }
    }
}

impl fmt::Display for Syntax {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.describe())
    }
}
