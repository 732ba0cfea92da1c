//! `sitemap.xml` (sitemaps.org protocol 0.9).

use bengal_core::Site;
use quick_xml::events::BytesText;
use std::io;

/// An entry has about so many bytes beside its URL: `<url>`, `<loc>`, `<lastmod>` with a date, and white space.
const MARKUP: usize = 96;

/// The sitemap of a site whose base URL has a host; `None` where it has none, since `<loc>` must be absolute.
pub(super) fn sitemap(site: &Site) -> io::Result<Option<Vec<u8>>> {
    if site.config.site.origin.is_empty() {
        return Ok(None);
    }
    let listed = || {
        let listed = site.pages.iter().filter(|page| page.visibility.sitemap && !page.shadowed);
        listed.filter(|page| page.kind != bengal_core::PageKind::NotFound)
    };
    // A large text that grows is in memory twice.
    let around = super::absolute_url(site, "").len() + MARKUP;
    let bytes = listed().map(|page| page.url.len() + around).sum();
    let mut writer = super::xml_document(bytes)?;
    let urls = writer.create_element("urlset").with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    urls.write_inner_content(|writer| {
        for page in listed() {
            writer.create_element("url").write_inner_content(|writer| {
                let url = super::absolute_url(site, &page.url);
                writer.create_element("loc").write_text_content(BytesText::new(&url))?;
                if let Some(date) = page.details.updated.or(page.date) {
                    writer.create_element("lastmod").write_text_content(BytesText::new(&date.iso()))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(Some(super::end_of_document(writer)))
}
