//! URLs of pages and files: slugs, percent-encoding, relative references.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What is encoded in a path, beyond what the WHATWG URL Standard asks for (the path percent-encode set): `%` itself,
/// so that encoding a file name and decoding it again gives the file name, and what would end or split the path in HTML and srcset.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'\'')
    .add(b',');

/// A file path as the path of a URL. Slashes stay.
///
/// ```
/// assert_eq!(bengal_core::url::encode_path("/a b/ü.png"), "/a%20b/%C3%BC.png");
/// ```
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The path of a URL as a file path, decoded once; `None` where the bytes are not UTF-8.
pub fn decode_path(url: &str) -> Option<String> {
    percent_decode_str(url).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Splits a URL into what is before its query and fragment, and these.
///
/// ```
/// assert_eq!(bengal_core::url::split_suffix("a.md?x#y"), ("a.md", "?x#y"));
/// ```
pub fn split_suffix(url: &str) -> (&str, &str) {
    url.split_at(url.find(['?', '#']).unwrap_or(url.len()))
}

/// Whether a URL has a scheme (`https:`, `mailto:`, `data:`) or a host of its own (`//host`): then it is not in the site.
pub fn is_external(url: &str) -> bool {
    if url.starts_with("//") {
        return true;
    }
    let Some(colon) = url.find(':') else { return false };
    let scheme = &url[..colon];
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Joins a `/`-separated path to a folder and resolves `.` and `..`; `None` where it would leave the root.
///
/// ```
/// use bengal_core::url::join;
/// assert_eq!(join("docs/guide", "../img/a.png").as_deref(), Some("docs/img/a.png"));
/// assert_eq!(join("docs", "../../etc/passwd"), None);
/// assert_eq!(join("docs", "/img/a.png").as_deref(), Some("img/a.png"));
/// ```
pub fn join(folder: &str, path: &str) -> Option<String> {
    let base = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The slug of a heading, title or term: lower case, letters and digits of any script and `_` kept, everything else
/// one `-` between words, none at the ends.
///
/// ```
/// assert_eq!(bengal_core::url::slugify("What's new in C++?"), "whats-new-in-c");
/// ```
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        } else if c == '-' || c.is_whitespace() {
            gap = true;
        }
    }
    slug
}
