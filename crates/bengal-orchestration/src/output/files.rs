//! The files of a large site: their paths stand one behind the other, so that each takes little more than its text.

use super::OutputFile;
use bengal_core::keyed::KeyedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rayon::prelude::*;
use std::hash::BuildHasher;

/// Files with their paths relative to the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Listed {
    /// All paths.
    paths: String,
    /// Where each path ends.
    ends: Vec<usize>,
    files: Vec<OutputFile>,
}

impl Listed {
    fn path(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.paths[start..self.ends[at]]
    }

    fn push(&mut self, path: &str, file: OutputFile) {
        self.paths.push_str(path);
        self.ends.push(self.paths.len());
        self.files.push(file);
    }

    /// The same files, in the order of their paths.
    fn sorted(&self) -> Self {
        let mut order: Vec<u32> = (0..self.files.len() as u32).collect();
        // They mostly come in order, and sorting notices that.
        order.sort_by(|a, b| self.path(*a as usize).cmp(self.path(*b as usize)));
        let mut sorted = Self {
            paths: String::with_capacity(self.paths.len()),
            ends: Vec::with_capacity(self.ends.len()),
            files: Vec::with_capacity(self.files.len()),
        };
        order.into_iter().for_each(|at| sorted.push(self.path(at as usize), self.files[at as usize]));
        sorted
    }
}

/// Files in the order of their paths, each path once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OutputFiles(Listed);

impl OutputFiles {
    pub(crate) fn len(&self) -> usize {
        self.0.files.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.files.is_empty()
    }

    /// The file at a path. Logarithmic.
    pub(crate) fn get(&self, path: &str) -> Option<&OutputFile> {
        let at = self.first_from(path);
        (at < self.len() && self.0.path(at) == path).then(|| &self.0.files[at])
    }

    pub(crate) fn contains_key(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// The paths that begin with this text.
    pub(crate) fn starting_with(&self, text: &str) -> impl Iterator<Item = &str> {
        let paths = (self.first_from(text)..self.len()).map(|at| self.0.path(at));
        paths.take_while(move |path| path.starts_with(text))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.len()).map(|at| self.0.path(at))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &OutputFile> {
        self.0.files.iter()
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut OutputFile> {
        self.0.files.iter_mut()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &OutputFile)> + Clone {
        self.keys().zip(&self.0.files)
    }

    pub(crate) fn par_iter(&self) -> impl ParallelIterator<Item = (&str, &OutputFile)> {
        self.0.files.par_iter().enumerate().map(|(at, file)| (self.0.path(at), file))
    }

    /// The first place whose path is not before this one.
    fn first_from(&self, path: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.0.path(middle) < path {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }
}

/// Of two files with one path the later counts.
impl<P: AsRef<str>> FromIterator<(P, OutputFile)> for OutputFiles {
    fn from_iter<I: IntoIterator<Item = (P, OutputFile)>>(files: I) -> Self {
        let mut listed = Listed::default();
        let mut rises = true;
        for (path, file) in files {
            let path = path.as_ref();
            rises &= listed.files.len().checked_sub(1).is_none_or(|last| listed.path(last) < path);
            listed.push(path, file);
        }
        if rises {
            return Self(listed);
        }
        // Our own records are in order. Whoever made these others, each path counts once.
        let mut work = FilesInWork::default();
        (0..listed.files.len()).for_each(|at| work.insert(listed.path(at), listed.files[at]));
        work.finished()
    }
}

impl<P: AsRef<str>, const N: usize> From<[(P, OutputFile); N]> for OutputFiles {
    fn from(files: [(P, OutputFile); N]) -> Self {
        files.into_iter().collect()
    }
}

/// Files as they come, found by their paths.
#[derive(Clone, Debug, Default)]
pub(super) struct FilesInWork {
    listed: Listed,
    /// Places by the hashes of paths.
    places: HashTable<u32>,
    /// Another one in each process: nobody can write paths that all have one hash.
    hasher: KeyedState,
}

impl FilesInWork {
    pub(super) fn get(&self, path: &str) -> Option<&OutputFile> {
        let is_this = |at: &u32| self.listed.path(*at as usize) == path;
        self.places.find(self.hasher.hash_one(path), is_this).map(|at| &self.listed.files[*at as usize])
    }

    /// Makes room for so many more files, whose paths have so many bytes. A large table that grows is in memory twice.
    pub(super) fn reserve(&mut self, files: usize, bytes: usize) {
        let Self { listed, places, hasher } = self;
        places.reserve(files, |at| hasher.hash_one(listed.path(*at as usize)));
        listed.paths.reserve(bytes);
        listed.ends.reserve(files);
        listed.files.reserve(files);
    }

    /// Notes a file. One that is known gets this content.
    pub(super) fn insert(&mut self, path: &str, file: OutputFile) {
        let Self { listed, places, hasher } = self;
        let is_this = |at: &u32| listed.path(*at as usize) == path;
        let hash_of = |at: &u32| hasher.hash_one(listed.path(*at as usize));
        match places.entry(hasher.hash_one(path), is_this, hash_of) {
            Entry::Occupied(at) => listed.files[*at.get() as usize] = file,
            Entry::Vacant(entry) => {
                entry.insert(listed.files.len() as u32);
                listed.push(path, file);
            }
        }
    }

    /// The files in the order of their paths.
    pub(super) fn finished(&self) -> OutputFiles {
        OutputFiles(self.listed.sorted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_core::HalfDigest;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn file(content: u8) -> OutputFile {
        OutputFile { digest: HalfDigest::of(&[content]), stamp: None }
    }

    /// A site has a hundred thousand of them.
    #[test]
    fn a_file_takes_little_room() {
        assert!(size_of::<OutputFile>() <= 56, "{} bytes", size_of::<OutputFile>());
    }

    proptest! {
        #[test]
        fn files_are_those_of_a_sorted_map(files in prop::collection::vec(("[ab/]{0,3}", any::<u8>()), 0..12), wanted in "[ab/]{0,3}") {
            let files: Vec<(String, OutputFile)> = files.into_iter().map(|(path, content)| (path, file(content))).collect();
            let map: BTreeMap<String, OutputFile> = files.iter().cloned().collect();
            let mut work = FilesInWork::default();
            files.iter().for_each(|(path, file)| work.insert(path, *file));
            let packed: OutputFiles = files.into_iter().collect();
            prop_assert_eq!(&work.finished(), &packed);
            prop_assert!(packed.iter().eq(map.iter().map(|(path, file)| (path.as_str(), file))));
            prop_assert_eq!((packed.get(&wanted), work.get(&wanted)), (map.get(&wanted), map.get(&wanted)));
            let below = map.keys().filter(|path| path.starts_with(&wanted));
            prop_assert!(packed.starting_with(&wanted).eq(below));
        }
    }
}
