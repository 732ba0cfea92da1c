//! The table of the files in the output folders.

use super::lazily::Lazily;
use crate::output::{OutputFile, OutputFiles, OutputRecord};
use bengal_cache::{Cache, CacheError, Loaded, Table};
use bengal_core::fs::Stamp;
use bengal_core::{Digest, HalfDigest};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_bytes::ByteArray;
use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, iter};

/// A change of what is stored is a new schema number.
const TABLE: Table = Table { name: "outputs", schema: 4 };

/// The files of ours in each output folder, by the name of the folder; and the digest of the configuration that they were made with.
#[derive(Debug, Default)]
pub(crate) struct Outputs {
    pub(crate) folders: BTreeMap<String, OutputRecord>,
    pub(crate) config: Option<Digest>,
}

/// The table as it is read; [`store`] writes it.
#[derive(Debug, Default, Deserialize)]
struct Stored {
    config: Option<ByteArray<32>>,
    folders: Vec<StoredFolder>,
}

#[derive(Debug, Deserialize)]
struct StoredFolder {
    name: String,
    files: StoredFiles,
}

/// Files as they are read: each goes to its place at once, so that a large site's are not in memory twice.
#[derive(Debug, Default)]
struct StoredFiles(OutputRecord);

#[derive(Debug, Deserialize)]
struct StoredFile {
    path: String,
    digest: ByteArray<16>,
    stamp: Option<Stamp>,
    adopted: bool,
}

impl Outputs {
    /// The stored table, or an empty one with the reason.
    pub(crate) fn load(cache: &Cache) -> Loaded<Self> {
        let Loaded { value, damage, path } = cache.load_table::<Stored>(&TABLE);
        Loaded { value: Self::from(value), damage, path }
    }

    /// Stores the table.
    pub(crate) fn save(&self, cache: &Cache) -> Result<(), CacheError> {
        cache.save_table(&TABLE, &store(self))
    }
}

impl From<Stored> for Outputs {
    fn from(stored: Stored) -> Self {
        let digest = |bytes: ByteArray<32>| Digest::from_bytes(bytes.into_array());
        let folder = |StoredFolder { name, files: StoredFiles(record) }| (name, record);
        Self { config: stored.config.map(digest), folders: stored.folders.into_iter().map(folder).collect() }
    }
}

impl<'de> Deserialize<'de> for StoredFiles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(FilesVisitor)
    }
}

struct FilesVisitor;

impl<'de> Visitor<'de> for FilesVisitor {
    type Value = StoredFiles;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("files")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut stored: A) -> Result<StoredFiles, A::Error> {
        let mut adopted = BTreeSet::new();
        let mut failure = None;
        let next = || {
            let file = stored.next_element::<StoredFile>().unwrap_or_else(|error| {
                failure = Some(error);
                None
            })?;
            if file.adopted {
                adopted.insert(file.path.clone());
            }
            let digest = HalfDigest::from_bytes(file.digest.into_array());
            Some((file.path, OutputFile { digest, stamp: file.stamp }))
        };
        let files: OutputFiles = iter::from_fn(next).collect();
        failure.map_or(Ok(StoredFiles(OutputRecord { files, adopted })), Err)
    }
}

/// The table as it is stored, file by file. Says what [`Stored`] says.
fn store(outputs: &Outputs) -> impl Serialize {
    (outputs.config.as_ref().map(bytes), Lazily(outputs.folders.iter().map(store_folder)))
}

fn store_folder<'a>((name, record): (&'a String, &'a OutputRecord)) -> impl Serialize + 'a {
    let is_adopted = |path: &str| record.adopted.contains(path);
    let file = move |(path, file): (&'a str, &'a OutputFile)| {
        (path, ByteArray::new(*file.digest.as_bytes()), file.stamp, is_adopted(path))
    };
    (name.as_str(), Lazily(record.files.iter().map(file)))
}

fn bytes(digest: &Digest) -> ByteArray<32> {
    ByteArray::new(*digest.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_cache::table;

    /// Whoever changes what is stored changes these bytes: then the table needs another schema number, and this test another digest.
    #[test]
    fn the_stored_form_is_that_of_its_schema() {
        let file = OutputFile { digest: HalfDigest::from_bytes([7; 16]), stamp: None };
        let record = OutputRecord { files: [("a/index.html", file)].into(), adopted: ["a/index.html".into()].into() };
        let outputs =
            Outputs { config: Some(Digest::from_bytes([1; 32])), folders: [("public".into(), record)].into() };
        let bytes = table::encode(&TABLE, "bengal test", &store(&outputs)).unwrap();
        assert_eq!((TABLE.schema, Digest::of(&bytes).hex(12).as_str()), (4, "5cf5176b0914"));
        let read: Stored = table::decode(&TABLE, "bengal test", &bytes).unwrap();
        assert_eq!(Outputs::from(read).folders, outputs.folders);
    }

    #[test]
    fn no_files_come_back_as_none() {
        let none = Outputs { config: None, folders: [("public".into(), OutputRecord::default())].into() };
        for stored in [Outputs::default(), none] {
            let read: Stored = rmp_serde::from_slice(&rmp_serde::to_vec(&store(&stored)).unwrap()).unwrap();
            assert_eq!(Outputs::from(read).folders, stored.folders);
        }
    }
}
