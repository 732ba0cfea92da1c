//! Redirects: a page at each alias that leads to the page that has it.

use bengal_core::Site;
use bengal_core::site::alias_outputs;
use camino::Utf8PathBuf;

/// The redirect pages: output path and HTML, in order of pages.
pub(super) fn redirects(site: &Site) -> impl Iterator<Item = (Utf8PathBuf, String)> + '_ {
    let published = site.pages.iter().filter(|page| !page.shadowed);
    published
        .flat_map(move |page| alias_outputs(page).map(move |(_, output)| (output, stub(site, &page.url, &page.title))))
}

/// The canonical link is absolute where the site has a host; what the browser follows is a path, so that a copy of the site works too.
fn stub(site: &Site, url: &str, title: &str) -> String {
    let path = escape(&format!("{}{url}", site.config.site.base_path));
    let canonical = escape(&super::absolute_url(site, url));
    let title = escape(title);
    let language = escape(&site.config.site.language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={path}\">\n</head>\n<body>\n\
         <p>This page has moved to <a href=\"{path}\">{title}</a>.</p>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
