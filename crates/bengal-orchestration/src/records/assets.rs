//! The table of what is known of assets: one that looks as it did is neither read nor processed again.

use bengal_assets::Known;
use bengal_assets::images::KnownPictures;
use bengal_cache::{Cache, CacheError, Loaded, Table};
use bengal_core::fs::Now;
use serde::{Deserialize, Serialize};

/// A change of what is stored is a new schema number.
const TABLE: Table = Table { name: "assets", schema: 1 };

/// What is known of the assets of a site. It holds of whatever has the same bytes, so it fits by itself, whatever other records say.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct AssetRecords {
    /// The files.
    pub(crate) assets: Known,
    /// The pictures among them, and those that were made from these.
    pub(crate) pictures: KnownPictures,
}

impl AssetRecords {
    /// The stored records, or none with the reason.
    pub(crate) fn load(cache: &Cache) -> Loaded<Self> {
        cache.load_table(&TABLE)
    }

    /// Without the files that changed so shortly before the build `began`, or later, that their stamps say little.
    pub(crate) fn settled(self, began: Now) -> Self {
        Self { assets: self.assets.settled(began), ..self }
    }

    /// Stores the records.
    pub(crate) fn save(&self, cache: &Cache) -> Result<(), CacheError> {
        cache.save_table(&TABLE, self)
    }
}
