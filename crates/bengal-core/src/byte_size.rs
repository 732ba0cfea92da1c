//! Sizes of files as people read and write them.

/// Units with their bytes: powers of 1000, and those of 1024 with their own names (IEC 80000-13).
const UNITS: [(&str, u64); 5] = [("B", 1), ("KB", 1000), ("MB", 1_000_000), ("KiB", 1 << 10), ("MiB", 1 << 20)];

/// The units that [`parse`] knows, for hints.
pub fn units() -> String {
    UNITS.map(|(name, _)| format!("`{name}`")).join(", ")
}

/// The bytes of `500 KB`, `1.5MiB`, `12`; the case of letters does not count. A fraction of a byte is dropped. `None` for anything else.
///
/// ```
/// use bengal_core::byte_size;
/// assert_eq!(byte_size::parse("1.5 KB"), Some(1500));
/// assert_eq!(byte_size::parse("plenty"), None);
/// ```
pub fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = (&text[..end], text[end..].trim_start());
    let factor = match unit {
        "" => 1,
        unit => UNITS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(unit))?.1,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    // More digits after the point say nothing about bytes.
    let digits = fraction.get(..fraction.len().min(9))?;
    let scale = 10u128.pow(digits.len() as u32);
    let part = u128::from(factor) * digits.parse::<u128>().ok()? / scale;
    whole.parse::<u64>().ok()?.checked_mul(factor)?.checked_add(u64::try_from(part).ok()?)
}

/// `12 B`, `3.4 KB`, `5.6 MB`: powers of 1000.
pub fn shown(bytes: u64) -> String {
    const LARGER: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < LARGER.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", LARGER[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        for (text, bytes) in [
            ("500 KB", 500_000),
            ("1.5MiB", 1_572_864),
            ("12", 12),
            ("12 b", 12),
            (" 2 kib ", 2048),
            ("0.0009999999999 MB", 999),
            ("1 MB", 1_000_000),
            ("0", 0),
        ] {
            assert_eq!(parse(text), Some(bytes), "{text}");
        }
        let wrong =
            ["", "KB", "-1 KB", "1,5 KB", "1 K", "1.", ".5 MB", "1..5 B", "1 KB/s", "20000000000000000 KB", "٣ KB"];
        for text in wrong {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_are_shown() {
        for (bytes, text) in [(0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (999_949, "999.9 KB"), (999_950, "1.0 MB")]
        {
            assert_eq!(shown(bytes), text);
        }
        assert_eq!(shown(u64::MAX), "18446744.1 TB");
    }
}
