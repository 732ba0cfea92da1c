//! From references to files.

use super::files::{FileId, FileTable};
use super::options::TrackError;
use super::patterns::Patterns;
use super::references::{Reference, References, Target, TextId};
use bengal_assets::{Base, Destination, Resolver};
use bengal_core::url::encode_path;
use bengal_html::Kind;
use rustc_hash::FxHashMap;
use url::Url;

/// The root of the tree where no base URL is given; `.invalid` is never a host (RFC 2606).
const HERE: &str = "http://site.invalid/";

/// Files that people link to in order to get them. A link to anything else that is not there may be to a page whose URL
/// the server makes up.
const DOWNLOADS: [&str; 42] = [
    "7z", "avif", "bz2", "css", "csv", "deb", "dmg", "doc", "docx", "epub", "exe", "flac", "gif", "gz", "ico", "jpeg",
    "jpg", "js", "json", "mjs", "mov", "mp3", "mp4", "odt", "ogg", "pdf", "png", "ppt", "pptx", "svg", "tar", "tgz",
    "ttf", "txt", "wav", "webm", "webp", "woff", "woff2", "xlsx", "xz", "zip",
];

pub(super) struct Resolving<'p> {
    resolver: Resolver,
    root: Url,
    is_published: bool,
    patterns: &'p Patterns,
    folders: FxHashMap<Box<str>, u32>,
    /// By folder of the referring file, URL, and whether it is a link: files of one folder share most of their URLs.
    known: FxHashMap<(u32, TextId, bool), (Target, TextId)>,
}

impl<'p> Resolving<'p> {
    pub(super) fn new(base_url: Option<&str>, patterns: &'p Patterns) -> Result<Self, TrackError> {
        let malformed = |url: &str| TrackError::BaseUrl { url: url.to_owned() };
        let (root, resolver) = match base_url {
            None => (Url::parse(HERE).map_err(|_| malformed(HERE))?, Resolver::default()),
            Some(given) => {
                let mut root = Url::parse(given).map_err(|_| malformed(given))?;
                if !matches!(root.scheme(), "http" | "https") || !root.has_host() {
                    return Err(malformed(given));
                }
                root.set_query(None);
                root.set_fragment(None);
                if !root.path().ends_with('/') {
                    root.set_path(&format!("{}/", root.path()));
                }
                let resolver = Resolver::for_published(&root);
                (root, resolver)
            }
        };
        Ok(Self {
            resolver,
            root,
            is_published: base_url.is_some(),
            patterns,
            folders: FxHashMap::default(),
            known: FxHashMap::default(),
        })
    }

    /// The URL of the tree's root, where it was given.
    pub(super) fn base_url(&self) -> Option<String> {
        self.is_published.then(|| self.root.as_str().to_owned())
    }

    /// Resolves what was not yet.
    pub(super) fn resolve_all(&mut self, table: &FileTable, references: &mut References) {
        for file in references.take_unresolved() {
            self.resolve_file(file, table, references);
        }
    }

    fn resolve_file(&mut self, file: FileId, table: &FileTable, references: &mut References) {
        let path = &*table.get(file).path;
        let folder = self.folder_of(path);
        let base_href = references.base_of(file);
        let mut base = None;
        for index in 0..references.of(file).len() {
            let Some(reference) = references.of(file).get(index).copied() else { break };
            let url = references.text(reference.url);
            // A query alone is resolved against the file, not its folder.
            let is_shared = base_href.is_none() && !url.starts_with('?');
            let key = (folder, reference.url, reference.kind == Kind::Anchor);
            let known = is_shared.then(|| self.known.get(&key).copied()).flatten();
            let (target, name) = match known {
                Some(known) => known,
                None => {
                    let base = base.get_or_insert_with(|| self.base_of(path, base_href.map(|id| references.text(id))));
                    let (target, name) = self.target(base, url, reference, table);
                    let name = name.map_or(reference.url, |name| references.intern(&name));
                    if is_shared {
                        self.known.insert(key, (target, name));
                    }
                    (target, name)
                }
            };
            if let Some(reference) = references.of_mut(file).get_mut(index) {
                reference.target = target;
                reference.name = name;
            }
        }
    }

    fn folder_of(&mut self, path: &str) -> u32 {
        let folder = path.rfind('/').map_or("", |slash| &path[..slash]);
        let next = self.folders.len() as u32;
        match self.folders.get(folder) {
            Some(id) => *id,
            None => {
                self.folders.insert(folder.into(), next);
                next
            }
        }
    }

    fn base_of(&self, path: &str, base_href: Option<&str>) -> Base {
        let page = format!("{}{}", self.root, encode_path(path));
        // An empty `href` is the page itself, parsed.
        self.resolver.base_of(&page, Some(base_href.unwrap_or_default()))
    }

    /// What a reference leads to, and what was looked for where that is no file.
    fn target(&self, base: &Base, url: &str, reference: Reference, table: &FileTable) -> (Target, Option<String>) {
        let is_link = reference.kind == Kind::Anchor;
        match self.resolver.destination(base, url) {
            None => (Target::Untracked, None),
            Some(Destination::Elsewhere(_)) if is_link => (Target::Untracked, None),
            Some(Destination::Elsewhere(url)) => (Target::External, Some(url)),
            Some(Destination::Here(path)) => match find(&path, reference.kind, table) {
                Some(file) => (Target::File(file), None),
                None if self.patterns.ignores_within(&path) || (is_link && !is_download(&path)) => {
                    (Target::Untracked, None)
                }
                None => (Target::Missing, Some(path)),
            },
        }
    }
}

/// The file that a server gives for a path.
fn find(path: &str, kind: Kind, table: &FileTable) -> Option<FileId> {
    let index = |folder: &str| table.find(&format!("{folder}index.html"));
    if path.is_empty() || path.ends_with('/') {
        return index(path);
    }
    let document = || match kind {
        Kind::Anchor | Kind::Frame => table.find(&format!("{path}.html")),
        _ => None,
    };
    table.find(path).or_else(|| index(&format!("{path}/"))).or_else(document)
}

fn is_download(path: &str) -> bool {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    extension.is_some_and(|extension| DOWNLOADS.contains(&extension.to_ascii_lowercase().as_str()))
}
