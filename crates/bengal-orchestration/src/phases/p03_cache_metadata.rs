//! Phase 3, Cache metadata: what earlier builds left is loaded.

use crate::output::OutputRecord;
use crate::phase::Outcome;
use bengal_cache::{AssetDependencyMap, Cache, CacheError, Table};
use bengal_core::{Diagnostic, Digest};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;
use std::collections::BTreeMap;

/// The table of the files in the output folders. A change of what is stored is a new schema number.
const OUTPUTS: Table = Table { name: "outputs", schema: 2 };

/// What earlier builds left.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// Which assets each page uses.
    pub(crate) assets: AssetDependencyMap,
    /// The files of ours in each output folder, by the name of the folder.
    pub(crate) outputs: BTreeMap<String, OutputRecord>,
    /// The digest of the configuration of the last build.
    pub(crate) config: Option<Digest>,
}

/// The stored form of all but the assets.
#[derive(Debug, Default, Serialize, Deserialize)]
struct StoredOutputs {
    config: Option<ByteArray<32>>,
    folders: Vec<StoredFolder>,
}

/// An output folder: its name, and the path, digest and adoption of each file.
type StoredFolder = (String, Vec<(String, ByteArray<32>, bool)>);

impl Records {
    /// Takes out the record of one output folder.
    pub(crate) fn take_outputs(&mut self, folder: &str) -> OutputRecord {
        self.outputs.remove(folder).unwrap_or_default()
    }
}

/// Loads the records. What is damaged is empty, and named in a diagnostic.
pub(crate) fn load(cache: Option<&Cache>, problems: &mut Vec<Diagnostic>) -> (Records, Outcome) {
    let Some(cache) = cache else {
        return (Records::default(), Outcome::Skipped("there is no cache".to_owned()));
    };
    let assets = cache.load();
    let outputs = cache.load_table::<StoredOutputs>(&OUTPUTS);
    problems.extend(assets.diagnostic().into_iter().chain(outputs.diagnostic()));
    let StoredOutputs { config, folders } = outputs.value;
    let digest = |bytes: ByteArray<32>| Digest::from_bytes(bytes.into_array());
    let mut outputs: BTreeMap<String, OutputRecord> = BTreeMap::new();
    for (folder, files) in folders {
        let record = outputs.entry(folder).or_default();
        for (path, bytes, adopted) in files {
            if adopted {
                record.adopted.insert(path.clone());
            }
            record.files.insert(path, digest(bytes));
        }
    }
    let files: usize = outputs.values().map(|record| record.files.len()).sum();
    let outcome = Outcome::Done(format!("{} pages, {files} outputs on record", assets.value.len()));
    (Records { assets: assets.value, outputs, config: config.map(digest) }, outcome)
}

/// Saves the records, each in a file of its own: only once the output that they describe is in place.
pub(crate) fn save_records(cache: &Cache, records: &Records) -> Result<(), CacheError> {
    save_outputs(cache, records.config.as_ref(), &records.outputs)?;
    cache.save(&records.assets)
}

/// Saves what is ours in the output folders.
pub(crate) fn save_outputs(
    cache: &Cache,
    config: Option<&Digest>,
    outputs: &BTreeMap<String, OutputRecord>,
) -> Result<(), CacheError> {
    let bytes = |digest: &Digest| ByteArray::new(*digest.as_bytes());
    let stored_files = |record: &OutputRecord| {
        let stored = |(path, digest): (&String, &Digest)| (path.clone(), bytes(digest), record.adopted.contains(path));
        record.files.iter().map(stored).collect()
    };
    let folders = outputs.iter().map(|(folder, record)| (folder.clone(), stored_files(record))).collect();
    cache.save_table(&OUTPUTS, &StoredOutputs { config: config.map(bytes), folders })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_cache::table;

    /// Whoever changes what is stored changes these bytes: then `OUTPUTS` needs another schema number, and this test another digest.
    #[test]
    fn the_stored_form_is_that_of_its_schema() {
        let files = vec![("a/index.html".to_owned(), ByteArray::new([7; 32]), true)];
        let stored =
            StoredOutputs { config: Some(ByteArray::new([1; 32])), folders: vec![("public".to_owned(), files)] };
        let bytes = table::encode(&OUTPUTS, "bengal test", &stored).unwrap();
        assert_eq!((OUTPUTS.schema, Digest::of(&bytes).hex(12).as_str()), (2, "5a69337ba436"));
        let read: StoredOutputs = table::decode(&OUTPUTS, "bengal test", &bytes).unwrap();
        assert_eq!(read.folders[0].1[0].0, "a/index.html");
    }
}
