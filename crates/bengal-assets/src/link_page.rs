//! The link step for a page: every reference gets the URL of the published file.

use crate::edit::{self, Edit, Patch};
use crate::extract::{self, FileReference};
use crate::integrity;
use crate::resolve::{Base, Destination, Resolver};
use crate::table::{Entry, LinkTable};
use crate::target::{needs_base, published_url};
use bengal_html::{Kind, Layer, Reference, Replacement, written};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// What linking a page needs to know of the site.
#[derive(Clone, Copy)]
pub struct LinkContext<'c> {
    /// From URLs to logical paths.
    pub resolver: &'c Resolver,
    /// From logical paths to published files.
    pub table: &'c LinkTable,
    /// The path of the base URL: empty, or `/path`.
    pub base_path: &'c str,
    /// Whether scripts and style sheets get an `integrity` attribute.
    pub integrity: bool,
    /// Whether the site publishes something else, such as a page, at a logical path.
    pub exists: &'c (dyn Fn(&str) -> bool + Sync),
}

impl fmt::Debug for LinkContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkContext").field("base_path", &self.base_path).finish_non_exhaustive()
    }
}

/// A page with the URLs of published files.
#[derive(Clone, Debug)]
pub struct Linked<'h> {
    /// The HTML; borrowed where nothing had to change.
    pub html: Cow<'h, str>,
    /// How to take the changes back, in order: see [`unlink`](crate::unlink).
    pub patches: Vec<Patch>,
    /// Assets that are not there, in order of the references.
    pub missing: Vec<MissingReference>,
    /// What the page says of the content of assets, in order of the references.
    pub claims: Vec<IntegrityClaim>,
    /// Logical paths of the assets that a browser does not load with the page: it only links to them, or names them for previews
    /// (`meta`, JSON-LD). Sorted, each once.
    pub unloaded: Vec<String>,
}

/// A reference to an asset that is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingReference {
    /// The URL as the page means it.
    pub url: String,
    /// The logical path that it leads to.
    pub logical: String,
    /// Its bytes in the page, as it was before linking.
    pub span: Range<usize>,
    /// What the asset is used for.
    pub kind: Kind,
}

/// An `integrity` attribute that the page has already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegrityClaim {
    /// The URL as the page means it.
    pub url: String,
    /// The logical path of the asset.
    pub logical: String,
    /// The bytes of the URL in the page, as it was before linking.
    pub span: Range<usize>,
    /// The value of the attribute.
    pub integrity: String,
}

/// Whether a link certainly leads to a page, by its last part: then no asset has to be looked for.
pub fn leads_to_a_page(url: &str) -> bool {
    let end = memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len());
    let path = &url[..end];
    path.is_empty() || path.ends_with('/') || path.ends_with(".html") || path.ends_with(".htm")
}

/// Links the page at `page_url` (percent-encoded, without the base path), whose references are `references`, anchors and `base` among
/// them. Depends on nothing else. Linear in the page.
pub fn link_page<'h>(
    html: &'h str,
    page_url: &str,
    references: &[Reference<'h>],
    context: &LinkContext<'_>,
) -> Linked<'h> {
    let base_href = references.iter().find(|reference| reference.kind == Kind::Base);
    let base = context.resolver.base_of(page_url, base_href.map(|reference| &*reference.url));
    let mut step = Step::new(html, &base, context, references.len());
    for reference in references {
        step.reference(reference);
    }
    for reference in extract::references_in_scripts(html) {
        step.script_reference(&reference);
    }
    let Step { edits, mut missing, claims, loaded, mut previews, .. } = step;
    missing.sort_by_key(|missing| missing.span.start);
    previews.sort_unstable();
    previews.dedup();
    let mut is_loaded = vec![false; previews.len()];
    for at in loaded.iter().filter_map(|path| previews.binary_search(path).ok()) {
        is_loaded[at] = true;
    }
    let unloaded = previews.into_iter().zip(is_loaded).filter(|(_, is_loaded)| !is_loaded);
    let unloaded = unloaded.map(|(path, _)| path).collect();
    let (html, patches) = edit::apply(html, edits);
    Linked { html, patches, missing, claims, unloaded }
}

/// Linking one page.
struct Step<'s, 'c> {
    html: &'s str,
    base: &'s Base,
    context: &'s LinkContext<'c>,
    edits: Vec<Edit>,
    missing: Vec<MissingReference>,
    claims: Vec<IntegrityClaim>,
    /// Logical paths of what a browser loads with the page, and of what it may show elsewhere.
    loaded: Vec<String>,
    previews: Vec<String>,
}

impl<'s, 'c> Step<'s, 'c> {
    fn new(html: &'s str, base: &'s Base, context: &'s LinkContext<'c>, references: usize) -> Self {
        let (missing, claims, previews) = (Vec::new(), Vec::new(), Vec::new());
        let (edits, loaded) = (Vec::with_capacity(references), Vec::with_capacity(references));
        Self { html, base, context, edits, missing, claims, loaded, previews }
    }

    fn reference(&mut self, reference: &Reference<'_>) {
        let url = &*reference.url;
        let is_link = matches!(reference.kind, Kind::Anchor | Kind::Base);
        if is_link && (reference.kind == Kind::Base || leads_to_a_page(url)) {
            if self.is_own_root(url) {
                self.replace(reference, format!("{}{url}", self.context.base_path));
            }
            return;
        }
        let context = *self.context;
        let Some(Destination::Here(logical)) = context.resolver.destination(self.base, url) else { return };
        match context.table.get(&logical) {
            Some(entry) => {
                if entry.renamed || needs_base(url, context.base_path) {
                    self.replace(reference, published_url(url, &entry, context.base_path));
                }
                if context.integrity && wants_integrity(reference) {
                    self.insert_integrity(reference, &entry);
                }
                // A tag within the text of an attribute is none of this page.
                if reference.has_integrity
                    && reference.syntax.layers().count() == 1
                    && let Some(claim) = self.claim(reference, &logical)
                {
                    self.claims.push(claim);
                }
                self.note(logical, is_link || reference.kind == Kind::Meta);
            }
            None => {
                if needs_base(url, context.base_path) {
                    self.replace(reference, format!("{}{url}", context.base_path));
                }
                if !is_link && !(context.exists)(&logical) {
                    let (url, span, kind) = (url.to_owned(), reference.span.clone(), reference.kind);
                    self.missing.push(MissingReference { url, logical, span, kind });
                }
            }
        }
    }

    fn script_reference(&mut self, reference: &FileReference) {
        let context = *self.context;
        let url = &*reference.url;
        let Some(Destination::Here(logical)) = context.resolver.destination(self.base, url) else { return };
        let published = match context.table.get(&logical) {
            Some(entry) => {
                let published = published_url(url, &entry, context.base_path);
                self.note(logical, reference.kind == Kind::Meta);
                published
            }
            None => {
                if !leads_to_a_page(url) && !(context.exists)(&logical) {
                    let (url, span, kind) = (url.to_owned(), reference.span.clone(), reference.kind);
                    self.missing.push(MissingReference { url, logical, span, kind });
                }
                let base_path = if needs_base(url, context.base_path) { context.base_path } else { "" };
                format!("{base_path}{url}")
            }
        };
        if published != url {
            self.edits.extend(reference.edits(self.html, published).into_iter().flatten());
        }
    }

    /// Notes an asset of the page.
    fn note(&mut self, logical: String, is_preview: bool) {
        match is_preview {
            true => self.previews.push(logical),
            false => self.loaded.push(logical),
        }
    }

    /// What the element of a reference says of the content.
    fn claim(&self, reference: &Reference<'_>, logical: &str) -> Option<IntegrityClaim> {
        let integrity = integrity::attribute(self.html, &reference.element, reference.span.start)?;
        let (url, logical) = (reference.url.clone().into_owned(), logical.to_owned());
        Some(IntegrityClaim { url, logical, span: reference.span.clone(), integrity: integrity.to_owned() })
    }

    /// Whether a URL needs the base path: root-relative, without it, and not of another host that `<base href>` names.
    fn is_own_root(&self, url: &str) -> bool {
        needs_base(url, self.context.base_path)
            && matches!(self.context.resolver.destination(self.base, url), Some(Destination::Here(_)))
    }

    fn replace(&mut self, reference: &Reference<'_>, url: String) {
        // A URL that cannot be written in its place was not read from there: then it is left alone.
        if let Ok(text) = written(self.html, &Replacement::new(reference, url)) {
            self.edits.extend(Edit::replacing(reference.span.clone(), &reference.rest, text));
        }
    }

    /// Puts the attribute behind the one that holds the URL. Files of the site's own origin need no `crossorigin`.
    fn insert_integrity(&mut self, reference: &Reference<'_>, entry: &Entry) {
        let quote = match reference.syntax.layers().next() {
            Some(Layer::DoubleQuoted) => b'"',
            Some(Layer::SingleQuoted) => b'\'',
            Some(Layer::Unquoted) => 0,
            _ => return,
        };
        let end = reference.span.end;
        let at = match quote {
            0 => end,
            // Nothing but whitespace stands between the URL and the quote.
            quote => match memchr::memchr(quote, self.html.as_bytes().get(end..).unwrap_or_default()) {
                Some(found) => end + found + 1,
                None => return,
            },
        };
        self.edits.push(Edit { span: at..at, text: format!(" integrity=\"{}\"", entry.integrity) });
    }
}

/// Whether the element is a script or style sheet of this document that promises nothing of its content yet.
fn wants_integrity(reference: &Reference<'_>) -> bool {
    let is_source = match reference.kind {
        Kind::Script => &*reference.element == "script" && reference.attribute == Some("src"),
        Kind::Stylesheet => reference.attribute == Some("href"),
        _ => false,
    };
    is_source && !reference.has_integrity && reference.syntax.layers().count() == 1
}
