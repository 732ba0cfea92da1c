use super::*;
use crate::images::memo::lock;
use crate::images::{ImageCache, ImageFiles, ImageStore, Settings, StoreReport};
use bengal_core::Digest;
use bengal_core::fs::{FileSystem, MemoryFileSystem};
use bengal_render::{AssetError, DerivedImage};
use camino::Utf8Path;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A site's assets in memory, with what was published.
#[derive(Debug, Default)]
struct Files {
    assets: BTreeMap<String, Vec<u8>>,
    digests: BTreeMap<String, Digest>,
    reads: Mutex<Vec<String>>,
    published: Mutex<Vec<(String, Vec<u8>)>>,
}

impl Files {
    fn of(assets: &[(&str, Vec<u8>)]) -> Self {
        let assets = assets.iter().map(|(path, content)| ((*path).to_owned(), content.clone())).collect();
        Self { assets, ..Self::default() }
    }
}

impl ImageFiles for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, AssetError> {
        lock(&self.reads).push(path.to_owned());
        self.assets.get(path).cloned().ok_or(AssetError::Missing)
    }

    fn digest(&self, path: &str) -> Result<Digest, AssetError> {
        match self.digests.get(path) {
            Some(digest) => Ok(*digest),
            None => self.assets.get(path).map(|content| Digest::of(content)).ok_or(AssetError::Missing),
        }
    }

    fn contains(&self, path: &str) -> bool {
        self.assets.contains_key(path)
    }

    fn publish(&self, path: &str, content: Vec<u8>, _hashes: crate::Hashes) -> Result<(), AssetError> {
        lock(&self.published).push((path.to_owned(), content));
        Ok(())
    }
}

fn store(files: &Arc<Files>, cache: Option<ImageCache>) -> ImageStore {
    ImageStore::new(Arc::clone(files) as Arc<dyn ImageFiles>, Settings::default(), cache)
}

fn cats() -> Arc<Files> {
    Arc::new(Files::of(&[
        ("cat.png", png(40, 20)),
        ("b/cat.jpg", png(40, 20)),
        ("plan.svg", b"<svg viewBox='0 0 4 2'/>".to_vec()),
    ]))
}

fn derive(store: &ImageStore, path: &str, operation: &str) -> Result<DerivedImage, AssetError> {
    store.derive(path, operation.parse().unwrap())
}

const FOLDER: &str = "/site/.bengal/images";

fn cache(fs: &MemoryFileSystem) -> Option<ImageCache> {
    Some(ImageCache::open(Arc::new(fs.clone()), FOLDER.into()).unwrap())
}

fn entries(fs: &MemoryFileSystem) -> Vec<String> {
    fs.read_dir(Utf8Path::new(FOLDER)).unwrap().into_iter().map(|entry| entry.name).collect()
}

#[test]
fn names_say_how_a_picture_was_made() {
    let files = cats();
    let store = store(&files, None);
    let path = |path: &str, operation: &str| derive(&store, path, operation).map(|derived| derived.path);
    assert_eq!(path("cat.png", "20w"), Ok("cat.png.20w.png".into()));
    assert_eq!(path("cat.png", "20w.webp"), Ok("cat.png.20w.webp".into()));
    assert_eq!(path("cat.png", "8x8-fill-q50.jpeg"), Ok("cat.png.8x8-fill-q50.jpg".into()));
    // It is a PNG, whatever it is called.
    assert_eq!(path("b/cat.jpg", "20w"), Ok("b/cat.jpg.20w.png".into()));
    assert_eq!(path("cat.png", "50w"), Ok("cat.png".into()), "nothing is enlarged");
    assert_eq!(path("cat.png", "full.png"), Ok("cat.png".into()));
    assert_eq!(path("cat.png", "50w-q50"), Ok("cat.png.50w-q50.png".into()));
    let published: Vec<String> = lock(&files.published).iter().map(|(path, _)| path.clone()).collect();
    let expected =
        ["cat.png.20w.png", "cat.png.20w.webp", "cat.png.8x8-fill-q50.jpg", "b/cat.jpg.20w.png", "cat.png.50w-q50.png"];
    assert_eq!(published, expected);
}

#[test]
fn what_cannot_be_made_is_said() {
    let files = Arc::new(Files::of(&[
        ("cat.png", png(40, 20)),
        ("cat.png.20w.png", png(1, 1)),
        ("plan.svg", b"<svg viewBox='0 0 4 2'/>".to_vec()),
        ("text.png", b"text".to_vec()),
        ("cut.png", png(40, 20)[..60].to_vec()),
    ]));
    let store = store(&files, None);
    assert_eq!(derive(&store, "none.png", "20w"), Err(AssetError::Missing));
    assert_eq!(derive(&store, "plan.svg", "20w"), Err(AssetError::NotDerivable));
    assert_eq!(store.image("plan.svg").map(|info| (info.width, info.can_derive)), Ok((4, false)));
    assert_eq!(derive(&store, "text.png", "20w"), Err(AssetError::NotAnImage));
    assert!(matches!(derive(&store, "cut.png", "20w"), Err(AssetError::Damaged(_))));
    let taken = "there is a file `cat.png.20w.png` already".to_owned();
    assert_eq!(derive(&store, "cat.png", "20w"), Err(AssetError::Failed(taken)));
    assert_eq!(*lock(&files.published), []);
}

#[test]
fn many_who_ask_at_once_cost_one_work() {
    let files = cats();
    let store = store(&files, None);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for operation in ["20w.webp", "10w.webp"] {
                    derive(&store, "cat.png", operation).unwrap();
                }
            });
        }
    });
    assert_eq!(lock(&files.published).len(), 2);
    // Once to look at, and once for each picture.
    assert_eq!(lock(&files.reads).len(), 3);
    assert_eq!(store.finish(), StoreReport { made: 2, ..StoreReport::default() });
}

#[test]
fn a_later_build_uses_what_an_earlier_one_made_and_sweeps_the_rest() {
    let fs = MemoryFileSystem::new();
    let build = |operations: &[&str]| {
        let files = cats();
        let store = store(&files, cache(&fs));
        for operation in operations {
            derive(&store, "cat.png", operation).unwrap();
        }
        let published = std::mem::take(&mut *lock(&files.published));
        (store.finish(), published)
    };
    let (first, made) = build(&["20w", "10w.webp"]);
    assert_eq!(first, StoreReport { made: 2, ..StoreReport::default() });
    let (second, used) = build(&["20w", "10w.webp"]);
    assert_eq!(second, StoreReport { reused: 2, ..StoreReport::default() });
    assert_eq!(made, used);
    fs.write(format!("{FOLDER}/notes.txt"), "of somebody else");
    let (third, _) = build(&["20w"]);
    assert_eq!(third, StoreReport { reused: 1, swept: 1, ..StoreReport::default() });
    assert_eq!(entries(&fs).len(), 2);
    assert_eq!(build(&["10w.webp"]).1, made[1..]);
}

#[test]
fn a_kept_picture_is_found_without_reading_its_source_again() {
    let fs = MemoryFileSystem::new();
    for reads in [2, 1] {
        let files = cats();
        let store = store(&files, cache(&fs));
        derive(&store, "cat.png", "20w").unwrap();
        assert_eq!(lock(&files.reads).len(), reads);
    }
}

#[test]
fn source_quality_and_operation_are_parts_of_the_key() {
    let fs = MemoryFileSystem::new();
    let made = |content: Vec<u8>, operation: &str, quality: u8| {
        let files: Arc<dyn ImageFiles> = Arc::new(Files::of(&[("a.jpg", content)]));
        let store = ImageStore::new(files, Settings { quality, ..Settings::default() }, cache(&fs));
        derive(&store, "a.jpg", operation).unwrap();
        let cache = cache(&fs).unwrap();
        drop(cache);
        (entries(&fs).len(), store.finish().made)
    };
    assert_eq!(made(jpeg(40, 20), "20w", 80), (1, 1));
    assert_eq!(made(jpeg(40, 20), "20w", 80), (1, 0));
    // Each of these adds an entry before the unused one is swept.
    assert_eq!(made(jpeg(40, 20), "20w", 70), (2, 1));
    assert_eq!(made(jpeg(40, 20), "21w", 70), (2, 1));
    assert_eq!(made(jpeg(42, 20), "21w", 70), (2, 1));
}

#[test]
fn damaged_entries_are_made_anew_with_a_warning() {
    let expected = {
        let files = cats();
        derive(&store(&files, None), "cat.png", "20w").unwrap();
        lock(&files.published).clone()
    };
    let fs = MemoryFileSystem::new();
    derive(&store(&cats(), cache(&fs)), "cat.png", "20w").unwrap();
    let path = format!("{FOLDER}/{}", entries(&fs)[0]);
    let whole = fs.read(Utf8Path::new(&path)).unwrap();
    let mut damages: Vec<Vec<u8>> = vec![Vec::new(), whole[..48].to_vec(), whole[..whole.len() - 1].to_vec()];
    damages.push([whole.as_slice(), b"x"].concat());
    for at in [0, 8, 39, 40, 41, 45, 49, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        damages.push(damaged);
    }
    for damaged in damages {
        fs.write(&path, &damaged);
        let files = cats();
        let store = store(&files, cache(&fs));
        derive(&store, "cat.png", "20w").unwrap();
        assert_eq!(*lock(&files.published), expected);
        let report = store.finish();
        assert_eq!((report.made, report.diagnostics.len()), (1, 1));
        assert_eq!(report.diagnostics[0].code, "damaged-cache");
        assert_eq!(fs.read(Utf8Path::new(&path)).unwrap(), whole);
    }
}

#[test]
fn an_entry_under_another_name_is_damaged() {
    let fs = MemoryFileSystem::new();
    let first = store(&cats(), cache(&fs));
    derive(&first, "cat.png", "20w").unwrap();
    derive(&first, "cat.png", "10w").unwrap();
    let names = entries(&fs);
    let paths = [format!("{FOLDER}/{}", names[0]), format!("{FOLDER}/{}", names[1])];
    let content = fs.read(Utf8Path::new(&paths[0])).unwrap();
    fs.write(&paths[1], &content);
    let second = store(&cats(), cache(&fs));
    derive(&second, "cat.png", "20w").unwrap();
    derive(&second, "cat.png", "10w").unwrap();
    assert_eq!(second.finish().diagnostics.len(), 1);
}

#[test]
fn a_source_that_changes_meanwhile_is_noticed() {
    let mut files = Files::of(&[("cat.png", png(40, 20))]);
    files.digests.insert("cat.png".into(), Digest::of(b"another"));
    let error = derive(&store(&Arc::new(files), None), "cat.png", "20w");
    assert_eq!(error, Err(AssetError::Unreadable("the file changed while the site was built".into())));
}
