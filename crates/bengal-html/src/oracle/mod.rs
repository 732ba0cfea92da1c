//! An independent answer to compare the extraction with: html5ever builds the document, markup5ever_rcdom keeps it,
//! cssparser reads the style sheets, and the rule table is written a second time.
//!
//! Not for production: it is some thirty times slower than [`extract`](crate::extract), has no byte positions, and takes
//! quadratic time for deeply nested pages.

mod css;
mod srcset;
mod table;

use std::collections::BTreeSet;
use std::fmt;

use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use crate::extractor::{Extractor, Options};
use crate::reference::{Kind, Reference};

/// One reference, without its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// What the URL is used for.
    pub kind: Kind,
    /// The element, as [`Reference::element`] gives it.
    pub element: String,
    /// The attribute; `None` for the text of a style sheet.
    pub attribute: Option<&'static str>,
    /// The URL.
    pub url: String,
}

impl From<&Reference<'_>> for Mention {
    fn from(reference: &Reference<'_>) -> Self {
        Self {
            kind: reference.kind,
            element: reference.element.clone().into_owned(),
            attribute: reference.attribute,
            url: reference.url.clone().into_owned(),
        }
    }
}

/// The references of a page as the document has them. A set, because tree construction copies elements.
pub fn mentions(html: &str, extractor: Extractor) -> BTreeSet<Mention> {
    let mut mentions = BTreeSet::new();
    collect(html, extractor.options(), &mut mentions);
    mentions
}

/// The references of a style sheet, or of declarations.
pub fn css_mentions(text: &str, is_style_sheet: bool) -> Vec<(Kind, String)> {
    css::references(text, is_style_sheet)
}

/// The URLs of the valid candidates of a `srcset`.
pub fn srcset_urls(text: &str) -> Vec<String> {
    srcset::urls(text)
}

/// In what an extraction differs from the oracle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What the oracle found and the extraction did not.
    pub missing: Vec<Mention>,
    /// What the extraction found and the oracle did not.
    pub extra: Vec<Mention>,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (label, mentions) in [("missing", &self.missing), ("extra", &self.extra)] {
            for Mention { kind, element, attribute, url } in mentions {
                let attribute = attribute.unwrap_or("text");
                writeln!(formatter, "{label}: {kind} {url:?} in {attribute} of {element}")?;
            }
        }
        Ok(())
    }
}

/// Compares the extraction of a page with the oracle's; `None` when they agree.
pub fn difference(html: &str, extractor: Extractor) -> Option<Difference> {
    let expected = mentions(html, extractor);
    let mut found = BTreeSet::new();
    extractor.visit(html, |reference| {
        found.insert(Mention::from(&reference));
    });
    (found != expected).then(|| Difference {
        missing: expected.difference(&found).cloned().collect(),
        extra: found.difference(&expected).cloned().collect(),
    })
}

fn collect(html: &str, options: Options, mentions: &mut BTreeSet<Mention>) {
    let tree_builder = TreeBuilderOpts {
        scripting_enabled: options.scripting,
        iframe_srcdoc: options.depth > 0,
        ..TreeBuilderOpts::default()
    };
    // html5ever 0.40 leaves a byte order mark out after every script too, and not only where the page begins.
    let tokenizer = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let dom = parse_document(RcDom::default(), ParseOpts { tokenizer, tree_builder }).one(html);
    let mut pending = vec![dom.document.clone()];
    while let Some(node) = pending.pop() {
        if let NodeData::Element { name, attrs, template_contents, .. } = &node.data {
            let attributes: Vec<(String, String)> = attrs
                .borrow()
                .iter()
                .map(|attribute| {
                    let prefix = attribute.name.prefix.as_ref().map(|prefix| format!("{prefix}:")).unwrap_or_default();
                    (format!("{prefix}{}", attribute.name.local), attribute.value.to_string())
                })
                .collect();
            let text = text_of(&node);
            let element =
                table::Element { namespace: &name.ns, name: &name.local, attributes: &attributes, text: &text };
            table::mentions(&element, options, mentions);
            pending.extend(template_contents.borrow().iter().cloned());
        }
        pending.extend(node.children.borrow().iter().cloned());
    }
}

/// The text directly in an element.
fn text_of(node: &Handle) -> String {
    let children = node.children.borrow();
    let texts = children.iter().filter_map(|child| match &child.data {
        NodeData::Text { contents } => Some(contents.borrow().to_string()),
        _ => None,
    });
    texts.collect()
}
