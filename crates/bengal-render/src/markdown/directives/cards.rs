//! Cards: links with a title, an icon and a description, written or made from the pages of a section.

use super::{classes, icon_html, id_attribute, option_html, title_html};
use crate::escape::escaped;
use crate::icons;
use crate::markdown::directive::Directive;
use crate::markdown::raw_html::without_links;
use crate::markdown::references;
use crate::markdown::source::Place;
use crate::markdown::writer::{FOREIGN, Frame, LinkUse, Writer};
use crate::{Lookup, Read};
use bengal_core::{PageId, SectionId, url};

/// The attributes of a grid of cards.
fn grid_start(directive: &Directive, id: &str) -> String {
    let attribute =
        |name: &str, default: &str| format!(" data-{name}=\"{}\"", escaped(directive.text(name).unwrap_or(default)));
    format!(
        "<div class=\"card-grid{}\"{id}{}{}{}{}{}>\n",
        classes(directive),
        attribute("columns", "auto"),
        attribute("gap", "medium"),
        attribute("style", "default"),
        attribute("variant", "navigation"),
        attribute("layout", "default"),
    )
}

pub(super) fn close_cards(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    let html = format!("{}{}</div>\n", grid_start(directive, &id), frame.html);
    writer.push(&html);
}

/// The parts of a card, as HTML.
#[derive(Default)]
struct Card {
    classes: String,
    url: Option<String>,
    foreign: bool,
    icon: String,
    title: String,
    badge: String,
    image: String,
    description: String,
    content: String,
    footer: String,
}

impl Card {
    fn html(&self) -> String {
        // Links in links are no HTML: where the content has some, only the title is the link.
        let inner = [&self.title, &self.description, &self.content, &self.footer];
        let has_links =
            inner.iter().any(|html| html.contains("<a ") || html.contains("<input") || html.contains("<iframe"));
        let foreign = if self.foreign { FOREIGN } else { "" };
        let (element, href, title) = match &self.url {
            Some(url) if has_links => (
                "div",
                String::new(),
                format!(
                    "<a class=\"card-title\" href=\"{}\"{foreign}>{}</a>",
                    escaped(url),
                    without_links(&self.title)
                ),
            ),
            Some(url) => (
                "a",
                format!(" href=\"{}\"{foreign}", escaped(url)),
                format!("<span class=\"card-title\">{}</span>", self.title),
            ),
            None => ("div", String::new(), format!("<span class=\"card-title\">{}</span>", self.title)),
        };
        let block = |class: &str, html: &str| match html {
            "" => String::new(),
            html => format!("<div class=\"{class}\">{html}</div>\n"),
        };
        format!(
            "<{element} class=\"card{}\"{href}>\n{}<div class=\"card-header\">{}{title}{}</div>\n{}{}{}</{element}>\n",
            self.classes,
            self.image,
            self.icon,
            self.badge,
            block("card-description", &self.description),
            block("card-content has-prose-content", &self.content),
            block("card-footer", &self.footer),
        )
    }
}

pub(super) fn close_card(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let mut card = Card { classes: classes(directive), ..Card::default() };
    for key in ["color", "layout"] {
        if let Some(value) = directive.text(key) {
            let name = if key == "color" { "color" } else { "layout" };
            card.classes += &format!(" card-{name}-{}", escaped(value));
        }
    }
    let link = directive.options.iter().rev().find(|option| option.key == "link" && !option.value.is_empty());
    let mut linked = None;
    if let Some(link) = link {
        let found = card_url(writer, &link.value, &link.value_place);
        card.foreign = writer.is_foreign(&found.0);
        card.url = Some(found.0);
        linked = found.1;
    }
    card.title = match (directive.title.is_empty(), linked) {
        (true, Some(page)) => {
            writer.reads.record(Read::Page(page, "title"));
            escaped(&writer.markdown.site.page(page).title)
        }
        _ => title_html(writer, directive),
    };
    card.description = option_html(writer, directive, "description").unwrap_or_default();
    if let Some(page) = linked {
        pull(writer, directive, page, &mut card);
    }
    if let Some(svg) = icon_html(writer, directive, 24) {
        card.icon = icon_span(directive.text("icon").unwrap_or_default(), &svg);
    }
    if let Some(badge) = option_html(writer, directive, "badge") {
        card.badge = format!("<span class=\"card-badge\">{badge}</span>");
    }
    if let Some(image) = directive.text("image") {
        let image = writer.resolve(image, &directive.place, LinkUse::Image);
        card.image = format!("<img class=\"card-image\" src=\"{}\" alt=\"\" loading=\"lazy\">\n", escaped(&image));
    }
    card.footer = option_html(writer, directive, "footer").unwrap_or_default();
    let (content, footer) = split_footer(&frame.html);
    card.content = content;
    if !footer.is_empty() {
        card.footer = footer;
    }
    let html = card.html();
    writer.frame().children += 1;
    writer.push(&html);
}

/// A line `+++` starts the footer: content and footer.
fn split_footer(html: &str) -> (String, String) {
    let html = html.trim();
    if let Some((content, footer)) = html.split_once("\n+++\n") {
        let footer = footer.trim();
        return (format!("{content}</p>"), footer.strip_suffix("</p>").unwrap_or(footer).to_owned());
    }
    match html.split_once("<p>+++</p>") {
        Some((content, footer)) => (content.trim().to_owned(), footer.trim().to_owned()),
        None => match html.split_once("<p>+++\n") {
            Some((content, footer)) => (content.trim().to_owned(), format!("<p>{}", footer.trim())),
            None => (html.to_owned(), String::new()),
        },
    }
}

/// `:pull: title, description, icon`: what a card takes from the page that it links to, where it does not say it itself.
fn pull(writer: &mut Writer<'_>, directive: &Directive, page: PageId, card: &mut Card) {
    let fields = directive.text("pull").unwrap_or_default();
    let markdown = writer.markdown;
    let source = markdown.site.page(page);
    for field in fields.split([',', ' ']) {
        match field {
            "title" if directive.title.is_empty() => {
                writer.reads.record(Read::Page(page, "title"));
                card.title = escaped(&source.title);
            }
            "description" if card.description.is_empty() => {
                writer.reads.record(Read::Page(page, "description"));
                card.description = escaped(source.description.as_deref().unwrap_or_default());
            }
            "icon" => {
                writer.reads.record(Read::Page(page, "icon"));
                let svg = source.details.icon.as_deref().and_then(|name| icons::svg(name, 24, ""));
                card.icon = svg
                    .map(|svg| icon_span(source.details.icon.as_deref().unwrap_or_default(), &svg))
                    .unwrap_or_default();
            }
            _ => {}
        }
    }
}

fn icon_span(name: &str, svg: &str) -> String {
    format!("<span class=\"card-icon\" data-icon=\"{}\">{svg}</span>", escaped(name))
}

/// What the `link` of a card means: a URL, a file, or a page as in a cross reference.
fn card_url(writer: &mut Writer<'_>, link: &str, place: &Place) -> (String, Option<PageId>) {
    let link = link.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")).unwrap_or(link);
    let is_path = !(link.starts_with(['/', '#', '.']) || url::is_external(link));
    if (is_path || link.starts_with("id:"))
        && let Some((page, url)) = references::find_page_url(writer, link)
    {
        writer.check_fragment(&url, place);
        return (url, Some(page));
    }
    let url = writer.resolve(link, place, LinkUse::Page);
    let path = url::split_suffix(&url).0;
    writer.reads.record(Read::Reference(Lookup::Url, path.to_owned()));
    let page = writer.markdown.index.page_by_url(&writer.markdown.site, path);
    (url, page)
}

/// Cards for what is in the page's section.
pub(super) fn close_child_cards(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    let mut html = grid_start(directive, &id);
    let fields = directive.text("fields").unwrap_or("title, description, icon");
    let has = |field: &str| fields.split([',', ' ']).any(|known| known == field);
    let excluded: Vec<&str> =
        directive.text("exclude").unwrap_or_default().split([',', ' ']).filter(|name| !name.is_empty()).collect();
    let is_excluded = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        excluded.iter().any(|other| {
            *other == name
                || *other == path
                || other.strip_suffix(".md") == Some(name.strip_suffix(".md").unwrap_or(name))
        })
    };
    let site = &*writer.markdown.site;
    let Some(section) = site.sections.get(writer.page.section.index()) else { return };
    let include = directive.text("include").unwrap_or("all");
    writer.reads.record(Read::Section(section.id, "children"));
    if matches!(include, "all" | "sections") {
        for child in section.sections.iter().filter_map(|id| site.sections.get(id.index())) {
            if !is_excluded(&child.path) {
                html.push_str(&section_card(writer, child.id, &has));
            }
        }
    }
    if matches!(include, "all" | "pages") {
        for id in &section.pages {
            let page = site.page(*id);
            let excluded = page.source.as_ref().is_some_and(|source| is_excluded(source.path.as_str()));
            if *id != writer.page.id && !excluded {
                html.push_str(&page_card(writer, *id, &has));
            }
        }
    }
    html.push_str("</div>\n");
    writer.push_borrowed(&html, &directive.place);
    writer.push(&frame.html);
}

fn made_card(
    title: &str,
    description: Option<&str>,
    icon: Option<&str>,
    url: &str,
    has: &dyn Fn(&str) -> bool,
) -> String {
    let svg = icon.filter(|_| has("icon")).and_then(|name| icons::svg(name, 24, "").map(|svg| icon_span(name, &svg)));
    Card {
        classes: " card-layout-default".into(),
        url: Some(url.to_owned()),
        icon: svg.unwrap_or_default(),
        title: escaped(title),
        description: description.filter(|_| has("description")).map(escaped).unwrap_or_default(),
        ..Card::default()
    }
    .html()
}

fn section_card(writer: &Writer<'_>, id: SectionId, has: &dyn Fn(&str) -> bool) -> String {
    let section = writer.markdown.site.section(id);
    for field in ["title", "description", "icon", "url"] {
        writer.reads.record(Read::Section(id, field));
    }
    made_card(&section.title, section.description.as_deref(), section.icon.as_deref(), &section.url, has)
}

fn page_card(writer: &Writer<'_>, id: PageId, has: &dyn Fn(&str) -> bool) -> String {
    let page = writer.markdown.site.page(id);
    for field in ["title", "description", "icon", "url"] {
        writer.reads.record(Read::Page(id, field));
    }
    made_card(&page.title, page.description.as_deref(), page.details.icon.as_deref(), &page.url, has)
}
