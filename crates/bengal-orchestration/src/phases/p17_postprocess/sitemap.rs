//! `sitemap.xml` (sitemaps.org protocol 0.9).

use bengal_core::Site;
use quick_xml::events::BytesText;
use std::io;

/// The sitemap of a site whose base URL has a host; `None` where it has none, since `<loc>` must be absolute.
pub(super) fn sitemap(site: &Site) -> io::Result<Option<Vec<u8>>> {
    if site.config.site.origin.is_empty() {
        return Ok(None);
    }
    let mut writer = super::xml_document()?;
    let urls = writer.create_element("urlset").with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    urls.write_inner_content(|writer| {
        for page in site.pages.iter().filter(|page| page.visibility.sitemap && !page.shadowed) {
            if page.kind == bengal_core::PageKind::NotFound {
                continue;
            }
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
