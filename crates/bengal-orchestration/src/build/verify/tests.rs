use super::*;
use crate::records::Rising;
use bengal_core::fs::MemoryFileSystem;

fn site() -> (MemoryFileSystem, Arc<dyn FileSystem>, BuildOptions) {
    let memory = MemoryFileSystem::new();
    memory.write("/site/content/index.md", "# Home\n");
    memory.write("/site/content/a.md", "---\ntitle: First\n---\nText.\n");
    memory.write("/site/content/b.md", "---\ntitle: Second\n---\nSee [[a]].\n");
    let fs: Arc<dyn FileSystem> = Arc::new(memory.clone());
    (memory, fs, BuildOptions { source: "/site".into(), jobs: 1, ..BuildOptions::default() })
}

#[test]
fn a_build_is_what_a_build_from_scratch_is() {
    let (memory, fs, options) = site();
    assert!(build(&fs, &options, &Silent).success);
    memory.write("/site/content/a.md", "---\ntitle: Other\n---\nText.\n");
    assert!(build(&fs, &options, &Silent).success);
    let verification = verify(&fs, &options, Utf8Path::new("/scratch"));
    assert!(verification.success, "{verification:?}");
    assert!(verification.equal > 3 && verification.different == 0);
}

#[test]
fn a_read_that_was_not_recorded_shows() {
    let (memory, fs, options) = site();
    assert!(build(&fs, &options, &Silent).success);
    hide_reads_of(&fs, "content/b.md");
    memory.write("/site/content/a.md", "---\ntitle: Other\n---\nText.\n");
    assert!(build(&fs, &options, &Silent).success);
    let verification = verify(&fs, &options, Utf8Path::new("/scratch"));
    assert!(!verification.success);
    let difference = verification.difference.unwrap();
    assert_eq!((difference.path.as_str(), difference.page.as_deref()), ("b/index.html", Some("content/b.md")));
    assert!(difference.built.unwrap().contains("First") && difference.clean.unwrap().contains("Other"));
    assert!(!difference.reads.is_empty() && difference.reads.iter().all(|read| !read.contains("content/a.md")));
}

/// Takes every read but those of templates and settings out of a page's record, as if rendering forgot to note them.
fn hide_reads_of(fs: &Arc<dyn FileSystem>, page: &str) {
    let cache = open_cache(fs, Utf8Path::new("/site/.bengal"), true, &Silent).unwrap();
    let mut records = Records::load(&cache, &mut Vec::new()).unwrap();
    let kept = |key: &str| key.starts_with("template") || key == "settings";
    let reads = &records.pages.reads;
    let record = records.pages.pages.get_mut(page).unwrap();
    record.reads = Rising::of(record.reads.iter().filter(|number| kept(reads.key(*number).as_str())));
    records.save(&cache).unwrap();
}

#[test]
fn without_records_nothing_is_compared() {
    let (_, fs, options) = site();
    let verification = verify(&fs, &options, Utf8Path::new("/scratch"));
    assert!(!verification.success);
    assert_eq!(verification.diagnostics.last().unwrap().code, "not-verified");
}

#[test]
fn differences_are_shown_with_what_is_around_them() {
    let pages = PageRecords::default();
    let found = difference("x", Some(b"a\nbc"), Some(b"a\nbd"), &pages);
    assert_eq!((found.offset, found.built.as_deref(), found.clean.as_deref()), (3, Some("a\\nbc"), Some("a\\nbd")));
    let shorter = difference("x", Some(b"a"), Some(b"ab"), &pages);
    assert_eq!((shorter.offset, shorter.clean.as_deref()), (1, Some("ab")));
    assert_eq!(difference("x", None, Some(b"ab"), &pages).built, None);
}
