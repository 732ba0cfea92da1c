//! What one worker does with one file.

use super::cache::{Seen, Session};
use super::files::{Role, TrackedFile};
use super::portion::Portion;
use super::{as_warning, unreadable_file};
use bengal_assets::{json_strings, references_in_scripts};
use bengal_core::Diagnostic;
use bengal_core::fs::{FileKind, Folder, Metadata, ReadInto, SiteFiles};
use bengal_html::{Extractor, Kind, Reference, Visited, css};
use std::borrow::Cow;
use std::io;
use std::ops::Range;

/// Larger files are not looked into: no page is, and offsets stay small.
const LARGEST: u64 = 256 << 20;

/// Files of this size are read without asking for more memory: nearly all are smaller.
const ROOM: usize = 1 << 20;

/// What was found out about a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) bytes: u64,
    /// How many bytes were read for it.
    pub(super) bytes_read: u64,
    pub(super) problem: Option<Diagnostic>,
    pub(super) unreadable: bool,
    pub(super) not_utf8: bool,
    pub(super) from_cache: bool,
    /// What the cache needs to know it again.
    pub(super) seen: Option<Seen>,
}

/// Counts over all files.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) bytes_read: u64,
    pub(super) unreadable: usize,
    pub(super) not_utf8: usize,
    pub(super) from_cache: usize,
}

impl Counts {
    pub(super) fn add(&mut self, read: &Read) {
        self.bytes_read += read.bytes_read;
        self.unreadable += usize::from(read.unreadable);
        self.not_utf8 += usize::from(read.not_utf8);
        self.from_cache += usize::from(read.from_cache);
    }
}

/// Reads files of the tree one after the other, with the same memory.
pub(super) struct Reader<'s> {
    site: &'s SiteFiles,
    /// The folder of the file that was read last, with its path.
    folder: Option<(String, Box<dyn Folder + 's>)>,
    buffer: Vec<u8>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(site: &'s SiteFiles) -> Self {
        Self { site, folder: None, buffer: vec![0; ROOM] }
    }

    /// Reads a file as far as its role asks for, of most only the size, and adds its references to a portion, where they
    /// wait for [`Portion::end`]. Returns its text too, if they were found in it and are yet to be
    /// [placed](Portion::place_last_file).
    pub(super) fn read(
        &mut self,
        file: &TrackedFile,
        cache: &Session,
        portion: &mut Portion,
    ) -> (Read, Option<Cow<'_, str>>) {
        match self.try_read(file, cache, portion) {
            Ok(read) => read,
            Err(error) => {
                let problem = Some(unreadable_file(&file.path, &error));
                (Read { problem, unreadable: true, ..Read::default() }, None)
            }
        }
    }

    fn try_read(
        &mut self,
        file: &TrackedFile,
        cache: &Session,
        portion: &mut Portion,
    ) -> io::Result<(Read, Option<Cow<'_, str>>)> {
        let looked_into = file.role != Role::Other;
        let mut metadata = None;
        if !looked_into || cache.is_on() {
            let found = self.size_of(&file.path)?;
            if !looked_into {
                return Ok((Read { bytes: found.len, ..Read::default() }, None));
            }
            if found.len > LARGEST {
                return Ok((too_large(file, found.len), None));
            }
            if let Some(known) = cache.unchanged(file, &found, portion) {
                let problem = known.not_utf8.then(|| not_utf8(file));
                return Ok((Read { bytes: found.len, problem, ..known }, None));
            }
            metadata = Some(found);
        }
        let content = match self.content_of(file)? {
            ReadInto::Whole(content) => content,
            ReadInto::TooLong(bytes) => return Ok((too_large(file, bytes), None)),
        };
        let bytes = content.len() as u64;
        let seen = metadata.map(|metadata| cache.seen(&metadata, content));
        if let Some(known) = seen.as_ref().and_then(|seen| cache.same_content(file, seen, portion)) {
            let problem = known.not_utf8.then(|| not_utf8(file));
            return Ok((Read { bytes, bytes_read: bytes, problem, ..known }, None));
        }
        let text = look_into(file.role, content, portion);
        let not_utf8 = matches!(text, Cow::Owned(_));
        let problem = not_utf8.then(|| self::not_utf8(file));
        Ok((Read { bytes, bytes_read: bytes, problem, not_utf8, seen, ..Read::default() }, Some(text)))
    }

    /// The metadata of the file itself: the walk has found links inside the tree sound.
    fn size_of(&self, path: &str) -> io::Result<Metadata> {
        let site = self.site;
        let metadata = site.fs().metadata(&site.absolute(path))?;
        if metadata.kind == FileKind::Symlink { site.fs().metadata(&site.locate(path)?) } else { Ok(metadata) }
    }

    fn content_of(&mut self, file: &TrackedFile) -> io::Result<ReadInto<'_>> {
        let (folder, name) = file.folder_and_name();
        let opened = self.folder.take().filter(|(opened, _)| opened == folder);
        let open = || (folder.to_owned(), self.site.fs().folder(&self.site.absolute(folder)));
        let (_, folder) = self.folder.insert(opened.unwrap_or_else(open));
        folder.read_into(name, LARGEST, &mut self.buffer)
    }
}

fn too_large(file: &TrackedFile, bytes: u64) -> Read {
    let message = format!("this file has {bytes} bytes, and {LARGEST} are the limit: it is not looked into");
    let problem = Diagnostic::warning("too-large", message).in_file(file.path.as_ref().into());
    Read { bytes, problem: Some(problem), unreadable: true, ..Read::default() }
}

fn not_utf8(file: &TrackedFile) -> Diagnostic {
    let message = "this file is not UTF-8; it was read as a browser reads it";
    as_warning(Diagnostic::warning("not-utf8", message)).in_file(file.path.as_ref().into())
}

/// Adds the references in a file to a portion. Gives the text of the file, which is the content itself if that is UTF-8.
fn look_into<'c>(role: Role, content: &'c [u8], portion: &mut Portion) -> Cow<'c, str> {
    let text = match role {
        Role::Page => bengal_html::decode(content),
        _ => String::from_utf8_lossy(content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content)),
    };
    let mut found = Found { portion, base: None };
    match role {
        Role::Page => {
            if found.html(&text).may_have_typed_scripts {
                for reference in references_in_scripts(&text) {
                    found.add(&reference.url, &reference.span, reference.kind);
                }
            }
        }
        Role::Svg => _ = found.html(&text),
        Role::StyleSheet => css::references(&text).into_iter().for_each(|reference| found.reference(reference)),
        Role::Manifest => json_strings::visit(&text, |string| {
            if let Some(kind) = kind_in_manifest(string.keys) {
                found.add(&string.value, &string.span, kind);
            }
        }),
        Role::Other => {}
    }
    let Found { portion, base } = found;
    // Without references, there is nothing that it is the base of.
    if portion.sort_found()
        && let Some(base) = base
    {
        portion.set_base(&base);
    }
    text
}

/// <https://www.w3.org/TR/appmanifest/#manifest-image-resources>
fn kind_in_manifest(keys: &[String]) -> Option<Kind> {
    let keys: Vec<&str> = keys.iter().take(4).map(String::as_str).collect();
    match *keys.as_slice() {
        ["icons", "src"] | ["shortcuts", "icons", "src"] => Some(Kind::Icon),
        ["screenshots", "src"] => Some(Kind::Image),
        _ => None,
    }
}

/// What is found in one text.
struct Found<'a, 'p> {
    portion: &'p mut Portion,
    base: Option<Cow<'a, str>>,
}

impl<'a> Found<'a, '_> {
    fn html(&mut self, html: &'a str) -> Visited {
        let extractor = Extractor::new().with_anchors(true).without_anchors(is_written_as_page).with_base(true);
        extractor.visit(html, |reference| self.reference(reference))
    }

    fn reference(&mut self, reference: Reference<'a>) {
        match reference.kind {
            Kind::Base => {
                self.base.get_or_insert(reference.url);
            }
            Kind::Anchor if leads_to_a_page(&reference.url) => {}
            kind => self.add(&reference.url, &reference.span, kind),
        }
    }

    fn add(&mut self, url: &str, span: &Range<usize>, kind: Kind) {
        let url = url.trim_ascii();
        if !url.is_empty() && !url.starts_with('#') && !is_content(url) {
            self.portion.find(span.start, url, kind);
        }
    }
}

/// Whether a URL is content itself, and no place: `data:` and its like.
fn is_content(url: &str) -> bool {
    // Nearly all URLs begin with another letter than these schemes.
    if !matches!(url.as_bytes().first().map(u8::to_ascii_lowercase), Some(b'a' | b'b' | b'd' | b'j' | b'm' | b't')) {
        return false;
    }
    ["data:", "blob:", "about:", "javascript:", "mailto:", "tel:"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Whether a link [leads to a page](leads_to_a_page), and is written without anything that has to be decoded to know it.
fn is_written_as_page(written: &str) -> bool {
    if written.starts_with('#') {
        return true;
    }
    let end = memchr::memchr3(b'?', b'#', b'&', written.as_bytes()).unwrap_or(written.len());
    written.as_bytes().get(end) != Some(&b'&') && is_path_of_a_page(&written[..end])
}

/// Whether a link certainly leads to a page, so that it makes no file used that is not used anyway. Most links do, and
/// need no resolving then.
fn leads_to_a_page(url: &str) -> bool {
    let end = memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len());
    is_path_of_a_page(&url[..end])
}

fn is_path_of_a_page(path: &str) -> bool {
    path.ends_with(".html") || path.is_empty() || path.ends_with('/') || path.ends_with(".htm")
}
