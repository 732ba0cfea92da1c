//! What rendering learns of the assets: content, integrity, sizes of pictures, and other pictures made from them.

use crate::output::OutputFolder;
use crate::phases::p13_assets::{AssetPlan, AssetSource as Source};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bengal_assets::images::{ImageCache, ImageFiles, ImageStore, Settings, StoreReport};
use bengal_cache::Cache;
use bengal_core::config::ImagesConfig;
use bengal_core::fs::{FileSystem, SiteFiles};
use bengal_core::{Diagnostic, suggest};
use bengal_render::{AssetError, AssetSource, DerivedImage, ImageInfo, ImageOperation};
use camino::Utf8Path;
use sha2::{Digest as _, Sha384};
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

/// The files of the plan, and the output folder, to which pictures are added.
#[derive(Debug)]
struct PlannedFiles {
    plan: AssetPlan,
    files: SiteFiles,
    output: Arc<OutputFolder>,
}

impl SiteAssets {
    /// The assets of a plan. Pictures of earlier builds are in the cache, if there is one that can be used.
    pub(crate) fn new(
        plan: AssetPlan,
        files: SiteFiles,
        output: Arc<OutputFolder>,
        cache: Option<&Cache>,
        config: &ImagesConfig,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let kept = cache.and_then(|cache| open_images(files.fs(), cache, problems));
        let files = Arc::new(PlannedFiles { plan, files, output });
        let images = ImageStore::new(Arc::clone(&files) as Arc<dyn ImageFiles>, Settings::from(config), kept);
        Self { files, images }
    }

    /// Ends the build of pictures: those of earlier builds that no page uses go from the cache.
    pub(crate) fn finish(&self) -> StoreReport {
        self.images.finish()
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

    fn contains(&self, path: &str) -> bool {
        self.plan.get(path).is_some()
    }

    fn publish(&self, path: &str, content: Vec<u8>) -> Result<(), AssetError> {
        let written = self.output.write(Utf8Path::new(path), &content);
        written.map(drop).map_err(|problem| AssetError::Failed(problem.message))
    }
}

impl AssetSource for SiteAssets {
    fn content(&self, path: &str) -> Result<Arc<[u8]>, AssetError> {
        self.files.read(path).map(Arc::from)
    }

    fn integrity(&self, path: &str) -> Result<String, AssetError> {
        let content = self.files.read(path)?;
        Ok(format!("sha384-{}", STANDARD.encode(Sha384::digest(&content))))
    }

    fn image(&self, path: &str) -> Result<ImageInfo, AssetError> {
        self.images.image(path)
    }

    fn derive(&self, path: &str, operation: ImageOperation) -> Result<DerivedImage, AssetError> {
        self.images.derive(path, operation)
    }

    fn nearest(&self, path: &str) -> Option<String> {
        suggest::nearest(path, self.files.plan.outputs().map(|output| output.as_str())).map(str::to_owned)
    }
}
