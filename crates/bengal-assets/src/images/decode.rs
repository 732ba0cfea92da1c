//! From a file to pixels, within limits.

use super::derive::{ImageError, Settings};
use super::inspect::{ImageKind, Inspected};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use std::io::Cursor;

/// What a decoder may need beside the pixels.
const ROOM: u64 = 64 << 20;

/// The most bytes that a pixel has: four channels of 16 bits.
const BYTES_A_PIXEL: u64 = 8;

/// Colour profiles that are longer are left away.
const MAX_PROFILE: usize = 1 << 20;

/// A picture with 8 bits a channel, the right way up, with the colour profile that its file has.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) pixels: DynamicImage,
    pub(super) profile: Option<Vec<u8>>,
}

/// Decodes a picture. Its size is compared with the limit before anything is allocated, as its header says it and as the decoder does.
pub(super) fn decode(bytes: &[u8], found: &Inspected, settings: &Settings) -> Result<Decoded, ImageError> {
    let format = match found.kind {
        ImageKind::Jpeg => image::ImageFormat::Jpeg,
        ImageKind::Png => image::ImageFormat::Png,
        ImageKind::Gif => image::ImageFormat::Gif,
        ImageKind::Webp => image::ImageFormat::WebP,
        ImageKind::Svg | ImageKind::Other => return Err(ImageError::NotDerivable),
    };
    check(found.width, found.height, settings)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(settings.max_pixels.saturating_mul(BYTES_A_PIXEL).saturating_add(ROOM));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| damaged(&error))?;
    let (width, height) = decoder.dimensions();
    check(width, height, settings)?;
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= MAX_PROFILE);
    let pixels = DynamicImage::from_decoder(decoder).map_err(|error| damaged(&error))?;
    let mut pixels = with_8_bits(pixels);
    pixels.apply_orientation(found.orientation);
    if (pixels.width(), pixels.height()) != (found.width, found.height) {
        return Err(ImageError::Damaged("its headers contradict each other".to_owned()));
    }
    Ok(Decoded { pixels, profile })
}

fn check(width: u32, height: u32, settings: &Settings) -> Result<(), ImageError> {
    let pixels = u64::from(width) * u64::from(height);
    match pixels > settings.max_pixels {
        true => Err(ImageError::TooLarge { pixels, limit: settings.max_pixels }),
        false => Ok(()),
    }
}

fn damaged(error: &image::ImageError) -> ImageError {
    ImageError::Damaged(error.to_string())
}

fn with_8_bits(pixels: DynamicImage) -> DynamicImage {
    use DynamicImage::{ImageLuma8, ImageLuma16, ImageLumaA8, ImageLumaA16, ImageRgb8, ImageRgb16, ImageRgba8};
    match pixels {
        ImageLuma8(_) | ImageLumaA8(_) | ImageRgb8(_) | ImageRgba8(_) => pixels,
        ImageLuma16(_) => ImageLuma8(pixels.into_luma8()),
        ImageLumaA16(_) => ImageLumaA8(pixels.into_luma_alpha8()),
        ImageRgb16(_) => ImageRgb8(pixels.into_rgb8()),
        _ => ImageRgba8(pixels.into_rgba8()),
    }
}
