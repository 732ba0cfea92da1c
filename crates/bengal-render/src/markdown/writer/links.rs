//! Links and images.

use super::{ImageTag, Writer};
use crate::escape;
use crate::markdown::source::Place;
use crate::markdown::targets::{self, Found};
use bengal_core::{Diagnostic, url};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::fmt::Write as _;
use std::ops::Range;

/// What a link is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum LinkUse {
    /// To a page or a file.
    Page,
    /// To an image or another file that is loaded.
    Image,
    /// As it is written.
    Verbatim,
}

/// An image whose alternative text is being read.
#[derive(Debug)]
pub(super) struct OpenImage {
    pub(super) alt: String,
    url: String,
    title: String,
    place: Place,
    /// Images in the alternative text of an image count as their own alternative text.
    nested: usize,
}

/// What is encoded in a URL that an author wrote: what can not stand in one. `%` stays, as it may be encoded already.
const URL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Whether a link names a Markdown file from the root of the content: no URL of a site ends like that.
fn is_rooted_source(dest: &str) -> bool {
    let path = url::split_suffix(dest).0;
    path.starts_with('/') && !path.starts_with("//") && (path.ends_with(".md") || path.ends_with(".markdown"))
}

impl Writer<'_> {
    pub(super) fn start_link(&mut self, dest: &str, title: &str, range: Range<usize>, link_use: LinkUse) {
        let dest = self.expand_tokens(dest);
        let place = self.doc.map.place(range);
        let url = self.resolve(&dest, &place, link_use);
        let title = self.expand_tokens(title);
        if self.image.is_some() {
            return;
        }
        let html = opening_tag(&url, &title, self.is_foreign(&url));
        self.push(&html);
    }

    pub(super) fn start_image(&mut self, dest: &str, title: &str, range: Range<usize>) {
        if let Some(image) = &mut self.image {
            image.nested += 1;
            return;
        }
        let dest = self.expand_tokens(dest);
        let place = self.doc.map.place(range);
        let url = self.resolve(&dest, &place, LinkUse::Image);
        let title = self.expand_tokens(title);
        self.image = Some(OpenImage { alt: String::new(), url, title, place, nested: 0 });
    }

    pub(super) fn end_image(&mut self) {
        match &mut self.image {
            Some(image) if image.nested > 0 => {
                image.nested -= 1;
                return;
            }
            _ => {}
        }
        let Some(image) = self.image.take() else { return };
        self.frame().images += 1;
        self.summary.code(&image.alt);
        self.heading_text(&image.alt);
        let title = match image.title.as_str() {
            "" => String::new(),
            title => format!(" title=\"{}\"", escape::escaped(title)),
        };
        let attributes = format!(" alt=\"{}\"{title} loading=\"lazy\"", escape::escaped(&image.alt));
        let tag = ImageTag { url: &image.url, attributes: &attributes, has_size: false };
        let html = self.image_html(&tag, &image.place);
        self.push(&html);
    }

    /// The URL of a link as an author wrote it: relative ones resolved from the file in which they are written.
    ///
    /// A link to nothing stays as it is, with a warning.
    pub(in crate::markdown) fn resolve(&mut self, dest: &str, place: &Place, link_use: LinkUse) -> String {
        let is_relative = !(dest.is_empty() || dest.starts_with(['#', '/', '?']) || url::is_external(dest));
        let is_rooted = is_rooted_source(dest);
        if link_use == LinkUse::Verbatim || !self.resolves() {
            return encode(dest);
        }
        if !(is_relative || is_rooted) {
            if link_use == LinkUse::Page && dest.starts_with(['#', '/']) {
                self.check_fragment(dest, place);
            }
            return encode(dest);
        }
        let mut folders = vec![self.folder_of(place)];
        let page_folder = self.texts.first().map_or("", |text| text.folder()).to_owned();
        if folders[0] != page_folder {
            folders.push(page_folder);
        }
        if is_rooted {
            folders = vec![self.markdown.site.config.content_folder().to_owned()];
        }
        let path = if is_rooted { dest.trim_start_matches('/') } else { dest };
        let found = targets::find(self.markdown, self.page, self.reads, &folders, path, || self.report.may_suggest());
        match found {
            Found::Url(url) => {
                if link_use == LinkUse::Page {
                    self.check_fragment(&url, place);
                }
                url
            }
            Found::Missing { suggestion, wrong_case } => {
                let (code, message) = match link_use {
                    LinkUse::Image => ("missing-image", format!("there is no file `{dest}`")),
                    _ => ("broken-link", format!("the link `{dest}` leads nowhere")),
                };
                let mut problem = Diagnostic::warning(code, message);
                problem = match suggestion {
                    Some(name) if wrong_case => {
                        problem.hint(format!("upper and lower case matter: the file is called `{name}`"))
                    }
                    name => problem.did_you_mean(name.as_deref()),
                };
                self.problem(place, problem);
                encode(dest)
            }
        }
    }

    /// Whether what is written now is inside of a link.
    pub(in crate::markdown) fn is_in_link(&self) -> bool {
        !self.links.is_empty()
    }

    /// Whether a URL leads to another site.
    pub(in crate::markdown) fn is_foreign(&self, url: &str) -> bool {
        let is_web = url.starts_with("//")
            || ["http:", "https:"]
                .iter()
                .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        let origin = &self.markdown.site.config.site.origin;
        let is_own = !origin.is_empty()
            && url
                .strip_prefix(origin.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
        is_web && !is_own
    }
}

/// A URL with what can not stand in one percent-encoded.
pub(in crate::markdown) fn encode(url: &str) -> String {
    utf8_percent_encode(url, URL).to_string()
}

/// `<a href>`; a link to another site says so and opens beside this one.
pub(in crate::markdown) fn opening_tag(url: &str, title: &str, foreign: bool) -> String {
    let mut html = format!("<a href=\"{}\"", escape::escaped(url));
    if !title.is_empty() {
        let _ = write!(html, " title=\"{}\"", escape::escaped(title));
    }
    if foreign {
        html.push_str(FOREIGN);
    }
    html.push('>');
    html
}

/// The attributes of a link to another site.
pub(in crate::markdown) const FOREIGN: &str = " rel=\"noopener noreferrer\" target=\"_blank\" data-external=\"true\"";
