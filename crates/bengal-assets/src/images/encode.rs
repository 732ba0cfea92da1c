//! From pixels to a file.

use super::ImageFormat;
use super::derive::ImageError;
use super::webp_container::with_profile;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageEncoder, RgbImage};

/// The widest and highest picture that WebP knows (RFC 9649, section 2.5).
const WEBP_SIDE: u32 = 16_383;

/// The widest and highest picture that JPEG knows.
const JPEG_SIDE: u32 = 65_535;

/// Writes pixels with 8 bits a channel as a file. The profile is kept if it is one for these colours.
pub(super) fn encode(
    pixels: DynamicImage,
    profile: Option<Vec<u8>>,
    format: ImageFormat,
    quality: u8,
) -> Result<Vec<u8>, ImageError> {
    let limit = match format {
        ImageFormat::Png => u32::MAX,
        ImageFormat::Jpeg => JPEG_SIDE,
        ImageFormat::Webp => WEBP_SIDE,
    };
    if pixels.width().max(pixels.height()) > limit {
        let reason = format!("it has at most {limit} pixels in width and height");
        return Err(ImageError::Encode { format, reason });
    }
    let is_grey = matches!(pixels, DynamicImage::ImageLuma8(_) | DynamicImage::ImageLumaA8(_));
    let profile = profile.filter(|profile| profile.get(16..20) == Some(if is_grey { b"GRAY" } else { b"RGB " }));
    match format {
        ImageFormat::Jpeg => jpeg(pixels, profile, quality),
        ImageFormat::Png => png(&pixels, profile),
        // WebP has no grey pictures: a profile for grey ones does not fit.
        ImageFormat::Webp => webp(pixels, profile.filter(|_| !is_grey), quality),
    }
    .map_err(|reason| ImageError::Encode { format, reason })
}

fn jpeg(pixels: DynamicImage, profile: Option<Vec<u8>>, quality: u8) -> Result<Vec<u8>, String> {
    let pixels = match pixels {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) => pixels,
        other => DynamicImage::ImageRgb8(on_white(&other)),
    };
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    set_profile(&mut encoder, profile)?;
    let (width, height, color) = (pixels.width(), pixels.height(), pixels.color());
    encoder.write_image(pixels.as_bytes(), width, height, color.into()).map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn png(pixels: &DynamicImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    set_profile(&mut encoder, profile)?;
    let (width, height, color) = (pixels.width(), pixels.height(), pixels.color());
    encoder.write_image(pixels.as_bytes(), width, height, color.into()).map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn set_profile(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>) -> Result<(), String> {
    profile.map_or(Ok(()), |profile| encoder.set_icc_profile(profile)).map_err(|error| error.to_string())
}

fn webp(pixels: DynamicImage, profile: Option<Vec<u8>>, quality: u8) -> Result<Vec<u8>, String> {
    let (width, height) = (pixels.width(), pixels.height());
    let (buffer, layout) = match pixels.color().has_alpha() {
        true => (pixels.into_rgba8().into_raw(), webp::PixelLayout::Rgba),
        false => (pixels.into_rgb8().into_raw(), webp::PixelLayout::Rgb),
    };
    let mut config = webp::WebPConfig::new().map_err(|()| "the encoder does not start".to_owned())?;
    config.quality = f32::from(quality);
    let encoder = webp::Encoder::new(&buffer, layout, width, height);
    let encoded = encoder.encode_advanced(&config).map_err(|error| format!("{error:?}"))?;
    Ok(match profile {
        Some(profile) => with_profile(&encoded, &profile, width, height).unwrap_or_else(|| encoded.to_vec()),
        None => encoded.to_vec(),
    })
}

/// A picture without transparency, as it looks on white.
fn on_white(pixels: &DynamicImage) -> RgbImage {
    let rgba = pixels.to_rgba8();
    let mut rgb = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in rgb.pixels_mut().zip(rgba.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|channel| {
            let (channel, alpha) = (u32::from(channel), u32::from(alpha));
            // At most 255: a mean of two numbers that are.
            ((channel * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        });
    }
    rgb
}
