//! Real pictures, made here.

mod caching;
mod derived;
mod hostile;
mod paths;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageEncoder, ImageFormat, Rgba, RgbaImage};
use std::io::Cursor;

/// The upper left quarter is red, the rest blue; the lower half is half transparent.
fn picture(width: u32, height: u32) -> DynamicImage {
    let color = |x: u32, y: u32| match (x < width / 2 && y < height / 2, y < height / 2) {
        (true, _) => Rgba([255, 0, 0, 255]),
        (false, true) => Rgba([0, 0, 255, 255]),
        (false, false) => Rgba([0, 0, 255, 128]),
    };
    DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, color))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(&picture(width, height), ImageFormat::Png)
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(picture(width, height).to_rgb8()), ImageFormat::Jpeg)
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    encoded(&picture(width, height), ImageFormat::WebP)
}

fn gif(width: u32, height: u32, frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let frame = Frame::new(picture(width, height).to_rgba8());
    GifEncoder::new(&mut bytes).encode_frames(std::iter::repeat_n(frame, frames)).unwrap();
    bytes
}

/// EXIF data with an orientation, little endian.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif
}

/// A JPEG with an EXIF orientation.
fn turned_jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let jpeg = jpeg(width, height);
    let payload = [b"Exif\0\0".as_slice(), &exif(orientation)].concat();
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &payload, &jpeg[2..]].concat()
}

/// A colour profile that says what colours it is for, and nothing else.
fn profile(colors: &[u8; 4]) -> Vec<u8> {
    let mut profile = vec![7; 201];
    profile[16..20].copy_from_slice(colors);
    profile
}

/// A PNG with a colour profile.
fn profiled_png(picture: &DynamicImage, profile: Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile).unwrap();
    encoder.write_image(picture.as_bytes(), picture.width(), picture.height(), picture.color().into()).unwrap();
    bytes
}

/// A chunk put behind the header of a PNG.
fn png_with_chunk(png: &[u8], kind: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let checked = [kind, payload].concat();
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&png[..33], &length, &checked, &crc32(&checked).to_be_bytes(), &png[33..]].concat()
}

/// The checksum of PNG (third edition, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
