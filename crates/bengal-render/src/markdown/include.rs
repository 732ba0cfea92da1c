//! `:::{include}`: the text of other files of the site.

use super::directive::Directive;
use super::report::Problem;
use super::source::SourceText;
use super::writer::Writer;
use crate::{Read, ReadLog};
use bengal_core::Diagnostic;
use bengal_core::fs::{FileKind, SiteFiles};
use bengal_core::url;
use camino::Utf8Path;
use std::io::ErrorKind;
use std::sync::Arc;

/// How deep files may include files.
const MAX_DEPTH: usize = 10;

/// The longest file that can be included, in bytes.
pub(super) const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// All that one page includes is at most this long, in bytes.
const MAX_TOTAL_BYTES: usize = 8 * 1024 * 1024;

/// One page includes at most this many files, repetitions counted.
const MAX_FILES: usize = 2000;

/// A part of a text that is being read.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) text: usize,
    pub(super) at: usize,
    pub(super) end: usize,
    /// What stands before each of its lines: the indentation of the list item in which it is included.
    pub(super) prefix: String,
    /// How many directives are open around it.
    pub(super) open: usize,
    /// For the lines of a block quote: for each quote around them, outermost first, the columns that lose what is before its `>`.
    pub(super) quotes: Vec<usize>,
    /// What the columns of open list items were where the quote starts.
    pub(super) lists: Vec<usize>,
}

impl Input {
    pub(super) fn whole(text: usize, at: usize, end: usize) -> Self {
        Self { text, at, end, prefix: String::new(), open: 0, quotes: Vec::new(), lists: Vec::new() }
    }
}

/// Where includes are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct IncludeFiles<'a> {
    pub(super) files: &'a SiteFiles,
    /// The folder of the content, relative to the site's folder.
    pub(super) content: &'a str,
    pub(super) reads: &'a ReadLog,
}

/// Opens included files, and refuses what would not end.
pub(super) struct Includer<'a> {
    files: IncludeFiles<'a>,
    /// The texts that are being read, outermost first.
    stack: Vec<usize>,
    bytes: usize,
    count: usize,
}

impl<'a> Includer<'a> {
    pub(super) fn new(files: IncludeFiles<'a>) -> Self {
        Self { files, stack: vec![0], bytes: 0, count: 0 }
    }

    /// The innermost text ends.
    pub(super) fn leave(&mut self) {
        self.stack.pop();
    }

    /// The file that a directive asks for, or what is wrong with it.
    pub(super) fn enter(
        &mut self,
        directive: &Directive,
        texts: &mut Vec<SourceText>,
        may_suggest: bool,
    ) -> Result<Input, Problem> {
        if self.stack.len() > MAX_DEPTH {
            return Err(
                Diagnostic::error("include-depth", format!("files include files deeper than {MAX_DEPTH}")).into()
            );
        }
        self.count += 1;
        if self.count > MAX_FILES {
            return Err(too_much());
        }
        let folder = self.stack.last().and_then(|at| texts.get(*at)).map_or("", |text| text.folder());
        let path = find(self.files, folder, texts.first(), &directive.title, may_suggest)?;
        let known = texts.iter().position(|text| text.path == path);
        if let Some(cycle) = known.filter(|at| self.stack.contains(at)) {
            let mut names: Vec<&str> = self
                .stack
                .iter()
                .skip_while(|at| **at != cycle)
                .filter_map(|at| Some(texts.get(*at)?.path.as_str()))
                .collect();
            names.push(path.as_str());
            let message = format!("`{}` includes itself", directive.title);
            return Err(Diagnostic::error("include-cycle", message)
                .hint(format!("the circle is {}", names.join(" → ")))
                .into());
        }
        let text = match known {
            Some(at) => at,
            None => {
                let text = read(self.files.files, &path)?;
                texts.push(SourceText::new(path.into(), text));
                texts.len() - 1
            }
        };
        let content = texts.get(text).map(|text| Arc::clone(&text.text)).unwrap_or_default();
        let (start, end) = line_range(directive, &content)?;
        self.bytes += end - start;
        if self.bytes > MAX_TOTAL_BYTES {
            return Err(too_much());
        }
        self.stack.push(text);
        Ok(Input::whole(text, start, end))
    }
}

fn too_much() -> Problem {
    let limit = format!("at most {MAX_FILES} files and {} MiB", MAX_TOTAL_BYTES / 1024 / 1024);
    Diagnostic::error("include-size", "this page includes too much").hint(limit).into()
}

/// Finds the file that a directive which is being written means.
pub(super) fn find_for(writer: &mut Writer<'_>, directive: &Directive, written: &str) -> Result<String, Problem> {
    let folder = writer.folder_of(&directive.place);
    let may_suggest = writer.report.may_suggest();
    find(writer.markdown.include_files(writer.reads), &folder, writer.texts.first(), written, may_suggest)
}

/// Finds the file that an include means: beside the file in which it is written, then beside the page, then in the content folder.
/// The path is relative to the site's folder.
///
/// # Errors
/// The problem, without a place: no such file, outside of the site, or a symbolic link.
pub(super) fn find(
    from: IncludeFiles<'_>,
    folder: &str,
    page: Option<&SourceText>,
    written: &str,
    may_suggest: bool,
) -> Result<String, Problem> {
    let written = written.trim();
    if written.is_empty() {
        return Err(Diagnostic::error("missing-include", "the include names no file").into());
    }
    let IncludeFiles { files, content, reads } = from;
    let page_folder = page.map_or("", |page| page.folder());
    let mut inside = false;
    for base in [folder, page_folder, content, ""] {
        let Some(path) = url::join(base, written) else { continue };
        inside = true;
        reads.record(Read::File(path.clone()));
        match link_free(files, &path) {
            Ok(true) => return Ok(path),
            Ok(false) => {}
            Err(problem) => return Err(problem),
        }
    }
    if !inside {
        let message = format!("`{written}` is outside of the site");
        return Err(Diagnostic::error("include-outside", message).into());
    }
    let nearby = may_suggest
        .then(|| [page_folder, content].into_iter().find_map(|folder| nearest_file(files, reads, folder, written)));
    let nearby = nearby.flatten();
    Err(Diagnostic::error("missing-include", format!("no file `{written}` to include"))
        .did_you_mean(nearby.as_deref())
        .hint("paths are relative to the page's folder or to the content folder")
        .into())
}

/// Whether a regular file is at a path of the site that has no symbolic link on its way.
fn link_free(files: &SiteFiles, path: &str) -> Result<bool, Problem> {
    let mut so_far = String::new();
    for part in path.split('/') {
        if !so_far.is_empty() {
            so_far.push('/');
        }
        so_far.push_str(part);
        match files.fs().metadata(&files.absolute(&so_far)) {
            Ok(metadata) if metadata.kind == FileKind::Symlink => {
                let message = format!("`{path}` is reached through the symbolic link `{so_far}`");
                return Err(Diagnostic::error("include-symlink", message).hint("include the file itself").into());
            }
            Ok(metadata) if so_far.len() == path.len() => return Ok(metadata.kind == FileKind::File),
            Ok(_) => {}
            Err(_) => return Ok(false),
        }
    }
    Ok(false)
}

/// What an include finds at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileState {
    /// No file.
    Missing,
    /// Something that is reached through a symbolic link only.
    BehindLink,
    /// A file that is too long to be included.
    TooLong,
    /// A file.
    File,
}

/// What an include finds at a path of the site.
pub(crate) fn state_of_file(files: &SiteFiles, path: &str) -> FileState {
    match link_free(files, path) {
        Err(_) => FileState::BehindLink,
        Ok(false) => FileState::Missing,
        Ok(true) if length(files, path) > MAX_FILE_BYTES => FileState::TooLong,
        Ok(true) => FileState::File,
    }
}

fn length(files: &SiteFiles, path: &str) -> u64 {
    files.fs().metadata(&files.absolute(path)).map_or(0, |metadata| metadata.len)
}

/// The text of a file, if it is not too long and is UTF-8.
///
/// # Errors
/// The problem, without a place.
pub(super) fn read(files: &SiteFiles, path: &str) -> Result<Arc<str>, Problem> {
    let size = length(files, path);
    if size > MAX_FILE_BYTES {
        let message = format!("`{path}` is too long to include: {size} bytes");
        return Err(Diagnostic::error("include-size", message).hint(format!("at most {MAX_FILE_BYTES} bytes")).into());
    }
    files.read_text(path).map(Arc::from).map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
            _ => error.to_string(),
        };
        Diagnostic::error("unreadable-include", format!("cannot read `{path}`: {reason}")).into()
    })
}

/// The names of the files in a folder of the site, in order; none where there is no such folder.
pub(crate) fn names_of_files(files: &SiteFiles, folder: &Utf8Path) -> Vec<String> {
    let entries = files.fs().read_dir(&files.absolute(folder)).unwrap_or_default();
    entries.into_iter().filter(|entry| entry.kind == FileKind::File).map(|entry| entry.name).collect()
}

fn nearest_file(files: &SiteFiles, reads: &ReadLog, folder: &str, written: &str) -> Option<String> {
    let path = url::join(folder, written)?;
    let path = Utf8Path::new(&path);
    let folder = path.parent()?;
    reads.record(Read::Site(format!("names.in.{folder}")));
    let names = names_of_files(files, folder);
    let name = bengal_core::suggest::nearest(path.file_name()?, names.iter().map(String::as_str))?;
    Some(match written.rsplit_once('/') {
        Some((before, _)) => format!("{before}/{name}"),
        None => name.to_owned(),
    })
}

/// The bytes of the lines from `:start-line:` to `:end-line:`, both counted from 1 and included.
///
/// # Errors
/// An option that is no number, without a place.
pub(super) fn line_range(directive: &Directive, text: &str) -> Result<(usize, usize), Problem> {
    let number = |key: &str| match directive.text(key) {
        None => Ok(None),
        Some(value) => value.parse::<usize>().map(Some).map_err(|_| {
            let message = format!("`{}` must be a line number, not `{value}`", key.replace('_', "-"));
            Problem::from(Diagnostic::error("bad-directive-option", message))
        }),
    };
    let first = number("start_line")?.unwrap_or(1).max(1);
    let last = number("end_line")?.unwrap_or(usize::MAX);
    let (mut start, mut end) = (text.len(), text.len());
    let mut line_start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let line_end = line_start + line.len();
        if index + 1 == first {
            start = line_start;
        }
        if index + 1 == last {
            end = line_end;
            break;
        }
        line_start = line_end;
    }
    Ok((start.min(end), end))
}
