//! What rendering learns of the assets: content, integrity, sizes of pictures, and other pictures made from them.

use crate::output::OutputFolder;
use crate::phases::p13_assets::AssetPlan;
use bengal_assets::images::{ImageCache, ImageFiles, ImageStore, KnownPictures, Settings, source_path};
use bengal_assets::{AssetNode, AssetSource as Source, Entry, Hashes, LinkTable, Prepared};
use bengal_cache::{AssetDependencyMap, Cache};
use bengal_core::config::ImagesConfig;
use bengal_core::fs::{FileSystem, SiteFiles};
use bengal_core::keyed::KeyedMap;
use bengal_core::{Diagnostic, Digest, suggest};
use bengal_render::{AssetError, AssetQuery, AssetSource, DerivedImage, ImageInfo, ImageOperation, Read};
use camino::Utf8Path;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The folder of pictures in the cache.
pub(crate) const IMAGES: &str = "images";

/// The assets that a build publishes, as they are asked for while pages are rendered.
#[derive(Debug)]
pub(crate) struct SiteAssets {
    files: Arc<PlannedFiles>,
    images: ImageStore,
}

/// The files of the plan; the link table and the output folder, to which pictures are added.
#[derive(Debug)]
struct PlannedFiles {
    plan: AssetPlan,
    table: Arc<LinkTable>,
    /// The digests of sources, by logical path.
    digests: KeyedMap<String, Digest>,
    files: SiteFiles,
    output: Arc<OutputFolder>,
    /// Pictures of this build that are not in the output folder, by logical path.
    made: Mutex<KeyedMap<String, Vec<u8>>>,
}

impl SiteAssets {
    /// The assets of a plan, with the names that they are published under. Pictures of earlier builds are in the cache, if there is one that
    /// can be used.
    pub(crate) fn new(
        plan: AssetPlan,
        prepared: &Prepared,
        files: &SiteFiles,
        output: &Arc<OutputFolder>,
        cache: Option<(&Arc<dyn FileSystem>, &Cache)>,
        config: &ImagesConfig,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let kept = cache.and_then(|(fs, cache)| open_images(fs, cache, problems));
        let (table, digests) = (Arc::clone(&prepared.table), prepared.source_digests());
        let (files, output) = (files.clone(), Arc::clone(output));
        let files = Arc::new(PlannedFiles { plan, table, digests, files, output, made: Mutex::default() });
        let images = ImageStore::new(Arc::clone(&files) as Arc<dyn ImageFiles>, Settings::from(config), kept);
        Self { files, images }
    }

    /// The same, without finding out again what is known of pictures.
    pub(crate) fn with_known_pictures(mut self, known: KnownPictures) -> Self {
        self.images = self.images.with_known(known);
        self
    }

    /// What the next build need not find out again about the pictures of this one.
    pub(crate) fn known_pictures(&self) -> KnownPictures {
        self.images.known()
    }

    /// The logical paths of the pictures that these questions are about.
    pub(crate) fn asked_for<'r>(&self, reads: impl Iterator<Item = &'r Read>) -> BTreeSet<String> {
        let derived = reads.filter_map(|read| match read {
            Read::Asset(path, AssetQuery::Derived(operation)) => self.images.derive(path, *operation).ok(),
            _ => None,
        });
        derived.map(|picture| picture.path).collect()
    }

    /// Publishes the pictures that pages refer to, and under their plain names those that pages only asked for. Those of earlier builds that
    /// nobody asked for go from the cache. Returns what was published.
    pub(crate) fn finish(
        &self,
        map: &AssetDependencyMap,
        asked_for: &BTreeSet<String>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<AssetNode> {
        let mut published = Vec::new();
        for (logical, entry) in self.files.table.added() {
            let reached = map.is_used(&logical);
            let path = match reached {
                true => &entry.published,
                false if asked_for.contains(&logical) => &logical,
                false => continue,
            };
            problems.extend(self.files.write(path, &logical, &entry).err());
            published.push(made_picture(&logical, path, &entry, reached));
        }
        problems.extend(self.images.finish().diagnostics);
        published
    }
}

impl PlannedFiles {
    fn made(&self) -> MutexGuard<'_, KeyedMap<String, Vec<u8>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the output folder still has a picture that an earlier build made, under one of its names.
    fn is_there(&self, logical: &str, entry: &Entry) -> bool {
        let still_has = |path: &str| self.output.still_has(Utf8Path::new(path), &entry.digest.half());
        still_has(&entry.published) || still_has(logical)
    }

    /// Puts a picture at `path` of the output folder.
    fn write(&self, path: &str, logical: &str, entry: &Entry) -> Result<(), Diagnostic> {
        let (path, digest) = (Utf8Path::new(path), &entry.digest.half());
        if self.output.take_over(path, digest) {
            return Ok(());
        }
        let known = [logical, &entry.published].map(Utf8Path::new);
        let made = self.made().remove(logical);
        let content = made.or_else(|| known.iter().find_map(|known| self.output.read_previous(known, digest)));
        match content {
            Some(content) => self.output.write(path, &content).map(drop),
            None => {
                self.output.keep(path);
                let message =
                    format!("the picture `{logical}` was in the output, and was removed while the site was built");
                Err(Diagnostic::error("changed-meanwhile", message).hint("build again"))
            }
        }
    }
}

/// A picture in the graph of assets.
fn made_picture(logical: &str, published: &str, entry: &Entry, reached: bool) -> AssetNode {
    AssetNode {
        logical: logical.to_owned(),
        source: None,
        published: published.to_owned(),
        also: None,
        size: entry.size,
        digest: entry.digest,
        integrity: entry.integrity.clone(),
        references: Vec::new(),
        reached,
        made_from: source_path(logical).map(str::to_owned),
    }
}

fn open_images(fs: &Arc<dyn FileSystem>, cache: &Cache, problems: &mut Vec<Diagnostic>) -> Option<ImageCache> {
    let folder = cache.subfolder(IMAGES);
    match ImageCache::open(Arc::clone(fs), folder.clone()) {
        Ok(cache) => Some(cache),
        Err(error) => {
            let message = format!("cannot keep pictures for later builds in `{folder}`: {error}");
            problems.push(Diagnostic::warning("cache-not-saved", message));
            None
        }
    }
}

impl ImageFiles for PlannedFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, AssetError> {
        match self.plan.get(path).ok_or(AssetError::Missing)? {
            Source::Embedded(content) => Ok(content.to_vec()),
            Source::File(file) => self.files.read(file).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => AssetError::Missing,
                _ => AssetError::Unreadable(error.to_string()),
            }),
        }
    }

    fn digest(&self, path: &str) -> Result<Digest, AssetError> {
        match self.digests.get(path) {
            Some(digest) => Ok(*digest),
            None => self.read(path).map(|content| Digest::of(&content)),
        }
    }

    fn contains(&self, path: &str) -> bool {
        self.plan.get(path).is_some()
    }

    fn publish(&self, path: &str, content: Vec<u8>, hashes: Hashes) -> Result<(), AssetError> {
        let entry = self.table.add(path, hashes);
        if !self.is_there(path, &entry) {
            self.made().insert(path.to_owned(), content);
        }
        Ok(())
    }

    fn publish_again(&self, path: &str, hashes: &Hashes) -> bool {
        self.table.add_if(path, hashes.clone(), |entry| self.is_there(path, entry)).is_some()
    }
}

impl AssetSource for SiteAssets {
    fn content(&self, path: &str) -> Result<Arc<[u8]>, AssetError> {
        self.files.read(path).map(Arc::from)
    }

    fn content_digest(&self, path: &str) -> Result<Digest, AssetError> {
        self.files.digest(path)
    }

    fn integrity(&self, path: &str) -> Result<String, AssetError> {
        self.files.table.get(path).map(|entry| entry.integrity.clone()).ok_or(AssetError::Missing)
    }

    fn image(&self, path: &str) -> Result<ImageInfo, AssetError> {
        self.images.image(path)
    }

    fn derive(&self, path: &str, operation: ImageOperation) -> Result<DerivedImage, AssetError> {
        self.images.derive(path, operation)
    }

    fn nearest(&self, path: &str) -> Option<String> {
        suggest::nearest(path, self.files.plan.logical()).map(str::to_owned)
    }
}
