//! What must hold for the extraction of any document.

use std::borrow::Cow;

use bengal_html::oracle;
use bengal_html::{Extractor, Form, Layer, Reference, Replacement, splice};

/// Compares the extraction of `html` with the oracle and puts new URLs in. An error says what is wrong.
pub(crate) fn check(html: &str, extractor: Extractor) -> Result<(), String> {
    if let Some(difference) = oracle::difference(html, extractor) {
        return Err(format!("{html:?}\n{difference}"));
    }
    let found = extractor.extract(html);
    check_spans(html, extractor, &found)?;
    let urls: Vec<String> = (0..found.len()).map(|index| format!("{index}new&{index}")).collect();
    let replacements: Vec<_> =
        found.iter().zip(&urls).map(|(reference, url)| Replacement::new(reference, url.as_str())).collect();
    let spliced = splice(html, &replacements).map_err(|error| format!("{html:?}: {error}"))?;
    let again = extractor.extract(&spliced);
    let is_same = again.iter().map(|reference| &*reference.url).eq(urls.iter().map(String::as_str));
    let is_in_place = again.iter().zip(&found).all(|(new, old)| (new.kind, new.attribute) == (old.kind, old.attribute));
    if !is_same || !is_in_place || outside(html, &found) != outside(&spliced, &again) {
        return Err(format!("{html:?}\nspliced: {spliced:?}\nagain: {again:#?}"));
    }
    Ok(())
}

/// Spans do not overlap, and what is written in them means the URL.
fn check_spans(html: &str, extractor: Extractor, found: &[Reference<'_>]) -> Result<(), String> {
    let mut spans: Vec<_> =
        found.iter().flat_map(|reference| std::iter::once(&reference.span).chain(&reference.rest)).collect();
    if !found.is_sorted_by_key(|reference| reference.span.start) {
        return Err(format!("{html:?}: not in order: {found:#?}"));
    }
    spans.sort_by_key(|span| span.start);
    if spans.iter().any(|span| span.is_empty()) || spans.windows(2).any(|pair| pair[0].end > pair[1].start) {
        return Err(format!("{html:?}: spans overlap: {found:#?}"));
    }
    for reference in found {
        let end = reference.rest.last().map_or(reference.span.end, |last| last.end);
        let written =
            html.get(reference.span.start..end).ok_or_else(|| format!("{html:?}: {reference:?}: bad span"))?;
        let means_it = match &reference.url {
            Cow::Borrowed(url) => *url == written,
            Cow::Owned(url) => readings(reference, written)
                .iter()
                .any(|page| oracle::mentions(page, extractor).iter().any(|mention| mention.url == *url)),
        };
        if !means_it {
            return Err(format!("{html:?}: {reference:?}: the span holds {written:?}"));
        }
    }
    Ok(())
}

/// Pages of nothing but one reference, which is written like this in the same syntax. A backslash at the end of a style sheet
/// means something else before anything that closes it, so that there is one without.
fn readings(reference: &Reference<'_>, written: &str) -> [String; 2] {
    let closings = match reference.syntax.form() {
        Form::CssDoubleQuoted => ["\"", ""],
        Form::CssSingleQuoted => ["'", ""],
        Form::CssBare => [")", ""],
        _ => ["", ""],
    };
    closings.map(|closing| page_around(reference, written, closing))
}

fn page_around(reference: &Reference<'_>, written: &str, closing: &str) -> String {
    let form = reference.syntax.form();
    let (mut before, is_css) = match form {
        Form::CssDoubleQuoted => ("a{b:url(\"".to_owned(), true),
        Form::CssSingleQuoted => ("a{b:url('".to_owned(), true),
        Form::CssBare => ("a{b:url(".to_owned(), true),
        _ => (String::new(), false),
    };
    let mut after = closing.to_owned();
    let mut attribute = match form {
        _ if is_css => "<i style=",
        Form::Srcset => "<img srcset=",
        _ => "<img src=",
    };
    if reference.syntax.layers().next().is_none() {
        return format!("<style>{before}{written}{after}</style>");
    }
    for layer in reference.syntax.layers() {
        let (open, close) = match layer {
            // A URL may begin outside of a section and end inside of one.
            Layer::Text | Layer::Cdata if closing.is_empty() => (style_open(layer).to_owned(), ""),
            Layer::Text | Layer::Cdata => (style_open(layer).to_owned(), "]]></style></svg>"),
            Layer::DoubleQuoted => (format!("{attribute}\""), "\">"),
            Layer::SingleQuoted => (format!("{attribute}'"), "'>"),
            _ => (attribute.to_owned(), ">"),
        };
        if attribute == "<i style=" && !matches!(layer, Layer::Text | Layer::Cdata) {
            before = before.replace("a{", "");
        }
        let escape = |text: &str| match layer {
            Layer::Text | Layer::Cdata => text.to_owned(),
            _ => text.chars().map(escaped).collect(),
        };
        before = open + &escape(&before);
        after = escape(&after) + close;
        attribute = "<iframe srcdoc=";
    }
    format!("{before}{written}{after}")
}

fn style_open(layer: Layer) -> &'static str {
    if layer == Layer::Cdata { "<svg><style><![CDATA[" } else { "<svg><style>" }
}

fn escaped(character: char) -> String {
    if character.is_ascii_alphanumeric() { character.to_string() } else { format!("&#{};", u32::from(character)) }
}

/// Everything that no reference takes.
fn outside(html: &str, found: &[Reference<'_>]) -> String {
    let mut spans: Vec<_> =
        found.iter().flat_map(|reference| std::iter::once(&reference.span).chain(&reference.rest)).collect();
    spans.sort_by_key(|span| span.start);
    let starts = std::iter::once(0).chain(spans.iter().map(|span| span.end));
    let ends = spans.iter().map(|span| span.start).chain([html.len()]);
    starts.zip(ends).filter_map(|(start, end)| html.get(start..end)).collect()
}
