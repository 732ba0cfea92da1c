//! Whether a picture moves: found by its headers, without decoding.

/// Whether a GIF has more than one frame (GIF89a, appendix B). Linear in its length.
pub(super) fn gif(bytes: &[u8]) -> bool {
    second_frame(bytes).unwrap_or(false)
}

/// `None` where the file ends before it says.
fn second_frame(bytes: &[u8]) -> Option<bool> {
    let mut at = 13 + color_table(*bytes.get(10)?);
    let mut frames = 0;
    loop {
        match bytes.get(at)? {
            0x21 => at = after_blocks(bytes, at + 2)?,
            0x2C => {
                frames += 1;
                if frames > 1 {
                    return Some(true);
                }
                let data = at + 10 + color_table(*bytes.get(at + 9)?);
                at = after_blocks(bytes, data + 1)?;
            }
            _ => return Some(false),
        }
    }
}

/// Bytes of the colour table that a packed field announces.
fn color_table(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// The place behind a chain of data blocks.
fn after_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

/// Whether a PNG says that it is an animation (PNG, third edition, section 11.3.6.1).
pub(super) fn png(bytes: &[u8]) -> bool {
    super::orientation::png_chunks(bytes).any(|(kind, _)| kind == *b"acTL")
}

/// Whether a WebP says that it is an animation (RFC 9649, section 2.7.1).
pub(super) fn webp(bytes: &[u8]) -> bool {
    bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0)
}
