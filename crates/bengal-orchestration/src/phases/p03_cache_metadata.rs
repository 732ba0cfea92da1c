//! Phase 3, Cache metadata: what earlier builds left is loaded.

use crate::output::OutputRecord;
use crate::phase::Outcome;
use bengal_cache::{AssetDependencyMap, Cache, Table};
use bengal_core::{Diagnostic, Digest};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;
use std::collections::BTreeMap;

/// The table of the files in the output folder.
const OUTPUTS: Table = Table { name: "outputs", schema: 1 };

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
    folders: Vec<(String, Vec<StoredFile>)>,
}

/// A file's path and the digest of its bytes.
type StoredFile = (String, ByteArray<32>);

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
    let record = |files: Vec<StoredFile>| OutputRecord {
        files: files.into_iter().map(|(path, bytes)| (path, digest(bytes))).collect(),
    };
    let outputs: BTreeMap<String, OutputRecord> =
        folders.into_iter().map(|(folder, files)| (folder, record(files))).collect();
    let files: usize = outputs.values().map(|record| record.files.len()).sum();
    let outcome = Outcome::Done(format!("{} pages, {files} outputs on record", assets.value.len()));
    (Records { assets: assets.value, outputs, config: config.map(digest) }, outcome)
}

/// Saves the records, each in a file of its own: only once the output that they describe is in place.
pub(crate) fn save_records(cache: &Cache, records: &Records) -> Result<(), bengal_cache::CacheError> {
    let bytes = |digest: &Digest| ByteArray::new(*digest.as_bytes());
    let stored_files = |record: &OutputRecord| -> Vec<StoredFile> {
        record.files.iter().map(|(path, digest)| (path.clone(), bytes(digest))).collect()
    };
    let folders = records.outputs.iter().map(|(folder, record)| (folder.clone(), stored_files(record))).collect();
    let stored = StoredOutputs { config: records.config.as_ref().map(bytes), folders };
    cache.save_table(&OUTPUTS, &stored)?;
    cache.save(&records.assets)
}
