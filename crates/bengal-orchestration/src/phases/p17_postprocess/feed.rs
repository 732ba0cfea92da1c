//! `rss.xml` (RSS 2.0): the newest dated pages.

use bengal_core::{Page, Site};
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

/// How many pages the feed holds.
const ITEMS: usize = 20;

/// The feed of a site whose base URL has a host and that has dated pages; `None` otherwise.
pub(super) fn feed(site: &Site) -> io::Result<Option<Vec<u8>>> {
    if !site.has_feed() {
        return Ok(None);
    }
    let mut pages: Vec<&Page> = site.feed_pages().collect();
    pages.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.url.cmp(&b.url)));
    pages.truncate(ITEMS);
    let mut writer = super::xml_document(0)?;
    let rss = writer
        .create_element("rss")
        .with_attributes([("version", "2.0"), ("xmlns:atom", "http://www.w3.org/2005/Atom")]);
    rss.write_inner_content(|writer| {
        writer.create_element("channel").write_inner_content(|writer| {
            channel(writer, site, &pages)?;
            pages.iter().try_for_each(|page| item(writer, site, page))
        })?;
        Ok(())
    })?;
    Ok(Some(super::end_of_document(writer)))
}

fn channel(writer: &mut Writer<Vec<u8>>, site: &Site, pages: &[&Page]) -> io::Result<()> {
    text(writer, "title", &site.config.site.title)?;
    text(writer, "link", &super::absolute_url(site, "/"))?;
    text(writer, "description", &site.config.site.description)?;
    text(writer, "language", &site.config.site.language)?;
    if let Some(date) = pages.first().and_then(|page| page.date) {
        text(writer, "lastBuildDate", &date.rfc2822())?;
    }
    let address = super::absolute_url(site, "/rss.xml");
    writer
        .create_element("atom:link")
        .with_attributes([("href", address.as_str()), ("rel", "self"), ("type", "application/rss+xml")])
        .write_empty()?;
    Ok(())
}

fn item(writer: &mut Writer<Vec<u8>>, site: &Site, page: &Page) -> io::Result<()> {
    let url = super::absolute_url(site, &page.url);
    writer.create_element("item").write_inner_content(|writer| {
        text(writer, "title", &page.title)?;
        text(writer, "link", &url)?;
        text(writer, "guid", &url)?;
        if let Some(date) = page.date {
            text(writer, "pubDate", &date.rfc2822())?;
        }
        if let Some(description) = &page.description {
            text(writer, "description", description)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, content: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(content))?;
    Ok(())
}
