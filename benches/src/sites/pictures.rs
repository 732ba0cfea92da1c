//! Pictures: PNGs of 3 to 60 KB that hardly compress, as photos do not, and drawings in SVG.

use super::random::Random;
use image::{ImageFormat, Rgb, RgbImage};
use std::fmt::Write as _;
use std::io::Cursor;

/// The bytes of the picture of that number.
///
/// # Errors
/// What the encoder says.
pub(super) fn picture(number: usize) -> Result<Vec<u8>, image::ImageError> {
    if number % 5 == 4 { Ok(drawing(number)) } else { photo(number) }
}

fn photo(number: usize) -> Result<Vec<u8>, image::ImageError> {
    let mut random = Random::new(2, number);
    let (width, height) = (random.between(40, 160), random.between(30, 120));
    let base = [random.below(128), random.below(128), random.below(128)];
    let mut photo = RgbImage::new(width as u32, height as u32);
    for (x, y, pixel) in photo.enumerate_pixels_mut() {
        let shade = (x as usize * 64 / width) + (y as usize * 32 / height);
        *pixel = Rgb(base.map(|channel| (channel + shade + random.below(32)) as u8));
    }
    let mut bytes = Cursor::new(Vec::new());
    photo.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

fn drawing(number: usize) -> Vec<u8> {
    let mut random = Random::new(3, number);
    let mut drawing =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"320\" height=\"200\" viewBox=\"0 0 320 200\">\n".to_owned();
    for _ in 0..random.between(20, 120) {
        let (x, y, radius) = (random.below(320), random.below(200), random.between(3, 40));
        let hue = random.below(360);
        // Writing to a string does not fail.
        _ = writeln!(drawing, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"hsl({hue} 60% 50%)\"/>");
    }
    drawing.push_str("</svg>\n");
    drawing.into_bytes()
}
