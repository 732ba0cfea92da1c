//! The table of the files in the output folders.

use super::lazily::Lazily;
use crate::output::{OutputFile, OutputRecord};
use bengal_cache::{Cache, CacheError, Loaded, Table};
use bengal_core::Digest;
use bengal_core::fs::Stamp;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;
use std::collections::BTreeMap;

/// A change of what is stored is a new schema number.
const TABLE: Table = Table { name: "outputs", schema: 3 };

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
    files: Vec<StoredFile>,
}

#[derive(Debug, Deserialize)]
struct StoredFile {
    path: String,
    digest: ByteArray<32>,
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
        let folder = |folder: StoredFolder| {
            let mut record = OutputRecord::default();
            for StoredFile { path, digest: bytes, stamp, adopted } in folder.files {
                if adopted {
                    record.adopted.insert(path.clone());
                }
                record.files.insert(path, OutputFile { digest: digest(bytes), stamp });
            }
            (folder.name, record)
        };
        Self { config: stored.config.map(digest), folders: stored.folders.into_iter().map(folder).collect() }
    }
}

/// The table as it is stored, file by file. Says what [`Stored`] says.
fn store(outputs: &Outputs) -> impl Serialize {
    (outputs.config.as_ref().map(bytes), Lazily(outputs.folders.iter().map(store_folder)))
}

fn store_folder<'a>((name, record): (&'a String, &'a OutputRecord)) -> impl Serialize + 'a {
    let is_adopted = |path: &String| record.adopted.contains(path);
    let file = move |(path, file): (&'a String, &'a OutputFile)| {
        (path.as_str(), bytes(&file.digest), file.stamp, is_adopted(path))
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
        let file = OutputFile { digest: Digest::from_bytes([7; 32]), stamp: None };
        let record =
            OutputRecord { files: [("a/index.html".into(), file)].into(), adopted: ["a/index.html".into()].into() };
        let outputs =
            Outputs { config: Some(Digest::from_bytes([1; 32])), folders: [("public".into(), record)].into() };
        let bytes = table::encode(&TABLE, "bengal test", &store(&outputs)).unwrap();
        assert_eq!((TABLE.schema, Digest::of(&bytes).hex(12).as_str()), (3, "73ab72a79d20"));
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
