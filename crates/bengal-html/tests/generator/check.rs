//! What must hold for the extraction of any document.

use bengal_html::oracle;
use bengal_html::{Extractor, Replacement, splice};

/// Compares the extraction of `html` with the oracle and puts new URLs in. An error says what is wrong.
pub(crate) fn check(html: &str, extractor: Extractor) -> Result<(), String> {
    if let Some(difference) = oracle::difference(html, extractor) {
        return Err(format!("{html:?}\n{difference}"));
    }
    let found = extractor.extract(html);
    for reference in &found {
        let written = html.get(reference.span.clone()).ok_or_else(|| format!("{html:?}: {reference:?}: bad span"))?;
        if matches!(reference.url, std::borrow::Cow::Borrowed(_)) && reference.url != written {
            return Err(format!("{html:?}: {reference:?}: the span holds {written:?}"));
        }
    }
    let urls: Vec<String> = (0..found.len()).map(|index| format!("{index}new&{index}")).collect();
    let replacements: Vec<_> =
        found.iter().zip(&urls).map(|(reference, url)| Replacement::new(reference, url.as_str())).collect();
    let spliced = splice(html, &replacements).map_err(|error| format!("{html:?}: {error}"))?;
    let again = extractor.extract(&spliced);
    let is_same = again.iter().map(|reference| &*reference.url).eq(urls.iter().map(String::as_str));
    let is_in_place = again.iter().zip(&found).all(|(new, old)| (new.kind, new.attribute) == (old.kind, old.attribute));
    if !is_same || !is_in_place {
        return Err(format!("{html:?}\nspliced: {spliced:?}\nagain: {again:#?}"));
    }
    Ok(())
}
