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

impl Records {
    /// Forgets the files of an output folder that is not this build's: they are none of its business.
    pub(crate) fn forget_other_folder(&mut self, folder: &str) {
        if self.output_folder != folder {
            self.outputs = OutputRecord::default();
        }
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
    let stored = outputs.value;
    let digest = |bytes: ByteArray<32>| Digest::from_bytes(bytes.into_array());
    let files: BTreeMap<String, Digest> = stored.files.into_iter().map(|(path, bytes)| (path, digest(bytes))).collect();
    let outcome = Outcome::Done(format!("{} pages, {} outputs on record", assets.value.len(), files.len()));
    let records = Records {
        assets: assets.value,
        outputs: OutputRecord { files },
        output_folder: stored.folder,
        config: stored.config.map(digest),
    };
    (records, outcome)
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
