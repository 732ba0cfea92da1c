//! The cache's folder on a real disk: locks, links, leftovers.

use super::sample;
use bengal_cache::{Cache, CacheError, Damage, Durability, OpenOptions, WhenLocked, atomic, write_atomically};
use bengal_core::fs::{FileKind, FileSystem, OsFileSystem};
use camino::{Utf8Path, Utf8PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const TEMPORARY: &str = ".bengal-tmp-0123456789abcdef-0";

/// A folder that is removed at the end, with a site's cache folder to be made in it.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, path: &str) -> Utf8PathBuf {
        Utf8Path::from_path(self.folder.path()).unwrap().join(path)
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.path(path);
        OsFileSystem.create_dir_all(path.parent().unwrap()).unwrap();
        OsFileSystem.create_new(&path, content.as_bytes()).unwrap();
    }

    /// Waits: a process that another test starts holds a copy of the lock until it runs a program of its own.
    fn open(&self) -> Result<Cache, CacheError> {
        self.open_when(WhenLocked::Wait)
    }

    fn open_when(&self, when_locked: WhenLocked) -> Result<Cache, CacheError> {
        let options = OpenOptions::new().with_when_locked(when_locked);
        Cache::open(Arc::new(OsFileSystem), &self.path(".bengal"), &options)
    }

    /// A cache that was opened before.
    fn made() -> Self {
        let site = Self::new();
        drop(site.open().unwrap());
        site
    }

    fn list(&self, path: &str) -> Vec<String> {
        OsFileSystem.read_dir(&self.path(path)).unwrap().into_iter().map(|entry| entry.name).collect()
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        OsFileSystem.metadata(&self.path(path)).ok().map(|metadata| metadata.kind)
    }
}

#[test]
fn a_map_survives_on_disk() {
    let site = Site::new();
    site.open().unwrap().save(&sample()).unwrap();
    let cache = site.open().unwrap();
    assert_eq!(cache.load().value, sample());
    assert_eq!(site.list(".bengal"), ["CACHEDIR.TAG", "cache-v1", "lock"]);
    assert_eq!(site.list(".bengal/cache-v1"), ["asset-deps.mpk"]);
    let tag = OsFileSystem.read(&site.path(".bengal/CACHEDIR.TAG")).unwrap();
    assert!(tag.starts_with(b"Signature: 8a477f597d28d172789f06886806bc55"));
}

#[test]
fn one_process_at_a_time() {
    let site = Site::new();
    let first = site.open().unwrap();
    let error = site.open_when(WhenLocked::Fail).unwrap_err();
    assert!(matches!(&error, CacheError::Locked { path } if *path == site.path(".bengal")), "{error}");
    let released = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let cache = site.open_when(WhenLocked::Wait);
            assert!(released.load(Ordering::SeqCst));
            cache.is_ok()
        });
        std::thread::sleep(Duration::from_millis(30));
        released.store(true, Ordering::SeqCst);
        drop(first);
        assert!(waiting.join().unwrap());
    });
}

#[test]
fn leftovers_are_swept_and_foreign_files_are_not() {
    let site = Site::made();
    for folder in [".bengal", ".bengal/cache-v1"] {
        site.write(&format!("{folder}/{TEMPORARY}"), "half");
        site.write(&format!("{folder}/.bengal-tmp-notes"), "mine");
    }
    for file in ["asset-deps.mpk", "now", TEMPORARY] {
        site.write(&format!(".bengal/cache-v0/{file}"), "old");
    }
    site.write(".bengal/cache-v00/asset-deps.mpk", "old");
    site.write(".bengal/cache-v00/notes.txt", "mine");
    site.write(".bengal/cache-v00/deep/asset-deps.mpk", "mine");
    site.write(".bengal/cache-v2/asset-deps.mpk", "new");
    site.write(".bengal/cache-vault/x", "mine");
    site.write(".bengal/cache-v", "a file");
    drop(site.open().unwrap());
    assert_eq!(
        site.list(".bengal"),
        [".bengal-tmp-notes", "CACHEDIR.TAG", "cache-v", "cache-v00", "cache-v1", "cache-v2", "cache-vault", "lock"]
    );
    assert_eq!(site.list(".bengal/cache-v00"), ["deep", "notes.txt"]);
    assert_eq!(site.list(".bengal/cache-v00/deep"), ["asset-deps.mpk"]);
    assert_eq!(site.list(".bengal/cache-v1"), [".bengal-tmp-notes"]);
}

/// All files below a folder, with their contents.
fn everything(site: &Site, folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in OsFileSystem.read_dir(&site.path(folder)).unwrap() {
        let path = format!("{folder}/{}", entry.name);
        match entry.kind {
            FileKind::Directory => found.extend(everything(site, &path)),
            _ => found.push((path.clone(), OsFileSystem.read(&site.path(&path)).unwrap())),
        }
    }
    found
}

#[test]
fn a_folder_of_others_is_refused_and_left_as_it_is() {
    for files in [
        &["notes.txt"][..],
        &["lock/notes.txt"],
        &["cache-v0/notes.txt", "lock"],
        &["cache-v1/asset-deps.mpk"],
        // That of another tool.
        &["CACHEDIR.TAG", "debug/app"],
    ] {
        let site = Site::new();
        for file in files {
            site.write(&format!(".bengal/{file}"), "Signature: 8a477f597d28d172789f06886806bc55\n# mine");
        }
        let before = everything(&site, ".bengal");
        let error = site.open().unwrap_err();
        assert!(
            matches!(&error, CacheError::NotACache { path } if *path == site.path(".bengal")),
            "{files:?}: {error}"
        );
        assert!(error.hint().is_some());
        assert_eq!(everything(&site, ".bengal"), before);
    }
}

#[test]
fn an_opening_that_was_interrupted_is_finished() {
    let site = Site::new();
    site.write(".bengal/lock", "");
    site.write(&format!(".bengal/{TEMPORARY}"), "Signature");
    site.open().unwrap().save(&sample()).unwrap();
    // What a power failure may leave of the tag.
    OsFileSystem.remove_file(&site.path(".bengal/CACHEDIR.TAG")).unwrap();
    site.write(".bengal/CACHEDIR.TAG", "Signature: 8a47");
    assert_eq!(site.open().unwrap().load().value, sample());
    // Or no tag at all, where a table says whose it is.
    OsFileSystem.remove_file(&site.path(".bengal/CACHEDIR.TAG")).unwrap();
    assert_eq!(site.open().unwrap().load().value, sample());
}

#[test]
fn a_folder_at_the_lock_s_place_is_not_removed() {
    let site = Site::made();
    OsFileSystem.remove_file(&site.path(".bengal/lock")).unwrap();
    site.write(".bengal/lock/notes.txt", "mine");
    assert!(matches!(site.open(), Err(CacheError::NotAFile { .. })));
    assert_eq!(site.list(".bengal/lock"), ["notes.txt"]);
}

#[test]
fn a_folder_in_a_file_s_place_is_damage_and_saving_heals_it() {
    let site = Site::made();
    site.write(".bengal/cache-v1/asset-deps.mpk/x/y", "in the way");
    let cache = site.open().unwrap();
    assert_eq!(cache.load().damage, Some(Damage::NotAFile));
    cache.save(&sample()).unwrap();
    assert_eq!(cache.load().value, sample());
}

#[test]
fn files_where_folders_should_be_are_errors() {
    let site = Site::new();
    site.write(".bengal", "a file");
    assert!(matches!(site.open(), Err(CacheError::NotAFolder { .. })));
    let site = Site::new();
    site.write(".bengal/CACHEDIR.TAG", "");
    site.write(".bengal/cache-v1", "a file");
    assert!(matches!(site.open(), Err(CacheError::NotAFolder { .. })));
}

#[test]
fn writing_needs_a_folder_and_a_name() {
    let site = Site::new();
    let write = |path: &str| write_atomically(&OsFileSystem, &site.path(path), b"x", Durability::Process);
    assert!(write("missing/file").is_err());
    assert!(write_atomically(&OsFileSystem, "".into(), b"x", Durability::Process).is_err());
    assert!(write_atomically(&OsFileSystem, "/".into(), b"x", Durability::Process).is_err());
    // As long as a file's name may be.
    let long = "n".repeat(255);
    write(&long).unwrap();
    write(&long).unwrap();
    assert_eq!(site.list(""), [long]);
}

#[test]
fn a_leftover_in_the_way_does_not_stop_a_writer() {
    let site = Site::new();
    let path = site.path("file");
    let name = |attempt: u32| format!(".bengal-tmp-{}-{attempt}", bengal_core::Digest::of(b"file").hex(16));
    site.write(&name(0), "half");
    write_atomically(&OsFileSystem, &path, b"whole", Durability::Power).unwrap();
    assert_eq!(OsFileSystem.read(&path).unwrap(), b"whole");
    assert!(atomic::is_temporary(&name(0)) && !atomic::is_temporary(&name(64)));
    assert_eq!(atomic::sweep_temporaries(&OsFileSystem, &site.path("")).unwrap(), 1);
    assert_eq!(site.list(""), ["file"]);
}

#[test]
fn what_was_abandoned_beside_a_file_is_swept_by_its_age() {
    let fs = bengal_core::fs::MemoryFileSystem::with_step_ns(u32::MAX);
    let name =
        |of: &str, attempt: u32| format!("/x/.bengal-tmp-{}-{attempt}", bengal_core::Digest::of(of.as_bytes()).hex(16));
    fs.write(name("a", 0), "half");
    fs.write(name("b", 0), "half");
    // A step of this clock takes 4 seconds.
    (0..200).for_each(|_| fs.write("/y", ""));
    fs.write(name("a", 1), "being written");
    fs.write("/x/a", "");
    assert_eq!(atomic::sweep_abandoned(&fs, "/x/a".into()).unwrap(), 1);
    let left: Vec<String> =
        fs.files().into_keys().map(Utf8PathBuf::into_string).filter(|path| path.contains("tmp")).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(!left.contains(&name("a", 0)));
}

#[cfg(unix)]
mod links {
    use super::*;
    use bengal_cache::table::MAX_TABLE_BYTES;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    #[test]
    fn a_linked_cache_folder_is_refused() {
        for link in [".bengal", ".bengal/cache-v1"] {
            let site = Site::new();
            site.write("elsewhere/keep", "mine");
            if link.contains('/') {
                site.write(".bengal/CACHEDIR.TAG", "");
            }
            symlink(site.path("elsewhere"), site.path(link)).unwrap();
            assert!(matches!(site.open(), Err(CacheError::NotAFolder { path }) if path == site.path(link)));
            assert_eq!(site.list("elsewhere"), ["keep"]);
        }
    }

    #[test]
    fn a_linked_lock_makes_no_file_elsewhere() {
        let site = Site::new();
        site.write(".bengal/CACHEDIR.TAG", "");
        symlink(site.path("made"), site.path(".bengal/lock")).unwrap();
        let _cache = site.open().unwrap();
        assert_eq!(site.kind("made"), None);
        assert_eq!(site.kind(".bengal/lock"), Some(FileKind::File));
    }

    #[test]
    fn a_linked_table_is_not_read_and_not_written_through() {
        let site = Site::new();
        site.open().unwrap().save(&sample()).unwrap();
        let table = ".bengal/cache-v1/asset-deps.mpk";
        OsFileSystem.rename(&site.path(table), &site.path("outside")).unwrap();
        symlink(site.path("outside"), site.path(table)).unwrap();
        let before = OsFileSystem.read(&site.path("outside")).unwrap();
        let cache = site.open().unwrap();
        assert_eq!(cache.load().damage, Some(Damage::NotAFile));
        cache.save(&bengal_cache::AssetDependencyMap::new()).unwrap();
        assert_eq!(OsFileSystem.read(&site.path("outside")).unwrap(), before);
        assert_eq!(site.kind(table), Some(FileKind::File));
        assert!(cache.load().damage.is_none());
    }

    #[test]
    fn sweeping_an_old_layout_does_not_follow_links() {
        let site = Site::made();
        site.write("outside/a.mpk", "mine");
        site.write(".bengal/cache-v0/x.mpk", "old");
        symlink(site.path("outside"), site.path(".bengal/cache-v0/link")).unwrap();
        symlink(site.path("outside/a.mpk"), site.path(".bengal/cache-v0/a.mpk")).unwrap();
        symlink(site.path("outside"), site.path(".bengal/cache-v00")).unwrap();
        drop(site.open().unwrap());
        assert_eq!(site.list(".bengal/cache-v0"), ["a.mpk", "link"]);
        assert_eq!(site.list("outside"), ["a.mpk"]);
    }

    #[test]
    fn a_huge_table_is_not_read() {
        let site = Site::new();
        let cache = site.open().unwrap();
        let path = site.path(".bengal/cache-v1/asset-deps.mpk");
        let truncated = Command::new("truncate").args(["--size=8G", path.as_str()]).status();
        assert!(truncated.is_ok_and(|status| status.success()), "truncate is missing");
        assert_eq!(cache.load().damage, Some(Damage::TooLarge { len: 8 << 30, limit: MAX_TABLE_BYTES }));
    }

    /// Opening a FIFO would wait for somebody to write into it.
    #[test]
    fn fifos_are_not_opened() {
        let site = Site::new();
        drop(site.open().unwrap());
        let fifo =
            |path: &str| Command::new("mkfifo").arg(site.path(path)).status().is_ok_and(|status| status.success());
        OsFileSystem.remove_file(&site.path(".bengal/lock")).unwrap();
        assert!(fifo(".bengal/lock") && fifo(".bengal/cache-v1/asset-deps.mpk"), "mkfifo is missing");
        let cache = site.open().unwrap();
        assert_eq!(cache.load().damage, Some(Damage::NotAFile));
        cache.save(&sample()).unwrap();
        assert_eq!(cache.load().value, sample());
    }
}
