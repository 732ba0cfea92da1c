use super::*;
use crate::images::{ImageError, Settings, derive, inspect};
use proptest::prelude::*;

fn make(bytes: &[u8], operation: &str) -> Result<(), ImageError> {
    derive(bytes, operation.parse().unwrap(), &Settings::default()).map(drop)
}

/// A small PNG whose header claims another size.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut png = png(4, 4);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png
}

#[test]
fn what_claims_too_many_pixels_is_refused_by_its_header() {
    let pixels = 50_000 * 50_000;
    assert_eq!(make(&claiming(50_000, 50_000), "10w"), Err(ImageError::TooLarge { pixels, limit: 50_000_000 }));
    let pixels = u64::from(u32::MAX >> 1).pow(2);
    let side = u32::MAX >> 1;
    assert_eq!(make(&claiming(side, side), "10w"), Err(ImageError::TooLarge { pixels, limit: 50_000_000 }));
    let mut gif = gif(4, 4, 1);
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    let pixels = 65_535 * 65_535;
    assert_eq!(make(&gif, "10w"), Err(ImageError::TooLarge { pixels, limit: 50_000_000 }));
    let few = Settings { max_pixels: 15, ..Settings::default() };
    let refused = derive(&png(4, 4), "2w".parse().unwrap(), &few);
    assert_eq!(refused, Err(ImageError::TooLarge { pixels: 16, limit: 15 }));
}

#[test]
fn within_the_limit_a_false_size_is_damage() {
    assert!(matches!(make(&claiming(5_000, 5_000), "10w"), Err(ImageError::Damaged(_))));
    let png = png(40, 20);
    assert!(matches!(make(&png[..png.len() / 2], "10w"), Err(ImageError::Damaged(_))));
    assert_eq!(make(&claiming(0, 4), "10w"), Err(ImageError::NotAnImage));
}

#[test]
fn what_is_not_decoded_is_said() {
    assert_eq!(make(b"<svg width='4' height='4'/>", "10w"), Err(ImageError::NotDerivable));
    assert_eq!(make(&gif(4, 4, 2), "10w"), Err(ImageError::Animated));
    assert_eq!(make(&png_with_chunk(&png(4, 4), b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), "2w"), Err(ImageError::Animated));
    assert_eq!(make(b"hello", "10w"), Err(ImageError::NotAnImage));
    assert_eq!(make(b"", "10w"), Err(ImageError::NotAnImage));
}

#[test]
fn what_a_format_cannot_hold_is_an_error() {
    let wide = encoded(&DynamicImage::new_luma8(16_384, 1), ImageFormat::Png);
    assert!(matches!(make(&wide, "full.webp"), Err(ImageError::Encode { .. })));
    let wide = encoded(&DynamicImage::new_luma8(65_536, 1), ImageFormat::Png);
    assert!(matches!(make(&wide, "full.jpeg"), Err(ImageError::Encode { .. })));
    assert_eq!(make(&wide, "16383w.webp"), Ok(()));
}

/// Real pictures and headers of formats that are not decoded.
fn seeds() -> Vec<Vec<u8>> {
    let avif = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\x50meta\0\0\0\0\0\0\0\x30iprp\0\0\0\x28ipco\0\0\0\x14ispe\0\0\0\0\0\0\0\x28\0\0\0\x14";
    let mut seeds =
        vec![png(9, 7), jpeg(9, 7), turned_jpeg(9, 7, 6), webp(9, 7), gif(9, 7, 1), gif(9, 7, 2), avif.to_vec()];
    seeds.push(profiled_png(&picture(9, 7), profile(b"RGB ")));
    seeds.push(b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x09\0\0\0\x07\0\0\0\x01\0\x18\0".to_vec());
    seeds.push(b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0".to_vec());
    seeds.push(b"<svg viewBox='0 0 9 7'/>".to_vec());
    seeds
}

/// Few pixels, so that a false size costs little.
fn try_all(bytes: &[u8]) {
    let settings = Settings { max_pixels: 10_000, ..Settings::default() };
    let _ = inspect(bytes);
    for operation in ["4w.webp", "3x3-fill.jpeg", "5h.png"] {
        drop(derive(bytes, operation.parse().unwrap(), &settings));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_are_too_much(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        try_all(&bytes);
    }

    #[test]
    fn no_change_of_a_picture_is_too_much(
        seed in proptest::sample::select(seeds()),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = seed;
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        try_all(&bytes);
    }
}
