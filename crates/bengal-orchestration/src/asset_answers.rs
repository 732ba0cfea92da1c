//! What rendering learns of the assets: content, integrity, sizes of pictures, and other pictures made from them.

use crate::output::OutputFolder;
use crate::phases::p13_assets::AssetPlan;
use bengal_assets::images::{ImageCache, ImageFiles, ImageStore, Settings};
use bengal_assets::{AssetSource as Source, LinkTable};
use bengal_cache::{AssetDependencyMap, Cache};
use bengal_core::config::ImagesConfig;
use bengal_core::fs::{FileSystem, SiteFiles};
use bengal_core::{Diagnostic, Digest, suggest};
use bengal_render::{AssetError, AssetSource, DerivedImage, ImageInfo, ImageOperation};
use camino::Utf8Path;
use std::io;
use std::sync::Arc;

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
    files: SiteFiles,
    output: Arc<OutputFolder>,
}

impl SiteAssets {
    /// The assets of a plan, with the names that they are published under. Pictures of earlier builds are in the cache, if there is one that
    /// can be used.
    pub(crate) fn new(
        plan: AssetPlan,
        table: &Arc<LinkTable>,
        files: &SiteFiles,
        output: &Arc<OutputFolder>,
        cache: Option<&Cache>,
        config: &ImagesConfig,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let kept = cache.and_then(|cache| open_images(files.fs(), cache, problems));
        let (table, files, output) = (Arc::clone(table), files.clone(), Arc::clone(output));
        let files = Arc::new(PlannedFiles { plan, table, files, output });
        let images = ImageStore::new(Arc::clone(&files) as Arc<dyn ImageFiles>, Settings::from(config), kept);
        Self { files, images }
    }

    /// Ends the build of pictures. Those that no page refers to are not published: a template may have asked for one and not used it. Those
    /// of earlier builds that nobody asked for go from the cache.
    pub(crate) fn finish(&self, map: &AssetDependencyMap) -> Vec<Diagnostic> {
        for (logical, entry) in self.files.table.added() {
            if map.pages_using(&logical).is_empty() {
                self.files.output.discard(Utf8Path::new(&entry.published));
            }
        }
        self.images.finish().diagnostics
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
        // Pictures are published as they are.
        match self.table.get(path) {
            Some(entry) => Ok(entry.digest),
            None => self.read(path).map(|content| Digest::of(&content)),
        }
    }

    fn contains(&self, path: &str) -> bool {
        self.plan.get(path).is_some()
    }

    fn publish(&self, path: &str, content: Vec<u8>) -> Result<(), AssetError> {
        let published = &self.table.add(path, &content).published;
        let written = self.output.write(Utf8Path::new(published), &content);
        written.map(drop).map_err(|problem| AssetError::Failed(problem.message))
    }
}

impl AssetSource for SiteAssets {
    fn content(&self, path: &str) -> Result<Arc<[u8]>, AssetError> {
        self.files.read(path).map(Arc::from)
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
