//! The link table: from logical paths to published files.

use crate::hashes::Hashes;
use crate::name::with_fingerprint;
use bengal_core::Digest;
use bengal_core::keyed::KeyedMap;
use bengal_core::url::encode_path;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// A file that references can lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path in the output folder that references lead to, decoded.
    pub published: String,
    /// The last part of that path, percent-encoded.
    pub(crate) file_name: String,
    /// Whether the published path is not the logical one.
    pub renamed: bool,
    /// Bytes of the published file.
    pub size: u64,
    /// The digest of the published bytes.
    pub digest: Digest,
    /// The value of an `integrity` attribute: `sha384-…`.
    pub integrity: String,
}

impl Entry {
    pub(crate) fn new(logical: &str, published: String, hashes: Hashes) -> Self {
        let name = published.rsplit('/').next().unwrap_or(&published);
        Self {
            file_name: encode_path(name),
            renamed: published != logical,
            published,
            size: hashes.size,
            digest: hashes.digest,
            integrity: hashes.integrity,
        }
    }
}

/// An entry of a [`LinkTable`].
#[derive(Clone, Debug)]
pub enum Found<'t> {
    /// Of an asset that was there from the start.
    Fixed(&'t Entry),
    /// Of one that was [added](LinkTable::add).
    Added(Arc<Entry>),
}

impl Deref for Found<'_> {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        match self {
            Self::Fixed(entry) => entry,
            Self::Added(entry) => entry,
        }
    }
}

/// From logical paths to published files. Complete before the first page is rendered, but for files that are made for pages:
/// these may be [added](Self::add) from any thread, before the page that refers to them is linked.
#[derive(Debug, Default)]
pub struct LinkTable {
    fixed: KeyedMap<String, Entry>,
    added: RwLock<KeyedMap<String, Arc<Entry>>>,
    /// How many were added: without any, nobody waits for the lock.
    additions: AtomicUsize,
    fingerprint: bool,
}

impl LinkTable {
    pub(crate) fn new(fixed: KeyedMap<String, Entry>, fingerprint: bool) -> Self {
        Self { fixed, fingerprint, ..Self::default() }
    }

    /// The file with this logical path.
    pub fn get(&self, logical: &str) -> Option<Found<'_>> {
        if let Some(entry) = self.fixed.get(logical) {
            return Some(Found::Fixed(entry));
        }
        if self.additions.load(Ordering::Acquire) == 0 {
            return None;
        }
        let added = self.added.read().unwrap_or_else(PoisonError::into_inner);
        added.get(logical).cloned().map(Found::Added)
    }

    /// Adds a file that was made for a page, such as an image in another size. Returns where to publish it; writing it is the
    /// caller's business. What is known already stays as it is: the same bytes added twice are one file.
    pub fn add(&self, logical: &str, hashes: Hashes) -> Found<'_> {
        self.get(logical).unwrap_or_else(|| self.insert(logical, self.entry(logical, hashes)))
    }

    /// Adds a file as [`add`](Self::add) does, if it `is_there` at one of the places where it may be published: under its fingerprint, or its plain
    /// name.
    pub fn add_if(&self, logical: &str, hashes: Hashes, is_there: impl FnOnce(&Entry) -> bool) -> Option<Found<'_>> {
        if let Some(entry) = self.get(logical) {
            return Some(entry);
        }
        let entry = self.entry(logical, hashes);
        is_there(&entry).then(|| self.insert(logical, entry))
    }

    fn entry(&self, logical: &str, hashes: Hashes) -> Entry {
        let name = with_fingerprint(logical, &hashes.digest).filter(|_| self.fingerprint);
        Entry::new(logical, name.unwrap_or_else(|| logical.to_owned()), hashes)
    }

    fn insert(&self, logical: &str, entry: Entry) -> Found<'_> {
        let mut added = self.added.write().unwrap_or_else(PoisonError::into_inner);
        let entry = added.entry(logical.to_owned()).or_insert_with(|| Arc::new(entry));
        self.additions.fetch_add(1, Ordering::Release);
        Found::Added(Arc::clone(entry))
    }

    /// Where each logical path leads, and, where asked for, with which `integrity`: what linked files have of this table.
    pub fn addresses(&self, integrity: bool) -> BTreeMap<String, String> {
        let address = |entry: &Entry| match integrity {
            true => format!("{} {}", entry.published, entry.integrity),
            false => entry.published.clone(),
        };
        let fixed = self.fixed.iter().map(|(logical, entry)| (logical.clone(), address(entry)));
        let added = self.added().into_iter().map(|(logical, entry)| (logical, address(&entry)));
        fixed.chain(added).collect()
    }

    /// The files that were added, by logical path, in order.
    pub fn added(&self) -> Vec<(String, Arc<Entry>)> {
        let added = self.added.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = added.iter().map(|(logical, entry)| (logical.clone(), Arc::clone(entry))).collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_can_be_added_while_others_look() {
        let table = LinkTable::new(KeyedMap::default(), true);
        assert!(table.get("a/b c.webp").is_none());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| table.add("a/b c.webp", Hashes::of(b"")).published.clone());
            }
        });
        let entry = table.get("a/b c.webp").unwrap();
        assert_eq!((entry.published.as_str(), entry.renamed), ("a/b c.af1349b9f5f9.webp", true));
        assert_eq!(entry.file_name, "b%20c.af1349b9f5f9.webp");
        assert!(entry.integrity.starts_with("sha384-OLBgp1GsljhM2TJ"));
        assert_eq!(table.added().len(), 1);
    }
}
