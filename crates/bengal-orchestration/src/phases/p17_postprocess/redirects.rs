//! Redirects: a page at each alias that leads to the page that has it.

use bengal_assets::{AssetGraph, AssetNode};
use bengal_core::site::alias_outputs;
use bengal_core::url::encode_path;
use bengal_core::{Page, Site};
use camino::Utf8PathBuf;

/// The redirect pages: output path, and the page that they lead to; in order of pages.
pub(super) fn redirects(site: &Site) -> impl Iterator<Item = (Utf8PathBuf, &Page)> {
    let published = site.pages.iter().filter(|page| !page.shadowed);
    published.flat_map(|page| alias_outputs(page).map(move |(_, output)| (output, page)))
}

/// Where the default theme has its icon, and a site its own in place of it.
const THEME_ICON: &str = "assets/images/favicon.svg";

/// The URL of the site's icon. A browser asks for `/favicon.ico` on every page that names none: so a site without an icon names an empty one.
pub(super) fn icon(site: &Site, assets: &AssetGraph) -> String {
    let at_root = assets.get("favicon.ico");
    let icon = at_root.or_else(|| assets.get(THEME_ICON).filter(|icon| icon.reached));
    let url = |icon: &AssetNode| format!("{}/{}", site.config.site.base_path, encode_path(&icon.published));
    icon.map_or_else(|| "data:,".to_owned(), url)
}

/// The HTML of a redirect. The canonical link is absolute where the site has a host; what the browser follows is a path, so that a copy of the
/// site works too.
pub(super) fn html(site: &Site, Page { url, title, .. }: &Page, icon: &str) -> String {
    let icon = escape(icon);
    let path = escape(&format!("{}{url}", site.config.site.base_path));
    let canonical = escape(&super::absolute_url(site, url));
    let title = escape(title);
    let language = escape(&site.config.site.language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"{icon}\">\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={path}\">\n</head>\n<body>\n\
         <p>This page has moved to <a href=\"{path}\">{title}</a>.</p>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
