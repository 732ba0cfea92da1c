//! A build that ends at any moment leaves nothing that the next build does not put right.

use bengal_core::fs::{Entry, FileSystem, LockGuard, MemoryFileSystem, Metadata};
use bengal_orchestration::{BuildOptions, BuildReport, Silent, build};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// From the n-th change on, nothing is changed any more: as if the process had been killed.
#[derive(Debug)]
struct Killed {
    inner: MemoryFileSystem,
    left: AtomicUsize,
}

impl Killed {
    fn change<T>(&self, change: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| Some(left.saturating_sub(1)));
        if left == Ok(0) { Err(io::Error::other("killed")) } else { change() }
    }
}

impl FileSystem for Killed {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.inner.read(path)
    }
    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.inner.read_dir(path)
    }
    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        self.inner.metadata(path)
    }
    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.inner.canonicalize(path)
    }
    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        self.change(|| self.inner.create_dir_all(path))
    }
    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()> {
        self.change(|| self.inner.create_new(path, content))
    }
    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.change(|| self.inner.rename(from, to))
    }
    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.change(|| self.inner.remove_file(path))
    }
    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        self.change(|| self.inner.remove_dir(path))
    }
    fn sync(&self, path: &Utf8Path) -> io::Result<()> {
        self.inner.sync(path)
    }
    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>> {
        self.inner.lock(path, wait)
    }
}

fn run(fs: &Arc<dyn FileSystem>) -> BuildReport {
    let options = BuildOptions { source: "/site".into(), jobs: 1, ..BuildOptions::default() };
    build(fs, &options, &Silent)
}

fn output(fs: &MemoryFileSystem) -> BTreeMap<Utf8PathBuf, Arc<[u8]>> {
    fs.files().into_iter().filter(|(path, _)| path.starts_with("/site/public")).collect()
}

/// The site before the build that is killed, and after the edit that follows.
fn site(edited: bool) -> MemoryFileSystem {
    let fs = MemoryFileSystem::new();
    for name in ["page", "list", "home", "404"] {
        fs.write(format!("/site/templates/{name}.html"), "{{ page.title }}{{ content }}");
    }
    fs.write("/site/content/index.md", "# Home\n");
    if edited {
        fs.write("/site/content/c.md", "# C\n");
    } else {
        fs.write("/site/content/a/b.md", "# B\n");
        fs.write("/site/content/d", "a file");
        fs.write("/site/static/x/y.txt", "y");
    }
    fs
}

#[test]
fn killed_at_every_change_and_then_edited() {
    let clean = site(true);
    assert!(run(&(Arc::new(clean.clone()) as Arc<dyn FileSystem>)).success);
    let expected = output(&clean);
    assert!(expected.len() > 8, "{}", expected.len());
    let mut changes = 0;
    loop {
        let fs = site(false);
        let killed = Arc::new(Killed { inner: fs.clone(), left: AtomicUsize::new(changes) });
        let report = run(&(Arc::clone(&killed) as Arc<dyn FileSystem>));
        let ended = killed.left.load(Ordering::SeqCst) > 0;
        assert!(ended == report.success || !ended, "the build says that it is good although it was killed");
        for path in ["/site/content/a/b.md", "/site/content/d", "/site/static/x/y.txt"] {
            fs.remove_file(path.into()).unwrap();
        }
        fs.write("/site/content/c.md", "# C\n");
        let report = run(&(Arc::new(fs.clone()) as Arc<dyn FileSystem>));
        assert!(report.success, "killed after {changes} changes: {:?}", report.diagnostics);
        let after = output(&fs);
        assert_eq!(
            after.keys().collect::<Vec<_>>(),
            expected.keys().collect::<Vec<_>>(),
            "killed after {changes} changes"
        );
        assert_eq!(after, expected, "killed after {changes} changes");
        if ended {
            break;
        }
        changes += 1;
    }
    assert!(changes > 40, "only {changes} changes");
}
