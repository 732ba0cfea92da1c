//! Phase 3, Cache metadata: what earlier builds left is loaded.

use crate::output::OutputRecord;
use bengal_cache::{AssetDependencyMap, Cache, Table};
use bengal_core::{Diagnostic, Digest};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;

/// The table of the files in the output folder.
const OUTPUTS: Table = Table { name: "outputs", schema: 1 };

/// What earlier builds left.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// Which assets each page uses.
    pub(crate) assets: AssetDependencyMap,
    /// The files of ours in the output folder.
    pub(crate) outputs: OutputRecord,
    /// The output folder that these files are in.
    pub(crate) output_folder: String,
    /// The digest of the configuration that they were made with.
    pub(crate) config: Option<Digest>,
}

/// The stored form of all but the assets.
#[derive(Debug, Default, Serialize, Deserialize)]
struct StoredOutputs {
    folder: String,
    config: Option<ByteArray<32>>,
    files: Vec<(String, ByteArray<32>)>,
}

/// Loads the records. What is damaged is empty, and named in a diagnostic.
pub(crate) fn load_records(cache: &Cache) -> (Records, Vec<Diagnostic>) {
    let assets = cache.load();
    let outputs = cache.load_table::<StoredOutputs>(&OUTPUTS);
    let diagnostics = assets.diagnostic().into_iter().chain(outputs.diagnostic()).collect();
    let stored = outputs.value;
    let digest = |bytes: ByteArray<32>| Digest::from_bytes(bytes.into_array());
    let files = stored.files.into_iter().map(|(path, bytes)| (path, digest(bytes))).collect();
    let records = Records {
        assets: assets.value,
        outputs: OutputRecord { files },
        output_folder: stored.folder,
        config: stored.config.map(digest),
    };
    (records, diagnostics)
}

/// Saves the records, each in a file of its own: only once the output that they describe is in place.
pub(crate) fn save_records(cache: &Cache, records: &Records) -> Result<(), bengal_cache::CacheError> {
    let bytes = |digest: &Digest| ByteArray::new(*digest.as_bytes());
    let files = records.outputs.files.iter().map(|(path, digest)| (path.clone(), bytes(digest))).collect();
    let stored =
        StoredOutputs { folder: records.output_folder.clone(), config: records.config.as_ref().map(bytes), files };
    cache.save_table(&OUTPUTS, &stored)?;
    cache.save(&records.assets)
}
