//! From references to files.

use super::files::{FileId, FileTable};
use super::options::TrackError;
use super::patterns::Patterns;
use super::portion::{Portion, PortionFile};
use super::references::{Reference, Target};
use super::texts::TextId;
use bengal_assets::{Base, Destination, Resolver};
use bengal_core::url::encode_path;
use bengal_html::Kind;
use rustc_hash::{FxBuildHasher, FxHashMap};
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

/// Where the tree is published, and what counts.
pub(super) struct Resolving<'p> {
    resolver: Resolver,
    root: Url,
    is_published: bool,
    patterns: &'p Patterns,
}

/// What the files of one folder refer to, as far as they share it: most of their URLs are the same.
#[derive(Debug)]
pub(super) struct FolderCache {
    folder: String,
    known: FxHashMap<(TextId, Use), (Target, TextId)>,
}

/// What a URL is looked up for: which file is meant depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Use {
    Link,
    Frame,
    Asset,
}

impl Use {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Anchor => Self::Link,
            Kind::Frame => Self::Frame,
            _ => Self::Asset,
        }
    }
}

impl FolderCache {
    /// Nothing, with memory for what is usual.
    pub(super) fn new() -> Self {
        let known = FxHashMap::with_capacity_and_hasher(2048, FxBuildHasher);
        Self { folder: String::new(), known }
    }

    /// Forgets everything: the ids of another portion are others.
    pub(super) fn clear(&mut self) {
        self.known.clear();
    }

    /// Forgets what is known where the file at `path` is in another folder than the one before.
    fn enter(&mut self, path: &str) {
        let folder = path.rfind('/').map_or("", |slash| &path[..slash]);
        if self.folder != folder {
            self.known.clear();
            folder.clone_into(&mut self.folder);
        }
    }
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
        Ok(Self { resolver, root, is_published: base_url.is_some(), patterns })
    }

    /// The URL of the tree's root, where it was given.
    pub(super) fn base_url(&self) -> Option<String> {
        self.is_published.then(|| self.root.as_str().to_owned())
    }

    /// Resolves the references of the file that was added to the portion last. The cache is that of the portion.
    pub(super) fn resolve(&self, file: PortionFile, portion: &mut Portion, cache: &mut FolderCache, table: &FileTable) {
        let path = &*table.get(file.id).path;
        cache.enter(path);
        let mut base = None;
        for at in portion.last_file() {
            let Some(&mut Reference { url: written, kind, .. }) = portion.reference_mut(at) else { break };
            let usage = Use::of(kind);
            let url = portion.text(written);
            // A query alone is resolved against the file, not its folder.
            let is_shared = file.base.is_none() && !url.starts_with('?');
            let known = is_shared.then(|| cache.known.get(&(written, usage)).copied()).flatten();
            let (target, name) = match known {
                Some(known) => known,
                None => {
                    let base = base.get_or_insert_with(|| self.base_of(path, file.base.map(|href| portion.text(href))));
                    let (target, name) = self.target(base, url, usage, table);
                    let name = name.map_or(written, |name| portion.intern(&name));
                    if is_shared {
                        cache.known.insert((written, usage), (target, name));
                    }
                    (target, name)
                }
            };
            if let Some(reference) = portion.reference_mut(at) {
                reference.target = target;
                reference.name = name;
            }
        }
    }

    fn base_of(&self, path: &str, base_href: Option<&str>) -> Base {
        if !self.is_published && base_href.is_none() {
            // Nearly all references are plain paths, which need no URL parser.
            return Base::Page(format!("/{}", encode_path(path)));
        }
        let page = format!("{}{}", self.root, encode_path(path));
        // An empty `href` is the page itself, parsed.
        self.resolver.base_of(&page, Some(base_href.unwrap_or_default()))
    }

    /// What a reference leads to, and what was looked for where that is no file.
    fn target(&self, base: &Base, url: &str, usage: Use, table: &FileTable) -> (Target, Option<String>) {
        let is_link = usage == Use::Link;
        if is_link && !self.is_published && url.starts_with("https://") {
            // Another host, or no URL; there are many, and each is parsed for nothing.
            return (Target::Untracked, None);
        }
        match self.resolver.destination(base, url) {
            None => (Target::Untracked, None),
            Some(Destination::Elsewhere(_)) if is_link => (Target::Untracked, None),
            Some(Destination::Elsewhere(absolute)) => (Target::External, Some(self.as_meant(absolute, url))),
            Some(Destination::Here(path)) => match find(&path, usage, table) {
                Some(file) => (Target::File(file), None),
                None if self.patterns.ignores_within(&path) || (is_link && !is_download(&path)) => {
                    (Target::Untracked, None)
                }
                None => (Target::Missing, Some(path)),
            },
        }
    }
}

impl Resolving<'_> {
    /// The URL elsewhere without the scheme where the reference has none, and the tree has none to give.
    fn as_meant(&self, absolute: String, written: &str) -> String {
        match absolute.strip_prefix("http:") {
            Some(rest) if !self.is_published && written.starts_with("//") => rest.to_owned(),
            _ => absolute,
        }
    }
}

/// The file that a server gives for a path.
fn find(path: &str, usage: Use, table: &FileTable) -> Option<FileId> {
    let index = |folder: &str| table.find(&format!("{folder}index.html"));
    if path.is_empty() || path.ends_with('/') {
        return index(path);
    }
    let document = || match usage {
        Use::Link | Use::Frame => table.find(&format!("{path}.html")),
        Use::Asset => None,
    };
    table.find(path).or_else(|| index(&format!("{path}/"))).or_else(document)
}

fn is_download(path: &str) -> bool {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    extension.is_some_and(|extension| DOWNLOADS.contains(&extension.to_ascii_lowercase().as_str()))
}
