//! What rendering may ask about the assets of the site.

use crate::ImageOperation;
use bengal_core::Digest;
use std::fmt::Debug;
use std::sync::Arc;

/// What is known of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageInfo {
    /// Width in pixels as it is shown: a photo that was taken upright is upright.
    pub width: u32,
    /// Height in pixels as it is shown.
    pub height: u32,
    /// Whether other pictures can be made from it. Not from SVG, from animations, and from formats that are not decoded.
    pub can_derive: bool,
}

/// A picture that was made from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedImage {
    /// Its logical path.
    pub path: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AssetError {
    /// No asset has this logical path.
    #[error("there is no such asset")]
    Missing,
    /// It is there and cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It is no picture, or one whose size is not known.
    #[error("it is no picture whose size is known")]
    NotAnImage,
    /// Nothing can be made from it: it is an SVG or an animation, or its format is not decoded.
    #[error("nothing can be made from a picture of this kind")]
    NotDerivable,
    /// It has more pixels than may be decoded.
    #[error("it has {pixels} pixels, and `images.max_pixels` is {limit}")]
    TooLarge {
        /// Its pixels.
        pixels: u64,
        /// The limit of the configuration.
        limit: u64,
    },
    /// It is broken.
    #[error("it is broken: {0}")]
    Damaged(String),
    /// The new picture cannot be made or kept.
    #[error("{0}")]
    Failed(String),
}

/// The assets of the site, by logical path: the path in the output folder as it would be without a fingerprint, decoded and without a
/// slash in front (`assets/css/style.css`, `docs/img/a cat.png`).
///
/// Answers must not change while a site is rendered, and must not depend on who asks first.
pub trait AssetSource: Send + Sync + Debug {
    /// The content as its author wrote it, to be put into a page: references in it are not linked yet.
    ///
    /// # Errors
    /// [`AssetError::Missing`], [`AssetError::Unreadable`].
    fn content(&self, path: &str) -> Result<Arc<[u8]>, AssetError>;

    /// The digest of the content. Who knows it without reading the file should say so: a page that holds the content is then compared with it for
    /// nothing.
    ///
    /// # Errors
    /// As [`content`](Self::content).
    fn content_digest(&self, path: &str) -> Result<Digest, AssetError> {
        self.content(path).map(|content| Digest::of(&content))
    }

    /// The digest of the published bytes as the value of an `integrity` attribute (W3C Subresource Integrity, section 3.1).
    ///
    /// # Errors
    /// [`AssetError::Missing`], [`AssetError::Unreadable`], [`AssetError::Failed`].
    fn integrity(&self, path: &str) -> Result<String, AssetError>;

    /// Size and kind of a picture.
    ///
    /// # Errors
    /// [`AssetError::Missing`], [`AssetError::Unreadable`], [`AssetError::NotAnImage`].
    fn image(&self, path: &str) -> Result<ImageInfo, AssetError>;

    /// Makes a picture from another one, and has it published. Where that would be the other one again, it is that one.
    /// The same question twice costs the work once.
    ///
    /// # Errors
    /// Any.
    fn derive(&self, path: &str, operation: ImageOperation) -> Result<DerivedImage, AssetError>;

    /// A logical path that may be meant by one that does not exist.
    fn nearest(&self, path: &str) -> Option<String>;
}

/// A site without assets.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAssets;

impl AssetSource for NoAssets {
    fn content(&self, _path: &str) -> Result<Arc<[u8]>, AssetError> {
        Err(AssetError::Missing)
    }

    fn integrity(&self, _path: &str) -> Result<String, AssetError> {
        Err(AssetError::Missing)
    }

    fn image(&self, _path: &str) -> Result<ImageInfo, AssetError> {
        Err(AssetError::Missing)
    }

    fn derive(&self, _path: &str, _operation: ImageOperation) -> Result<DerivedImage, AssetError> {
        Err(AssetError::Missing)
    }

    fn nearest(&self, _path: &str) -> Option<String> {
        None
    }
}

#[cfg(test)]
pub(crate) mod tests;
