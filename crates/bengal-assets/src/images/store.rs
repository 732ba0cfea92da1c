//! The pictures of a site, as rendering asks about them.

use super::cache::{ImageCache, Key};
use super::derive::{Derived, Settings, derive};
use super::geometry::target;
use super::inspect::{Inspected, inspect};
use super::known::{Knowledge, KnownPictures};
use super::memo::{Budget, Memo};
use super::{ImageFormat, ImageInfo, Operation};
use crate::hashes::Hashes;
use bengal_core::{Diagnostic, Digest};
use bengal_render::{AssetError, DerivedImage};
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The files that an [`ImageStore`] makes pictures from, and where it puts them. Paths are logical ones.
pub trait ImageFiles: Send + Sync + Debug {
    /// The content of an asset.
    ///
    /// # Errors
    /// [`AssetError::Missing`], [`AssetError::Unreadable`].
    fn read(&self, path: &str) -> Result<Vec<u8>, AssetError>;

    /// The digest of an asset's content. Who knows it without reading the file should say so: what an earlier build found out about a picture, or
    /// made from it, is then found without reading it.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn digest(&self, path: &str) -> Result<Digest, AssetError> {
        self.read(path).map(|content| Digest::of(&content))
    }

    /// Whether an asset, not one that was made here, has this path.
    fn contains(&self, path: &str) -> bool;

    /// Publishes a picture. Called once for each path, from any thread, before the question that led to it is answered.
    ///
    /// # Errors
    /// [`AssetError::Failed`].
    fn publish(&self, path: &str, content: Vec<u8>, hashes: Hashes) -> Result<(), AssetError>;

    /// Publishes a picture as [`publish`](Self::publish) does, if it is where an earlier build put it. Otherwise says no, and its content will follow.
    fn publish_again(&self, path: &str, hashes: &Hashes) -> bool {
        let _ = (path, hashes);
        false
    }
}

/// What came of a build's pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreReport {
    /// Pictures that were made.
    pub made: usize,
    /// Pictures of earlier builds that were used again.
    pub reused: usize,
    /// Pictures of earlier builds that nobody used, and that are gone.
    pub swept: usize,
    /// What was wrong with those of earlier builds.
    pub diagnostics: Vec<Diagnostic>,
}

/// Answers questions about the pictures of a site. Each is worked out once, whichever thread asks first; the answers do not depend on that.
/// So that memory does not follow the number of threads, pictures with `max_pixels` together are worked on at the same time.
#[derive(Debug)]
pub struct ImageStore {
    files: Arc<dyn ImageFiles>,
    settings: Settings,
    cache: Option<ImageCache>,
    sources: Memo<String, Result<Inspected, AssetError>>,
    digests: Memo<String, Result<Digest, AssetError>>,
    derived: Memo<(String, Operation), Result<DerivedImage, AssetError>>,
    knowledge: Knowledge,
    budget: Budget,
    made: AtomicUsize,
    reused: AtomicUsize,
}

impl ImageStore {
    /// The store over some files; with a cache, pictures of earlier builds are used again.
    pub fn new(files: Arc<dyn ImageFiles>, settings: Settings, cache: Option<ImageCache>) -> Self {
        Self {
            files,
            budget: Budget::new(settings.max_pixels),
            settings,
            cache,
            sources: Memo::new(),
            digests: Memo::new(),
            derived: Memo::new(),
            knowledge: Knowledge::default(),
            made: AtomicUsize::new(0),
            reused: AtomicUsize::new(0),
        }
    }

    /// Does not find out again what an earlier build [knew](Self::known).
    #[must_use]
    pub fn with_known(mut self, known: KnownPictures) -> Self {
        self.knowledge = Knowledge::from(known);
        self
    }

    /// What the next build need not find out again: of the pictures that were asked for.
    pub fn known(&self) -> KnownPictures {
        self.knowledge.to_be_stored()
    }

    /// Size and kind of a picture.
    ///
    /// # Errors
    /// [`AssetError::Missing`], [`AssetError::Unreadable`], [`AssetError::NotAnImage`].
    pub fn image(&self, path: &str) -> Result<ImageInfo, AssetError> {
        self.source(path).map(|found| found.info())
    }

    /// Makes a picture from another one and publishes it as [`derived_path`] says. Where it would be the other one again, in the same size and format
    /// and in no quality that was asked for, it is the other one.
    ///
    /// # Errors
    /// Any but [`AssetError::NotAnImage`] for a picture.
    pub fn derive(&self, path: &str, operation: Operation) -> Result<DerivedImage, AssetError> {
        self.derived.get((path.to_owned(), operation), || self.make(path, operation))
    }

    /// Ends a build: pictures of earlier builds that were not used are removed.
    ///
    /// Pages that are not rendered again use pictures too: ask for them all before, or do not call this.
    pub fn finish(&self) -> StoreReport {
        StoreReport {
            made: self.made.load(Ordering::Relaxed),
            reused: self.reused.load(Ordering::Relaxed),
            swept: self.cache.as_ref().map_or(0, ImageCache::sweep),
            diagnostics: self.cache.as_ref().map(ImageCache::take_problems).unwrap_or_default(),
        }
    }

    fn source(&self, path: &str) -> Result<Inspected, AssetError> {
        self.sources.get(path.to_owned(), || self.look(path)?.ok_or(AssetError::NotAnImage))
    }

    fn look(&self, path: &str) -> Result<Option<Inspected>, AssetError> {
        let digest = self.digest(path)?;
        if let Some(known) = self.knowledge.inspected(digest) {
            return Ok(known);
        }
        let content = self.files.read(path)?;
        let found = inspect(&content);
        // Where the file changed meanwhile, what was found is not what the digest stands for.
        if Digest::of(&content) == digest {
            self.knowledge.note_inspected(digest, found);
        }
        Ok(found)
    }

    fn digest(&self, path: &str) -> Result<Digest, AssetError> {
        self.digests.get(path.to_owned(), || self.files.digest(path))
    }

    fn make(&self, path: &str, operation: Operation) -> Result<DerivedImage, AssetError> {
        let found = self.source(path)?;
        let own = found.kind.own_format().filter(|_| !found.animated).ok_or(AssetError::NotDerivable)?;
        let format = operation.format().unwrap_or(own);
        let target = target(found.width, found.height, operation.resize());
        let (width, height) = (target.width, target.height);
        let is_same_size = target.crop.is_none() && (width, height) == (found.width, found.height);
        if is_same_size && format == own && operation.quality().is_none() {
            return Ok(DerivedImage { path: path.to_owned(), width, height });
        }
        let derived_path = derived_path(path, operation, format);
        if self.files.contains(&derived_path) {
            return Err(AssetError::Failed(format!("there is a file `{derived_path}` already")));
        }
        let digest = self.digest(path)?;
        let key = Key::new(digest, operation, format, &self.settings);
        if let Some(hashes) = self.knowledge.made(&key)
            && let Some(cache) = &self.cache
            && self.files.publish_again(&derived_path, hashes)
        {
            cache.retain(&key);
            self.knowledge.note_made(&key, hashes.clone());
            self.reused.fetch_add(1, Ordering::Relaxed);
            return Ok(DerivedImage { path: derived_path, width, height });
        }
        let kept = self.cache.as_ref().and_then(|cache| cache.get(&key));
        let derived = match kept {
            Some(kept) => {
                self.reused.fetch_add(1, Ordering::Relaxed);
                kept
            }
            None => self.make_anew(path, digest, operation, &found, &key)?,
        };
        let hashes = Hashes::of(&derived.bytes);
        self.knowledge.note_made(&key, hashes.clone());
        self.files.publish(&derived_path, derived.bytes, hashes)?;
        Ok(DerivedImage { path: derived_path, width, height })
    }

    fn make_anew(
        &self,
        path: &str,
        digest: Digest,
        operation: Operation,
        found: &Inspected,
        key: &Key,
    ) -> Result<Derived, AssetError> {
        let pixels = u64::from(found.width) * u64::from(found.height);
        let derived = self.budget.spend(pixels, || {
            let content = self.files.read(path)?;
            if Digest::of(&content) != digest {
                return Err(AssetError::Unreadable("the file changed while the site was built".to_owned()));
            }
            derive(&content, operation, &self.settings).map_err(AssetError::from)
        })?;
        self.made.fetch_add(1, Ordering::Relaxed);
        if let Some(cache) = &self.cache {
            cache.put(key, &derived);
        }
        Ok(derived)
    }
}

/// The logical path of a picture made from another one: `img/cat.png` at 480 pixels as WebP is `img/cat.png.480w.webp`. Different pictures
/// have different paths: an operation and an extension have no dot, so that the path can be read from its end.
pub fn derived_path(path: &str, operation: Operation, format: ImageFormat) -> String {
    format!("{path}.{}.{}", operation.stem(), format.extension())
}

/// The logical path of the picture that another one was made from, by the path that [`derived_path`] gave that one.
pub fn source_path(derived: &str) -> Option<&str> {
    let (rest, _extension) = derived.rsplit_once('.')?;
    rest.rsplit_once('.').map(|(source, _operation)| source)
}
