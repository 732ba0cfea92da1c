//! One picture from another one: decode, resize, encode.

use super::decode::{Decoded, decode};
use super::encode::encode;
use super::geometry::{Target, target};
use super::inspect::inspect;
use super::{ImageFormat, Operation};
use bengal_core::config::ImagesConfig;
use bengal_render::AssetError;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::{DynamicImage, GrayAlphaImage, GrayImage, RgbImage, RgbaImage};

/// What holds for all pictures of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The quality of lossy formats where an operation names none, 1 to 100.
    pub quality: u8,
    /// Pictures with more pixels are not decoded. Decoding needs up to 8 bytes a pixel, resizing and encoding as much again.
    pub max_pixels: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self::from(&ImagesConfig::default())
    }
}

impl From<&ImagesConfig> for Settings {
    fn from(config: &ImagesConfig) -> Self {
        Self { quality: config.quality, max_pixels: config.max_pixels }
    }
}

/// A picture that was made from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The file.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What it is.
    pub format: ImageFormat,
}

/// Why a picture cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The bytes are no picture whose size is known.
    #[error("it is no picture whose size is known")]
    NotAnImage,
    /// It is an SVG, or its format is not decoded.
    #[error("its format is not decoded")]
    NotDerivable,
    /// It has more than one frame.
    #[error("it is an animation")]
    Animated,
    /// It has more pixels than may be decoded.
    #[error("it has {pixels} pixels, and {limit} are the limit")]
    TooLarge {
        /// Its pixels.
        pixels: u64,
        /// The limit.
        limit: u64,
    },
    /// It cannot be decoded.
    #[error("it is broken: {0}")]
    Damaged(String),
    /// The new picture cannot be written in this format.
    #[error("cannot be written as {format}: {reason}")]
    Encode {
        /// The format.
        format: ImageFormat,
        /// Why.
        reason: String,
    },
}

impl From<ImageError> for AssetError {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::NotAnImage => Self::NotAnImage,
            ImageError::NotDerivable | ImageError::Animated => Self::NotDerivable,
            ImageError::TooLarge { pixels, limit } => Self::TooLarge { pixels, limit },
            ImageError::Damaged(reason) => Self::Damaged(reason),
            ImageError::Encode { .. } => Self::Failed(error.to_string()),
        }
    }
}

/// Makes a picture from another one. The same bytes and operation give the same bytes, on however many threads. Time and memory follow the
/// pixels of both, of which the header says how many there are before anything is decoded.
///
/// # Errors
/// [`ImageError`]. Never panics.
pub fn derive(bytes: &[u8], operation: Operation, settings: &Settings) -> Result<Derived, ImageError> {
    let found = inspect(bytes).ok_or(ImageError::NotAnImage)?;
    if found.animated {
        return Err(ImageError::Animated);
    }
    let own = found.kind.own_format().ok_or(ImageError::NotDerivable)?;
    let format = operation.format().unwrap_or(own);
    let quality = operation.quality().unwrap_or(settings.quality);
    let Decoded { pixels, profile } = decode(bytes, &found, settings)?;
    let target = target(found.width, found.height, operation.resize());
    let pixels = resize(pixels, target)?;
    let bytes = encode(pixels, profile, format, quality)?;
    Ok(Derived { bytes, width: target.width, height: target.height, format })
}

/// Resizes with a Lanczos filter of 3 lobes; colours are weighted with their opacity, so that what is transparent leaves no edges.
fn resize(pixels: DynamicImage, target: Target) -> Result<DynamicImage, ImageError> {
    let (width, height) = (pixels.width(), pixels.height());
    if target.crop.is_none() && (target.width, target.height) == (width, height) {
        return Ok(pixels);
    }
    let pixel_type = match &pixels {
        DynamicImage::ImageLuma8(_) => PixelType::U8,
        DynamicImage::ImageLumaA8(_) => PixelType::U8x2,
        DynamicImage::ImageRgb8(_) => PixelType::U8x3,
        _ => PixelType::U8x4,
    };
    let mut options = ResizeOptions::new();
    if let Some((left, top, across, down)) = target.crop {
        options = options.crop(left.into(), top.into(), across.into(), down.into());
    }
    let failed = |reason: String| ImageError::Damaged(format!("it cannot be resized: {reason}"));
    let source =
        ImageRef::new(width, height, pixels.as_bytes(), pixel_type).map_err(|error| failed(error.to_string()))?;
    let mut resized = Image::new(target.width, target.height, pixel_type);
    Resizer::new().resize(&source, &mut resized, &options).map_err(|error| failed(error.to_string()))?;
    let (width, height, buffer) = (target.width, target.height, resized.into_vec());
    let image = match pixel_type {
        PixelType::U8 => GrayImage::from_raw(width, height, buffer).map(DynamicImage::ImageLuma8),
        PixelType::U8x2 => GrayAlphaImage::from_raw(width, height, buffer).map(DynamicImage::ImageLumaA8),
        PixelType::U8x3 => RgbImage::from_raw(width, height, buffer).map(DynamicImage::ImageRgb8),
        _ => RgbaImage::from_raw(width, height, buffer).map(DynamicImage::ImageRgba8),
    };
    image.ok_or_else(|| failed("the buffer is too short".to_owned()))
}
