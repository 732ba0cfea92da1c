//! A process is killed while it saves, 200 times.

use bengal_cache::{AssetDependencyMap, Cache, OpenOptions, atomic};
use bengal_core::fs::{FileSystem, OsFileSystem};
use camino::Utf8Path;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const KILLS: u32 = 200;
/// Only a folder with this file in it is written to by the child.
const MARKER: &str = "written-to-until-killed";

/// A map that says which of the child's it is.
fn version(number: u32) -> AssetDependencyMap {
    let map = AssetDependencyMap::new();
    let _ = map.track("version", [number.to_string()]);
    for page in 0..200 {
        let _ = map.track(&format!("page-{page}"), (0..20).map(|asset| format!("{number}/{}", page * asset)));
    }
    map
}

fn open(folder: &Utf8Path) -> Cache {
    Cache::open(Arc::new(OsFileSystem), &folder.join(".bengal"), &OpenOptions::new()).unwrap()
}

/// The child: saves one version after another until it is killed.
#[test]
#[ignore = "run by `whatever_moment_a_save_is_killed_at`"]
fn child() {
    if OsFileSystem.metadata(MARKER.into()).is_err() {
        return;
    }
    let cache = open(Utf8Path::new(""));
    std::io::stderr().write_all(b".").unwrap();
    for number in 0..20_000 {
        cache.save(&version(number % 50)).unwrap();
    }
}

#[test]
fn whatever_moment_a_save_is_killed_at() {
    let site = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(site.path()).unwrap();
    OsFileSystem.create_new(&folder.join(MARKER), b"").unwrap();
    let tables = folder.join(".bengal/cache-v1");
    let (mut in_the_middle, mut saved) = (0, 0);
    for kill in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child", "--ignored", "--nocapture"])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The child says when it begins to save.
        child.stderr.take().unwrap().read_exact(&mut [0]).unwrap();
        std::thread::sleep(Duration::from_micros(u64::from(kill) * 7_919 % 10_000));
        child.kill().unwrap();
        child.wait().unwrap();
        in_the_middle += u32::from(temporaries(&tables) > 0);
        let loaded = open(folder).load();
        assert_eq!(loaded.damage, None, "kill {kill}");
        if let Some(number) = loaded.value.assets_of("version") {
            assert_eq!(loaded.value, version(number[0].parse().unwrap()), "kill {kill}");
            saved += 1;
        } else {
            assert!(loaded.value.is_empty() && saved == 0, "kill {kill}: the map is lost");
        }
        assert_eq!(temporaries(&tables), 0, "kill {kill}");
    }
    // Kills that never meet a save would prove nothing.
    assert!(saved > KILLS / 2, "only {saved} of {KILLS} kills came after a save");
    assert!(in_the_middle > 0, "no kill left a temporary file");
}

fn temporaries(folder: &Utf8Path) -> usize {
    let entries = OsFileSystem.read_dir(folder).unwrap_or_default();
    entries.iter().filter(|entry| atomic::is_temporary(&entry.name)).count()
}
