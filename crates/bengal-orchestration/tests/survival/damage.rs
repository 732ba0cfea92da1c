//! Tables of the cache that are damaged, missing, or of another moment.

use super::site::{Output, below, difference, edit, output, run, site, work};
use bengal_cache::{Table, table};
use bengal_core::fs::{FileSystem, MemoryFileSystem};
use bengal_orchestration::BuildReport;
use camino::{Utf8Path, Utf8PathBuf};
use serde::de::IgnoredAny;
use std::sync::Arc;

/// The site, built until nothing is left to be done.
fn built() -> MemoryFileSystem {
    let fs = site();
    assert!(run(&fs).success);
    assert_eq!(work(&run(&fs)), [0; 4]);
    fs
}

/// Another text of a page, and one page more: nothing that would take a file out of the output.
fn small_edit(fs: &MemoryFileSystem) {
    fs.write("/site/content/docs/c.md", "---\ntitle: C\n---\nOther text.\n");
    fs.write("/site/content/docs/d.md", "---\ntitle: D\n---\nText.\n");
}

fn tables(fs: &MemoryFileSystem) -> Output {
    let mut files = below(fs, "/site/.bengal");
    files.retain(|path, _| path.extension() == Some("mpk"));
    files
}

/// The table of a file, and the tool that wrote it, by its header: magic, the two names with their lengths, the schema.
fn header(path: &Utf8Path, bytes: &[u8]) -> (Table, String) {
    let name = path.file_stem().expect("a file has a name");
    let after_name = &bytes[8 + 1 + name.len()..];
    let (length, rest) = after_name.split_first().expect("a header goes on");
    let (tool, rest) = rest.split_at(usize::from(*length));
    let schema = u32::from_le_bytes(*rest.first_chunk().expect("a header has a schema"));
    let table = Table { name: name.to_owned().leak(), schema };
    (table, String::from_utf8(tool.to_vec()).expect("names are text"))
}

#[test]
fn every_flipped_bit_and_every_cut_of_every_table_is_recognised() {
    let tables = tables(&built());
    let names: Vec<&str> = tables.keys().filter_map(|path| path.file_stem()).collect();
    assert_eq!(names, ["asset-deps", "assets", "observations", "outputs", "pages", "sources"]);
    for (path, bytes) in tables {
        let (table, tool) = header(&path, &bytes);
        let is_good = |bytes: &[u8]| table::decode::<IgnoredAny>(&table, &tool, bytes).is_ok();
        assert!(is_good(&bytes), "{path} cannot be read");
        let mut damaged = bytes.to_vec();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                damaged[at] ^= 1 << bit;
                assert!(!is_good(&damaged), "{path} with bit {bit} of byte {at} flipped is taken for good");
                damaged[at] ^= 1 << bit;
            }
            assert!(!is_good(&bytes[..at]), "{path} cut to {at} bytes is taken for good");
        }
        damaged.push(0);
        assert!(!is_good(&damaged), "{path} with a byte more is taken for good");
    }
}

fn said(report: &BuildReport) -> Vec<&str> {
    let codes = report.diagnostics.iter().map(|problem| problem.code);
    codes.filter(|code| matches!(*code, "damaged-cache" | "outdated-cache")).collect()
}

/// Builds: the result is right, and `times` it is said that something is damaged. The build after that does nothing, and says nothing.
#[track_caller]
fn recovers(fs: &MemoryFileSystem, clean: &Output, times: usize, what: &str) {
    let report = run(fs);
    assert!(report.success, "{what}: {:?}", report.diagnostics);
    assert_eq!(difference(&output(fs), clean), None, "{what}: {:?}", report.diagnostics);
    assert_eq!(said(&report).len(), times, "{what}: {:?}", report.diagnostics);
    let again = run(fs);
    assert_eq!((work(&again), said(&again).len()), ([0; 4], 0), "{what}, then once more: {:?}", again.diagnostics);
    assert_eq!(difference(&output(fs), clean), None, "{what}, then once more");
}

/// Each way of damage at every 29th byte of each file in the cache, before a build that has an edit to take up, and before one that has not.
#[test]
fn a_build_with_a_damaged_file_is_right_and_the_one_after_it_does_nothing() {
    const EVERY: usize = 29;
    let base = built();
    let edited = base.fork();
    small_edit(&edited);
    let (clean, clean_edited) = (output(&base), output_of_edited());
    let mut builds = 0;
    for (path, bytes) in below(&base, "/site/.bengal") {
        let is_table = path.extension() == Some("mpk");
        for (number, at) in (0..bytes.len()).step_by(EVERY).enumerate() {
            let what = format!("{path}, byte {at}, number {number}");
            let mut damaged = bytes.to_vec();
            if number % 2 == 0 {
                damaged[at] ^= 0x10;
            } else {
                damaged.truncate(at);
            }
            let is_edited = number % 4 < 2;
            let fs = if is_edited { edited.fork() } else { base.fork() };
            fs.write(&path, &damaged);
            let mut times = usize::from(is_table);
            if !is_edited {
                // Which tables a build looks at that has nothing to do is its own affair.
                let report = run(&fs);
                assert!(report.success, "{what}: {:?}", report.diagnostics);
                assert_eq!(difference(&output(&fs), &clean), None, "{what}: {:?}", report.diagnostics);
                times -= said(&report).len().min(times);
                small_edit(&fs);
            }
            recovers(&fs, &clean_edited, times, &what);
            builds += 1;
        }
    }
    assert!(builds > 100, "only {builds} builds");
}

fn output_of_edited() -> Output {
    let fs = site();
    small_edit(&fs);
    assert!(run(&fs).success);
    output(&fs)
}

/// A table of the newer build, of the older one, and none.
type Choices = [Option<Arc<[u8]>>; 3];

/// Every mixture of the tables of two builds, and of missing ones: nothing is damaged, and nothing fits.
#[test]
fn tables_of_different_builds_do_no_harm() {
    let old = built();
    let new = old.fork();
    small_edit(&new);
    assert!(run(&new).success);
    assert_eq!(work(&run(&new)), [0; 4]);
    let (old_tables, new_tables) = (tables(&old), tables(&new));
    let mut files: Vec<(Utf8PathBuf, Choices)> = Vec::new();
    for (path, bytes) in new_tables {
        files.push((path.clone(), [Some(bytes), old_tables.get(&path).cloned(), None]));
    }
    let expected = {
        let fs = site();
        small_edit(&fs);
        fs.write("/site/templates/list.html", "{{ page.title }}");
        assert!(run(&fs).success);
        output(&fs)
    };
    let unedited = output(&new);
    for mixture in 0..3_usize.pow(files.len() as u32) {
        let fs = new.fork();
        for (place, (path, choices)) in files.iter().enumerate() {
            match &choices[mixture / 3_usize.pow(place as u32) % 3] {
                Some(bytes) => fs.write(path, bytes),
                None => fs.remove_file(path).unwrap(),
            }
        }
        let clean = if mixture % 2 == 0 {
            fs.write("/site/templates/list.html", "{{ page.title }}");
            &expected
        } else {
            &unedited
        };
        recovers(&fs, clean, 0, &format!("mixture {mixture}"));
    }
}

/// The whole cache of an earlier state comes back, as from another branch, and files of ours were altered meanwhile.
#[test]
fn an_older_cache_over_a_newer_output_is_recognised() {
    let old = built();
    let new = old.fork();
    edit(&new);
    assert!(run(&new).success);
    let clean = output(&new);
    for (path, _) in below(&new, "/site/.bengal") {
        new.remove_file(&path).unwrap();
    }
    below(&old, "/site/.bengal").iter().for_each(|(path, bytes)| new.write(path, bytes));
    recovers(&new, &clean, 0, "an older cache");
}
