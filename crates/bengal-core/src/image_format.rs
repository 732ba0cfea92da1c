//! The formats in which pictures can be made.

use std::fmt;

/// A format in which a picture can be made from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageFormat {
    /// JPEG (ITU-T T.81): no transparency.
    Jpeg,
    /// PNG, third edition: lossless.
    Png,
    /// WebP (RFC 9649).
    Webp,
}

impl ImageFormat {
    /// All formats, by name.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Webp];

    /// The name in configuration and templates.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }

    /// The format of a name; `jpg` is `jpeg`.
    ///
    /// ```
    /// use bengal_core::ImageFormat;
    /// assert_eq!(ImageFormat::from_name("jpg"), Some(ImageFormat::Jpeg));
    /// assert_eq!(ImageFormat::from_name("avif"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        let name = if name == "jpg" { "jpeg" } else { name };
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What the names of its files end with, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

impl fmt::Display for ImageFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
