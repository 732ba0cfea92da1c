//! The two-way index: which assets a page uses, and which pages use an asset.

use super::id_set::{for_difference, for_intersection, into_set};
use super::interner::Interner;
use super::users::Users;
use super::{Entry, Stats, Tracked};
use std::sync::Arc;

/// Pages and assets with the edges between them, indexed from both sides.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) pages: Interner,
    pub(super) assets: Interner,
    /// By page id.
    pub(super) entries: Vec<PageEntry>,
    /// By asset id.
    pub(super) users: Vec<Users>,
}

#[derive(Debug, Default)]
pub(super) struct PageEntry {
    /// Ids of assets, ascending, each once.
    pub(super) assets: Box<[u32]>,
    pub(super) valid: bool,
}

impl PageEntry {
    pub(super) fn uses(&self, asset: u32) -> bool {
        self.valid && self.assets.binary_search(&asset).is_ok()
    }
}

impl Graph {
    pub(super) fn page(&self, page: &str) -> Option<(u32, &PageEntry)> {
        let id = self.pages.id(page)?;
        Some((id, self.entries.get(id as usize)?))
    }

    /// The ids of some assets as a set, or nothing if one of them is not known.
    pub(super) fn known_assets<'a>(&self, assets: impl Iterator<Item = &'a str>) -> Option<Vec<u32>> {
        let mut ids: Vec<u32> = assets.map(|asset| self.assets.id(asset)).collect::<Option<_>>()?;
        into_set(&mut ids);
        Some(ids)
    }

    /// The ids of some assets as a set; new assets get one.
    pub(super) fn intern_assets<'a>(&mut self, assets: impl Iterator<Item = &'a str>) -> Vec<u32> {
        let mut ids = assets.map(|asset| self.intern_asset(asset)).collect();
        into_set(&mut ids);
        ids
    }

    fn intern_asset(&mut self, asset: &str) -> u32 {
        let id = self.assets.intern(asset).0;
        self.make_room_for_users();
        id
    }

    pub(super) fn intern_shared_asset(&mut self, asset: &Arc<str>) -> u32 {
        let id = self.assets.intern_shared(asset).0;
        self.make_room_for_users();
        id
    }

    fn make_room_for_users(&mut self) {
        if self.users.len() < self.assets.bound() {
            self.users.resize_with(self.assets.bound(), Users::default);
        }
    }

    /// Makes room for so many pages and assets in all.
    pub(super) fn reserve(&mut self, pages: usize, assets: usize) {
        self.pages.reserve(pages);
        self.assets.reserve(assets);
        self.entries.reserve(pages.saturating_sub(self.entries.len()));
        self.users.reserve(assets.saturating_sub(self.users.len()));
    }

    /// Forgets an asset that was interned and is used by no page.
    pub(super) fn release_if_unused(&mut self, asset: u32) {
        if self.users[asset as usize].references == 0 {
            self.users[asset as usize] = Users::default();
            self.assets.release(asset);
        }
    }

    /// Sets what a page uses: ids of this graph as a set.
    pub(super) fn track(&mut self, page: &Arc<str>, assets: &[u32]) -> Tracked {
        let (id, new) = self.pages.intern_shared(page);
        if new {
            if self.entries.len() < self.pages.bound() {
                self.entries.resize_with(self.pages.bound(), PageEntry::default);
            }
            self.replace(id, assets.into());
            return Tracked::Added;
        }
        if *self.entries[id as usize].assets == *assets {
            self.validate(id);
            return Tracked::Unchanged;
        }
        self.replace(id, assets.into());
        Tracked::Changed
    }

    /// Replaces a page's set and makes the page valid.
    fn replace(&mut self, page: u32, assets: Box<[u32]>) {
        let old = std::mem::replace(&mut self.entries[page as usize], PageEntry { assets, valid: true });
        for_difference(&self.entries[page as usize].assets, &old.assets, |asset| {
            self.users[asset as usize].references += 1;
            self.users[asset as usize].pages.push(page);
        });
        if !old.valid {
            for_intersection(&self.entries[page as usize].assets, &old.assets, |asset| {
                self.users[asset as usize].pages.push(page);
            });
        }
        let mut ended = Vec::new();
        for_difference(&old.assets, &self.entries[page as usize].assets, |asset| ended.push(asset));
        self.end_edges(&ended, old.valid);
    }

    /// Ends edges from a page, whose entry does not have them any more.
    fn end_edges(&mut self, assets: &[u32], page_was_valid: bool) {
        for asset in assets.iter().copied() {
            let users = &mut self.users[asset as usize];
            users.references -= 1;
            if page_was_valid {
                users.forget_one(asset, &self.entries);
            }
            self.release_if_unused(asset);
        }
    }

    fn validate(&mut self, page: u32) {
        let entry = &mut self.entries[page as usize];
        if !entry.valid {
            entry.valid = true;
            for asset in &entry.assets {
                self.users[*asset as usize].pages.push(page);
            }
        }
    }

    pub(super) fn invalidate(&mut self, page: &str) -> bool {
        let Some(id) = self.pages.id(page) else { return false };
        if !std::mem::take(&mut self.entries[id as usize].valid) {
            return false;
        }
        for asset in &self.entries[id as usize].assets {
            self.users[*asset as usize].forget_one(*asset, &self.entries);
        }
        true
    }

    pub(super) fn invalidate_all(&mut self) -> usize {
        for users in &mut self.users {
            users.forget_all();
        }
        self.entries.iter_mut().filter_map(|entry| std::mem::take(&mut entry.valid).then_some(())).count()
    }

    pub(super) fn remove(&mut self, page: &str) -> bool {
        let Some(id) = self.pages.id(page) else { return false };
        self.pages.release(id);
        let old = std::mem::take(&mut self.entries[id as usize]);
        self.end_edges(&old.assets, old.valid);
        true
    }

    pub(super) fn rename(&mut self, old: &str, new: &str) -> bool {
        let Some(id) = self.pages.id(old) else { return false };
        if old != new {
            self.remove(new);
            self.pages.rename(id, new);
        }
        true
    }

    /// Names of the valid pages that use an asset, by name.
    pub(super) fn pages_using(&self, asset: &str) -> Vec<Arc<str>> {
        let Some(id) = self.assets.id(asset) else { return Vec::new() };
        let pages = self.users[id as usize].live(id, &self.entries);
        by_name(pages.into_iter().filter_map(|page| self.pages.name(page)).cloned().collect())
    }

    /// Names of some assets, by name.
    pub(super) fn asset_names(&self, assets: impl Iterator<Item = u32>) -> Vec<Arc<str>> {
        by_name(assets.filter_map(|asset| self.assets.name(asset)).cloned().collect())
    }

    /// Ids of the assets that valid pages use, ascending.
    pub(super) fn used_assets(&self) -> impl Iterator<Item = u32> {
        self.users.iter().zip(0..).filter(|(users, _)| users.valid() > 0).map(|(_, id)| id)
    }

    /// Every page with its assets, both by name.
    pub(super) fn sorted_entries(&self) -> Vec<Entry> {
        let entry = |(name, id): (&Arc<str>, u32)| {
            let PageEntry { assets, valid } = &self.entries[id as usize];
            Entry { page: Arc::clone(name), assets: self.asset_names(assets.iter().copied()), valid: *valid }
        };
        self.pages.sorted().into_iter().map(entry).collect()
    }

    pub(super) fn stats(&self) -> Stats {
        let valid_pages = self.entries.iter().filter(|entry| entry.valid).count();
        Stats {
            valid_pages,
            invalid_pages: self.pages.len() - valid_pages,
            unique_assets: self.used_assets().count(),
            edges: self.users.iter().map(Users::valid).sum(),
            memory_bytes: self.heap_bytes(),
        }
    }

    fn heap_bytes(&self) -> usize {
        let sets: usize = self.entries.iter().map(|entry| size_of_val(&*entry.assets)).sum();
        let users: usize = self.users.iter().map(|users| users.pages.capacity() * size_of::<u32>()).sum();
        self.pages.heap_bytes()
            + self.assets.heap_bytes()
            + sets
            + users
            + self.entries.capacity() * size_of::<PageEntry>()
            + self.users.capacity() * size_of::<Users>()
    }

    /// Builds the index from sets of ids below the number of assets; the names are distinct.
    pub(super) fn from_parts(pages: Interner, assets: Interner, entries: Vec<PageEntry>) -> Self {
        let mut sizes = vec![(0_u32, 0_usize); assets.bound()];
        for entry in &entries {
            for asset in &entry.assets {
                let (references, valid) = &mut sizes[*asset as usize];
                *references += 1;
                *valid += usize::from(entry.valid);
            }
        }
        let mut users: Vec<Users> =
            sizes.into_iter().map(|(references, valid)| Users::with_sizes(valid, references)).collect();
        for (entry, page) in entries.iter().zip(0..).filter(|(entry, _)| entry.valid) {
            for asset in &entry.assets {
                users[*asset as usize].pages.push(page);
            }
        }
        Self { pages, assets, entries, users }
    }
}

fn by_name(mut names: Vec<Arc<str>>) -> Vec<Arc<str>> {
    names.sort();
    names
}
