//! The file seam fails at the n-th operation of an incremental build, for every n.

use super::faulty::{Fault, Faulty};
use super::site::{FOREIGN, Output, below, built_and_edited, difference, expected, output, run, run_on, work};
use bengal_core::fs::{FileSystem, MemoryFileSystem};
use std::io::ErrorKind;
use std::sync::Arc;

/// What the system says: EACCES, ENOSPC, and EIO, which has no kind of its own.
const KINDS: [ErrorKind; 3] = [ErrorKind::PermissionDenied, ErrorKind::StorageFull, ErrorKind::Other];

/// An unfaulted build: operations, and changes among them.
fn counts(base: &MemoryFileSystem) -> (usize, usize) {
    let files = Arc::new(Faulty::new(&base.fork(), Fault::Never));
    assert!(run_on(&(Arc::clone(&files) as Arc<dyn FileSystem>)).success);
    (files.operations(), files.changes())
}

/// What is wrong after a build with a fault, and after the one that follows it without.
fn problem(base: &MemoryFileSystem, fault: Fault, expected: &Output) -> Option<String> {
    let fs = base.fork();
    let files = Arc::new(Faulty::new(&fs, fault));
    let report = run_on(&(Arc::clone(&files) as Arc<dyn FileSystem>));
    let said = format!("{fault:?} at {}: it said {:?}", files.failed(), report.diagnostics);
    if let Some(path) =
        FOREIGN.iter().find(|path| !below(&fs, path).values().any(|text| **text == *b"of somebody else"))
    {
        return Some(format!("{path} was touched\n{said}"));
    }
    // A build that cannot open the cache does not know what is ours, removes nothing, and warns.
    let has_no_records = report.diagnostics.iter().any(|problem| problem.code == "no-cache");
    if let Some(difference) = difference(&output(&fs), expected).filter(|_| report.success && !has_no_records) {
        return Some(format!("a good build, although {difference}\n{said}"));
    }
    let next = run(&fs);
    if !next.success {
        return Some(format!("the next build fails: {:?}\n{said}", next.diagnostics));
    }
    if let Some(difference) = difference(&output(&fs), expected) {
        return Some(format!("after the next build {difference}: {:?}\n{said}", next.diagnostics));
    }
    if let Some(path) = fs.files().keys().find(|path| path.as_str().contains(".bengal-tmp")) {
        return Some(format!("{path} is left\n{said}"));
    }
    let again = run(&fs);
    (work(&again) != [0; 4]).then(|| format!("one build more does {:?}\n{said}", work(&again)))
}

/// Fails where any of the faults has a lasting effect, and shows all such.
fn survives(faults: impl Iterator<Item = Fault>) {
    let (base, expected) = (built_and_edited(), expected());
    let problems: Vec<String> = faults.filter_map(|fault| problem(&base, fault, &expected)).collect();
    assert!(problems.is_empty(), "{} problems\n\n{}", problems.len(), problems.join("\n\n"));
}

fn operations() -> std::ops::Range<usize> {
    let (operations, _) = counts(&built_and_edited());
    assert!(operations > 300, "only {operations} operations");
    0..operations
}

#[test]
fn one_operation_fails() {
    survives(operations().flat_map(|n| KINDS.map(|kind| Fault::Once(n, kind))));
}

#[test]
fn all_operations_fail_from_one_on() {
    survives(operations().flat_map(|n| KINDS.map(|kind| Fault::From(n, kind))));
}

#[test]
fn killed_at_every_change() {
    let (_, changes) = counts(&built_and_edited());
    assert!(changes > 40, "only {changes} changes");
    survives((0..changes).map(Fault::Killed));
}
