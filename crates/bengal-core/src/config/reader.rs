//! Typed access to the merged tree, with a diagnostic at the right place for each value of a wrong type.

use super::keys::{FLAT, Use, names_in, use_of};
use super::load::SourceFile;
use crate::byte_size;
use crate::diagnostic::{Diagnostic, Location};
use crate::suggest::nearest;
use crate::syntax::{Data, Entry, Node, to_map};
use crate::value::{Map, Value};
use std::ops::{Range, RangeInclusive};

/// Reads values by dotted path. A value of a wrong type is reported and counts as absent.
pub(super) struct Reader<'a> {
    root: &'a Node,
    files: &'a [SourceFile],
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(root: &'a Node, files: &'a [SourceFile], diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { root, files, diagnostics }
    }

    /// The node at a dotted path; null counts as absent.
    pub(super) fn node(&self, path: &str) -> Option<&'a Node> {
        let node = path.split('.').try_fold(self.root, |node, key| node.entry(key).map(|entry| &entry.value))?;
        (!matches!(node.data, Data::Scalar(Value::Null))).then_some(node)
    }

    fn place(&self, file: usize, span: Range<usize>) -> Option<Location> {
        self.files.get(file).map(|source| Location::in_source(&source.path, &source.text, span))
    }

    fn push(&mut self, diagnostic: Diagnostic, file: usize, span: Range<usize>) {
        let place = self.place(file, span);
        self.diagnostics.push(Diagnostic { location: place, ..diagnostic });
    }

    /// Reports an error at a value.
    pub(super) fn error(&mut self, node: &Node, code: &'static str, message: String, hint: Option<String>) {
        let mut diagnostic = Diagnostic::error(code, message);
        diagnostic.hints.extend(hint);
        self.push(diagnostic, node.file, node.span.clone());
    }

    /// Reports that `baseurl` as the environment has it is wrong.
    pub(super) fn environment_error(&mut self, problem: String) {
        let diagnostic = Diagnostic::error("config-baseurl", problem).hint("it was given by the environment");
        self.diagnostics.push(diagnostic);
    }

    /// Reports a warning at a value.
    pub(super) fn warning(&mut self, node: &Node, code: &'static str, message: String) {
        self.push(Diagnostic::warning(code, message), node.file, node.span.clone());
    }

    /// Reports that a value is not what it must be.
    pub(super) fn wrong(&mut self, path: &str, node: &Node, expected: &str) {
        let message = format!("`{path}` must be {expected}, found {}", node.kind());
        self.error(node, "config-type", message, None);
    }

    pub(super) fn text(&mut self, path: &str) -> Option<String> {
        let node = self.node(path)?;
        let text = text_of(node);
        if text.is_none() {
            self.wrong(path, node, "text");
        }
        text
    }

    pub(super) fn flag(&mut self, path: &str) -> Option<bool> {
        let node = self.node(path)?;
        let flag = match &node.data {
            Data::Scalar(value) => value.as_bool(),
            _ => None,
        };
        if flag.is_none() {
            self.wrong(path, node, "true or false");
        }
        flag
    }

    /// A whole number in a range.
    pub(super) fn number(&mut self, path: &str, range: RangeInclusive<i64>) -> Option<usize> {
        let node = self.node(path)?;
        let number =
            int_of(node).filter(|number| range.contains(number)).and_then(|number| usize::try_from(number).ok());
        if number.is_none() {
            self.wrong(path, node, &format!("a whole number from {} to {}", range.start(), range.end()));
        }
        number
    }

    /// A size in bytes: a whole number, or one with a unit.
    pub(super) fn size(&mut self, path: &str) -> Option<u64> {
        let node = self.node(path)?;
        let number = int_of(node).and_then(|number| u64::try_from(number).ok());
        let size = number.or_else(|| byte_size::parse(&text_of(node)?));
        if size.is_none() {
            let message = format!("`{path}` must be a size");
            let hint = format!("for example `500 KB` or `1.5 MiB`; units are {}", byte_size::units());
            self.error(node, "config-value", message, Some(hint));
        }
        size
    }

    /// One of some words.
    pub(super) fn choice(&mut self, path: &str, words: &[&'static str]) -> Option<&'static str> {
        let node = self.node(path)?;
        let text = text_of(node).unwrap_or_default();
        let chosen = words.iter().find(|word| **word == text).copied();
        if chosen.is_none() {
            let names: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            let hint = nearest(&text, words.iter().copied()).map(|word| format!("did you mean `{word}`?"));
            self.error(node, "config-value", format!("`{path}` must be one of {}", names.join(", ")), hint);
        }
        chosen
    }

    /// A list of texts; one text is a list of one.
    pub(super) fn texts(&mut self, path: &str) -> Option<Vec<String>> {
        let node = self.node(path)?;
        let texts = match &node.data {
            Data::List(items) => items.iter().map(text_of).collect(),
            _ => text_of(node).map(|text| vec![text]),
        };
        if texts.is_none() {
            self.wrong(path, node, "a list of texts");
        }
        texts
    }

    /// The entries of a table.
    pub(super) fn table(&mut self, path: &str) -> Option<&'a [Entry]> {
        let node = self.node(path)?;
        let entries = node.as_table();
        if entries.is_none() {
            self.wrong(path, node, "a table");
        }
        entries
    }

    /// A table as free values.
    pub(super) fn map(&mut self, path: &str) -> Map {
        self.table(path).map(to_map).unwrap_or_default()
    }

    /// Warns of keys that nobody knows, and notes those that have no effect here.
    pub(super) fn check_keys(&mut self) {
        let top = self.root.as_table().unwrap_or_default();
        self.check_table("", top);
        for table in
            ["site", "build", "content", "features", "pagination", "external_refs", "assets", "assets.budget", "images"]
        {
            if let Some(entries) = self.table(table) {
                self.check_table(table, entries);
            }
        }
    }

    fn check_table(&mut self, table: &str, entries: &[Entry]) {
        for entry in entries {
            let path = if table.is_empty() { entry.key.clone() } else { format!("{table}.{}", entry.key) };
            match use_of(&path) {
                Some(Use::Read | Use::Free) => {}
                Some(Use::Inert) => {
                    let message = format!("`{path}` is a setting of the Python generator that has no effect here");
                    self.push(Diagnostic::note("inert-config-key", message), entry.value.file, entry.key_span.clone());
                }
                None => {
                    let flat = FLAT.iter().map(|(key, ..)| *key).filter(|_| table.is_empty());
                    self.unknown_key(&path, &entry.key, names_in(table).chain(flat), entry);
                }
            }
        }
    }

    /// Warns of an unknown key.
    pub(super) fn unknown_key<'n>(
        &mut self,
        path: &str,
        key: &str,
        known: impl IntoIterator<Item = &'n str>,
        entry: &Entry,
    ) {
        let diagnostic = Diagnostic::warning("unknown-config-key", format!("unknown configuration key `{path}`"))
            .did_you_mean(nearest(key, known));
        self.push(diagnostic, entry.value.file, entry.key_span.clone());
    }
}

/// Text, or a number or truth value as text.
pub(super) fn text_of(node: &Node) -> Option<String> {
    match &node.data {
        Data::Scalar(value) => value.to_text(),
        _ => None,
    }
}

/// A whole number.
pub(super) fn int_of(node: &Node) -> Option<i64> {
    match &node.data {
        Data::Scalar(value) => value.as_int(),
        _ => None,
    }
}
