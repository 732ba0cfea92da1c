//! The container of WebP (RFC 9649, section 2): a colour profile is put into a finished file.

/// In the flags of `VP8X`: there is a colour profile.
const PROFILE: u8 = 0x20;

/// A lossy WebP file with a colour profile; `None` where `file` is none, or the profile has no place in it.
pub(super) fn with_profile(file: &[u8], profile: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let chunks = file.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WEBP")?;
    let (header, rest) = match chunks.get(..4)? {
        b"VP8X" => {
            let mut header: [u8; 10] = chunks.get(8..18)?.try_into().ok()?;
            header[0] |= PROFILE;
            (header, &chunks[18..])
        }
        _ => {
            let (across, down) = (width.checked_sub(1)?.to_le_bytes(), height.checked_sub(1)?.to_le_bytes());
            let header = [PROFILE, 0, 0, 0, across[0], across[1], across[2], down[0], down[1], down[2]];
            (header, chunks)
        }
    };
    let mut body = b"WEBP".to_vec();
    push_chunk(&mut body, *b"VP8X", &header)?;
    push_chunk(&mut body, *b"ICCP", profile)?;
    body.extend_from_slice(rest);
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&u32::try_from(body.len()).ok()?.to_le_bytes());
    out.append(&mut body);
    Some(out)
}

fn push_chunk(out: &mut Vec<u8>, kind: [u8; 4], payload: &[u8]) -> Option<()> {
    out.extend_from_slice(&kind);
    out.extend_from_slice(&u32::try_from(payload.len()).ok()?.to_le_bytes());
    out.extend_from_slice(payload);
    if payload.len() % 2 == 1 {
        out.push(0);
    }
    Some(())
}
