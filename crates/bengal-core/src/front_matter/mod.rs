//! Front matter: YAML (`---`), TOML (`+++`) or JSON (`{`) at the start of a page.
//!
//! [`parse`] reads a page's text into a table with the places of its keys; [`Fields`] is the typed view of such a table.

mod block;
mod fields;
mod inline;
mod spelling;
mod title;
mod view;

#[cfg(test)]
mod tests;

pub use fields::{Fields, MenuEntry, MenuField};
pub use title::{FileTitle, title_from_body, title_from_name};
pub(crate) use view::texts_of;

use crate::diagnostic::{Diagnostic, Location};
use crate::keyed::KeyedMap;
use crate::packed::PackedMap;
use crate::syntax::{Entry, Format, Node, Problem, Table, parse_json_prefix, parse_table, to_map};
use block::Block;
use camino::{Utf8Path, Utf8PathBuf};
use std::ops::Range;

/// A page's text, taken apart.
#[derive(Clone, Debug, Default)]
pub struct ParsedSource {
    /// The file, relative to the site's folder.
    pub path: Utf8PathBuf,
    /// The front matter; empty where there is none or it is broken.
    pub map: PackedMap,
    /// The byte at which the body starts.
    pub body_start: usize,
    /// Where the keys of `map` stand, in the same order.
    pub keys: Box<[KeyPlace]>,
    /// Whether the front matter could not be read: nobody knows whether the page may be published. A value that is wrong does not
    /// make it so; it is ignored, or read in the way that publishes less.
    pub broken: bool,
    /// What is wrong with the front matter.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a key of the front matter stands in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyPlace {
    /// Line of the key, from 1.
    pub line: u32,
    /// Column of the key in Unicode scalar values, from 1.
    pub column: u32,
}

impl ParsedSource {
    /// Whether the front matter says what the page is called: then nobody asks for a heading in the body.
    pub fn has_title(&self) -> bool {
        self.map.get("title").is_some_and(|title| title.as_str().is_some_and(|title| !title.trim().is_empty()))
    }

    /// Where a top-level key stands; the whole file where it has no such key. Does not know the text of the line.
    pub fn place_of(&self, key: &str) -> Location {
        let mut location = Location::file(&self.path);
        if let Some((_, place)) = self.map.keys().zip(&self.keys).find(|(name, _)| *name == key) {
            location.line = place.line;
            location.column = place.column;
            location.width = key.chars().count() as u32;
        }
        location
    }
}

/// Reads the front matter of the page at `path`, whose whole text is `source` (with or without a byte order mark).
///
/// Never fails: what is wrong is in [`ParsedSource::diagnostics`], with its line and column in the whole file. Time and
/// memory are linear in the front matter, whatever it holds.
///
/// ```
/// let page = bengal_core::front_matter::parse("---\ntitle: A\n---\nText", "content/a.md".into());
/// assert_eq!(page.map.get("title").unwrap().as_str(), Some("A"));
/// assert_eq!(page.body_start, 17);
/// ```
pub fn parse(source: &str, path: &Utf8Path) -> ParsedSource {
    let mut parsed = ParsedSource { path: path.to_owned(), ..ParsedSource::default() };
    let mut reporter = Reporter { path, source, diagnostics: Vec::new() };
    match block::find(source) {
        Block::None => parsed.body_start = block::skip_mark(source),
        Block::Unterminated { opening, fence } => {
            parsed.body_start = opening.end;
            parsed.broken = true;
            let diagnostic = Diagnostic::error("front-matter-unterminated", "this front matter has no end");
            reporter.push(diagnostic.hint(format!("end it with a line `{fence}`")), opening);
        }
        Block::Fenced { format, content, body_start } => {
            parsed.body_start = body_start;
            match parse_table(format, &source[content.clone()]) {
                Ok(table) => parsed.take(table, content.start, &mut reporter),
                Err(problems) => {
                    parsed.broken = true;
                    reporter.syntax(format, problems, content.start);
                }
            }
        }
        Block::Json { start } => match parse_json_prefix(&source[start..]) {
            Ok((table, end)) => {
                parsed.body_start = block::after_line_end(source, start + end);
                parsed.take(table, start, &mut reporter);
            }
            Err(problem) => {
                parsed.body_start = start;
                parsed.broken = true;
                reporter.syntax(Format::Json, vec![problem], start);
            }
        },
    }
    parsed.diagnostics = reporter.diagnostics;
    parsed
}

impl ParsedSource {
    /// Takes over a table that was read from the text at `offset`, and checks the types of known keys.
    fn take(&mut self, table: Table, offset: usize, reporter: &mut Reporter<'_>) {
        for problem in table.duplicates {
            reporter.push(Diagnostic::warning("duplicate-key", problem.message), shifted(&problem.span, offset));
        }
        let Node { data: crate::syntax::Data::Table(entries), .. } = table.root else { return };
        self.keys = places_of(&entries, offset, reporter.source);
        let spans: KeyedMap<&str, (&Range<usize>, &Range<usize>)> =
            entries.iter().map(|entry| (entry.key.as_str(), (&entry.key_span, &entry.value.span))).collect();
        let mut map = to_map(&entries);
        for key in map.keys() {
            if let (Some(meant), Some((place, _))) =
                (spelling::meant(key, |known| spans.contains_key(known)), spans.get(key.as_str()))
            {
                let warning = Diagnostic::warning("misspelt-key", format!("the key `{key}` has no meaning of its own"));
                reporter.push(warning.did_you_mean(Some(meant)), shifted(place, offset));
            }
        }
        fields::check(&map, &mut |key, diagnostic| {
            let place = spans.get(key).map(|(key, value)| if value.is_empty() { key } else { value });
            reporter.push(diagnostic, place.map_or(0..0, |place| shifted(place, offset)));
        });
        for (key, value) in &mut map {
            // An address with a NUL is an error, not another address.
            if !matches!(key.as_str(), "url" | "permalink" | "slug" | "aliases") {
                value.replace_nul();
            }
        }
        self.map = PackedMap::of(&map);
    }
}

/// Where keys stand that were read from `source` at `offset`.
fn places_of(entries: &[Entry], offset: usize, source: &str) -> Box<[KeyPlace]> {
    let mut in_order: Vec<(usize, usize)> =
        entries.iter().enumerate().map(|(at, entry)| (entry.key_span.start + offset, at)).collect();
    in_order.sort_unstable();
    let mut lines = LineCounter::new(source);
    let mut places = vec![KeyPlace::default(); entries.len()];
    for (start, at) in in_order {
        let (line, column) = lines.position(start);
        places[at] = KeyPlace { line, column };
    }
    places.into_boxed_slice()
}

struct Reporter<'a> {
    path: &'a Utf8Path,
    source: &'a str,
    diagnostics: Vec<Diagnostic>,
}

/// How many problems of one page's front matter are reported.
const MAX_PROBLEMS: usize = 50;

impl Reporter<'_> {
    fn push(&mut self, mut diagnostic: Diagnostic, span: Range<usize>) {
        match self.diagnostics.len() {
            MAX_PROBLEMS.. => return,
            len if len + 1 == MAX_PROBLEMS => {
                diagnostic.hints.push("further problems of this page are not shown".to_owned());
            }
            _ => {}
        }
        self.diagnostics.push(diagnostic.at(Location::in_source(self.path, self.source, span)));
    }

    fn syntax(&mut self, format: Format, problems: Vec<Problem>, offset: usize) {
        for problem in problems {
            let message = format!("broken {} in the front matter: {}", format.name(), problem.message);
            self.push(Diagnostic::error("front-matter-syntax", message), shifted(&problem.span, offset));
        }
    }
}

fn shifted(span: &Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

/// Line and column of positions; costs nothing for what lies before the last position, where positions rise.
struct LineCounter<'a> {
    source: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
}

impl<'a> LineCounter<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, at: 0, line: 1, line_start: 0 }
    }

    fn position(&mut self, at: usize) -> (u32, u32) {
        let at = at.min(self.source.len());
        if at < self.at {
            *self = Self::new(self.source);
        }
        for (index, byte) in self.source.as_bytes()[self.at..at].iter().enumerate() {
            if *byte == b'\n' {
                self.line += 1;
                self.line_start = self.at + index + 1;
            }
        }
        self.at = at;
        let column = self.source.get(self.line_start..at).map_or(0, |text| text.chars().count()) as u32 + 1;
        (self.line, column)
    }
}
