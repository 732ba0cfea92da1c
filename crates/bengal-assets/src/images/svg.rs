//! The size of an SVG: what its root element says (SVG 2, sections 8.2 and 8.6).

/// How much of a file is looked at: what stands before the root element, and the element's tag.
const HEAD: usize = 64 * 1024;

/// Sizes beyond this are none.
const MAX_SIDE: f64 = 1_000_000.0;

/// Width and height in CSS pixels. `None` for what is no SVG, and for one that has neither a size nor a `viewBox`.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let text = String::from_utf8_lossy(head);
    let tag = root_tag(&text)?;
    let view = attribute(tag, "viewBox").and_then(view_box);
    let width = attribute(tag, "width").and_then(length);
    let height = attribute(tag, "height").and_then(length);
    let (width, height) = match (width, height, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((across, down))) => (width, width * down / across),
        (None, Some(height), Some((across, down))) => (height * across / down, height),
        (None, None, Some(view)) => view,
        _ => return None,
    };
    Some((side(width)?, side(height)?))
}

fn side(length: f64) -> Option<u32> {
    (0.5..=MAX_SIDE).contains(&length).then(|| length.round() as u32)
}

/// The attributes of the root element, if that is `<svg>`.
fn root_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<!DOCTYPE") {
            let first = rest.find(['[', '>'])?;
            if rest.as_bytes().get(first) == Some(&b'[') { rest.find("]>")? + 2 } else { first + 1 }
        } else {
            break;
        };
        rest = rest.get(end..)?.trim_start();
    }
    let tag = rest.strip_prefix("<svg")?;
    tag.starts_with(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').then_some(tag)
}

/// The value of an attribute of the tag that `tag` begins in. Linear.
fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
        let (name, after) = rest.split_at(end);
        let after = after.trim_start().strip_prefix('=')?.trim_start();
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, behind) = after[1..].split_once(quote)?;
        if name == wanted {
            return Some(value);
        }
        rest = behind;
    }
}

/// An absolute length in CSS pixels (CSS Values and Units 4, section 6.2).
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let unit =
        text.find(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E') || c == '%').unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let pixels = match unit.to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * pixels).filter(|length| length.is_finite())
}

/// Width and height of a `viewBox`, both more than nothing.
fn view_box(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let (_, _, width, height) =
        (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    (width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()).then_some((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes() {
        for (svg, expected) in [
            ("<svg width='10' height=\"20px\"/>", Some((10, 20))),
            (
                "<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg [ <!ENTITY a '>'> ]>\n<svg viewBox='0 0 24 12.4'>",
                Some((24, 12)),
            ),
            ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0,0,200,100\" width=\"50\">", Some((50, 25))),
            ("<svg height='1in' viewBox='0 0 1 2'>", Some((48, 96))),
            ("<svg width='100%' height='100%' viewBox='0 0 8 9'>", Some((8, 9))),
            ("<svg data-x='>' width='2.54cm' height='12pt'>", Some((96, 16))),
            ("<svg width='2em' height='1'>", None),
            ("<svg>", None),
            ("<svg width='0' height='5'>", None),
            ("<svg width='-5' height='5'>", None),
            ("<svg width='1e99' height='5'>", None),
            ("<svg width='10' height='20'", Some((10, 20))),
            ("<svgx width='10' height='20'>", None),
            ("<html><svg width='10' height='20'>", None),
            ("<svg viewBox='0 0 0 1'>", None),
            ("", None),
        ] {
            assert_eq!(size(svg.as_bytes()), expected, "{svg}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in "(<svg|<|>|'|\"| |=|width|height|viewBox|1|e9|ß|%|<!DOCTYPE|\\[|\\PC){0,30}") {
            let _ = size(text.as_bytes());
        }
    }
}
