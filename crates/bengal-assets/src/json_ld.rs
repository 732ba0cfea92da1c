//! Images in JSON-LD, the structured data for search engines: <https://schema.org/image> and its relatives.

use super::json_strings;
use memchr::memmem;
use std::ops::Range;

/// Properties whose value is an image: a URL, an object with one, or a list of both.
const IMAGE_PROPERTIES: [&str; 5] = ["image", "logo", "photo", "thumbnail", "thumbnailUrl"];

/// Properties that hold the URL of an image that is an object.
const URL_PROPERTIES: [&str; 3] = ["url", "contentUrl", "thumbnailUrl"];

/// Calls `visit` with every image of the page's JSON-LD, in order. Linear in the page; a page without any costs a search.
pub(super) fn images(html: &str, mut visit: impl FnMut(String, Range<usize>)) {
    if memmem::find(html.as_bytes(), b"ld+json").is_none() {
        return;
    }
    for block in blocks(html) {
        json_strings::visit(&html[block.clone()], |string| {
            if is_image(string.keys) {
                visit(string.value, block.start + string.span.start..block.start + string.span.end);
            }
        });
    }
}

fn is_image(keys: &[String]) -> bool {
    let is_property = |key: &String| IMAGE_PROPERTIES.contains(&key.as_str());
    match keys {
        [.., property, last] if URL_PROPERTIES.contains(&last.as_str()) && is_property(property) => true,
        [.., last] => is_property(last),
        [] => false,
    }
}

/// The texts of the `<script type="application/ld+json">` elements outside comments.
fn blocks(html: &str) -> Vec<Range<usize>> {
    let bytes = html.as_bytes();
    let find = |needle: &[u8], from: usize| memmem::find(&bytes[from..], needle).map(|at| from + at);
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        if bytes[open..].starts_with(b"<!--") {
            // `<!-->` is a whole comment.
            match find(b"-->", open + 2) {
                Some(end) => at = end + 3,
                None => break,
            }
            continue;
        }
        at = open + 1;
        if !starts_with_name(&bytes[at..], b"script") {
            continue;
        }
        let Some(tag_end) = tag_end(bytes, at) else { break };
        let end = script_end(bytes, tag_end);
        if is_json_ld(&html[at..tag_end]) {
            blocks.push(tag_end..end);
        }
        at = end;
    }
    blocks
}

fn starts_with_name(bytes: &[u8], name: &[u8]) -> bool {
    let after = bytes.get(name.len());
    bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && after.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
}

/// The place after the `>` of a tag, quoted attribute values passed over.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes[at] {
            b'>' => return Some(at + 1),
            quote => at += 2 + memchr::memchr(quote, bytes.get(at + 1..)?)?,
        }
    }
}

/// Where the text of a script that begins at `from` ends.
fn script_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        if starts_with_name(&bytes[at + found + 2..], b"script") {
            return at + found;
        }
        at += found + 2;
    }
    bytes.len()
}

fn is_json_ld(tag: &str) -> bool {
    tag.to_ascii_lowercase().contains("application/ld+json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn urls(html: &str) -> Vec<String> {
        let mut urls = Vec::new();
        images(html, |url, span| {
            assert!(html.get(span).is_some());
            urls.push(url);
        });
        urls
    }

    #[test]
    fn images_in_all_forms() {
        let html = r#"<!-- <script type="application/ld+json">{"image": "no.png"}</script> -->
            <SCRIPT data-x="a>b" type='application/ld+json'>{"@graph": [
              {"image": "a.png", "url": "/page"}, {"logo": {"@type": "ImageObject", "url": "b.png", "width": "1"}},
              {"image": ["c.png", {"contentUrl": "d.png"}], "author": {"image": "e.png", "url": "/me"}}]}</SCRIPT>
            <script>{"image": "no.png"}</script>"#;
        assert_eq!(urls(html), ["a.png", "b.png", "c.png", "d.png", "e.png"]);
    }

    proptest! {
        #[test]
        fn never_panics(parts in proptest::collection::vec(
            prop_oneof![
                Just("<script type=application/ld+json>"), Just("</script"), Just("<!--"), Just("-->"), Just(">"),
                Just("{\"image\":\""), Just("é"), Just("\""), Just("}"), Just("<script"), Just("'"), Just("ld+json")
            ], 0..16))
        {
            urls(&parts.concat());
        }
    }
}
