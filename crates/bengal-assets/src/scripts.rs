//! The texts of inline scripts.

use crate::integrity::attributes;
use memchr::memmem;
use std::ops::Range;

/// A `script` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Script {
    /// Its start tag, from the name on.
    tag: Range<usize>,
    /// Its text.
    pub(crate) text: Range<usize>,
}

impl Script {
    /// Whether its `type` is this one.
    pub(crate) fn is_of_type(&self, html: &str, wanted: &str) -> bool {
        has_type(&html[self.tag.clone()], wanted)
    }
}

/// The `script` elements of a page, outside comments, in order. Linear in the page.
pub(crate) fn scripts(html: &str) -> Vec<Script> {
    let bytes = html.as_bytes();
    let mut scripts = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = open + 1;
        match bytes.get(at) {
            Some(b'!') if bytes[at..].starts_with(b"!--") => {
                // `<!-->` is a whole comment.
                match memmem::find(&bytes[open + 2..], b"-->") {
                    Some(end) => at = open + 2 + end + 3,
                    None => break,
                }
            }
            Some(b's' | b'S') if starts_with_name(&bytes[at..], b"script") => {
                let Some(tag_end) = tag_end(bytes, at) else { break };
                let end = script_end(bytes, tag_end);
                scripts.push(Script { tag: at..tag_end, text: tag_end..end });
                at = end;
            }
            _ => {}
        }
    }
    scripts
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

/// Whether the `type` of a tag is the wanted one, with or without parameters. Of duplicates the first counts.
fn has_type(tag: &str, wanted: &str) -> bool {
    let mut attributes = attributes(tag.get("script".len()..).unwrap_or_default());
    let Some((_, value)) = attributes.find(|(name, _)| name.eq_ignore_ascii_case("type")) else {
        return false;
    };
    let value = value.trim_ascii_start();
    let rest =
        value.get(..wanted.len()).filter(|start| start.eq_ignore_ascii_case(wanted)).map(|_| &value[wanted.len()..]);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_whitespace() || c == ';'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_type_decides() {
        let html = "<script type=module>a</script><script data-x='>' TYPE = \"Module\" defer>b</SCRIPT><!-- <script type=module>no</script> -->\
            <script type=modules>no</script><script data-type=module>no</script><script>module</script><script src=x type='module'>c";
        let html = &format!(
            "{html}</script><script type=text/javascript type=module>no</script><script data-x='type=module'>no</script>\
             <script\ntype = ' module '>d</script><script/type=module;x>e</script><script type>no</script>"
        );
        let modules = scripts(html).into_iter().filter(|script| script.is_of_type(html, "module"));
        let texts: Vec<&str> = modules.map(|script| &html[script.text]).collect();
        assert_eq!(texts, ["a", "b", "c", "d", "e"]);
        assert_eq!(scripts("<p>module</p><s>script</s>"), []);
    }

    proptest! {
        /// `bengal track` looks into scripts only where the scanner says that there may be something.
        #[test]
        fn where_no_type_was_seen_no_script_refers_to_anything(
            attributes in prop::collection::vec(prop::sample::select(&ATTRIBUTES[..]), 0..4),
            before in prop::sample::select(&["", "<p>", "<svg>", "<!-- <script type=module> -->"][..]),
        ) {
            let tag = attributes.join(" ");
            let html = format!("{before}<script {tag}>import \"./x.js\"</script><script {tag}>{{\"image\": \"/a.png\"}}</script>");
            let seen = bengal_html::Extractor::new().visit(&html, |_| {}).may_have_typed_scripts;
            let found = crate::references_in_scripts(&html);
            prop_assert!(seen || found.is_empty(), "{html}: {found:?}");
        }
    }

    const ATTRIBUTES: [&str; 12] = [
        "type=module",
        "type='text/javascript'",
        "TYPE=\"text/json\"",
        "type = application/json",
        "type='application/ld+json'",
        "type=Application/LD+JSON;x=y",
        "data-x='type=module'",
        "data-type=module",
        "type",
        "type=",
        "/type=' module'",
        "defer",
    ];
}
