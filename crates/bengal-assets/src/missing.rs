//! Assets that are not there, named where somebody can put it right.

use crate::cursor::Cursor;
use crate::link_page::MissingReference;
use bengal_core::keyed::KeyedMap;
use bengal_core::url::encode_path;
use bengal_core::{Diagnostic, Location, suggest};
use camino::Utf8Path;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines longer than this many bytes are not shown.
const LONGEST_LINE: usize = 400;

/// Published logical paths, for hints.
#[derive(Debug, Default)]
pub struct Names {
    by_folder: BTreeMap<String, Vec<String>>,
    folded: KeyedMap<String, String>,
}

impl Names {
    /// Of these logical paths.
    pub fn new<'n>(logical: impl IntoIterator<Item = &'n str>) -> Self {
        let mut names = Self::default();
        for path in logical {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            names.by_folder.entry(folder.to_owned()).or_default().push(path.to_owned());
            names.folded.entry(path.to_lowercase()).or_insert_with(|| path.to_owned());
        }
        for paths in names.by_folder.values_mut() {
            paths.sort();
        }
        names
    }

    /// The problem that there is nothing at `logical`, with a hint where something else may be meant: the same in other letters,
    /// a near name in the folder, the same name in another one.
    pub(crate) fn missing(&self, url: &str, logical: &str) -> Diagnostic {
        let message = match encode_path(logical) == url.trim_start_matches('/') {
            true => format!("there is no asset `{logical}`"),
            false => format!("there is no asset `{logical}`, to which `{url}` leads"),
        };
        let problem = Diagnostic::warning("missing-asset", message);
        if let Some(other) = self.folded.get(&logical.to_lowercase()) {
            return problem.hint(format!("upper and lower case matter: the file is called `{other}`"));
        }
        let (folder, name) = logical.rsplit_once('/').unwrap_or(("", logical));
        let neighbours = self.by_folder.get(folder).map(Vec::as_slice).unwrap_or_default();
        let own_name = |path: &'_ String| path.rsplit('/').next().unwrap_or(path).to_owned();
        let near = suggest::nearest(name, neighbours.iter().map(|path| path.rsplit('/').next().unwrap_or(path)));
        if let Some(near) = near {
            return problem.did_you_mean(Some(near));
        }
        let elsewhere = self.by_folder.values().flatten().find(|path| own_name(path) == name);
        problem.did_you_mean(elsewhere.map(String::as_str))
    }
}

/// The texts in which a reference of a page may have been written.
#[derive(Clone, Copy, Debug)]
pub struct PageSource<'p> {
    /// The page's own source: path in the site's folder, and text.
    pub source: Option<(&'p Utf8Path, &'p str)>,
    /// Templates that the page used: path in the site's folder, and text.
    pub templates: &'p [(&'p Utf8Path, &'p str)],
    /// The page's path in the output folder, and its HTML before linking.
    pub output: (&'p Utf8Path, &'p str),
}

/// The problem for each missing reference of a page, where it was written: in the page's source, else in a template, else in the
/// finished page. The flag says that only the last is known. Linear in the texts for each different URL.
pub fn missing_in_page(page: &PageSource<'_>, missing: &[MissingReference], names: &Names) -> Vec<(Diagnostic, bool)> {
    let places = written_at(page, missing.iter().map(|reference| (reference.url.as_str(), &reference.span)));
    let problem = |(reference, (place, is_output)): (&MissingReference, (Location, bool))| {
        (names.missing(&reference.url, &reference.logical).at(place), is_output)
    };
    missing.iter().zip(places).map(problem).collect()
}

/// Where each of some references of a page was written: in the page's source, else in a template, else in the finished page; the flag says
/// that only the last is known. A reference is its URL and its bytes in the finished page before linking, in order of the page. Linear in
/// the texts for each different URL.
pub fn written_at<'r>(
    page: &PageSource<'_>,
    references: impl IntoIterator<Item = (&'r str, &'r Range<usize>)>,
) -> Vec<(Location, bool)> {
    let mut places: KeyedMap<&str, Vec<Place<'_>>> = KeyedMap::default();
    let mut used: KeyedMap<&str, usize> = KeyedMap::default();
    let texts: Vec<(&Utf8Path, &str)> = page.source.iter().chain(page.templates).copied().collect();
    let mut in_page = Cursor::new(page.output.1);
    let mut place = |(url, span): (&'r str, &'r Range<usize>)| {
        let found = places.entry(url).or_insert_with(|| places_of(&texts, url));
        let count = used.entry(url).or_default();
        let place = found.get(*count).or(found.last());
        *count += 1;
        match place {
            Some(place) => (Location::in_source(place.path, place.text, place.span.clone()), false),
            None => (location(page.output.0, page.output.1, &mut in_page, span), true),
        }
    };
    references.into_iter().map(&mut place).collect()
}

/// Where something stands in a source.
struct Place<'t> {
    path: &'t Utf8Path,
    text: &'t str,
    span: Range<usize>,
}

/// Where a URL stands in the first text that has it, as written, decoded, or as `asset_url` takes it.
fn places_of<'t>(texts: &[(&'t Utf8Path, &'t str)], url: &str) -> Vec<Place<'t>> {
    let decoded = bengal_core::url::decode_path(url);
    let in_assets = url.strip_prefix("/assets/");
    let forms = [Some(url), decoded.as_deref(), in_assets];
    for (path, text) in texts {
        for form in forms.into_iter().flatten().filter(|form| !form.is_empty()) {
            let is_whole = |at: &usize| {
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '%');
                !text[..*at].ends_with(is_part) && !text[at + form.len()..].starts_with(is_part)
            };
            let places: Vec<_> = text.match_indices(form).map(|(at, _)| at).filter(is_whole).collect();
            if !places.is_empty() {
                return places.into_iter().map(|at| Place { path, text, span: at..at + form.len() }).collect();
            }
        }
    }
    Vec::new()
}

/// The place of a span, for spans that come in order.
pub(crate) fn location(path: &Utf8Path, text: &str, cursor: &mut Cursor<'_>, span: &Range<usize>) -> Location {
    let (line, column) = cursor.place(span.start);
    let width = text.get(span.clone()).map_or(1, |written| written.chars().count().max(1) as u32);
    Location { path: path.to_owned(), line, column, width, source_line: line_around(text, span.start) }
}

/// The line around a place, unless it is long. Costs no more than a long line.
fn line_around(text: &str, at: usize) -> Option<String> {
    let bytes = text.as_bytes();
    let before = bytes.get(at.saturating_sub(LONGEST_LINE + 1)..at)?;
    let start = match memchr::memrchr(b'\n', before) {
        Some(newline) => at - before.len() + newline + 1,
        None if before.len() == at => 0,
        None => return None,
    };
    let after = &bytes[at..bytes.len().min(start + LONGEST_LINE + 1)];
    let end = match memchr::memchr(b'\n', after) {
        Some(newline) => at + newline,
        None if at + after.len() == bytes.len() => bytes.len(),
        None => return None,
    };
    Some(text.get(start..end)?.trim_end_matches('\r').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_html::Kind;

    fn reference(url: &str, html: &str) -> MissingReference {
        let at = html.find(url).unwrap();
        let logical = url.trim_start_matches('/').to_owned();
        MissingReference { url: url.to_owned(), logical, span: at..at + url.len(), kind: Kind::Image }
    }

    #[test]
    fn the_nth_reference_is_at_the_nth_place() {
        let names = Names::new(["img/cat.png"]);
        let text = "![](x/img/no.png)\n![a](/img/no.png)\n\n<img src=/img/no.png>\n";
        let html = "<img src=\"/img/no.png\"><img src=\"/img/no.png\"><img src=/t.png>";
        let template = "<p>\n{{ asset_url('t.png') }}<img src=/t.png>";
        let page = PageSource {
            source: Some(("content/a.md".into(), text)),
            templates: &[("templates/page.html".into(), template)],
            output: ("a/index.html".into(), html),
        };
        let missing = [reference("/img/no.png", html), reference("/img/no.png", html), reference("/t.png", html)];
        let places: Vec<_> = missing_in_page(&page, &missing, &names)
            .into_iter()
            .map(|(problem, is_output)| {
                let place = problem.location.unwrap();
                format!("{}:{}:{} {is_output}", place.path, place.line, place.column)
            })
            .collect();
        assert_eq!(places, ["content/a.md:2:6 false", "content/a.md:4:10 false", "templates/page.html:2:34 false"]);
    }

    #[test]
    fn else_it_is_in_the_page() {
        let html = "<p>\n<img src=no.png>";
        let page = PageSource { source: None, templates: &[], output: ("a.html".into(), html) };
        let (problem, is_output) = missing_in_page(&page, &[reference("no.png", html)], &Names::default()).remove(0);
        let place = problem.location.unwrap();
        assert!(is_output);
        assert_eq!((place.line, place.column, place.width), (2, 10, 6));
        assert_eq!(place.source_line.as_deref(), Some("<img src=no.png>"));
    }

    #[test]
    fn hints() {
        let names = Names::new(["img/Cat.png", "img/dog.png", "other/bird.svg"]);
        let hint = |path: &str| names.missing(path, path).hints.join("");
        assert_eq!(hint("img/cat.png"), "upper and lower case matter: the file is called `img/Cat.png`");
        assert_eq!(hint("img/dgo.png"), "did you mean `dog.png`?");
        assert_eq!(hint("img/bird.svg"), "did you mean `other/bird.svg`?");
        assert_eq!(hint("zzz"), "");
    }
}
