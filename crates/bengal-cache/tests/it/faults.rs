//! File systems that fail: at the n-th operation for every n, and by losing what was not synchronised.

use super::sample;
use super::storage::{DIR, FILE, open};
use bengal_cache::table::Table;
use bengal_cache::{AssetDependencyMap, Cache, CacheError, Durability, Loaded, OpenOptions, atomic};
use bengal_core::fs::{Entry, FileSystem, LockGuard, MemoryFileSystem, Metadata, WriteContent};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

/// Which operations fail.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The n-th, from 0.
    Once(usize),
    /// The n-th and all that follow, as where the process ends.
    From(usize),
    Never,
}

/// A file system that fails as told, and keeps a log of what changed.
#[derive(Debug)]
struct FaultyFileSystem {
    inner: MemoryFileSystem,
    fault: Fault,
    count: Mutex<usize>,
    log: Mutex<Vec<Change>>,
}

#[derive(Clone, Debug)]
enum Change {
    Create(Utf8PathBuf, Vec<u8>),
    Rename(Utf8PathBuf, Utf8PathBuf),
    Remove(Utf8PathBuf),
    Sync(Utf8PathBuf),
}

impl FaultyFileSystem {
    fn new(inner: MemoryFileSystem, fault: Fault) -> Arc<Self> {
        Arc::new(Self { inner, fault, count: Mutex::default(), log: Mutex::default() })
    }

    fn operations(&self) -> usize {
        *self.count.lock().unwrap()
    }

    fn fails(&self) -> bool {
        let mut count = self.count.lock().unwrap();
        let this = *count;
        *count += 1;
        match self.fault {
            Fault::Once(n) => this == n,
            Fault::From(n) => this >= n,
            Fault::Never => false,
        }
    }

    fn check(&self) -> io::Result<()> {
        if self.fails() { Err(io::Error::from(io::ErrorKind::StorageFull)) } else { Ok(()) }
    }

    fn logged(&self, change: Change, result: io::Result<()>) -> io::Result<()> {
        if result.is_ok() {
            self.log.lock().unwrap().push(change);
        }
        result
    }
}

/// A file in the making.
struct FaultyFile<'f> {
    content: io::Cursor<Vec<u8>>,
    of: &'f FaultyFileSystem,
}

impl io::Write for FaultyFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.of.check()?;
        self.content.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.of.check()
    }
}

impl io::Seek for FaultyFile<'_> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.of.check()?;
        self.content.seek(to)
    }
}

impl FileSystem for FaultyFileSystem {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.check()?;
        self.inner.read(path)
    }

    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.check()?;
        self.inner.read_dir(path)
    }

    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        self.check()?;
        self.inner.metadata(path)
    }

    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.check()?;
        self.inner.canonicalize(path)
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        self.check()?;
        self.inner.create_dir_all(path)
    }

    /// Fails with half of the content written.
    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()> {
        if self.fails() {
            self.inner.create_new(path, &content[..content.len() / 2])?;
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.logged(Change::Create(path.to_owned(), content.to_vec()), self.inner.create_new(path, content))
    }

    /// Fails at each call of the writer, with what it wrote before.
    fn create_with(&self, path: &Utf8Path, write: &mut WriteContent<'_>) -> io::Result<()> {
        let mut file = FaultyFile { content: io::Cursor::new(Vec::new()), of: self };
        let written = write(&mut file);
        let content = file.content.into_inner();
        let created =
            self.logged(Change::Create(path.to_owned(), content.clone()), self.inner.create_new(path, &content));
        created.and(written)
    }

    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.check()?;
        self.logged(Change::Rename(from.to_owned(), to.to_owned()), self.inner.rename(from, to))
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.check()?;
        self.logged(Change::Remove(path.to_owned()), self.inner.remove_file(path))
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        self.check()?;
        self.inner.remove_dir(path)
    }

    fn sync(&self, path: &Utf8Path) -> io::Result<()> {
        self.check()?;
        self.logged(Change::Sync(path.to_owned()), self.inner.sync(path))
    }

    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>> {
        self.check()?;
        self.inner.lock(path, wait)
    }
}

fn new_map() -> AssetDependencyMap {
    let map = sample();
    let _ = map.track("content/new.md", ["new.png"]);
    map
}

/// What a build does: open, load, change, save.
fn build(fs: Arc<FaultyFileSystem>, durability: Durability) -> Result<(), CacheError> {
    let options = OpenOptions::new().with_durability(durability);
    let cache = Cache::open(fs, Utf8Path::new(DIR), &options)?;
    let _ = cache.load();
    cache.save(&new_map())?;
    cache.save_table(&LIST, &list(2))
}

/// A table that is written piece by piece: it is too large to be compared.
const LIST: Table = Table { name: "list", schema: 1 };

fn list(of: u8) -> Vec<String> {
    vec![of.to_string().repeat(1 << 10); 1 << 11]
}

fn fresh(old: Option<&AssetDependencyMap>) -> MemoryFileSystem {
    let fs = MemoryFileSystem::new();
    fs.create_dir_all(Utf8Path::new("/site")).unwrap();
    if let Some(old) = old {
        open(&fs).save(old).unwrap();
        open(&fs).save_table(&LIST, &list(1)).unwrap();
    }
    fs
}

/// The map that the next build finds; nothing may be damaged, and no temporary file may be left.
fn found_by_next_build(fs: &MemoryFileSystem) -> AssetDependencyMap {
    let loaded = open(fs).load();
    assert_eq!(loaded.damage, None);
    let table: Loaded<Vec<String>> = open(fs).load_table(&LIST);
    assert_eq!(table.damage, None);
    assert!(table.value.is_empty() || table.value == list(1) || (loaded.value == new_map() && table.value == list(2)));
    let left: Vec<_> = fs.files().into_keys().filter(|path| atomic::is_temporary(path.file_name().unwrap())).collect();
    assert!(left.is_empty(), "{left:?}");
    loaded.value
}

/// Fails at every operation in turn, until a build ends without; says how many builds there were.
fn fail_everywhere(old: Option<&AssetDependencyMap>, fault: fn(usize) -> Fault) -> usize {
    let before = fresh(old);
    let old = found_by_next_build(&before);
    for n in 0.. {
        let fs = fresh((!old.is_empty()).then_some(&old));
        let faulty = FaultyFileSystem::new(fs.clone(), fault(n));
        let result = build(faulty.clone(), Durability::Power);
        let found = found_by_next_build(&fs);
        assert!(found == old || found == new_map(), "operation {n}: {:?}", found.entries());
        if result.is_ok() {
            assert_eq!(found, new_map(), "operation {n}");
        }
        // A failed build harms nothing: the next one saves.
        build(FaultyFileSystem::new(fs.clone(), Fault::Never), Durability::Power).unwrap();
        assert_eq!(found_by_next_build(&fs), new_map());
        if faulty.operations() <= n {
            return n;
        }
    }
    unreachable!()
}

#[test]
fn after_a_fault_at_any_operation_the_old_map_or_the_new_one_is_read() {
    for old in [None, Some(sample())] {
        let once = fail_everywhere(old.as_ref(), Fault::Once);
        let onward = fail_everywhere(old.as_ref(), Fault::From);
        assert!(once >= 15 && onward >= 15, "{once} and {onward} operations");
    }
}

#[test]
fn an_unreadable_map_is_reported() {
    let fs = fresh(Some(&sample()));
    // Between the first operation and the end, one reads the table.
    let reported = (0..40).any(|n| {
        let faulty = FaultyFileSystem::new(fs.clone(), Fault::Once(n));
        let cache = Cache::open(faulty, Utf8Path::new(DIR), &OpenOptions::new());
        cache.is_ok_and(|cache| cache.load().diagnostic().is_some_and(|found| found.code == "damaged-cache"))
    });
    assert!(reported);
}

/// A file's content, and whether it has reached stable storage.
struct Inode {
    content: Vec<u8>,
    stable: bool,
}

/// What a disk may hold after a power failure: changes of folders that were not synchronised are there up to some point,
/// content that was not synchronised is cut to `kept` of its length.
fn disk_after_power_failure(
    before: &MemoryFileSystem,
    log: &[Change],
    surviving: usize,
    kept: f64,
) -> MemoryFileSystem {
    let mut inodes: Vec<Inode> = Vec::new();
    let mut names: BTreeMap<Utf8PathBuf, usize> = BTreeMap::new();
    for (path, content) in before.files() {
        names.insert(path, inodes.len());
        inodes.push(Inode { content: content.to_vec(), stable: true });
    }
    let mut live = names.clone();
    let mut pending: Vec<(&Change, usize)> = Vec::new();
    for change in log {
        match change {
            Change::Create(path, content) => {
                live.insert(path.clone(), inodes.len());
                pending.push((change, inodes.len()));
                inodes.push(Inode { content: content.clone(), stable: false });
            }
            Change::Rename(from, to) => {
                let inode = live.remove(from).unwrap();
                live.insert(to.clone(), inode);
                pending.push((change, inode));
            }
            Change::Remove(path) => pending.push((change, live.remove(path).unwrap())),
            Change::Sync(path) => match live.get(path) {
                Some(inode) => inodes[*inode].stable = true,
                None => {
                    let (reached, rest) = pending.into_iter().partition(|(change, _)| is_in(change, path));
                    pending = rest;
                    survive(&mut names, &reached);
                }
            },
        }
    }
    survive(&mut names, &pending[..surviving.min(pending.len())]);
    let disk = MemoryFileSystem::new();
    disk.create_dir_all(Utf8Path::new("/site")).unwrap();
    for (path, inode) in names {
        let Inode { content, stable } = &inodes[inode];
        let kept = if *stable { content.len() } else { (content.len() as f64 * kept) as usize };
        disk.write(path, &content[..kept]);
    }
    disk
}

fn is_in(change: &Change, folder: &Utf8Path) -> bool {
    match change {
        Change::Create(path, _) | Change::Rename(_, path) | Change::Remove(path) => path.parent() == Some(folder),
        Change::Sync(_) => false,
    }
}

fn survive(names: &mut BTreeMap<Utf8PathBuf, usize>, changes: &[(&Change, usize)]) {
    for (change, inode) in changes {
        match change {
            Change::Create(path, _) => drop(names.insert(path.clone(), *inode)),
            Change::Rename(from, to) => {
                names.remove(from);
                names.insert(to.clone(), *inode);
            }
            Change::Remove(path) => drop(names.remove(path)),
            Change::Sync(_) => {}
        }
    }
}

/// Every disk that may be left by a power failure at any moment of a build.
fn disks(durability: Durability) -> Vec<MemoryFileSystem> {
    let before = fresh(Some(&sample()));
    let faulty = FaultyFileSystem::new(fresh(Some(&sample())), Fault::Never);
    build(faulty.clone(), durability).unwrap();
    let log = faulty.log.lock().unwrap();
    let moments = (0..=log.len()).flat_map(|moment| (0..=log.len()).map(move |surviving| (moment, surviving)));
    moments
        .flat_map(|(moment, surviving)| {
            [0.0, 0.5, 1.0].map(|kept| disk_after_power_failure(&before, &log[..moment], surviving, kept))
        })
        .collect()
}

#[test]
fn after_a_power_failure_the_old_map_or_the_new_one_is_read() {
    let disks = disks(Durability::Power);
    assert!(disks.len() >= 50);
    let found: Vec<_> = disks.iter().map(found_by_next_build).collect();
    assert!(found.iter().all(|map| *map == sample() || *map == new_map()));
    assert!(found.contains(&sample()) && found.contains(&new_map()));
}

#[test]
fn without_synchronising_a_torn_map_is_recognised() {
    let mut damaged = 0;
    for disk in disks(Durability::Process) {
        let loaded = open(&disk).load();
        match loaded.damage {
            None => assert!(loaded.value == sample() || loaded.value == new_map()),
            Some(_) => {
                assert!(loaded.value.is_empty());
                damaged += 1;
            }
        }
    }
    // If none were damaged, the test above would prove nothing.
    assert!(damaged > 0);
}

#[test]
fn a_write_that_fails_reports_the_first_error_and_leaves_the_file() {
    let fs = fresh(Some(&sample()));
    let before = fs.files();
    for n in 0..2 {
        let faulty = FaultyFileSystem::new(fs.clone(), Fault::Once(n));
        let error = atomic::write_atomically(&*faulty, FILE.into(), b"new", Durability::Power).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs.files(), before, "operation {n}");
    }
}
