//! Assets are linked and named, those that others refer to first.

use crate::cycles::components;
use crate::edit;
use crate::extract::FileReference;
use crate::hashes::Hashes;
use crate::known::Linking;
use crate::load::Loaded;
use crate::name::with_fingerprint;
use crate::publish::Published;
use crate::table::Entry;
use crate::target::{needs_base, published_url};
use bengal_core::Digest;
use bengal_core::fs::SiteFiles;
use bengal_core::keyed::{KeyedMap, KeyedSet};
use bengal_html::Kind;

/// A reference of the published text of an asset.
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) kind: Kind,
    /// The asset that it leads to, by number.
    pub(crate) target: Option<usize>,
    /// Whether it leads to a place of the site.
    pub(crate) is_here: bool,
}

/// An asset with its name.
pub(crate) struct LinkedAsset {
    pub(crate) published: Published,
    pub(crate) entry: Entry,
    /// What the next build need not find out again.
    pub(crate) linkings: Vec<Linking>,
}

/// Links and names all assets, those that others refer to first.
///
/// The fingerprint of an asset is that of its published bytes. Assets that refer to each other in a circle cannot have such a name:
/// theirs is made of the bytes of all of them, with the references within the circle as they were.
pub(crate) fn link_all(
    loaded: &[Loaded],
    links: &[&[Link]],
    is_named: &[bool],
    base_path: &str,
    files: &SiteFiles,
) -> Vec<LinkedAsset> {
    let dependencies = |(from, links): (usize, &&[Link])| -> Vec<usize> {
        let mut targets: Vec<usize> = links.iter().filter_map(|link| link.target).filter(|at| is_named[*at]).collect();
        targets.sort_unstable();
        targets.dedup();
        // What is published as it is waits for nothing.
        if loaded[from].input.verbatim { Vec::new() } else { targets }
    };
    let successors: Vec<Vec<usize>> = links.iter().enumerate().map(dependencies).collect();
    let mut linked: Vec<Option<LinkedAsset>> = loaded.iter().map(|_| None).collect();
    // Entries of assets without a fingerprint are known by name alone.
    let taken: KeyedSet<&str> = loaded.iter().map(|asset| asset.input.logical.as_str()).collect();
    let name = |at: usize, digest: &Digest| -> String {
        let logical = loaded[at].input.logical.as_str();
        let name = is_named[at].then(|| with_fingerprint(logical, digest)).flatten();
        name.filter(|name| !taken.contains(name.as_str())).unwrap_or_else(|| logical.to_owned())
    };
    for component in components(&successors) {
        let is_circle = component.len() > 1 || successors[component[0]].contains(&component[0]);
        let mut names: KeyedMap<usize, String> = KeyedMap::default();
        let mut linkings: KeyedMap<usize, Vec<Linking>> = KeyedMap::default();
        if is_circle {
            let mut hasher_input = Vec::new();
            for at in &component {
                let urls = new_urls(&loaded[*at], links[*at], &linked, &names, base_path);
                let (hashes, _) = link(&loaded[*at], urls, files, linkings.entry(*at).or_default());
                hasher_input.extend_from_slice(hashes.digest.as_bytes());
            }
            let whole = Digest::of(&hasher_input);
            for at in &component {
                let own = [whole.as_bytes().as_slice(), loaded[*at].input.logical.as_bytes()].concat();
                names.insert(*at, name(*at, &Digest::of(&own)));
            }
        }
        let mut done = Vec::with_capacity(component.len());
        for at in &component {
            let asset = &loaded[*at];
            let urls = new_urls(asset, links[*at], &linked, &names, base_path);
            let mut linkings = linkings.remove(at).unwrap_or_default();
            let (hashes, published) = link(asset, urls, files, &mut linkings);
            let path = names.get(at).cloned().unwrap_or_else(|| name(*at, &hashes.digest));
            let entry = Entry::new(&asset.input.logical, path, hashes);
            done.push((*at, LinkedAsset { published, entry, linkings }));
        }
        for (at, asset) in done {
            linked[at] = Some(asset);
        }
    }
    linked.into_iter().flatten().collect()
}

/// Puts URLs into the text of an asset, unless it is known what comes of that. Notes what does.
fn link(
    asset: &Loaded,
    urls: Vec<Option<String>>,
    files: &SiteFiles,
    linkings: &mut Vec<Linking>,
) -> (Hashes, Published) {
    if let Some(hashes) = asset.known.hashes().filter(|_| asset.is_as_it_is()) {
        return (hashes, Published::Source);
    }
    let key = asset.known.linking_key(&urls);
    let (hashes, published) = match asset.known.linking(&key) {
        Some(hashes) => (hashes, Published::Linked(urls)),
        None => {
            let text = asset.published_text(files).unwrap_or_default();
            let linked = linked_text(text, asset.places(files), &urls);
            (Hashes::of(linked.as_bytes()), Published::Held(linked))
        }
    };
    linkings.push(Linking::new(key, &hashes));
    (hashes, published)
}

/// A text with new URLs in the places of its references.
pub(crate) fn linked_text(text: &str, places: &[FileReference], urls: &[Option<String>]) -> String {
    let edits = places.iter().zip(urls).filter_map(|(place, url)| place.edits(text, url.clone()?));
    edit::apply(text, edits.flatten().collect()).0.into_owned()
}

/// The new URL for each reference of an asset that gets one.
fn new_urls(
    asset: &Loaded,
    links: &[Link],
    linked: &[Option<LinkedAsset>],
    names: &KeyedMap<usize, String>,
    base_path: &str,
) -> Vec<Option<String>> {
    if asset.input.verbatim {
        return Vec::new();
    }
    let new_url = |link: &Link| {
        let url = link.url.as_str();
        let known = link.target.and_then(|target| match names.get(&target) {
            Some(name) => Some(published_name(url, name, base_path)),
            None => linked.get(target)?.as_ref().map(|linked| published_url(url, &linked.entry, base_path)),
        });
        let prefixed = || (link.is_here && needs_base(url, base_path)).then(|| format!("{base_path}{url}"));
        known.or_else(prefixed).filter(|new| new != url)
    };
    links.iter().map(new_url).collect()
}

/// The URL of an asset whose name is known before its bytes are.
fn published_name(url: &str, name: &str, base_path: &str) -> String {
    let entry = Entry::new("", name.to_owned(), Hashes::of(b""));
    published_url(url, &entry, base_path)
}
