//! What a picture is, by its header.

use super::{ImageFormat, ImageInfo, animation, orientation, svg};
use image::metadata::Orientation;
use imagesize::ImageType;

/// What kind of picture some bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImageKind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// SVG.
    Svg,
    /// A format whose size is known, and that is not decoded: AVIF, HEIC, BMP, ICO.
    Other,
}

impl ImageKind {
    /// The format in which others are made from it unless another one is asked for; `None` where it is not decoded.
    pub const fn own_format(self) -> Option<ImageFormat> {
        match self {
            Self::Jpeg => Some(ImageFormat::Jpeg),
            // GIF has 256 colours: what is made from it has more.
            Self::Png | Self::Gif => Some(ImageFormat::Png),
            Self::Webp => Some(ImageFormat::Webp),
            Self::Svg | Self::Other => None,
        }
    }
}

/// What the header of a picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// What it is.
    pub kind: ImageKind,
    /// Width in pixels as it is shown, at least 1.
    pub width: u32,
    /// Height in pixels as it is shown, at least 1.
    pub height: u32,
    /// Whether it has more than one frame.
    pub animated: bool,
    pub(super) orientation: Orientation,
}

impl Inspected {
    /// What rendering needs to know of it.
    pub const fn info(&self) -> ImageInfo {
        let can_derive = self.kind.own_format().is_some() && !self.animated;
        ImageInfo { width: self.width, height: self.height, can_derive }
    }
}

/// Looks at the header of a picture. `None` for what is none, or says no size. Costs the bytes before the picture's data; for a GIF, all of them.
///
/// ```
/// use bengal_assets::images::{ImageKind, inspect};
/// let found = inspect(b"<svg viewBox='0 0 20 10'/>").unwrap();
/// assert_eq!((found.kind, found.width, found.height), (ImageKind::Svg, 20, 10));
/// assert!(inspect(b"nothing").is_none());
/// ```
pub fn inspect(bytes: &[u8]) -> Option<Inspected> {
    let kind = match imagesize::image_type(bytes) {
        Ok(ImageType::Jpeg) => ImageKind::Jpeg,
        Ok(ImageType::Png) => ImageKind::Png,
        Ok(ImageType::Gif) => ImageKind::Gif,
        Ok(ImageType::Webp) => ImageKind::Webp,
        Ok(_) => ImageKind::Other,
        Err(_) => {
            let (width, height) = svg::size(bytes)?;
            let orientation = Orientation::NoTransforms;
            return Some(Inspected { kind: ImageKind::Svg, width, height, animated: false, orientation });
        }
    };
    let size = imagesize::blob_size(bytes).ok()?;
    let side = |side: usize| u32::try_from(side).ok().filter(|side| *side > 0);
    let (mut width, mut height) = (side(size.width)?, side(size.height)?);
    let (orientation, animated) = match kind {
        ImageKind::Jpeg => (orientation::jpeg(bytes), false),
        ImageKind::Png => (orientation::png(bytes), animation::png(bytes)),
        ImageKind::Webp => (orientation::webp(bytes), animation::webp(bytes)),
        ImageKind::Gif => (Orientation::NoTransforms, animation::gif(bytes)),
        ImageKind::Svg | ImageKind::Other => (Orientation::NoTransforms, false),
    };
    if orientation::swaps_sides(orientation) {
        std::mem::swap(&mut width, &mut height);
    }
    Some(Inspected { kind, width, height, animated, orientation })
}
