//! Images in JSON-LD, the structured data for search engines: <https://schema.org/image> and its relatives.

use crate::json_strings;
use std::ops::Range;

/// Properties whose value is an image: a URL, an object with one, or a list of both.
const IMAGE_PROPERTIES: [&str; 5] = ["image", "logo", "photo", "thumbnail", "thumbnailUrl"];

/// Properties that hold the URL of an image that is an object.
const URL_PROPERTIES: [&str; 3] = ["url", "contentUrl", "thumbnailUrl"];

/// The `type` of scripts with JSON-LD.
pub(crate) const TYPE: &str = "application/ld+json";

/// Calls `visit` with every image of one block of JSON-LD.
pub(crate) fn images_in(html: &str, block: Range<usize>, mut visit: impl FnMut(String, Range<usize>)) {
    json_strings::visit(&html[block.clone()], |string| {
        if is_image(string.keys) {
            visit(string.value, block.start + string.span.start..block.start + string.span.end);
        }
    });
}

fn is_image(keys: &[String]) -> bool {
    let is_property = |key: &String| IMAGE_PROPERTIES.contains(&key.as_str());
    match keys {
        [.., property, last] if URL_PROPERTIES.contains(&last.as_str()) && is_property(property) => true,
        [.., last] => is_property(last),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn urls(html: &str) -> Vec<String> {
        let found = crate::extract::references_in_scripts(html).into_iter();
        found
            .map(|reference| {
                assert!(html.get(reference.span.clone()).is_some());
                reference.url
            })
            .collect()
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
