//! The EXIF orientation of a picture, and the chunks in which it is kept.

use image::metadata::Orientation;

/// What stands before EXIF data in JPEG, and in the WebP files of some programs.
const EXIF: &[u8] = b"Exif\0\0";

/// The orientation that a JPEG's EXIF data gives (Exif 3.0, sections 4.6.5 and 4.7.2). Costs its segments before the picture.
pub(super) fn jpeg(bytes: &[u8]) -> Orientation {
    jpeg_segments(bytes)
        .find_map(|(marker, payload)| (marker == 0xE1).then(|| payload.strip_prefix(EXIF))?)
        .map_or(Orientation::NoTransforms, of_exif)
}

/// That of a PNG (third edition, section 11.3.4.5).
pub(super) fn png(bytes: &[u8]) -> Orientation {
    png_chunks(bytes)
        .find(|(kind, _)| kind == b"eXIf")
        .map_or(Orientation::NoTransforms, |(_, payload)| of_exif(payload))
}

/// That of a WebP (RFC 9649, section 2.7.1.5).
pub(super) fn webp(bytes: &[u8]) -> Orientation {
    webp_chunks(bytes)
        .find(|(kind, _)| kind == b"EXIF")
        .map_or(Orientation::NoTransforms, |(_, payload)| of_exif(payload.strip_prefix(EXIF).unwrap_or(payload)))
}

/// Whether width and height change places.
pub(super) fn swaps_sides(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn of_exif(exif: &[u8]) -> Orientation {
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}

/// Markers and payloads of a JPEG's segments, up to the picture's data.
fn jpeg_segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        loop {
            let [0xFF, marker, after @ ..] = rest else { return None };
            match marker {
                // Fill bytes may stand before a marker.
                0xFF => rest = &rest[1..],
                0x01 | 0xD0..=0xD7 => rest = after,
                0xD9 | 0xDA => return None,
                _ => {
                    let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
                    let payload = after.get(2..length)?;
                    rest = &after[length..];
                    return Some((*marker, payload));
                }
            }
        }
    })
}

/// Kinds and payloads of a PNG's chunks, up to the picture's data.
pub(super) fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = usize::try_from(u32::from_be_bytes(four(rest, 0)?)).ok()?;
        let kind = four(rest, 4)?;
        if kind == *b"IDAT" {
            return None;
        }
        let end = length.checked_add(8)?;
        let payload = rest.get(8..end)?;
        rest = rest.get(end.checked_add(4)?..)?;
        Some((kind, payload))
    })
}

/// Kinds and payloads of a WebP's chunks.
pub(super) fn webp_chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes.get(12..).unwrap_or_default();
    std::iter::from_fn(move || {
        let kind = four(rest, 0)?;
        let length = usize::try_from(u32::from_le_bytes(four(rest, 4)?)).ok()?;
        let end = length.checked_add(8)?;
        let payload = rest.get(8..end)?;
        rest = rest.get(end + length % 2..).unwrap_or_default();
        Some((kind, payload))
    })
}

fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at + 4)?.try_into().ok()
}
