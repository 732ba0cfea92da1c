//! What can be made of a picture: its size, format and quality, with a text that stands for it.

use bengal_core::ImageFormat;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// The size of a picture that is made from another one, in pixels. None is ever larger than the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resize {
    /// As it is: only the format changes.
    Full,
    /// This wide, and as high as that makes it.
    Width(NonZeroU32),
    /// This high, and as wide as that makes it.
    Height(NonZeroU32),
    /// As large as fits into this width and height.
    Inside(NonZeroU32, NonZeroU32),
    /// The middle of it, cut so that it has the ratio of this width and height.
    Fill(NonZeroU32, NonZeroU32),
}

/// How a picture is made from another one.
///
/// [`Display`](fmt::Display) gives the text that stands for it, in cache keys and file names: equal operations have equal texts, different ones
/// different texts, and [`FromStr`] reads it. It consists of lower-case ASCII letters, digits and `-`, and one dot before a format.
///
/// ```
/// use bengal_core::ImageFormat;
/// use bengal_render::{ImageOperation, Resize};
/// use std::num::NonZeroU32;
///
/// let narrow = ImageOperation::new(Resize::Width(NonZeroU32::new(480).unwrap())).with_format(ImageFormat::Webp);
/// assert_eq!(narrow.to_string(), "480w.webp");
/// assert_eq!(narrow.with_quality(60).to_string(), "480w-q60.webp");
/// assert_eq!("480w.webp".parse(), Ok(narrow));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageOperation {
    resize: Resize,
    format: Option<ImageFormat>,
    quality: Option<u8>,
}

impl ImageOperation {
    /// A change of size in the picture's own format.
    pub const fn new(resize: Resize) -> Self {
        Self { resize, format: None, quality: None }
    }

    /// In this format.
    #[must_use]
    pub const fn with_format(mut self, format: ImageFormat) -> Self {
        self.format = Some(format);
        self
    }

    /// In this quality, 1 to 100, where the format is lossy; what is less or more counts as these.
    #[must_use]
    pub fn with_quality(mut self, quality: u8) -> Self {
        self.quality = Some(quality.clamp(1, 100));
        self
    }

    /// The size.
    pub const fn resize(&self) -> Resize {
        self.resize
    }

    /// The format; `None`: the picture's own.
    pub const fn format(&self) -> Option<ImageFormat> {
        self.format
    }

    /// The quality; `None`: that of the configuration.
    pub const fn quality(&self) -> Option<u8> {
        self.quality
    }

    /// The part of the text that does not name the format: `480w-q60`.
    pub fn stem(&self) -> String {
        let mut stem = match self.resize {
            Resize::Full => "full".to_owned(),
            Resize::Width(width) => format!("{width}w"),
            Resize::Height(height) => format!("{height}h"),
            Resize::Inside(width, height) => format!("{width}x{height}"),
            Resize::Fill(width, height) => format!("{width}x{height}-fill"),
        };
        if let Some(quality) = self.quality {
            stem.push_str(&format!("-q{quality}"));
        }
        stem
    }
}

impl fmt::Display for ImageOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stem())?;
        match self.format {
            Some(format) => write!(f, ".{format}"),
            None => Ok(()),
        }
    }
}

/// That a text stands for no operation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` stands for no operation on images")]
pub struct UnknownOperation(String);

impl FromStr for ImageOperation {
    type Err = UnknownOperation;

    fn from_str(text: &str) -> Result<Self, UnknownOperation> {
        // Numbers could be written in other ways too; only the text that `Display` gives is one.
        let operation = parse(text).filter(|operation| operation.to_string() == text);
        operation.ok_or_else(|| UnknownOperation(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<ImageOperation> {
    let (stem, format) = match text.split_once('.') {
        Some((stem, format)) => (stem, Some(ImageFormat::from_name(format)?)),
        None => (text, None),
    };
    let (size, quality) = match stem.split_once("-q") {
        Some((size, quality)) => (size, Some(quality.parse().ok().filter(|quality| (1..=100).contains(quality))?)),
        None => (stem, None),
    };
    Some(ImageOperation { resize: parse_resize(size)?, format, quality })
}

fn parse_resize(size: &str) -> Option<Resize> {
    if size == "full" {
        return Some(Resize::Full);
    }
    if let Some(width) = size.strip_suffix('w') {
        return width.parse().ok().map(Resize::Width);
    }
    if let Some(height) = size.strip_suffix('h') {
        return height.parse().ok().map(Resize::Height);
    }
    let (width, rest) = size.split_once('x')?;
    let width = width.parse().ok()?;
    match rest.strip_suffix("-fill") {
        Some(height) => Some(Resize::Fill(width, height.parse().ok()?)),
        None => Some(Resize::Inside(width, rest.parse().ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn operations() -> impl Strategy<Value = ImageOperation> {
        let side = || (1..20_000_u32).prop_filter_map("not zero", NonZeroU32::new);
        let resize = prop_oneof![
            Just(Resize::Full),
            side().prop_map(Resize::Width),
            side().prop_map(Resize::Height),
            (side(), side()).prop_map(|(width, height)| Resize::Inside(width, height)),
            (side(), side()).prop_map(|(width, height)| Resize::Fill(width, height)),
        ];
        let format = proptest::option::of(proptest::sample::select(ImageFormat::ALL.to_vec()));
        (resize, format, proptest::option::of(1..=100_u8)).prop_map(|(resize, format, quality)| ImageOperation {
            resize,
            format,
            quality,
        })
    }

    proptest! {
        #[test]
        fn the_text_stands_for_the_operation(operation in operations()) {
            let text = operation.to_string();
            prop_assert_eq!(text.parse::<ImageOperation>(), Ok(operation));
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte)));
        }

        #[test]
        fn any_text_is_an_operation_or_none(text in "[0-9wxhq.-]{0,12}|[ -~]{0,20}") {
            if let Ok(operation) = text.parse::<ImageOperation>() {
                prop_assert_eq!(operation.to_string(), text);
            }
        }
    }

    #[test]
    fn other_texts_stand_for_nothing() {
        for text in
            ["", "0w", "+5w", "05w", "480w-q0", "480w-q101", "480w.avif", "480w.jpg", "480", "1x", "x1", "full-q"]
        {
            assert!(text.parse::<ImageOperation>().is_err(), "{text}");
        }
    }
}
