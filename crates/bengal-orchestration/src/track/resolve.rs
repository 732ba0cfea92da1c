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
use url::Url;

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
    /// The URL of the tree's root, where it was given.
    root: Option<Url>,
    patterns: &'p Patterns,
}

/// What the files of one folder refer to, as far as they share it: most of their URLs are the same.
#[derive(Debug)]
pub(super) struct FolderCache {
    folder: String,
    /// By the text and the use, each with the round in which it was noted.
    known: Vec<(u32, Target, TextId)>,
    /// The round under way: forgetting everything begins another, and costs nothing.
    round: u32,
}

/// What a URL is looked up for: which file is meant depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Link,
    Frame,
    Asset,
}

impl Use {
    const COUNT: usize = 3;

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
        Self { folder: String::new(), known: Vec::with_capacity(2048 * Use::COUNT), round: 1 }
    }

    /// Forgets everything: the ids of another portion are others.
    pub(super) fn clear(&mut self) {
        self.round += 1;
    }

    /// Forgets what is known where a file is in another folder than the one before.
    fn enter(&mut self, folder: &str) {
        if self.folder != folder {
            self.clear();
            folder.clone_into(&mut self.folder);
        }
    }

    fn get(&self, text: TextId, usage: Use) -> Option<(Target, TextId)> {
        let (round, target, name) = *self.known.get(Self::index(text, usage))?;
        (round == self.round).then_some((target, name))
    }

    fn put(&mut self, text: TextId, usage: Use, (target, name): (Target, TextId)) {
        let index = Self::index(text, usage);
        if self.known.len() <= index {
            self.known.resize(index + 1, (0, Target::Untracked, text));
        }
        self.known[index] = (self.round, target, name);
    }

    fn index(text: TextId, usage: Use) -> usize {
        text.0 as usize * Use::COUNT + usage as usize
    }
}

impl<'p> Resolving<'p> {
    pub(super) fn new(base_url: Option<&str>, patterns: &'p Patterns) -> Result<Self, TrackError> {
        let Some(given) = base_url else { return Ok(Self { resolver: Resolver::default(), root: None, patterns }) };
        let malformed = || TrackError::BaseUrl { url: given.to_owned() };
        let mut root = Url::parse(given).map_err(|_| malformed())?;
        if !matches!(root.scheme(), "http" | "https") || !root.has_host() {
            return Err(malformed());
        }
        root.set_query(None);
        root.set_fragment(None);
        if !root.path().ends_with('/') {
            root.set_path(&format!("{}/", root.path()));
        }
        Ok(Self { resolver: Resolver::for_published(&root), root: Some(root), patterns })
    }

    /// The URL of the tree's root, where it was given.
    pub(super) fn base_url(&self) -> Option<String> {
        self.root.as_ref().map(|root| root.as_str().to_owned())
    }

    /// Resolves the references of the file that was added to the portion last. The cache is that of the portion.
    pub(super) fn resolve(&self, file: PortionFile, portion: &mut Portion, cache: &mut FolderCache, table: &FileTable) {
        let tracked = table.get(file.id);
        let path = &*tracked.path;
        cache.enter(tracked.folder_and_name().0);
        let mut base = None;
        for at in portion.last_file() {
            let Some(&mut Reference { url: written, kind, .. }) = portion.reference_mut(at) else { break };
            let usage = Use::of(kind);
            let url = portion.text(written);
            // A query alone is resolved against the file, not its folder.
            let is_shared = file.base.is_none() && !url.starts_with('?');
            let known = if is_shared { cache.get(written, usage) } else { None };
            let (target, name) = match known {
                Some(known) => known,
                None => {
                    let base = base.get_or_insert_with(|| self.base_of(path, file.base.map(|href| portion.text(href))));
                    let (target, name) = self.target(base, url, usage, table);
                    let name = name.map_or(written, |name| portion.intern(&name));
                    if is_shared {
                        cache.put(written, usage, (target, name));
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
        let path = encode_path(path);
        match &self.root {
            // Nearly all references are plain paths, which need no URL parser.
            None => self.resolver.base_of(&format!("/{path}"), base_href),
            // An empty `href` is the page itself, parsed.
            Some(root) => self.resolver.base_of(&format!("{root}{path}"), Some(base_href.unwrap_or_default())),
        }
    }

    /// What a reference leads to, and what was looked for where that is no file.
    fn target(&self, base: &Base, url: &str, usage: Use, table: &FileTable) -> (Target, Option<String>) {
        let is_link = usage == Use::Link;
        if is_link && self.root.is_none() && url.starts_with("https://") {
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
            Some(rest) if self.root.is_none() && written.starts_with("//") => rest.to_owned(),
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
