//! What pages say of the content of their scripts and sheets: <https://www.w3.org/TR/SRI/>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// Whether a browser loads a file that has an `integrity` attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// The file is what the attribute says, or the attribute says nothing that counts.
    Kept,
    /// The file is another one.
    Broken,
}

/// A hash function that the standard names; the later ones are the stronger ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    fn digest(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => STANDARD_NO_PAD.encode(Sha256::digest(bytes)),
            Self::Sha384 => STANDARD_NO_PAD.encode(Sha384::digest(bytes)),
            Self::Sha512 => STANDARD_NO_PAD.encode(Sha512::digest(bytes)),
        }
    }
}

/// What becomes of an `integrity` attribute with this value once the file has these bytes. Only the digests of the strongest function count, of which one
/// has to fit: <https://www.w3.org/TR/SRI/#does-response-match-metadatalist>.
pub(crate) fn promise(integrity: &str, bytes: &[u8]) -> Promise {
    let said: Vec<(Algorithm, String)> = integrity.split_ascii_whitespace().filter_map(parse).collect();
    let Some(strongest) = said.iter().map(|(algorithm, _)| *algorithm).max() else { return Promise::Kept };
    let digest = strongest.digest(bytes);
    match said.iter().any(|(algorithm, said)| *algorithm == strongest && *said == digest) {
        true => Promise::Kept,
        false => Promise::Broken,
    }
}

/// The same for bytes of which it is only known which value `known` an attribute would have: `None` where that says too little.
pub(crate) fn promise_by(integrity: &str, known: &str) -> Option<Promise> {
    let said: Vec<(Algorithm, String)> = integrity.split_ascii_whitespace().filter_map(parse).collect();
    let known = parse(known)?;
    match said.iter().map(|(algorithm, _)| *algorithm).max() {
        None => Some(Promise::Kept),
        Some(strongest) if strongest != known.0 => None,
        Some(_) if said.contains(&known) => Some(Promise::Kept),
        Some(_) => Some(Promise::Broken),
    }
}

/// `sha384-digest?options`, the digest without padding and in the common alphabet, as browsers compare it.
fn parse(token: &str) -> Option<(Algorithm, String)> {
    let (said, _options) = token.split_once('?').unwrap_or((token, ""));
    let (name, digest) = said.split_once('-')?;
    let digest = digest.trim_end_matches('=').replace('-', "+").replace('_', "/");
    Some((Algorithm::parse(name)?, digest))
}

/// The value of the `integrity` attribute of the `element` (its name in lower case) that has something of its tag at byte `at`. `None` where it cannot be read
/// as it is written: a digest needs no character reference.
pub(crate) fn attribute<'h>(html: &'h str, element: &str, at: usize) -> Option<&'h str> {
    let bytes = html.as_bytes();
    let mut end = at.min(bytes.len());
    let tag = loop {
        let open = memchr::memrchr(b'<', &bytes[..end])?;
        let name = bytes.get(open + 1..open + 1 + element.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes())) {
            break open + 1 + element.len();
        }
        end = open;
    };
    attributes(&html[tag..])
        .find(|(name, _)| name.eq_ignore_ascii_case("integrity"))
        .map(|(_, value)| value)
        .filter(|value| !value.contains('&'))
}

/// The attributes of a tag, whose name the text comes after: <https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state>.
pub(crate) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return None;
        }
        // An equals sign at the start belongs to the name.
        let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
        let name_end = rest.char_indices().skip(1).find(|(_, c)| ends_name(*c)).map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start) else {
            rest = after;
            return Some((name, ""));
        };
        let (value, after) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => value[1..].split_once(char::from(*quote)).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len())),
        };
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Digests of no bytes at all.
    const EMPTY: [&str; 3] = [
        "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb",
        "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    ];

    #[test]
    fn the_strongest_digest_decides() {
        for said in EMPTY {
            assert_eq!(promise(said, b""), Promise::Kept, "{said}");
            assert_eq!(promise(said, b"x"), Promise::Broken, "{said}");
            assert_eq!(promise(&said.replace('=', "").replace('+', "-").replace('/', "_"), b""), Promise::Kept);
        }
        let both = format!("{} sha512-x", EMPTY[0]);
        assert_eq!(promise(&both, b""), Promise::Broken);
        assert_eq!(promise(&format!("\n{} sha512-x {}?ct=a/b", EMPTY[0], EMPTY[2]), b""), Promise::Kept);
        for nothing in ["", "md5-x", "sha256", "SHA256-x", "none"] {
            assert_eq!(promise(nothing, b"x"), Promise::Kept, "{nothing}");
        }
    }

    #[test]
    fn a_known_digest_says_the_same_or_nothing() {
        let both = format!("{} {}", EMPTY[0], EMPTY[1]);
        for said in ["", "md5-x", EMPTY[1], "sha384-x", &both, &format!("{both} sha384-x?y")] {
            assert_eq!(promise_by(said, EMPTY[1]), Some(promise(said, b"")), "{said}");
        }
        for said in [EMPTY[0], EMPTY[2], &format!("{} {}", EMPTY[1], EMPTY[2])] {
            assert_eq!(promise_by(said, EMPTY[1]), None, "{said}");
        }
    }

    fn found<'h>(html: &'h str, element: &str) -> Option<&'h str> {
        attribute(html, element, html.find('@').unwrap())
    }

    #[test]
    fn the_attribute_stands_anywhere_in_the_tag() {
        for html in [
            "<script integrity=a src=@></script>",
            "<x integrity=b><SCRIPT data-x='<>' src = '@' async INTEGRITY = \"a\">",
            "<script src=@ integrity='a'",
            "<script defer/integrity=a/src=@>",
        ] {
            let expected = if html.contains("/src") { "a/src=@" } else { "a" };
            assert_eq!(found(html, "script"), Some(expected), "{html}");
        }
        for html in ["<script src=@>integrity=a", "<script src=@ integrity=a&#43;b>", "<p>@", "<script src=@ integrity"]
        {
            assert_eq!(found(html, "script").filter(|value| !value.is_empty()), None, "{html}");
        }
    }

    proptest! {
        #[test]
        fn no_tag_makes_it_panic(html in "[<>=/'\"a é@]{0,30}", at in 0usize..40) {
            attribute(&html, "a", at);
        }
    }
}
