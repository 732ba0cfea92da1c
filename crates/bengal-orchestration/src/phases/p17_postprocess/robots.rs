//! `robots.txt` (RFC 9309).

use bengal_core::Site;

/// Allows everything, and names the sitemap where there is one.
pub(super) fn robots(site: &Site, has_sitemap: bool) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if has_sitemap {
        text.push_str("\nSitemap: ");
        text.push_str(&super::absolute_url(site, "/sitemap.xml"));
        text.push('\n');
    }
    text
}
