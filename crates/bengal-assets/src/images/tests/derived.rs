use super::*;
use crate::images::cache::ENCODERS;
use crate::images::{Derived, ImageError, ImageKind, Settings, derive, inspect};
use image::{GenericImageView, ImageDecoder, ImageReader};

fn make(bytes: &[u8], operation: &str) -> Result<Derived, ImageError> {
    derive(bytes, operation.parse().unwrap(), &Settings::default())
}

fn decoded(derived: &Derived) -> DynamicImage {
    let image = image::load_from_memory(&derived.bytes).unwrap();
    assert_eq!((image.width(), image.height()), (derived.width, derived.height));
    image
}

fn is_near(color: Rgba<u8>, expected: [u8; 4]) -> bool {
    color.0.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 12)
}

#[test]
fn headers_say_what_a_picture_is() {
    for (bytes, kind, animated) in [
        (png(40, 20), ImageKind::Png, false),
        (jpeg(40, 20), ImageKind::Jpeg, false),
        (webp(40, 20), ImageKind::Webp, false),
        (gif(40, 20, 1), ImageKind::Gif, false),
        (gif(40, 20, 2), ImageKind::Gif, true),
        (b"<svg width='40' height='20'/>".to_vec(), ImageKind::Svg, false),
    ] {
        let found = inspect(&bytes).unwrap();
        assert_eq!((found.kind, found.width, found.height, found.animated), (kind, 40, 20, animated));
        assert_eq!(found.info().can_derive, kind != ImageKind::Svg && !animated);
    }
}

#[test]
fn every_format_becomes_every_format() {
    for bytes in [png(40, 20), jpeg(40, 20), webp(40, 20), gif(40, 20, 1)] {
        for format in ["jpeg", "png", "webp"] {
            let derived = make(&bytes, &format!("20w.{format}")).unwrap();
            assert_eq!((derived.width, derived.height, derived.format.name()), (20, 10, format));
            let image = decoded(&derived);
            assert!(is_near(image.get_pixel(3, 2), [255, 0, 0, 255]), "{format}: {:?}", image.get_pixel(3, 2));
            assert!(is_near(image.get_pixel(16, 2), [0, 0, 255, 255]), "{format}: {:?}", image.get_pixel(16, 2));
        }
    }
    assert_eq!(make(&gif(8, 8, 1), "4w").unwrap().format.name(), "png");
    assert_eq!(make(&jpeg(8, 8), "4w").unwrap().format.name(), "jpeg");
}

#[test]
fn transparency_is_kept_or_white() {
    let bottom = |operation: &str| decoded(&make(&png(40, 20), operation).unwrap()).get_pixel(10, 8);
    assert!(is_near(bottom("20w"), [0, 0, 255, 128]));
    assert!(is_near(bottom("20w.webp"), [0, 0, 255, 128]));
    assert!(is_near(bottom("20w.jpeg"), [127, 127, 255, 255]));
}

#[test]
fn grey_pictures_and_those_with_16_bits() {
    let grey = DynamicImage::ImageLuma8(picture(40, 20).to_luma8());
    assert!(matches!(decoded(&make(&encoded(&grey, ImageFormat::Png), "20w").unwrap()), DynamicImage::ImageLuma8(_)));
    for deep in [
        DynamicImage::ImageRgba16(picture(40, 20).to_rgba16()),
        DynamicImage::ImageRgb16(picture(40, 20).to_rgb16()),
        DynamicImage::ImageLuma16(picture(40, 20).to_luma16()),
        DynamicImage::ImageLumaA16(picture(40, 20).to_luma_alpha16()),
    ] {
        let image = decoded(&make(&encoded(&deep, ImageFormat::Png), "20w").unwrap());
        assert_eq!(image.color().has_alpha(), deep.color().has_alpha());
        assert_eq!(image.color().has_color(), deep.color().has_color());
        assert_eq!(image.color().bytes_per_pixel(), deep.color().channel_count());
    }
}

#[test]
fn photos_are_the_right_way_up() {
    // 6: the camera was turned; what is stored on the left is at the top.
    let photo = turned_jpeg(40, 20, 6);
    let found = inspect(&photo).unwrap();
    assert_eq!((found.width, found.height), (20, 40));
    let derived = make(&photo, "10w").unwrap();
    assert_eq!((derived.width, derived.height), (10, 20));
    let image = decoded(&derived);
    assert!(is_near(image.get_pixel(7, 3), [255, 0, 0, 255]), "{:?}", image.get_pixel(7, 3));
    assert!(is_near(image.get_pixel(2, 3), [0, 0, 255, 255]));
    assert_eq!(inspect(&derived.bytes).map(|found| (found.width, found.height)), Some((10, 20)));
    for (orientation, size) in [(1, (40, 20)), (3, (40, 20)), (5, (20, 40)), (8, (20, 40)), (9, (40, 20))] {
        let found = inspect(&turned_jpeg(40, 20, orientation)).unwrap();
        assert_eq!((found.width, found.height), size, "{orientation}");
    }
    let found = inspect(&png_with_chunk(&png(40, 20), b"eXIf", &exif(6))).unwrap();
    assert_eq!((found.width, found.height), (20, 40));
}

#[test]
fn the_middle_fills_a_box() {
    let derived = make(&png(400, 100), "50x50-fill").unwrap();
    assert_eq!((derived.width, derived.height), (50, 50));
    let image = decoded(&derived);
    assert!(is_near(image.get_pixel(5, 5), [255, 0, 0, 255]));
    assert!(is_near(image.get_pixel(44, 5), [0, 0, 255, 255]));
    assert_eq!(make(&png(40, 20), "100x100-fill").map(|derived| (derived.width, derived.height)), Ok((20, 20)));
}

#[test]
fn a_profile_for_these_colours_is_kept() {
    let photo = profiled_png(&picture(40, 20), profile(b"RGB "));
    for format in ["jpeg", "png", "webp"] {
        let derived = make(&photo, &format!("20w.{format}")).unwrap();
        decoded(&derived);
        let reader = ImageReader::new(Cursor::new(&derived.bytes)).with_guessed_format().unwrap();
        assert_eq!(reader.into_decoder().unwrap().icc_profile().unwrap(), Some(profile(b"RGB ")), "{format}");
    }
    // Without transparency, a WebP has no header in which the profile could be announced.
    let opaque = DynamicImage::ImageRgb8(picture(40, 20).to_rgb8());
    let derived = make(&profiled_png(&opaque, profile(b"RGB ")), "20w.webp").unwrap();
    assert!(is_near(decoded(&derived).get_pixel(3, 2), [255, 0, 0, 255]));
    assert!(derived.bytes.windows(4).any(|four| four == b"ICCP"));
    let derived = make(&profiled_png(&opaque, profile(b"CMYK")), "20w.webp").unwrap();
    assert!(!derived.bytes.windows(4).any(|four| four == b"ICCP"));
}

#[test]
fn quality_matters() {
    let photo = jpeg(200, 200);
    for format in ["jpeg", "webp"] {
        let size = |quality: u8| make(&photo, &format!("100w-q{quality}.{format}")).unwrap().bytes.len();
        assert!(size(10) < size(95), "{format}");
    }
}

#[test]
fn the_same_on_any_number_of_threads() {
    let source = png(300, 200);
    let expected = make(&source, "111w.webp").unwrap();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| make(&source, "111w.webp").unwrap())).collect();
        threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), expected));
    });
}

#[test]
fn the_versions_in_cache_keys_are_those_in_use() {
    crate::tests::assert_in_use(ENCODERS);
}
