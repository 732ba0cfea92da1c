//! A build that ends at any moment leaves nothing that the next build does not put right.

use super::faulty::{Fault, Faulty};
use super::site::{output, run, run_on};
use bengal_core::fs::{FileSystem, MemoryFileSystem};
use std::sync::Arc;

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
    assert!(run(&clean).success);
    let expected = output(&clean);
    assert!(expected.len() > 8, "{}", expected.len());
    let mut changes = 0;
    loop {
        let fs = site(false);
        let killed = Arc::new(Faulty::new(&fs, Fault::Killed(changes)));
        let report = run_on(&(Arc::clone(&killed) as Arc<dyn FileSystem>));
        let ended = killed.changes() <= changes;
        assert!(ended == report.success || !ended, "the build says that it is good although it was killed");
        for path in ["/site/content/a/b.md", "/site/content/d", "/site/static/x/y.txt"] {
            fs.remove_file(path.into()).unwrap();
        }
        fs.write("/site/content/c.md", "# C\n");
        let report = run(&fs);
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
