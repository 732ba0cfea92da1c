//! From a destination to the URL that leads to the published file.

use crate::table::Entry;
use bengal_core::url::{encode_path, split_suffix};

/// The URL that leads to where `url`, as written, leads to once the file is published as `entry`.
///
/// A published file is in the folder of its logical path, so that only the last part of the path changes: a relative URL stays
/// relative, an absolute one absolute, and query and fragment stay. `base_path` is put before a root-relative one that has it not.
pub(crate) fn published_url(url: &str, entry: &Entry, base_path: &str) -> String {
    let (path, suffix) = split_suffix(url);
    // A URL parser takes these for slashes, or takes them out: such a URL is written anew.
    if path.contains(['\\', '\t', '\n', '\r']) || path.contains("%2F") || path.contains("%2f") {
        return format!("{base_path}/{}{suffix}", encode_path(&entry.published));
    }
    let folder = &path[..path.rfind('/').map_or(0, |slash| slash + 1)];
    let base = if needs_base(url, base_path) { base_path } else { "" };
    if entry.renamed {
        return format!("{base}{folder}{}{suffix}", entry.file_name);
    }
    format!("{base}{url}")
}

/// Whether a URL is root-relative and does not begin with the base path: who writes that means it.
pub(crate) fn needs_base(url: &str, base_path: &str) -> bool {
    !base_path.is_empty() && url.starts_with('/') && !url.starts_with("//") && without_base(url, base_path).is_none()
}

/// A root-relative URL without the base path that it begins with; `None` where it does not begin with it.
pub(crate) fn without_base<'u>(url: &'u str, base_path: &str) -> Option<&'u str> {
    if base_path.is_empty() {
        return None;
    }
    url.strip_prefix(base_path).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hashes::Hashes;

    #[test]
    fn only_root_relative_urls_without_it_need_the_base_path() {
        for url in ["/", "/a/", "/subway", "/a?x=/sub/"] {
            assert!(needs_base(url, "/sub"), "{url}");
        }
        for url in ["//host/", "a", "#x", "https://x/", "/sub", "/sub/a", "/sub#x"] {
            assert!(!needs_base(url, "/sub"), "{url}");
        }
    }

    #[test]
    fn only_the_last_part_changes() {
        let entry = Entry::new("d/a b.png", "d/a b.0f.png".into(), Hashes::of(b""));
        for (url, expected) in [
            ("a%20b.png", "a%20b.0f.png"),
            ("../d/a b.png?x=/y#z", "../d/a%20b.0f.png?x=/y#z"),
            ("/d/%61%20b.png", "/sub/d/a%20b.0f.png"),
            ("/sub/d/a%20b.png", "/sub/d/a%20b.0f.png"),
            ("https://example.org/sub/d/a%20b.png", "https://example.org/sub/d/a%20b.0f.png"),
            ("..\\d\\a%20b.png#f", "/sub/d/a%20b.0f.png#f"),
        ] {
            assert_eq!(published_url(url, &entry, "/sub"), expected);
        }
    }
}
