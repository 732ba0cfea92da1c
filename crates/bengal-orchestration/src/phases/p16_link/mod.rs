//! Phase 16b, Link: references of finished pages get their final URLs.
//!
//! Rendering names everything by its logical URL, as if the site stood at the root of its host. Here the path of the base URL
//! is put in front of every root-relative reference, whoever wrote it: a template, Markdown, or raw HTML.

use bengal_core::Diagnostic;
use bengal_html::{Reference, Replacement, splice};
use std::borrow::Cow;

/// Links the page at `output`. Where nothing has to change, the page's bytes are untouched.
///
/// What begins with the base path already stays as it is: the author has put it there.
///
/// # Errors
/// A reference that cannot hold its final URL: only a defect of the extraction could cause that.
pub(crate) fn link<'a>(
    html: &'a str,
    references: &[Reference<'a>],
    base_path: &str,
    output: &str,
) -> Result<Cow<'a, str>, Diagnostic> {
    if base_path.is_empty() {
        return Ok(Cow::Borrowed(html));
    }
    let mut replacements: Vec<Replacement<'_>> = references
        .iter()
        .filter(|reference| needs_base(&reference.url, base_path))
        .map(|reference| Replacement::new(reference, format!("{base_path}{}", reference.url)))
        .collect();
    if replacements.is_empty() {
        return Ok(Cow::Borrowed(html));
    }
    // Attributes of one tag are found in the order of the rules, not of the document.
    replacements.sort_by_key(|replacement| replacement.span.start);
    replacements.dedup_by(|a, b| a.span == b.span);
    let spliced = splice(html, &replacements).map_err(|error| {
        Diagnostic::error("link-failed", format!("`{output}` could not be linked: {error}"))
            .hint("this is a defect of Bengal: please report it with the page")
    })?;
    Ok(Cow::Owned(spliced))
}

fn needs_base(url: &str, base_path: &str) -> bool {
    let has_base = url.strip_prefix(base_path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    url.starts_with('/') && !url.starts_with("//") && !has_base
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn without_a_base_path_the_bytes_are_untouched() {
        let html = "<a href=/x>";
        let references = bengal_html::Extractor::new().with_anchors(true).extract(html);
        assert!(matches!(link(html, &references, "", "x"), Ok(Cow::Borrowed(_))));
        assert_eq!(link(html, &references, "/sub", "x").unwrap(), "<a href=/sub/x>");
    }
}
