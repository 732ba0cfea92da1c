//! Lists of pages around this one: breadcrumbs, siblings, previous and next, related.

use super::classes;
use crate::Read;
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::writer::{Frame, Writer};
use bengal_core::{Page, PageId};
use std::fmt::Write as _;

fn link(writer: &Writer<'_>, id: PageId) -> String {
    writer.reads.record(Read::Page(id, "url"));
    writer.reads.record(Read::Page(id, "title"));
    let page = writer.markdown.site.page(id);
    format!("<a href=\"{}\">{}</a>", escaped(&page.url), escaped(&page.title))
}

pub(super) fn close_breadcrumbs(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let site = &*writer.markdown.site;
    let separator = escaped(directive.text("separator").unwrap_or("›"));
    let mut crumbs = Vec::new();
    if directive.flag_or("show_home", true) {
        let url = directive.text("home_url").unwrap_or("/");
        let text = directive.text("home_text").unwrap_or("Home");
        crumbs.push(format!("<a href=\"{}\">{}</a>", escaped(url), escaped(text)));
    }
    for id in site.ancestors(writer.page) {
        let section = site.section(id);
        writer.reads.record(Read::Section(id, "title"));
        writer.reads.record(Read::Section(id, "url"));
        if section.parent.is_some() && section.index != Some(writer.page.id) {
            crumbs.push(format!("<a href=\"{}\">{}</a>", escaped(&section.url), escaped(&section.title)));
        }
    }
    crumbs.push(format!("<span aria-current=\"page\">{}</span>", escaped(&writer.page.title)));
    let html = format!(
        "<nav class=\"breadcrumbs{}\" aria-label=\"Breadcrumbs\">{}</nav>\n{}",
        classes(directive),
        crumbs.join(&format!(" <span class=\"breadcrumb-separator\" aria-hidden=\"true\">{separator}</span> ")),
        frame.html
    );
    writer.push_borrowed(&html, &directive.place);
}

fn limit(directive: &Directive, default: usize) -> usize {
    match directive.text("limit").and_then(|limit| limit.parse().ok()) {
        Some(0) | None => default,
        Some(limit) => limit,
    }
}

pub(super) fn close_siblings(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let site = &*writer.markdown.site;
    writer.reads.record(Read::Section(writer.page.section, "pages"));
    let pages = site.sections.get(writer.page.section.index()).map_or(&[][..], |section| &section.pages);
    let without_current = directive.flag_or("exclude_current", true);
    let mut html = format!("<div class=\"siblings{}\"><ul class=\"siblings-list\">\n", classes(directive));
    let wanted = pages.iter().filter(|id| !(without_current && **id == writer.page.id));
    for id in wanted.take(limit(directive, usize::MAX)) {
        let _ = write!(html, "<li>{}", link(writer, *id));
        if directive.flag("show_description") {
            writer.reads.record(Read::Page(*id, "description"));
            if let Some(description) = &site.page(*id).description {
                let _ = write!(html, "<p class=\"sibling-description\">{}</p>", escaped(description));
            }
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ul></div>\n");
    writer.push_borrowed(&html, &directive.place);
    writer.push(&frame.html);
}

pub(super) fn close_prev_next(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let site = &*writer.markdown.site;
    let shows_title = directive.flag_or("show_title", true);
    let shows_section = directive.flag("show_section");
    let page = writer.page;
    writer.reads.record(Read::Page(page.id, "prev_in_section"));
    writer.reads.record(Read::Page(page.id, "next_in_section"));
    let mut html = format!("<nav class=\"prev-next{}\" aria-label=\"Previous and next page\">", classes(directive));
    for (id, class, word) in [(page.prev_in_section, "prev", "Previous"), (page.next_in_section, "next", "Next")] {
        let Some(other) = id.map(|id| site.page(id)) else { continue };
        writer.reads.record(Read::Page(other.id, "title"));
        writer.reads.record(Read::Page(other.id, "url"));
        let _ = write!(
            html,
            "<a class=\"prev-next-link {class}-link\" rel=\"{class}\" href=\"{}\"><span class=\"nav-label\">{word}</span>",
            escaped(&other.url)
        );
        if shows_title {
            let _ = write!(html, "<span class=\"nav-title\">{}</span>", escaped(&other.title));
        }
        if shows_section {
            writer.reads.record(Read::Page(other.id, "section"));
            writer.reads.record(Read::Section(other.section, "title"));
            let title = site.sections.get(other.section.index()).map_or("", |section| &section.title);
            let _ = write!(html, "<span class=\"nav-section\">{}</span>", escaped(title));
        }
        html.push_str("</a>");
    }
    html.push_str("</nav>\n");
    writer.push_borrowed(&html, &directive.place);
    writer.push(&frame.html);
}

/// Whether a page that may be listed has a tag, without regard to case; `tag` is in lower case.
pub(crate) fn is_tagged(page: &Page, tag: &str) -> bool {
    page.visibility.listings && page.terms_of("tags").iter().any(|written| written.to_lowercase() == tag)
}

pub(super) fn close_related(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let site = &*writer.markdown.site;
    writer.reads.record(Read::Page(writer.page.id, "related"));
    let wanted: Vec<String> = directive
        .text("tags")
        .unwrap_or_default()
        .split(',')
        .map(|tag| tag.trim().to_lowercase())
        .filter(|tag| !tag.is_empty())
        .collect();
    let pages: Vec<PageId> = if wanted.is_empty() {
        site.related(writer.page.id).to_vec()
    } else {
        for tag in &wanted {
            writer.reads.record(Read::Site(format!("tagged.{tag}")));
        }
        let has = |page: &&Page| wanted.iter().any(|tag| is_tagged(page, tag));
        site.pages.iter().filter(has).map(|page| page.id).filter(|id| *id != writer.page.id).collect()
    };
    if !pages.is_empty() {
        let title = directive.text("title").or_else(|| directive.text("section_title")).unwrap_or(
            match directive.title.as_str() {
                "" => "Related",
                title => title,
            },
        );
        let mut html = format!(
            "<aside class=\"related{}\"><h3>{}</h3><ul class=\"related-list\">\n",
            classes(directive),
            escaped(title)
        );
        for id in pages.into_iter().take(limit(directive, 5)) {
            let _ = write!(html, "<li>{}", link(writer, id));
            if directive.flag("show_tags") {
                writer.reads.record(Read::Page(id, "terms"));
                for tag in site.page(id).terms_of("tags") {
                    let _ = write!(html, " <span class=\"badge badge-secondary\">{}</span>", escaped(tag));
                }
            }
            html.push_str("</li>\n");
        }
        html.push_str("</ul></aside>\n");
        writer.push_borrowed(&html, &directive.place);
    }
    writer.push(&frame.html);
}
