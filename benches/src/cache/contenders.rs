//! Who is measured. Each keeps the same facts, as a user of the library in question would.

use super::Workload;
use bengal_cache::{AssetDependencyMap, Batch, Cache, Durability, OpenOptions};
use bengal_core::fs::OsFileSystem;
use camino::{Utf8Path, Utf8PathBuf};
use redb::ReadableDatabase;
use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::sync::{Arc, Mutex};

/// What went wrong in somebody's library.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A way to keep the map.
pub trait Contender: Sized {
    /// As it is called in the table.
    const NAME: &'static str;
    /// Whether tracking from two threads can be any faster than from one.
    const PARALLEL: bool;

    /// An empty map with its files in a folder that exists and is empty.
    fn create(folder: &Utf8Path) -> Result<Self>;

    /// Tracks all pages from so many threads.
    fn track(&mut self, workload: &Workload, threads: usize) -> Result<()>;

    /// The pages that use an asset, in the order of their names.
    fn pages_using(&self, asset: &str) -> Result<Vec<String>>;

    /// Brings everything to stable storage.
    fn save(&mut self) -> Result<()>;

    /// The map that was saved in a folder, ready for queries.
    fn load(folder: &Utf8Path) -> Result<Self>;
}

/// Runs `each` on as many parts of the pages as there are threads.
fn in_parts<T: Send>(
    workload: &Workload,
    threads: usize,
    each: impl Fn(&[(String, Vec<String>)]) -> T + Sync,
) -> Vec<T> {
    if threads == 1 {
        return vec![each(&workload.pages)];
    }
    let parts: Vec<_> = workload.pages.chunks(workload.pages.len().div_ceil(threads)).collect();
    std::thread::scope(|scope| {
        let running: Vec<_> = parts.into_iter().map(|part| scope.spawn(|| each(part))).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    })
}

fn open(folder: &Utf8Path) -> Result<Cache> {
    let options = OpenOptions::new().with_durability(Durability::Power);
    Ok(Cache::open(Arc::new(OsFileSystem), &folder.join(".bengal"), &options)?)
}

/// `bengal-cache`, a batch for each thread.
#[derive(Debug)]
pub struct Bengal {
    map: AssetDependencyMap,
    cache: Cache,
}

impl Contender for Bengal {
    const NAME: &'static str = "bengal-cache";
    const PARALLEL: bool = true;

    fn create(folder: &Utf8Path) -> Result<Self> {
        Ok(Self { map: AssetDependencyMap::new(), cache: open(folder)? })
    }

    fn track(&mut self, workload: &Workload, threads: usize) -> Result<()> {
        self.map.extend(in_parts(workload, threads, |pages| {
            let mut batch = Batch::new();
            for (page, assets) in pages {
                batch.track(page, assets);
            }
            batch
        }));
        Ok(())
    }

    fn pages_using(&self, asset: &str) -> Result<Vec<String>> {
        Ok(self.map.pages_using(asset).iter().map(|page| page.as_ref().to_owned()).collect())
    }

    fn save(&mut self) -> Result<()> {
        Ok(self.cache.save(&self.map)?)
    }

    fn load(folder: &Utf8Path) -> Result<Self> {
        let cache = open(folder)?;
        Ok(Self { map: cache.load().value, cache })
    }
}

impl Bengal {
    /// The map itself.
    pub fn map(&self) -> &AssetDependencyMap {
        &self.map
    }
}

/// `bengal-cache`, the lock taken for every page.
#[derive(Debug)]
pub struct BengalByPage(Bengal);

impl Contender for BengalByPage {
    const NAME: &'static str = "bengal-cache, page by page";
    const PARALLEL: bool = true;

    fn create(folder: &Utf8Path) -> Result<Self> {
        Bengal::create(folder).map(Self)
    }

    fn track(&mut self, workload: &Workload, threads: usize) -> Result<()> {
        let map = &self.0.map;
        in_parts(workload, threads, |pages| {
            for (page, assets) in pages {
                let _ = map.track(page, assets);
            }
        });
        Ok(())
    }

    fn pages_using(&self, asset: &str) -> Result<Vec<String>> {
        self.0.pages_using(asset)
    }

    fn save(&mut self) -> Result<()> {
        self.0.save()
    }

    fn load(folder: &Utf8Path) -> Result<Self> {
        Bengal::load(folder).map(Self)
    }
}

/// The original's design: a hash map of hash sets of strings, kept as JSON.
#[derive(Debug)]
pub struct Json {
    pages: Mutex<HashMap<String, HashSet<String>>>,
    path: Utf8PathBuf,
}

impl Contender for Json {
    const NAME: &'static str = "hash map + JSON";
    const PARALLEL: bool = true;

    fn create(folder: &Utf8Path) -> Result<Self> {
        Ok(Self { pages: Mutex::default(), path: folder.join("asset_deps.json") })
    }

    fn track(&mut self, workload: &Workload, threads: usize) -> Result<()> {
        let map = &self.pages;
        in_parts(workload, threads, |pages| {
            for (page, assets) in pages {
                let assets = assets.iter().cloned().collect();
                if let Ok(mut map) = map.lock() {
                    map.insert(page.clone(), assets);
                }
            }
        });
        Ok(())
    }

    fn pages_using(&self, asset: &str) -> Result<Vec<String>> {
        let pages = self.pages.lock().map_err(|_| "poisoned")?;
        let users = pages.iter().filter(|(_, assets)| assets.contains(asset));
        let mut users: Vec<String> = users.map(|(page, _)| page.clone()).collect();
        users.sort_unstable();
        Ok(users)
    }

    #[expect(clippy::disallowed_methods, reason = "what the original does")]
    fn save(&mut self) -> Result<()> {
        let pages = self.pages.lock().map_err(|_| "poisoned")?;
        std::fs::write(&self.path, serde_json::to_vec(&*pages)?)?;
        Ok(std::fs::File::open(&self.path)?.sync_all()?)
    }

    #[expect(clippy::disallowed_methods, reason = "what the original does")]
    fn load(folder: &Utf8Path) -> Result<Self> {
        let path = folder.join("asset_deps.json");
        let pages = serde_json::from_slice(&std::fs::read(&path)?)?;
        Ok(Self { pages: Mutex::new(pages), path })
    }
}

/// redb: a multimap each way, one write transaction.
pub struct Redb {
    database: redb::Database,
    open: Option<redb::WriteTransaction>,
}

const ASSETS_OF: redb::MultimapTableDefinition<'_, &str, &str> = redb::MultimapTableDefinition::new("assets-of");
const PAGES_USING: redb::MultimapTableDefinition<'_, &str, &str> = redb::MultimapTableDefinition::new("pages-using");

impl Contender for Redb {
    const NAME: &'static str = "redb";
    const PARALLEL: bool = false;

    fn create(folder: &Utf8Path) -> Result<Self> {
        Ok(Self { database: redb::Database::create(folder.join("map.redb"))?, open: None })
    }

    fn track(&mut self, workload: &Workload, _: usize) -> Result<()> {
        let transaction = self.database.begin_write()?;
        {
            let mut assets_of = transaction.open_multimap_table(ASSETS_OF)?;
            let mut pages_using = transaction.open_multimap_table(PAGES_USING)?;
            for (page, assets) in &workload.pages {
                assets_of.remove_all(page.as_str())?;
                for asset in assets {
                    assets_of.insert(page.as_str(), asset.as_str())?;
                    pages_using.insert(asset.as_str(), page.as_str())?;
                }
            }
        }
        self.open = Some(transaction);
        Ok(())
    }

    fn pages_using(&self, asset: &str) -> Result<Vec<String>> {
        let pages_using = self.database.begin_read()?.open_multimap_table(PAGES_USING)?;
        pages_using.get(asset)?.map(|page| Ok(page?.value().to_owned())).collect()
    }

    fn save(&mut self) -> Result<()> {
        match self.open.take() {
            Some(transaction) => Ok(transaction.commit()?),
            None => Ok(()),
        }
    }

    fn load(folder: &Utf8Path) -> Result<Self> {
        Ok(Self { database: redb::Database::open(folder.join("map.redb"))?, open: None })
    }
}

/// SQLite by rusqlite: names once, edges indexed both ways, one transaction.
#[derive(Debug)]
pub struct Sqlite {
    connection: rusqlite::Connection,
}

impl Contender for Sqlite {
    const NAME: &'static str = "SQLite";
    const PARALLEL: bool = false;

    fn create(folder: &Utf8Path) -> Result<Self> {
        let connection = rusqlite::Connection::open(folder.join("map.sqlite"))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE pages (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
             CREATE TABLE assets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
             CREATE TABLE edges (page INTEGER NOT NULL, asset INTEGER NOT NULL, PRIMARY KEY (page, asset)) WITHOUT ROWID;
             CREATE INDEX users ON edges (asset, page);",
        )?;
        Ok(Self { connection })
    }

    fn track(&mut self, workload: &Workload, _: usize) -> Result<()> {
        self.connection.execute_batch("BEGIN")?;
        let mut add_page = self.connection.prepare("INSERT INTO pages (name) VALUES (?1) ON CONFLICT DO NOTHING")?;
        let mut page_id = self.connection.prepare("SELECT id FROM pages WHERE name = ?1")?;
        let mut add_asset = self.connection.prepare("INSERT INTO assets (name) VALUES (?1) ON CONFLICT DO NOTHING")?;
        let mut asset_id = self.connection.prepare("SELECT id FROM assets WHERE name = ?1")?;
        let mut clear = self.connection.prepare("DELETE FROM edges WHERE page = ?1")?;
        let mut add_edge = self.connection.prepare("INSERT INTO edges VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for (page, assets) in &workload.pages {
            add_page.execute([page])?;
            let page: i64 = page_id.query_row([page], |row| row.get(0))?;
            clear.execute([page])?;
            for asset in assets {
                add_asset.execute([asset])?;
                let asset: i64 = asset_id.query_row([asset], |row| row.get(0))?;
                add_edge.execute([page, asset])?;
            }
        }
        Ok(())
    }

    fn pages_using(&self, asset: &str) -> Result<Vec<String>> {
        let mut query = self.connection.prepare_cached(
            "SELECT pages.name FROM assets JOIN edges ON edges.asset = assets.id JOIN pages ON pages.id = edges.page
             WHERE assets.name = ?1 ORDER BY pages.name",
        )?;
        let pages = query.query_map([asset], |row| row.get(0))?.collect::<std::result::Result<_, _>>()?;
        Ok(pages)
    }

    fn save(&mut self) -> Result<()> {
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("COMMIT")?;
        }
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    fn load(folder: &Utf8Path) -> Result<Self> {
        let connection = rusqlite::Connection::open(folder.join("map.sqlite"))?;
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        Ok(Self { connection })
    }
}
